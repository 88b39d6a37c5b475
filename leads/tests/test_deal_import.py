"""deal_import: deals of known leads, open and closed, each once, never opened again."""

from decimal import Decimal

import pytest
from django.utils import timezone

from clmsite.kernel.models import ImportRow
from clmsite.kernel.tests.importing import (
    import_text,
    map_columns,
    ready,
    start,
    table,
    undo,
    upload,
)
from leads.models import Deal, Revenue
from leads.pipeline.reopen import reopen_deal
from leads.tests.make import make_deal, make_lead

pytestmark = pytest.mark.django_db

HEAD = "deal id,email,deal name,amount,outcome,close date,lost reason"


@pytest.fixture
def ada(db):
    return make_lead("Ada", email="ada@example.com")


def deals(*rows: str, head: str = HEAD) -> str:
    return table(head, *rows)


def test_open_and_closed_deals_are_made(manager, ada):
    text = deals(
        "1,ada@example.com,First,100,won,2026-10-02,",
        "2,ADA@example.com,Second,50.5,lost,2026-10-03,Price",
        "3,ada@example.com,Third,,,,",
    )

    job = import_text("deals", text, actor=manager)

    assert (job.rows_good, job.rows_bad) == (3, 0)
    first, second, third = Deal.objects.order_by("external_id")
    assert (first.outcome, first.amount) == ("won", 100)
    assert (second.outcome, second.reason.name, second.amount) == ("lost", "Price", Decimal("50.5"))
    assert (third.outcome, third.amount, third.stage.position) == ("", None, 0)
    assert [(sale.deal, sale.amount) for sale in Revenue.objects.all()] == [(first, 100)]
    ada.refresh_from_db()
    assert ada.stage == "customer"
    assert ada.customer_at == first.closed_at


def test_the_same_file_again_changes_nothing(manager, ada):
    text = deals("1,ada@example.com,First,100,won,2026-10-02,")
    import_text("deals", text, actor=manager)

    again = import_text("deals", text, actor=manager)

    assert again.rows_same == 1
    assert (Deal.objects.count(), Revenue.objects.count()) == (1, 1)


def test_a_deal_open_here_is_closed_through_the_verbs_and_undo_opens_it(manager, ada):
    deal = make_deal("First", lead=ada, amount=90, external_id="1")
    job = import_text("deals", deals("1,ada@example.com,First,100,won,2026-10-02,"), actor=manager)
    deal.refresh_from_db()
    assert (deal.outcome, deal.amount, deal.moves.count()) == ("won", 100, 1)

    undo(job)

    deal.refresh_from_db()
    assert (deal.outcome, deal.amount) == ("", 90)
    assert sum(Revenue.objects.values_list("amount", flat=True)) == 0


def test_a_closed_deal_is_never_opened_or_turned_by_a_file(manager, ada):
    make_deal("First", lead=ada, outcome="won", external_id="1")
    text = deals("1,ada@example.com,First,100,lost,2026-10-02,Price")

    job = import_text("deals", text, actor=manager)

    assert job.rows_bad == 1
    assert Deal.objects.get().outcome == "won"
    again = import_text("deals", deals("1,ada@example.com,First,100,,,"), actor=manager)
    assert again.rows_same == 1


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("1,nobody@example.com,D,1,won,2026-10-01,", "lead_email"),
        ("1,ada@example.com,D,,won,2026-10-01,", "amount"),
        ("1,ada@example.com,D,5,won,,", "closed_at"),
        ("1,ada@example.com,D,5,won,2099-01-01,", "closed_at"),
        ("1,ada@example.com,D,5,lost,2026-10-01,", "reason"),
        ("1,ada@example.com,D,-5,won,2026-10-01,", "amount"),
    ],
)
def test_rows_that_cannot_be_true_are_refused(manager, ada, row, field):
    job = import_text("deals", deals(row, "2,ada@example.com,Ok,1,,,"), actor=manager)

    assert (job.rows_good, job.rows_bad) == (1, 1)
    assert field in ImportRow.objects.get(job=job).errors


def test_a_deal_of_another_lead_is_refused(manager, ada):
    make_deal(external_id="1")

    job = import_text("deals", deals("1,ada@example.com,D,5,,,"), actor=manager)

    assert job.rows_bad == 1


def test_the_same_id_twice_in_a_file_is_one_deal(manager, ada):
    text = deals("1,ada@example.com,D,5,,,", "1,ada@example.com,D,5,,,")

    job = ready("deals", text, actor=manager)

    assert (job.checked["created"], job.checked["same"]) == (1, 1)
    start(job)
    assert Deal.objects.count() == 1


def test_a_lead_is_also_found_by_its_id(manager):
    lead = make_lead("Ben", external_id="L-7")

    import_text("deals", deals("1,L-7,D", head="deal id,lead id,deal name"), actor=manager)

    assert Deal.objects.get().lead == lead


def test_undo_keeps_deals_somebody_moved(manager, ada):
    text = deals(
        "1,ada@example.com,One,5,won,2026-10-01,", "2,ada@example.com,Two,5,won,2026-10-01,"
    )
    job = import_text("deals", text, actor=manager)
    one = Deal.objects.get(name="One")
    reopen_deal(deal_id=one.pk, version=one.version, now=timezone.now(), by=manager)

    undo(job)

    assert Deal.objects.get() == one
    assert job.undo_report["kept"] == 1


def test_the_mapping_must_say_whose_deals_they_are(manager):
    job = upload("deals", deals("1,D", head="deal id,deal name"), actor=manager)

    assert "lead_email" in map_columns(job)
