"""Where one can go: the one table behind the side bar, the bottom bar, the palette and `g x`.

`home` is the name of the page; `covers` lists further url names that belong to the entry, so
that it stays marked on its inner pages ("app:" stands for a whole app).
"""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from clmsite.kernel.access import can


@dataclass(frozen=True)
class Entry:
    home: str  # url name
    label: Any
    icon: str  # lucide
    right: str = "any"
    key: str = ""  # `g` then this key
    covers: tuple[str, ...] = ()
    group: str = "main"  # main, foot
    bottom: bool = False  # on the bottom bar of phones
    words: tuple[Any, ...] = field(default=())  # other words the palette finds it by


ENTRIES = (
    Entry("home", _("Home"), "house", key="h", bottom=True, words=(_("My day"), _("Dashboard"))),
    Entry(
        *("analytics:roi", _("ROI"), "trending-up", "analytics.view", "r", ("analytics:",)),
        words=(_("Return on investment"), _("Reports")),
    ),
    Entry(
        *("leads:board", _("Board"), "kanban", "deals.view", "p", ("leads:deal",)),
        bottom=True,
        words=(_("Pipeline"), _("Deals")),
    ),
    Entry(*("leads:list", _("Leads"), "users", "leads.view", "l", ("leads:lead",)), bottom=True),
    Entry(*("campaigns:list", _("Campaigns"), "megaphone", "campaigns.view", "c", ("campaigns:campaign", "campaigns:spend"))),
    Entry(*("campaigns:links", _("Links"), "link", "campaigns.view", "k", ("campaigns:link",)), words=(_("Tracking links"), _("QR codes"))),
    Entry(*("leads:forms", _("Forms"), "clipboard-list", "capture.edit", "f", ("leads:form", "leads:widget", "leads:site")), words=(_("On-site"), _("Tracker"))),
    Entry(*("imports:list", _("Imports"), "upload", "imports.run", "i", ("imports:",))),
    Entry("settings", _("Settings"), "settings", "settings.edit", "s", group="foot"),
)  # fmt: skip


def entries_for(request: HttpRequest) -> list[dict[str, Any]]:
    """The entries this person may open, with their address and whether they are here now."""
    here = getattr(request.resolver_match, "view_name", "") or ""
    nav = []
    current = _current(here)
    for entry in ENTRIES:
        url = address(entry.home)
        if url and can(request.user, entry.right):
            nav.append({"entry": entry, "url": url, "current": entry is current})
    return nav


def address(name: str) -> str:
    """The path of a page, "" when this install does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _current(view_name: str) -> Entry | None:
    """The entry whose page this is; an exact name before a prefix, the longest prefix first."""
    for entry in ENTRIES:
        if entry.home == view_name:
            return entry
    hits = [
        (len(prefix), entry)
        for entry in ENTRIES
        for prefix in entry.covers
        if view_name.startswith(prefix)
    ]
    return max(hits, key=lambda hit: hit[0])[1] if hits else None
