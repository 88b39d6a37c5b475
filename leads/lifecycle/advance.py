"""Move a lead along because of what happened to its deals, or as a file says it is."""

from datetime import datetime
from typing import Any

from leads.lifecycle.stages import ORDER, TIME_OF, is_forward, times_on_reaching
from leads.models import Lead


def advance_lead(*, lead: Lead, to: str, at: datetime) -> bool:
    """Bring the lead to `to` if that lies ahead; True if it moved.

    Does not touch `version`: nobody's open form about name or phone becomes stale by it.
    """
    if not is_forward(lead.stage, to):
        return False
    values: dict[str, Any] = {"stage": to, **times_on_reaching(to, _times(lead), at)}
    if lead.stage == Lead.Stage.REJECTED:
        values |= {"rejected_at": None, "reject_reason": None, "reject_note": ""}
    _write(lead, values)
    return True


def retreat_lead(*, lead: Lead) -> None:
    """No longer a customer: back to what its deals and times say."""
    reached = [name for name in ORDER[1:-1] if getattr(lead, TIME_OF[name])]
    stage = reached[-1] if reached else Lead.Stage.NEW
    _write(lead, {"stage": stage, "customer_at": None})


def _times(lead: Lead) -> dict[str, datetime | None]:
    return {column: getattr(lead, column) for column in TIME_OF.values()}


def _write(lead: Lead, values: dict[str, Any]) -> None:
    Lead.objects.filter(pk=lead.pk).update(**values)
    for name, value in values.items():
        setattr(lead, name, value)
