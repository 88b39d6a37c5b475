"""The parts of seeding: invented people, office hours, fast inserts."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from campaigns.models import Site, Visitor
from clmsite.seeding.clock import CLOSES, DAY, HOUR, OPENS, to_office_hours
from clmsite.seeding.fast_insert import fast_insert, hex_ids, next_id
from clmsite.seeding.market import first_day
from clmsite.seeding.names import CULTURES
from clmsite.seeding.people import invent_people
from clmsite.tests.small_company import NOW


def test_people_have_names_of_many_kinds_and_addresses_of_their_own():
    people = invent_people(1_000, np.random.default_rng(1))
    names = [person.name for person in people]

    assert len({person.email for person in people}) == len(people)
    assert all(person.email.isascii() for person in people)
    assert any("\u0600" <= letter <= "\u06ff" for name in names for letter in name)
    assert any("\u4e00" <= letter <= "\u9fff" for name in names for letter in name)
    assert any("ö" in name for name in names)
    assert "" in names
    assert any(name and " " not in name and name.isascii() for name in names)


def test_every_name_has_a_latin_form():
    for culture in CULTURES:
        for _, latin in culture.pairs("given") + culture.pairs("family"):
            assert latin.isascii(), latin


@pytest.mark.parametrize(
    ("today", "begins"),
    [
        ("2026-11-21", "2025-12-01"),
        ("2027-01-01", "2026-02-01"),
        ("2026-12-31", "2026-01-01"),
        ("2028-02-29", "2027-03-01"),
    ],
)
def test_the_story_is_twelve_calendar_months_with_the_running_one(today, begins):
    assert first_day(date.fromisoformat(today)) == date.fromisoformat(begins)


def test_office_hours_are_never_before_the_moment_they_are_for():
    rng = np.random.default_rng(1)
    moments = rng.integers(1_700_000_000, 1_800_000_000, size=5_000)
    moved = to_office_hours(moments, rng)
    hour, weekday = moved % DAY // HOUR, (moved // DAY + 3) % 7

    assert (moved >= moments).all()
    assert ((hour >= OPENS) & (hour < CLOSES)).all()
    assert (weekday < 5).all()


def test_fast_insert_writes_what_was_given_and_defaults_for_the_rest(db):
    rng = np.random.default_rng(1)
    hexes = hex_ids(rng, 2)
    fast_insert(
        Visitor,
        2,
        {
            "id": hexes,
            "key": ["one", "two"],
            "consent_at": np.array([1_800_000_000, -1]),
            "first_seen_at": 1_700_000_000,
            "last_seen_at": NOW,
        },
    )
    one, two = Visitor.objects.order_by("key")

    assert [one.pk.hex, two.pk.hex] == hexes
    assert one.consent_at == datetime.fromtimestamp(1_800_000_000, UTC)
    assert two.consent_at is None
    assert one.consent == "none"
    assert one.last_seen_at == NOW


def test_rows_made_later_get_numbers_of_their_own(db):
    begin = next_id(Site)
    columns = {"name": ["A", "B"], "domain": "a.example", "key": ["k1", "k2"], "created_at": NOW}
    fast_insert(Site, 2, columns, begin=begin)

    later = Site.objects.create(name="C", domain="c.example", created_at=NOW)
    assert later.pk >= begin + 2


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"nonsense": 1}, "has no nonsense"),
        ({"name": ["A"]}, "1 values for 2 rows"),
        ({"name": "A"}, "default of its own"),
    ],
)
def test_fast_insert_refuses_columns_that_cannot_be_right(db, columns, why):
    with pytest.raises(ValueError, match=why):
        fast_insert(Site, 2, columns)
    assert not Site.objects.exists()
