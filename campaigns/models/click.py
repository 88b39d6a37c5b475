"""Clicks: each request on a link, people and machines alike; counted as human only when human."""

import uuid

from django.db import models


class Kind(models.TextChoices):
    HUMAN = "human"
    BOT = "bot"
    SCANNER = "scanner"
    PREFETCH = "prefetch"
    PROBE = "probe"


class ClickQuerySet(models.QuerySet["Click"]):
    def human(self) -> "ClickQuerySet":
        return self.filter(kind=Kind.HUMAN)


class Click(models.Model):
    Kind = Kind

    # Travels to the destination as `cl_click`, which joins the visit to it.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey("campaigns.Link", on_delete=models.PROTECT, related_name="clicks")
    at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.HUMAN)
    ip_prefix = models.CharField(max_length=45, blank=True)  # /24 or /48, never a whole address
    user_agent = models.CharField(max_length=300, blank=True)
    referrer = models.CharField(max_length=500, blank=True)

    objects = ClickQuerySet.as_manager()

    class Meta:
        indexes = [
            # read by link and campaign pages and the ROI page: people's clicks of a link in a
            # period, counted without looking at the rows
            models.Index(fields=["link", "kind", "at"], name="click_link_kind_at"),
            models.Index(fields=["at"], name="click_at"),
        ]

    def __str__(self) -> str:
        return f"click {str(self.pk)[:8]}"
