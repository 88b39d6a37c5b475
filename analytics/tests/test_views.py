"""The pages of analytics through their URLs: who may, what they say, that every number opens."""

import csv
import io
import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from analytics import tasks as _tasks  # noqa: F401 - registers the jobs that run_all runs
from analytics.models import Run
from analytics.tests.make import DAY, make_journey, make_won, run_everything, standing
from campaigns.models import Campaign
from campaigns.tests.make import (
    NOW,
    channel,
    make_campaign,
    make_click,
    make_link,
    make_spend,
    make_touch,
)
from clmsite.kernel import outbox
from leads.models import Deal

pytestmark = pytest.mark.django_db

NOVEMBER = {"period": "custom", "from": "2026-11-01", "to": "2026-11-30", "model": "linear"}
ALL_NUMBERS = re.compile(r'href="(/analytics/roi/rows/[^"]+)"')


@pytest.fixture
def spring():
    """A campaign with everything: spend, a click, a lead, a won deal of 300, half of it its own."""
    spring = make_campaign("Spring <b>", channel="paid_search")
    make_spend(campaign=spring, amount=100, impressions=2000, clicks=50, label="Ad 1")
    make_click(link=make_link(campaign=spring))
    make_won(spring, make_campaign("Autumn", channel="email"), amount=300)
    run_everything()
    return spring


@pytest.fixture
def client(client_of, marketer):
    return client_of(marketer)


def page_of(client, name, *args, **query):
    return client.get(reverse(name, args=args), {**NOVEMBER, **query})


# --- who may --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("roi", []),
        ("runs", []),
        ("rows", ["revenue", "all"]),
        ("campaign", [1]),
        ("channel", [1]),
        ("next_campaign", [1]),
    ],
)
def test_a_sales_rep_sees_no_money_pages(client_of, rep, name, args):
    assert client_of(rep).get(reverse(f"analytics:{name}", args=args)).status_code == 403


def test_a_sales_rep_cannot_start_a_run(client_of, rep):
    assert client_of(rep).post(reverse("analytics:recompute")).status_code == 403
    assert not Run.objects.exists()


def test_a_stranger_is_sent_to_sign_in():
    answer = Client().get(reverse("analytics:roi"))

    assert answer.status_code == 302


@pytest.mark.parametrize("who", ["marketer", "manager", "administrator"])
def test_the_others_see_it(client_of, request, who):
    user = request.getfixturevalue(who)

    assert client_of(user).get(reverse("analytics:roi")).status_code == 200


# --- the ROI page ---------------------------------------------------------------------------


def test_it_shows_each_campaign_and_the_books(client, spring):
    text = page_of(client, "analytics:roi").content.decode()

    assert "Spring &lt;b&gt;" in text
    assert "€150" in text
    assert "+50%" in text
    assert "the books balance" in text
    assert "Every contact before the conversion gets the same share." in text
    assert "run #" in text


def test_it_names_what_is_not_available(client, spring):
    text = page_of(client, "analytics:roi").content.decode()

    assert "not available" in text
    assert "no spend is recorded" in text


def test_every_number_opens_its_rows_and_they_add_up(client, spring):
    make_journey(None)
    make_won(amount=7)
    make_won(spring, amount=5, currency="USD")
    run_everything()
    for group in ("campaign", "channel"):
        text = page_of(client, "analytics:roi", group=group).content.decode()
        links = {link.replace("&amp;", "&") for link in ALL_NUMBERS.findall(text)}
        assert len(links) > 20
        for link in links:
            assert client.get(link).status_code == 200, link


def test_the_rows_sum_to_the_number(client, spring):
    answer = page_of(client, "analytics:rows", "revenue", f"campaign-{spring.pk}")

    drill = answer.context["drill"]
    assert drill.total == 150
    assert sum(row.credit.value for row in drill.rows) == 150
    assert "50.00%" in answer.content.decode()


@pytest.mark.parametrize(
    ("what", "total"),
    [
        ("spend", 100),
        ("ad_clicks", 50),
        ("link_clicks", 1),
        ("visits", 1),
        ("leads", Decimal("0.5")),
    ],
)
def test_each_kind_of_rows(client, spring, what, total):
    answer = page_of(client, "analytics:rows", what, f"campaign-{spring.pk}")

    assert answer.context["drill"].total == total


def test_whole_conversions_are_listed_for_the_books(client, spring):
    make_won(amount=40)
    run_everything()

    for of, total in (("all", 300), ("unattributed", 40), ("booked", 340), ("excluded", 0)):
        drill = page_of(client, "analytics:rows", "revenue", of).context["drill"]
        assert drill.total == total, of


