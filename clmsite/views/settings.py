"""Settings: the hub, people, API tokens and background jobs."""

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clmsite.forms import InviteForm, TokenForm
from clmsite.invite import NotPossibleError, change_role, invite, switch_off, switch_on
from clmsite.kernel import outbox
from clmsite.kernel.access import ROLES, allowed, role_of
from clmsite.kernel.models import OutboxJob
from clmsite.kernel.toasts import toast
from clmsite.models import ApiToken, Invitation, User


@allowed("any")
@require_safe
def hub(request: HttpRequest) -> HttpResponse:
    return render(request, "settings/hub.html")


# --- people -----------------------------------------------------------------------------------


def _people(request: HttpRequest, form: InviteForm, **more: Any) -> HttpResponse:
    users = User.objects.prefetch_related("groups").order_by("-is_active", "name", "email")
    rows = [{"user": user, "role": _role_key(user)} for user in users]
    pending = Invitation.objects.filter(
        accepted_at=None, revoked_at=None, expires_at__gt=timezone.now()
    )
    context = {"rows": rows, "pending": pending, "form": form, "roles": ROLES, **more}
    return render(request, "settings/users.html", context, status=422 if form.errors else 200)


def _role_key(user: User) -> str:
    names = {group.name for group in user.groups.all()}
    return (
        role_of(user)
        if user.is_superuser
        else next((key for key, name in reversed(ROLES.items()) if name in names), "")
    )


@allowed("users.edit")
@require_http_methods(["GET", "POST"])
def users(request: HttpRequest) -> HttpResponse:
    """Everybody who works here; POST invites one more and shows the link once."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            invitation, token = invite(
                email=data["email"], role=data["role"], by=request.user, now=timezone.now()
            )
        except NotPossibleError as reason:
            form.add_error("email", str(reason))
        else:
            link = settings.SITE_URL + reverse("accept", args=[token])
            _send_invitation(invitation, link)
            shown = {"invitation": invitation, "link": link, "is_mailed": bool(settings.SMTP_HOST)}
            return _people(request, InviteForm(), **shown)
    return _people(request, form)


def _send_invitation(invitation: Invitation, link: str) -> None:
    body = render_to_string("entrance/invitation_mail.txt", {"i": invitation, "link": link})
    send_mail(_("You are invited to Closed Loop"), body, None, [invitation.email])


@allowed("users.edit")
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    Invitation.objects.filter(pk=pk, accepted_at=None).update(revoked_at=timezone.now())
    toast(request, _("The invitation no longer works."))
    return redirect("users")


@allowed("users.edit")
@require_POST
def set_role(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    role = request.POST.get("role", "")
    if role not in ROLES:
        toast(request, _("Choose one of the roles."), level="error")
        return redirect("users")
    return _try(request, change_role, user=user, role=role)


@allowed("users.edit")
@require_POST
def set_active(request: HttpRequest, pk: int) -> HttpResponse:
    verb = switch_on if request.POST.get("active") == "1" else switch_off
    return _try(request, verb, user=get_object_or_404(User, pk=pk))


def _try(request: HttpRequest, verb: Any, **arguments: Any) -> HttpResponse:
    try:
        verb(by=request.user, **arguments)
    except NotPossibleError as reason:
        toast(request, str(reason), level="error")
    else:
        toast(request, _("Saved."))
    return redirect("users")


# --- API tokens -------------------------------------------------------------------------------


@allowed("any")
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own API tokens; POST makes one and shows it this once."""
    form = TokenForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        _token, secret = ApiToken.objects.create(
            request.user,
            expiry=form.term(),
            name=data["name"],
            is_read_only=not data["can_write"],
        )
        form = TokenForm()
    mine = ApiToken.objects.filter(user=request.user)
    context = {"form": form, "tokens": mine, "secret": secret, "now": timezone.now()}
    return render(request, "settings/tokens.html", context, status=422 if form.errors else 200)


@allowed("any")
@require_POST
def delete_token(request: HttpRequest, digest: str) -> HttpResponse:
    get_object_or_404(ApiToken, pk=digest, user=request.user).delete()
    toast(request, _("The token no longer works."))
    return redirect("tokens")


# --- background jobs --------------------------------------------------------------------------


@allowed("settings.edit")
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """What waits, what failed and why."""
    counts = dict(OutboxJob.objects.values_list("state").annotate(n=Count("pk")))
    states = [(state.label, counts.get(state.value, 0)) for state in OutboxJob.State]
    recent = OutboxJob.objects.exclude(state=OutboxJob.State.DONE).order_by("-id")[:100]
    return render(request, "settings/jobs.html", {"states": states, "jobs": recent})


@allowed("settings.edit")
@require_POST
def retry_job(request: HttpRequest, pk: int) -> HttpResponse:
    if outbox.retry(pk):
        toast(request, _("The job runs again."))
    return redirect("jobs")
