"""Forms for tests, and sending one the way a visitor's browser does."""

from datetime import datetime
from itertools import count
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.test import Client

from campaigns.models import Site
from campaigns.tests.customer_site import BROWSER
from campaigns.tests.make import NOW, make_site
from leads.capture.token import make_token
from leads.models import Form

_serial = count(1)
FORM_TYPE = "application/x-www-form-urlencoded"
FIELDS = [
    {"key": "name", "label": "Name", "kind": "name", "required": True},
    {"key": "email", "label": "Work e-mail", "kind": "email", "required": True},
    {"key": "phone", "label": "Phone", "kind": "phone"},
    {"key": "company", "label": "Company", "kind": "company"},
    {"key": "size", "label": "Team size", "kind": "choice", "choices": ["1–10", "11–50"]},
    {"key": "question", "label": "Your question", "kind": "long_text"},
]
ANSWERS = {"name": "Ines Costa", "email": "Ines@Example.com", "company": "Tern & Söhne"}


def make_form(
    name: str = "", *, site: Site | None = None, created_at: datetime = NOW, **fields: Any
) -> Form:
    n = next(_serial)
    fields.setdefault("title", "Ask for a demo")
    fields.setdefault("fields", FIELDS)
    fields.setdefault("is_published", True)
    fields.setdefault("consent_text", "You may write to me.")
    fields.setdefault("source_choices", ["A friend", "A search engine"])
    return Form.objects.create(
        name=name or f"Form {n}",
        site=site or make_site(domain=f"site{n}.example.com"),
        created_at=created_at,
        **fields,
    )


def token_of_age(form: Form, seconds: float = 30) -> str:
    """A token that was rendered `seconds` ago."""
    real = signing.time.time
    try:
        signing.time.time = lambda: real() - seconds
        return make_token(form)
    finally:
        signing.time.time = real


def send_form(form: Form, *, age: float = 30, as_page: bool = False, **more: Any) -> Any:
    """Send ANSWERS, changed by `more`; `headers` are HTTP headers."""
    headers = {"User-Agent": BROWSER} | more.pop("headers", {})
    sent = ANSWERS | {"cl_token": more.pop("token", None) or token_of_age(form, age)} | more
    client = Client()
    path = f"/f/{form.key}/submit"
    if as_page:
        return client.post(path, _encode(sent), content_type=FORM_TYPE, headers=headers)
    return client.post(path, sent, content_type="application/json", headers=headers)


def _encode(sent: dict[str, Any]) -> str:
    return urlencode(sent)
