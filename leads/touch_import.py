"""Import of touches: contacts that happened elsewhere (events, calls, mails, an old tracker)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from campaigns.channel_words import channel_for_word
from campaigns.import_lookups import channel_choices, channel_ids, find_campaigns
from campaigns.models import Touch
from campaigns.tracking.channel import UNASSIGNED, channel_of
from campaigns.tracking.sources import Origin
from clmsite.kernel.imports.fields import CHOICE, MAIL, MOMENT, Field, Source
from clmsite.kernel.imports.kinds import ImportKind, Outcome, Row, Run, UndoPart, in_hundreds
from clmsite.kernel.outbox import announce
from leads.imports.contacts import Contact, Contacts, touch_id
from leads.imports.finding import Owners
from leads.imports.undo import remove_contacts
from leads.models import Lead

NAMES = {
    "lead_email": ("lead email", "email", "e mail", "contact email"),
    "lead_id": ("lead id", "contact id", "prospect id"),
    "at": ("at", "date", "time", "timestamp", "touched at", "occurred at", "visited at", "day"),
    "channel": ("channel",),
    "source": ("utm source", "source"),
    "medium": ("utm medium", "medium"),
    "campaign": ("utm campaign", "campaign", "campaign name"),
    "kind": ("kind", "type", "touch type"),
    "note": ("note", "comment", "description"),
    "external_id": ("touch id", "event id", "external id", "id"),
}
KINDS = [
    (Touch.Kind.MANUAL.value, lazy("Noted by hand")),
    (Touch.Kind.OFFLINE.value, lazy("Offline: event, call, letter")),
    (Touch.Kind.EMAIL.value, lazy("E-mail")),
    (Touch.Kind.VISIT.value, lazy("Visit of a site")),
]


class TouchImport(ImportKind):
    key = "touches"
    label = lazy("Touches")
    text = lazy("Contacts with leads that the tracker could not see: events, calls, letters.")
    icon = "mouse-pointer-click"
    right = "leads.edit"

    def fields(self) -> list[Field]:
        def named(key: str, label: Any, *args: Any, **more: Any) -> Field:
            return Field(key, label, *args, names=NAMES[key], **more)

        return [
            named("lead_email", lazy("E-mail of the lead"), MAIL, is_usual=True),
            named("lead_id", lazy("Id of the lead"), limit=120),
            named("at", lazy("When"), MOMENT, required=True),
            named("channel", lazy("Channel"), CHOICE, choices=channel_choices,
                  guess=channel_for_word, is_usual=True,
                  help=lazy("Without it, source and medium decide, as for visits.")),
            named("source", lazy("Source (utm_source)"), limit=100),
            named("medium", lazy("Medium (utm_medium)"), limit=100),
            named("campaign", lazy("Campaign"), limit=120),
            named("kind", lazy("Kind"), CHOICE, choices=lambda: KINDS,
                  default=Touch.Kind.MANUAL.value),
            named("note", lazy("Note")),
            named("external_id", lazy("Id of the touch"), limit=120),
        ]  # fmt: skip

    def problems(self, sources: dict[str, Source], options: dict[str, Any]) -> dict[str, Any]:
        problems = {}
        if "lead_email" not in sources and "lead_id" not in sources:
            problems["lead_email"] = _("Choose the column with the lead's e-mail address or id.")
        if not {"channel", "source", "medium", "campaign"} & set(sources):
            problems["channel"] = _("Choose what says where they came from.")
        return problems

    def work(self, rows: list[Row], run: Run) -> None:
        owners = Owners(rows)
        contacts = Contacts()
        campaigns = find_campaigns(run, {row.values["campaign"] or "" for row in rows})
        known = contacts.known({_id_of(row) for row in rows})
        seen = known | run.memory.setdefault("touches", set())
        for row in rows:
            lead = owners.find(row)
            if lead is None:
                continue
            _take(row, lead, seen, contacts, campaigns, run)
        if run.writes:
            for some in in_hundreds(sorted(contacts.write(run))):
                announce("lead.changed", lead_ids=some)
        else:
            run.memory["touches"] = seen

    def undo_parts(self) -> list[UndoPart]:
        return [remove_contacts]


def _take(
    row: Row, lead: Lead, seen: set[Any], contacts: Contacts, campaigns: dict[str, int], run: Run
) -> None:
    if row.values["at"] > run.now:
        row.refuse("at", _("The touch lies in the future."))
        return
    event_id = _id_of(row)
    if event_id in seen:
        row.become(Outcome.SAME)
        return
    seen.add(event_id)
    contacts.planned.append(
        Contact(
            lead=lead,
            event_id=event_id,
            at=row.values["at"],
            channel_id=channel_ids(run)[_channel(row, run)],
            campaign_id=campaigns.get(row.values["campaign"] or "") or None,
            source=row.values["source"] or "",
            medium=row.values["medium"] or "",
            campaign_name=row.values["campaign"] or "",
            kind=row.values["kind"] or Touch.Kind.MANUAL,
            note=row.values["note"] or "",
        )
    )
    run.made["touches"] += 1
    row.become(Outcome.CREATED)


def _id_of(row: Row) -> Any:
    return touch_id("touch", row.values["external_id"] or row.fingerprint)


def _channel(row: Row, run: Run) -> str:
    """What the row says; else what a visit with its source, medium and campaign counts for."""
    if row.values["channel"]:
        return str(row.values["channel"])
    said = (row.values[name] or "" for name in ("source", "medium", "campaign"))
    key = channel_of(Origin(*(text.lower() for text in said)))
    return key if key in channel_ids(run) else UNASSIGNED
