"""A visitor is one lead for good, and the lead hears of what the visitor does."""

import uuid

import pytest

from campaigns.models import Visitor
from campaigns.tests.make import NOW, make_touch, make_visitor
from clmsite.kernel.models import OutboxJob
from leads.identity.stitch import stitch, touches_arrived, visitors_joined
from leads.models import Identity
from leads.tests.make import make_identity, make_lead

pytestmark = pytest.mark.django_db


def announced():
    return [job.arguments["lead_ids"] for job in OutboxJob.objects.order_by("id")]


def test_a_visitor_becomes_a_lead_and_is_known_from_then_on():
    visitor, lead = make_visitor(), make_lead()

    assert stitch(visitor=visitor, lead=lead, by=Identity.By.FORM, now=NOW)
    assert stitch(visitor=visitor, lead=lead, by=Identity.By.FORM, now=NOW)

    assert Identity.objects.get().at == NOW
    assert Visitor.objects.get().is_known


def test_a_visitor_who_is_somebody_else_stays_them():
    visitor, first, second = make_visitor(), make_lead(), make_lead()
    stitch(visitor=visitor, lead=first, by=Identity.By.FORM, now=NOW)

    assert not stitch(visitor=visitor, lead=second, by=Identity.By.HAND, now=NOW)

    assert Identity.objects.get().lead == first


def test_only_the_leads_behind_new_touches_are_announced():
    lead, stranger = make_lead(), make_visitor()
    known = make_identity(lead=lead).visitor
    touches = [make_touch(visitor=known), make_touch(visitor=known), make_touch(visitor=stranger)]

    assert touches_arrived(touch_ids=[touch.pk for touch in touches]) == [lead.pk]
    assert announced() == [[lead.pk]] * len(OutboxJob.objects.all())
    assert OutboxJob.objects.exists()


def test_strangers_are_nobodys_news():
    assert touches_arrived(touch_ids=[make_touch().pk, 10**9]) == []
    assert not OutboxJob.objects.exists()


def test_identity_follows_a_browser_that_had_two_keys():
    lead, new = make_lead(), make_visitor()
    old = make_identity(lead=lead).visitor

    for _twice in range(2):
        assert visitors_joined(from_id=str(old.pk), to_id=str(new.pk)) == [lead.pk]

    assert set(lead.identities.values_list("visitor", flat=True)) == {old.pk, new.pk}
    new.refresh_from_db()
    assert new.is_known


def test_a_browser_that_is_gone_changes_nothing():
    gone = str(uuid.uuid4())

    assert visitors_joined(from_id=gone, to_id=gone) == []
