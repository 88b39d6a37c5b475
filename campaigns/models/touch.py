"""Touches: one marketing contact each; a visit with its source, or a contact off the site."""

import uuid
from datetime import datetime

from django.db import models


class TouchQuerySet(models.QuerySet["Touch"]):
    def human(self) -> "TouchQuerySet":
        return self.filter(is_human=True)

    def between(self, start: datetime, end: datetime) -> "TouchQuerySet":
        return self.filter(at__gte=start, at__lt=end)


class Touch(models.Model):
    class Kind(models.TextChoices):
        VISIT = "visit"
        EMAIL = "email"
        OFFLINE = "offline"
        MANUAL = "manual"

    # From the tracker or made here; unique, so that a repeated hit changes nothing.
    event_id = models.UUIDField(unique=True, default=uuid.uuid4)
    visitor = models.ForeignKey(
        "campaigns.Visitor", on_delete=models.CASCADE, related_name="touches"
    )
    site = models.ForeignKey(
        "campaigns.Site", null=True, blank=True, on_delete=models.SET_NULL, related_name="touches"
    )
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.VISIT)
    is_human = models.BooleanField(default=True)
    at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    channel = models.ForeignKey(
        "campaigns.Channel", on_delete=models.PROTECT, related_name="touches"
    )
    campaign = models.ForeignKey(
        "campaigns.Campaign",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="touches",
    )
    link = models.ForeignKey(
        "campaigns.Link", null=True, blank=True, on_delete=models.PROTECT, related_name="touches"
    )
    click = models.OneToOneField(
        "campaigns.Click", null=True, blank=True, on_delete=models.SET_NULL, related_name="touch"
    )
    # Raw values as they arrived, kept for ever so that classification can be repeated.
    source = models.CharField(max_length=100, blank=True)
    medium = models.CharField(max_length=100, blank=True)
    campaign_name = models.CharField(max_length=120, blank=True)
    term = models.CharField(max_length=100, blank=True)
    content = models.CharField(max_length=100, blank=True)
    referrer = models.CharField(max_length=500, blank=True)
    landing_url = models.CharField(max_length=2048, blank=True)
    click_ids = models.JSONField(default=dict, blank=True)
    page_count = models.PositiveIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0)  # visible time over all its pages
    note = models.CharField(max_length=200, blank=True)  # manual and offline: why, who
    import_id = models.UUIDField(null=True, blank=True)

    objects = TouchQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            # read by attribution: a visitor's journey in order
            models.Index(fields=["visitor", "at", "id"], name="touch_journey"),
            # read by the ROI page: human visits of a period by campaign and channel; the last
            # two columns let it answer without looking at the rows
            models.Index(
                fields=["at", "campaign", "channel", "kind", "is_human"], name="touch_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M}"
