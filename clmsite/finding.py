"""What the command palette finds: pages and actions, then rows this person may see."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campaigns.scope import campaigns_for, links_for
from clmsite.kernel.access import can
from clmsite.likeness import fragments, likeness
from clmsite.navigation import ACTIONS, ENTRIES, address
from leads.scope import deals_for, leads_for

PER_GROUP = 5
# Rows looked at more closely when nothing matches to the letter; the newest ones.
ROUGH = 1500


@dataclass(frozen=True)
class Option:
    icon: str
    text: str
    url: str
    hint: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of row: where it lives, what is searched, what is shown."""

    name: Any
    icon: str
    page: str
    rows: Callable[[Any], QuerySet[Any]]
    fields: tuple[str, ...]
    label: Callable[[Any], tuple[str, str]]


KINDS = (
    Kind(
        *(_("Leads"), "user", "leads:lead", leads_for, ("name", "company", "email")),
        label=lambda lead: (lead.name or lead.email or lead.company, lead.company),
    ),
    Kind(
        *(_("Deals"), "handshake", "leads:deal", deals_for, ("name",)),
        label=lambda deal: (deal.name, ""),
    ),
    Kind(
        *(_("Campaigns"), "megaphone", "campaigns:campaign", campaigns_for, ("name", "slug")),
        label=lambda campaign: (campaign.name, ""),
    ),
    Kind(
        *(_("Links"), "link", "campaigns:link", links_for, ("name", "code", "destination")),
        label=lambda link: (link.name or link.destination, link.code),
    ),
)


def find(request: HttpRequest, query: str) -> list[dict[str, Any]]:
    """Groups of options for `query`, each [{"name": …, "options": [Option, …]}]."""
    groups = [
        (_("Pages"), pages(request.user, query)),
        (_("Actions"), actions(request.user, query)),
    ]
    if query:
        groups += [(kind.name, rows(kind, request.user, query)) for kind in KINDS]
    return [{"name": name, "options": options} for name, options in groups if options]


def pages(user: Any, query: str) -> list[Option]:
    there = [
        (" ".join(map(str, (entry.label, *entry.words))), Option(entry.icon, str(entry.label), url))
        for entry in ENTRIES
        if can(user, entry.right) and (url := address(entry.home))
    ]
    return _best(query, there, limit=len(there))


def actions(user: Any, query: str) -> list[Option]:
    there = [
        (str(action.label), Option(action.icon, str(action.label), url))
        for action in ACTIONS
        if can(user, action.right) and (url := address(action.page))
    ]
    return _best(query, there, limit=len(there) if query else 3)


def rows(kind: Kind, user: Any, query: str) -> list[Option]:
    """The best few rows: those that hold every word; if there are none, those that come close."""
    if not address(kind.page, 0):
        return []
    mine = kind.rows(user).order_by("-pk")
    exact = mine
    for word in query.split():
        exact = exact.filter(_any_field(kind.fields, [word]))
    # The database has decided (it may fold letters differently): no match is only sorted last.
    best = _closest(kind, exact[: PER_GROUP * 8], query, worst=99.0)
    pieces = fragments(query)
    if not best and pieces:
        best = _closest(kind, mine.filter(_any_field(kind.fields, pieces))[:ROUGH], query)
    found = mine.in_bulk(best)
    return [_option(kind, found[pk]) for pk in best if pk in found]


def _closest(kind: Kind, some: QuerySet[Any], query: str, worst: float | None = None) -> list[int]:
    """Ids of the few rows of `some` that are most like `query`, best first."""
    scored = []
    for pk, *texts in some.values_list("pk", *kind.fields):
        score = likeness(query, " ".join(texts))
        if score is not None or worst is not None:
            scored.append((worst if score is None else score, -pk))
    return [-negative for _score, negative in sorted(scored)[:PER_GROUP]]


def _any_field(fields: Iterable[str], pieces: Iterable[str]) -> Q:
    condition = Q()
    for piece in pieces:
        for field in fields:
            condition |= Q(**{f"{field}__icontains": piece})
    return condition


def _option(kind: Kind, row: Any) -> Option:
    text, hint = kind.label(row)
    return Option(kind.icon, text, address(kind.page, row.pk), hint if hint != text else "")


def _best(query: str, there: list[tuple[str, Option]], limit: int = PER_GROUP) -> list[Option]:
    if not query:
        return [option for _words, option in there[:limit]]
    scored = [(likeness(query, words), i) for i, (words, _option) in enumerate(there)]
    good = sorted((score, i) for score, i in scored if score is not None)
    return [there[i][1] for _score, i in good[:limit]]
