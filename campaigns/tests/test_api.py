"""The REST API of this app: the same verbs, filters and rights as the pages."""

from datetime import timedelta
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from campaigns.models import Campaign, Link, Spend
from campaigns.tests.make import make_campaign, make_click, make_link, make_site, make_spend
from clmsite.models import ApiToken

pytestmark = pytest.mark.django_db

CAMPAIGNS, LINKS, SPEND = "/api/v1/campaigns/", "/api/v1/links/", "/api/v1/spend/"


def api_of(user, **token):
    """A client that sends a token of `user`, as a program would."""
    _token, secret = ApiToken.objects.create(
        user=user, expiry=timedelta(days=1), **{"is_read_only": False, "name": "test", **token}
    )
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {secret}")
    return client


@pytest.fixture
def api(marketer):
    return api_of(marketer)


def new_campaign(**changes):
    return {"name": "Spring", "channel": "email", "currency": "EUR", **changes}


# --- doors ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [CAMPAIGNS, LINKS, SPEND, "/api/v1/channels/", "/api/v1/sites/"])
def test_without_a_token_there_is_nothing(client, client_of, marketer, path):
    assert client.get(path).status_code == 401
    assert client_of(marketer).get(path).status_code == 401, "a browser's session is no token"


def test_a_token_that_only_reads_does_not_write(marketer):
    api = api_of(marketer, is_read_only=True)

    assert api.get(CAMPAIGNS).status_code == 200
    response = api.post(CAMPAIGNS, new_campaign(), format="json")
    assert (response.status_code, response.json()["error"]) == (403, "permission_denied")
    assert not Campaign.objects.exists()


def test_a_rep_reads_campaigns_without_their_money(rep):
    campaign = make_campaign(budget="4321.00")
    make_spend(campaign=campaign, amount=7)
    api = api_of(rep)

    body = api.get(CAMPAIGNS).json()["results"][0]

    assert body["name"] == campaign.name
    assert "budget" not in body
    assert "spent" not in body
    assert api.get(SPEND).status_code == 403
    assert api.post(f"{CAMPAIGNS}{campaign.pk}/end/").status_code == 403
    assert api.patch(f"{CAMPAIGNS}{campaign.pk}/", {"name": "x"}, format="json").status_code == 403
    campaign.refresh_from_db()
    assert (campaign.status, campaign.version) == ("running", 1)


# --- campaigns --------------------------------------------------------------------------------


def test_a_campaign_is_read_with_its_spend(api):
    campaign = make_campaign("Spring", budget="10.00", tags=["a"])
    make_spend(campaign=campaign, amount="2.50")

    body = api.get(f"{CAMPAIGNS}{campaign.pk}/").json()

    assert (body["name"], body["status"], body["channel"]) == ("Spring", "running", "paid_search")
    assert (Decimal(body["budget"]), Decimal(body["spent"])) == (10, Decimal("2.5"))
    assert body["tags"] == ["a"]


def test_a_new_campaign_is_a_draft(api, marketer):
    response = api.post(
        CAMPAIGNS,
        new_campaign(owner=marketer.email, budget="12.50", tags=["q1"], starts_on="2026-12-01"),
        format="json",
    )

    campaign = Campaign.objects.get()
    assert response.status_code == 201
    assert response.json()["id"] == campaign.pk
    assert (campaign.status, campaign.slug, campaign.owner) == ("draft", "spring", marketer)
    assert campaign.budget == Decimal("12.50")


def test_an_idempotency_key_makes_one_campaign(api, manager):
    headers = {"Idempotency-Key": "order-7"}

    first, second = (
        api.post(CAMPAIGNS, new_campaign(), format="json", headers=headers) for _ in range(2)
    )
    other = api_of(manager).post(CAMPAIGNS, new_campaign(), format="json", headers=headers)

    assert (first.status_code, second.status_code, other.status_code) == (201, 200, 201)
    assert first.json()["id"] == second.json()["id"] != other.json()["id"]


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({"nmae": "x"}, "nmae", "unknown_field"),
        ({"status": "running"}, "status", "unknown_field"),
        ({"id": 7}, "id", "unknown_field"),
        ({"launched_at": "2026-11-20T12:00:00Z"}, "launched_at", "unknown_field"),
        ({"proposal_key": "x"}, "proposal_key", "unknown_field"),
        ({"channel": "smoke_signals"}, "channel", "invalid"),
        ({"currency": "XYZ"}, "currency", "invalid"),
        ({"budget": "-1"}, "budget", "invalid"),
        ({"budget": "NaN"}, "budget", "invalid"),
        ({"budget": 1e30}, "budget", "invalid"),
        ({"starts_on": "2026-12-02", "ends_on": "2026-12-01"}, "ends_on", "invalid"),
        ({"tags": ["x" * 41]}, "tags", "invalid"),
        ({"tags": "x"}, "tags", "invalid"),
        ({"owner": "nobody@example.com"}, "owner", "invalid"),
        ({"follows": 999}, "follows", "invalid"),
        ({"name": ""}, "name", "invalid"),
        ({"name": "a\x00b"}, "name", "invalid"),
        ({"slug": "taken"}, "slug", "invalid"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_field(api, changes, field, error):
    make_campaign(slug="taken")

    response = api.post(CAMPAIGNS, new_campaign(**changes), format="json")

    assert response.status_code == 400
    assert response.json()["error"] == error
    assert field in response.json()
    assert Campaign.objects.count() == 1


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"null"])
def test_what_is_no_object_is_refused(api, body):
    response = api.post(CAMPAIGNS, body, content_type="application/json")

    assert response.status_code == 400


