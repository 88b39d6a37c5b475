"""Credits: immutable runs, incremental refresh, nothing twice, nothing lost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from analytics import credits, rewriting
from analytics.attribution.catalogue import MODELS
from analytics.books import books, off_balance
from analytics.credits import cancel_run, full_run, refresh_conversions, request_full_run
from analytics.journeys import read_contacts
from analytics.models import Conversion, Credit, Run
from analytics.tasks import check_books
from analytics.tests.make import DAY, make_journey, make_won, refresh, run_everything, standing
from campaigns.tests.make import NOW, channel, make_campaign, make_touch, make_visitor
from clmsite.kernel import outbox
from clmsite.kernel.periods import Period
from leads.models import Deal, Identity
from leads.tests.make import make_deal, make_identity, make_lead

pytestmark = pytest.mark.django_db


def snapshot():
    """All that stands, without run numbers: what a reader of reports would see."""
    conversions = Conversion.objects.standing().order_by("milestone", "subject_id")
    return [
        (
            row.milestone,
            row.subject_id,
            row.state,
            row.value,
            sorted(row.credits.values_list("model", "touch_id", "weight", "value")),
        )
        for row in conversions
    ]


def test_a_won_deal_is_shared_to_the_cent_under_every_model():
    campaigns = [make_campaign() for _ in range(3)]
    deal = make_won(*campaigns, amount="100.00")

    refresh(deals=[deal])

    row = standing(deal)
    assert (row.state, row.touch_count) == ("attributed", 3)
    for model in MODELS:
        sums = row.credits.filter(model=model).aggregate(w=Sum("weight"), v=Sum("value"))
        assert (sums["w"], sums["v"]) == (1, 100)
    linear = row.credits.filter(model="linear").order_by("touch_id")
    assert [credit.value for credit in linear] == [
        Decimal("33.33"),
        Decimal("33.33"),
        Decimal("33.34"),
    ]


def test_shares_of_nothing_are_not_stored():
    deal = make_won(make_campaign(), make_campaign())

    refresh(deals=[deal])

    assert standing(deal).credits.filter(model="first_touch").count() == 1


def test_a_credit_names_campaign_channel_and_link():
    campaign = make_campaign(channel="email")
    lead = make_journey(campaign)

    refresh(leads=[lead])

    credit = standing(lead).credits.get(model="linear")
    assert (credit.campaign_id, credit.channel_id) == (campaign.pk, channel("email").pk)


def test_last_non_direct_passes_over_a_direct_visit():
    campaign = make_campaign()
    lead = make_journey(campaign, None)

    refresh(leads=[lead])

    shares = standing(lead).credits
    assert shares.get(model="last_non_direct").campaign_id == campaign.pk
    assert shares.get(model="last_touch").campaign_id is None


def test_touches_after_the_conversion_or_before_the_window_have_no_credit():
    lead = make_journey(make_campaign(), days_before=[91])
    make_touch(visitor=lead.identities.get().visitor, campaign=make_campaign(), at=NOW + DAY)

    refresh(leads=[lead])

    assert standing(lead).state == "unattributed"
    assert not Credit.objects.exists()


def test_robots_have_no_credit():
    visitor = make_visitor()
    make_touch(visitor=visitor, campaign=make_campaign(), at=NOW - DAY, is_human=False)
    lead = make_lead(visitor=visitor)

    refresh(leads=[lead])

    assert standing(lead).state == "unattributed"


def test_all_browsers_of_a_person_make_one_journey():
    lead = make_journey(make_campaign())
    phone = make_visitor()
    make_touch(visitor=phone, campaign=make_campaign(), at=NOW - 2 * DAY)
    make_identity(lead=lead, visitor=phone)

    refresh(leads=[lead])

    assert standing(lead).touch_count == 2


def test_a_deal_in_another_currency_is_excluded_with_the_reason():
    deal = make_won(make_campaign(), currency="USD")

    refresh(deals=[deal])

    row = standing(deal)
    assert (row.state, row.why) == ("excluded", "no rate from USD to EUR")
    assert not row.credits.exists()


def test_a_lead_without_a_visitor_is_unattributed():
    lead = make_lead()

    refresh(leads=[lead])

    assert standing(lead).state == "unattributed"


def test_refreshing_a_lead_refreshes_its_deals():
    deal = make_won(make_campaign())

    refresh(leads=[deal.lead])

    assert standing(deal).state == "attributed"


def test_a_second_refresh_changes_nothing_and_leaves_no_run():
    deal = make_won(make_campaign(), make_campaign())
    first = refresh(leads=[deal.lead])
    before = list(Conversion.objects.values_list("pk", "run_id", "superseded_by"))

    assert refresh(leads=[deal.lead]) is None

    assert list(Conversion.objects.values_list("pk", "run_id", "superseded_by")) == before
    assert list(Run.objects.values_list("pk", flat=True)) == [first.pk]


def test_a_changed_amount_supersedes_and_keeps_the_old_figures():
    deal = make_won(make_campaign(), amount=100)
    first = refresh(deals=[deal])
    Deal.objects.filter(pk=deal.pk).update(amount=250)

    second = refresh(deals=[deal])

    assert standing(deal).value == 250
    assert standing(deal).run_id == second.pk
    assert Conversion.objects.as_of(first.pk).get(milestone="won").value == 100
    assert Conversion.objects.as_of(second.pk).get(milestone="won").value == 250


def test_a_reopened_deal_is_gone_and_comes_back_when_won_again():
    deal = make_won(make_campaign(), amount=100)
    refresh(deals=[deal])
    Deal.objects.filter(pk=deal.pk).update(outcome="", closed_at=None)
    refresh(deals=[deal])
    assert (standing(deal).state, standing(deal).value) == ("gone", 0)
    assert refresh(deals=[deal]) is None
    assert off_balance() == ["lead : booked 1 / 0, found 0 / 0"]

    Deal.objects.filter(pk=deal.pk).update(outcome="won", closed_at=NOW)
    refresh(leads=[deal.lead])

    assert (standing(deal).state, standing(deal).value) == ("attributed", 100)
    assert off_balance() == []


def test_a_late_touch_changes_the_credit():
    lead = make_journey(make_campaign())
    refresh(leads=[lead])
    make_touch(visitor=lead.identities.get().visitor, campaign=make_campaign(), at=NOW - 3 * DAY)

    refresh(leads=[lead])

    assert standing(lead).touch_count == 2


def test_a_deal_that_moves_to_another_lead_takes_that_journey():
    deal = make_won(make_campaign())
    other = make_journey(make_campaign(), make_campaign(), make_campaign())
    refresh(leads=[deal.lead, other])
    old = deal.lead
    Deal.objects.filter(pk=deal.pk).update(lead=other)

    refresh(leads=[old])

    assert (standing(deal).lead_id, standing(deal).touch_count) == (other.pk, 3)


def test_a_deleted_lead_is_gone():
    lead = make_journey(make_campaign())
    refresh(leads=[lead])
    pk = lead.pk
    Identity.objects.all().delete()
    lead.delete()

    run_everything()

    assert Conversion.objects.standing().get(subject_id=pk).state == "gone"
    assert off_balance() == []


def test_a_full_run_finds_what_no_event_told_of():
    make_won(make_campaign(), make_campaign(), amount=300)
    make_journey(None)
    make_lead()

    run = run_everything()

    assert run.state == Run.State.COMPLETE
    assert run.totals["written"] == 4
    assert (run.conversions_total, run.conversions_done) == (4, 4)
    assert off_balance() == []


def test_a_full_run_after_refreshes_finds_nothing_to_change():
    for n in range(1, 4):
        refresh(leads=[make_won(*[make_campaign() for _ in range(n)], amount=n).lead])
    before = snapshot()

    run = run_everything()

    assert run.totals["written"] == 0
    assert snapshot() == before


def test_a_full_run_in_small_batches_is_the_same(monkeypatch):
    for n in range(1, 8):
        make_won(*[make_campaign() for _ in range(n)], amount=n * 10)
    whole = run_everything() and snapshot()
    Credit.objects.all().delete()
    Conversion.objects.all().delete()
    monkeypatch.setattr("analytics.credits.LEADS_AT_ONCE", 2)

    run_everything()

    assert snapshot() == whole


def test_a_changed_look_back_is_found_by_the_next_full_run(settings):
    lead = make_journey(make_campaign(), make_campaign(), days_before=[50, 1])
    first = run_everything()
    settings.LOOKBACK_DAYS = 30

    second = run_everything()

    assert (first.parameters["lookback_days"], second.parameters["lookback_days"]) == (90, 30)
    assert standing(lead).touch_count == 1


def test_asking_twice_makes_one_run():
    one = request_full_run(by=None, now=NOW)

    assert request_full_run(by=None, now=NOW) == one
    assert Run.objects.count() == 1


def test_a_cancelled_run_stays_cancelled():
    run = request_full_run(by=None, now=NOW)
    make_lead()

    assert cancel_run(run_id=run.pk, now=NOW)
    full_run(run_id=run.pk)

    run.refresh_from_db()
    assert run.state == Run.State.CANCELLED
    assert not Conversion.objects.exists()
    assert not cancel_run(run_id=run.pk, now=NOW)


def test_a_run_that_fails_says_so(monkeypatch):
    make_lead()
    run = request_full_run(by=None, now=NOW)

    def broken(*args):
        raise RuntimeError("no such planet")

    monkeypatch.setattr("analytics.credits.rewrite", broken)
    with pytest.raises(RuntimeError):
        full_run(run_id=run.pk)

    run.refresh_from_db()
    assert (run.state, run.error) == (Run.State.FAILED, "RuntimeError: no such planet")


def test_an_interrupted_run_is_continued_by_calling_it_again():
    make_won(make_campaign())
    run = request_full_run(by=None, now=NOW)
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING, started_at=NOW)

    assert full_run(run_id=run.pk).state == Run.State.COMPLETE
    assert off_balance() == []


def test_an_older_run_never_overwrites_a_later_result():
    lead = make_journey(make_campaign())
    slow = request_full_run(by=None, now=NOW)
    refresh(leads=[lead])
    later = standing(lead)
    make_touch(visitor=lead.identities.get().visitor, at=NOW - 2 * DAY)

    full_run(run_id=slow.pk)

    assert standing(lead).pk == later.pk


def test_losing_a_race_starts_over(monkeypatch):
    """Another worker writes the same conversion between our look and our write."""
    lead = make_journey(make_campaign())
    lose_once = [True]

    def racing(run, leads, deals):
        if lose_once.pop() if lose_once else False:
            raise rewriting.RacedError("lost")
        return rewriting.rewrite(run, leads, deals)

    monkeypatch.setattr(credits, "rewrite", racing)

    assert refresh(leads=[lead]) is not None
    assert standing(lead).state == "attributed"
    assert Run.objects.count() == 1


def test_the_database_refuses_a_second_standing_row():
    lead = make_journey(make_campaign())
    run = refresh(leads=[lead])
    row = standing(lead)
    row.pk, row.run = None, run

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    few = [make_journey(make_campaign(), make_campaign()) for _ in range(2)]
    many = few + [make_journey(make_campaign(), make_campaign()) for _ in range(8)]

    for leads in (few, many):
        with django_assert_num_queries(1):
            read_contacts([lead.pk for lead in leads])
    # PostgreSQL asks twice for what stands, see rewriting._lock_standing.
    with django_assert_num_queries(12 + connection.features.has_select_for_update):
        refresh(leads=many)


def test_the_events_of_the_product_reach_attribution(django_capture_on_commit_callbacks):
    deal = make_won(make_campaign())
    outbox.announce("lead.created", lead_ids=[deal.lead_id])
    outbox.announce("deal.closed", deal_ids=[deal.pk])

    outbox.run_all()

    assert standing(deal).state == "attributed"
    assert standing(deal.lead).state == "attributed"


def test_asking_for_a_full_run_is_a_job():
    make_won(make_campaign())
    run = request_full_run(by=None, now=NOW)

    outbox.run_all()

    run.refresh_from_db()
    assert run.state == Run.State.COMPLETE


def test_the_nightly_check_heals_what_it_finds():
    make_won(make_campaign())
    assert off_balance()

    check_books()
    outbox.run_all()

    assert off_balance() == []
    check_books()
    assert Run.objects.count() == 1


def test_the_books_of_a_period_hold_what_happened_in_it():
    make_won(make_campaign(), amount=100)
    make_won(make_campaign(), amount=50, currency="USD")
    make_won(amount=7)
    make_won(make_campaign(), amount=1000, at=NOW - 30 * DAY)
    run_everything()

    lines = {(line.milestone, line.currency): line for line in books(Period.day(NOW.date()))}

    assert all(line.is_balanced for line in lines.values())
    assert lines["lead", ""].booked == 3
    assert lines["won", "EUR"].booked_value == 107
    assert lines["won", "EUR"].values == {"attributed": 100, "unattributed": 7}
    assert lines["won", "USD"].values == {"excluded": 50}


def test_a_tampered_credit_is_found():
    deal = make_won(make_campaign(), amount=100)
    run_everything()
    credit = standing(deal).credits.filter(model="linear")

    credit.update(value=Decimal("99.99"))
    assert off_balance() == [f"conversion {standing(deal).pk}: linear shares 99.99"]

    credit.update(value=100, weight=Decimal("0.99999999"))
    assert off_balance() == [f"conversion {standing(deal).pk}: linear weighs 0.99999999"]


def test_refresh_says_why_and_when():
    lead = make_journey(make_campaign())

    run = refresh_conversions(lead_ids=[lead.pk], reason="x" * 500, now=NOW)

    assert run.kind == Run.Kind.INCREMENTAL
    assert (run.reason, run.cutoff_at) == ("x" * 120, NOW)
    assert run.finished_at - run.started_at > timedelta(days=-1)
    assert run.totals["counts"] == [["lead", "attributed", 1]]


def test_a_deal_of_nothing_has_credit_of_nothing():
    deal = make_deal(lead=make_journey(make_campaign()), amount=0, outcome="won")

    refresh(deals=[deal])

    assert standing(deal).credits.filter(model="linear").get().value == 0
    assert off_balance() == ["lead : booked 1 / 0, found 0 / 0"]
