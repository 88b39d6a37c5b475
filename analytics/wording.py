"""Marking texts of the pure modules for translation, without Django in them."""


def gettext_noop(text: str) -> str:
    """`text` itself; the name tells makemessages to collect it. Templates translate it."""
    return text
