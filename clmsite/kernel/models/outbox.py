"""Outbox: a job asked for in a transaction is a row of that transaction."""

from datetime import datetime

from django.db import models
from django.db.models import Q


class OutboxJobQuerySet(models.QuerySet["OutboxJob"]):
    def waiting(self, *, now: datetime) -> "OutboxJobQuerySet":
        """Jobs nobody works on and whose time has come, also those whose worker died."""
        return self.filter(
            Q(state=OutboxJob.State.PENDING, not_before__lte=now)
            | Q(state=OutboxJob.State.RUNNING, lease_until__lte=now)
        )

    def dead(self) -> "OutboxJobQuerySet":
        return self.filter(state=OutboxJob.State.DEAD)


class OutboxJob(models.Model):
    class State(models.TextChoices):
        PENDING = "pending"
        RUNNING = "running"
        DONE = "done"
        DEAD = "dead"  # gave up after three tries: a person must look

    task = models.CharField(max_length=100)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=7, choices=State, default=State.PENDING)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)

    objects = OutboxJobQuerySet.as_manager()

    class Meta:
        indexes = [
            # read by the sweeper every ten seconds
            models.Index(fields=["state", "not_before"], name="outbox_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.task} #{self.pk} ({self.state})"
