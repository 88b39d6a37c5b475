"""Who is who: by cookie with consent, for one day without, not at all when they say no."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from campaigns.models import DailySalt, Touch, Visitor
from campaigns.tests.make import make_site
from campaigns.tests.test_collect import BROWSER, ORIGIN, VID, fates, send, view
from campaigns.tracking import collect, pipeline, visitors
from campaigns.tracking.visitors import Caller, daily_key, salt_of
from clmsite.kernel.models import OutboxJob

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _fresh():
    visitors._salts.clear()
    for buckets in (collect.per_address, collect.per_site, pipeline._kept_refusals):
        buckets.clear()


@pytest.fixture
def site():
    return make_site()


def decide(state="granted", **fields):
    return {"id": str(uuid.uuid4()), "type": "consent", "state": state, **fields}


def test_with_consent_the_cookie_is_the_visitor(site):
    send(site, view(), vid=VID)

    visitor = Visitor.objects.get()
    assert visitor.key == f"c:{VID}"
    assert visitor.consent == Visitor.Consent.GRANTED
    assert visitor.consent_at is not None


def test_a_cookie_without_the_word_consent_is_not_used(site):
    send(site, view(), vid="")
    send(site, view(), vid=VID, consent="denied")

    assert Visitor.objects.get().key.startswith("d:")


def test_without_consent_the_same_browser_is_one_visitor_today(site):
    send(site, view("/a"))
    send(site, view("/b"))
    send(site, view("/c"), headers={"User-Agent": BROWSER + " Edg/140"})

    assert Visitor.objects.count() == 2
    assert sorted(Touch.objects.values_list("page_count", flat=True)) == [1, 2]


def test_tomorrow_the_same_browser_is_somebody_else(site):
    caller = Caller(ip_prefix="203.0.113.0/24", user_agent=BROWSER)
    today = daily_key(caller, site, now=NOON)

    assert daily_key(caller, site, now=NOON + timedelta(hours=11)) == today
    assert daily_key(caller, site, now=NOON + timedelta(hours=12)) != today


def test_the_secret_of_a_day_is_deleted_by_the_next(site):
    salt_of(NOON.date())
    salt_of(NOON.date() + timedelta(days=1))

    assert [salt.day for salt in DailySalt.objects.all()] == [NOON.date() + timedelta(days=1)]


def test_two_sites_do_not_recognise_each_others_visitors(site):
    caller = Caller(ip_prefix="203.0.113.0/24", user_agent=BROWSER)
    other = make_site(domain="other.example.com")

    assert daily_key(caller, site, now=NOON) != daily_key(caller, other, now=NOON)


@pytest.mark.parametrize("header", ["Sec-GPC", "DNT"])
def test_who_refuses_tracking_is_not_recognised_even_with_a_cookie(site, header):
    no = {header: "1"}
    send(site, view(), vid=VID, headers=no, load=str(uuid.uuid4()))
    send(site, view(), vid=VID, headers=no, load=str(uuid.uuid4()))

    assert Visitor.objects.count() == 2
    assert not Visitor.objects.exclude(key__startswith="p:").exists()


def test_inner_pages_of_who_refuses_are_counted_as_dropped_and_not_as_visits(site):
    inner = view("/inner", referrer=ORIGIN + "/")

    answer = send(site, inner, headers={"Sec-GPC": "1"}, load=str(uuid.uuid4()))

    assert fates(answer) == [("rejected", "no_identifier")]
    assert not Touch.objects.exists()


def test_a_single_page_app_of_who_refuses_stays_one_visit(site):
    load, no = str(uuid.uuid4()), {"Sec-GPC": "1"}
    send(site, view("/"), headers=no, load=load)
    send(site, view("/inner", referrer=ORIGIN + "/"), headers=no, load=load)

    assert Touch.objects.get().page_count == 2


def test_consent_makes_todays_visits_theirs(site):
    send(site, view("/a?utm_source=x&utm_medium=email"))
    touch = Touch.objects.get()

    send(site, decide(), view("/b"), vid=VID)

    visitor = Visitor.objects.get()
    assert visitor.key == f"c:{VID}"
    assert visitor.consent == Visitor.Consent.GRANTED
    assert list(visitor.touches.all()) == [touch]


def test_consent_of_a_known_cookie_takes_todays_visits_over(site):
    send(site, view("/a"), vid=VID)
    send(site, view("/b"))
    assert Visitor.objects.count() == 2

    send(site, decide(), vid=VID)

    assert Visitor.objects.get(key=f"c:{VID}").touches.count() == 2


def test_leads_hears_when_a_known_visitor_gains_touches(site):
    send(site, view("/a"), vid=VID)
    Visitor.objects.update(is_known=True)
    send(site, view("/b"))

    send(site, decide(), vid=VID)

    job = OutboxJob.objects.get(task="leads.visitors_joined")
    assert job.arguments["to_id"] == str(Visitor.objects.get(key=f"c:{VID}").pk)


def test_two_known_visitors_stay_two(site):
    send(site, view("/a"), vid=VID)
    send(site, view("/b"))
    Visitor.objects.update(is_known=True)

    send(site, decide(), vid=VID)

    assert sorted(Touch.objects.values_list("visitor__key", flat=True))[0] == f"c:{VID}"
    assert Visitor.objects.filter(touches__isnull=False).count() == 2


def test_consent_without_an_identifier_joins_nothing(site):
    send(site, view("/a"))

    assert fates(send(site, decide())) == [("rejected", "no_identifier")]


def test_withdrawing_closes_the_row(site):
    send(site, view(), vid=VID)

    send(site, decide("denied"), vid=VID)

    assert Visitor.objects.get().consent == Visitor.Consent.NONE


def test_a_withdrawal_sent_again_still_says_which_cookie(site):
    """The tracker has forgotten the cookie by then: the event itself names it."""
    send(site, view(), vid=VID)

    send(site, decide("denied", vid=VID))

    assert Visitor.objects.get().consent == Visitor.Consent.NONE


def test_a_grant_that_was_overtaken_by_the_withdrawal_stays_withdrawn(site):
    send(site, decide(), decide("denied"), vid=VID)

    late = fates(send(site, decide(), vid=VID))

    assert late == [("rejected", "no_identifier")]
    assert Visitor.objects.get().consent == Visitor.Consent.NONE


def test_only_new_visits_of_known_visitors_are_announced(site):
    send(site, view("/?utm_source=a&utm_medium=email"), vid=VID)
    assert not OutboxJob.objects.exists()
    Visitor.objects.update(is_known=True)

    send(site, view("/next"), vid=VID)
    assert not OutboxJob.objects.exists()
    send(site, view("/?utm_source=b&utm_medium=email"), vid=VID)

    job = OutboxJob.objects.get(task="leads.touches_arrived")
    assert job.arguments == {"touch_ids": [Touch.objects.order_by("id").last().pk]}
