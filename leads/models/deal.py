"""Deals: one lead's chance to become revenue, and how that chance ended."""

import secrets
from datetime import UTC, datetime
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum

_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_last = [0]


def new_rank() -> Decimal:
    """A place above every earlier deal, for rows made without asking the board (bulk loads).

    Milliseconds since 2026, negated, and never the same twice in one process; the last digits
    keep two processes apart. SQLite keeps ranks as floats: these are far coarser than its steps.
    """
    clock = int((datetime.now(UTC) - _EPOCH).total_seconds() * 1000)
    _last[0] = max(_last[0] + 1, clock)
    return -(Decimal(_last[0]) / 1000 + Decimal(secrets.randbelow(1000)) / 1_000_000)


class DealQuerySet(models.QuerySet["Deal"]):
    """The words we use about deals. Each narrows or sums; none writes."""

    def open(self) -> "DealQuerySet":
        return self.filter(outcome="")

    def won(self) -> "DealQuerySet":
        return self.filter(outcome=Deal.Outcome.WON)

    def lost(self) -> "DealQuerySet":
        return self.filter(outcome=Deal.Outcome.LOST)

    def closed_between(self, start: datetime, end: datetime) -> "DealQuerySet":
        return self.filter(closed_at__gte=start, closed_at__lt=end)

    def revenue(self, currency: str) -> Decimal:
        """Sum in one currency; amounts in another are left out, never mixed in."""
        total: Decimal = self.filter(currency=currency).aggregate(
            total=Sum("amount", default=Decimal(0))
        )["total"]
        return total

    def weighted(self, currency: str) -> Decimal:
        """Amounts times their stage's probability, in one currency. Meant for open deals."""
        total: Decimal = self.filter(currency=currency).aggregate(
            total=Sum(F("amount") * F("stage__probability"), default=Decimal(0))
        )["total"]
        return total


class Deal(models.Model):
    class Outcome(models.TextChoices):
        WON = "won"
        LOST = "lost"

    lead = models.ForeignKey("leads.Lead", on_delete=models.PROTECT, related_name="deals")
    name = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3)  # ISO 4217, e.g. "EUR"
    stage = models.ForeignKey("leads.Stage", on_delete=models.PROTECT, related_name="deals")
    # Place in the column: fractional, so that a move writes one row.
    rank = models.DecimalField(max_digits=24, decimal_places=12, default=new_rank)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    expected_close_on = models.DateField(null=True, blank=True)
    next_step = models.CharField(max_length=120, blank=True)
    next_step_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=4, blank=True, choices=Outcome, default="")
    closed_at = models.DateTimeField(null=True, blank=True)
    reason = models.ForeignKey(
        "leads.Reason", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    close_note = models.TextField(blank=True)
    close_seq = models.PositiveSmallIntegerField(default=0)  # counts closings; 2 after a reopening
    created_at = models.DateTimeField()
    stage_entered_at = models.DateTimeField()
    # Grows by one with every move or edit; a stale one loses (reliability AP-06).
    version = models.PositiveIntegerField(default=1)
    external_id = models.CharField(max_length=120, null=True, blank=True, unique=True)
    import_id = models.UUIDField(null=True, blank=True)

    objects = DealQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0) | Q(amount=None), name="deal_amount_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", closed_at=None)
                | (~Q(outcome="") & Q(closed_at__isnull=False)),
                name="deal_closed_iff_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="lost") | Q(reason__isnull=False),
                name="deal_lost_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="won") | Q(amount__isnull=False), name="deal_won_has_amount"
            ),
            # Two people ordering one column cannot put two cards on one place (AP-08).
            models.UniqueConstraint(
                fields=["stage", "rank"], condition=Q(outcome=""), name="deal_place_once"
            ),
        ]
        indexes = [
            # read by the board: a column in order
            models.Index(fields=["outcome", "stage", "rank"], name="deal_board"),
            # read by reports: what was won in a period
            models.Index(fields=["outcome", "closed_at"], name="deal_closed"),
        ]

    def __str__(self) -> str:
        return self.name


class DealMove(models.Model):
    """One change of stage or outcome; the board's history and what undo turns back."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="moves")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    from_stage = models.ForeignKey("leads.Stage", on_delete=models.PROTECT, related_name="+")
    to_stage = models.ForeignKey("leads.Stage", on_delete=models.PROTECT, related_name="+")
    from_rank = models.DecimalField(max_digits=24, decimal_places=12)
    from_outcome = models.CharField(max_length=4, blank=True)
    to_outcome = models.CharField(max_length=4, blank=True)
    # What a closing replaced, so that undo can put it back.
    before = models.JSONField(default=dict, blank=True)
    # Made by the browser per gesture: a repeated request finds it and changes nothing (AP-07).
    key = models.UUIDField(unique=True)
    version = models.PositiveIntegerField()  # of the deal after this move
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "version"], name="deal_move_version_once")
        ]

    def __str__(self) -> str:
        return f"deal {self.deal_id} to {self.to_outcome or self.to_stage_id}"
