"""Verb: delete_draft — for campaigns that never ran. Its links go and come back with it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Click, Touch
from campaigns.status import NotReadyError
from clmsite.kernel.models import AuditEntry
from clmsite.kernel.trash import discard


@transaction.atomic
def delete_draft(*, campaign: Campaign, actor: Any) -> AuditEntry:
    """Delete the draft; the entry returned can restore it (clmsite.kernel.trash).

    NotReadyError when it is no draft, or when something happened to it that must be kept.
    """
    if campaign.status != Campaign.Status.DRAFT:
        raise NotReadyError(_("Only drafts can be deleted. End the campaign instead."))
    if campaign.spend.exists():
        raise NotReadyError(_("Money was spent on it. Delete or move the spend first."))
    clicked = Click.objects.filter(link__campaign=campaign)
    if clicked.exists() or Touch.objects.filter(campaign=campaign).exists():
        raise NotReadyError(_("People have met it already. End the campaign instead."))
    return discard(actor, "campaign.deleted", campaign, along=campaign.links.all())
