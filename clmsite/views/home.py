"""Where signing in leads: each role to the page it works on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from clmsite.invite import no_users_yet
from clmsite.kernel.access import REP, allowed, public, role_of

HOME_OF = {REP: "leads:day"}


@allowed("any")
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    return redirect(HOME_OF.get(role_of(request.user), "analytics:roi"))


@public("decides between set-up, sign-in and the start page")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if no_users_yet():
        return redirect("setup")
    if not request.user.is_authenticated:
        return redirect("account_login")
    return start(request)
