"""Spend: the list with a total per currency, the form, deleting with a way back."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages

from campaigns.models import Spend
from campaigns.spend import SpendConflictError, record_spend
from campaigns.tests.make import NOW, TODAY, make_campaign, make_link, make_spend
from clmsite.kernel.toasts import read_toast

pytestmark = pytest.mark.django_db

KEY = "0b9d5c1e-8a5f-4a58-9b6e-0e6f6d1b2c3d"


def entered(campaign, /, **changes):
    data = {"campaign": campaign.pk, "spent_on": "2026-11-20", "amount": "99.90"}
    return {**data, "currency": "EUR", "label": "Invoice 7", "key": KEY, **changes}


def toasts(response):
    return [read_toast(message) for message in get_messages(response.wsgi_request)]


def test_totals_are_per_currency(client_of, marketer):
    campaign = make_campaign()
    make_spend(campaign=campaign, amount="10.50")
    make_spend(campaign=campaign, amount="4.50")
    make_spend(campaign=campaign, amount=7, currency="USD")

    response = client_of(marketer).get("/spend/")

    totals = [(row["currency"], row["total"]) for row in response.context["totals"]]
    assert totals == [("EUR", Decimal(15)), ("USD", Decimal(7))]
    assert "€15.00" in response.content.decode()
    assert response.content.decode().count("By hand") == 4  # the filter and three rows


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("channel=email", ["mail"]),
        ("q=ads", ["ads"]),
        ("spent_from=2026-11-10", ["ads"]),
        ("spent_to=2026-11-10", ["mail"]),
        ("currency=usd", ["mail"]),
        ("source=csv", ["mail"]),
        ("sort=day", ["mail", "ads"]),
    ],
)
def test_filters(client_of, marketer, query, expected):
    make_spend(label="ads", spent_on=date(2026, 11, 12))
    make_spend(
        label="mail",
        campaign=make_campaign(channel="email"),
        spent_on=date(2026, 11, 1),
        currency="USD",
        source="csv",
    )

    rows = client_of(marketer).get(f"/spend/?{query}").context["list"].rows

    assert [row.label for row in rows] == expected


@pytest.mark.parametrize("query", ["sort=external_id", "campaign=x", "spent_from=0", "import_id=1"])
def test_nonsense_is_a_400(client_of, marketer, query):
    assert client_of(marketer).get(f"/spend/?{query}").status_code == 400


def test_a_longer_list_costs_no_more_queries(client_of, marketer, django_assert_max_num_queries):
    for _ in range(12):
        campaign = make_campaign()
        make_spend(campaign=campaign, link=make_link(campaign=campaign))
    client = client_of(marketer)
    client.get("/spend/")

    # session, user, groups, count, rows, totals, campaigns and channels of the filters
    with django_assert_max_num_queries(8):
        client.get("/spend/")


def test_csv(client_of, marketer):
    make_spend(amount="1234.50", label="=cmd", impressions=None, clicks=3)

    response = client_of(marketer).get("/spend/?format=csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text))

    assert (row["amount"], row["label"]) == ("1234.50", "'=cmd")
    assert (row["impressions"], row["clicks"]) == ("", "3")


def test_a_form_sent_twice_is_one_row(client_of, marketer):
    campaign = make_campaign()
    client = client_of(marketer)

    for _ in range(2):
        response = client.post("/spend/new", entered(campaign))
        assert response["Location"] == f"/campaigns/{campaign.pk}"

    spend = Spend.objects.get()
    assert (spend.amount, spend.source, spend.label) == (Decimal("99.90"), "hand", "Invoice 7")


def test_going_back_and_sending_other_figures_is_noticed(client_of, marketer):
    campaign = make_campaign()
    client = client_of(marketer)
    client.post("/spend/new", entered(campaign))

    response = client.post("/spend/new", entered(campaign, amount="100"))

    assert response.status_code == 409
    assert f"/spend/{Spend.objects.get().pk}/edit" in response.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", "-1"),
        ("amount", "1.999"),
        ("amount", "Infinity"),
        ("amount", ""),
        ("currency", "E"),
        ("spent_on", "31.12.2026"),
        ("campaign", "0"),
        ("impressions", "-1"),
        ("clicks", "1.5"),
    ],
)
def test_bad_input_is_said_beside_its_field(client_of, marketer, field, value):
    response = client_of(marketer).post("/spend/new", entered(make_campaign(), **{field: value}))

    assert response.status_code == 422
    assert response.context["form"].errors[field]


def test_a_link_of_another_campaign_is_refused(client_of, marketer):
    data = entered(make_campaign(), link=make_link().pk)

    response = client_of(marketer).post("/spend/new", data)

    assert response.context["form"].errors["link"]


def test_editing(client_of, marketer):
    spend = make_spend(amount=5)

    response = client_of(marketer).post(
        f"/spend/{spend.pk}/edit", entered(spend.campaign, next="/spend/?q=a")
    )

    assert response["Location"] == "/spend/?q=a"
    spend.refresh_from_db()
    assert spend.amount == Decimal("99.90")


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:x()"])
def test_the_way_back_is_always_ours(client_of, marketer, target):
    campaign = make_campaign()
    client = client_of(marketer)

    response = client.post("/spend/new", entered(campaign, next=target))
    page = client.get("/spend/new", {"next": target}).content.decode()

    assert response["Location"] == f"/campaigns/{campaign.pk}"
    assert target not in page


def test_deleting_and_bringing_back(client_of, marketer, manager):
    spend = make_spend(amount="12.34", external_id="row-1")
    client = client_of(marketer)

    response = client.post(f"/spend/{spend.pk}/delete", {"next": "/spend/"})

    [said] = toasts(response)
    assert response["Location"] == "/spend/"
    assert not Spend.objects.exists()
    assert client_of(manager).post(said.undo_url, said.undo_data).status_code == 404
    client.post(said.undo_url, said.undo_data)
    back = Spend.objects.get()
    assert (back.pk, back.amount, back.external_id) == (spend.pk, Decimal("12.34"), "row-1")


def test_a_rep_sees_none_of_it(client_of, rep):
    spend = make_spend()
    client = client_of(rep)

    for path in ("/spend/", "/spend/new", f"/spend/{spend.pk}/edit", "/spend/?format=csv"):
        assert client.get(path).status_code == 403
    assert client.post(f"/spend/{spend.pk}/delete").status_code == 403
    assert Spend.objects.exists()


def test_a_source_row_is_counted_once_and_a_contradiction_is_an_error(marketer):
    row = {
        "campaign": make_campaign(),
        "amount": Decimal("10.00"),
        "currency": "EUR",
        "spent_on": TODAY,
        "actor": marketer,
        "now": NOW,
        "source": "api",
        "external_id": "ad-1",
    }

    first, is_new = record_spend(**row)
    again, is_new_again = record_spend(**row)

    assert (is_new, is_new_again, again) == (True, False, first)
    with pytest.raises(SpendConflictError) as caught:
        record_spend(**{**row, "amount": Decimal("11.00")})
    assert caught.value.existing == first
    assert record_spend(**{**row, "spent_on": date(2026, 11, 21)})[1] is True
    assert record_spend(**{**row, "external_id": None})[1] is True
    assert record_spend(**{**row, "external_id": None})[1] is True
    assert Spend.objects.count() == 4
