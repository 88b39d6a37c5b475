"""Campaign pages: list, page, form, and who sees what."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from campaigns.models import Campaign
from campaigns.tests.make import (
    channel,
    make_campaign,
    make_click,
    make_link,
    make_spend,
    make_touch,
)
from clmsite.kernel.audit import record
from clmsite.kernel.money import Money

pytestmark = pytest.mark.django_db

LIST = "/campaigns/"
NEW = "/campaigns/new"
KEY = "0b9d5c1e-8a5f-4a58-9b6e-0e6f6d1b2c3d"


def names(response):
    return [campaign.name for campaign in response.context["list"].rows]


def entered(**changes):
    """What a filled-in form sends."""
    data = {
        "name": "Spring sale",
        "channel": channel("email").pk,
        "starts_on": "2026-11-01",
        "ends_on": "2026-11-30",
        "budget": "1500.50",
        "currency": "EUR",
        "goal_leads": "20",
        "hypothesis": "Mails in the morning are read.",
        "tags": "spring, mail , spring",
        "key": KEY,
    }
    return {**data, **changes}


# --- list -------------------------------------------------------------------------------------


def test_the_list_shows_money_to_date_in_the_campaigns_currency(client_of, marketer):
    campaign = make_campaign("Spring", budget=1000)
    make_spend(campaign=campaign, amount="120.50")
    make_spend(campaign=campaign, amount=80, spent_on=date(2099, 1, 1))  # not yet
    make_spend(campaign=campaign, amount=999, currency="USD")

    response = client_of(marketer).get(LIST)

    assert response.context["list"].rows[0].spent == Decimal("120.50")
    assert "€120.50" in response.content.decode()


def test_a_campaign_without_spend_is_not_available_rather_than_zero(client_of, marketer):
    make_campaign(budget=None)

    response = client_of(marketer).get(LIST)

    assert response.context["list"].rows[0].spent is None
    assert "not available" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("status=running", ["Spring"], id="status"),
        pytest.param("channel=email", ["Autumn"], id="channel"),
        pytest.param("q=SPRI", ["Spring"], id="search"),
        pytest.param("tag=b2b", ["Spring"], id="tag"),
        pytest.param("tag=b2", [], id="a tag matches as a whole"),
        pytest.param("tag=فارسی", ["Autumn"], id="a tag beyond ASCII"),
        pytest.param("active_from=2026-11-15", ["Spring"], id="still on after a day"),
        pytest.param("active_to=2026-10-01", ["Autumn"], id="begun by a day"),
        pytest.param("status=paused", [], id="nothing"),
    ],
)
def test_filters(client_of, marketer, query, expected):
    make_campaign("Spring", tags=["b2b"], starts_on=date(2026, 11, 1), ends_on=None)
    make_campaign(
        "Autumn",
        channel="email",
        status="ended",
        tags=["فارسی"],
        starts_on=date(2026, 9, 1),
        ends_on=date(2026, 10, 31),
    )

    assert names(client_of(marketer).get(f"{LIST}?{query}")) == expected


def test_nothing_matched_offers_to_clear_and_an_empty_install_to_begin(client_of, marketer):
    client = client_of(marketer)
    assert "No campaigns yet" in client.get(LIST).content.decode()

    make_campaign()
    page = client.get(f"{LIST}?q=nowhere").content.decode()

    assert "No campaign matches" in page
    assert "Clear the filters" in page


@pytest.mark.parametrize("query", ["sort=owner__password", "status=x", "owner=0", "active_from=x"])
def test_nonsense_in_the_address_is_a_400_with_words(client_of, marketer, query):
    response = client_of(marketer).get(f"{LIST}?{query}")

    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()


def test_htmx_gets_only_the_list(client_of, marketer):
    make_campaign("Spring")

    response = client_of(marketer).get(LIST, headers={"HX-Request-Type": "partial"})

    assert "HX-Request-Type" in response["Vary"]
    page = response.content.decode()
    assert page.strip().startswith("<section")
    assert "Spring" in page


def test_a_longer_list_costs_no_more_queries(client_of, marketer, django_assert_max_num_queries):
    for n in range(12):
        make_spend(campaign=make_campaign(owner=marketer, tags=[str(n)]))
    client = client_of(marketer)
    client.get(LIST)

    # session, user, groups, count, rows, channels and people of the filters
    with django_assert_max_num_queries(8):
        client.get(LIST)


def test_csv_has_the_rows_of_the_list(client_of, marketer):
    make_spend(campaign=make_campaign("=Spring", budget=200, tags=["a", "b"]), amount=50)
    make_campaign("Autumn", status="ended")

    response = client_of(marketer).get(f"{LIST}?status=running&format=csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))

    assert [row["name"] for row in rows] == ["'=Spring"]
    assert (rows[0]["budget"], rows[0]["spent_to_date"]) == ("200.00", "50.00")
    assert (rows[0]["tags"], rows[0]["channel"]) == ("a, b", "Paid Search")


# --- what a sales rep sees --------------------------------------------------------------------


def test_a_rep_sees_campaigns_but_no_money(client_of, rep):
    campaign = make_campaign("Spring", budget="4321.00")
    make_spend(campaign=campaign, amount="1234.00")
    client = client_of(rep)

    pages = (
        client.get(LIST).content.decode() + client.get(f"/campaigns/{campaign.pk}").content.decode()
    )
    table = b"".join(client.get(f"{LIST}?format=csv").streaming_content).decode()

    assert "Spring" in pages
    for figure in ("4,321", "1,234", "4321", "1234"):
        assert figure not in pages + table


def test_a_rep_cannot_order_by_money(client_of, rep):
    assert client_of(rep).get(f"{LIST}?sort=spent").status_code == 400


@pytest.mark.parametrize(
    "verb", ["launch", "pause", "resume", "end", "undo", "duplicate", "delete"]
)
def test_a_rep_changes_nothing(client_of, rep, verb):
    campaign = make_campaign(status="draft")

    assert client_of(rep).post(f"/campaigns/{campaign.pk}/{verb}").status_code == 403
    campaign.refresh_from_db()
    assert (campaign.status, Campaign.objects.count()) == ("draft", 1)


@pytest.mark.parametrize("path", [NEW, "/spend/", "/spend/new", "/links/new"])
def test_a_rep_may_not_open(client_of, rep, path):
    assert client_of(rep).get(path).status_code == 403


def test_strangers_are_sent_to_sign_in(client):
    response = client.get(LIST)

    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


# --- page -------------------------------------------------------------------------------------


def test_the_page_tells_what_is_known(client_of, marketer):
    before = make_campaign("Winter", status="ended")
    campaign = make_campaign(
        "Spring",
        follows=before,
        learned="Mails work.",
        hypothesis="More mails work more.",
        goal_leads=77,
    )
    link = make_link(campaign=campaign, name="Footer link")
    make_click(link=link)
    make_click(link=link, kind="bot")
    make_touch(campaign=campaign)
    make_spend(campaign=campaign, amount=250, label="Invoice 7")
    record(marketer, "campaign.edited", campaign, fields=["budget"], version=2)

    response = client_of(marketer).get(f"/campaigns/{campaign.pk}")
    page = response.content.decode()

    assert (response.context["human"], response.context["machines"]) == (1, 1)
    assert response.context["visits"] == 1
    for text in (
        "Winter",
        "Mails work.",
        "More mails",
        "77",
        "Footer link",
        "Invoice 7",
        "€250.00",
    ):
        assert text in page
    assert "Mara Keting" in page
    assert "Spring" in client_of(marketer).get(f"/campaigns/{before.pk}").content.decode()


def test_spend_in_another_currency_is_shown_beside_and_not_added(client_of, marketer):
    campaign = make_campaign(currency="EUR")
    make_spend(campaign=campaign, amount=100, currency="EUR")
    make_spend(campaign=campaign, amount=7, currency="USD")

    money = client_of(marketer).get(f"/campaigns/{campaign.pk}").context["money"]

    assert money.spent == 100
    assert money.others == [Money(Decimal(7), "USD")]


def test_an_unknown_campaign_is_404(client_of, marketer):
    assert client_of(marketer).get("/campaigns/999").status_code == 404


def test_the_page_asks_a_fixed_number_of_questions(
    client_of, marketer, django_assert_max_num_queries
):
    campaign = make_campaign(owner=marketer)
    for _ in range(5):
        make_click(link=make_link(campaign=campaign))
        make_spend(campaign=campaign, link=make_link(campaign=campaign))
        make_campaign(follows=campaign)
        record(marketer, "campaign.edited", campaign, fields=[])
    client = client_of(marketer)
    client.get(f"/campaigns/{campaign.pk}")

    with django_assert_max_num_queries(13):
        client.get(f"/campaigns/{campaign.pk}")


# --- form -------------------------------------------------------------------------------------


def test_a_new_campaign_is_a_draft_of_its_maker(client_of, marketer):
    response = client_of(marketer).post(NEW, entered(owner=marketer.pk))

    campaign = Campaign.objects.get()
    assert response["Location"] == reverse("campaigns:campaign", args=[campaign.pk])
    assert (campaign.status, campaign.slug, campaign.owner) == ("draft", "spring-sale", marketer)
    assert (campaign.budget, campaign.tags) == (Decimal("1500.50"), ["spring", "mail"])


def test_a_form_sent_twice_makes_one_campaign(client_of, marketer):
    client = client_of(marketer)

    first, second = (client.post(NEW, entered(slug="spring")) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert Campaign.objects.count() == 1


def test_two_campaigns_may_share_a_name_but_not_a_short_name(client_of, marketer):
    client = client_of(marketer)
    client.post(NEW, entered())
    client.post(NEW, entered(key="1b9d5c1e-8a5f-4a58-9b6e-0e6f6d1b2c3d"))

    assert sorted(Campaign.objects.values_list("slug", flat=True)) == [
        "spring-sale",
        "spring-sale-2",
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("channel", "999"),
        ("ends_on", "2026-10-01"),
        ("budget", "-1"),
        ("budget", "NaN"),
        ("budget", "1e400"),
        ("currency", "XYZ"),
        ("slug", "no spaces"),
        ("tags", "x" * 41),
        ("goal_leads", "-3"),
    ],
)
def test_bad_input_is_said_beside_its_field(client_of, marketer, field, value):
    response = client_of(marketer).post(NEW, entered(**{field: value}))

    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert not Campaign.objects.exists()


def test_editing_saves_and_writes_history(client_of, marketer):
    campaign = make_campaign("Spring", hypothesis="old")
    data = entered(name="Summer", version=1, slug=campaign.slug)

    response = client_of(marketer).post(f"/campaigns/{campaign.pk}/edit", data)

    campaign.refresh_from_db()
    assert response.status_code == 302
    assert (campaign.name, campaign.version, campaign.status) == ("Summer", 2, "running")
    page = client_of(marketer).get(f"/campaigns/{campaign.pk}").content.decode()
    assert "hypothesis" in page


def test_a_stale_form_says_who_changed_what_and_keeps_what_was_typed(client_of, marketer, manager):
    campaign = make_campaign("Spring")
    path = f"/campaigns/{campaign.pk}/edit"
    mine = entered(name="Mine", version=1, slug=campaign.slug)
    theirs = {**mine, "name": "Spring", "budget": "9.00"}
    client_of(manager).post(path, theirs)

    response = client_of(marketer).post(path, mine)
    page = response.content.decode()

    assert response.status_code == 409
    assert "Mani Ager" in page
    assert "budget" in page
    assert 'value="Mine"' in page
    campaign.refresh_from_db()
    assert (campaign.name, campaign.budget) == ("Spring", 9)

    again = {**mine, "version": response.context["form"]["version"].value()}
    assert client_of(marketer).post(path, again).status_code == 302
    campaign.refresh_from_db()
    assert campaign.name == "Mine"


def test_status_cannot_be_set_by_the_form(client_of, marketer):
    client_of(marketer).post(NEW, entered(status="running", launched_at="2026-11-01"))

    assert Campaign.objects.get().status == "draft"
