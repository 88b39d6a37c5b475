"""attribute_company: one full attribution run over the seeded year, then fresh statistics."""

from datetime import datetime

from django.db import connection

from analytics.books import off_balance
from analytics.credits import CODE_VERSION, full_run, parameters
from analytics.models import Run


def attribute_company(*, now: datetime) -> Run:
    """The completed run. RuntimeError when the books do not balance afterwards."""
    run = Run.objects.create(
        kind=Run.Kind.FULL,
        reason="demo company loaded",
        parameters=parameters(),
        code_version=CODE_VERSION,
        cutoff_at=now,
        created_at=now,
    )
    run = full_run(run_id=run.pk)
    wrong = off_balance()
    if wrong:
        raise RuntimeError(f"the books do not balance: {wrong[0]}")
    return run


def refresh_statistics() -> None:
    """Both databases plan by row counts, and still believe the tables to be empty."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
