"""Conversions and credits: what each run found, never rewritten, only superseded.

A conversion belongs to the run that computed it. When a later run computes the same
subject again, the old row gets `superseded_by`; nothing else of it changes. Hence the
figures of any past run N: rows with run <= N and (superseded_by is NULL or > N).
"""

from django.db import models
from django.db.models import Q


class ConversionQuerySet(models.QuerySet["Conversion"]):
    def standing(self) -> "ConversionQuerySet":
        return self.filter(superseded_by=None)

    def as_of(self, run_id: int) -> "ConversionQuerySet":
        return self.filter(Q(superseded_by=None) | Q(superseded_by__gt=run_id), run_id__lte=run_id)


class Conversion(models.Model):
    class Milestone(models.TextChoices):
        LEAD = "lead"
        WON = "won"

    class State(models.TextChoices):
        ATTRIBUTED = "attributed"
        UNATTRIBUTED = "unattributed"  # no eligible touch
        EXCLUDED = "excluded"  # e.g. in a currency without a rate; see `why`
        GONE = "gone"  # the fact is no more (deal reopened): counts nowhere, keeps history whole

    run = models.ForeignKey("analytics.Run", on_delete=models.PROTECT, related_name="conversions")
    superseded_by = models.ForeignKey(
        "analytics.Run", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    milestone = models.CharField(max_length=4, choices=Milestone)
    subject_id = models.BigIntegerField()  # lead id for LEAD, deal id for WON
    lead_id = models.BigIntegerField()
    converted_at = models.DateTimeField()
    value = models.DecimalField(max_digits=14, decimal_places=2)  # 0 for LEAD
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=12, choices=State)
    why = models.CharField(max_length=120, blank=True)
    touch_count = models.PositiveIntegerField(default=0)
    # Of everything above and of the credits: equal digests are equal results (analytics.outcome).
    digest = models.CharField(max_length=32, blank=True)

    objects = ConversionQuerySet.as_manager()

    class Meta:
        constraints = [
            # Two runs at once can't both stand for one subject: the database refuses the second.
            models.UniqueConstraint(
                fields=["milestone", "subject_id"],
                condition=Q(superseded_by=None),
                name="conversion_one_stands",
            )
        ]
        indexes = [
            # read by every report
            models.Index(fields=["milestone", "converted_at"], name="conversion_period"),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} {self.subject_id} of run {self.run_id}"


class Credit(models.Model):
    """A share of one conversion for one touch under one model. Shares of 0 are not stored."""

    conversion = models.ForeignKey(Conversion, on_delete=models.CASCADE, related_name="credits")
    model = models.CharField(max_length=20)  # a key of analytics.attribution.catalogue
    touch_id = models.BigIntegerField()
    channel_id = models.BigIntegerField()
    campaign_id = models.BigIntegerField(null=True, blank=True)
    link_id = models.BigIntegerField(null=True, blank=True)
    weight = models.DecimalField(max_digits=9, decimal_places=8)
    value = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversion", "model", "touch_id"], name="credit_once")
        ]

    def __str__(self) -> str:
        return f"{self.weight} by {self.model}"
