"""The address of a link that is handed out."""

from django.conf import settings
from django.urls import reverse

from campaigns.models import Link


def short_url(link: Link) -> str:
    return settings.SITE_URL + reverse("campaigns:redirect", args=[link.code])
