"""The demo company, a small copy of it: everything that must be true of its rows."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from django.db import models
from django.db.models import Count, Exists, F, Min, OuterRef, Sum

from analytics.books import off_balance
from analytics.models import Conversion, Run
from campaigns.models import Campaign, Click, PageView, Site, Spend, Touch, Visitor
from campaigns.tracking.channel import channel_of
from campaigns.tracking.sources import Origin
from clmsite.kernel.audit import history
from clmsite.kernel.models import OutboxJob
from clmsite.seeding.clock import CLOSES, OPENS
from clmsite.tests.small_company import NOW, seeded_company
from leads.models import Activity, Deal, DealMove, Feedback, Identity, Lead, Revenue, Stage

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), seeded_company() as printed:
        yield printed


@pytest.fixture
def company(seeded, db):
    return seeded


# --- size -----------------------------------------------------------------------------------


def test_it_has_the_promised_size(company):
    assert Campaign.objects.count() == 40
    assert Campaign.objects.values("channel").distinct().count() == 10
    assert Touch.objects.filter(kind="visit").count() == 4_000
    assert Lead.objects.count() == 120
    assert Deal.objects.count() == 18
    assert Site.objects.count() == 2


def test_campaigns_are_in_every_state_and_learn_from_each_other(company):
    states = Counter(Campaign.objects.values_list("status", flat=True))

    assert set(states) == set(Campaign.Status.values)
    learned = Campaign.objects.exclude(follows=None)
    assert learned.count() >= 8
    assert not learned.filter(learned="").exists()
    assert not Campaign.objects.filter(hypothesis="").exists()


def test_every_running_campaign_but_one_knows_its_cost(company):
    running = Campaign.objects.running().filter(
        Exists(Touch.objects.filter(campaign=OuterRef("pk")))
    )
    without = running.exclude(Exists(Spend.objects.filter(campaign=OuterRef("pk"))))

    assert [campaign.slug for campaign in without] == ["spare-parts-search"]


def test_a_campaigns_history_tells_how_it_got_its_status(company):
    for campaign in Campaign.objects.all():
        entries = list(history(campaign))
        assert [one.detail["version"] for one in entries] == list(range(campaign.version, 0, -1))
        last = {"draft": "created", "running": "launched"}.get(campaign.status, campaign.status)
        assert entries[0].action == f"campaign.{last}"


def test_links_carry_their_campaigns_tags(company):
    for campaign in Campaign.objects.exclude(status="draft").prefetch_related("links"):
        links = list(campaign.links.all())
        assert 3 <= len(links) <= 5, campaign
        assert {link.utm_campaign for link in links} == {campaign.slug}
        assert len({link.utm_content for link in links}) == len(links)


# --- time -----------------------------------------------------------------------------------


def test_nothing_has_happened_yet_that_lies_in_the_future(company):
    for model in (
        Click,
        Touch,
        PageView,
        Visitor,
        Lead,
        Identity,
        Deal,
        DealMove,
        Activity,
        Feedback,
    ):
        for field in model._meta.fields:
            if isinstance(field, models.DateTimeField) and field.name != "due_at":
                late = model.objects.filter(**{f"{field.name}__gt": NOW})
                assert not late.exists(), f"{model.__name__}.{field.name}"
    assert not Spend.objects.filter(spent_on__gt=NOW.date()).exists()
    assert not Revenue.objects.filter(occurred_on__gt=NOW.date()).exists()


def test_the_story_begins_with_the_twelve_months_of_the_roi_page(company):
    begin = datetime(2025, 12, 1, tzinfo=UTC)

    assert Touch.objects.earliest("at").at >= begin
    assert Spend.objects.earliest("spent_on").spent_on >= begin.date()
    assert Lead.objects.earliest("created_at").created_at >= begin
    assert not Campaign.objects.filter(starts_on__lt=begin.date()).exists()
    assert Touch.objects.filter(at__lt=begin + timedelta(days=31)).count() > 100


def test_a_lead_goes_through_its_stages_in_order(company):
    order = ("created_at", "accepted_at", "qualified_at", "opportunity_at", "customer_at")
    for lead in Lead.objects.all():
        times = [getattr(lead, name) for name in order]
        known = [time for time in times if time]
        assert known == sorted(known), lead
        reached = {"rejected": "rejected_at", "new": "created_at"}.get(
            lead.stage, f"{lead.stage}_at"
        )
        assert getattr(lead, reached)
        if lead.stage in {"opportunity", "customer"}:
            assert all(times[:4]), lead
        assert (lead.reject_reason_id is None) == (lead.rejected_at is None)


def test_sales_works_in_office_hours(company):
    for moment in Deal.objects.exclude(closed_at=None).values_list("closed_at", flat=True):
        assert moment.weekday() < 5
        assert OPENS <= moment.hour < CLOSES


def test_every_form_was_sent_during_a_visit(company):
    """So each such lead has a touch with credit, and 1 to 8 of them before it was one."""
    for lead in Lead.objects.filter(origin="form"):
        sent = lead.submissions.get()
        before = Touch.objects.filter(visitor__identity__lead=lead, at__lte=lead.created_at)
        assert sent.touch.at < lead.created_at <= sent.touch.last_seen_at
        assert sent.touch == before.order_by("-at").first()
        assert sent.page_url.endswith(sent.touch.page_views.order_by("at", "id").last().path)
        assert 1 <= before.count() <= 8


def test_who_comes_on_two_days_has_agreed_to_the_cookie(company):
    days = defaultdict(set)
    for visitor, at in Touch.objects.values_list("visitor__key", "at"):
        days[visitor].add(at.date())
    plain = set(Visitor.objects.filter(consent="none").values_list("key", flat=True))

    assert plain
    assert all(len(days[key]) == 1 for key in plain)


def test_somebody_came_back_and_something_is_due_today(company):
    since = NOW - timedelta(hours=24)
    back = Lead.objects.filter(
        created_at__lt=since, identities__visitor__touches__at__range=(since, NOW)
    )
    due = Activity.objects.filter(kind="task", done_at=None, due_at__date=NOW.date())

    assert back.distinct().count() >= 3
    assert due.count() >= 2


def test_a_leads_history_tells_how_it_got_its_stage(company):
    for lead in Lead.objects.prefetch_related("activities"):
        entries = [one.detail for one in lead.activities.all() if one.kind == "system"]
        entries.sort(key=lambda detail: detail["version"])
        assert [detail["version"] for detail in entries] == list(range(2, lead.version + 1))
        last = entries[-1]["stage"] if entries else "new"
        assert lead.stage == last or lead.deals.exists(), lead


# --- tracking -------------------------------------------------------------------------------


def test_each_visit_has_the_channel_its_source_says(company):
    rows = Touch.objects.filter(kind="visit").values_list(
        "source", "medium", "campaign_name", "channel__key"
    )
    for source, medium, campaign, key in rows.distinct():
        assert channel_of(Origin(source, medium, campaign)) == key


def test_a_visit_by_a_link_belongs_to_its_click(company):
    by_link = Touch.objects.exclude(link=None)

    assert by_link.exists()
    assert not by_link.filter(click=None).exists()
    assert not by_link.exclude(click__link=F("link")).exists()
    assert not by_link.exclude(campaign=F("link__campaign")).exists()
    assert not by_link.filter(click__at__gt=F("at")).exists()
    assert not by_link.exclude(click__kind="human").exists()
    assert Click.objects.exclude(kind="human").count() > 100


def test_written_page_views_are_those_the_visit_counts(company):
    counted = Touch.objects.annotate(written=Count("page_views"), read=Sum("page_views__seconds"))
    with_pages = counted.filter(written__gt=0)

    assert with_pages.exists()
    assert not with_pages.exclude(page_count=F("written")).exists()
    assert not with_pages.exclude(seconds=F("read")).exists()


def test_pages_of_known_people_are_kept(company):
    known = Touch.objects.filter(kind="visit", visitor__identity__isnull=False)

    assert not known.filter(page_views=None).exists()


# --- books ----------------------------------------------------------------------------------


def test_each_won_deal_is_booked_once_and_nothing_else_is(company):
    sales = Revenue.objects.filter(kind="sale")

    assert sales.count() == Deal.objects.won().count()
    assert not sales.exclude(amount=F("deal__amount")).exists()
    assert not sales.exclude(occurred_on=F("deal__closed_at__date")).exists()
    assert not Revenue.objects.exclude(deal__outcome="won").exists()


def test_refunds_give_back_no_more_than_was_paid(company):
    refunds = Revenue.objects.filter(kind="refund")

    assert refunds.exists()
    assert not refunds.filter(amount__gte=0).exists()
    assert not refunds.filter(amount__lt=-F("deal__amount")).exists()


def test_between_a_third_and_two_fifths_of_deals_are_won(company):
    assert 0.33 <= Deal.objects.won().count() / Deal.objects.count() <= 0.42
    assert not Deal.objects.lost().filter(reason=None).exists()
    assert not Deal.objects.lost().exclude(reason__kind="lost").exists()
    assert not Deal.objects.won().exclude(reason__kind="won").exists()


def test_a_deals_moves_tell_how_it_got_where_it_is(company):
    for deal in Deal.objects.prefetch_related("moves"):
        moves = sorted(deal.moves.all(), key=lambda move: move.version)
        stage = Stage.objects.order_by("position").first().pk
        assert [move.version for move in moves] == list(range(2, deal.version + 1))
        for move in moves:
            assert move.from_stage_id == stage
            stage = move.to_stage_id
        assert stage == deal.stage_id
        assert (moves[-1].to_outcome if moves else "") == deal.outcome
        assert deal.close_seq == bool(deal.outcome)


def test_customers_are_those_with_a_won_deal(company):
    first_win = Lead.objects.filter(deals__outcome="won").annotate(first=Min("deals__closed_at"))

    assert Lead.objects.filter(stage="customer").count() == first_win.count()
    assert not first_win.exclude(customer_at=F("first")).exists()


def test_the_board_has_an_order(company):
    places = Deal.objects.open().values_list("stage", "rank")

    assert len(set(places)) == len(places)


def test_attribution_is_complete_and_the_books_balance(company):
    run = Run.objects.get()

    assert run.state == Run.State.COMPLETE
    assert Conversion.objects.filter(milestone="lead").count() == Lead.objects.count()
    assert Conversion.objects.filter(milestone="won").count() == Deal.objects.won().count()
    assert off_balance() == []


def test_it_leaves_no_job_behind(company):
    assert not OutboxJob.objects.exists()
