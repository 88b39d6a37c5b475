"""What a form asks: its fields as values, read from and written to `Form.fields`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

MAX_FIELDS = 50
MAX_CHOICES = 50
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of field. `lead_field` is where its answer goes; "" means `Lead.extra`."""

    key: str
    name: Any
    icon: str
    lead_field: str = ""
    control: str = "text"  # email, tel, text, textarea, select, checkbox
    autocomplete: str = ""
    longest: int = 200


KINDS = {
    kind.key: kind
    for kind in (
        Kind("email", _("E-mail"), "mail", "email", "email", "email", 254),
        Kind("name", _("Name"), "user", "name", "text", "name", 200),
        Kind("phone", _("Phone"), "phone", "phone", "tel", "tel", 40),
        Kind("company", _("Company"), "building-2", "company", "text", "organization", 200),
        Kind(
            *("job_title", _("Job title"), "briefcase"),
            *("job_title", "text", "organization-title", 120),
        ),
        Kind("country", _("Country"), "globe", "country", "text", "country-name", 60),
        Kind("text", _("Short text"), "text-cursor-input", longest=500),
        Kind("long_text", _("Long text"), "text-align-start", control="textarea", longest=10_000),
        Kind("choice", _("Choice"), "list", control="select", longest=120),
        Kind("checkbox", _("Checkbox"), "square-check", control="checkbox", longest=3),
    )
}  # fmt: skip
# Without one of these a submission is nobody.
WAYS_TO_REACH = {"email", "phone"}


@dataclass(frozen=True, slots=True)
class FieldSpec:
    key: str
    label: str
    kind: str
    required: bool = False
    choices: tuple[str, ...] = ()

    @property
    def of(self) -> Kind:
        return KINDS[self.kind]

    def as_dict(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "label": self.label,
            "kind": self.kind,
            "required": self.required,
            "choices": list(self.choices),
        }


def read_fields(stored: Iterable[Mapping[str, Any]]) -> list[FieldSpec]:
    """The fields of a stored form; kinds this version does not know are left out."""
    return [
        FieldSpec(
            key=str(field["key"]),
            label=str(field["label"]),
            kind=str(field["kind"]),
            required=bool(field.get("required")),
            choices=tuple(str(choice) for choice in field.get("choices") or ()),
        )
        for field in stored
        if field.get("kind") in KINDS
    ]


def new_key(label: str, kind: str, taken: Iterable[str]) -> str:
    """A key for a new field: the kind where the lead has such a field, else from the label."""
    taken = set(taken)
    base = kind if KINDS[kind].lead_field else slugify(label).replace("-", "_")[:30] or kind
    if not KEY.fullmatch(base) or base.startswith("cl_"):
        base = kind
    key, n = base, 2
    while key in taken:
        key, n = f"{base}_{n}", n + 1
    return key


def starting_fields() -> list[FieldSpec]:
    """What a new form asks until somebody changes it."""
    return [
        FieldSpec("name", str(_("Name")), "name", required=True),
        FieldSpec("email", str(_("Work e-mail")), "email", required=True),
        FieldSpec("company", str(_("Company")), "company"),
    ]
