"""Link pages: list, page, form, QR codes."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from campaigns.models import Link
from campaigns.tests.make import make_campaign, make_click, make_link
from clmsite.kernel.audit import history

pytestmark = pytest.mark.django_db

NEW = "/links/new"


def entered(campaign, /, **changes):
    data = {
        "campaign": campaign.pk,
        "destination": "https://shop.example.com/landing",
        "name": "Newsletter button",
        "utm_source": "newsletter",
        "utm_medium": "email",
        "utm_campaign": campaign.slug,
        "code": "spring24",
    }
    return {**data, **changes}


# --- list and page ----------------------------------------------------------------------------


def test_the_list_counts_people_and_machines_apart(client_of, rep):
    link = make_link(name="Footer")
    for kind in ("human", "human", "bot", "probe"):
        make_click(link=link, kind=kind)
    make_link(name="Unused")

    rows = client_of(rep).get("/links/").context["rows"]

    assert [(str(link), clicks.human, clicks.machines) for link, clicks, _url in rows] == [
        ("Unused", 0, 0),
        ("Footer", 2, 2),
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=footer", ["Footer"]),
        ("channel=email", ["Mail"]),
        ("is_enabled=false", ["Mail"]),
        ("sort=-clicks", ["Mail", "Footer"]),
        ("sort=clicks", ["Footer", "Mail"]),
    ],
)
def test_filters_and_order(client_of, marketer, query, expected):
    make_link(name="Footer")
    mail = make_link(name="Mail", campaign=make_campaign(channel="email"), is_enabled=False)
    make_click(link=mail)

    rows = client_of(marketer).get(f"/links/?{query}").context["rows"]

    assert [str(link) for link, _clicks, _url in rows] == expected


def test_a_longer_list_costs_no_more_queries(client_of, marketer, django_assert_max_num_queries):
    for _ in range(12):
        make_click(link=make_link())
    client = client_of(marketer)
    client.get("/links/")

    # session, user, groups, count, rows, clicks, campaigns and channels of the filters
    with django_assert_max_num_queries(8):
        client.get("/links/")


def test_csv(client_of, marketer, settings):
    settings.SITE_URL = "https://go.example.com"
    make_click(link=make_link(name="Footer", code="abc"))

    response = client_of(marketer).get("/links/?format=csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text))

    assert (row["short_url"], row["human_clicks"]) == ("https://go.example.com/r/abc", "1")
    assert row["is_enabled"] == "true"


def test_the_page_shows_address_values_and_clicks_by_day(client_of, rep, settings):
    settings.SITE_URL = "https://go.example.com"
    link = make_link(name="Footer", code="abc", utm_content="red")
    now = timezone.now()
    make_click(link=link, at=now)
    make_click(link=link, at=now, kind="bot")
    make_click(link=link, at=now - timedelta(days=3))
    make_click(link=link, at=now - timedelta(days=60))

    response = client_of(rep).get(f"/links/{link.pk}")
    page = response.content.decode()

    assert "https://go.example.com/r/abc" in page
    assert link.destination in page
    assert "red" in page
    assert [(human, bots) for _on, human, bots in response.context["days"]] == [(1, 1), (1, 0)]
    assert response.context["clicks"].human == 3
    people, machines = response.context["figure"]["data"]
    assert len(people["x"]) == 30
    assert (sum(people["y"]), sum(machines["y"])) == (2, 1)


@pytest.mark.parametrize(("kind", "start"), [("svg", b"<svg"), ("png", b"\x89PNG")])
def test_qr_codes(client_of, rep, kind, start):
    link = make_link(code="abc")
    client = client_of(rep)

    shown = client.get(f"/links/{link.pk}/qr.{kind}")
    saved = client.get(f"/links/{link.pk}/qr.{kind}?download=1")

    assert shown.content.startswith(start)
    assert "Content-Disposition" not in shown
    assert saved["Content-Disposition"] == f'attachment; filename="abc.{kind}"'
    assert client.get(f"/links/{link.pk}/qr.gif").status_code == 404


# --- form -------------------------------------------------------------------------------------


def test_the_form_suggests_values_of_the_campaign(client_of, marketer):
    campaign = make_campaign("Spring", channel="email", slug="spring")

    form = client_of(marketer).get(f"{NEW}?campaign={campaign.pk}").context["form"]

    assert form["campaign"].value() == campaign.pk or form.initial["campaign"] == campaign
    assert form["utm_source"].value() == "newsletter"
    assert form["utm_medium"].value() == "email"
    assert form["utm_campaign"].value() == "spring"
    assert len(form["code"].value()) == 7


def test_choosing_a_campaign_swaps_the_values_and_keeps_the_rest(client_of, marketer):
    campaign = make_campaign(channel="sms", slug="text-1")
    query = {"campaign": campaign.pk, "destination": "https://a.example", "utm_content": "red"}
    client = client_of(marketer)

    part = client.get("/links/utm", query, headers={"HX-Request-Type": "partial"})
    whole = client.get("/links/utm", query)

    assert part.content.decode().strip().startswith("<section")
    for page in (part.content.decode(), whole.content.decode()):
        assert 'value="text-1"' in page
        assert 'value="sms"' in page
        assert 'value="red"' in page
    assert 'value="https://a.example"' in whole.content.decode(), "works without JavaScript, too"


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 30])
def test_no_campaign_no_suggestion(client_of, marketer, number):
    response = client_of(marketer).get(f"/links/utm?campaign={number}")

    assert response.status_code == 200


def test_a_link_is_made_once(client_of, marketer):
    campaign = make_campaign()
    client = client_of(marketer)

    first, second = (client.post(NEW, entered(campaign)) for _ in range(2))

    link = Link.objects.get()
    assert first["Location"] == second["Location"] == f"/links/{link.pk}"
    assert (link.created_by, link.code) == (marketer, "spring24")


def test_a_taken_code_is_a_field_error(client_of, marketer, manager):
    campaign = make_campaign()
    client_of(manager).post(NEW, entered(campaign))

    response = client_of(marketer).post(NEW, entered(campaign, anyway="1"))

    assert response.status_code == 422
    assert response.context["form"].errors["code"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("destination", "javascript:alert(1)"),
        ("destination", "https://user@evil.example/"),
        ("destination", "http://shop.example.com/"),
        ("destination", "https://testserver/r/abc"),
        ("destination", "https://shop.example.com/\u202e"),
        ("destination", ""),
        ("code", "a/b"),
        ("code", "-a"),
        ("code", "a b"),
        ("code", "ä"),
        ("code", "a" * 41),
        ("code", ""),
        ("utm_source", ""),
        ("campaign", ""),
        ("expires_at", "soon"),
    ],
)
def test_bad_input_is_said_beside_its_field(client_of, marketer, field, value):
    response = client_of(marketer).post(NEW, entered(make_campaign(), **{field: value}))

    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert not Link.objects.exists()


def test_an_international_name_is_stored_and_shown_in_punycode(client_of, marketer):
    client = client_of(marketer)
    client.post(NEW, entered(make_campaign(), destination="https://münchen.example/straße"))

    link = Link.objects.get()
    assert link.destination == "https://xn--mnchen-3ya.example/stra%C3%9Fe"
    assert "xn--mnchen-3ya" in client.get(f"/links/{link.pk}").content.decode()


def test_the_same_values_twice_are_warned_about_and_can_be_kept(client_of, marketer):
    campaign = make_campaign()
    client = client_of(marketer)
    client.post(NEW, entered(campaign))

    response = client.post(NEW, entered(campaign, code="other"))

    assert response.status_code == 422
    assert "/r/spring24" in response.content.decode()
    assert client.post(NEW, entered(campaign, code="other", anyway="1")).status_code == 302
    other = Link.objects.get(code="other")
    assert "/links/" in client.get(f"/links/{other.pk}").content.decode()
    assert client.get(f"/links/{other.pk}").context["duplicates"].get().code == "spring24"


def test_editing_and_a_stale_form(client_of, marketer, manager):
    campaign = make_campaign()
    link = make_link(campaign=campaign, code="abc", name="Old")
    path = f"/links/{link.pk}/edit"
    mine = entered(campaign, code="abc", version=1)

    assert client_of(manager).post(path, {**mine, "name": "Theirs"}).status_code == 302
    response = client_of(marketer).post(path, {**mine, "name": "Mine"})

    assert response.status_code == 409
    assert "Mani Ager" in response.content.decode()
    assert 'value="Mine"' in response.content.decode()
    link.refresh_from_db()
    assert (link.name, link.version) == ("Theirs", 2)


def test_expiry_is_read_and_shown_in_the_reporting_zone(client_of, marketer, settings):
    settings.REPORTING_TIME_ZONE = "Asia/Tehran"
    client = client_of(marketer)
    client.post(NEW, entered(make_campaign(), expires_at="2027-01-01T00:00"))

    link = Link.objects.get()
    assert link.expires_at == datetime(2026, 12, 31, 20, 30, tzinfo=UTC)
    assert 'value="2027-01-01T00:00"' in client.get(f"/links/{link.pk}/edit").content.decode()


def test_history_knows_who_let_it_lead_where(client_of, marketer):
    campaign = make_campaign()
    client = client_of(marketer)
    client.post(NEW, entered(campaign))
    link = Link.objects.get()
    elsewhere = entered(campaign, destination="https://other.example/x", version=1)

    client.post(f"/links/{link.pk}/edit", elsewhere)

    hosts = [(entry.actor, entry.detail["host"]) for entry in history(link)]
    assert hosts == [(marketer, "other.example"), (marketer, "shop.example.com")]


def test_a_link_is_switched_off_and_on_again(client_of, marketer):
    link = make_link()
    client = client_of(marketer)

    for on in ("0", "0", "1"):
        client.post(f"/links/{link.pk}/enabled", {"on": on})

    link.refresh_from_db()
    assert (link.is_enabled, link.version) == (True, 3)
    assert [entry.action for entry in history(link)] == ["link.enabled", "link.disabled"]


def test_a_rep_may_look_but_not_touch(client_of, rep):
    link = make_link()
    client = client_of(rep)

    assert client.get("/links/").status_code == 200
    for path in (NEW, f"/links/{link.pk}/edit", "/links/utm"):
        assert client.get(path).status_code == 403
    assert client.post(f"/links/{link.pk}/enabled", {"on": "0"}).status_code == 403
    assert Link.objects.get().is_enabled
