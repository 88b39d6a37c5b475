"""Import of deals for leads we know: open ones for the board, closed ones with their money.

A deal is known by its id, else by the content of its row. One that is open here and closed in
the file is closed through the same verbs as on the board; nothing is ever opened again.
"""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from clmsite.kernel.imports.fields import CHOICE, CURRENCY, DAY, MAIL, MOMENT, MONEY, Field, Source
from clmsite.kernel.imports.kinds import ImportKind, Row, Run, UndoPart
from leads.imports.deal_chunk import DealChunk
from leads.imports.outcomes import OUTCOMES, outcome_for_word, reason_choices, stage_choices
from leads.imports.undo import remove_deals, reopen_deals

NAMES = {
    "external_id": ("deal id", "opportunity id", "external id", "record id", "id"),
    "lead_email": ("lead email", "contact email", "email", "e mail"),
    "lead_id": ("lead id", "contact id", "prospect id", "lead external id"),
    "name": ("deal name", "opportunity name", "name", "title", "deal"),
    "amount": ("amount", "value", "deal value", "revenue", "deal amount"),
    "currency": ("currency", "deal currency", "currency code"),
    "stage": ("stage", "deal stage", "stage name"),
    "outcome": ("outcome", "status", "deal status", "result"),
    "closed_at": ("closed at", "closed on", "close date", "won at", "closed date"),
    "created_at": ("created at", "created on", "create date", "created"),
    "expected_close_on": ("expected close", "expected close date", "expected close on"),
    "reason": ("lost reason", "closed lost reason", "reason"),
    "owner": ("owner email", "owner", "deal owner"),
}


class DealImport(ImportKind):
    key = "deals"
    label = lazy("Deals")
    text = lazy("Open and closed deals of leads that are here already.")
    icon = "handshake"
    right = "deals.edit"

    def fields(self) -> list[Field]:
        def named(key: str, label: Any, *args: Any, **more: Any) -> Field:
            return Field(key, label, *args, names=NAMES[key], **more)

        return [
            named("external_id", lazy("Id of the deal"), limit=120,
                  help=lazy("With it, a deal that is imported again is made once.")),
            named("lead_email", lazy("E-mail of the lead"), MAIL, is_usual=True),
            named("lead_id", lazy("Id of the lead"), limit=120),
            named("name", lazy("Name")),
            named("amount", lazy("Amount"), MONEY, is_usual=True),
            named("currency", lazy("Currency"), CURRENCY, default=settings.REPORTING_CURRENCY),
            named("stage", lazy("Stage"), CHOICE, choices=stage_choices),
            named("outcome", lazy("Outcome"), CHOICE, choices=lambda: OUTCOMES,
                  guess=outcome_for_word, is_usual=True, help=lazy("Nothing means open.")),
            named("closed_at", lazy("Closed on"), MOMENT),
            named("created_at", lazy("Created on"), MOMENT),
            named("expected_close_on", lazy("Expected to close on"), DAY),
            named("reason", lazy("Lost because of"), CHOICE, choices=reason_choices),
            named("owner", lazy("Owner (e-mail)"), MAIL, right="leads.assign"),
        ]  # fmt: skip

    def problems(self, sources: dict[str, Source], options: dict[str, Any]) -> dict[str, Any]:
        problems = {}
        if "lead_email" not in sources and "lead_id" not in sources:
            problems["lead_email"] = _("Choose the column with the lead's e-mail address or id.")
        if "outcome" in sources and "closed_at" not in sources:
            problems["closed_at"] = _("Closed deals need the day they were closed.")
        return problems

    def work(self, rows: list[Row], run: Run) -> None:
        chunk = DealChunk(rows, run)
        for row in rows:
            chunk.take(row)
        if run.writes:
            chunk.write()

    def undo_parts(self) -> list[UndoPart]:
        return [reopen_deals, remove_deals]
