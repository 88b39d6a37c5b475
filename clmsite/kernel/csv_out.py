"""CSV downloads, written while the rows are read: memory does not grow with them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import StreamingHttpResponse

from clmsite.kernel.csv_cells import csv_line


def csv_response(
    filename: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """A download of `rows`; no cell of it can be taken for a formula (csv_cells)."""
    content_type = "text/csv; charset=utf-8"
    response = StreamingHttpResponse(csv_lines(header, rows), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def csv_lines(header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The lines of the file; the first carries the mark by which Excel knows UTF-8."""
    yield "\ufeff" + csv_line(header)
    for row in rows:
        yield csv_line(plain(value) for value in row)


def plain(value: Any) -> Any:
    """Unknown is empty; numbers without exponent, moments to the second, yes and no as words."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value
