"""Verbs: write visits and page views, each once however often they are sent."""

import uuid
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.db.models.functions import Greatest

from campaigns.models import PageView, Site, Touch, Visitor
from campaigns.tracking.hit import Hit
from campaigns.tracking.origin import Provenance, channel_row
from clmsite.kernel.outbox import announce

SITE_SEEN_EVERY = timedelta(seconds=60)
# A page cannot have been read for longer than since we heard of it, give or take the network.
GRACE_SECONDS = 90


def record_touch(
    *, event_id: uuid.UUID, visitor: Visitor, site: Site, hit: Hit, came: Provenance, is_human: bool
) -> Touch:
    """Start a visit; the same event id again finds the first one.

    A click joins one visit only: of two that carry the same click, the first has it.
    """
    touch = Touch(
        event_id=event_id,
        visitor=visitor,
        site=site,
        is_human=is_human,
        at=hit.at,
        last_seen_at=hit.at,
        channel=channel_row(came.channel_key),
        campaign_id=came.campaign_id,
        link_id=came.link_id,
        click=_free_click(came),
        source=came.source,
        medium=came.medium,
        campaign_name=came.tags.campaign,
        term=came.tags.term,
        content=came.tags.content,
        referrer=hit.referrer,
        landing_url=hit.url,
        click_ids=came.tags.click_ids,
    )
    Touch.objects.bulk_create([touch], ignore_conflicts=True)
    stored = Touch.objects.filter(event_id=event_id).first()
    if stored is None:  # another request took the click between our look and our insert
        touch.click = None
        Touch.objects.bulk_create([touch], ignore_conflicts=True)
        stored = Touch.objects.get(event_id=event_id)
    if visitor.is_known and is_human:
        announce("touch.recorded", touch_ids=[stored.pk])
    return stored


def _free_click(came: Provenance):
    if came.click is None or Touch.objects.filter(click=came.click).exists():
        return None
    return came.click


def join_click(touch: Touch, came: Provenance) -> None:
    """A visit that goes on and had no click yet takes the one this hit carries."""
    if touch.click_id is None and (click := _free_click(came)):
        touch.click = click
        touch.save(update_fields=["click"])


def record_page_view(*, hit: Hit, touch: Touch) -> bool:
    """Store a page view of `touch`. False when its id was there already: nothing changes then.

    The caller holds the visitor's lock, so of two requests with one id the second sees the first.
    """
    if PageView.objects.filter(event_id=hit.id).exists():
        return False
    PageView.objects.bulk_create(
        [
            PageView(
                event_id=hit.id,
                touch=touch,
                at=hit.at,
                url=hit.url,
                path=hit.path,
                title=hit.title,
            )
        ],
        ignore_conflicts=True,
    )
    Touch.objects.filter(pk=touch.pk).update(
        page_count=F("page_count") + 1, last_seen_at=Greatest("last_seen_at", hit.at)
    )
    Visitor.objects.filter(pk=touch.visitor_id, last_seen_at__lt=hit.at).update(last_seen_at=hit.at)
    return True


def record_seconds(*, view: PageView, seconds: int, at: datetime, now: datetime) -> bool:
    """Set the visible time of a page view to `seconds`, if that is more than we knew.

    The tracker sends totals, not differences: a message sent twice or late changes nothing.
    """
    most = int((now - view.at).total_seconds()) + GRACE_SECONDS
    seconds = min(seconds, max(0, most))
    gained = seconds - view.seconds
    if gained <= 0:
        return False
    PageView.objects.filter(pk=view.pk).update(seconds=seconds)
    Touch.objects.filter(pk=view.touch_id).update(
        seconds=F("seconds") + gained, last_seen_at=Greatest("last_seen_at", at)
    )
    return True


def note_site_seen(site: Site, *, now: datetime) -> None:
    """Remember that this site sends hits; at most once a minute, so that hits do not queue here."""
    if site.last_hit_at and now - site.last_hit_at < SITE_SEEN_EVERY:
        return
    fresh = Q(last_hit_at=None) | Q(last_hit_at__lt=now)
    Site.objects.filter(fresh, pk=site.pk).update(last_hit_at=now)
    Site.objects.filter(pk=site.pk, first_hit_at=None).update(first_hit_at=now)
