"""People and sites: who signs in, and the tracked domains."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from campaigns.models import Site
from clmsite.kernel.access import MARKETER, REP, ROLES
from clmsite.seeding.company import PASSWORD, PEOPLE, SITES


@dataclass(frozen=True, slots=True)
class Staff:
    marketers: list[int]
    reps: list[int]


def write_people(*, now: datetime) -> Staff:
    """One account per person of the demo company, all with the demo password."""
    user_model = get_user_model()
    password = make_password(PASSWORD)
    joined = now - timedelta(days=400)
    ids: dict[str, list[int]] = {}
    for person in PEOPLE:
        user = user_model.objects.create(
            email=person.email, name=person.name, password=password, date_joined=joined
        )
        user.groups.add(Group.objects.get_or_create(name=ROLES[person.role])[0])
        ids.setdefault(person.role, []).append(user.pk)
    return Staff(marketers=ids[MARKETER], reps=ids[REP])


def write_sites(*, now: datetime) -> list[int]:
    """The sites' ids, in the order of company.SITES."""
    made = [
        Site.objects.create(
            name=name,
            domain=domain,
            origins=[f"https://{domain}"],
            created_at=now - timedelta(days=400),
            first_hit_at=now - timedelta(days=365),
            last_hit_at=now,
        )
        for name, domain in SITES
    ]
    return [site.pk for site in made]
