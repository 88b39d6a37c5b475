"""Check what somebody typed into a form: kept, cleaned, or a word about what is wrong (FM-04)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from clmsite.kernel.text import clean_line, clean_text
from leads.capture.definition import WAYS_TO_REACH, FieldSpec, read_fields
from leads.identity.keys import normalise_phone
from leads.models import Form

MAX_VALUE = 10_000
YES = {"yes", "on", "true", "1"}
is_email = EmailValidator()


@dataclass(slots=True)
class Checked:
    """Clean answers by field key, errors by field key, and the raw text to show again."""

    typed: dict[str, str]
    answers: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    said_source: str = ""
    has_consented: bool = False

    @property
    def digest(self) -> str:
        """Equal for equal answers: tells a repeated request from another one with its key."""
        words = [self.answers, self.said_source, self.has_consented]
        return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()


def check_answers(form: Form, sent: Mapping[str, str]) -> Checked:
    """Check every field the form has. What else was sent is dropped unread."""
    fields = read_fields(form.fields)
    names = [spec.key for spec in fields] + ["cl_source", "cl_consent"]
    checked = Checked(typed={name: sent.get(name, "") for name in names})
    for spec in fields:
        value, error = check_field(spec, checked.typed[spec.key])
        if error:
            checked.errors[spec.key] = error
        elif value:
            checked.answers[spec.key] = value
    _check_reachable(fields, checked)
    if form.asks_source:
        checked.said_source = clean_line(sent.get("cl_source", ""), 120)
    if form.consent_text:
        checked.has_consented = sent.get("cl_consent", "") in YES
    return checked


def check_field(spec: FieldSpec, raw: str) -> tuple[str, str]:
    """(value, error): one of them is always empty."""
    if len(raw) > MAX_VALUE:
        return "", _("This is too long.")
    value = clean_text(raw) if spec.of.control == "textarea" else clean_line(raw)
    if not value or (spec.kind == "checkbox" and value not in YES):
        return "", _("Please fill this in.") if spec.required else ""
    if len(value) > spec.of.longest:
        return "", _("At most %(n)d characters, please.") % {"n": spec.of.longest}
    check = {"email": _email, "phone": _phone, "choice": _choice, "checkbox": _tick}.get(spec.kind)
    return check(spec, value) if check else (value, "")


def _email(spec: FieldSpec, value: str) -> tuple[str, str]:
    try:
        is_email(value)
    except ValidationError:
        return "", _("Please write an e-mail address like name@example.com.")
    return value, ""


def _phone(spec: FieldSpec, value: str) -> tuple[str, str]:
    number = normalise_phone(value)
    if sum(char.isdigit() for char in number) < 5:
        return "", _("Please write a phone number, best with the country code.")
    return number, ""


def _choice(spec: FieldSpec, value: str) -> tuple[str, str]:
    return (value, "") if value in spec.choices else ("", _("Please choose one of these."))


def _tick(spec: FieldSpec, value: str) -> tuple[str, str]:
    return "yes", ""


def _check_reachable(fields: Sequence[FieldSpec], checked: Checked) -> None:
    """Somebody who leaves neither e-mail address nor phone number cannot be answered."""
    ways = [spec.key for spec in fields if spec.kind in WAYS_TO_REACH]
    if ways and not checked.errors and not any(checked.answers.get(key) for key in ways):
        checked.errors[ways[0]] = _("Please tell us how we can reach you.")


def by_lead_field(form: Form, answers: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """(values of lead columns, further answers by their label)."""
    columns: dict[str, str] = {}
    further: dict[str, str] = {}
    for spec in read_fields(form.fields):
        value = answers.get(spec.key)
        if not value:
            continue
        column = spec.of.lead_field
        if column and column not in columns:
            columns[column] = value
        else:
            further[spec.label] = value
    return columns, further
