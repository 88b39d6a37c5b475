"""Rows of a CSV file, streamed; a broken row is reported alone and never hides its neighbours.

    with job.file.open("rb") as file:
        shape = detect(file)
        for row in read_rows(file, shape):
            row.number, row.line, row.cells, row.problem

`number` counts data rows from 1; `line` is the line of the file the row begins in. Lines with
nothing in them are no rows. Good rows + rows with a problem = all rows, always (IE-02).

A quote that is never closed would swallow the rest of the file: the line it is in is refused
and reading goes on with the next line (IE-03). The limit is the size of a cell, so a lost quote
costs at most one cell's worth of reading again.
PURE: no Django.
"""

import csv
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import BinaryIO, TextIO

from clmsite.kernel.imports.encoding import detect_encoding, is_undecodable, open_text, shown

CELL_LIMIT = 128 * 1024
# 200 was planned; a real campaign export of X (Twitter) has 252 columns.
COLUMN_LIMIT = 256
ROW_LIMIT = 1_000_000
RECORD_LIMIT = 1024 * 1024
DELIMITERS = {",": "Comma", ";": "Semicolon", "\t": "Tab", "|": "Vertical bar"}
csv.field_size_limit(CELL_LIMIT)

_SEPARATOR_LINE = re.compile(r'"?sep=([,;|\t])"?\s*', re.IGNORECASE)
_LOOKS_LIKE_DATA = re.compile(r"[-+]?[\d.,]*\d[\d.,:/ -]*|\S+@\S+\.\S+|https?://.*")


class NotCsvError(ValueError):
    """The file as a whole cannot be read; the text says why, as a code of `FILE_PROBLEMS`."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file is written."""

    encoding: str = "utf-8"
    delimiter: str = ","
    has_header: bool = True


@dataclass(frozen=True, slots=True)
class RawRow:
    number: int
    line: int
    cells: list[str]
    problem: str = ""  # a code: undecodable, nul, unclosed, too_big, cells


class _Lines:
    """Physical lines that can be given back, and which of them the present record took."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._back: deque[str] = deque()
        self.number = 0
        self.taken: list[str] = []
        self._size = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else self._text.readline(RECORD_LIMIT)
        if not line:
            raise StopIteration
        self.number += 1
        self.taken.append(line)
        self._size += len(line)
        if self._size >= RECORD_LIMIT:
            self._finish(line)
            raise csv.Error("record too long")
        return line

    def _finish(self, line: str) -> None:
        while line and len(line) == RECORD_LIMIT and line[-1] not in "\r\n":
            line = self._text.readline(RECORD_LIMIT)

    def begin(self) -> int:
        """The next record starts here; returns the number of its first line."""
        self.taken = []
        self._size = 0
        return self.number + 1

    def retreat(self) -> str:
        """Give back all lines of the record but the first, which is returned."""
        self._back.extendleft(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1
        return self.taken[0]


def detect(file: BinaryIO) -> Shape:
    """How `file` is written. NotCsvError when it is no text table at all."""
    file.seek(0)
    head = file.read(4096)
    _refuse_other_formats(head)
    encoding = detect_encoding(file)
    sample = open_text(file, encoding)
    text = sample.read(256 * 1024)
    sample.detach()
    if not text.strip("\ufeff \r\n\t"):
        raise NotCsvError("empty")
    shape = Shape(encoding, _detect_delimiter(text))
    first = next(_records(_Lines(_as_lines(text)), shape.delimiter, None), None)
    return replace(shape, has_header=first is None or _looks_like_header(first.cells))


def read_columns(file: BinaryIO, shape: Shape) -> list[str]:
    """The columns' names, made unique; "Column 3" where there is none."""
    first = next(_all_records(file, shape, None), None)
    if first is None:
        raise NotCsvError("empty")
    if first.problem:
        raise NotCsvError("header_" + first.problem)
    if len(first.cells) > COLUMN_LIMIT:
        raise NotCsvError("too_many_columns")
    names = first.cells if shape.has_header else [""] * len(first.cells)
    return _unique([" ".join(name.split())[:200] for name in names])


def read_rows(file: BinaryIO, shape: Shape) -> Iterator[RawRow]:
    """Every data row, from the start of the file."""
    columns = read_columns(file, shape)
    width = len(columns)
    # Columns without a name at the end (a trailing comma in the header) may be missing in rows.
    least = max(
        (i + 1 for i, name in enumerate(columns) if not _is_unnamed(name, i)), default=width
    )
    if not shape.has_header:
        least = width
    records = _all_records(file, shape, (least, width))
    if shape.has_header:
        next(records, None)
    for number, record in enumerate(records, 1):
        yield _fitted(replace(record, number=number), least, width)


def count_rows(file: BinaryIO, shape: Shape) -> int:
    """How many data rows there are; NotCsvError above ROW_LIMIT."""
    count = sum(1 for _row in islice(read_rows(file, shape), ROW_LIMIT + 1))
    if count > ROW_LIMIT:
        raise NotCsvError("too_many_rows")
    return count


