"""Template tags for what every page shows: figures, dates, people, small drawings, table heads.

Unknown figures are None and read "not available" with the reason (product.md, rule 3): pass
the reason as `why`. User strings and figures are isolated in `<bdi>`, so that mixed
left-to-right and right-to-left text keeps its order.
"""

import zlib
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide

from clmsite import numerals
from clmsite.kernel.money import Money

register = template.Library()


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """A decorative icon in the size of the text: `{% icon "phone" %}`."""
    classes = f"i {extra}".strip()
    return lucide(name, size=None, **{"class": classes, "aria_hidden": "true"})


@register.simple_tag
def not_available(why: str = "") -> SafeString:
    """What is shown instead of a figure nobody knows."""
    words = _("not available")
    if not why:
        return format_html('<span class="na">{}</span>', words)
    return format_html(
        '<span class="na" title="{}">{}<span class="vh">: {}</span></span>', why, words, why
    )


def _figure(text: str, title: str = "") -> SafeString:
    if title and title != text:
        return format_html('<bdi title="{}">{}</bdi>', title, text)
    return format_html("<bdi>{}</bdi>", text)


@register.simple_tag
def money(
    amount: Any, currency: str = "", short: bool = False, why: str = "", decimals: int | None = None
) -> SafeString:
    """`{% money deal.amount deal.currency %}`; `short=True` writes "$48.1k" with the full sum
    as its title."""
    if isinstance(amount, Money):
        amount, currency = amount.amount, amount.currency
    if amount is None or amount == "":
        return not_available(why)
    text = numerals.format_money(amount, currency, short=short, decimals=decimals)
    rounded = short or decimals is not None
    return _figure(text, numerals.format_money(amount, currency) if rounded else "")


@register.simple_tag
def number(
    value: Any, digits: int = 0, sign: bool = False, short: bool = False, why: str = ""
) -> SafeString:
    if value is None or value == "":
        return not_available(why)
    exact = numerals.format_number(value, digits, sign=sign)
    return _figure(numerals.format_short(value), exact) if short else _figure(exact)


@register.simple_tag
def percent(fraction: Any, digits: int = 0, sign: bool = False, why: str = "") -> SafeString:
    """`{% percent 0.185 %}` -> 19%. Rates are fractions everywhere but on the page."""
    if fraction is None or fraction == "":
        return not_available(why)
    return _figure(numerals.format_percent(fraction, digits, sign=sign))


@register.simple_tag
def ratio(value: Any, digits: int = 1, why: str = "") -> SafeString:
    """`{% ratio 4.5 %}` -> 4.5×."""
    if value is None or value == "":
        return not_available(why)
    return _figure(f"{numerals.format_number(value, digits)}×")


@register.simple_tag
def delta(fraction: Any, good: str = "up", digits: int = 0, why: str = "") -> SafeString:
    """A change as a chip: arrow, sign and colour. `good` is "up", "down" or "" (neither)."""
    if fraction is None or fraction == "":
        return not_available(why)
    rising = fraction > 0
    mood = "" if not good or not fraction else ("pos" if rising == (good == "up") else "neg")
    arrow = "arrow-up-right" if rising else "arrow-down-right" if fraction < 0 else "minus"
    text = numerals.format_percent(fraction, digits, sign=True)
    return format_html('<span class="chip {}">{}<bdi>{}</bdi></span>', mood, icon(arrow), text)


@register.simple_tag
def day(value: date | datetime | None, year: bool = True, why: str = "") -> SafeString:
    """A date in the reader's calendar and digits; a datetime is cut in the reporting zone."""
    if value is None or value == "":
        return not_available(why)
    if isinstance(value, datetime):
        value = numerals.in_reporting_zone(value).date()
    text = numerals.format_day(value, year=year)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


@register.simple_tag
def moment(at: datetime | None, year: bool = True, why: str = "") -> SafeString:
    """A day and time in the reporting time zone, which its title names."""
    if at is None or at == "":
        return not_available(why)
    local = numerals.in_reporting_zone(at)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="seconds"),
        f"{numerals.format_moment(at)} {local.tzname()}",
        numerals.format_moment(at, year=year),
    )


