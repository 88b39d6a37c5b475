"""What the text of a cell means: numbers, dates, yes and no, clean text.

Notations are chosen per import; guesses here only fill the form in. What can be read two ways
(03/04/2026, 1.234) is never decided silently.
PURE: no Django. Errors are `BadValueError` with a code; `cells.py` has the sentences.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal

from clmsite.kernel.text import clean_line

EMPTY_WORDS = ("select", "n/a", "na", "#n/a", "null", "none", "nil", "-", "--", "(not set)", "?")
TRUE = frozenset({"1", "true", "yes", "y", "t", "on", "x", "ja", "oui", "si", "sí", "✓", "بله"})
FALSE = frozenset({"0", "false", "no", "n", "f", "off", "nein", "non", "خیر"})
MICRO = Decimal("0.000001")
YEARS = (1970, 2100)

_CURRENCY = re.compile(r"^[^\d\s.,+()%-]{0,4}[A-Za-z]{0,3}\s*|\s*[A-Za-z]{0,3}[^\d\s.,+()%-]{0,4}$")
_SCIENTIFIC = re.compile(r"[-+]?\d+(\.\d+)?[eE][-+]?\d{1,2}")
_GROUPED = re.compile(r"\d{1,3}(?:G\d{2,3})*G\d{3}|\d+")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](.+))?")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:[T ](.+))?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})()")
_YEAR_LAST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2}),?(?:[T ](.+))?")
_NAMED = re.compile(
    r"(?:(\d{1,2})\.?[ -]([a-z]{3,9})|([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?),?[ -]"
    r"(\d{4})(?: (.+))?",
    re.IGNORECASE,
)
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: i for i, name in enumerate(_NAMES, 1)}
_CLOCK = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?\s*(am|pm)?\s*(z|utc|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)


class BadValueError(ValueError):
    """A cell that does not say what its field needs; the argument is a code of `cells.REASONS`."""


def is_nothing(text: str, empty_words: Iterable[str] = EMPTY_WORDS) -> bool:
    folded = text.strip().casefold()
    return not folded or folded in empty_words


def parse_decimal(text: str, mark: str = ".") -> Decimal:
    """The number `text` writes with the decimal mark `mark`; the other one groups thousands.

    Currency signs and codes, a minus before, after or as brackets, spaces and apostrophes as
    groups and the digits of other scripts are understood; percent signs are not.
    """
    folded = _folded_number(text)
    negative = folded.startswith("(") and folded.endswith(")")
    folded = _CURRENCY.sub("", folded.strip("()").strip()).strip()
    if folded.endswith("-") or folded.startswith("-"):
        folded, negative = folded.removeprefix("-").removesuffix("-"), True
    folded = _CURRENCY.sub("", folded.removeprefix("+").strip()).strip()
    number = _unsigned(folded, mark)
    return -number if negative else number


def parse_whole(text: str, mark: str = ".") -> int:
    """A number without a fraction: "1,204" and "7.0" are, "7.5" is not."""
    number = parse_decimal(text, mark)
    if number != number.to_integral_value():
        raise BadValueError("not_whole")
    return int(number)


def _folded_number(text: str) -> str:
    if len(text) > 60:
        raise BadValueError("not_a_number")
    digits = (str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text.strip())
    folded = "".join(digits).replace("−", "-").replace("٫", ".").replace("٬", ",")
    return re.sub(r"(?<=\d)[\s'’](?=\d)", "", folded)


def _unsigned(text: str, mark: str) -> Decimal:
    if _SCIENTIFIC.fullmatch(text):
        return Decimal(text)
    whole, _, fraction = text.partition(mark)
    group = "," if mark == "." else "."
    if not re.fullmatch(r"\d*", fraction) or not (whole or fraction):
        raise BadValueError("not_a_number")
    if whole and not _GROUPED.fullmatch(whole.replace(group, "G")):
        raise BadValueError("not_a_number")
    return Decimal(f"{whole.replace(group, '') or '0'}.{fraction or '0'}")


def guess_decimal_mark(samples: Iterable[str]) -> str:
    """ "." or ","; "" when the samples can be read both ways with different results."""
    votes = {".": 0, ",": 0}
    unsure = False
    for text in samples:
        found = re.search(r"([.,])(\d*)\D*$", text)
        if not found:
            continue
        mark, other = found[1], "," if found[1] == "." else "."
        if other in text and text.index(other) < found.start():
            votes[mark] += 1
        elif text.count(mark) > 1:
            votes[other] += 1
        elif len(found[2]) == 3:
            unsure = True
        else:
            votes[mark] += 1
    if votes["."] == votes[","]:
        return "" if unsure or votes["."] else "."
    return max(votes, key=lambda mark: votes[mark])


def parse_moment(text: str, order: str, zone: tzinfo) -> datetime:
    """The aware moment `text` names; a date alone is its first instant in `zone`.

    `order` says how 03/04/2026 is read: "dmy" or "mdy". Year-first dates and names of months
    need no choice.
    """
    day, clock = _split_moment(_digits(text.strip()), order)
    if not clock:
        return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
    return _at_clock(day, clock.strip(), zone)


def parse_day(text: str, order: str, zone: tzinfo) -> date:
    """The date of `text`; a moment with an offset falls on the day it is in `zone`."""
    day, clock = _split_moment(_digits(text.strip()), order)
    if not clock:
        return day
    return _at_clock(day, clock.strip(), zone).astimezone(zone).date()


def guess_date_order(samples: Iterable[str]) -> str:
    """ "dmy", "mdy", "" when the samples fit both, "iso" when nothing has to be chosen."""
    first = second = seen = 0
    for text in samples:
        found = _YEAR_LAST.fullmatch(_digits(text.strip()))
        if found:
            seen += 1
            first, second = max(first, int(found[1])), max(second, int(found[2]))
    if not seen:
        return "iso"
    if first > 12 and second <= 12:
        return "dmy"
    return "mdy" if second > 12 >= first else ""


def _split_moment(text: str, order: str) -> tuple[date, str]:
    found = _ISO.fullmatch(text) or _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text)
    if found:
        return _day(int(found[1]), int(found[2]), int(found[3])), found[4] or ""
    if found := _YEAR_LAST.fullmatch(text):
        if order not in {"dmy", "mdy"}:
            raise BadValueError("date_order")
        day, month = (found[1], found[2]) if order == "dmy" else (found[2], found[1])
        year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
        return _day(year, int(month), int(day)), found[4] or ""
    if found := _NAMED.fullmatch(text):
        month_name = (found[2] or found[3])[:3].lower()
        if month_name in _MONTHS:
            day = int(found[1] or found[4])
            return _day(int(found[5]), _MONTHS[month_name], day), found[6] or ""
    raise BadValueError("not_a_date")


def _day(year: int, month: int, day: int) -> date:
    if not YEARS[0] <= year <= YEARS[1]:
        raise BadValueError("year_out_of_range")
    try:
        return date(year, month, day)
    except ValueError:
        raise BadValueError("no_such_date") from None


def _at_clock(day: date, clock: str, zone: tzinfo) -> datetime:
    found = _CLOCK.fullmatch(clock)
    if not found:
        raise BadValueError("not_a_time")
    hour = int(found[1])
    if found[5]:
        hour = hour % 12 + (12 if found[5].lower() == "pm" else 0)
    micro = int((found[4] or "0").ljust(6, "0"))
    try:
        at = time(hour, int(found[2]), int(found[3] or 0), micro)
    except ValueError:
        raise BadValueError("not_a_time") from None
    return datetime.combine(day, at, tzinfo=_offset(found[6], zone)).astimezone(UTC)


def _offset(text: str | None, zone: tzinfo) -> tzinfo:
    if not text:
        return zone
    if text.lower() in {"z", "utc"}:
        return UTC
    parsed = datetime.strptime(text, "%z").tzinfo
    return parsed or UTC


def _digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def parse_bool(text: str) -> bool:
    folded = text.strip().casefold()
    if folded in TRUE:
        return True
    if folded in FALSE:
        return False
    raise BadValueError("not_yes_or_no")


def clean_text(text: str, limit: int) -> str:
    """One line of NFC text without control and direction characters (OX-06)."""
    cleaned = clean_line(text)
    if len(cleaned) > limit:
        raise BadValueError("too_long")
    return cleaned
