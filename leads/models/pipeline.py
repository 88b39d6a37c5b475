"""Pipelines and their stages; reasons for rejecting, losing and winning."""

from django.db import models
from django.db.models import Q


class Pipeline(models.Model):
    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Stage(models.Model):
    """An open stage. Won and lost are outcomes of a deal, not stages."""

    pipeline = models.ForeignKey(Pipeline, on_delete=models.CASCADE, related_name="stages")
    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    probability = models.DecimalField(max_digits=4, decimal_places=3)  # 0..1
    expected_days = models.PositiveSmallIntegerField(default=14)  # longer is stale
    hue = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["pipeline", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(probability__gte=0) & Q(probability__lte=1),
                name="stage_probability_is_a_fraction",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Reason(models.Model):
    class Kind(models.TextChoices):
        REJECT = "reject"
        LOST = "lost"
        WON = "won"

    kind = models.CharField(max_length=6, choices=Kind)
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["kind", "position", "id"]
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="reason_once")]

    def __str__(self) -> str:
        return self.name
