"""The rows of one chunk of a leads import: decided one by one, written all at once."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from campaigns.import_lookups import channel_ids, find_campaigns
from clmsite.kernel.imports.kinds import Outcome, Row, Run, in_hundreds
from clmsite.kernel.money import round_amount
from clmsite.kernel.outbox import announce
from clmsite.kernel.periods import Period, day_of
from leads.imports.contacts import Contact, Contacts, touch_id
from leads.imports.moments import spread_moment
from leads.imports.outcomes import reach, stages, write_deals
from leads.imports.people import People, change, changes_for, full_name, new_lead
from leads.models import Deal, Lead


class LeadChunk:
    """The rows of one chunk and what is to be written for them."""

    def __init__(self, rows: list[Row], run: Run) -> None:
        self.run = run
        self.people = People(rows)
        self.contacts = Contacts()
        self.leads: list[Lead] = []
        self.deals: list[Deal] = []
        self.advanced: dict[int, dict[str, object]] = {}
        self.changed: set[int] = set()
        self.campaigns = find_campaigns(run, {row.values["campaign"] or "" for row in rows})
        ids = {self._touch_id(row) for row in rows}
        self.touches = self.contacts.known(ids)
        keys = {self._deal_id(row) for row in rows if row.values["outcome"]}
        self.known_deals = set(
            Deal.objects.filter(external_id__in=keys).values_list("external_id", flat=True)
        )

    @staticmethod
    def _key(row: Row) -> str:
        return row.values["external_id"] or (row.values["email"] or "").lower() or row.fingerprint

    def _touch_id(self, row: Row) -> Any:
        return touch_id("lead source", self._key(row))

    def _deal_id(self, row: Row) -> str:
        return f"lead-{self._key(row)}"[:120]

    def take(self, row: Row) -> None:
        """Decide about one row; nothing is written yet."""
        lead = self.people.find(row)
        created_at = lead.created_at if lead else self._created_at(row)
        closed_at = self._closed_at(row, created_at)
        if row.errors:
            return
        if lead is None:
            self._take_new(row, created_at, closed_at)
        else:
            self._take_known(row, lead, closed_at)

    def _take_new(self, row: Row, created_at: datetime, closed_at: datetime | None) -> None:
        said = any(row.values[name] for name in ("external_id", "email", "phone", "company"))
        if not (said or full_name(row)):
            row.refuse("", _("Nothing in the row says who it is."))
            return
        lead = new_lead(row, self.run, created_at)
        if row.errors:
            return
        if not self._remember(row):
            row.become(Outcome.SAME)
            return
        self.people.add(lead)
        self.leads.append(lead)
        self.run.made["leads"] += 1
        self._contact(row, lead)
        self._deal(row, lead, closed_at)
        row.become(Outcome.CREATED)

    def _remember(self, row: Row) -> bool:
        """False for a lead that an earlier row of a dry run would have made."""
        if self.run.writes:
            return True
        seen: set[int] = self.run.memory.setdefault("leads", set())
        keys = {hash(key) for key in (row.values["external_id"], row.values["email"]) if key}
        is_new = not keys & seen
        seen |= keys
        return is_new

    def _take_known(self, row: Row, lead: Lead, closed_at: datetime | None) -> None:
        changes = changes_for(lead, row, self.run)
        if row.errors or self._mail_is_taken(row, lead, changes):
            return
        before = change(lead, changes, self.run) if changes else {}
        did = self._contact(row, lead) | self._deal(row, lead, closed_at)
        if not (changes or did):
            row.become(Outcome.SAME)
            return
        if changes and lead.pk:
            self.changed.add(lead.pk)
        row.become(Outcome.UPDATED, "lead", lead.pk or "", before)

    def _mail_is_taken(self, row: Row, lead: Lead, changes: dict[str, Any]) -> bool:
        key = changes.get("email_key")
        other = self.people.by_mail.get(key) if key else None
        if other is None or other is lead:
            return False
        row.refuse("email", _("Another lead has this e-mail address."))
        return True

    def _created_at(self, row: Row) -> datetime:
        run = self.run
        at: datetime | None = row.values["created_at"]
        first = run.option_day("first_day")
        if at is None and first:
            whole = Period.between(first, run.option_day("last_day") or first)
            end = max(whole.start, min(whole.end, run.now))
            at = spread_moment(row.number, max(run.total, row.number), whole.start, end)
        if at is None:
            row.refuse("created_at", _("The row does not say when they became a lead."))
        elif at > run.now:
            row.refuse("created_at", _("The lead would be made in the future."))
        return at or run.now

    def _closed_at(self, row: Row, born: datetime) -> datetime | None:
        """When the deal was closed: as the row says, else with the lead itself."""
        outcome = row.values["outcome"]
        if outcome not in Deal.Outcome.values:
            return None
        if outcome == Deal.Outcome.WON and row.values["deal_amount"] is None:
            row.refuse("deal_amount", _("A won deal needs an amount."))
        if outcome == Deal.Outcome.LOST and not row.values["reason"]:
            row.refuse("reason", _("A lost deal needs a reason."))
        at: datetime = row.values["closed_at"] or born
        if at < born and day_of(at) == day_of(born):
            at = born  # a date without a time of day
        if at > self.run.now:
            row.refuse("closed_at", _("The deal would be closed in the future."))
        elif at < born:
            row.refuse("closed_at", _("The deal was closed before the lead was made."))
        return at

    def _contact(self, row: Row, lead: Lead) -> bool:
        """Plan the touch by which the lead came; False when there is none or we have it."""
        event_id = self._touch_id(row)
        if not row.values["channel"] or event_id in self.touches:
            return False
        source = self.run.sources.get("channel")
        self.touches.add(event_id)
        self.run.made["touches"] += 1
        self.contacts.planned.append(
            Contact(
                lead=lead,
                event_id=event_id,
                at=lead.created_at,
                channel_id=channel_ids(self.run)[row.values["channel"]],
                campaign_id=self.campaigns.get(row.values["campaign"] or "") or None,
                source=source.text(row.cells).strip()
                if source and source.column is not None
                else "",
                campaign_name=row.values["campaign"] or "",
                note=_("Imported source"),
            )
        )
        return True

    def _deal(self, row: Row, lead: Lead, closed_at: datetime | None) -> bool:
        outcome, key = row.values["outcome"], self._deal_id(row)
        if not outcome or key in self.known_deals:
            return False
        self.known_deals.add(key)
        self.run.made["deals"] += 1
        is_closed = outcome != "open"
        at = closed_at or lead.created_at
        amount, currency = (
            row.values["deal_amount"],
            row.values["currency"] or settings.REPORTING_CURRENCY,
        )
        deal = Deal(
            lead=lead,
            name=(lead.company or lead.name or lead.email or self._key(row))[:200],
            amount=None if amount is None else round_amount(amount, currency),
            currency=currency,
            stage_id=stages(self.run)[-1 if is_closed else 0],
            owner_id=lead.owner_id,
            outcome=outcome if is_closed else "",
            closed_at=at if is_closed else None,
            reason_id=int(row.values["reason"]) if outcome == Deal.Outcome.LOST else None,
            close_seq=1 if is_closed else 0,
            created_at=lead.created_at,
            stage_entered_at=at,
            external_id=key,
            import_id=self.run.import_id,
        )
        moved = reach(lead, outcome, at)
        if lead.pk and moved:
            self.advanced[lead.pk] = self.advanced.get(lead.pk, {}) | moved
        self.deals.append(deal)
        return True

    def write(self) -> None:
        run = self.run
        Lead.objects.bulk_create(self.leads)
        for pk, values in self.advanced.items():
            Lead.objects.filter(pk=pk).update(**values)
        touched = self.contacts.write(run)
        write_deals(self.deals, run)
        for some in in_hundreds(lead.pk for lead in self.leads):
            announce("lead.created", lead_ids=some)
        fresh = {lead.pk for lead in self.leads}
        for some in in_hundreds(sorted((touched | self.changed | set(self.advanced)) - fresh)):
            announce("lead.changed", lead_ids=some)
