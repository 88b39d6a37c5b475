"""Who is it? A visitor by cookie where there is consent, else by a key that dies with the day.

- Consent: `c:` + the random value of the first-party cookie.
- No consent: `d:` + a keyed hash of site, address prefix and browser name. Its secret, the salt
  of the day, is deleted when the day (UTC) is over; nobody can compute the key again, and the
  same browser is somebody else tomorrow.
- Global Privacy Control or Do Not Track: `p:` + the id of this one page load. Nothing links two.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from campaigns.models import DailySalt, Site, Touch, Visitor
from clmsite.kernel.outbox import announce

_salts: dict[date, str] = {}


@dataclass(frozen=True, slots=True)
class Caller:
    """What a request says about the browser behind it."""

    ip_prefix: str = ""
    user_agent: str = ""
    purpose: str = ""  # Sec-Purpose and its older names
    refuses: bool = False  # Sec-GPC: 1 or DNT: 1
    vid: str = ""  # the cookie's value; only sent with consent
    load: str = ""  # one page load


def salt_of(day: date) -> str:
    """The secret of `day`, made by the first who asks; those of earlier days are deleted."""
    if known := _salts.get(day):
        return known
    row = DailySalt.objects.filter(day=day).first()
    if row is None:
        fresh = DailySalt(day=day, value=secrets.token_hex(32))
        DailySalt.objects.bulk_create([fresh], ignore_conflicts=True)
        forget_salts(before=day)
        row = DailySalt.objects.get(day=day)
    # Only a committed row may be remembered: after a rollback another process makes another.
    transaction.on_commit(lambda: _remember(day, row.value))
    return row.value


def _remember(day: date, value: str) -> None:
    _salts.clear()
    _salts[day] = value


def forget_salts(*, before: date) -> int:
    """Delete the secrets of days that are over; return how many there were."""
    return DailySalt.objects.filter(day__lt=before).delete()[0]


def daily_key(caller: Caller, site: Site, *, now: datetime) -> str:
    words = "\n".join([str(site.pk), caller.ip_prefix, caller.user_agent])
    salt = salt_of(now.date())
    return "d:" + hmac.new(salt.encode(), words.encode(), hashlib.sha256).hexdigest()[:40]


def key_of(caller: Caller, site: Site, *, now: datetime) -> str:
    """The key of the visitor behind a request; "" when nothing may identify them at all."""
    if caller.refuses:
        return f"p:{caller.load}" if caller.load else ""
    return f"c:{caller.vid}" if caller.vid else daily_key(caller, site, now=now)


def find_visitor(caller: Caller, site: Site, *, now: datetime) -> Visitor | None:
    """The visitor if we have met them; makes none."""
    key = key_of(caller, site, now=now)
    return Visitor.objects.filter(key=key).first() if key else None


def meet_visitor(caller: Caller, site: Site, *, now: datetime) -> Visitor:
    """The visitor behind a request, locked until the transaction ends; made at the first meeting.

    The lock makes two pages opened at once one visit instead of two.
    """
    key = key_of(caller, site, now=now) or f"p:{secrets.token_hex(16)}"
    with_consent = key.startswith("c:")
    found = Visitor.objects.select_for_update().filter(key=key).first()
    if found is not None:
        return found
    fresh = Visitor(
        key=key,
        site=site,
        consent=Visitor.Consent.GRANTED if with_consent else Visitor.Consent.NONE,
        consent_at=now if with_consent else None,
        first_seen_at=now,
        last_seen_at=now,
    )
    Visitor.objects.bulk_create([fresh], ignore_conflicts=True)
    return Visitor.objects.select_for_update().get(key=key)


def grant_consent(caller: Caller, site: Site, *, now: datetime) -> Visitor | None:
    """Consent given on this page: what this browser did today without cookie becomes theirs.

    Only today's: earlier days cannot be recognised any more. None when the caller refuses.
    """
    if caller.refuses or not caller.vid:
        return None
    key = f"c:{caller.vid}"
    today = Visitor.objects.select_for_update().filter(key=daily_key(caller, site, now=now)).first()
    known = Visitor.objects.filter(key=key).exists()
    if today is not None and not known:
        # The row stays and changes its key: touches, submissions and identity stay with it.
        today.key, today.consent, today.consent_at = key, Visitor.Consent.GRANTED, now
        today.save(update_fields=["key", "consent", "consent_at"])
        return today
    visitor = meet_visitor(caller, site, now=now)
    if visitor.consent != Visitor.Consent.GRANTED:
        # Withdrawn: the browser has thrown this value away and makes a new one should it agree
        # again. What says "granted" now is a request that was overtaken by the withdrawal.
        return None
    if today is not None:
        join(today, visitor)
    return visitor


def withdraw_consent(caller: Caller) -> None:
    """The cookie is gone from the browser; its row stops standing for consent."""
    if caller.vid:
        Visitor.objects.filter(key=f"c:{caller.vid}").update(consent=Visitor.Consent.NONE)


def join(old: Visitor, new: Visitor) -> None:
    """Move the touches of `old` to `new`; leads hears of it when a lead is behind either.

    Two visitors with a lead behind each stay two: it may be two people at one browser.
    """
    if old.is_known and new.is_known:
        return
    moved = Touch.objects.filter(visitor=old).update(visitor=new)
    if moved and (old.is_known or new.is_known):
        announce("visitor.joined", from_id=str(old.pk), to_id=str(new.pk))