@register.simple_tag
def clock(at: datetime | None) -> SafeString:
    """Only the time of day, for lists that are grouped by day."""
    if at is None or at == "":
        return not_available()
    local = numerals.in_reporting_zone(at)
    return format_html(
        '<time datetime="{}" class="num">{}</time>',
        local.isoformat(timespec="seconds"),
        numerals.format_time(at),
    )


@register.filter
def digits(value: Any) -> str:
    """Digits of the reader's language, for figures inside text."""
    return numerals.in_digits(str(value))


@register.simple_tag
def avatar(user: Any, big: bool = False) -> SafeString:
    """Initials on one of eight hues that stays with the person. Say the name beside it."""
    size = " big" if big else ""
    if user is None or user == "":
        return format_html('<span class="av{}" aria-hidden="true">?</span>', size)
    name = str(user)
    hue = zlib.crc32(str(getattr(user, "pk", None) or name).encode()) % 8
    words = name.replace("@", " ").split() or ["?"]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [words[0][0]]
    # Arabic letters would join into something that reads as a word.
    initials = ("\u200c" if "\u0600" <= letters[0] <= "\u08ff" else "").join(letters)
    return format_html(
        '<span class="av{}" data-hue="{}" title="{}" aria-hidden="true">{}</span>',
        *(size, hue, name, initials.upper()),
    )


@register.simple_tag
def meter(value: Any, of: Any, kind: str = "") -> SafeString:
    """A thin bar for value / of; nothing when either is unknown. Say the figure beside it."""
    if value in (None, "") or not of:
        return SafeString()
    share = min(max(Decimal(str(value)) / Decimal(str(of)), Decimal(0)), Decimal(1))
    return format_html(
        '<svg class="meter {}" aria-hidden="true"><rect width="{}%" height="5" rx="2.5"/></svg>',
        *(kind, f"{share * 100:.1f}"),
    )


@register.simple_tag
def spark(values: Sequence[Any], width: int = 120, height: int = 32) -> SafeString:
    """A sparkline; unknown values are left out, fewer than two points draw nothing."""
    known = [(i, float(v)) for i, v in enumerate(values or []) if v is not None]
    if len(known) < 2:
        return SafeString()
    low = min(v for _i, v in known)
    span = (max(v for _i, v in known) - low) or 1
    step = width / (len(values) - 1)
    points = [(i * step, height - 3 - (v - low) / span * (height - 6)) for i, v in known]
    line = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return format_html(
        '<svg class="spark" viewBox="0 0 {w} {h}" preserveAspectRatio="none" aria-hidden="true">'
        '<path class="ar" d="{line}L{end} {h}L{start} {h}Z"/><path class="ln" d="{line}"/></svg>',
        w=width,
        h=height,
        line=line,
        start=f"{points[0][0]:.1f}",
        end=f"{points[-1][0]:.1f}",
    )


@register.inclusion_tag("parts/sort_head.html", takes_context=True)
def sort_link(
    context: Any, field: str, label: str, cls: str = "", target: str = "", param: str = "sort"
) -> dict[str, Any]:
    """A whole `<th>` that sorts by `field`, keeping the other filters of the URL.

    `{% sort_link "spend" _("Spend") cls="r" target="#campaigns" %}`. Figures (`cls` has "r")
    start with the largest. With `target`, htmx swaps that element only.
    """
    query = context["request"].GET.copy()
    now = query.get(param, "")
    figures_first = "r" in cls.split()
    first, second = (f"-{field}", field) if figures_first else (field, f"-{field}")
    query[param] = second if now == first else first
    query.pop("page", None)
    query.pop("after", None)
    return {
        "label": label,
        "cls": cls,
        "target": target,
        "href": f"?{query.urlencode()}",
        "direction": {field: "ascending", f"-{field}": "descending"}.get(now, ""),
    }
