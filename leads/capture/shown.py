"""A form as it is shown: words and fields with what was typed and what is wrong."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from leads.capture.answers import YES, Checked
from leads.capture.definition import FieldSpec, read_fields
from leads.models import Form


@dataclass(frozen=True, slots=True)
class ShownField:
    spec: FieldSpec
    value: str = ""
    error: str = ""

    @property
    def is_ticked(self) -> bool:
        return self.value in YES


@dataclass(frozen=True, slots=True)
class ShownForm:
    key: str
    title: str
    intro: str
    button: str
    thank_you: str
    fields: list[ShownField]
    consent_text: str = ""
    has_consented: bool = False
    asks_source: bool = False
    source_choices: list[str] = field(default_factory=list)
    source: str = ""
    error: str = ""  # of the form as a whole

    @property
    def is_faulty(self) -> bool:
        return bool(self.error or any(shown.error for shown in self.fields))

    def as_dict(self) -> dict[str, Any]:
        """For /embed.js, with every word it needs in the visitor's language."""
        return {
            "key": self.key,
            "title": self.title,
            "intro": self.intro,
            "button": self.button,
            "fields": [
                shown.spec.as_dict()
                | {
                    "control": shown.spec.of.control,
                    "autocomplete": shown.spec.of.autocomplete,
                    "longest": shown.spec.of.longest,
                }
                for shown in self.fields
            ],
            "consent": self.consent_text,
            "source": {"label": source_label(), "choices": self.source_choices}
            if self.asks_source
            else None,
            "words": {
                "optional": _("optional"),
                "choose": _("Please choose"),
                "faulty": _("Please look at the marked fields."),
                "failed": _("That did not arrive. Your answers are still here: please send again."),
                "empty": _("Leave this empty"),
            },
        }


def source_label() -> str:
    return _("How did you hear of us?")


def shown_form(form: Form, checked: Checked | None = None) -> ShownForm:
    typed = checked.typed if checked else {}
    errors = checked.errors if checked else {}
    return ShownForm(
        key=form.key,
        title=form.title,
        intro=form.intro,
        button=form.button,
        thank_you=form.thank_you,
        fields=[
            ShownField(spec, typed.get(spec.key, ""), errors.get(spec.key, ""))
            for spec in read_fields(form.fields)
        ],
        consent_text=form.consent_text,
        has_consented=typed.get("cl_consent", "") in YES,
        asks_source=form.asks_source,
        source_choices=list(form.source_choices),
        source=typed.get("cl_source", ""),
        error=errors.get("", ""),
    )
