"""Compiles .po files to .mo without GNU gettext's msgfmt, which few machines have."""

import ast
import struct
import sys
from pathlib import Path

HEADER = 28
MAGIC = 0x950412DE


def parse_po(text: str) -> dict[str, str]:
    """Message -> translation, as .mo files hold them.

    Context is joined in front with \\x04, plural forms with \\0. Fuzzy, obsolete and
    untranslated entries are left out, so the original text is shown for them.
    """
    messages: dict[str, str] = {}
    for block in _entries(text):
        key, value = block.get("msgid", ""), _translation(block)
        if "msgid_plural" in block:
            key += "\0" + block["msgid_plural"]
        if "msgctxt" in block:
            key = block["msgctxt"] + "\x04" + key
        if value and "fuzzy" not in block:
            messages[key] = value
    return messages


def _translation(block: dict[str, str]) -> str:
    forms = sorted(key for key in block if key.startswith("msgstr["))
    if not forms:
        return block.get("msgstr", "")
    texts = [block[key] for key in forms]
    return "\0".join(texts) if all(texts) else ""


def _entries(text: str) -> list[dict[str, str]]:
    """The entries of a .po file, each as keyword -> text; "fuzzy" marks the unsure ones."""
    entries: list[dict[str, str]] = [{}]
    keyword = ""
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        begins = line.startswith(("#", "msgctxt", "msgid ")) or not line
        if begins and any(key.startswith("msgstr") for key in entries[-1]):
            entries.append({})
        if line.startswith("#,") and "fuzzy" in line:
            entries[-1]["fuzzy"] = "yes"
        if line.startswith("#") or not line:
            continue
        if not line.startswith('"'):
            keyword, _, line = line.partition(" ")
            entries[-1][keyword] = ""
        try:
            entries[-1][keyword] += ast.literal_eval(line)
        except (SyntaxError, ValueError, KeyError) as error:
            raise ValueError(f"line {number}: {raw!r} is not valid in a .po file") from error
    return [entry for entry in entries if "msgid" in entry]


def mo_bytes(messages: dict[str, str]) -> bytes:
    """The .mo file: header, two tables of (length, offset), then the texts, each ending in NUL."""
    pairs = sorted((key.encode(), value.encode()) for key, value in messages.items())
    keys, values = [key for key, _ in pairs], [value for _, value in pairs]
    start = HEADER + 16 * len(pairs)
    tables, body = b"", b""
    for texts in (keys, values):
        for text in texts:
            tables += struct.pack("<II", len(text), start + len(body))
            body += text + b"\0"
    counts = (len(pairs), HEADER, HEADER + 8 * len(pairs), 0, start)
    return struct.pack("<7I", MAGIC, 0, *counts) + tables + body


def compile_folder(folder: Path) -> int:
    """Compile every .po below `folder` that is newer than its .mo; return how many were made."""
    made = 0
    for po in sorted(folder.rglob("*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        try:
            content = mo_bytes(parse_po(po.read_text(encoding="utf-8")))
        except ValueError as error:
            raise ValueError(f"{po}: {error}") from error
        mo.write_bytes(content)
        made += 1
    return made


if __name__ == "__main__":
    print(compile_folder(Path(sys.argv[1])), "translation files compiled")
