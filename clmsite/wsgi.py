"""The WSGI callable that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clmsite.settings")


def refuse_unsafe_settings() -> None:
    """In production the system checks decide whether the server starts (OP-03).

    `manage.py` runs them by itself; a WSGI server would not. SystemCheckError names what to mend.
    """
    from django.conf import settings
    from django.core.management import call_command

    if settings.PRODUCTION:
        call_command("check")


application = get_wsgi_application()
refuse_unsafe_settings()
