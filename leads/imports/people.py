"""Whom a row is about: leads found by id or e-mail at once, new ones, known ones filled in."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import F
from django.utils.translation import gettext as _

from clmsite.kernel.imports.kinds import Row, Run
from leads.create import clean_fields
from leads.identity.keys import normalise_email
from leads.models import Lead

# Fields a row may fill in, or change when the person who imports says "overwrite".
PLAIN = ("name", "email", "phone", "company", "job_title", "country", "said_source")
EXTRA_KEYS = 60
EXTRA_LENGTH = 500


class People:
    """The leads that the rows of one chunk name."""

    def __init__(self, rows: Iterable[Row]) -> None:
        ids = {row.values.get("external_id") or row.fingerprint for row in rows}
        mails = {normalise_email(row.values["email"]) for row in rows if row.values.get("email")}
        self.by_id = {lead.external_id: lead for lead in Lead.objects.filter(external_id__in=ids)}
        self.by_mail = {lead.email_key: lead for lead in Lead.objects.filter(email_key__in=mails)}

    def find(self, row: Row) -> Lead | None:
        """The row's lead. A row whose id and e-mail are two different leads is refused."""
        by_id = self.by_id.get(row.values.get("external_id") or row.fingerprint)
        mail = normalise_email(row.values.get("email") or "")
        by_mail = self.by_mail.get(mail) if mail else None
        if by_id and by_mail and by_id is not by_mail and by_id.pk != by_mail.pk:
            row.refuse("external_id", _("The id is one lead's and the e-mail address another's."))
            return None
        return by_id or by_mail

    def add(self, lead: Lead) -> None:
        """A lead made for an earlier row of this chunk."""
        if lead.external_id:
            self.by_id[lead.external_id] = lead
        if lead.email_key:
            self.by_mail[lead.email_key] = lead


def new_lead(row: Row, run: Run, created_at: datetime) -> Lead:
    """An unsaved lead as the row says, under the same rules as `create_lead`."""
    fields = {name: row.values.get(name) or "" for name in PLAIN}
    fields["name"] = full_name(row)
    cleaned = clean_fields(fields)
    known_by = row.values.get("external_id") or (None if cleaned["email_key"] else row.fingerprint)
    return Lead(
        **cleaned,
        external_id=known_by,
        owner_id=owner_of(row, run),
        origin=Lead.Origin.IMPORT,
        created_at=created_at,
        consent_email_at=row.values.get("consent_at"),
        consent_text=row.values.get("consent_text") or "",
        extra=rest_of(row, run),
        import_id=run.import_id,
    )


def full_name(row: Row) -> str:
    if row.values.get("name"):
        return row.values["name"]
    parts = (row.values.get("first_name"), row.values.get("last_name"))
    return " ".join(part for part in parts if part)[:200]


def rest_of(row: Row, run: Run) -> dict[str, str]:
    """The columns no field took, if they are to be kept with the lead."""
    if not run.options.get("keep_rest"):
        return {}
    taken = {source.column for source in run.sources.values()}
    rest = (
        (name, cell.strip())
        for i, (name, cell) in enumerate(zip(run.columns, row.cells, strict=True))
        if i not in taken
    )
    empty = run.notation.empty_words
    kept = [(n, c[:EXTRA_LENGTH]) for n, c in rest if c and c.casefold() not in empty]
    return dict(kept[:EXTRA_KEYS])


def owner_of(row: Row, run: Run) -> int | None:
    """The colleague with this address. An unknown one is an error of the row (IE-04)."""
    mail = (row.values.get("owner") or "").lower()
    if not mail:
        return None
    if "owners" not in run.memory:
        users = get_user_model().objects.filter(is_active=True).values_list("email", "pk")
        run.memory["owners"] = {email.lower(): pk for email, pk in users}
    owner = run.memory["owners"].get(mail)
    if owner is None:
        row.refuse("owner", _("Nobody here has the address %s.") % mail)
    return owner


def changes_for(lead: Lead, row: Row, run: Run) -> dict[str, Any]:
    """What the row changes in a lead we know, by the rule chosen for the import."""
    rule = run.options.get("known", "fill")
    if rule == "keep":
        return {}
    fields = {name: row.values.get(name) for name in PLAIN} | {"name": full_name(row)}
    wanted = {k: v for k, v in clean_fields({k: v or "" for k, v in fields.items()}).items() if v}
    wanted["external_id"] = row.values.get("external_id")
    wanted["owner_id"] = owner_of(row, run)
    if row.values.get("consent_at"):
        wanted["consent_email_at"] = row.values["consent_at"]
        wanted["consent_text"] = row.values.get("consent_text") or ""
    changes = {}
    for name, value in wanted.items():
        old = getattr(lead, name)
        # Ids and consent are never replaced, whatever the rule.
        is_free = not old or (rule == "overwrite" and name not in PROTECTED)
        if value and value != old and is_free:
            changes[name] = value
    rest = {key: text for key, text in rest_of(row, run).items() if key not in lead.extra}
    if rest:
        changes["extra"] = lead.extra | rest
    return changes


PROTECTED = frozenset({"external_id", "consent_email_at", "consent_text", "email", "email_key"})


def change(lead: Lead, changes: dict[str, Any], run: Run) -> dict[str, Any]:
    """Write `changes`; returns what undo needs: old and new value of each."""
    is_own = lead.import_id == run.import_id  # made by an earlier row: undo removes it whole
    before = {
        name: {"old": _plain(getattr(lead, name)), "new": _plain(value)}
        for name, value in changes.items()
    }
    if run.writes and lead.pk:
        version = F("version") + (0 if is_own else 1)
        Lead.objects.filter(pk=lead.pk).update(version=version, updated_at=run.now, **changes)
    for name, value in changes.items():
        setattr(lead, name, value)
    return {} if is_own else before


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
