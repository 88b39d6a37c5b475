"""The builder page of a form: settings and fields beside a preview."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaigns.models import Site
from clmsite.kernel.access import allowed
from clmsite.kernel.htmx import is_partial
from clmsite.kernel.toasts import toast
from clmsite.kernel.versions import StaleError
from leads.capture.definition import KINDS, read_fields, starting_fields
from leads.capture.draft import Draft, draft_of, read_draft
from leads.capture.save_form import create_form, edit_form, publish_form
from leads.capture.shown import shown_form
from leads.forms.capture import FormSettings, hosted_address
from leads.models import Form
from leads.scope import forms_for


@allowed("capture.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def form_new(request: HttpRequest) -> HttpResponse:
    if not Site.objects.exists():
        toast(request, _("Make a site first: a form belongs to one."), level="info")
        return redirect("leads:site_new")
    form = Form(
        site=Site.objects.first(),
        title=_("Talk to us"),
        button=_("Send"),
        thank_you=_("Thank you. We will get back to you shortly."),
        source_choices=[_("Search engine"), _("Social media"), _("A colleague"), _("An event")],
        created_at=timezone.now(),
    )
    return _builder(request, form, draft_of(starting_fields()))


@allowed("capture.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def form_edit(request: HttpRequest, form_id: int) -> HttpResponse:
    form = get_object_or_404(forms_for(request.user).select_related("site"), pk=form_id)
    return _builder(request, form, draft_of(read_fields(form.fields)))


def _builder(request: HttpRequest, form: Form, draft: Draft) -> HttpResponse:
    if request.method != "POST":
        return _page(request, form, FormSettings(instance=form), draft)
    draft = read_draft(request.POST)
    act = request.POST.get("do", "save")
    if act in {"save", "publish"}:
        return _save(request, form, draft, wants_publish=act == "publish")
    if act != "preview":
        draft.act(f"add:{request.POST.get('kind', '')}" if act == "add" else act)
    return _changed(request, form, draft, preview_only=act == "preview")


def _save(request: HttpRequest, form: Form, draft: Draft, *, wants_publish: bool) -> HttpResponse:
    entered = FormSettings(request.POST, instance=Form(**_columns(form)))
    draft.check()
    is_valid = entered.is_valid()
    if (wants_publish or form.is_published) and not draft.can_reach:
        entered.add_error(None, _("Add an e-mail or phone field first."))
        is_valid = False
    if not is_valid or not draft.is_valid:
        return _page(request, form, entered, draft, status=422)
    values = entered.values() | {"fields": draft.stored()}
    try:
        form = _write(form, values, version=entered.cleaned_data["version"] or 0)
    except StaleError:
        newest = Form.objects.get(pk=form.pk)
        entered.data = request.POST.copy()
        entered.data["version"] = newest.version
        return _page(request, newest, entered, draft, status=409, is_stale=True)
    if wants_publish:
        publish_form(form=form, is_published=True)
    toast(request, _("Saved and online.") if wants_publish else _("Saved."))
    return redirect("leads:form", form.pk)


def _columns(form: Form) -> dict[str, Any]:
    """A copy of the row to validate into: a rejected form must not change what the page shows."""
    return {field.attname: getattr(form, field.attname) for field in Form._meta.concrete_fields}


def _write(form: Form, values: dict[str, Any], *, version: int) -> Form:
    if form.pk is None:
        return create_form(now=timezone.now(), **values)
    return edit_form(form=form, version=version, **values)


def _changed(request: HttpRequest, form: Form, draft: Draft, *, preview_only: bool) -> HttpResponse:
    """After a row was added, moved or removed: htmx gets the parts, others the page."""
    entered = FormSettings(request.POST, instance=Form(**_columns(form)))
    if not is_partial(request):
        return _page(request, form, _unchecked(entered), draft)
    context = _context(form, entered, draft) | {"preview_only": preview_only}
    return render(request, "leads/form_edit.html#changed", context)


def _unchecked(entered: FormSettings) -> FormSettings:
    """What was typed, without complaints: nobody asked to save yet."""
    typed = {name: entered[name].value() for name in entered.fields}
    return FormSettings(instance=entered.instance, initial=typed)


def _page(
    request: HttpRequest,
    form: Form,
    entered: FormSettings,
    draft: Draft,
    *,
    status: int = 200,
    is_stale: bool = False,
) -> HttpResponse:
    context = _context(form, entered, draft) | {"is_stale": is_stale}
    return render(request, "leads/form_edit.html", context, status=status)


def _context(form: Form, entered: FormSettings, draft: Draft) -> dict[str, Any]:
    return {
        "form": form,
        "here": reverse("leads:form", args=[form.pk]) if form.pk else reverse("leads:form_new"),
        "entered": entered,
        "draft": draft,
        "kinds": KINDS.values(),
        "shown": shown_form(_preview(entered, draft)),
        "address": hosted_address(form),
        "embed": _embed(form),
    }


def _preview(entered: FormSettings, draft: Draft) -> Form:
    """The form as it would look, from what is typed so far, valid or not."""
    text = {
        name: str(entered[name].value() or "")
        for name in ("title", "intro", "button", "consent_text")
    }
    sources = entered.fields["source_choices"].prepare_value(entered["source_choices"].value())
    return Form(
        **text,
        fields=[row.spec.as_dict() for row in draft.rows],
        asks_source=bool(entered["asks_source"].value()),
        source_choices=[line for line in sources.splitlines() if line.strip()],
    )


def _embed(form: Form) -> str:
    """The lines to paste. The key holds no character that means something in HTML."""
    return (
        f'<div data-closed-loop-form="{form.key}"></div>\n'
        f'<script async src="{settings.SITE_URL}/embed.js"></script>'
    )
