"""Channels and campaigns as a file names them: looked up once per chunk, created when allowed."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from campaigns.models import Campaign, Channel
from campaigns.slugs import free_slug, slug_of
from clmsite.kernel.audit import record
from clmsite.kernel.imports.kinds import Run
from clmsite.kernel.periods import day_of


def channel_choices() -> list[tuple[str, str]]:
    return list(Channel.objects.values_list("key", "name"))


def channel_ids(run: Run) -> dict[str, int]:
    if "channels" not in run.memory:
        run.memory["channels"] = dict(Channel.objects.values_list("key", "pk"))
    return run.memory["channels"]


def find_campaigns(run: Run, names: Iterable[str]) -> dict[str, int]:
    """Name as written -> id, for those we have, by name or slug; of two equal names the older."""
    known: dict[str, int] = run.memory.setdefault("campaigns", {})
    asked: set[str] = run.memory.setdefault("campaigns_asked", set())
    fresh = {name for name in names if name and name not in asked}
    if fresh:
        asked |= fresh
        slugs: dict[str, list[str]] = {}  # "Spring" and "spring" have one slug
        for name in fresh:
            slugs.setdefault(slug_of(name), []).append(name)
        slugs.pop("", None)
        rows = Campaign.objects.filter(Q(name__in=fresh) | Q(slug__in=slugs)).order_by("id")
        found = list(rows.values_list("pk", "name", "slug"))
        for pk, _name, slug in reversed(found):
            known |= dict.fromkeys(slugs.get(slug, []), pk)
        for pk, name, _slug in reversed(found):
            if name in fresh:
                known[name] = pk
    return known


def make_campaign(
    run: Run, name: str, *, channel_id: int, currency: str, first: date | None, last: date | None
) -> int:
    """A campaign the file names and we do not have; 0 for its id in a dry run."""
    run.made["campaigns"] += 1
    campaign_id = 0
    if run.writes:
        is_over = last is not None and last < day_of(run.now)
        campaign = Campaign.objects.create(
            name=name,
            slug=free_slug(name),
            channel_id=channel_id,
            currency=currency,
            starts_on=first,
            ends_on=last,
            # Money was spent on it: it is no draft.
            status=Campaign.Status.ENDED if is_over else Campaign.Status.RUNNING,
            created_at=run.now,
            import_id=run.import_id,
        )
        record(run.actor, "campaign.imported", campaign)
        campaign_id = campaign.pk
    run.memory["campaigns"][name] = campaign_id
    run.memory["campaigns_asked"].add(name)
    return campaign_id
