"""Import of spend: what ad platforms say was spent and reached, each of their rows once.

A row is known by its id (the ad's, say) and its days; without an id, by its content. The same
row again changes nothing; with other figures it replaces what it said before. Rows without a
date of their own are spread over the range chosen for the import.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from campaigns.channel_words import channel_for_word
from campaigns.import_lookups import channel_choices, channel_ids, find_campaigns, make_campaign
from campaigns.models import Spend
from campaigns.spend_days import SpendDay, same_figures, spread
from campaigns.spend_undo import remove_campaigns, remove_spend, restore_spend, spend_facts
from clmsite.kernel.imports.fields import CHOICE, CURRENCY, DAY, MONEY, WHOLE, Field, Source
from clmsite.kernel.imports.kinds import ImportKind, Outcome, Row, Run, UndoPart

CSV = Spend.Source.CSV
# Columns of the exports of Google, Meta, Microsoft, LinkedIn, Pinterest, Reddit, Snapchat,
# TikTok, X and Amazon ads, and of people's own sheets.
NAMES = {
    "campaign": (
        "campaign name",
        "campaign",
        "utm campaign",
        "xyz campaign id",
        "campaign id",
        "id",
    ),
    "spent_on": ("date", "day", "spent on", "stat time hour", "stat time day", "reporting starts"),
    "amount": (
        *("spent", "spend", "amount", "amount spent", "cost", "cost in local currency"),
        *("cost micros", "spend in micro dollar", "billed charge local micro", "net cost"),
    ),
    "currency": ("currency", "currency code", "campaign budget currency code", "account currency"),
    "impressions": ("impressions", "impression 1", "impr", "views"),
    "clicks": ("clicks", "inline link clicks", "link clicks", "clickthrough 1", "swipes"),
    "claimed_conversions": (
        *("approved conversion", "conversions", "results", "result", "conversion", "leads"),
        *("purchases 30 d", "total conversions", "external website conversions"),
    ),
    "label": ("ad name", "ad group", "adset name", "creative name", "label", "invoice"),
    "external_id": (
        "ad id",
        "external id",
        "fivetran id",
        "creative id",
        "row id",
        "invoice number",
    ),
}


class SpendImport(ImportKind):
    key = "spend"
    label = lazy("Spend")
    text = lazy("What was spent, shown and clicked, from an ad platform or a sheet.")
    icon = "receipt"
    right = "spend.edit"
    questions = ("range",)
    range_help = lazy(
        "For rows without a date: all of it on one day, or spread evenly over the days of a "
        "range. Not a cent is lost either way."
    )

    def fields(self) -> list[Field]:
        def named(key: str, label: Any, *args: Any, **more: Any) -> Field:
            return Field(key, label, *args, names=NAMES.get(key, ()), **more)

        return [
            named("campaign", lazy("Campaign"), required=True, limit=120,
                  help=lazy("Found by name or by what its links carry as utm_campaign.")),
            Field("channel", lazy("Channel of new campaigns"), CHOICE, names=("channel",),
                  choices=channel_choices, guess=channel_for_word, is_usual=True,
                  help=lazy("Unknown campaigns are made on it; without it, refused.")),
            named("spent_on", lazy("Date"), DAY, is_usual=True),
            named("amount", lazy("Amount"), MONEY, required=True),
            named("currency", lazy("Currency"), CURRENCY, required=True,
                  default=settings.REPORTING_CURRENCY),
            named("impressions", lazy("Impressions"), WHOLE),
            named("clicks", lazy("Clicks"), WHOLE),
            named("claimed_conversions", lazy("Conversions the platform claims"), WHOLE,
                  is_rounded=True),
            named("label", lazy("Ad or label"), limit=120),
            named("external_id", lazy("Id of the row"), limit=120,
                  help=lazy("With it, a row that is imported again is counted once.")),
        ]  # fmt: skip

    def problems(self, sources: dict[str, Source], options: dict[str, Any]) -> dict[str, Any]:
        if "spent_on" not in sources and not options.get("first_day"):
            return {"first_day": _("The file has no dates: choose a day, or a first and last day.")}
        return {}

    def trim_guess(self, mapping: dict[str, Any], rows: Any) -> None:
        """An id that comes twice on one day is the id of something else than the row."""
        if "external_id" not in mapping:
            return
        keys = [mapping[key]["column"] for key in ("external_id", "spent_on") if key in mapping]
        ids = [tuple(row[i] for i in keys) for row in rows]
        if len(set(ids)) < len(ids):
            del mapping["external_id"]

    def work(self, rows: list[Row], run: Run) -> None:
        run.memory.setdefault("days", {})
        if run.writes:
            run.memory["days"] = {}  # earlier chunks are in the database
        days = {row.number: _days_of(row, run) for row in rows}
        rows = [row for row in rows if not row.errors]
        campaigns = find_campaigns(run, (row.values["campaign"] for row in rows))
        for row in rows:
            if row.values["campaign"] not in campaigns:
                _make_campaign(row, days[row.number], run)
        rows = [row for row in rows if not row.errors]
        known = _known(rows)
        for row in rows:
            _decide(row, days[row.number], known.get(_id_of(row), []), run)
        if run.writes:
            _write(rows, days, known, run)

    def undo_parts(self) -> list[UndoPart]:
        return [remove_spend, restore_spend, remove_campaigns]


def _id_of(row: Row) -> str:
    return row.values["external_id"] or row.fingerprint


def _days_of(row: Row, run: Run) -> list[SpendDay]:
    first = last = row.values["spent_on"]
    if first is None:
        first = run.option_day("first_day")
        last = run.option_day("last_day") or first
    if first is None or last is None:
        row.refuse("spent_on", _("The row has no date."))
        return []
    return spread(row.values, first, last, row.values["currency"])


def _make_campaign(row: Row, days: list[SpendDay], run: Run) -> None:
    name, channel = row.values["campaign"], row.values["channel"]
    if not channel:
        row.refuse("campaign", _("We do not know the campaign “%s”.") % name)
        return
    dated = not run.has("spent_on")
    make_campaign(
        run,
        name,
        channel_id=channel_ids(run)[channel],
        currency=row.values["currency"],
        first=run.option_day("first_day") if dated else None,
        last=(run.option_day("last_day") or days[-1].spent_on) if dated else None,
    )


def _known(rows: list[Row]) -> dict[str, list[Spend]]:
    """Spend recorded before from rows with these ids."""
    known: dict[str, list[Spend]] = {}
    for spend in Spend.objects.filter(source=CSV, external_id__in={_id_of(row) for row in rows}):
        known.setdefault(spend.external_id or "", []).append(spend)
    return known


def _decide(row: Row, days: list[SpendDay], known: list[Spend], run: Run) -> None:
    """Is the row new, the same, changed, or at odds with another one?"""
    first, last = _reach(days, row, run)
    there = [spend for spend in known if first <= spend.spent_on <= last]
    mine = run.memory["days"].setdefault((_id_of(row), first), (row.number, days))
    campaign_id = run.memory["campaigns"][row.values["campaign"]]
    if mine[0] != row.number or any(spend.import_id == run.import_id for spend in there):
        others = there if mine[0] == row.number else mine[1]
        if same_figures(days, others):
            row.become(Outcome.SAME)
        else:
            row.refuse(
                "external_id", _("The same id stands in this file before, with other figures.")
            )
    elif not there:
        row.become(Outcome.CREATED)
        run.made["spend"] += len(days)
    elif any(spend.campaign_id != campaign_id for spend in there):
        row.refuse("external_id", _("This id is known already, for another campaign."))
    elif same_figures(days, there) and {spend.currency for spend in there} == {
        row.values["currency"]
    }:
        row.become(Outcome.SAME)
    else:
        row.become(Outcome.UPDATED, "spend", _id_of(row), [spend_facts(spend) for spend in there])


def _reach(days: list[SpendDay], row: Row, run: Run) -> tuple[date, date]:
    """The days this row speaks for, also those on which nothing happened."""
    if row.values["spent_on"] is not None:
        return row.values["spent_on"], row.values["spent_on"]
    first = run.option_day("first_day") or days[0].spent_on
    return first, run.option_day("last_day") or first


def _write(
    rows: list[Row], days: dict[int, list[SpendDay]], known: dict[str, list[Spend]], run: Run
) -> None:
    changed = [row for row in rows if row.outcome == Outcome.UPDATED]
    gone = [facts["id"] for row in changed for facts in row.before]
    Spend.objects.filter(pk__in=gone).delete()
    fresh = [row for row in rows if row.outcome in {Outcome.CREATED, Outcome.UPDATED}]
    Spend.objects.bulk_create(
        (_spend(row, day, run) for row in fresh for day in days[row.number]), batch_size=1000
    )


def _spend(row: Row, day: SpendDay, run: Run) -> Spend:
    return Spend(
        campaign_id=run.memory["campaigns"][row.values["campaign"]],
        spent_on=day.spent_on,
        amount=day.amount,
        currency=row.values["currency"],
        impressions=day.impressions,
        clicks=day.clicks,
        claimed_conversions=day.claimed_conversions,
        # Reports list what was spent by label; an ad without a name is known by its id.
        label=row.values["label"] or row.values["external_id"] or "",
        source=CSV,
        external_id=_id_of(row),
        import_id=run.import_id,
        created_at=run.now,
    )