def test_a_change_saves_only_what_was_sent(api):
    campaign = make_campaign("Spring", hypothesis="kept")

    response = api.patch(f"{CAMPAIGNS}{campaign.pk}/", {"name": "Summer"}, format="json")

    campaign.refresh_from_db()
    assert response.json()["name"] == "Summer"
    assert (campaign.name, campaign.hypothesis, campaign.version) == ("Summer", "kept", 2)
    assert "spent" in response.json()


def test_a_stale_version_is_409_with_what_is_stored(api):
    campaign = make_campaign("Spring")
    path = f"{CAMPAIGNS}{campaign.pk}/"
    api.patch(path, {"name": "Theirs", "version": 1}, format="json")

    response = api.patch(path, {"name": "Mine", "version": 1}, format="json")

    assert (response.status_code, response.json()["error"]) == (409, "stale_version")
    assert response.json()["current"]["name"] == "Theirs"
    assert Campaign.objects.get().name == "Theirs"


def test_the_actions_go_round(api):
    campaign = make_campaign(status="draft", ends_on=None)
    path = f"{CAMPAIGNS}{campaign.pk}/"

    states = [
        api.post(f"{path}{verb}/").json()["status"] for verb in ("launch", "pause", "resume", "end")
    ]

    assert states == ["running", "paused", "running", "ended"]


def test_an_action_that_does_not_fit_is_409_with_the_reason(api):
    campaign = make_campaign(status="draft", starts_on=None, ends_on="2020-01-01")

    response = api.post(f"{CAMPAIGNS}{campaign.pk}/launch/")

    assert response.status_code == 409
    assert response.json() == {
        "error": "not_ready",
        "detail": "Its last day is over.",
        "status": "draft",
    }


def test_duplicate_and_delete(api):
    campaign = make_campaign("Spring")

    copy = api.post(f"{CAMPAIGNS}{campaign.pk}/duplicate/")

    assert (copy.status_code, copy.json()["status"]) == (201, "draft")
    assert api.delete(f"{CAMPAIGNS}{copy.json()['id']}/").status_code == 204
    assert api.delete(f"{CAMPAIGNS}{campaign.pk}/").status_code == 409
    assert Campaign.objects.get() == campaign


def test_lists_filter_order_and_page_like_the_pages(api):
    for n in range(5):
        make_campaign(f"C{n}", channel="email" if n % 2 else "sms")

    def names(query):
        return [row["name"] for row in api.get(f"{CAMPAIGNS}?{query}").json()["results"]]

    assert names("channel=email") == ["C3", "C1"]
    assert names("ordering=name") == ["C0", "C1", "C2", "C3", "C4"]
    assert names("q=c2") == ["C2"]
    first = api.get(f"{CAMPAIGNS}?page_size=2").json()
    second = api.get(first["next"]).json()
    assert [row["name"] for row in first["results"] + second["results"]] == ["C4", "C3", "C2", "C1"]


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("nonsense=1", "unknown_parameter"),
        ("owner__password=x", "unknown_parameter"),
        ("ordering=owner__password", "unknown_parameter"),
        ("ordering=spent", "unknown_parameter"),
        ("status=x", "invalid"),
        ("q=" + "x" * 201, "invalid"),
    ],
)
def test_a_parameter_nobody_defined_is_400(api, query, error):
    response = api.get(f"{CAMPAIGNS}?{query}")

    assert (response.status_code, response.json()["error"]) == (400, error)


@pytest.mark.parametrize("path", [CAMPAIGNS, LINKS, SPEND])
def test_a_longer_list_costs_no_more_queries(api, path, django_assert_max_num_queries):
    for _ in range(12):
        campaign = make_campaign()
        make_spend(campaign=campaign, link=make_link(campaign=campaign))
    api.get(path)

    with django_assert_max_num_queries(6):  # token, groups, rows and a margin of knox's
        assert len(api.get(path).json()["results"]) == 12


