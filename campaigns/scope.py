"""Which rows of this app a user may see. Pages, API, search and exports all ask here."""

from typing import Any

from campaigns.models import Campaign, Link, Site, Spend
from clmsite.kernel.access import can


def campaigns_for(user: Any):
    return Campaign.objects.all() if can(user, "campaigns.view") else Campaign.objects.none()


def links_for(user: Any):
    return Link.objects.all() if can(user, "campaigns.view") else Link.objects.none()


def spend_for(user: Any):
    return Spend.objects.all() if can(user, "spend.view") else Spend.objects.none()


def sites_for(user: Any):
    return Site.objects.all() if can(user, "campaigns.view") else Site.objects.none()
