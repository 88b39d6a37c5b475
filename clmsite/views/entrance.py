"""Ways in: the first administrator, an invitation, and signing in (which is allauth's)."""

from allauth.account import views as allauth_views
from django.contrib.auth import login as django_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from clmsite.forms import NewPasswordForm, SetupForm
from clmsite.invite import (
    NotPossibleError,
    find_invitation,
    join,
    make_first_administrator,
    no_users_yet,
)
from clmsite.kernel.access import public

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@public("there is nobody yet who could sign in")
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """First start: make the administrator. Closed for ever once a user exists."""
    if not no_users_yet():
        return redirect("account_login")
    form = SetupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            user = make_first_administrator(
                email=data["email"], name=data["name"], password=data["password"]
            )
        except NotPossibleError:
            return redirect("account_login")
        django_login(request, user, backend=BACKEND)
        return redirect("settings")
    return render(
        request, "entrance/setup.html", {"form": form}, status=422 if form.errors else 200
    )


@public("the way in; allauth throttles it (AU-01)")
def sign_in(request: HttpRequest) -> HttpResponse:
    if no_users_yet():
        return redirect("setup")
    return allauth_views.login(request)


@public("whoever holds the secret link was invited")
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Turn an invitation into an account."""
    now = timezone.now()
    invitation = find_invitation(token, now=now)
    if invitation is None:
        return render(request, "entrance/invitation_gone.html", status=410)
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            user = join(token=token, name=data["name"], password=data["password"], now=now)
        except NotPossibleError:
            return render(request, "entrance/invitation_gone.html", status=410)
        django_login(request, user, backend=BACKEND)
        return redirect("home")
    context = {"form": form, "invitation": invitation}
    return render(request, "entrance/accept.html", context, status=422 if form.errors else 200)
