"""The buttons of a campaign's page: one POST each, a toast with Undo, and the way back."""

import pytest
from django.contrib.messages import get_messages

from campaigns.models import Campaign
from campaigns.tests.make import make_campaign
from clmsite.kernel.toasts import read_toast

pytestmark = pytest.mark.django_db


def toasts(response):
    return [read_toast(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        ("launch", "draft", "running"),
        ("pause", "running", "paused"),
        ("resume", "paused", "running"),
        ("end", "running", "ended"),
        ("end", "paused", "ended"),
    ],
)
def test_a_verb_and_its_undo(client_of, marketer, verb, before, after):
    campaign = make_campaign(status=before, ends_on=None)
    client = client_of(marketer)

    response = client.post(f"/campaigns/{campaign.pk}/{verb}")

    assert response["Location"] == f"/campaigns/{campaign.pk}"
    assert Campaign.objects.get().status == after
    [said] = toasts(response)
    assert said.undo_url == f"/campaigns/{campaign.pk}/undo"
    client.post(said.undo_url, said.undo_data)
    assert Campaign.objects.get().status == before


def test_a_second_click_changes_and_says_nothing(client_of, marketer):
    campaign = make_campaign(status="draft", ends_on=None)
    client = client_of(marketer)
    client.post(f"/campaigns/{campaign.pk}/launch")
    client.get(f"/campaigns/{campaign.pk}")  # shows the first toast

    assert toasts(client.post(f"/campaigns/{campaign.pk}/launch")) == []
    assert Campaign.objects.get().version == 2


def test_a_refusal_says_why_and_changes_nothing(client_of, marketer):
    campaign = make_campaign(status="draft", ends_on="2020-01-01", starts_on=None)

    response = client_of(marketer).post(f"/campaigns/{campaign.pk}/launch")

    [said] = toasts(response)
    assert said.is_error
    assert said.text == "Its last day is over."
    assert Campaign.objects.get().status == "draft"


@pytest.mark.parametrize("data", [{}, {"before": "draft", "version": "1"}, {"version": "9" * 30}])
def test_an_undo_that_fits_nothing_is_refused(client_of, marketer, data):
    campaign = make_campaign(status="running")

    response = client_of(marketer).post(f"/campaigns/{campaign.pk}/undo", data)

    if data.get("before") == "draft":  # the version is right, so it is a true undo of a launch
        assert Campaign.objects.get().status == "draft"
    else:
        assert toasts(response)[0].is_error
        assert Campaign.objects.get().status == "running"


def test_a_draft_is_deleted_and_brought_back(client_of, marketer, manager):
    campaign = make_campaign("Spring", status="draft")
    client = client_of(marketer)

    response = client.post(f"/campaigns/{campaign.pk}/delete")

    assert response["Location"] == "/campaigns/"
    [said] = toasts(response)
    assert not Campaign.objects.exists()
    assert client_of(manager).post(said.undo_url, said.undo_data).status_code == 404
    assert client.post(said.undo_url, said.undo_data)["Location"] == f"/campaigns/{campaign.pk}"
    assert Campaign.objects.get().name == "Spring"
    assert toasts(client.post(said.undo_url, said.undo_data))[-1].is_error


def test_duplicating_twice_from_one_page_makes_one_copy(client_of, marketer):
    campaign = make_campaign("Spring")
    client = client_of(marketer)

    for _ in range(2):
        response = client.post(f"/campaigns/{campaign.pk}/duplicate", {"key": "abc"})

    copy = Campaign.objects.exclude(pk=campaign.pk).get()
    assert response["Location"] == f"/campaigns/{copy.pk}/edit"


@pytest.mark.parametrize(
    "verb", ["launch", "pause", "resume", "end", "undo", "duplicate", "delete"]
)
def test_verbs_are_posts(client_of, marketer, verb):
    campaign = make_campaign()

    assert client_of(marketer).get(f"/campaigns/{campaign.pk}/{verb}").status_code == 405


@pytest.mark.parametrize("entry", ["", "0", "x", "9" * 40])
def test_restoring_what_was_never_deleted_is_404(client_of, marketer, entry):
    assert client_of(marketer).post("/campaigns/restore", {"entry": entry}).status_code == 404
