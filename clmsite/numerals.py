"""Numbers, money and dates as a reader of the current language writes them.

Unknown (None) is not handled here: templates say "not available" with the reason instead.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import get_language, pgettext

from clmsite.jalali import MONTHS, to_jalali
from clmsite.kernel.money import currency_exponent

Number = int | float | Decimal
MINUS = "−"
PERSIAN = str.maketrans("0123456789,.%", "۰۱۲۳۴۵۶۷۸۹٬٫٪")
PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "TRY": "₺"}


def is_persian() -> bool:
    return (get_language() or "").startswith("fa")


def in_digits(text: str) -> str:
    """`text` with the digits of the current language (dates, times, codes)."""
    return text.translate(PERSIAN_DIGITS) if is_persian() else text


def format_number(value: Number, decimals: int = 0, *, sign: bool = False) -> str:
    """Grouped, rounded half up, with a true minus; `sign` also writes the plus."""
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    if is_persian():  # Django's formats for Persian neither group nor use its digits
        text = f"{abs(exact):,.{decimals}f}".translate(PERSIAN)
    else:
        text = formats.number_format(
            abs(exact), decimal_pos=decimals, use_l10n=True, force_grouping=True
        )
    if exact < 0:
        return MINUS + text
    return f"+{text}" if sign and exact > 0 else text


def format_percent(fraction: Number, decimals: int = 0, *, sign: bool = False) -> str:
    """0.185 -> "19%"."""
    number = format_number(Decimal(str(fraction)) * 100, decimals, sign=sign)
    return number + ("٪" if is_persian() else "%")


def format_short(value: Number) -> str:
    """At most four figures: 48,100 -> "48.1k", 2,340,000 -> "2.3M"; below 10,000 as it is."""
    size = abs(Decimal(str(value)))
    if size < 9_999.5:
        return format_number(value)
    for unit in (  # noqa: B007  the last one looked at is used below
        pgettext("thousands", "{number}k"),
        pgettext("millions", "{number}M"),
        pgettext("billions", "{number}bn"),
    ):
        size /= 1000
        if size < Decimal("999.95"):
            break
    size = size.quantize(Decimal("0.1"), ROUND_HALF_UP)
    signed = size if value >= 0 else -size
    whole = size >= 100 or size == int(size)
    return unit.format(number=format_number(signed, 0 if whole else 1))


def format_money(
    amount: Number, currency: str, *, short: bool = False, decimals: int | None = None
) -> str:
    """ "$1,234.50". Without `decimals`: the smallest unit, so that columns line up."""
    if short:
        number = format_short(amount)
    else:
        places = currency_exponent(currency) if decimals is None else decimals
        number = format_number(amount, places)
    sign = MINUS if number.startswith(MINUS) else ""
    symbol = SYMBOLS.get(currency, f"{currency}\u00a0")
    return f"{sign}{symbol}{number.removeprefix(MINUS)}"


def in_reporting_zone(at: datetime) -> datetime:
    return timezone.localtime(at, ZoneInfo(settings.REPORTING_TIME_ZONE))


def format_day(day: date, *, year: bool = True) -> str:
    """ "21 Nov 2026", or the Persian date for a Persian reader."""
    if is_persian():
        jalali_year, month, number = to_jalali(day)
        text = f"{number} {MONTHS[month - 1]}" + (f" {jalali_year}" if year else "")
        return in_digits(text)
    return formats.date_format(day, "j M Y" if year else "j M")


def format_moment(at: datetime, *, year: bool = True) -> str:
    """Day and time in the reporting time zone."""
    local = in_reporting_zone(at)
    comma = "،" if is_persian() else ","
    return f"{format_day(local.date(), year=year)}{comma} {format_time(at)}"


def format_time(at: datetime) -> str:
    return in_digits(in_reporting_zone(at).strftime("%H:%M"))
