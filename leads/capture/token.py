"""The token in a rendered form: when it was rendered, and the key that makes it one submission."""

import uuid
from dataclasses import dataclass

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

from leads.models import Form

FASTEST = 2  # seconds; nobody fills in a form quicker
SLOWEST = 24 * 3600
_signer = TimestampSigner(salt="leads.capture.form")


@dataclass(frozen=True, slots=True)
class Token:
    """`key` is random when the token cannot be believed; `doubt` says why."""

    key: uuid.UUID
    doubt: str = ""


def make_token(form: Form) -> str:
    return _signer.sign(f"{form.key}/{uuid.uuid4()}")


def read_token(form: Form, text: str, *, digest: str) -> Token:
    """The token's key. Without a good token the key is made of the answers: still idempotent."""
    try:
        value = _signer.unsign(text)
        form_key, _slash, key = value.partition("/")
        if form_key != form.key:
            raise BadSignature
    except BadSignature:
        return Token(uuid.uuid5(uuid.NAMESPACE_OID, f"{form.pk}/{digest}"), "no_token")
    return Token(uuid.UUID(key), _age_doubt(text))


def _age_doubt(text: str) -> str:
    try:
        _signer.unsign(text, max_age=SLOWEST)
    except SignatureExpired:
        return "too_old"
    try:
        _signer.unsign(text, max_age=FASTEST)
    except SignatureExpired:
        return ""
    return "too_fast"
