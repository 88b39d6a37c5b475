"""Celery's way into this app: thin wrappers around verbs."""

from celery import shared_task

from leads.identity import stitch


@shared_task(name="leads.touches_arrived")
def touches_arrived(touch_ids: list[int]) -> None:
    """Announce the leads behind these touches as changed. Safe to run again."""
    stitch.touches_arrived(touch_ids=touch_ids)


@shared_task(name="leads.visitors_joined")
def visitors_joined(from_id: str, to_id: str) -> None:
    """Let the identity follow a browser that had two keys. Safe to run again."""
    stitch.visitors_joined(from_id=from_id, to_id=to_id)
