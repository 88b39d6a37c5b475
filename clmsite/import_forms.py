"""What people say about an import, read from their forms: the file, its reading, its mapping."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from clmsite.kernel.access import can
from clmsite.kernel.imports.encoding import ENCODINGS
from clmsite.kernel.imports.fields import CHOICE, Field
from clmsite.kernel.imports.kinds import ImportKind, kinds
from clmsite.kernel.imports.mapping import WORDS
from clmsite.kernel.imports.reader import DELIMITERS

LONGEST_RANGE = 3 * 366  # days


class UploadForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is in the file?"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("CSV with one header line, up to a million rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [kind for kind in kinds().values() if can(user, kind.right)]
        self.fields["kind"].choices = [(kind.key, kind.label) for kind in mine]
        self.is_too_large = False

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > settings.IMPORT_MAX_BYTES:
            self.is_too_large = True
            megabytes = settings.IMPORT_MAX_BYTES / 1024 / 1024
            raise forms.ValidationError(
                _("The file is larger than %(mb)s MB. Split it and import the parts."),
                params={"mb": f"{megabytes:.3g}"},
            )
        return upload


class ReadingForm(forms.Form):
    encoding = forms.ChoiceField(label=_("Characters"), choices=list(ENCODINGS.items()))
    delimiter = forms.ChoiceField(label=_("Between columns"), choices=list(DELIMITERS.items()))
    has_header = forms.BooleanField(label=_("The first line has the names"), required=False)


class OptionsForm(forms.Form):
    decimal_mark = forms.ChoiceField(
        label=_("Numbers"),
        required=False,
        choices=[("", _("Choose…")), (".", "1,234.56"), (",", "1.234,56")],
    )
    date_order = forms.ChoiceField(
        label=_("Dates"),
        required=False,
        choices=[
            ("iso", _("2026-12-31, or with the month's name")),
            ("dmy", _("31/12/2026: the day first")),
            ("mdy", _("12/31/2026: the month first")),
            ("", _("Choose…")),
        ],
    )
    first_day = forms.DateField(label=_("Day, or first day"), required=False)
    last_day = forms.DateField(label=_("Last day"), required=False)
    known = forms.ChoiceField(
        label=_("Leads we know"),
        required=False,
        choices=[
            ("fill", _("Fill in what is missing")),
            ("overwrite", _("Replace what differs")),
            ("keep", _("Leave as they are")),
        ],
    )
    keep_rest = forms.BooleanField(label=_("Keep the other columns with the lead"), required=False)
    empty_words = forms.CharField(
        label=_("Words that mean nothing"),
        required=False,
        max_length=500,
        help_text=_("Separated by commas. Empty cells always mean nothing."),
    )

    def __init__(self, *args: Any, kind: ImportKind, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for name in ("first_day", "last_day"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        asked = {
            "range": ("first_day", "last_day"),
            "known": ("known",),
            "keep_rest": ("keep_rest",),
        }
        for question, names in asked.items():
            if question not in kind.questions:
                for name in names:
                    del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("first_day"), data.get("last_day")
        if last and not first:
            self.add_error("first_day", _("Choose the first day, too."))
        if first and last and last < first:
            self.add_error("last_day", _("The last day lies before the first."))
        elif first and last and (last - first).days >= LONGEST_RANGE:
            self.add_error("last_day", _("The range is longer than three years."))
        for name, day in (("first_day", first), ("last_day", last)):
            if day and day > self.today:
                self.add_error(name, _("This day lies ahead."))
        return data

    def options(self) -> dict[str, Any]:
        """As stored in ImportJob.options; call after `is_valid`."""
        data = dict(self.cleaned_data)
        words = data.pop("empty_words", "")
        for name in ("first_day", "last_day"):
            day = data.pop(name, None)
            if day:
                data[name] = day.isoformat()
        data["empty_words"] = [word.strip().casefold() for word in words.split(",") if word.strip()]
        return data


def options_initial(options: dict[str, Any]) -> dict[str, Any]:
    return options | {"empty_words": ", ".join(options.get("empty_words", []))}


def read_mapping(fields: list[Field], data: QueryDict, width: int) -> dict[str, dict[str, Any]]:
    """The mapping a posted form asks for; whatever is not ours to fill is ignored."""
    mapping = {}
    for wanted in fields:
        entry = _read_entry(wanted, data, width)
        if entry:
            mapping[wanted.key] = entry
    return mapping


def filled(mapping: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Without the values for all rows that were not written yet."""
    return {key: entry for key, entry in mapping.items() if entry.get("constant") != ""}


def _read_entry(wanted: Field, data: QueryDict, width: int) -> dict[str, Any]:
    source = data.get(f"source-{wanted.key}", "")
    if source == "constant":
        constant = data.get(f"constant-{wanted.key}", "").strip()[: max(wanted.limit, 254)]
        return {"constant": constant}
    if not (source.isascii() and source.isdecimal() and int(source) < width):
        return {}
    entry: dict[str, Any] = {"column": int(source)}
    if data.get(f"micro-{wanted.key}"):
        entry["micro"] = True
    if wanted.kind == CHOICE and data.get(f"words-{wanted.key}") == source:
        entry["values"] = _read_values(wanted, data)
    return entry


def _read_values(wanted: Field, data: QueryDict) -> dict[str, str]:
    """Word of the file -> choice. Only when the words are those of the chosen column."""
    allowed = {value for value, _label in wanted.choices()} if wanted.choices else set()
    values = {}
    for i in range(WORDS):
        word = data.get(f"word-{wanted.key}-{i}")
        value = data.get(f"value-{wanted.key}-{i}", "")
        if word is not None and (not value or value in allowed):
            values[word] = value
    return values
