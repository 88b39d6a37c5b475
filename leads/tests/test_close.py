"""Winning, losing, reopening, undoing: outcome, money, lead and history stay together."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from clmsite.kernel.models import OutboxJob
from leads.models import Deal, DealMove, Lead, Revenue
from leads.pipeline.edit import edit_deal
from leads.pipeline.lose import lose_deal
from leads.pipeline.move import move_deal
from leads.pipeline.refusals import RefusedError, StaleDealError
from leads.pipeline.reopen import reopen_deal
from leads.pipeline.undo import undo_move
from leads.pipeline.win import win_deal
from leads.tests.make import NOW, make_deal, make_lead, reason, stage

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def win(deal, **more):
    more.setdefault("version", deal.version)
    return win_deal(deal_id=deal.pk, now=LATER, **more)


def lose(deal, **more):
    more.setdefault("reason", reason("lost"))
    return lose_deal(deal_id=deal.pk, version=deal.version, now=LATER, **more)


def reopen(deal, **more):
    return reopen_deal(deal_id=deal.pk, version=deal.version, now=LATER, **more)


def undo(done, **more):
    return undo_move(move_id=done.move.pk, now=LATER, **more)


def ledger(deal):
    return [
        (row.kind, row.amount, row.occurred_on)
        for row in Revenue.objects.filter(deal=deal).order_by("id")
    ]


def jobs():
    return list(OutboxJob.objects.order_by("id").values_list("task", "arguments"))


def test_a_won_deal_books_its_sale_and_makes_the_lead_a_customer():
    deal = make_deal(amount=500)
    done = win(deal, amount=Decimal("480.50"), note="Signed.", reason=reason("won"))
    assert (done.deal.outcome, done.deal.amount, done.deal.closed_at) == (
        "won",
        Decimal("480.50"),
        LATER,
    )
    assert ledger(deal) == [("sale", Decimal("480.50"), LATER.date())]
    lead = Lead.objects.get(pk=deal.lead_id)
    assert (lead.stage, lead.customer_at) == ("customer", LATER)
    assert jobs() == [("analytics.refresh_deals", {"deal_ids": [deal.pk]})]


def test_a_deal_won_on_an_earlier_day_is_dated_then():
    deal = make_deal()
    done = win(deal, on=date(2026, 11, 3))
    assert done.deal.closed_at.date() == date(2026, 11, 3)
    assert ledger(deal) == [("sale", Decimal(1000), date(2026, 11, 3))]
    assert Lead.objects.get().customer_at == done.deal.closed_at


def test_a_deal_is_not_won_tomorrow():
    with pytest.raises(RefusedError, match="in_the_future"):
        win(make_deal(), on=LATER.date() + timedelta(days=1))


def test_a_won_deal_needs_an_amount():
    with pytest.raises(RefusedError, match="amount_needed"):
        win(make_deal(amount=None))


def test_an_amount_of_nothing_is_an_amount():
    assert win(make_deal(amount=None), amount=Decimal(0)).deal.amount == 0


def test_a_lost_deal_needs_a_reason_of_its_kind():
    deal = make_deal()
    with pytest.raises(RefusedError, match="reason_needed"):
        lose(deal, reason=None)
    with pytest.raises(RefusedError, match="reason_needed"):
        lose(deal, reason=reason("reject"))


def test_the_database_asks_for_the_reason_too():
    deal = make_deal()
    with pytest.raises(IntegrityError), transaction.atomic():
        Deal.objects.filter(pk=deal.pk).update(outcome="lost", closed_at=NOW)


def test_a_lost_deal_books_nothing():
    deal = make_deal()
    done = lose(deal, note="Too dear.")
    assert (done.deal.outcome, done.deal.close_note) == ("lost", "Too dear.")
    assert ledger(deal) == []
    assert Lead.objects.get().customer_at is None


def test_a_deal_is_won_once():
    deal = make_deal()
    win(deal)
    with pytest.raises(StaleDealError):
        win(deal)
    with pytest.raises(RefusedError, match="deal_closed"):
        win(deal, version=2)
    assert len(ledger(deal)) == 1


def test_the_same_gesture_sent_twice_books_one_sale():
    deal, key = make_deal(), uuid.uuid4()
    first, second = win(deal, key=key), win(deal, key=key)
    assert second.is_repeat
    assert first.move == second.move
    assert len(ledger(deal)) == 1


def test_reopening_takes_the_sale_back_on_its_own_day():
    deal = make_deal(amount=700)
    won = win(deal, on=date(2026, 11, 3)).deal
    opened = reopen(won).deal
    assert (opened.outcome, opened.closed_at, opened.close_seq) == ("", None, 1)
    assert ledger(deal) == [
        ("sale", Decimal(700), date(2026, 11, 3)),
        ("correction", Decimal(-700), date(2026, 11, 3)),
    ]
    lead = Lead.objects.get()
    assert (lead.stage, lead.customer_at) == ("opportunity", None)
    assert jobs()[-1] == ("analytics.refresh_deals", {"deal_ids": [deal.pk]})


def test_a_lead_with_another_won_deal_stays_a_customer():
    lead = make_lead()
    first = win(make_deal(lead=lead)).deal
    win(make_deal(lead=lead), on=date(2026, 11, 1))
    reopen(first)
    lead.refresh_from_db()
    assert lead.stage == "customer"
    assert lead.customer_at.date() == date(2026, 11, 1)


def test_a_deal_can_be_won_again_with_another_amount():
    deal = make_deal(amount=700)
    opened = reopen(win(deal).deal).deal
    again = win(opened, amount=Decimal(650)).deal
    assert again.close_seq == 2
    assert sum(amount for _kind, amount, _day in ledger(deal)) == Decimal(650)


def test_an_open_deal_cannot_be_reopened():
    with pytest.raises(RefusedError, match="deal_open"):
        reopen(make_deal())


def test_editing_the_amount_of_a_won_deal_is_a_correction():
    deal = make_deal(amount=700)
    won = win(deal, on=date(2026, 11, 3)).deal
    edit_deal(deal_id=deal.pk, version=won.version, now=LATER, amount=Decimal(720))
    assert ledger(deal)[-1] == ("correction", Decimal(20), date(2026, 11, 3))
    assert jobs()[-1] == ("analytics.refresh_deals", {"deal_ids": [deal.pk]})


def test_the_currency_of_a_closed_deal_stays():
    won = win(make_deal()).deal
    with pytest.raises(RefusedError, match="currency_fixed"):
        edit_deal(deal_id=won.pk, version=won.version, now=LATER, currency="USD")


# --- undo -----------------------------------------------------------------------------------


def state(deal):
    fields = ("stage", "rank", "outcome", "closed_at", "amount", "reason", "close_note")
    return Deal.objects.filter(pk=deal.pk).values(*fields, "stage_entered_at").get()


def move(deal):
    return move_deal(
        deal_id=deal.pk, stage_id=stage("Proposal").pk, version=deal.version, now=LATER
    )


@pytest.mark.parametrize("change", [move, win, lose])
def test_undo_brings_an_open_deal_back(change):
    deal = make_deal(amount=300)
    make_deal()
    before = state(deal)
    undo(change(deal))
    assert state(deal) == before
    assert sum(amount for _kind, amount, _day in ledger(deal)) == 0
    assert Lead.objects.get(pk=deal.lead_id).customer_at is None


def test_undo_of_reopening_books_the_sale_again():
    deal = make_deal(amount=300)
    won = win(deal, on=date(2026, 11, 3)).deal
    before = state(deal)
    undo(reopen(won))
    assert {**state(deal), "rank": 0} == {**before, "rank": 0}
    assert sum(amount for _kind, amount, _day in ledger(deal)) == Decimal(300)
    assert {day for _kind, _amount, day in ledger(deal)} == {date(2026, 11, 3)}
    assert Lead.objects.get().stage == "customer"


def test_undo_is_refused_when_something_came_after():
    deal = make_deal()
    first = move(deal)
    win(first.deal)
    with pytest.raises(RefusedError, match="cannot_undo"):
        undo(first)


def test_undo_is_refused_after_an_edit():
    done = win(make_deal())
    edit_deal(deal_id=done.deal.pk, version=done.deal.version, now=LATER, amount=Decimal(5))
    with pytest.raises(RefusedError, match="cannot_undo"):
        undo(done)


def test_a_change_is_undone_once_and_undoing_is_not_undone():
    done = move(make_deal())
    back = undo(done)
    with pytest.raises(RefusedError, match="cannot_undo"):
        undo(done)
    with pytest.raises(RefusedError, match="cannot_undo"):
        undo(back)


def test_every_change_leaves_one_row_of_history():
    deal = make_deal()
    undo(win(move(deal).deal))
    assert Deal.objects.get().version == 1 + DealMove.objects.count()


def test_undo_finds_a_free_place_when_the_old_one_is_taken():
    deal = make_deal(rank=Decimal(5))
    done = move(deal)
    make_deal("squatter", rank=Decimal(5))
    undo(done)
    names = (
        Deal.objects.open().filter(stage=stage()).order_by("rank").values_list("name", flat=True)
    )
    assert list(names) == [deal.name, "squatter"]
