"""Revenue: dated, signed money of a won deal. Append-only: a correction is another row."""

from django.db import models


class Revenue(models.Model):
    class Kind(models.TextChoices):
        SALE = "sale"
        RENEWAL = "renewal"
        REFUND = "refund"
        CORRECTION = "correction"  # also takes a sale back when a deal is reopened

    deal = models.ForeignKey("leads.Deal", on_delete=models.PROTECT, related_name="revenue")
    occurred_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)  # a refund is negative
    currency = models.CharField(max_length=3)
    kind = models.CharField(max_length=10, choices=Kind)
    source = models.CharField(max_length=20, default="deal")
    external_id = models.CharField(max_length=120)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["occurred_on", "id"]
        verbose_name_plural = "revenue"
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="revenue_source_once")
        ]
        indexes = [
            # read by reports: money of a period
            models.Index(fields=["occurred_on"], name="revenue_day"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} on {self.occurred_on}"