def _fitted(row: RawRow, least: int, width: int) -> RawRow:
    """The row with exactly `width` cells, or with its problem."""
    if row.problem:
        return row
    cells = row.cells
    if len(cells) < least or any(cell.strip() for cell in cells[width:]):
        return replace(row, cells=[shown(cell) for cell in cells[:COLUMN_LIMIT]], problem="cells")
    joined = "".join(cells)
    problem = "undecodable" if is_undecodable(joined) else "nul" if "\x00" in joined else ""
    cells = cells[:width] + [""] * (width - len(cells))
    return replace(
        row, cells=[shown(cell) for cell in cells] if problem else cells, problem=problem
    )


def _all_records(file: BinaryIO, shape: Shape, widths: tuple[int, int] | None) -> Iterator[RawRow]:
    text = open_text(file, shape.encoding)
    try:
        yield from _records(_Lines(text), shape.delimiter, widths)
    finally:
        if not file.closed:
            text.detach()


def _records(lines: _Lines, delimiter: str, widths: tuple[int, int] | None) -> Iterator[RawRow]:
    """Records with their first line. `widths` are the least and full number of cells, if known."""
    while True:
        start = lines.begin()
        try:
            for cells in csv.reader(lines, delimiter=delimiter, strict=True):
                if widths and len(lines.taken) > 1 and not widths[0] <= len(cells) <= widths[1]:
                    raise csv.Error("swallowed")
                is_blank = len(cells) < 2 and not "".join(cells).strip()
                is_note = start == 1 and _SEPARATOR_LINE.fullmatch(lines.taken[0])
                if not is_blank and not is_note:
                    yield RawRow(0, start, cells)
                start = lines.begin()
            return
        except csv.Error as error:
            yield _broken(lines, start, delimiter, str(error))


def _broken(lines: _Lines, start: int, delimiter: str, error: str) -> RawRow:
    """What to make of a line the strict reader refuses; reading goes on with the next one."""
    several = len(lines.taken) > 1
    too_big = not several and ("limit" in error or "too long" in error)
    unclosed = several or "end of data" in error
    line = lines.retreat()
    if not (too_big or unclosed):
        # A quote inside a cell ('5" pipe'): the lenient reading is what everybody means.
        cells = next(csv.reader([line], delimiter=delimiter), [])
        return RawRow(0, start, cells)
    problem = "too_big" if too_big else "unclosed"
    return RawRow(0, start, [shown(line[:1000].rstrip("\r\n"))], problem)


def _as_lines(text: str) -> TextIO:
    from io import StringIO

    return StringIO(text, newline="")


def _detect_delimiter(text: str) -> str:
    noted = _SEPARATOR_LINE.match(text)
    if noted:
        return noted[1]
    scores = {mark: _regularity(text, mark) for mark in DELIMITERS}
    best = max(scores, key=lambda mark: scores[mark])
    return best if scores[best] > (0, 0) else ","


def _regularity(text: str, delimiter: str) -> tuple[float, int]:
    """The share of records with the commonest number of cells, and that number."""
    records = _records(_Lines(_as_lines(text)), delimiter, None)
    widths = [len(row.cells) for row in islice(records, 200) if not row.problem]
    if len(widths) > 1 and len(widths) < 200:
        widths = widths[:-1] or widths  # the sample may end inside the last one
    if not widths:
        return 0, 0
    width, count = Counter(widths).most_common(1)[0]
    return (count / len(widths), width) if width > 1 else (0, 0)


def _looks_like_header(cells: list[str]) -> bool:
    """Names are not numbers, dates, addresses or mails; most columns have one."""
    texts = [cell.strip() for cell in cells]
    named = [text for text in texts if text]
    return bool(named) and not any(_LOOKS_LIKE_DATA.fullmatch(text) for text in named)


def _is_unnamed(name: str, position: int) -> bool:
    return name == f"Column {position + 1}"


def _unique(names: list[str]) -> list[str]:
    used: Counter[str] = Counter()
    taken = set(names)
    unique = []
    for i, name in enumerate(names):
        name = shown(name) or f"Column {i + 1}"
        used[name] += 1
        fresh = name
        while used[name] > 1 and (fresh == name or fresh in taken or fresh in unique):
            fresh = f"{name} ({used[name]})"
            used[name] += fresh in taken or fresh in unique
        unique.append(fresh)
    return unique


def _refuse_other_formats(head: bytes) -> None:
    if not head:
        raise NotCsvError("empty")
    signs = {b"PK\x03\x04": "excel", b"\xd0\xcf\x11\xe0": "excel", b"%PDF": "binary"}
    signs |= {b"\x89PNG": "binary", b"\xff\xd8\xff": "binary", b"GIF8": "binary"}
    signs |= {
        b"\x1f\x8b": "binary",
        b"Rar!": "binary",
        b"7z\xbc\xaf": "binary",
        b"\x7fELF": "binary",
    }
    for sign, problem in signs.items():
        if head.startswith(sign):
            raise NotCsvError(problem)
    if head.lstrip()[:1] in (b"{", b"<") and b"," not in head.split(b"\n", 1)[0]:
        raise NotCsvError("binary")
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or head[1::2].count(0) > len(head) // 5
    wide = wide or head[0::2].count(0) > len(head) // 5
    strange = sum(1 for byte in head if byte < 32 and byte not in (0, 9, 10, 11, 12, 13))
    if not wide and (strange > len(head) // 10 or head.count(0) > len(head) // 4):
        raise NotCsvError("binary")
