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
    bottom: bool = False  # on the bottom bar of phones, which has room for three…
    bottom_unless: str = ""  # …so it gives way for people who have this right
    words: tuple[Any, ...] = field(default=())  # other words the palette finds it by


@dataclass(frozen=True)
class Action:
    """Something one can begin from anywhere, through the palette."""

    page: str
    label: Any
    icon: str
    right: str


ENTRIES = (
    Entry(
        *("leads:day", _("My day"), "sun", "deals.edit", "d"),
        bottom=True,
        bottom_unless="analytics.view",
        words=(_("Tasks"), _("Home")),
    ),
    Entry(
        *("analytics:roi", _("ROI"), "trending-up", "analytics.view", "r", ("analytics:",)),
        bottom=True,
        words=(_("Return on investment"), _("Reports")),
    ),
    Entry(
        *("leads:board", _("Board"), "kanban", "deals.view", "p", ("leads:deal",)),
        bottom=True,
        words=(_("Pipeline"), _("Deals")),
    ),
    Entry(
        *("leads:list", _("Leads"), "users", "leads.view", "l", ("leads:lead",)),
        bottom=True,
        words=(_("People"),),
    ),
    Entry(
        *("campaigns:list", _("Campaigns"), "megaphone", "campaigns.view", "c"),
        covers=("campaigns:campaign",),
    ),
    Entry(
        *("campaigns:links", _("Links"), "link", "campaigns.view", "k", ("campaigns:link",)),
        words=(_("Tracking links"), _("QR codes")),
    ),
    Entry(
        *("campaigns:spend", _("Spend"), "receipt", "spend.view", "e", ("campaigns:spend",)),
        words=(_("Costs"), _("Budget")),
    ),
    Entry(
        *("leads:forms", _("Forms"), "clipboard-list", "capture.edit", "f"),
        covers=("leads:form", "leads:submission", "leads:site"),
        words=(_("On-site"), _("Tracker"), _("Sites")),
    ),
    Entry(
        *("imports:list", _("Imports"), "upload", "imports.run", "i", ("imports:",)),
        words=(_("CSV"), _("Upload")),
    ),
    Entry(
        *("settings", _("Settings"), "settings", "any", "s"),
        covers=("users", "tokens", "jobs"),
        group="foot",
        words=(_("Users"), _("Roles"), _("API tokens")),
    ),
)
ACTIONS = (
    Action("campaigns:campaign_new", _("New campaign"), "plus", "campaigns.edit"),
    Action("campaigns:link_new", _("New tracking link"), "plus", "links.edit"),
    Action("leads:deal_new", _("New deal"), "plus", "deals.edit"),
    Action("leads:lead_new", _("New lead"), "plus", "leads.edit"),
    Action("campaigns:spend_new", _("Record spend"), "plus", "spend.edit"),
    Action("leads:form_new", _("New form"), "plus", "capture.edit"),
    Action("imports:new", _("Import a file"), "upload", "imports.run"),
    Action("users", _("Invite somebody"), "user-plus", "users.edit"),
    Action("account_change_password", _("Change password"), "key-round", "any"),
    Action("mfa_index", _("Set up the second factor"), "shield-check", "any"),
    Action("ui_kit", _("UI kit"), "swatch-book", "any"),
)


def entries_for(request: HttpRequest) -> list[dict[str, Any]]:
    """The entries this person may open, with their address and whether they are here now."""
    here = getattr(request.resolver_match, "view_name", "") or ""
    nav = []
    current = _current(here)
    for entry in ENTRIES:
        url = address(entry.home)
        if url and can(request.user, entry.right):
            crowded = entry.bottom_unless and can(request.user, entry.bottom_unless)
            bottom = entry.bottom and not crowded
            nav.append({"entry": entry, "url": url, "current": entry is current, "bottom": bottom})
    return nav


def address(name: str, *args: Any) -> str:
    """The path of a page, "" when this install does not have it."""
    try:
        return reverse(name, args=args)
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
