"""CSV that stays data: no cell a spreadsheet program could take for a formula (IE-05).

PURE: no Django.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

_STARTERS = frozenset("=+-@＝＋－＠%|\t\r\n\x00")
_PLAIN_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")


def safe_cell(value: Any) -> str:
    """`value` as text, with an apostrophe before anything that could start a formula.

    Blank, control and zero-width characters in front do not hide a start: programs strip them.
    Plain numbers are left as they are, also negative ones.
    """
    if value is None:
        return ""
    text = str(value)
    if _PLAIN_NUMBER.fullmatch(text):
        return text
    if text[:1] in _STARTERS or _without_blanks(text)[:1] in _STARTERS:
        return f"'{text}"
    return text


def csv_line(cells: Iterable[Any]) -> str:
    """One line: every cell quoted and safe."""
    quoted = (safe_cell(cell).replace('"', '""').replace("\x00", "") for cell in cells)
    return ",".join(f'"{cell}"' for cell in quoted) + "\r\n"


def _without_blanks(text: str) -> str:
    for i, letter in enumerate(text):
        # Z: spaces and separators, C: control, format (zero width, bidi), unassigned
        if unicodedata.category(letter)[0] not in "ZC":
            return text[i:]
    return ""
