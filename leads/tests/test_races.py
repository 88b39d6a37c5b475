"""Many at once: the database decides, and nothing is counted twice. On PostgreSQL, where requests
really run side by side."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test import Client

from campaigns.models import PageView, Touch, Visitor
from campaigns.tests.customer_site import BROWSER
from campaigns.tests.make import make_site
from campaigns.tests.test_collect import VID
from campaigns.tracking import collect, visitors
from leads.capture import spam
from leads.models import Identity, Lead, Submission
from leads.tests.make_forms import make_form, send_form, token_of_age

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"
    ),
]
HANDS = 8


def at_once(act):
    """Run act(n) in as many threads as there are hands, each with a connection of its own."""

    def one(n):
        try:
            return act(n)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as pool:
        return list(pool.map(one, range(HANDS)))


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    monkeypatch.setattr(spam.per_address, "burst", 100)
    visitors._salts.clear()
    for buckets in (collect.per_address, collect.per_site, spam.per_address):
        buckets.clear()


def test_one_form_sent_by_many_hands_is_one_lead():
    form = make_form()
    token = token_of_age(form)

    statuses = at_once(lambda n: send_form(form, token=token).status_code)

    assert sorted(statuses) == [200] * (HANDS - 1) + [201]
    assert Lead.objects.count() == Submission.objects.count() == Identity.objects.count() == 1


def test_two_forms_of_one_person_are_one_lead():
    form = make_form()
    # Made beforehand: tokens are aged by turning the clock back, which is one for all threads.
    tokens = [token_of_age(form) for _ in range(HANDS)]

    statuses = at_once(
        lambda n: send_form(form, token=tokens[n], question=f"Question {n}").status_code
    )

    assert statuses == [201] * HANDS
    assert Lead.objects.count() == 1
    assert Submission.objects.count() == HANDS


def test_pages_opened_at_once_are_one_visit_and_each_is_counted_once():
    site = make_site()
    events = [
        {"id": str(uuid.uuid4()), "type": "view", "url": f"https://shop.example.com/{n}"}
        for n in range(HANDS)
    ]

    def send(n):
        twice = [events[n], events[(n + 1) % HANDS]]
        body = {"site": site.key, "consent": "granted", "vid": VID, "events": twice}
        return Client().post(
            "/t/e",
            json.dumps(body),
            content_type="text/plain",
            headers={"Origin": "https://shop.example.com", "User-Agent": BROWSER},
        )

    answers = at_once(send)

    assert {answer.status_code for answer in answers} == {202}
    fates = [event["status"] for answer in answers for event in answer.json()["events"]]
    assert fates.count("duplicate") <= HANDS
    assert PageView.objects.count() == HANDS
    assert Visitor.objects.count() == 1
    assert Touch.objects.get().page_count == HANDS
