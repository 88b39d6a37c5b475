"""Runs: immutable calculations with their parameters, data cut-off and totals."""

from django.conf import settings
from django.db import models


class Run(models.Model):
    class Kind(models.TextChoices):
        FULL = "full"
        INCREMENTAL = "incremental"

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        COMPLETE = "complete"
        FAILED = "failed"
        CANCELLED = "cancelled"

    kind = models.CharField(max_length=11, choices=Kind)
    state = models.CharField(max_length=9, choices=State, default=State.QUEUED)
    reason = models.CharField(max_length=120, blank=True)  # "deal 88 won", "asked for by …"
    parameters = models.JSONField(default=dict)  # look-back, half-life, models, currency, zone
    code_version = models.CharField(max_length=40)
    cutoff_at = models.DateTimeField()  # facts recorded later are not in it
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    conversions_total = models.PositiveIntegerField(null=True, blank=True)
    conversions_done = models.PositiveIntegerField(default=0)
    totals = models.JSONField(default=dict)  # per milestone: attributed, unattributed, excluded
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"run {self.pk}"
