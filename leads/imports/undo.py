"""Taking back an import of leads, deals or touches, part by part (clmsite.kernel.imports.undo).

What somebody has worked with since stays, and is named with the reason.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from campaigns.models import Touch, Visitor
from clmsite.kernel.imports.kinds import Undone, in_hundreds
from clmsite.kernel.models import ImportJob, ImportRow
from clmsite.kernel.outbox import announce
from leads.imports.contacts import visitor_key
from leads.lifecycle.advance import retreat_lead
from leads.models import Activity, Deal, DealMove, Lead, Revenue
from leads.pipeline.ledger import SOURCE
from leads.pipeline.refusals import RefusedError
from leads.pipeline.undo import undo_move


def remove_deals(job: ImportJob, after: Any, limit: int, now: datetime) -> Undone:
    """Deals this import made, with their sales, if nobody has moved, edited or noted anything."""
    own = Deal.objects.filter(import_id=job.pk, pk__gt=after or 0).order_by("pk")
    worked = Exists(DealMove.objects.filter(deal=OuterRef("pk")))
    noted = Exists(Activity.objects.filter(deal=OuterRef("pk")))
    money = Exists(Revenue.objects.filter(deal=OuterRef("pk")).exclude(source=SOURCE))
    rows = list(
        own.annotate(worked=worked, noted=noted, money=money).select_related("lead")[:limit]
    )
    stays = [deal for deal in rows if _is_deal_used(deal)]
    gone = [deal for deal in rows if not _is_deal_used(deal)]
    ids = [deal.pk for deal in gone]
    Revenue.objects.filter(deal__in=ids).delete()
    Deal.objects.filter(pk__in=ids).delete()
    for deal in gone:
        _step_back(deal.lead)
    for some in in_hundreds(deal.pk for deal in gone if deal.outcome):
        announce("deal.reopened", deal_ids=some)
    kept = [_("Deal “%s” was worked with since.") % deal for deal in stays]
    return Undone(Counter(deals=len(gone)), kept, rows[-1].pk if rows else None)


def _is_deal_used(deal: Any) -> bool:
    return deal.worked or deal.noted or deal.money or deal.version != 1


def _step_back(lead: Lead) -> None:
    """A lead whose only won deal is gone is no customer."""
    if lead.stage == Lead.Stage.CUSTOMER and not lead.deals.won().exists():
        retreat_lead(lead=lead)


def remove_contacts(job: ImportJob, after: Any, limit: int, now: datetime) -> Undone:
    """Touches this import made, and imported visitors that have none left."""
    own = Touch.objects.filter(import_id=job.pk, pk__gt=after or 0).order_by("pk")
    rows = list(own.select_related("visitor__identity")[:limit])
    Touch.objects.filter(pk__in=[touch.pk for touch in rows]).delete()
    visitors = {touch.visitor_id for touch in rows}
    empty = Visitor.objects.filter(pk__in=visitors, consent=Visitor.Consent.IMPORTED, touches=None)
    leads = {touch.visitor.identity.lead_id for touch in rows if hasattr(touch.visitor, "identity")}
    empty.delete()
    _tell(leads)
    return Undone(Counter(touches=len(rows)), [], rows[-1].pk if rows else None)


def remove_leads(job: ImportJob, after: Any, limit: int, now: datetime) -> Undone:
    """Leads this import made, if nobody has worked with them and nothing hangs on them."""
    own = Lead.objects.filter(import_id=job.pk, pk__gt=after or 0).order_by("pk")
    rows = list(own[:limit])
    used = _used_leads([lead.pk for lead in rows])
    gone = [lead for lead in rows if lead.pk not in used and lead.version == 1]
    Visitor.objects.filter(key__in=[visitor_key(lead.pk) for lead in gone], touches=None).delete()
    Lead.objects.filter(pk__in=[lead.pk for lead in gone]).delete()
    _tell(lead.pk for lead in gone)
    kept = [_("Lead “%s” was worked with since.") % lead for lead in rows if lead not in gone]
    return Undone(Counter(leads=len(gone)), kept, rows[-1].pk if rows else None)


def _used_leads(ids: list[int]) -> set[int]:
    is_used = (
        Q(activities__isnull=False)
        | Q(deals__isnull=False)
        | Q(feedback__isnull=False)
        | Q(submissions__isnull=False)
        | (Q(identities__isnull=False) & ~Q(identities__by="import"))
    )
    return set(Lead.objects.filter(is_used, pk__in=ids).values_list("pk", flat=True))


def restore_leads(job: ImportJob, after: Any, limit: int, now: datetime) -> Undone:
    """Put back what the import changed in known leads, where it is still as the import left it."""
    changed = ImportRow.objects.filter(
        job=job, outcome=ImportRow.Outcome.UPDATED, object_type="lead", pk__gt=after or 0
    )
    rows = list(changed.order_by("pk")[:limit])
    leads = Lead.objects.in_bulk([int(row.object_id) for row in rows if row.object_id])
    undone = Undone(last_id=rows[-1].pk if rows else None)
    restored = set()
    for row in rows:
        lead = leads.get(int(row.object_id)) if row.object_id else None
        if lead is None or not row.before:
            continue
        back, newer = _turn_back(lead, row.before)
        if back:
            Lead.objects.filter(pk=lead.pk).update(version=lead.version + 1, **back)
            restored.add(lead.pk)
        if newer:
            names = ", ".join(sorted(newer))
            undone.kept.append(
                _("Lead “%(lead)s”: %(names)s changed since.") % {"lead": lead, "names": names}
            )
    undone.removed["restored"] += len(restored)
    _tell(restored)
    return undone


def _turn_back(lead: Lead, before: dict[str, Any]) -> tuple[dict[str, Any], set[str]]:
    """What can be put back, and the fields that somebody has changed since."""
    back, newer = {}, set()
    for name, values in before.items():
        now = getattr(lead, name)
        now = now.isoformat() if isinstance(now, datetime) else now
        if now == values["new"]:
            back[name] = values["old"]
        else:
            newer.add(name)
    return back, newer


def reopen_deals(job: ImportJob, after: Any, limit: int, now: datetime) -> Undone:
    """Take back what the import did to deals we had: their last move, if it still is the last."""
    changed = ImportRow.objects.filter(
        job=job, outcome=ImportRow.Outcome.UPDATED, object_type="deal", pk__gt=after or 0
    )
    rows = list(changed.order_by("pk")[:limit])
    undone = Undone(last_id=rows[-1].pk if rows else None)
    for row in rows:
        try:
            undo_move(move_id=row.before["move"], now=now, by=job.created_by)
            undone.removed["restored"] += 1
        except (RefusedError, DealMove.DoesNotExist):
            undone.kept.append(_("Row %d: its deal was worked with since.") % row.number)
    return undone


def _tell(lead_ids: Iterable[int]) -> None:
    for some in in_hundreds(sorted(lead_ids)):
        announce("lead.changed", lead_ids=some)
