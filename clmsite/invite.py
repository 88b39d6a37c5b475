"""Verbs about people: make the first administrator, invite, join, change role, switch off."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction

from clmsite.kernel.access import ADMINISTRATOR, ROLES
from clmsite.kernel.audit import record
from clmsite.models import Invitation, User

VALID = timedelta(days=7)


class NotPossibleError(Exception):
    """The sentence is for the person who asked."""


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def no_users_yet() -> bool:
    return not User.objects.exists()


@transaction.atomic
def make_first_administrator(*, email: str, name: str, password: str) -> User:
    """The one account that needs no invitation. NotPossibleError when somebody was faster."""
    # Locking the role's row lets exactly one of two racing set-up pages through.
    role = Group.objects.select_for_update().get(name=ROLES[ADMINISTRATOR])
    if User.objects.exists():
        raise NotPossibleError("An administrator exists already. Please sign in.")
    user = User.objects.create_user(email, password, name=name)
    user.groups.add(role)
    record(user, "user.first_administrator", user)
    return user


@transaction.atomic
def invite(*, email: str, role: str, by: User, now: datetime) -> tuple[Invitation, str]:
    """A new invitation and its secret token, which is not stored and shown once."""
    if User.objects.filter(email__iexact=email).exists():
        raise NotPossibleError("Somebody with this e-mail address has an account already.")
    token = secrets.token_urlsafe(32)
    pending = Invitation.objects.filter(email__iexact=email, accepted_at=None, revoked_at=None)
    pending.update(revoked_at=now)
    invitation = Invitation.objects.create(
        email=email.lower(),
        role=role,
        token_digest=digest(token),
        invited_by=by,
        created_at=now,
        expires_at=now + VALID,
    )
    record(by, "user.invited", invitation, role=role)
    return invitation, token


def find_invitation(token: str, *, now: datetime) -> Invitation | None:
    return Invitation.objects.filter(
        token_digest=digest(token), accepted_at=None, revoked_at=None, expires_at__gt=now
    ).first()


def join(*, token: str, name: str, password: str, now: datetime) -> User:
    """Turn an invitation into an account. NotPossibleError when it can no longer be used."""
    try:
        with transaction.atomic():
            usable = Invitation.objects.filter(
                token_digest=digest(token), accepted_at=None, revoked_at=None, expires_at__gt=now
            )
            invitation = usable.first()
            if invitation is None or not usable.update(accepted_at=now):
                raise NotPossibleError("This invitation has been used or is no longer valid.")
            user = User.objects.create_user(invitation.email, password, name=name)
            user.groups.add(Group.objects.get(name=ROLES[invitation.role]))
            record(user, "user.joined", user, role=invitation.role)
            return user
    except IntegrityError:
        raise NotPossibleError(
            "Somebody with this e-mail address has an account already."
        ) from None


@transaction.atomic
def change_role(*, user: User, role: str, by: User) -> None:
    """NotPossibleError when the last administrator would go (AU-12)."""
    _keep_an_administrator(user, unless=role == ADMINISTRATOR)
    user.groups.set(Group.objects.filter(name=ROLES[role]))
    record(by, "user.role_changed", user, role=role)


@transaction.atomic
def switch_off(*, user: User, by: User) -> None:
    """The person can no longer sign in; what they did stays. Ends their sessions and tokens."""
    _keep_an_administrator(user, unless=False)
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.auth_token_set.all().delete()
    end_sessions(user)
    record(by, "user.switched_off", user)


@transaction.atomic
def switch_on(*, user: User, by: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=True)
    record(by, "user.switched_on", user)


def end_sessions(user: Any) -> None:
    for session in Session.objects.all().iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


def _keep_an_administrator(user: User, *, unless: bool) -> None:
    group = Group.objects.select_for_update().get(name=ROLES[ADMINISTRATOR])
    others = User.objects.filter(groups=group, is_active=True).exclude(pk=user.pk)
    if not unless and user.groups.filter(pk=group.pk).exists() and not others.exists():
        raise NotPossibleError("This is the last administrator. Make somebody else one first.")
