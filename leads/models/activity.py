"""Activities: what people of ours did with a lead, or still have to do."""

from django.conf import settings
from django.db import models


class Activity(models.Model):
    class Kind(models.TextChoices):
        CALL = "call"
        MAIL = "mail"
        MEETING = "meeting"
        NOTE = "note"
        TASK = "task"
        SYSTEM = "system"  # accepted, rejected, owner changed, merged

    lead = models.ForeignKey("leads.Lead", on_delete=models.CASCADE, related_name="activities")
    deal = models.ForeignKey(
        "leads.Deal", null=True, blank=True, on_delete=models.SET_NULL, related_name="activities"
    )
    kind = models.CharField(max_length=7, choices=Kind)
    text = models.TextField()
    at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Of system entries: what happened and what it replaced ({"action": "rejected", "version": 3,
    # "before": {...}}), so that the page can say it in any language and undo can take it back.
    detail = models.JSONField(default=dict, blank=True)
    # From the browser: the same note sent twice is one note.
    key = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name_plural = "activities"

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M}"
