"""Jobs of analytics: three-line wrappers around verbs. All may run twice or at once."""

import logging

from celery import shared_task
from django.utils import timezone

from analytics.books import off_balance
from analytics.credits import full_run, refresh_conversions, request_full_run

log = logging.getLogger(__name__)


@shared_task(name="analytics.refresh_leads")
def refresh_leads(lead_ids: list[int]) -> None:
    """A lead was created or changed: its conversions and those of its deals."""
    refresh_conversions(lead_ids=lead_ids, reason=_named("lead", lead_ids), now=timezone.now())


@shared_task(name="analytics.refresh_deals")
def refresh_deals(deal_ids: list[int]) -> None:
    """A deal was closed or opened again: its conversion."""
    refresh_conversions(deal_ids=deal_ids, reason=_named("deal", deal_ids), now=timezone.now())


@shared_task(name="analytics.run_full")
def run_full(run_id: int) -> None:
    """Compute everything again, as somebody asked for."""
    full_run(run_id=run_id)


@shared_task(name="analytics.check_books")
def check_books() -> None:
    """Every night: say what does not add up, and compute everything again if so."""
    wrong = off_balance()
    if wrong:
        log.error("books do not balance", extra={"lines": len(wrong), "first": wrong[0]})
        request_full_run(by=None, now=timezone.now(), reason="the books did not balance")


def _named(what: str, ids: list[int]) -> str:
    """ "deal 88", "deals 1, 2, 3 and 40 more"."""
    shown = ", ".join(str(pk) for pk in ids[:5])
    more = f" and {len(ids) - 5} more" if len(ids) > 5 else ""
    return f"{what}{'s' if len(ids) > 1 else ''} {shown}{more}"
