"""Text from outside, made safe to keep and to show in one line (reliability OX-06).

No Django in here, so that the pure folders may use it.
"""

import re
import unicodedata

# Marks that turn the direction of what follows them: they belong to the page, not to a name.
_BIDI = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)])
_CONTROLS_BUT_BREAKS = {code: None for code in _CONTROLS if code not in (0x09, 0x0A)}
_MOST_MARKS = 8
_MARKS = re.compile(
    rf"([\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]{{{_MOST_MARKS}}})[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]+"
)


def clean_line(text: object, limit: int | None = None) -> str:
    """One line: NFC, no control or direction marks, white space single, at most `limit` long."""
    line = str(text or "").translate({0x09: " ", 0x0A: " ", 0x0D: " ", 0x2028: " ", 0x2029: " "})
    line = _few_marks(line.translate(_CONTROLS).translate(_BIDI))
    return " ".join(line.split())[:limit].rstrip()


def clean_text(text: object, limit: int | None = None) -> str:
    """Several lines: NFC, line breaks as \\n, no other control characters."""
    lines = str(text or "").replace("\r\n", "\n").replace("\r", "\n")
    return _few_marks(lines.translate(_CONTROLS_BUT_BREAKS)).strip()[:limit]


def _few_marks(text: str) -> str:
    """NFC, and at most eight combining marks on one letter."""
    return _MARKS.sub(r"\1", unicodedata.normalize("NFC", text))
