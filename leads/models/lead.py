"""Leads: people we know, how far they have come, and who cares for them."""

from datetime import datetime

from django.conf import settings
from django.db import models


class LeadQuerySet(models.QuerySet["Lead"]):
    def created_between(self, start: datetime, end: datetime) -> "LeadQuerySet":
        return self.filter(created_at__gte=start, created_at__lt=end)

    def unanswered(self) -> "LeadQuerySet":
        """New ones that sales has neither accepted nor rejected."""
        return self.filter(stage=Lead.Stage.NEW)


class Lead(models.Model):
    class Stage(models.TextChoices):
        NEW = "new"
        ACCEPTED = "accepted"
        REJECTED = "rejected"
        QUALIFIED = "qualified"
        OPPORTUNITY = "opportunity"
        CUSTOMER = "customer"

    class Origin(models.TextChoices):
        FORM = "form"
        IMPORT = "import"
        API = "api"
        HAND = "hand"

    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)  # as written
    # Lower-cased and trimmed; unique where there is one, so that two forms make one lead.
    email_key = models.CharField(max_length=254, null=True, blank=True, unique=True)
    phone = models.CharField(max_length=40, blank=True)
    company = models.CharField(max_length=200, blank=True)
    job_title = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=60, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    stage = models.CharField(max_length=11, choices=Stage, default=Stage.NEW)
    origin = models.CharField(max_length=6, choices=Origin, default=Origin.HAND)
    # What the person answered to "how did you hear of us?"; never mixed with what was tracked.
    said_source = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()  # when they became a lead
    accepted_at = models.DateTimeField(null=True, blank=True)
    rejected_at = models.DateTimeField(null=True, blank=True)
    qualified_at = models.DateTimeField(null=True, blank=True)
    opportunity_at = models.DateTimeField(null=True, blank=True)
    customer_at = models.DateTimeField(null=True, blank=True)
    reject_reason = models.ForeignKey(
        "leads.Reason", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reject_note = models.TextField(blank=True)
    consent_email_at = models.DateTimeField(null=True, blank=True)
    consent_text = models.TextField(blank=True)  # the words they agreed to
    extra = models.JSONField(default=dict, blank=True)  # further answers and imported columns
    external_id = models.CharField(max_length=120, null=True, blank=True, unique=True)
    import_id = models.UUIDField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    objects = LeadQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            # read by the list and by every report over new leads
            models.Index(fields=["created_at"], name="lead_created"),
            # read by a rep's own list
            models.Index(fields=["owner", "stage"], name="lead_owner_stage"),
        ]

    def __str__(self) -> str:
        return self.name or self.email or self.company or f"Lead {self.pk}"
