"""A small demo company for a whole test module, gone when the module is done."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import StringIO

from django.core.management import call_command
from django.db import connection, transaction

from conftest import restore_install

TODAY = "2026-11-18"
NOW = datetime(2026, 11, 18, 17, tzinfo=UTC)


def run_seed(*options: str) -> str:
    """What `seed_demo` prints; a fiftieth of the company."""
    out = StringIO()
    call_command("seed_demo", "--scale=0.02", f"--today={TODAY}", *options, stdout=out)
    return out.getvalue()


@contextmanager
def seeded_company() -> Iterator[str]:
    """Seed once inside a transaction that is rolled back at the end; tests nest theirs in it."""
    with transaction.atomic():
        restore_install()
        printed = run_seed()
        connection.check_constraints()
        yield printed
        transaction.set_rollback(True)
