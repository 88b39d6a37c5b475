"""Slugs: letters of any script, and the way back from a click to the campaign."""

from datetime import date

import pytest

from campaigns.create import create_campaign
from campaigns.destination import with_tags
from campaigns.import_lookups import find_campaigns
from campaigns.models import Campaign
from campaigns.slugs import free_slug, slug_of
from campaigns.tests.make import NOW, channel, make_campaign
from campaigns.tests.test_api import api_of
from campaigns.tracking.utm import parse_tags


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Spring sale", "spring-sale"),
        ("Été à Genève 2027", "ete-a-geneve-2027"),
        ("<script>alert(1)</script> کمپین بهار", "scriptalert1script-کمپین-بهار"),
        ("کمپین بهار 2027", "کمپین-بهار-2027"),
        ("پیش\u200cفروش", "پیش-فروش"),
        ("Großer Markt", "großer-markt"),
        ("春の sale", "春の-sale"),
        ("🎉", ""),
    ],
)
def test_a_slug_loses_no_letters(name, slug):
    assert slug_of(name) == slug


@pytest.mark.django_db
def test_a_name_without_letters_is_called_campaign():
    assert free_slug("🎉") == "campaign"


@pytest.mark.django_db
def test_a_click_with_a_persian_slug_finds_its_way_back(marketer):
    fields = {"name": "Sale کمپین بهار", "channel": channel(), "currency": "EUR"}
    campaign, _new = create_campaign(actor=marketer, now=NOW, **fields)

    url = with_tags(
        "https://shop.example.com/", stored={"utm_campaign": campaign.slug}, asked={}, click="x"
    )

    assert url.isascii()
    found = Campaign.objects.get(slug=parse_tags(url).campaign.lower())
    assert found == campaign


@pytest.mark.django_db
def test_the_form_and_the_api_take_a_persian_slug(client_of, marketer):
    campaign = make_campaign("بهار", slug="بهار", starts_on=date(2026, 11, 1))
    page = f"/campaigns/{campaign.pk}/edit"
    data = {"name": "بهار", "channel": campaign.channel_id, "currency": "EUR", "version": 1}

    answer = client_of(marketer).post(page, data | {"slug": "بهار-نو"})

    assert answer.status_code == 302
    campaign.refresh_from_db()
    assert campaign.slug == "بهار-نو"
    api = api_of(marketer)
    answer = api.patch(f"/api/v1/campaigns/{campaign.pk}/", {"slug": "پاییز"}, format="json")
    assert answer.json()["slug"] == "پاییز"
    answer = api.patch(f"/api/v1/campaigns/{campaign.pk}/", {"slug": "a b/c"}, format="json")
    assert answer.status_code == 400


@pytest.mark.django_db
def test_an_import_tells_persian_names_with_one_year_apart():
    spring = make_campaign("بهار 2027", slug=free_slug("بهار 2027"))
    autumn = make_campaign("پاییز 2027", slug=free_slug("پاییز 2027"))

    class Run:
        memory: dict = {}

    found = find_campaigns(Run(), ["بهار  2027", "پاییز-2027", "زمستان 2027"])

    assert found == {"بهار  2027": spring.pk, "پاییز-2027": autumn.pk}
