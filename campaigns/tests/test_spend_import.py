"""spend_import: an export of an ad platform, each row once, not a cent lost, all of it undone."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Sum
from hypothesis import given
from hypothesis import strategies as st

from campaigns.channel_words import channel_for_word
from campaigns.edit import edit_campaign
from campaigns.models import Campaign, Spend
from campaigns.spend import edit_spend
from campaigns.spend_days import spread
from campaigns.tests.make import make_campaign, make_link
from clmsite.kernel.imports.kinds import kind_of
from clmsite.kernel.models import ImportRow
from clmsite.kernel.tests.importing import (
    check,
    import_text,
    map_columns,
    ready,
    start,
    table,
    undo,
    upload,
)
from clmsite.tests.shared_data import shared_file

pytestmark = pytest.mark.django_db

SOCIAL = {"channel": {"constant": "paid_social"}}
WEEK = {"first_day": "2026-10-01", "last_day": "2026-10-07"}


def days_of_spend():
    rows = Spend.objects.order_by("spent_on", "external_id")
    return [(spend.spent_on, spend.amount, spend.clicks) for spend in rows]


def test_the_real_facebook_file_gives_its_own_totals(manager):
    data = shared_file("facebook_ads/KAG_conversion_data.csv").read_bytes()

    job = import_text("spend", data, actor=manager, mapping=SOCIAL, options=WEEK)

    assert (job.rows_total, job.rows_good, job.rows_bad) == (1143, 1143, 0)
    cents = Spend.objects.aggregate(total=Sum("amount"))["total"]
    assert round(Decimal(cents), 2) == Decimal("58705.23")
    assert sum(Spend.objects.values_list("amount", flat=True)) == Decimal("58705.23")
    sums = Spend.objects.aggregate(Sum("clicks"), Sum("impressions"), Sum("claimed_conversions"))
    assert list(sums.values()) == [38165, 213434828, 1079]
    assert set(Campaign.objects.values_list("name", "channel__key", "status")) == {
        ("916", "paid_social", "ended"),
        ("936", "paid_social", "ended"),
        ("1178", "paid_social", "ended"),
    }
    free = Spend.objects.values("external_id").annotate(
        cost=Sum("amount"), results=Sum("claimed_conversions")
    )
    assert free.filter(cost=0).count() == 207
    assert free.filter(cost=0, results__gt=0).count() == 71


def test_the_real_facebook_file_on_one_day_is_one_entry_per_ad(manager):
    data = shared_file("facebook_ads/KAG_conversion_data.csv").read_bytes()

    import_text("spend", data, actor=manager, mapping=SOCIAL, options={"first_day": "2026-10-01"})

    assert Spend.objects.count() == 1143
    assert sum(Spend.objects.values_list("amount", flat=True)) == Decimal("58705.23")


def test_the_same_file_again_changes_nothing(manager):
    text = table("day,campaign,cost,clicks,ad id", "2026-10-01,A,1.50,3,x", "2026-10-02,A,2,4,x")
    import_text("spend", text, actor=manager, mapping=SOCIAL)
    before = days_of_spend()

    again = import_text("spend", text, actor=manager)

    assert (again.rows_good, again.rows_same) == (2, 2)
    assert days_of_spend() == before


def test_without_an_id_equal_rows_are_two_facts_and_the_file_still_counts_once(manager):
    text = table("day,campaign,cost", "2026-10-01,A,5", "2026-10-01,A,5", "2026-10-01,A,7")
    import_text("spend", text, actor=manager, mapping=SOCIAL)

    again = import_text("spend", text, actor=manager)

    assert Spend.objects.count() == 3
    assert again.rows_same == 3


def test_changed_figures_replace_the_old_ones_and_undo_brings_them_back(manager):
    first = table("day,campaign,cost,ad id", "2026-10-01,A,5,x", "2026-10-02,A,5,x")
    second = table("day,campaign,cost,ad id", "2026-10-01,A,6,x", "2026-10-02,A,5,x")
    import_text("spend", first, actor=manager, mapping=SOCIAL)

    job = import_text("spend", second, actor=manager)

    assert (job.rows_updated, job.rows_same) == (1, 1)
    assert [amount for _day, amount, _clicks in days_of_spend()] == [6, 5]
    undo(job)
    assert [amount for _day, amount, _clicks in days_of_spend()] == [5, 5]


def test_the_same_id_twice_with_other_figures_is_refused(manager):
    text = table(
        "day,campaign,cost,ad id", "2026-10-01,A,5,x", "2026-10-01,A,6,x", "2026-10-01,A,5,x"
    )
    mapping = SOCIAL | {"external_id": {"column": 3}}
    checked = ready("spend", text, actor=manager, mapping=mapping)

    assert (checked.checked["created"], checked.checked["bad"]) == (1, 1)
    job = start(checked)
    assert (job.rows_good, job.rows_bad, job.rows_same) == (2, 1, 1)
    assert sum(Spend.objects.values_list("amount", flat=True)) == 5


def test_an_id_of_another_campaign_is_refused(manager):
    import_text(
        "spend", table("day,campaign,cost,ad id", "2026-10-01,A,5,x"), actor=manager, mapping=SOCIAL
    )

    job = import_text(
        "spend", table("day,campaign,cost,ad id", "2026-10-01,B,5,x"), actor=manager, mapping=SOCIAL
    )

    assert job.rows_bad == 1


def test_unknown_campaigns_are_refused_without_a_channel(manager):
    known = make_campaign("Spring", slug="spring")
    text = table(
        "day,campaign,cost", "2026-10-01,Spring,5", "2026-10-01,spring,6", "2026-10-01,Other,7"
    )

    job = import_text("spend", text, actor=manager)

    assert (job.rows_good, job.rows_bad) == (2, 1)
    assert known.spend.count() == 2
    assert "Other" in ImportRow.objects.get(job=job).errors["campaign"]


def test_bad_rows_never_stop_good_ones_and_are_listed(manager, client_of):
    text = table(
        "day,campaign,cost,clicks",
        "2026-10-01,A,5,1",
        "2026-10-32,A,5,1",
        "2026-10-01,A,=1+1,1",
        "2026-10-01,A,-5,1",
        "2026-10-01,,5,1",
        "2026-10-01,A,5,1.5",
        '2026-10-01,A,"unclosed,1',
        "2026-10-02,A,7,1",
        "2026-10-02,A",
    )

    job = import_text("spend", text, actor=manager, mapping=SOCIAL)

    assert job.state == "done"
    assert (job.rows_good, job.rows_bad) == (2, 7)
    assert job.rows_good + job.rows_bad == job.rows_total == 9
    answer = client_of(manager).get(f"/imports/{job.pk}/errors.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith('"Row","Line","What is wrong","day"')
    assert [line.split(",")[0] for line in lines[1:]] == [
        '"2"',
        '"3"',
        '"4"',
        '"5"',
        '"6"',
        '"7"',
        '"9"',
    ]
    assert '"\'=1+1"' in lines[2]


def test_numbers_and_dates_of_other_notations(manager):
    text = table("Datum;Kampagne;Kosten;Klicks", "31.10.2026;A;1.234,56 €;1.204")
    job = upload("spend", text, actor=manager)
    mapping = SOCIAL | {
        "spent_on": {"column": 0},
        "campaign": {"column": 1},
        "amount": {"column": 2},
        "clicks": {"column": 3},
    }
    assert map_columns(job, mapping, {"decimal_mark": ",", "date_order": "dmy"}) == {}

    start(check(job))

    assert days_of_spend() == [(date(2026, 10, 31), Decimal("1234.56"), 1204)]


def test_ambiguous_dates_must_be_chosen(manager):
    job = upload("spend", table("day,campaign,cost", "03/04/2026,A,1"), actor=manager)

    assert set(map_columns(job, SOCIAL)) == {"date_order"}
    assert map_columns(job, SOCIAL, {"date_order": "mdy"}) == {}


def test_a_file_without_dates_needs_a_day(manager):
    job = upload("spend", table("campaign,cost", "A,1"), actor=manager)

    assert set(map_columns(job, SOCIAL)) == {"first_day"}


def test_undo_takes_everything_back_but_what_was_worked_with(manager):
    text = table("day,campaign,cost", "2026-10-01,A,5", "2026-10-01,B,6", "2026-10-01,C,7")
    job = import_text("spend", text, actor=manager, mapping=SOCIAL)
    edit_spend(spend=Spend.objects.get(campaign__name="B"), actor=manager, amount=Decimal(60))
    make_link(campaign=Campaign.objects.get(name="C"))

    undo(job)

    assert job.state == "undone"
    assert set(Campaign.objects.values_list("name", flat=True)) == {"B", "C"}
    assert list(Spend.objects.values_list("amount", flat=True)) == [60]
    report = job.undo_report
    assert report["removed"] == {"spend": 2, "campaigns": 1}
    assert report["kept"] == 3


def test_undo_keeps_a_campaign_somebody_edited(manager):
    job = import_text(
        "spend", table("day,campaign,cost", "2026-10-01,A,5"), actor=manager, mapping=SOCIAL
    )
    campaign = Campaign.objects.get()
    edit_campaign(campaign=campaign, version=campaign.version, actor=manager, name="Better")

    undo(job)

    assert Campaign.objects.get().name == "Better"


@pytest.mark.parametrize(
    ("name", "mapped"),
    [
        (
            "amazon_ads_campaign_level_report",
            {"campaign", "spent_on", "amount", "clicks", "currency"},
        ),
        ("facebook_ads_basic_ad", {"spent_on", "amount", "clicks", "impressions", "external_id"}),
        ("google_ads_ad_stats", {"campaign", "spent_on", "amount", "clicks", "impressions"}),
        ("google_ads_campaign_stats", {"campaign", "spent_on", "amount", "clicks", "impressions"}),
        ("google_ads_keyword_stats", {"campaign", "spent_on", "amount", "clicks", "impressions"}),
        ("linkedin_ad_analytics_by_campaign", {"campaign", "spent_on", "amount", "clicks"}),
        ("linkedin_ad_analytics_by_creative", {"spent_on", "amount", "clicks", "impressions"}),
        (
            "microsoft_ads_campaign_performance_daily_report",
            {"campaign", "spent_on", "amount", "currency"},
        ),
        ("pinterest_campaign_report", {"campaign", "spent_on", "amount", "clicks", "impressions"}),
        ("reddit_ads_campaign_report", {"campaign", "spent_on", "amount", "clicks", "impressions"}),
        ("snapchat_campaign_hourly_report", {"campaign", "spent_on", "amount", "impressions"}),
        (
            "tiktok_campaign_report_hourly",
            {"campaign", "spent_on", "amount", "clicks", "impressions"},
        ),
        ("twitter_campaign_report", {"campaign", "spent_on", "amount", "clicks", "impressions"}),
    ],
)
def test_exports_of_ad_platforms_are_recognised_and_read(manager, name, mapped):
    data = shared_file(f"ad_platform_exports/{name}_data.csv").read_bytes()
    job = upload("spend", data, actor=manager)

    assert mapped <= {key for key, entry in job.mapping.items() if "column" in entry}
    campaign = job.mapping.get("campaign", {"constant": "All of it"})
    assert map_columns(job, SOCIAL | {"campaign": campaign}) == {}
    found = check(job).checked
    assert found["created"] + found["same"] + found["bad"] == job.rows_total
    # Some sample rows have no cost at all; nothing else may be wrong with any.
    assert {text for one in found["errors"] for text in one["errors"]} <= {"Amount is missing"}


def test_amounts_in_millionths_are_recognised(manager):
    text = table("date,campaign_id,cost_micros", "2026-10-01,7,36150000")

    import_text("spend", text, actor=manager, mapping=SOCIAL)

    assert Spend.objects.get().amount == Decimal("36.15")


def test_every_field_has_a_name_it_is_recognised_by():
    assert [field.key for field in kind_of("spend").fields() if not field.names] == []


@given(
    cents=st.integers(0, 10**9),
    clicks=st.none() | st.integers(0, 10**6),
    length=st.integers(1, 120),
)
def test_spread_days_add_up_exactly(cents, clicks, length):
    first = date(2026, 1, 1)
    values = {"amount": Decimal(cents) / 100, "clicks": clicks, "impressions": None}

    days = spread(values, first, date.fromordinal(first.toordinal() + length - 1), "EUR")

    assert sum(day.amount for day in days) == Decimal(cents) / 100
    assert {day.impressions for day in days} == {None}
    if clicks is None:
        assert {day.clicks for day in days} == {None}
    else:
        assert sum(day.clicks for day in days) == clicks
    assert len({day.spent_on for day in days}) == len(days) >= 1


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("Google", "organic_search"),
        ("google", "organic_search"),
        ("bing", "organic_search"),
        ("Organic Search", "organic_search"),
        ("Direct Traffic", "direct"),
        ("Referral Sites", "referral"),
        ("Reference", "referral"),
        ("Welingak Website", "referral"),
        ("Facebook", "organic_social"),
        ("Social Media", "organic_social"),
        ("Pay per Click Ads", "paid_search"),
        ("NC_EDM", "email"),
        ("youtubechannel", "organic_video"),
        ("Olark Chat", "unassigned"),
        ("testone", "unassigned"),
        ("", "unassigned"),
        ("partner.example.com", "referral"),
    ],
)
def test_words_of_other_systems_are_guessed_to_mean_a_channel(word, key):
    assert channel_for_word(word) == key
