"""Links: a short code, where it leads, and the UTM values it carries."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from campaigns.models.click import Click

# No 0/O, 1/l/I: codes are also read aloud and typed from paper.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(7))


class LinkQuerySet(models.QuerySet["Link"]):
    def usable(self, *, now: datetime) -> "LinkQuerySet":
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=now), is_enabled=True)

    def with_human_clicks(self) -> "LinkQuerySet":
        """Adds `human_clicks`: how many people clicked, 0 for none."""
        people = Click.objects.human().filter(link=OuterRef("pk")).order_by().values("link")
        count = people.annotate(n=Count("id")).values("n")
        return self.annotate(human_clicks=Coalesce(Subquery(count), 0))


class Link(models.Model):
    code = models.CharField(max_length=40, unique=True, default=new_code)
    name = models.CharField(max_length=120, blank=True)
    destination = models.URLField(max_length=2048)
    campaign = models.ForeignKey(
        "campaigns.Campaign", on_delete=models.PROTECT, related_name="links"
    )
    utm_source = models.CharField(max_length=100)
    utm_medium = models.CharField(max_length=100)
    utm_campaign = models.CharField(max_length=120)
    utm_term = models.CharField(max_length=100, blank=True)
    utm_content = models.CharField(max_length=100, blank=True)
    is_enabled = models.BooleanField(default=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name or self.code
