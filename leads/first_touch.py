"""A lead's first human touch: where it came from as tracked, not as it said."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from campaigns.models import Touch


def first_touch_of(lead: str = "pk") -> QuerySet[Touch]:
    """The first touch of the lead in column `lead` of the outer query; a subquery of one row."""
    touches = Touch.objects.filter(visitor__identity__lead=OuterRef(lead), is_human=True)
    return touches.order_by("at", "id")


def with_first_touch(rows: QuerySet[Any], *, lead: str = "pk") -> QuerySet[Any]:
    """The rows with `first_campaign`, `first_channel` (names) and `first_touch_at`."""
    touches = first_touch_of(lead)
    return rows.annotate(
        first_campaign=Subquery(touches.values("campaign__name")[:1]),
        first_channel=Subquery(touches.values("channel__name")[:1]),
        first_touch_at=Subquery(touches.values("at")[:1]),
    )


def where_first_touch(rows: QuerySet[Any], *, lead: str = "pk", **conditions: Any) -> QuerySet[Any]:
    """The rows whose lead's first touch has these values, e.g. `campaign=spring`."""
    for name, value in conditions.items():
        rows = rows.alias(**{f"first_{name}_id": Subquery(first_touch_of(lead).values(name)[:1])})
        rows = rows.filter(**{f"first_{name}_id": value.pk})
    return rows
