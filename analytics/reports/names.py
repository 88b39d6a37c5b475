"""Names of what figures are grouped by: one query for each kind, whatever the number of rows."""

from collections.abc import Iterable
from decimal import Decimal

from analytics.metrics.totals import Totals
from analytics.reports.choice import Scope
from analytics.reports.figures import COUNTED, EVERYTHING, Sums
from analytics.reports.table import Row
from campaigns.models import Campaign, Channel, Link

NOTHING = Totals(**dict.fromkeys(COUNTED, Decimal(0)))


def named_rows(
    kind: str, sums: Sums, previous: Sums | None, scope: Scope = EVERYTHING
) -> list[Row]:
    """A row for each key that has figures now or, when comparing, had some before."""
    keys = sums.keys() | (previous or {}).keys()
    names = _names(kind, keys)
    rows = []
    for key in keys:
        label, sub = names.get(key, ("", ""))
        rows.append(
            Row(
                of=str(scope.also(kind, key)),
                id=key,
                label=label,
                sub=sub,
                note="" if key is not None else "none",
                totals=sums.get(key) or NOTHING,
                previous=None if previous is None else previous.get(key) or NOTHING,
            )
        )
    return rows


def _names(kind: str, keys: Iterable[int | None]) -> dict[int, tuple[str, str]]:
    ids = [key for key in keys if key is not None]
    if kind == "campaign":
        rows = Campaign.objects.filter(pk__in=ids).values_list("pk", "name", "channel__name")
    elif kind == "channel":
        rows = ((pk, name, "") for pk, name in Channel.objects.values_list("pk", "name"))
    else:
        links = Link.objects.filter(pk__in=ids).values_list("pk", "name", "code")
        rows = ((pk, name or code, code if name else "") for pk, name, code in links)
    return {pk: (label, sub) for pk, label, sub in rows}
