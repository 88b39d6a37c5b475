"""The rows an import refused, as a CSV file: where they are, what is wrong, and what they say."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from clmsite.kernel.models import ImportJob, ImportRow


def error_header(job: ImportJob) -> list[str]:
    return [_("Row"), _("Line"), _("What is wrong"), *job.columns]


def error_rows(job: ImportJob) -> Iterator[Sequence[Any]]:
    """One line per refused row. Write them with kernel.csv_file: nothing in them may become a
    formula (IE-05)."""
    bad = ImportRow.objects.filter(job=job, outcome=ImportRow.Outcome.BAD).order_by("number")
    for row in bad.iterator(chunk_size=500):
        yield [row.number, row.line, " ".join(row.errors.values()), *row.cells]
