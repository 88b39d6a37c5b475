"""Read a submission's request: bounded, then a flat mapping of names to text."""

import json
import uuid
from typing import Any

from django.http import HttpRequest, QueryDict

from campaigns.tracking.collect import caller_of
from campaigns.tracking.hit import RefusedError, clean_url
from campaigns.tracking.visitors import Caller

MAX_BODY = 256 * 1024
MAX_NAMES = 100
FORM_TYPE = "application/x-www-form-urlencoded"
JSON_TYPES = {"application/json", "text/plain"}


def read_sent(request: HttpRequest) -> dict[str, str]:
    """What was sent, by name; of a repeated name the last. RefusedError for what is no form."""
    is_json = request.content_type in JSON_TYPES
    if not is_json and request.content_type != FORM_TYPE:
        raise RefusedError(415, "unsupported_type")
    body = _read_body(request)
    try:
        sent: Any = json.loads(body) if is_json else QueryDict(body, encoding="utf-8").dict()
    except (ValueError, RecursionError) as error:
        raise RefusedError(400, "invalid_json" if is_json else "invalid_form") from error
    if not isinstance(sent, dict) or len(sent) > MAX_NAMES:
        raise RefusedError(400, "invalid_form")
    return {str(name): _text(value) for name, value in sent.items()}


def _read_body(request: HttpRequest) -> bytes:
    try:
        length = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        raise RefusedError(400, "bad_length") from None
    if length > MAX_BODY:
        raise RefusedError(413, "too_large")
    body = request.read(MAX_BODY + 1)
    if len(body) > MAX_BODY:
        raise RefusedError(413, "too_large")
    return body


def _text(value: Any) -> str:
    """Text as it is, without what no database takes; yes and no from JSON; else nothing."""
    if value is True:
        return "yes"
    if not isinstance(value, str):
        return ""
    return value.replace("\x00", "").encode("utf-8", "ignore").decode()


def sender(request: HttpRequest, sent: dict[str, str]) -> Caller:
    """The browser behind a submission; its cookie only when the tracker says there is consent."""
    vid = sent.get("cl_vid", "")
    is_vid = len(vid) == 32 and all(char in "0123456789abcdef" for char in vid)
    return caller_of(request, vid=vid if is_vid else "", load=_load(sent.get("cl_load", "")))


def _load(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""


def page_of(sent: dict[str, str]) -> tuple[str, str]:
    """(address of the page with the form, its referrer), cleaned; "" when not said."""
    return clean_url(sent.get("cl_page")), clean_url(sent.get("cl_referrer"))[:500]
