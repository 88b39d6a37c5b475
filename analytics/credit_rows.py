"""Writing credits: a full run writes a hundred thousand of them, so they go past the ORM.

Names come from the model's _meta and values through the driver: executemany on SQLite, COPY on
PostgreSQL, both inside the caller's transaction and under all constraints of the table.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection

from analytics.models import Conversion, Credit
from analytics.outcome import Outcome

COLUMNS = (
    "conversion_id",
    "model",
    "touch_id",
    "channel_id",
    "campaign_id",
    "link_id",
    "weight",
    "value",
)


def write_credits(pairs: Iterable[tuple[Conversion, Outcome]]) -> None:
    """Insert the credits of conversions that were just written."""
    rows = _rows(pairs)
    quote = connection.ops.quote_name
    table = quote(Credit._meta.db_table)
    names = ", ".join(quote(name) for name in COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(COLUMNS))
            cursor.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - names of _meta
                list(rows),
            )


def _rows(pairs: Iterable[tuple[Conversion, Outcome]]) -> Iterator[tuple[Any, ...]]:
    for conversion, outcome in pairs:
        for share in outcome.shares:
            contact = share.contact
            yield (
                conversion.pk,
                share.model,
                contact.point.id,
                contact.channel_id,
                contact.campaign_id,
                contact.link_id,
                str(share.weight),
                str(share.value),
            )
