"""The ROI report: sums as the rows say, balanced with the books, at a fixed number of queries."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Sum

from analytics.attribution.catalogue import MODELS
from analytics.reports.choice import Choice, Scope, period_of
from analytics.reports.extent import all_time
from analytics.reports.figures import sums_by
from analytics.reports.roi import roi_report, table_report
from analytics.reports.series import grain_of, series
from analytics.reports.table import change, sorted_rows
from analytics.tests.make import DAY, make_journey, make_won, run_everything
from campaigns.models import Click
from campaigns.tests.make import (
    NOW,
    channel,
    make_campaign,
    make_click,
    make_link,
    make_spend,
    make_touch,
)
from clmsite.kernel.periods import Period
from leads.models import Deal

pytestmark = pytest.mark.django_db

NOVEMBER = Period.month(date(2026, 11, 1), ZoneInfo("UTC"))


def choose(**changes):
    base = {"preset": "month", "period": NOVEMBER, "model": "linear", "currency": "EUR"}
    return Choice(**{**base, **changes})


def row_of(report, label):
    return next(row for row in report.rows if row.label == label)


@pytest.fixture
def world():
    """Spring earns, Autumn only costs; a direct visit, an unknown lead, a deal in dollars."""
    spring, autumn = make_campaign("Spring"), make_campaign("Autumn", channel="email")
    make_spend(campaign=spring, amount=100, impressions=2000, clicks=50, claimed_conversions=4)
    make_spend(campaign=spring, amount="50.50", impressions=1000, clicks=None)
    make_spend(campaign=autumn, amount=80)
    make_spend(campaign=spring, amount=999, spent_on=date(2026, 10, 31))
    make_spend(campaign=spring, amount=7, currency="USD")
    link = make_link(campaign=spring)
    make_click(link=link)
    make_click(link=link, kind=Click.Kind.BOT)
    make_won(spring, autumn, amount=300)
    make_won(spring, None, amount=100)
    make_won(amount=40)
    make_won(spring, amount=500, currency="USD")
    make_journey(spring, at=NOW - 25 * DAY)
    run_everything()
    return {"spring": spring, "autumn": autumn}


def test_each_campaign_has_its_sums(world):
    totals = row_of(roi_report(choose(), NOW), "Spring").totals

    assert totals.spend == Decimal("150.50")
    assert (totals.impressions, totals.ad_clicks, totals.claimed) == (3000, 50, 4)
    assert totals.link_clicks == 1
    assert totals.leads == Decimal("2.0")
    assert totals.customers == 1
    assert totals.revenue == 200


def test_a_campaign_that_only_cost_is_in_the_table(world):
    row = row_of(roi_report(choose(model="first_touch"), NOW), "Autumn")

    assert (row.totals.revenue, row.metrics["roi"].value) == (0, -1)


def test_what_has_no_campaign_has_a_row_and_no_roi(world):
    row = next(row for row in roi_report(choose(), NOW).rows if row.note)

    assert row.of == "campaign-none"
    assert row.totals.revenue == 50
    assert row.metrics["roi"].value is None
    assert row.metrics["roi"].why == "no spend is recorded"


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("group", ["campaign", "channel"])
def test_the_table_sums_to_what_was_booked(world, model, group):
    report = roi_report(choose(model=model, group=group), NOW)
    attributed, books = report.total.totals, report.books

    assert books.is_balanced
    assert attributed.leads + books.unattributed.leads == books.booked.leads == 4
    assert (
        attributed.customers + books.unattributed.customers + books.excluded.customers
        == books.booked.customers
        == 4
    )
    assert attributed.revenue + books.unattributed.revenue == books.booked.revenue == 440
    assert books.excluded_money == [(500, "USD")]
    assert attributed.spend == Decimal("230.50")


def test_by_channel_spend_follows_the_campaign_and_credit_the_touch(world):
    report = roi_report(choose(group="channel"), NOW)

    assert row_of(report, "Email").totals.spend == 80
    assert row_of(report, "Direct").totals.revenue == 50


def test_spend_in_another_currency_is_left_out_and_counted(world):
    assert roi_report(choose(), NOW).left_out == 1


def test_the_period_before_is_compared(world):
    report = roi_report(choose(), NOW)

    assert row_of(report, "Spring").previous.spend == 999
    assert report.total.previous.spend == 999
    assert next(kpi for kpi in report.kpis if kpi.key == "spend").change == change(
        Decimal("230.50"), Decimal(999)
    )


def test_without_comparison_nothing_before_is_read(world):
    report = roi_report(choose(compare=False), NOW)

    assert report.previous_points == []
    assert report.total.previous is None
    assert row_of(report, "Spring").revenue_change is None


def test_the_number_of_queries_does_not_grow_with_the_rows(django_assert_num_queries):
    for n in range(2):
        make_won(make_campaign(), make_campaign(), amount=n)
    run_everything()
    with django_assert_num_queries(19):
        roi_report(choose(), NOW)
    for n in range(10):
        campaign = make_campaign()
        make_spend(campaign=campaign)
        make_won(campaign, make_campaign(channel="email"), amount=n)
    run_everything()
    with django_assert_num_queries(19):
        roi_report(choose(), NOW)


def test_before_any_run_leads_are_booked_and_not_balanced():
    make_journey(make_campaign())

    report = roi_report(choose(), NOW)

    assert report.fresh.run is None
    assert not report.books.is_balanced
    assert report.books.booked.leads == 1


def test_an_empty_company_has_an_empty_report():
    report = roi_report(choose(), NOW)

    assert report.is_empty
    assert report.books.is_balanced
    assert all(kpi.value in (None, 0) for kpi in report.kpis)


def test_a_scope_narrows_every_source(world):
    spring = Scope({"campaign": world["spring"].pk})
    report = table_report(choose(), NOW, kind="link", scope=spring)

    assert report.total.totals.revenue == 200
    assert report.total.totals.spend == Decimal("150.50")
    assert report.total.totals.link_clicks == 1
    assert sum(point.totals.revenue for point in report.points) == 200


def test_the_curve_sums_to_the_table(world):
    report = roi_report(choose(), NOW)

    assert sum(point.totals.revenue for point in report.points) == report.total.totals.revenue
    assert sum(point.totals.leads for point in report.points) == report.total.totals.leads
    spent = [point.totals.spend for point in report.points if point.totals.spend is not None]
    assert sum(spent) == report.total.totals.spend
    assert len(report.points) == 30


def test_a_deal_closed_near_midnight_is_in_the_readers_day(settings):
    """23:30 UTC is already the next day in Berlin."""
    settings.REPORTING_TIME_ZONE = "Europe/Berlin"
    late = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
    make_won(make_campaign(), amount=100, at=late)
    run_everything()
    berlin = Period.month(date(2026, 11, 1), ZoneInfo("Europe/Berlin"))

    points = series(choose(period=berlin), berlin)

    assert points[0].on == date(2026, 11, 1)
    assert points[0].totals.revenue == 100


@pytest.mark.parametrize(
    ("days", "grain"), [(7, "day"), (49, "day"), (50, "week"), (214, "week"), (365, "month")]
)
def test_long_periods_are_cut_coarser(days, grain):
    period = Period.last_days(days, NOW, ZoneInfo("UTC"))

    assert grain_of(period) == grain
    assert 6 <= len(series(choose(period=period), period)) <= 50


@pytest.mark.parametrize(
    ("preset", "first", "last"),
    [
        ("7", date(2026, 11, 14), date(2026, 11, 20)),
        ("month", date(2026, 11, 1), date(2026, 11, 30)),
        ("quarter", date(2026, 10, 1), date(2026, 12, 31)),
        ("year", date(2026, 1, 1), date(2026, 12, 31)),
        ("12m", date(2025, 12, 1), date(2026, 11, 20)),
        ("custom", date(2026, 5, 2), date(2026, 5, 9)),
    ],
)
def test_presets(preset, first, last):
    period = period_of(preset, NOW, date(2026, 5, 2), date(2026, 5, 9))

    assert (period.first_day, period.last_day) == (first, last)


def test_all_time_begins_with_the_first_fact_and_ends_with_the_last(world):
    assert all_time(NOW) == (date(2026, 10, 26), date(2026, 11, 20))

    make_spend(spent_on=date(2024, 2, 29))
    make_spend(spent_on=date(2026, 12, 24))
    assert all_time(NOW) == (date(2024, 2, 29), date(2026, 12, 24))


def test_all_time_without_facts_is_ninety_days():
    first, last = all_time(NOW)

    assert (last, (last - first).days) == (NOW.date(), 89)


def test_twelve_months_in_december_are_the_calendar_year():
    period = period_of("12m", datetime(2026, 12, 5, tzinfo=UTC), None, None)

    assert period.first_day == date(2026, 1, 1)


def test_unknown_is_last_whichever_way_one_sorts(world):
    rows = roi_report(choose(), NOW).rows

    for sort in ("roi", "-roi"):
        assert sorted_rows(rows, sort)[-1].note == "none"
    assert [row.label for row in sorted_rows(rows, "-spend")][:2] == ["Spring", "Autumn"]
    assert [row.label for row in sorted_rows(rows, "name")] == ["", "Autumn", "Spring"]


@pytest.mark.parametrize("text", ["planet-1", "campaign-x", "", "campaign", "campaign-1.moon-2"])
def test_a_scope_that_is_none_is_refused(text):
    with pytest.raises(ValueError):
        Scope.parse(text)


def test_a_scope_reads_what_it_writes():
    text = "channel-3.campaign-none"

    assert str(Scope.parse(text)) == text


def test_the_sums_are_what_the_database_says(world):
    """Straight sums over the facts, without any of the code above."""
    report = roi_report(choose(), NOW)
    won = Deal.objects.filter(outcome="won", currency="EUR")
    straight = won.filter(closed_at__gte=NOVEMBER.start, closed_at__lt=NOVEMBER.end)

    booked = straight.aggregate(total=Sum("amount"))["total"]
    assert report.books.booked.revenue == booked


def test_a_campaigns_cost_counts_once_however_many_deals_it_won():
    campaign = make_campaign("Twice")
    make_spend(campaign=campaign, amount=100)
    for _ in range(2):
        make_won(campaign, amount=300)
    run_everything()

    row = row_of(roi_report(choose(), NOW), "Twice")

    assert (row.totals.spend, row.metrics["roi"].value) == (100, 5)


def test_visits_are_visits_of_people():
    campaign = make_campaign("Seen")
    make_touch(campaign=campaign)
    make_touch(campaign=campaign, is_human=False)
    make_touch(campaign=campaign, kind="email")

    sums = sums_by("campaign", choose(), NOVEMBER)

    assert sums[campaign.pk].visits == 1


def test_channel_sums_have_every_channel_once(world):
    sums = sums_by("channel", choose(), NOVEMBER)

    assert sums[channel("direct").pk].visits == 1
    assert None not in sums


def test_the_previous_period_of_a_week_is_the_week_before():
    week = Period.last_days(7, NOW, ZoneInfo("UTC"))

    assert choose(period=week).previous.end == week.start
    assert choose(period=week).previous.end - choose(period=week).previous.start == timedelta(7)