@pytest.mark.parametrize(
    ("what", "of", "column", "total"),
    [
        ("spend", "all", "amount", 100),
        ("link_clicks", "all", "link", None),
        ("visits", "all", "landing_url", None),
        ("revenue", "campaign-{spring}", "credit", 150),
        ("leads", "campaign-{spring}", "weight", Decimal("0.5")),
        ("revenue", "booked", "amount", 300),
    ],
)
def test_the_rows_are_a_file_that_sums_to_the_number(client, spring, what, of, column, total):
    answer = page_of(client, "analytics:rows", what, of.format(spring=spring.pk), format="csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))

    assert rows
    assert column in rows[0]
    assert "Person" not in text
    if total is not None:
        assert sum(Decimal(row[column]) for row in rows) == total


@pytest.mark.parametrize(
    ("what", "of"),
    [
        ("planets", "all"),
        ("revenue", "planet-1"),
        ("revenue", "campaign-999"),
        ("revenue", "campaign-x"),
    ],
)
def test_a_number_that_is_none_is_not_found(client, what, of):
    assert page_of(client, "analytics:rows", what, of).status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "999999999999", "2"])
def test_a_strange_page_number_shows_a_page(client, spring, page):
    assert page_of(client, "analytics:rows", "spend", "all", page=page).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        {"period": "moon"},
        {"model": "magic"},
        {"group": "planet"},
        {"period": "custom", "from": "2026-13-01", "to": "2026-01-01"},
        {"period": "custom", "from": "2026-02-01", "to": "2026-01-01"},
        {"period": "custom", "from": "", "to": ""},
        {"period": "custom", "from": "1000-01-01", "to": "2026-01-01"},
    ],
)
@pytest.mark.parametrize("name", ["roi", "campaign", "rows", "next_campaign"])
def test_a_broken_address_says_so(client, spring, query, name):
    args = {"campaign": [spring.pk], "next_campaign": [spring.pk], "rows": ["leads", "all"]}
    answer = client.get(reverse(f"analytics:{name}", args=args.get(name, [])), query)

    assert answer.status_code == 400
    text = answer.content.decode()
    assert 'class="err"' in text or 'role="alert"' in text


def test_any_sort_opens(client, spring):
    for sort in ("name", "-roi", "cac", "-change", "nonsense", "-visits"):
        assert page_of(client, "analytics:roi", sort=sort).status_code == 200


def test_htmx_gets_only_the_report(client, spring):
    answer = client.get(reverse("analytics:roi"), NOVEMBER, headers={"HX-Request-Type": "partial"})
    text = answer.content.decode()

    assert 'id="report"' in text
    assert "<html" not in text
    assert "HX-Request-Type" in answer["Vary"]


def test_an_empty_company_is_told_what_to_do(client):
    text = client.get(reverse("analytics:roi")).content.decode()

    assert "Nothing was spent or earned in this period" in text
    assert "?period=all" in text


def test_all_time_finds_what_was_imported_long_ago(client):
    make_spend(campaign=make_campaign("Old"), amount=12, spent_on=NOW.date().replace(year=2017))

    answer = client.get(reverse("analytics:roi"), {"period": "all"})

    assert answer.context["report"].total.totals.spend == 12
    assert "Old" in answer.content.decode()


def test_no_inline_style_or_script(client, spring):
    text = page_of(client, "analytics:roi").content.decode()

    assert " style=" not in text
    assert "hx-on" not in text
    assert re.search(r"<script(?! (type|defer|src|id))", text) is None


