"""Campaigns: what we set out to do, what it may cost, what we expect of it."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum

from campaigns.models.spend import Spend


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def drafts(self) -> "CampaignQuerySet":
        return self.filter(status=Campaign.Status.DRAFT)

    def running(self) -> "CampaignQuerySet":
        return self.filter(status=Campaign.Status.RUNNING)

    def past_their_end(self, *, today: date) -> "CampaignQuerySet":
        return self.filter(
            status__in=[Campaign.Status.RUNNING, Campaign.Status.PAUSED], ends_on__lt=today
        )

    def active_between(self, first: date | None, last: date | None) -> "CampaignQuerySet":
        """Campaigns with a day on or after `first` and one on or before `last`."""
        rows = self
        if first:
            rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=first))
        if last:
            rows = rows.filter(starts_on__lte=last)
        return rows

    def with_spend(self, *, today: date) -> "CampaignQuerySet":
        """Adds `spent`: spend to date in the campaign's own currency; None when there is none.

        Amounts in another currency are left out, never mixed in.
        """
        rows = Spend.objects.filter(
            campaign=OuterRef("pk"), currency=OuterRef("currency"), spent_on__lte=today
        )
        total = rows.order_by().values("campaign").annotate(total=Sum("amount")).values("total")
        return self.annotate(spent=Subquery(total))


class Campaign(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft"
        RUNNING = "running"
        PAUSED = "paused"
        ENDED = "ended"

    name = models.CharField(max_length=120)
    # utm_campaign of its links; imports find campaigns by it, too
    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True)
    channel = models.ForeignKey(
        "campaigns.Channel", on_delete=models.PROTECT, related_name="campaigns"
    )
    status = models.CharField(max_length=8, choices=Status, default=Status.DRAFT)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    budget = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    goal_leads = models.PositiveIntegerField(null=True, blank=True)
    goal_qualified = models.PositiveIntegerField(null=True, blank=True)
    goal_customers = models.PositiveIntegerField(null=True, blank=True)
    goal_revenue = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    hypothesis = models.TextField(blank=True)
    tags = models.JSONField(default=list, blank=True)
    # Where the loop closes: the campaign this one learned from, and what was learned.
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="followers"
    )
    learned = models.TextField(blank=True)
    proposal_key = models.CharField(max_length=80, null=True, blank=True, unique=True)
    created_at = models.DateTimeField()
    launched_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    import_id = models.UUIDField(null=True, blank=True)  # the import that made it

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(budget__gte=0) | Q(budget=None), name="campaign_budget_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="campaign_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name
