"""The rows of one chunk of a deals import: new deals at once, known ones through the verbs."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from clmsite.kernel.imports.kinds import Outcome, Row, Run, in_hundreds
from clmsite.kernel.money import round_amount
from clmsite.kernel.outbox import announce
from clmsite.kernel.periods import day_of
from leads.imports.finding import Owners
from leads.imports.outcomes import OPEN, reach, stages, write_deals
from leads.imports.people import owner_of
from leads.models import Deal, Lead, Reason
from leads.pipeline.lose import lose_deal
from leads.pipeline.refusals import RefusedError
from leads.pipeline.win import win_deal

WON, LOST = Deal.Outcome.WON, Deal.Outcome.LOST


class DealChunk:
    """What the rows of one chunk make or change."""

    def __init__(self, rows: list[Row], run: Run) -> None:
        self.run = run
        self.owners = Owners(rows)
        self.fresh: list[Deal] = []
        self.advanced: dict[int, dict[str, object]] = {}
        keys = {self._key(row) for row in rows}
        known = Deal.objects.filter(external_id__in=keys).select_related("lead")
        self.known = {deal.external_id: deal for deal in known}
        self.seen: set[int] = run.memory.setdefault("deals", set())

    @staticmethod
    def _key(row: Row) -> str:
        return row.values["external_id"] or row.fingerprint

    def take(self, row: Row) -> None:
        lead = self.owners.find(row)
        if lead is None:
            return
        outcome = row.values["outcome"] or OPEN
        closed_at = self._closed_at(row, outcome)
        known = self.known.get(self._key(row))
        if known is not None:
            self._take_known(row, known, outcome, closed_at)
        else:
            self._take_new(row, lead, outcome, closed_at)

    def _take_new(self, row: Row, lead: Lead, outcome: str, closed_at: datetime | None) -> None:
        owner_id = owner_of(row, self.run)
        if row.errors:
            return
        mark = hash(self._key(row))
        if mark in self.seen and not self.run.writes:
            row.become(Outcome.SAME)
            return
        self.seen.add(mark)
        deal = self._new(row, lead, outcome, closed_at)
        deal.owner_id = owner_id or lead.owner_id
        self.known[deal.external_id] = deal
        moved = reach(lead, outcome, closed_at or deal.created_at)
        if moved:
            self.advanced[lead.pk] = self.advanced.get(lead.pk, {}) | moved
        self.fresh.append(deal)
        self.run.made["deals"] += 1
        row.become(Outcome.CREATED)

    def _new(self, row: Row, lead: Lead, outcome: str, closed_at: datetime | None) -> Deal:
        currency = row.values["currency"] or settings.REPORTING_CURRENCY
        amount = row.values["amount"]
        created_at = min(row.values["created_at"] or closed_at or self.run.now, self.run.now)
        return Deal(
            lead=lead,
            name=row.values["name"] or lead.company or str(lead),
            amount=None if amount is None else round_amount(amount, currency),
            currency=currency,
            stage_id=self._stage(row, outcome),
            expected_close_on=row.values["expected_close_on"],
            outcome="" if outcome == OPEN else outcome,
            closed_at=closed_at,
            reason_id=int(row.values["reason"]) if outcome == LOST else None,
            close_seq=0 if outcome == OPEN else 1,
            created_at=min(created_at, closed_at or created_at),
            stage_entered_at=closed_at or created_at,
            external_id=self._key(row),
            import_id=self.run.import_id,
        )

    def _stage(self, row: Row, outcome: str) -> int:
        if row.values["stage"]:
            return int(row.values["stage"])
        return stages(self.run)[0 if outcome == OPEN else -1]

    def _closed_at(self, row: Row, outcome: str) -> datetime | None:
        if outcome == OPEN:
            return None
        if outcome == WON and row.values["amount"] is None:
            row.refuse("amount", _("A won deal needs an amount."))
        if outcome == LOST and not row.values["reason"]:
            row.refuse("reason", _("A lost deal needs a reason."))
        at = row.values["closed_at"]
        if at is None:
            row.refuse("closed_at", _("A closed deal needs the day it was closed."))
        elif at > self.run.now:
            row.refuse("closed_at", _("The deal would be closed in the future."))
        return at

    def _take_known(self, row: Row, deal: Deal, outcome: str, closed_at: datetime | None) -> None:
        """A deal we have only ever moves forward: open here and closed in the file closes it."""
        if row.errors:
            return
        if deal.lead_id != self.owners.find(row).pk:
            row.refuse("external_id", _("This deal belongs to another lead."))
        elif deal.outcome == outcome or outcome == OPEN:
            row.become(Outcome.SAME)
        elif deal.outcome:
            row.refuse("outcome", _("The deal is closed with another outcome. Reopen it first."))
        elif deal.pk is None:
            row.refuse("external_id", _("The same id stands in this file before."))
        else:
            self._close(row, deal, outcome, closed_at)

    def _close(self, row: Row, deal: Deal, outcome: str, closed_at: Any) -> None:
        before: dict[str, Any] = {}
        if self.run.writes:
            common = {"deal_id": deal.pk, "version": deal.version, "on": day_of(closed_at)}
            common |= {"now": self.run.now, "by": self.run.actor}
            try:
                if outcome == WON:
                    amount = round_amount(row.values["amount"], deal.currency)
                    moved = win_deal(**common, amount=amount)
                else:
                    moved = lose_deal(**common, reason=Reason.objects.get(pk=row.values["reason"]))
            except RefusedError as error:
                row.refuse("outcome", str(error))
                return
            before = {"move": moved.move.pk}
            self.known[self._key(row)] = moved.deal
        row.become(Outcome.UPDATED, "deal", deal.pk, before)

    def write(self) -> None:
        for pk, values in self.advanced.items():
            Lead.objects.filter(pk=pk).update(**values)
        write_deals(self.fresh, self.run)
        for some in in_hundreds(sorted({deal.lead_id for deal in self.fresh})):
            announce("lead.changed", lead_ids=some)
