"""Visitors: browsers. With consent one is known by a random cookie, without by a daily hash."""

import uuid

from django.db import models


class Visitor(models.Model):
    class Consent(models.TextChoices):
        NONE = "none"  # cookieless: `key` is a hash that nobody can compute after the day is over
        GRANTED = "granted"  # `key` is the random value of our first-party cookie
        IMPORTED = "imported"  # stands for a person whose touches came from a file or by hand

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=64, unique=True)
    site = models.ForeignKey(
        "campaigns.Site", null=True, blank=True, on_delete=models.SET_NULL, related_name="visitors"
    )
    consent = models.CharField(max_length=8, choices=Consent, default=Consent.NONE)
    consent_at = models.DateTimeField(null=True, blank=True)
    # Set when a lead is behind this visitor: only then do new touches concern anybody upstairs.
    is_known = models.BooleanField(default=False)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"visitor {str(self.pk)[:8]}"
