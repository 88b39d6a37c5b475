"""touch_import: contacts from elsewhere on the journey of known leads, each once."""

from datetime import UTC, datetime

import pytest

from campaigns.models import Touch
from campaigns.tests.make import make_campaign
from clmsite.kernel.models import ImportRow, OutboxJob
from clmsite.kernel.tests.importing import import_text, map_columns, table, undo, upload
from leads.models import Identity
from leads.tests.make import make_lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(db):
    return make_lead("Ada", email="ada@example.com")


def test_touches_land_on_the_journey_of_their_lead(manager, ada):
    fair = make_campaign("Trade fair", slug="trade-fair", channel="offline")
    text = table(
        "email,date,channel,campaign,kind,note",
        "ada@example.com,2026-10-01 14:00,Event,Trade fair,offline,Stand 4",
        "ada@example.com,2026-10-02,E-mail,,email,",
    )

    job = import_text("touches", text, actor=manager)

    assert (job.rows_good, job.rows_bad) == (2, 0)
    first, second = Touch.objects.filter(visitor__identity__lead=ada).order_by("at")
    assert first.at == datetime(2026, 10, 1, 14, tzinfo=UTC)
    assert (first.channel.key, first.campaign, first.kind, first.note) == (
        *("offline", fair, "offline", "Stand 4"),
    )
    assert (second.channel.key, second.kind) == ("email", "email")
    assert Identity.objects.count() == 1
    assert OutboxJob.objects.get(task="analytics.refresh_leads").arguments == {"lead_ids": [ada.pk]}


@pytest.mark.parametrize(
    ("source", "medium", "channel"),
    [
        ("google", "cpc", "paid_search"),
        ("Google", "organic", "organic_search"),
        ("newsletter", "email", "email"),
        ("somewhere", "referral", "referral"),
        ("x", "y", "unassigned"),
    ],
)
def test_source_and_medium_decide_as_for_visits(manager, ada, source, medium, channel):
    text = table(
        "email,date,utm_source,utm_medium", f"ada@example.com,2026-10-01,{source},{medium}"
    )

    import_text("touches", text, actor=manager)

    assert Touch.objects.get().channel.key == channel


def test_the_same_file_again_changes_nothing(manager, ada):
    text = table(
        "email,date,channel", "ada@example.com,2026-10-01,Email", "ada@example.com,2026-10-01,Email"
    )
    import_text("touches", text, actor=manager)

    again = import_text("touches", text, actor=manager)

    assert again.rows_same == 2
    assert Touch.objects.count() == 2


def test_unknown_people_and_the_future_are_refused(manager, ada):
    text = table(
        "email,date,channel",
        "nobody@example.com,2026-10-01,Email",
        "ada@example.com,2099-10-01,Email",
        "ada@example.com,,Email",
    )

    job = import_text("touches", text, actor=manager)

    assert (job.rows_good, job.rows_bad) == (0, 3)
    fields = [next(iter(row.errors)) for row in ImportRow.objects.filter(job=job)]
    assert fields == ["lead_email", "at", "at"]


def test_undo_takes_the_touches_back(manager, ada):
    text = table("email,date,channel", "ada@example.com,2026-10-01,Email")
    job = import_text("touches", text, actor=manager)

    undo(job)

    assert not Touch.objects.exists()
    assert not Identity.objects.exists()


def test_the_mapping_must_say_whose_and_from_where(manager):
    job = upload("touches", table("date", "2026-10-01"), actor=manager)

    assert set(map_columns(job)) >= {"lead_email", "channel"}
