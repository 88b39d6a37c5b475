"""Page views: what was read during a touch, and for how long it was in front of somebody."""

import uuid

from django.db import models


class PageView(models.Model):
    event_id = models.UUIDField(unique=True, default=uuid.uuid4)
    touch = models.ForeignKey(
        "campaigns.Touch", on_delete=models.CASCADE, related_name="page_views"
    )
    at = models.DateTimeField()
    url = models.CharField(max_length=2048)
    path = models.CharField(max_length=500)
    title = models.CharField(max_length=200, blank=True)
    seconds = models.PositiveIntegerField(default=0)  # visible time, as the page itself measured it

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.path