def test_the_csv_sums_to_the_books(client, spring):
    make_won(amount=40)
    run_everything()

    answer = page_of(client, "analytics:roi", format="csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))

    assert answer["Content-Type"].startswith("text/csv")
    assert sum(Decimal(row["revenue"]) for row in rows if row["revenue"]) == 340
    spring_row = next(row for row in rows if row["campaign"] == "Spring <b>")
    assert (spring_row["spend"], spring_row["roi"]) == ("100.00", "0.500000")
    assert next(row for row in rows if row["campaign"] == "Autumn")["roi"] == ""


def test_a_campaign_named_like_a_formula_is_harmless_in_csv(client):
    campaign = make_campaign("=HYPERLINK(1)")
    make_spend(campaign=campaign)

    text = b"".join(page_of(client, "analytics:roi", format="csv").streaming_content).decode()

    assert '"\'=HYPERLINK(1)"' in text


# --- one campaign, one channel --------------------------------------------------------------


def test_a_campaign_has_its_links_and_ads(client, spring):
    make_spend(campaign=spring, amount=0, claimed_conversions=3, label="Free ad")

    text = page_of(client, "analytics:campaign", spring.pk).content.decode()

    assert "Without link" in text
    assert "Ad 1" in text
    assert "the spend is zero" in text


def test_a_channel_has_its_campaigns(client, spring):
    answer = page_of(client, "analytics:channel", channel("paid_search").pk)
    report = answer.context["report"]

    assert [row.label for row in report.rows] == ["Spring <b>"]
    assert report.total.totals.revenue == 150


def test_what_is_not_there_is_not_found(client):
    assert page_of(client, "analytics:campaign", 999).status_code == 404
    assert page_of(client, "analytics:channel", 999).status_code == 404
    assert page_of(client, "analytics:next_campaign", 999).status_code == 404


# --- runs -----------------------------------------------------------------------------------


def test_the_button_computes_everything_again(client):
    deal = make_won(make_campaign())

    answer = client.post(reverse("analytics:recompute"))
    outbox.run_all()

    assert answer.status_code == 302
    assert standing(deal).state == "attributed"
    text = client.get(reverse("analytics:runs")).content.decode()
    assert "Standing" in text
    assert "The books balance" in text


def test_runs_show_what_waits_and_refresh_themselves(client):
    client.post(reverse("analytics:recompute"))

    text = client.get(reverse("analytics:runs")).content.decode()

    assert "Waiting" in text
    assert 'hx-trigger="every 2s"' in text


def test_a_waiting_run_can_be_cancelled(client):
    client.post(reverse("analytics:recompute"))
    run = Run.objects.get()

    client.post(reverse("analytics:cancel_run", args=[run.pk]))
    outbox.run_all()

    run.refresh_from_db()
    assert run.state == Run.State.CANCELLED
    assert "every 2s" not in client.get(reverse("analytics:runs")).content.decode()


def test_an_imbalance_is_said(client):
    make_won(make_campaign())

    assert "do not balance" in client.get(reverse("analytics:runs")).content.decode()


# --- the next campaign ----------------------------------------------------------------------


def test_a_finding_becomes_a_draft_that_remembers(client, spring, marketer):
    url = reverse("analytics:next_campaign", args=[spring.pk])
    page = client.get(url, NOVEMBER)
    initial = page.context["draft_form"].initial
    data = {
        "name": initial["name"],
        "channel": spring.channel_id,
        "hypothesis": initial["hypothesis"],
        "budget": "150",
    }

    address = f"{url}?period=custom&from=2026-11-01&to=2026-11-30&model=linear"
    answer = client.post(address, data)

    draft = Campaign.objects.get(follows=spring)
    assert answer.status_code == 302
    assert (draft.status, draft.budget, draft.owner) == ("draft", 150, marketer)
    assert draft.hypothesis == initial["hypothesis"]
    assert "2026-11-01 to 2026-11-30" in draft.learned
    assert "Revenue: 150.00 EUR" in draft.learned

    client.post(address, data)
    assert Campaign.objects.filter(follows=spring).count() == 1
    assert "has a draft already" in client.get(address).content.decode()


def test_a_draft_needs_a_name_and_a_hypothesis(client, spring):
    url = reverse("analytics:next_campaign", args=[spring.pk])

    answer = client.post(url, {"channel": spring.channel_id, "budget": "-1"})

    assert answer.status_code == 422
    assert not Campaign.objects.filter(follows=spring).exists()


def test_a_closed_deal_shows_at_once(client, spring):
    """An outcome recorded is on the page as soon as its job has run."""
    lead = make_journey(spring, at=NOW - DAY)
    deal = Deal.objects.get(amount=300)
    Deal.objects.filter(pk=deal.pk).update(lead=lead, amount=400)
    outbox.announce("deal.closed", deal_ids=[deal.pk])
    outbox.run_all()

    report = page_of(client, "analytics:roi").context["report"]

    assert report.books.booked.revenue == 400
    assert report.total.totals.revenue == 400


def test_visits_show_who_is_known(client, spring):
    make_touch(campaign=spring)

    text = page_of(client, "analytics:rows", "visits", "all").content.decode()

    assert "not known" in text
    assert "Person" in text


def test_a_campaign_opened_without_a_period_is_shown_over_all_its_time(client_of, manager):
    campaign = make_campaign(name="Long over")
    make_spend(campaign=campaign, spent_on=date(2020, 3, 1), amount=Decimal("777.00"))

    page = client_of(manager).get(reverse("analytics:campaign", args=[campaign.pk]))

    assert page.context["choice"].preset == "all"
    assert "777" in page.content.decode()
