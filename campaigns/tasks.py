"""Celery's way into this app: thin wrappers around verbs."""

from celery import shared_task
from django.utils import timezone

from campaigns.end import end_finished
from campaigns.tracking.forget import forget_yesterday as forget_yesterday_verb
from clmsite.kernel.periods import day_of


@shared_task(name="campaigns.end_finished_campaigns")
def end_finished_campaigns() -> None:
    """End what is past its last day in the reporting time zone. Safe to run again."""
    now = timezone.now()
    end_finished(now=now, today=day_of(now))


@shared_task(name="campaigns.forget_yesterday")
def forget_yesterday() -> None:
    """Delete the secrets of days that are over and refused hits of more than 14 days."""
    forget_yesterday_verb(now=timezone.now())
