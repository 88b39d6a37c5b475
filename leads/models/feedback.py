"""Feedback: what customers said, as chips chosen in seconds, plus free text."""

from django.conf import settings
from django.db import models


class Feedback(models.Model):
    class Kind(models.TextChoices):
        OBJECTION = "objection"
        QUESTION = "question"
        COMPETITOR = "competitor"
        MISSING = "missing"
        FIT = "fit"
        RATING = "rating"

    lead = models.ForeignKey("leads.Lead", on_delete=models.CASCADE, related_name="feedback")
    deal = models.ForeignKey(
        "leads.Deal", null=True, blank=True, on_delete=models.SET_NULL, related_name="feedback"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    topic = models.CharField(max_length=80)  # the chip: "Price", "No SSO", "Competitor A"
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name_plural = "feedback"

    def __str__(self) -> str:
        return f"{self.kind}: {self.topic}"
