"""Values made to break parsers and databases: never an error of ours, and no harm to neighbours."""

import json
import uuid

import pytest

from campaigns.models import PageView
from campaigns.tests.make import make_site
from campaigns.tests.test_collect import fates, send, view
from campaigns.tracking import collect, pipeline

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _full_buckets():
    for buckets in (collect.per_address, collect.per_site, pipeline._kept_refusals):
        buckets.clear()


@pytest.fixture
def site():
    return make_site()


POISON = [
    "\x00",
    "a\x00b",
    "\ud800",
    "\udfff\ud800",
    "\u202egnp.exe",
    "😀" * 3000,
    "é" * 5000,
    "a" + "\u0301" * 500,
    float("nan"),
    float("inf"),
    10**30,
    -1,
    True,
    None,
    [],
    {"a": {"b": {"c": {"d": {}}}}},
    "'; DROP TABLE campaigns_touch; --",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "https://[::1",
    "https://user:secret@shop.example.com/",
    "https://shop.example.com:99999/",
    "https://shop.example.com/" + "x" * 5000,
    "\ufeff",
]


@pytest.mark.parametrize("value", POISON, ids=range(len(POISON)))
@pytest.mark.parametrize(
    "name", ["id", "type", "url", "title", "referrer", "at", "page", "seconds", "state"]
)
def test_poison_is_never_an_error_of_ours(site, name, value):
    time = {"id": str(uuid.uuid4()), "type": "time", "page": str(uuid.uuid4()), "seconds": 3}

    answer = send(site, view() | {name: value}, time | {name: value}, view())

    assert fates(answer)[2] == ("accepted", "")
    for page in PageView.objects.all():
        assert "secret" not in page.url
        assert "\x00" not in page.title


@pytest.mark.parametrize("value", POISON, ids=range(len(POISON)))
@pytest.mark.parametrize("name", ["v", "site", "sent", "consent", "vid", "load", "dropped"])
def test_poison_around_the_events_is_never_an_error_of_ours(site, name, value):
    body = {"v": 1, "site": site.key, "events": [view()]} | {name: value}

    assert send(site, raw=json.dumps(body)).status_code in {202, 404}