def test_what_is_not_there_is_404(api):
    response = api.get(f"{CAMPAIGNS}999/")

    assert (response.status_code, response.json()["error"]) == (404, "not_found")
    assert api.put(f"{CAMPAIGNS}999/", {}, format="json").status_code == 405


# --- links ------------------------------------------------------------------------------------


def test_a_link_gets_values_suggested_for_its_campaign(api, settings):
    settings.SITE_URL = "https://go.example.com"
    campaign = make_campaign(channel="email", slug="spring")
    data = {"campaign": campaign.pk, "destination": "https://Shop.example.com", "code": "radio"}

    first, second = (api.post(LINKS, data, format="json") for _ in range(2))

    body = first.json()
    assert (first.status_code, second.status_code) == (201, 200)
    assert (body["utm_source"], body["utm_medium"], body["utm_campaign"]) == (
        *("newsletter", "email"),
        "spring",
    )
    assert body["short_url"] == "https://go.example.com/r/radio"
    assert body["destination"] == "https://shop.example.com/"
    assert Link.objects.count() == 1


@pytest.mark.parametrize(
    "destination", ["javascript:x", "http://shop.example.com/", "https://testserver/r/a", "x", ""]
)
def test_a_bad_destination_is_a_field_error(api, destination):
    data = {"campaign": make_campaign().pk, "destination": destination}

    response = api.post(LINKS, data, format="json")

    assert response.status_code == 400
    assert "destination" in response.json()


def test_somebody_elses_code_is_a_conflict(api):
    make_link(code="radio")
    data = {"campaign": make_campaign().pk, "destination": "https://a.example", "code": "radio"}

    response = api.post(LINKS, data, format="json")

    assert (response.status_code, response.json()["error"]) == (409, "code_taken")


def test_a_link_is_changed_and_switched_off_but_never_deleted(api):
    link = make_link(code="radio")
    path = f"{LINKS}{link.pk}/"

    body = api.patch(path, {"is_enabled": False, "name": "Radio"}, format="json").json()

    assert (body["is_enabled"], body["name"], body["version"]) == (False, "Radio", 3)
    assert api.patch(path, {"name": "x", "version": 1}, format="json").status_code == 409
    assert api.delete(path).status_code == 405


# --- spend ------------------------------------------------------------------------------------


def test_spend_with_an_external_id_is_counted_once(api):
    campaign = make_campaign()
    row = {
        "campaign": campaign.pk,
        "spent_on": "2026-11-20",
        "amount": "10.50",
        "currency": "eur",
        "external_id": "ad-7",
        "clicks": 12,
    }

    first, second = (api.post(SPEND, row, format="json") for _ in range(2))
    other = api.post(SPEND, {**row, "amount": "11.00"}, format="json")
    next_day = api.post(SPEND, {**row, "spent_on": "2026-11-21"}, format="json")

    assert [r.status_code for r in (first, second, other, next_day)] == [201, 200, 409, 201]
    assert first.json() == second.json()
    assert other.json()["error"] == "spend_conflict"
    assert other.json()["existing"]["amount"] == "10.50"
    spend = Spend.objects.get(pk=first.json()["id"])
    assert (spend.source, spend.currency, spend.impressions) == ("api", "EUR", None)


def test_spend_is_changed_and_deleted(api):
    spend = make_spend(amount=5)
    path = f"{SPEND}{spend.pk}/"

    assert api.patch(path, {"amount": "6.00"}, format="json").json()["amount"] == "6.00"
    assert api.patch(path, {"source": "hand"}, format="json").status_code == 400
    assert api.delete(path).status_code == 204
    assert not Spend.objects.exists()


def test_a_link_of_another_campaign_is_refused(api):
    data = {"campaign": make_campaign().pk, "link": make_link().pk, "spent_on": "2026-11-20"}

    response = api.post(SPEND, {**data, "amount": "1", "currency": "EUR"}, format="json")

    assert (response.status_code, list(response.json())) == (400, ["error", "link"])


# --- channels and sites -----------------------------------------------------------------------


def test_channels_and_sites_are_read_only(api):
    site = make_site()
    make_click()

    channels = api.get("/api/v1/channels/").json()
    sites = api.get("/api/v1/sites/").json()["results"]

    assert "paid_search" in [row["key"] for row in channels]
    assert [row["domain"] for row in sites] == [site.domain]
    assert api.get("/api/v1/channels/email/").json()["name"] == "Email"
    for path in ("/api/v1/channels/", "/api/v1/sites/", f"/api/v1/sites/{site.pk}/"):
        assert api.post(path, {}, format="json").status_code in {403, 405}
        assert api.delete(path).status_code in {403, 405}
