"""Verb: edit_campaign — saves what was changed, unless somebody else saved first."""

from typing import Any

from django.db import transaction

from campaigns.models import Campaign
from clmsite.kernel.audit import record
from clmsite.kernel.versions import save_version

# Status changes through launch, pause and end only.
EDITABLE = (
    *("name", "slug", "channel", "starts_on", "ends_on", "budget", "currency", "owner"),
    *("goal_leads", "goal_qualified", "goal_customers", "goal_revenue"),
    *("hypothesis", "learned", "tags", "follows"),
)


@transaction.atomic
def edit_campaign(*, campaign: Campaign, version: int, actor: Any, **fields: Any) -> list[str]:
    """Save `fields`; return the names of those that changed.

    StaleError when `version` is not the campaign's any more. Nothing changed, nothing written.
    """
    strange = set(fields) - set(EDITABLE)
    if strange:
        raise ValueError(f"not editable: {', '.join(sorted(strange))}")
    stored = Campaign.objects.get(pk=campaign.pk)
    changed = [name for name, value in fields.items() if getattr(stored, name) != value]
    if not changed and stored.version == version:
        return []
    save_version(campaign, version=version, **{name: fields[name] for name in changed})
    record(actor, "campaign.edited", campaign, fields=changed, version=campaign.version)
    return changed
