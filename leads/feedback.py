"""Write down what a customer said."""

from datetime import datetime
from typing import Any

from clmsite.kernel.text import clean_line, clean_text
from leads.models import Deal, Feedback, Lead


def add_feedback(
    *,
    lead: Lead,
    kind: str,
    topic: str,
    now: datetime,
    by: Any = None,
    deal: Deal | None = None,
    text: str = "",
) -> Feedback:
    return Feedback.objects.create(
        lead=lead,
        deal=deal,
        kind=kind,
        topic=clean_line(topic, 80),
        text=clean_text(text),
        at=now,
        author=by,
    )
