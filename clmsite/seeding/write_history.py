"""What sales decided about each lead, as the entries its page shows and undo takes back."""

from datetime import UTC, datetime
from typing import Any

from clmsite.seeding.fast_insert import fast_insert
from clmsite.seeding.funnel import LeadFates
from clmsite.seeding.write_leads import WrittenLeads
from leads.models import Activity

# action -> stage before, stage after
STEPS = {
    "accepted": ("new", "accepted"),
    "qualified": ("accepted", "qualified"),
    "rejected": (None, "rejected"),
}


def write_history(fates: LeadFates, leads: WrittenLeads) -> int:
    """One system entry per step; an entry's version is the lead's after it. Rows written."""
    rows = [
        entry
        for i in range(len(fates.accepted))
        for entry in _entries(i, fates, leads.reject_reasons[i])
    ]
    fast_insert(
        Activity,
        len(rows),
        {
            "lead_id": [leads.first + i for i, _, _ in rows],
            "kind": "system",
            "text": "",
            "at": [at for _, at, _ in rows],
            "author_id": [leads.owner[i] for i, _, _ in rows],
            "detail": [detail for _, _, detail in rows],
        },
    )
    return len(rows)


def _entries(
    lead: int, fates: LeadFates, reason: int | None
) -> list[tuple[int, int, dict[str, Any]]]:
    steps = [(int(at), action) for action in STEPS if (at := getattr(fates, action)[lead]) >= 0]
    found, stage, version = [], "new", 1
    for at, action in steps:
        version += 1
        before, after = STEPS[action]
        moment = datetime.fromtimestamp(at, UTC).isoformat()
        changes: dict[str, list] = {
            "stage": [before or stage, after],
            f"{action}_at": [None, moment],
        }
        if action == "rejected":
            changes["reject_reason_id"] = [None, reason]
        detail = {"action": action, "version": version, "changes": changes, "stage": after}
        found.append((lead, at, detail))
        stage = after
    return found
