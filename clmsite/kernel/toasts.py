"""Short messages at the foot of the next page, with a way back.

They travel as Django messages, so they survive the redirect after a POST and work without
JavaScript; templates/parts/toasts.html draws them.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

LEVELS = {"success": messages.SUCCESS, "info": messages.INFO, "error": messages.ERROR}


@dataclass(frozen=True)
class Toast:
    """One message; `undo_url` is posted to, with `undo_data`, when the reader takes it back."""

    text: str
    undo_url: str = ""
    undo_data: dict[str, Any] = field(default_factory=dict)
    is_error: bool = False


def toast(
    request: HttpRequest,
    text: str,
    undo_url: str | None = None,
    undo_data: dict[str, Any] | None = None,
    level: str = "success",
) -> None:
    """Show `text` on the next page this person sees. An "error" stays until it is closed."""
    undo = {"undo_url": undo_url, "undo_data": undo_data or {}} if undo_url else {}
    tags = json.dumps(undo, default=str) if undo else ""
    messages.add_message(request, LEVELS[level], str(text), extra_tags=tags)


def read_toast(message: Message) -> Toast:
    """The toast in a message; messages of other apps (allauth) have text only."""
    try:
        extra = json.loads(message.extra_tags or "{}")
    except json.JSONDecodeError:
        extra = {}
    return Toast(
        text=str(message.message),
        undo_url=extra.get("undo_url", ""),
        undo_data=extra.get("undo_data", {}),
        is_error=message.level >= messages.ERROR,
    )
