"""move_deal: compare and swap, one row of history per gesture, places that never collide."""

import uuid
from datetime import timedelta

import pytest

from leads.models import Deal, DealMove
from leads.models.deal import new_rank
from leads.pipeline.move import move_deal
from leads.pipeline.places import number_afresh
from leads.pipeline.refusals import RefusedError, StaleDealError
from leads.pipeline.win import win_deal
from leads.tests.make import NOW, make_deal, make_pipeline, stage

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=2)


def order(name="New"):
    return list(
        Deal.objects.open().filter(stage__name=name).order_by("rank").values_list("name", flat=True)
    )


def move(deal, to="Contacted", **more):
    more.setdefault("version", deal.version)
    return move_deal(deal_id=deal.pk, stage_id=stage(to).pk, now=LATER, **more)


def test_a_move_changes_stage_version_and_the_day_it_came_there(rep):
    deal = make_deal()
    done = move(deal, by=rep)
    assert (done.deal.stage.name, done.deal.version) == ("Contacted", 2)
    assert done.deal.stage_entered_at == LATER
    assert (done.move.from_stage.name, done.move.to_stage.name) == ("New", "Contacted")
    assert (done.move.by, done.move.version) == (rep, 2)


def test_a_move_within_the_column_keeps_the_day_it_came_there():
    first, second = make_deal("first", rank=1), make_deal("second", rank=2)
    done = move(second, "New", before_id=first.pk)
    assert order() == ["second", "first"]
    assert done.deal.stage_entered_at == NOW


def test_the_second_of_two_who_saw_the_same_version_loses_and_learns_the_state():
    deal = make_deal()
    move(deal, "Contacted")
    with pytest.raises(StaleDealError) as lost:
        move(deal, "Proposal")
    assert lost.value.deal.stage.name == "Contacted"
    assert DealMove.objects.count() == 1


def test_the_same_gesture_sent_twice_is_one_move():
    deal, key = make_deal(), uuid.uuid4()
    first, second = move(deal, key=key), move(deal, key=key)
    assert second.is_repeat
    assert second.move == first.move
    assert second.deal.version == 2
    assert DealMove.objects.count() == 1


def test_a_key_of_another_deal_is_refused():
    key = uuid.uuid4()
    move(make_deal(), key=key)
    with pytest.raises(RefusedError, match="key_reused"):
        move(make_deal(), key=key)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({}, ["moved", "a", "b", "c"]),
        ({"before_id": "a"}, ["moved", "a", "b", "c"]),
        ({"before_id": "c"}, ["a", "b", "moved", "c"]),
        ({"after_id": "a"}, ["a", "moved", "b", "c"]),
        ({"after_id": "c"}, ["a", "b", "c", "moved"]),
        ({"before_id": "gone", "after_id": "a"}, ["a", "moved", "b", "c"]),
        ({"before_id": "gone", "after_id": "gone"}, ["moved", "a", "b", "c"]),
    ],
)
def test_the_place_is_next_to_a_neighbour(where, expected):
    ids = {name: make_deal(name, rank=i).pk for i, name in enumerate("abc")}
    ids["gone"] = make_deal("gone", stage="Proposal").pk
    deal = make_deal("moved", stage="Contacted")
    move(deal, "New", **{name: ids[other] for name, other in where.items()})
    assert order() == expected


def test_a_gap_that_is_used_up_numbers_the_column_afresh():
    top = make_deal("top", rank="0")
    make_deal("low", rank="0.000000000001")
    deal = make_deal("between", stage="Contacted")
    move(deal, "New", after_id=top.pk)
    assert order() == ["top", "between", "low"]


def test_fifty_moves_into_one_gap_keep_the_order():
    first = make_deal("first", rank=0)
    make_deal("last", rank=1)
    for n in range(50):
        move(make_deal(f"n{n:02}", stage="Contacted"), "New", after_id=first.pk)
    assert order() == ["first", *[f"n{n:02}" for n in reversed(range(50))], "last"]


def test_ranks_of_bulk_loads_differ_as_sqlite_keeps_them():
    assert len({float(new_rank()) for _ in range(5000)}) == 5000


def test_a_gap_between_bulk_loaded_deals_takes_any_number_of_cards():
    make_deal("last")
    first = make_deal("first")
    assert order() == ["first", "last"]
    for n in range(60):
        move(make_deal(f"n{n:02}", stage="Contacted"), "New", after_id=first.pk)
    assert order() == ["first", *[f"n{n:02}" for n in reversed(range(60))], "last"]


def test_numbering_afresh_keeps_the_order():
    for name, rank in [("c", "7.5"), ("a", "-3"), ("b", "0.25")]:
        make_deal(name, rank=rank)
    number_afresh(stage().pk)
    assert order() == ["a", "b", "c"]


def test_a_closed_deal_does_not_move():
    won = win_deal(deal_id=make_deal().pk, version=1, now=NOW).deal
    with pytest.raises(RefusedError, match="deal_closed"):
        move(won)


def test_a_stage_that_is_gone_is_said_so():
    deal = make_deal()
    with pytest.raises(RefusedError, match="stage_changed"):
        move_deal(deal_id=deal.pk, stage_id=987654, version=1, now=NOW)


def test_a_deal_stays_in_its_pipeline():
    other = make_pipeline().stages.first()
    with pytest.raises(RefusedError, match="other_pipeline"):
        move_deal(deal_id=make_deal().pk, stage_id=other.pk, version=1, now=NOW)
