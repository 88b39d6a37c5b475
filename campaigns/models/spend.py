"""Spend: money out, dated, per campaign; every source row counted once."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Q, Sum


class SpendQuerySet(models.QuerySet["Spend"]):
    def between(self, first: date, last: date) -> "SpendQuerySet":
        """Spent on `first`, `last` or a day between them."""
        return self.filter(spent_on__gte=first, spent_on__lte=last)

    def total(self, currency: str) -> Decimal:
        """Sum in one currency; amounts in another are left out, never mixed in."""
        total: Decimal = self.filter(currency=currency).aggregate(
            total=Sum("amount", default=Decimal(0))
        )["total"]
        return total


class Spend(models.Model):
    class Source(models.TextChoices):
        HAND = "hand"
        CSV = "csv"
        API = "api"

    campaign = models.ForeignKey(
        "campaigns.Campaign", on_delete=models.CASCADE, related_name="spend"
    )
    link = models.ForeignKey(
        "campaigns.Link", null=True, blank=True, on_delete=models.SET_NULL, related_name="spend"
    )
    spent_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    # What the platform reports; unknown is NULL, never 0.
    impressions = models.PositiveBigIntegerField(null=True, blank=True)
    clicks = models.PositiveBigIntegerField(null=True, blank=True)
    # Results the platform claims (leads, approved conversions): shown beside ours, never mixed in.
    claimed_conversions = models.PositiveIntegerField(null=True, blank=True)
    label = models.CharField(max_length=120, blank=True)  # ad, message or invoice
    source = models.CharField(max_length=4, choices=Source, default=Source.HAND)
    external_id = models.CharField(max_length=120, null=True, blank=True)  # noqa: DJ001
    import_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = SpendQuerySet.as_manager()

    class Meta:
        ordering = ["-spent_on", "-id"]
        verbose_name_plural = "spend"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="spend_amount_not_negative"),
            # The same row of the same source is counted once, however often it is sent.
            models.UniqueConstraint(
                fields=["source", "external_id", "spent_on"], name="spend_source_row_once"
            ),
        ]
        indexes = [
            # read by every ROI page
            models.Index(fields=["spent_on", "campaign"], name="spend_day"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} on {self.spent_on}"
