"""From the cells of a row to the values of its fields, or the sentences that say what is wrong."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from clmsite.kernel.imports import fields as kinds
from clmsite.kernel.imports import values
from clmsite.kernel.imports.fields import Field, Source
from clmsite.kernel.imports.values import BadValueError
from clmsite.kernel.money import currency_exponent
from clmsite.kernel.periods import reporting_zone

REASONS = {
    "missing": _("is missing"),
    "not_a_number": _("is not a number"),
    "not_whole": _("is not a whole number"),
    "negative": _("is below zero"),
    "too_large": _("is too large"),
    "too_long": _("is too long"),
    "not_a_date": _("is not a date"),
    "no_such_date": _("is a date that does not exist"),
    "year_out_of_range": _("is a date too far from today"),
    "date_order": _("can be read two ways: choose day first or month first"),
    "not_a_time": _("has a time of day that cannot be read"),
    "not_yes_or_no": _("is neither yes nor no"),
    "not_mail": _("is not an e-mail address"),
    "not_a_currency": _("is not a currency code of three letters"),
    "unknown_choice": _("is not one of the choices"),
}
ROW_PROBLEMS = {
    "undecodable": _("The row has bytes that mean no character in the chosen encoding."),
    "nul": _("The row has a NUL character."),
    "unclosed": _("A quotation mark is opened in this line and never closed."),
    "too_big": _("A cell of this row is larger than 128 KB."),
    "cells": _("The row does not have as many cells as there are columns."),
}
FILE_PROBLEMS = {
    "empty": _("The file is empty."),
    "excel": _("This is an Excel or zip file. Save the sheet as CSV and choose that file."),
    "binary": _("This is not a CSV file."),
    "too_many_columns": _("The file has more than 256 columns."),
    "too_many_rows": _("The file has more than a million rows. Split it and import the parts."),
    "header_unclosed": _("The first line opens a quotation mark and never closes it."),
    "header_too_big": _("The first line is too long to be a row of names."),
}
LARGEST = 10**12  # fourteen digits, two of them decimals
LARGEST_WHOLE = 2**31 - 1


@dataclass(frozen=True)
class Notation:
    """How this file writes numbers, dates and nothing."""

    decimal_mark: str = "."
    date_order: str = ""
    empty_words: frozenset[str] = frozenset(values.EMPTY_WORDS)
    zone: tzinfo = field(default_factory=reporting_zone)

    @classmethod
    def from_options(cls, options: dict[str, Any]) -> "Notation":
        words = options.get("empty_words", list(values.EMPTY_WORDS))
        return cls(
            options.get("decimal_mark") or ".",
            options.get("date_order", ""),
            frozenset(word.strip().casefold() for word in words),
        )


Reader = Callable[[str, Field, Source, Notation], Any]


def read_cells(
    cells: Sequence[str], fields: Sequence[Field], sources: dict[str, Source], how: Notation
) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of a row by field (None where it says nothing), and what is wrong with it."""
    found: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for wanted in fields:
        try:
            found[wanted.key] = read_value(wanted, sources.get(wanted.key), cells, how)
        except BadValueError as error:
            found[wanted.key] = None
            errors[wanted.key] = f"{wanted.label} {REASONS[str(error)]}"
    return found, errors


def read_value(wanted: Field, source: Source | None, cells: Sequence[str], how: Notation) -> Any:
    text = source.text(cells) if source else ""
    if source and wanted.kind == kinds.CHOICE:
        value = _choice(text, wanted, source, how)
    elif source is None or values.is_nothing(text, how.empty_words):
        value = None
    else:
        value = _READERS[wanted.kind](text, wanted, source, how)
    if value is None and wanted.required:
        raise BadValueError("missing")
    return value


def _text(text: str, wanted: Field, source: Source, how: Notation) -> str | None:
    return values.clean_text(text, wanted.limit) or None


def _mail(text: str, wanted: Field, source: Source, how: Notation) -> str:
    address = values.clean_text(text, 254)
    try:
        validate_email(address)
    except ValidationError:
        raise BadValueError("not_mail") from None
    return address


def _money(text: str, wanted: Field, source: Source, how: Notation) -> Any:
    amount = values.parse_decimal(text, how.decimal_mark)
    if source.is_micro:
        amount *= values.MICRO
    if amount < 0:
        raise BadValueError("negative")
    if amount >= LARGEST:
        raise BadValueError("too_large")
    return amount


def _whole(text: str, wanted: Field, source: Source, how: Notation) -> int:
    if wanted.is_rounded:
        number = int(values.parse_decimal(text, how.decimal_mark).to_integral_value())
    else:
        number = values.parse_whole(text, how.decimal_mark)
    if number < 0:
        raise BadValueError("negative")
    if number > LARGEST_WHOLE:
        raise BadValueError("too_large")
    return number


def _day(text: str, wanted: Field, source: Source, how: Notation) -> Any:
    return values.parse_day(text, how.date_order, how.zone)


def _moment(text: str, wanted: Field, source: Source, how: Notation) -> Any:
    return values.parse_moment(text, how.date_order, how.zone)


def _currency(text: str, wanted: Field, source: Source, how: Notation) -> str:
    code = text.strip().upper()
    if not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise BadValueError("not_a_currency")
    # Amounts are kept with two decimals; a currency with three would be rounded.
    if currency_exponent(code) > 2:
        raise BadValueError("not_a_currency")
    return code


def _choice(text: str, wanted: Field, source: Source, how: Notation) -> str | None:
    word = "" if values.is_nothing(text, how.empty_words) else " ".join(text.split())
    allowed = {value for value, _label in wanted.choices()} if wanted.choices else set()
    value = source.values.get(word)
    if value is None:
        # A word the mapping has not seen: what it would have been offered.
        value = (
            word if word in allowed else kinds.guess_values(wanted, [word])[word] if word else ""
        )
    if not value:
        return None
    if value not in allowed:
        raise BadValueError("unknown_choice")
    return value


_READERS: dict[str, Reader] = {
    kinds.TEXT: _text,
    kinds.MAIL: _mail,
    kinds.MONEY: _money,
    kinds.WHOLE: _whole,
    kinds.DAY: _day,
    kinds.MOMENT: _moment,
    kinds.CURRENCY: _currency,
}
