"""Which characters the bytes of a file mean; bytes that mean none are marked, never guessed.

A file without a byte order mark that is not UTF-8 is read as Windows-1252 (every Latin-1 text
of everyday use is the same in it); the person who imports sees a preview and may choose another.
PURE: no Django.
"""

import codecs
import io
import re
from typing import BinaryIO

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16 (little endian)",
    "utf-16-be": "UTF-16 (big endian)",
    "cp1252": "Windows-1252 / Latin-1 (Western Europe)",
    "iso-8859-1": "ISO 8859-1",
    "iso-8859-15": "ISO 8859-15",
    "cp1250": "Windows-1250 (Central Europe)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1256": "Windows-1256 (Arabic, Persian)",
    "shift_jis": "Shift JIS (Japanese)",
    "gb18030": "GB 18030 (Chinese)",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BLOCK = 1 << 20
# Bytes Windows-1252 has no character for.
_UNDEFINED_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_UNDECODABLE = re.compile("[\ud800-\udfff]")


def _mark(error: UnicodeError) -> tuple[str, int]:
    """A byte that cannot be decoded becomes a lone surrogate, which no text contains."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    broken = error.object[error.start : error.end]
    return "".join(chr(0xDC00 + byte) for byte in broken), error.end


codecs.register_error("closed_loop_mark", _mark)


def is_undecodable(text: str) -> bool:
    return not text.isascii() and _UNDECODABLE.search(text) is not None


def shown(text: str) -> str:
    """`text` for showing and storing: what could not be decoded is U+FFFD, NUL is a picture."""
    return _UNDECODABLE.sub("\ufffd", text).replace("\x00", "\u2400")


def detect_encoding(file: BinaryIO) -> str:
    """The key of ENCODINGS this file is most likely in. Leaves the file at its start."""
    file.seek(0)
    head = file.read(4096)
    file.seek(0)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if wide := _wide(head):
        return wide
    good, bad, undefined = _utf8_sequences(file)
    file.seek(0)
    # A few broken characters in a text that is otherwise UTF-8: those rows are refused alone.
    if not bad or good > 2 * bad:
        return "utf-8"
    return "iso-8859-1" if undefined else "cp1252"


def open_text(file: BinaryIO, encoding: str) -> io.TextIOWrapper:
    """`file` as text from its start, line ends untouched, without its byte order mark."""
    file.seek(0)
    head = file.read(3)
    skip = next(
        (len(mark) for mark, name in _MARKS if name == encoding and head[: len(mark)] == mark), 0
    )
    file.seek(skip)
    return io.TextIOWrapper(file, encoding=encoding, errors="closed_loop_mark", newline="")


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: every other byte of Latin text is NUL."""
    pairs = len(head) // 2
    if pairs < 4:
        return ""
    even, odd = head[0 : pairs * 2 : 2].count(0), head[1 : pairs * 2 : 2].count(0)
    if odd > pairs * 0.4 and even < pairs * 0.05:
        return "utf-16-le"
    if even > pairs * 0.4 and odd < pairs * 0.05:
        return "utf-16-be"
    return ""


def _utf8_sequences(file: BinaryIO) -> tuple[int, int, bool]:
    """How many characters beyond ASCII are good UTF-8, how many bytes are not UTF-8, and whether
    any of them is unknown to Windows-1252."""
    decoder = codecs.getincrementaldecoder("utf-8")("closed_loop_mark")
    good = bad = 0
    undefined = False
    while block := file.read(_BLOCK):
        if block.isascii() and not decoder.getstate()[0]:
            continue
        text = decoder.decode(block)
        broken = len(_UNDECODABLE.findall(text))
        bad += broken
        good += sum(1 for letter in text if letter > "\x7f") - broken
        undefined = undefined or _UNDEFINED_1252.search(block) is not None
    return good, bad + len(decoder.getstate()[0]), undefined
