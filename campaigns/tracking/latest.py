"""A site's latest hits, each with what became of it: what the site's page shows."""

from dataclasses import dataclass
from datetime import datetime

from campaigns.models import PageView, RefusedHit, Site, Touch


@dataclass(frozen=True, slots=True)
class LatestHit:
    at: datetime
    fate: str  # accepted, bot, refused
    path: str = ""
    source: str = ""
    reason: str = ""
    origin: str = ""


def latest_hits(site: Site, *, most: int = 20) -> list[LatestHit]:
    """Newest first. Looks at the newest visits only, so it is quick on a large site, too."""
    visits = list(
        Touch.objects.filter(site=site, kind=Touch.Kind.VISIT).order_by("-at")[:most].values("pk")
    )
    views = (
        PageView.objects.filter(touch__in=[visit["pk"] for visit in visits])
        .select_related("touch__channel")
        .order_by("-at")[:most]
    )
    refused = RefusedHit.objects.filter(site=site)[:most]
    hits = [
        LatestHit(
            at=view.at,
            fate="accepted" if view.touch.is_human else "bot",
            path=view.path,
            source=view.touch.channel.name,
        )
        for view in views
    ]
    hits += [
        LatestHit(at=row.at, fate="refused", reason=row.reason, origin=row.origin)
        for row in refused
    ]
    return sorted(hits, key=lambda hit: hit.at, reverse=True)[:most]
