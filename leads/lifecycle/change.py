"""One change of a lead: compare and swap, and an entry that says what it replaced."""

from datetime import datetime
from typing import Any

from leads.models import Activity, Lead
from leads.snapshot import snapshot


class StaleLeadError(Exception):
    """The caller saw an older version; `lead` is as it is now (AP-06)."""

    def __init__(self, lead: Lead) -> None:
        super().__init__("stale_version")
        self.lead = lead
        self.code = "stale_version"


class NotAllowedError(Exception):
    """The lead's stage does not allow it. `code` is for programs."""

    def __init__(self, code: str, lead: Lead) -> None:
        super().__init__(code)
        self.lead = lead
        self.code = code


def load(lead_id: int, version: int | None) -> Lead:
    """The lead as it is. `version` None means: whatever it is now."""
    lead = Lead.objects.select_related("owner").get(pk=lead_id)
    if version is not None and lead.version != version:
        raise StaleLeadError(lead)
    return lead


def change_lead(
    lead: Lead,
    action: str,
    values: dict[str, Any],
    *,
    now: datetime,
    by: Any,
    text: str = "",
) -> Activity:
    """Write `values` and the entry about it; `lead` is brought up to date in place.

    Raises StaleLeadError if somebody else was faster.
    """
    names = tuple(values)
    was = snapshot(lead, names)
    winner = Lead.objects.filter(pk=lead.pk, version=lead.version)
    if not winner.update(version=lead.version + 1, updated_at=now, **values):
        raise StaleLeadError(Lead.objects.get(pk=lead.pk))
    lead.refresh_from_db()
    became = snapshot(lead, names)
    return Activity.objects.create(
        lead=lead,
        kind=Activity.Kind.SYSTEM,
        text=text,
        at=now,
        author=by,
        detail={
            "action": action,
            "version": lead.version,
            "changes": {name: [was[name], became[name]] for name in was},
            "stage": lead.stage,
        },
    )
