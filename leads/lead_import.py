"""Import of leads: who they are, where they came from, and what has become of them.

A lead is known by its id in the file or its e-mail address, else by the content of its row. The
source becomes a touch, the outcome a deal, each made once however often the file is imported.
"""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from campaigns.channel_words import channel_for_word
from campaigns.import_lookups import channel_choices
from clmsite.kernel.imports.fields import CHOICE, CURRENCY, MAIL, MOMENT, MONEY, Field, Source
from clmsite.kernel.imports.kinds import ImportKind, Row, Run, UndoPart
from leads.imports.lead_chunk import LeadChunk
from leads.imports.outcomes import OUTCOMES, outcome_for_word, reason_choices
from leads.imports.undo import remove_contacts, remove_deals, remove_leads, restore_leads

NAMES = {
    "external_id": (
        "external id",
        "prospect id",
        "lead id",
        "contact id",
        "record id",
        "lead number",
        "id",
    ),
    "email": ("email", "e mail", "email address", "mail", "work email"),
    "name": ("name", "full name", "contact name", "lead name", "contact"),
    "first_name": ("first name", "firstname", "given name"),
    "last_name": ("last name", "lastname", "surname", "family name"),
    "phone": ("phone", "phone number", "telephone", "mobile", "tel"),
    "company": (
        "company",
        "company name",
        "account",
        "account name",
        "organisation",
        "organization",
    ),
    "job_title": ("job title", "title", "position", "role"),
    "country": ("country", "country code"),
    "said_source": (
        "how did you hear of us",
        "how did you hear about us",
    ),
    "owner": ("owner", "owner email", "sales rep", "assigned to"),
    "created_at": ("created at", "created", "create date", "created on", "date created", "date"),
    "channel": ("lead source", "source", "channel", "original source", "utm source"),
    "campaign": ("campaign", "utm campaign", "campaign name"),
    "outcome": ("converted", "outcome", "is converted", "deal outcome", "won"),
    "deal_amount": ("deal amount", "amount", "revenue", "deal value"),
    "currency": ("currency", "deal currency"),
    "closed_at": ("closed at", "closed on", "close date", "won at", "converted at"),
    "reason": ("lost reason", "reason"),
    "consent_at": ("consent at", "consent date", "opt in date", "marketing consent date"),
    "consent_text": ("consent text",),
}


class LeadImport(ImportKind):
    key = "leads"
    label = lazy("Leads")
    text = lazy("People with their source and, if known, what came of them.")
    icon = "users"
    right = "leads.edit"
    questions = ("range", "known", "keep_rest")
    range_help = lazy(
        "For leads without a date: when they became leads. A range is filled evenly, in the "
        "order of the file."
    )

    def fields(self) -> list[Field]:
        def named(key: str, label: Any, *args: Any, **more: Any) -> Field:
            return Field(key, label, *args, names=NAMES[key], **more)

        person = [
            named("external_id", lazy("Id"), limit=120,
                  help=lazy("Their id in the other system: with it, nobody is made twice.")),
            named("email", lazy("E-mail"), MAIL, is_usual=True),
            named("name", lazy("Name"), is_usual=True),
            named("first_name", lazy("First name"), limit=100),
            named("last_name", lazy("Last name"), limit=100),
            named("phone", lazy("Phone"), limit=40),
            named("company", lazy("Company")),
            named("job_title", lazy("Job title"), limit=120),
            named("country", lazy("Country"), limit=60),
            named("said_source", lazy("How they heard of us"), limit=120),
            named("owner", lazy("Owner (e-mail)"), MAIL, right="leads.assign"),
            named("created_at", lazy("Became a lead"), MOMENT, is_usual=True),
            named("consent_at", lazy("Agreed to e-mail on"), MOMENT,
                  help=lazy("Nobody has agreed without a date.")),
            named("consent_text", lazy("What they agreed to"), limit=2000),
        ]  # fmt: skip
        return person + self._story_fields(named)

    def _story_fields(self, named: Any) -> list[Field]:
        return [
            named("channel", lazy("Source"), CHOICE, choices=channel_choices,
                  guess=channel_for_word, is_usual=True,
                  help=lazy("Becomes the touch they came by.")),
            named("campaign", lazy("Campaign of the source"), limit=120),
            named("outcome", lazy("Outcome"), CHOICE, choices=lambda: OUTCOMES,
                  guess=outcome_for_word, right="deals.edit", is_usual=True,
                  help=lazy("Won, lost or open becomes a deal; nothing leaves the lead as it is.")),
            named("deal_amount", lazy("Amount of the deal"), MONEY, right="deals.edit"),
            named("currency", lazy("Currency of the deal"), CURRENCY, right="deals.edit",
                  default=settings.REPORTING_CURRENCY),
            named("closed_at", lazy("Closed on"), MOMENT, right="deals.edit"),
            named("reason", lazy("Lost because of"), CHOICE, choices=reason_choices,
                  right="deals.edit"),
        ]  # fmt: skip

    def problems(self, sources: dict[str, Source], options: dict[str, Any]) -> dict[str, Any]:
        problems = {}
        if "created_at" not in sources and not options.get("first_day"):
            problems["first_day"] = _(
                "Choose when they became leads: a day, or a first and last day."
            )
        if "outcome" in sources and "deal_amount" not in sources:
            problems["deal_amount"] = _(
                "A won deal needs an amount. Choose a column, or 0 for all."
            )
        if "consent_text" in sources and "consent_at" not in sources:
            problems["consent_at"] = _("Consent counts only with its date.")
        return problems

    def work(self, rows: list[Row], run: Run) -> None:
        chunk = LeadChunk(rows, run)
        for row in rows:
            chunk.take(row)
        if run.writes:
            chunk.write()

    def undo_parts(self) -> list[UndoPart]:
        return [remove_deals, remove_contacts, restore_leads, remove_leads]
