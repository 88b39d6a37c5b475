"""Every job that runs by itself, in two tables: by the clock, and because something happened.

`test_documented.py` checks that each has its line in docs/jobs.md.
"""

from dataclasses import dataclass
from datetime import timedelta

from celery.schedules import crontab


@dataclass(frozen=True)
class Periodic:
    name: str
    task: str
    every: timedelta | crontab
    why: str


PERIODIC = [
    Periodic(
        "sweep-outbox",
        "kernel.sweep_outbox",
        timedelta(seconds=10),
        "Jobs whose message was lost, or whose worker died, run all the same.",
    ),
    Periodic(
        "end-finished-campaigns",
        "campaigns.end_finished_campaigns",
        crontab(minute=5),
        "A campaign past its last day is shown as ended.",
    ),
    Periodic(
        "forget-visitors-of-yesterday",
        "campaigns.forget_yesterday",
        crontab(minute=2),
        "The secret behind cookieless visitors goes with its day; refused hits after 14 days.",
    ),
    Periodic(
        "check-books",
        "analytics.check_books",
        crontab(hour=3, minute=20),
        "Attributed + unattributed + excluded must equal booked, to the cent.",
    ),
    Periodic(
        "prune-outbox",
        "kernel.prune_outbox",
        crontab(hour=3, minute=40),
        "Finished jobs older than 14 days are of no use to anyone.",
    ),
]

# What happened -> the tasks that must run because of it, once its transaction has committed.
SUBSCRIPTIONS: dict[str, list[str]] = {
    "lead.created": ["analytics.refresh_leads"],  # lead_ids
    "lead.changed": ["analytics.refresh_leads"],  # lead_ids: stage, identity or touches changed
    "touch.recorded": ["leads.touches_arrived"],  # touch_ids: of visitors with a lead behind them
    "visitor.joined": ["leads.visitors_joined"],  # from_id, to_id: one browser, two keys
    "deal.closed": ["analytics.refresh_deals"],  # deal_ids: won or lost
    "deal.reopened": ["analytics.refresh_deals"],  # deal_ids
    "revenue.changed": ["analytics.refresh_deals"],  # deal_ids
    "import.requested": ["kernel.run_import"],  # import_id
    "import.undo_requested": ["kernel.undo_import"],  # import_id
    "runs.requested": ["analytics.run_full"],  # run_id
}
