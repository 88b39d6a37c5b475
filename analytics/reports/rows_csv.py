"""The rows behind a number as lines of a CSV file: ids and facts, no names of people."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from campaigns.models import Campaign, Channel

COLUMNS: dict[str, dict[str, str]] = {
    "spend": {
        "day": "spent_on",
        "campaign": "campaign__name",
        "label": "label",
        "impressions": "impressions",
        "ad_clicks": "clicks",
        "claimed": "claimed_conversions",
        "amount": "amount",
        "currency": "currency",
    },
    "clicks": {
        "at": "at",
        "link": "link__code",
        "campaign": "link__campaign__name",
        "referrer": "referrer",
    },
    "visits": {
        "at": "at",
        "channel": "channel__name",
        "campaign": "campaign__name",
        "source": "source",
        "medium": "medium",
        "landing_url": "landing_url",
        "pages": "page_count",
        "seconds": "seconds",
    },
    "credits": {
        "converted_at": "conversion__converted_at",
        "milestone": "conversion__milestone",
        "lead_or_deal": "conversion__subject_id",
        "lead": "conversion__lead_id",
        "touch": "touch_id",
        "channel": "channel_id",
        "campaign": "campaign_id",
        "weight": "weight",
        "credit": "value",
        "whole": "conversion__value",
        "currency": "conversion__currency",
        "run": "conversion__run_id",
    },
    "conversions": {
        "converted_at": "converted_at",
        "milestone": "milestone",
        "lead_or_deal": "subject_id",
        "lead": "lead_id",
        "state": "state",
        "why": "why",
        "contacts": "touch_count",
        "amount": "value",
        "currency": "currency",
        "run": "run_id",
    },
}


def csv_rows(kind: str, rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """The lines of `rows` in the order of COLUMNS[kind], read while they are written."""
    names: dict[str, dict[int, str]] = {}
    if kind == "credits":  # they hold bare ids: a credit outlives the touch it was for
        names = {
            "channel": dict(Channel.objects.values_list("pk", "name")),
            "campaign": dict(Campaign.objects.values_list("pk", "name")),
        }
    columns = COLUMNS[kind]
    for values in rows.values_list(*columns.values()).iterator(chunk_size=2000):
        yield [
            names[column].get(value, value) if column in names else value
            for column, value in zip(columns, values, strict=True)
        ]
