"""create_lead and create_deal: one e-mail is one lead, odd names survive, deals start on top."""

import pytest

from clmsite.kernel.models import OutboxJob
from leads.create import create_lead, likely_duplicates
from leads.models import Deal, Lead
from leads.pipeline.create import create_deal
from leads.tests.make import NOW, make_deal, make_lead, stage

pytestmark = pytest.mark.django_db


def test_a_lead_is_made_and_announced():
    lead, made = create_lead(now=NOW, name="Ines Costa", email="Ines@Example.com ", origin="api")
    assert made
    assert (lead.email, lead.email_key, lead.created_at) == (
        "Ines@Example.com",
        "ines@example.com",
        NOW,
    )
    job = OutboxJob.objects.get()
    assert (job.task, job.arguments) == ("analytics.refresh_leads", {"lead_ids": [lead.pk]})


def test_many_can_be_announced_together_by_the_caller():
    create_lead(now=NOW, name="Ines", tell=False)
    assert not OutboxJob.objects.exists()


@pytest.mark.parametrize(
    "again", ["INES@example.com", " ines@example.com", "ines@example.com\u200e"]
)
def test_the_same_address_is_the_same_lead(again):
    first, _ = create_lead(now=NOW, name="Ines", email="ines@example.com")
    second, made = create_lead(now=NOW, name="Another name", email=again)
    assert (second, made) == (first, False)
    assert Lead.objects.get().name == "Ines"


def test_the_same_external_id_is_the_same_lead():
    first, _ = create_lead(now=NOW, external_id="crm-7")
    second, made = create_lead(now=NOW, name="Later", external_id="crm-7")
    assert (second, made) == (first, False)


def test_two_leads_without_address_are_two():
    create_lead(now=NOW, name="Ines")
    create_lead(now=NOW, name="Ines")
    assert Lead.objects.count() == 2


def test_a_lead_without_any_name_is_refused():
    with pytest.raises(ValueError, match="needs a name"):
        create_lead(now=NOW, name=" \t", job_title="CFO")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Teller", "Teller"),
        ("x" * 300, "x" * 200),
        ("Zoë 🚀 O'Brien", "Zoë 🚀 O'Brien"),
        ("مهسا کاویانی", "مهسا کاویانی"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("Mallory\u202e moc.elpmaxe", "Mallory moc.elpmaxe"),
        ("two\nlines\x00", "two lines"),
        ("Cafe\u0301", "Café"),
        ("a" + "\u0301" * 40, "á" + "\u0301" * 8),
    ],
)
def test_odd_names_are_kept_in_one_clean_line(written, kept):
    lead, _ = create_lead(now=NOW, name=written)
    lead.refresh_from_db()
    assert lead.name == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("+49 30 1234567", "+49301234567"),
        ("030 1234567", "030 1234567"),
        ("call my wife", "call my wife"),
        ("+49 30 1234567 ext. 9", "+49 30 1234567 ext. 9"),
    ],
)
def test_phone_numbers_that_are_whole_are_written_in_one_way(written, kept):
    assert create_lead(now=NOW, name="Ines", phone=written)[0].phone == kept


def test_likely_duplicates_are_same_address_name_or_company():
    same = make_lead("Ines Costa", email="ines@example.com")
    company = make_lead("Someone", company="Ines Costa")
    make_lead("Ines Costa-Brava")
    found = likely_duplicates(Lead.objects.all(), name="ines costa", email="")
    assert set(found) == {same, company}
    assert list(likely_duplicates(Lead.objects.all(), email="INES@example.com")) == [same]


def test_a_deal_starts_on_top_named_after_the_company(rep):
    make_deal("older", rank=3)
    lead = make_lead("Ines", company="Mosaic Schools", owner=rep)
    deal = create_deal(lead=lead, now=NOW)
    column = Deal.objects.open().filter(stage=stage()).order_by("rank")
    assert [one.name for one in column] == ["Mosaic Schools", "older"]
    assert (deal.owner, deal.amount, deal.stage.name) == (rep, None, "New")


def test_a_deal_makes_its_lead_an_opportunity_and_fills_what_was_skipped():
    lead = make_lead()
    create_deal(lead=lead, now=NOW)
    lead.refresh_from_db()
    assert lead.stage == "opportunity"
    assert lead.accepted_at == lead.qualified_at == lead.opportunity_at == NOW
