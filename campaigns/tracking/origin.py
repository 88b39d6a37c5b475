"""Where a visit came from, in rows of ours: campaign, link, click and channel."""

import logging
import uuid
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from campaigns.models import Campaign, Channel, Click, Site, Touch
from campaigns.tracking.channel import UNASSIGNED, channel_of
from campaigns.tracking.sources import Origin, host_of, origin_of
from campaigns.tracking.utm import Tags, parse_tags

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a hit's URL and referrer say about its origin; values as they arrived."""

    tags: Tags
    source: str
    medium: str
    channel_key: str
    click: Click | None
    campaign_id: int | None

    @property
    def link_id(self) -> int | None:
        return self.click.link_id if self.click else None

    @property
    def is_silent(self) -> bool:
        """Nothing was said: typed in, bookmarked, or a page of our own."""
        return not (self.source or self.medium or self.click)

    @property
    def signature(self) -> tuple[object, ...]:
        tags = self.tags
        return (self.source, self.medium, tags.campaign, tags.term, tags.content, self.link_id)

    @staticmethod
    def signature_of(touch: Touch) -> tuple[object, ...]:
        return (
            touch.source,
            touch.medium,
            touch.campaign_name,
            touch.term,
            touch.content,
            touch.link_id,
        )


def own_hosts(site: Site) -> set[str]:
    """Hosts that are no source: every site of ours and the product's own."""
    hosts = {
        host_of(f"https://{domain}") for domain in Site.objects.values_list("domain", flat=True)
    }
    hosts |= {host_of(origin) for origin in site.origins}
    return {host for host in hosts | {host_of(settings.SITE_URL)} if host}


def provenance_of(url: str, referrer: str, site: Site) -> Provenance:
    """Read tags and referrer; find the click and the campaign they belong to.

    The campaign is the click's; without a click, the one whose slug is the utm_campaign.
    """
    tags = parse_tags(url)
    origin = origin_of(tags, referrer, own_hosts(site) | {host_of(url)})
    click = _click(tags.cl_click)
    source, medium = tags.source or origin.source, tags.medium or origin.medium
    if click and not (source or medium):
        # The destination lost our UTM values on the way; the link still knows them.
        link = click.link
        source, medium = link.utm_source, link.utm_medium
        origin = Origin(source.lower(), medium.lower(), link.utm_campaign.lower())
    return Provenance(
        tags=tags,
        source=source[:100],
        medium=medium[:100],
        channel_key=channel_of(origin),
        click=click,
        campaign_id=click.link.campaign_id if click else _campaign_id(tags.campaign),
    )


def _click(text: str) -> Click | None:
    try:
        click_id = uuid.UUID(text)
    except ValueError:
        return None
    return Click.objects.select_related("link").filter(pk=click_id).first()


def _campaign_id(name: str) -> int | None:
    if not name:
        return None
    return Campaign.objects.filter(slug=name.lower()).values_list("pk", flat=True).first()


def channel_row(key: str) -> Channel:
    """The channel of this key; an install that deleted it counts the touch as unassigned."""
    rows = {row.key: row for row in Channel.objects.filter(key__in=[key, UNASSIGNED])}
    if key not in rows:
        log.warning("channel is missing", extra={"channel": key})
    return rows.get(key) or rows[UNASSIGNED]


def path_of(url: str) -> str:
    return (urlsplit(url).path or "/")[:500]
