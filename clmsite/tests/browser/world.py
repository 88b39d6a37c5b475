"""A small world on disk for the browser tests: run as a process of its own, prints JSON.

    python -m clmsite.tests.browser.world     (DATABASE_URL and VAR_DIR say where)

It makes one user per role, one of everything that has a page (things.py), and a session for
each role. The tests open the pages of a real server over this database, so they need neither
the test database nor its flushing.
"""

import json
import sys
from typing import Any

import django


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from clmsite.launcher.translations import compile_folder

    compile_folder(settings.LOCALE_PATHS[0])
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    json.dump(build(), sys.stdout)


def build() -> dict[str, Any]:
    """{"cookies": {role: session key}, "things": {what: as its address names it}}."""
    # These import models, so they have to wait for the set-up above.
    from django.utils import timezone

    from clmsite.tests.browser.things import make_things
    from conftest import make_user

    names = {
        "marketer": "Mara Keting",
        "rep": "Rea Presenter",
        "manager": "مانی آگر",
        "administrator": "Ada Min",
    }
    users = {role: make_user(role, name=name) for role, name in names.items()}
    now = timezone.now()
    return {
        "cookies": {role: _session(user, now.timestamp()) for role, user in users.items()},
        "things": make_things(users, now=now),
    }


def _session(user: Any, at: float) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    # allauth asks for the password again before it shows how an account is protected.
    session["account_authentication_methods"] = [{"method": "password", "at": at}]
    session.save()
    return session.session_key


if __name__ == "__main__":
    main()
