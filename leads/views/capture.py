"""What visitors see: the hosted form, the embedded one, and where both are sent."""

import logging
import re
import uuid
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import condition, require_http_methods, require_safe

from campaigns.tracking.bots import Kind, kind_of
from campaigns.tracking.collect import caller_of, refused, with_cors
from campaigns.tracking.hit import RefusedError, clean_url
from campaigns.tracking.script import read_script, script_etag, script_response
from clmsite.kernel.access import public
from clmsite.kernel.client_ip import client_ip
from leads.capture import spam
from leads.capture.answers import Checked, check_answers
from leads.capture.become_lead import form_visit
from leads.capture.definition import read_fields
from leads.capture.received import page_of, read_sent, sender
from leads.capture.shown import shown_form
from leads.capture.submit import Outcome, Sending, submit
from leads.capture.token import make_token, read_token
from leads.models import Form

log = logging.getLogger(__name__)
KEY = re.compile(r"[A-Za-z0-9_-]{1,20}")
DOWN = (OperationalError, InterfaceError)
STATUS = {
    Outcome.RECEIVED: 201,
    Outcome.REPEATED: 200,
    Outcome.SUSPECT: 202,
    Outcome.CONFLICT: 422,
}


@public("visitors fill in forms without an account")
@require_safe
def hosted_form(request: HttpRequest, key: str) -> HttpResponse:
    """A form as a page of its own, which works without JavaScript. Opening it is a visit."""
    request.user = AnonymousUser()
    try:
        form = _published(key)
    except DOWN:
        return _try_again(request, {})
    token = make_token(form)
    load = str(uuid.uuid4())
    _note_visit(request, form, load)
    context = {
        "shown": shown_form(form),
        "token": token,
        "load": load,
        "page": clean_url(request.build_absolute_uri()),
        "referrer": clean_url(request.headers.get("Referer", "")),
    }
    return _page(request, context)


def _note_visit(request: HttpRequest, form: Form, load: str) -> None:
    """The page is shown whether or not its visit could be stored."""
    caller = caller_of(request, load=load)
    kind = kind_of(caller.user_agent, method=request.method or "", purpose=caller.purpose)
    if kind is not Kind.HUMAN:
        return
    try:
        with transaction.atomic():
            form_visit(
                form,
                caller=caller,
                url=clean_url(request.build_absolute_uri()),
                referrer=clean_url(request.headers.get("Referer", ""))[:500],
                event_id=uuid.uuid4(),
                now=timezone.now(),
                title=form.title,
            )
    except DatabaseError as error:
        log.warning("visit of a form not stored", extra={"error": type(error).__name__})


@public("customers' pages render our forms")
@require_safe
def form_definition(request: HttpRequest, key: str) -> HttpResponse:
    """What /embed.js builds a form from: words, fields, style and a fresh token."""
    request.user = AnonymousUser()
    try:
        form = _published(key)
    except Http404:
        return with_cors(refused(request, RefusedError(404, "unknown_form")))
    except DOWN:
        return with_cors(_unavailable(request))
    body = shown_form(form).as_dict() | {"token": make_token(form), "css": _css()}
    return with_cors(JsonResponse(body))


@public("visitors send forms without an account")
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST", "OPTIONS"])
def submit_form(request: HttpRequest, key: str) -> HttpResponse:
    """201 received, 200 again, 202 in doubt, 422 with errors, 503 with what was typed.

    The thank-you page has this address: who opens it again later gets to the form.
    """
    request.user = AnonymousUser()
    if request.method in {"GET", "HEAD"}:
        return redirect("leads:form_hosted", key)
    if request.method == "OPTIONS":
        return with_cors(HttpResponse(status=204))
    wants_page = request.content_type == "application/x-www-form-urlencoded"
    sent: dict[str, str] = {}
    try:
        sent = read_sent(request)
        response = _receive(request, key, sent, wants_page=wants_page)
    except RefusedError as refusal:
        response = refused(request, refusal)
    except DOWN as error:
        log.error("form not stored", extra={"error": type(error).__name__})
        response = _try_again(request, sent) if wants_page else _unavailable(request)
    return response if wants_page else with_cors(response)


def _receive(
    request: HttpRequest, key: str, sent: dict[str, str], *, wants_page: bool
) -> HttpResponse:
    try:
        form = _published(key)
    except Http404:
        if wants_page:
            raise
        raise RefusedError(404, "unknown_form") from None
    checked = check_answers(form, sent)
    if checked.errors:
        return _faulty(request, form, sent, checked, wants_page=wants_page)
    outcome = _submit(request, form, sent, checked)
    if outcome is Outcome.CONFLICT:
        words = _("This form was sent already. Reload the page to send another one.")
        checked.errors[""] = words
        return _faulty(request, form, sent, checked, wants_page=wants_page)
    shown = shown_form(form)
    if wants_page:
        return _page(request, {"shown": shown, "is_sent": True}, status=STATUS[outcome])
    return JsonResponse({"thank_you": shown.thank_you}, status=STATUS[outcome])


def _submit(request: HttpRequest, form: Form, sent: dict[str, str], checked: Checked) -> Outcome:
    token = read_token(form, sent.get("cl_token", ""), digest=checked.digest)
    doubts = spam.doubts(
        sent=sent,
        answers=checked.answers,
        address=client_ip(request),
        user_agent=request.headers.get("User-Agent", ""),
    )
    page_url, referrer = page_of(sent)
    sending = Sending(
        key=token.key,
        caller=sender(request, sent),
        page_url=page_url,
        referrer=referrer,
        doubts=tuple(filter(None, [token.doubt, *doubts])),
    )
    outcome, _submission = submit(form=form, checked=checked, sending=sending, now=timezone.now())
    return outcome


def _faulty(
    request: HttpRequest, form: Form, sent: dict[str, str], checked: Checked, *, wants_page: bool
) -> HttpResponse:
    """What is wrong, beside what was typed."""
    if not wants_page:
        return JsonResponse({"errors": checked.errors}, status=422)
    context = {
        "shown": shown_form(form, checked),
        "token": sent.get("cl_token") or make_token(form),
        "load": sent.get("cl_load", ""),
        "page": sent.get("cl_page", ""),
        "referrer": sent.get("cl_referrer", ""),
    }
    return _page(request, context, status=422)


def _try_again(request: HttpRequest, sent: dict[str, str]) -> HttpResponse:
    """A page that needs no database and loses nothing of what was typed (FM-03)."""
    hidden = {name: value for name, value in sent.items() if name.startswith("cl_")}
    typed = {name: value for name, value in sent.items() if value and name not in hidden}
    context: dict[str, Any] = {"action": request.path, "hidden": hidden, "typed": typed}
    response = render(request, "widgets/form_unavailable.html", context, status=503)
    response["Retry-After"] = "5"
    return response


def _unavailable(request: HttpRequest) -> JsonResponse:
    return refused(request, RefusedError(503, "unavailable"))


def _page(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = render(request, "widgets/form.html", context, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _published(key: str) -> Form:
    """The form that visitors may see; 404 for every other key, also one no database takes."""
    if not KEY.fullmatch(key):
        raise Http404
    rows = Form.objects.select_related("site", "campaign__channel", "owner")
    form = rows.filter(key=key, is_published=True).first()
    if form is None or not read_fields(form.fields):
        raise Http404
    return form


def _css() -> str:
    return read_script("css/widget.css").decode()


@public("customers' pages load the form script")
@require_safe
@condition(etag_func=lambda request: script_etag("js/embed.js"))
def embed_script(request: HttpRequest) -> HttpResponse:
    return script_response("js/embed.js")
