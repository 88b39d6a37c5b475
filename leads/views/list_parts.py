"""What the lists of leads and deals share: which filters are folded away, and the day inputs."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


def folded(
    request: HttpRequest, *, names: tuple[str, ...], ranges: dict[str, Any]
) -> dict[str, Any]:
    """Context for "More filters": open if one of them is in use; two day inputs per range."""
    days = [_day_range(request, name, label) for name, label in ranges.items()]
    used = any(request.GET.get(name) for name in names)
    return {
        "more_names": names,
        "day_ranges": days,
        "more_open": used or any(one["from"] or one["to"] for one in days),
    }


def _day_range(request: HttpRequest, name: str, label: Any) -> dict[str, Any]:
    return {
        "name": name,
        "label": label,
        "from": request.GET.get(f"{name}_after", ""),
        "to": request.GET.get(f"{name}_before", ""),
    }


CREATED, CLOSED = _("Created"), _("Closed")
