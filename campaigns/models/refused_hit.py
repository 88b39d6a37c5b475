"""Refused hits: what trackers sent and we could not count, with the reason, for 14 days (EV-02)."""

from django.db import models


class RefusedHit(models.Model):
    site = models.ForeignKey(
        "campaigns.Site", on_delete=models.CASCADE, related_name="refused_hits"
    )
    at = models.DateTimeField()
    reason = models.CharField(max_length=40)
    origin = models.CharField(max_length=253, blank=True)  # of a site that is not on the list
    payload = models.TextField(blank=True)  # the event as it came, cut at 2,000 characters

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            # read by the site's page: its latest
            models.Index(fields=["site", "-at"], name="refused_hit_site"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} at {self.at:%Y-%m-%d %H:%M}"
