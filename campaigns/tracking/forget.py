"""Verb: forget what may only be kept for a while."""

from datetime import datetime, timedelta

from campaigns.models import RefusedHit
from campaigns.tracking.visitors import forget_salts

REFUSED_FOR = timedelta(days=14)


def forget_yesterday(*, now: datetime) -> None:
    """Delete the secrets of days that are over, and refused hits older than 14 days."""
    forget_salts(before=now.date())
    RefusedHit.objects.filter(at__lt=now - REFUSED_FOR).delete()
