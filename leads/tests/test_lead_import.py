"""lead_import: people with source and outcome, each once, under the rules of the forms."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from campaigns.models import Touch, Visitor
from campaigns.tests.make import make_campaign
from clmsite.kernel.models import ImportRow, OutboxJob
from clmsite.kernel.tests.importing import (
    import_text,
    map_columns,
    ready,
    start,
    table,
    undo,
    upload,
)
from clmsite.tests.shared_data import shared_file
from leads.imports.moments import spread_moment
from leads.imports.outcomes import outcome_for_word
from leads.lifecycle.edit import edit_lead
from leads.models import Activity, Deal, Identity, Lead, Revenue
from leads.pipeline.create import create_deal
from leads.pipeline.reopen import reopen_deal
from leads.pipeline.win import win_deal
from leads.tests.make import make_lead, reason

pytestmark = pytest.mark.django_db

OCTOBER = {"first_day": "2026-10-01", "last_day": "2026-10-31"}
FREE = {"deal_amount": {"constant": "0"}}


def people(*rows: str, head: str = "email,name,lead source,converted") -> str:
    return table(head, *rows)


def test_the_real_file_gives_its_own_totals(manager):
    data = shared_file("x_education/Leads.csv").read_bytes()

    job = import_text("leads", data, actor=manager, mapping=FREE, options=OCTOBER)

    assert (job.rows_total, job.rows_good, job.rows_bad) == (9240, 9240, 0)
    assert Lead.objects.count() == 9240
    assert Deal.objects.won().count() == Lead.objects.filter(stage="customer").count() == 3561
    assert Touch.objects.count() == Identity.objects.count() == Visitor.objects.count() == 9240
    by_channel = {
        key: Touch.objects.filter(channel__key=key).count()
        for key in ("organic_search", "direct", "referral", "unassigned")
    }
    # Google 2868, google 5, bing 6, Organic Search 1154; Reference 534, Referral Sites 125,
    # Welingak Website 142, Press_Release 2, blog 1, welearnblog_Home 1
    assert by_channel["organic_search"] == 2868 + 5 + 6 + 1154
    assert by_channel["direct"] == 2543
    assert by_channel["referral"] == 534 + 125 + 142 + 2 + 1 + 1
    days = {lead.created_at.date().isoformat() for lead in Lead.objects.only("created_at")}
    assert (min(days), max(days), len(days)) == ("2026-10-01", "2026-10-31", 31)
    assert not Lead.objects.filter(country="Select").exists()


def test_a_lead_gets_its_source_as_touch_and_its_outcome_as_deal(manager):
    text = people("ada@example.com,Ada,Google,1", "ben@example.com,Ben,Direct Traffic,0")

    import_text("leads", text, actor=manager, mapping=FREE, options=OCTOBER)

    ada, ben = Lead.objects.order_by("email_key")
    touch = Touch.objects.get(visitor__identity__lead=ada)
    assert (touch.channel.key, touch.source, touch.kind) == ("organic_search", "Google", "manual")
    assert touch.at == ada.created_at
    assert touch.visitor.consent == Visitor.Consent.IMPORTED
    assert touch.visitor.is_known
    deal = ada.deals.get()
    assert (deal.outcome, deal.amount, deal.closed_at) == ("won", 0, ada.created_at)
    assert (ada.stage, ben.stage, ben.deals.count()) == ("customer", "new", 0)


def test_imported_wins_are_what_the_verbs_would_have_left(manager):
    text = people("ada@example.com,Ada,Google,1")
    import_text(
        "leads", text, actor=manager, mapping={"deal_amount": {"constant": "70"}}, options=OCTOBER
    )
    imported = Deal.objects.get()
    lead = make_lead("Ben")
    deal = create_deal(lead=lead, now=imported.closed_at, amount=Decimal(70))
    by_hand = win_deal(deal_id=deal.pk, version=deal.version, now=imported.closed_at).deal

    same = ("outcome", "amount", "currency", "close_seq", "closed_at", "reason_id", "close_note")
    assert [getattr(imported, name) for name in same] == [getattr(by_hand, name) for name in same]
    kept = ("occurred_on", "amount", "currency", "kind", "source")
    sales = Revenue.objects.order_by("pk").values(*kept)
    assert sales[0] == sales[1]
    reached = ("stage", "accepted_at", "qualified_at", "opportunity_at", "customer_at")
    one, other = Lead.objects.order_by("pk").values(*reached)
    assert one == other


def test_analytics_is_told_in_batches(manager):
    rows = [f"p{i}@example.com,P {i},Google,1" for i in range(600)]

    import_text("leads", people(*rows), actor=manager, mapping=FREE, options=OCTOBER)

    told = OutboxJob.objects.filter(task="analytics.refresh_leads")
    sizes = [len(job.arguments["lead_ids"]) for job in told.order_by("pk")]
    assert sum(sizes) == 600
    assert max(sizes) <= 500
    assert OutboxJob.objects.filter(task="analytics.refresh_deals").count() == 2


def test_the_same_file_again_changes_nothing(manager):
    text = people("ada@example.com,Ada,Google,1", ",No Mail,Google,0")
    import_text("leads", text, actor=manager, mapping=FREE, options=OCTOBER)

    again = import_text("leads", text, actor=manager, options={"first_day": "2026-09-01"})

    assert again.rows_same == 2
    assert (Lead.objects.count(), Touch.objects.count(), Deal.objects.count()) == (2, 2, 1)


def test_one_address_is_one_lead_also_inside_a_file(manager):
    text = people("ada@example.com,Ada,Google,0", "ADA@Example.com,,Google,0")

    checked = ready("leads", text, actor=manager, mapping=FREE, options=OCTOBER)

    assert (checked.checked["created"], checked.checked["same"]) == (1, 1)
    start(checked)
    assert Lead.objects.get().email == "ada@example.com"


@pytest.mark.parametrize(
    ("rule", "company", "phone"),
    [("fill", "Old", "+4930123456"), ("overwrite", "New", "+4930123456"), ("keep", "Old", "")],
)
def test_known_leads_change_by_the_chosen_rule(manager, rule, company, phone):
    lead = make_lead("Ada", email="ada@example.com", company="Old")
    text = people("ada@example.com,New,+49 30 123456", head="email,company,phone")

    job = import_text("leads", text, actor=manager, options=OCTOBER | {"known": rule})

    lead.refresh_from_db()
    assert (lead.company, lead.phone) == (company, phone)
    assert job.rows_same == (rule == "keep")


def test_undo_restores_known_leads_where_nobody_was_since(manager):
    ada = make_lead("Ada", email="ada@example.com", company="Old")
    ben = make_lead("Ben", email="ben@example.com", company="Old")
    text = people("ada@example.com,New", "ben@example.com,New", head="email,company")
    job = import_text("leads", text, actor=manager, options=OCTOBER | {"known": "overwrite"})
    ben.refresh_from_db()
    edit_lead(lead_id=ben.pk, version=ben.version, now=timezone.now(), by=manager, company="Newest")

    undo(job)

    ada.refresh_from_db()
    ben.refresh_from_db()
    assert (ada.company, ben.company) == ("Old", "Newest")
    assert job.undo_report["removed"] == {"restored": 1}
    assert job.undo_report["kept"] == 1


def test_undo_removes_what_the_import_made(manager):
    rows = [f"p{i}@example.com,P {i},Google,{i % 2}" for i in range(450)]
    job = import_text("leads", people(*rows), actor=manager, mapping=FREE, options=OCTOBER)

    undo(job)

    assert job.state == "undone"
    for model in (Lead, Deal, Revenue, Touch, Visitor, Identity):
        assert not model.objects.exists(), model
    assert job.undo_report["removed"] == {"deals": 225, "touches": 450, "leads": 450}


def test_undo_leaves_what_somebody_worked_with_and_says_so(manager):
    text = people(*(f"{name}@example.com,{name},Google,1" for name in ("ada", "ben", "cora")))
    job = import_text("leads", text, actor=manager, mapping=FREE, options=OCTOBER)
    ada, ben = Lead.objects.get(name="ada"), Lead.objects.get(name="ben")
    Activity.objects.create(lead=ada, kind="note", text="Called.", at=timezone.now())
    deal = ben.deals.get()
    reopen_deal(deal_id=deal.pk, version=deal.version, now=timezone.now(), by=manager)

    undo(job)

    assert set(Lead.objects.values_list("name", flat=True)) == {"ada", "ben"}
    assert Deal.objects.get().lead == ben
    ada.refresh_from_db()
    assert ada.stage != "customer"
    why = " ".join(job.undo_report["why"])
    assert "ada" in why
    assert "ben" in why


def test_the_owner_must_be_a_colleague(manager, rep):
    text = people(
        f"ada@example.com,{rep.email}", "ben@example.com,stranger@example.com", head="email,owner"
    )

    job = import_text("leads", text, actor=manager, options=OCTOBER)

    assert Lead.objects.get().owner == rep
    assert "stranger" in ImportRow.objects.get(job=job).errors["owner"]


def test_a_marketer_cannot_make_deals_by_import(marketer):
    text = people("ada@example.com,Ada,Google,1")

    job = import_text("leads", text, actor=marketer, mapping=FREE, options=OCTOBER)

    assert job.rows_good == 1
    assert not Deal.objects.exists()
    assert Lead.objects.get().stage == "new"


def test_consent_needs_its_date(manager):
    head = "email,consent date,consent text"
    text = people("ada@example.com,2026-01-02,Newsletter", "ben@example.com,,Newsletter", head=head)

    import_text("leads", text, actor=manager, options=OCTOBER)

    ada, ben = Lead.objects.order_by("email_key")
    assert ada.consent_email_at == datetime(2026, 1, 2, tzinfo=UTC)
    assert ben.consent_email_at is None
    job = upload("leads", people("x@example.com,yes", head="email,consent text"), actor=manager)
    assert "consent_at" in map_columns(job, options=OCTOBER)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("not-a-mail,Ada,2026-01-01,,,", "email"),
        (",,2026-01-01,,,", ""),
        ("a@example.com,A,2099-01-01,,,", "created_at"),
        ("a@example.com,A,2026-01-05,won,,2026-01-06", "deal_amount"),
        ("a@example.com,A,2026-01-05,won,5,2026-01-01", "closed_at"),
        ("a@example.com,A,2026-01-05,won,5,2099-01-01", "closed_at"),
        ("a@example.com,A,2026-01-05,lost,5,2026-01-06", "reason"),
    ],
)
def test_rows_that_cannot_be_true_are_refused_with_the_reason(manager, row, field):
    text = people(
        "ok@example.com,Ok,2026-01-01,,,",
        row,
        head="email,name,created at,outcome,amount,closed on",
    )

    job = import_text("leads", text, actor=manager)

    assert (job.rows_good, job.rows_bad) == (1, 1)
    assert list(ImportRow.objects.get(job=job).errors) == [field]


def test_an_id_and_an_address_of_two_leads_are_refused(manager):
    make_lead("Ada", email="ada@example.com")
    make_lead("Ben", email="ben@example.com", external_id="7")

    job = import_text(
        "leads",
        people("ada@example.com,7", head="email,external id"),
        actor=manager,
        options=OCTOBER,
    )

    assert job.rows_bad == 1


def test_the_campaign_of_a_source_is_found_by_name(manager):
    spring = make_campaign("Spring", slug="spring")
    text = people("ada@example.com,Google,Spring", head="email,source,campaign")

    import_text("leads", text, actor=manager, options=OCTOBER)

    assert Touch.objects.get().campaign == spring


def test_columns_nobody_mapped_can_stay_with_the_lead(manager):
    text = people("ada@example.com,Mumbai,Select", head="email,City,Quality")

    import_text("leads", text, actor=manager, options=OCTOBER)

    assert Lead.objects.get().extra == {"City": "Mumbai"}


def test_lost_deals_keep_their_reason(manager):
    price = reason("lost", "Price")
    text = people(
        "ada@example.com,lost,Price,2026-01-03,2026-01-01",
        head="email,outcome,lost reason,closed on,created at",
    )

    import_text("leads", text, actor=manager, mapping=FREE)

    deal = Deal.objects.get()
    assert (deal.outcome, deal.reason) == ("lost", price)
    assert deal.lead.stage == "opportunity"
    assert not Revenue.objects.exists()


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        ("1", "won"),
        ("Yes", "won"),
        ("Closed-Won", "won"),
        ("closed lost", "lost"),
        ("0", ""),
        ("?", ""),
    ],
)
def test_words_for_outcomes_are_guessed(word, outcome):
    assert outcome_for_word(word) == outcome


@given(total=st.integers(1, 500), seconds=st.integers(0, 10**7))
def test_moments_are_spread_evenly_inside_the_range(total, seconds):
    start_at = datetime(2026, 1, 1, tzinfo=UTC)
    end_at = datetime.fromtimestamp(start_at.timestamp() + seconds, UTC)

    moments = [spread_moment(i, total, start_at, end_at) for i in range(1, total + 1)]

    assert moments == sorted(moments)
    assert start_at <= moments[0]
    assert moments[-1] <= end_at
