"""seed_company: the demo company's last twelve months, written in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db import transaction
from numpy.random import Generator, SeedSequence, default_rng

from analytics.simulator import World, simulate
from clmsite.seeding.clock import day_start
from clmsite.seeding.contacts import make_contacts
from clmsite.seeding.funnel import decide
from clmsite.seeding.market import first_day, scenario
from clmsite.seeding.visits import Visits, make_visits
from clmsite.seeding.write_campaign_history import write_campaign_history
from clmsite.seeding.write_campaigns import write_campaigns, write_spend
from clmsite.seeding.write_deals import write_deals, write_revenue
from clmsite.seeding.write_history import write_history
from clmsite.seeding.write_leads import (
    write_forms,
    write_identities,
    write_leads,
    write_submissions,
)
from clmsite.seeding.write_people import Staff, write_people, write_sites
from clmsite.seeding.write_talk import write_activities, write_feedback
from clmsite.seeding.write_visits import write_visits

VISITS, LEADS, DEALS = 200_000, 6_000, 900
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What to seed: `scale` 1 is the full company; the same seed and day, the same world."""

    now: datetime
    scale: float = 1.0
    seed: int = 2026

    @property
    def seconds(self) -> int:
        return int(self.now.timestamp())

    def count(self, full: int) -> int:
        return max(1, round(full * self.scale))

    def streams(self, count: int) -> list[Generator]:
        return [default_rng(sequence) for sequence in SeedSequence(self.seed).spawn(count)]


@transaction.atomic
def seed_company(order: Order, say: Say) -> World:
    """Write everything; the simulated world comes back with its truth."""
    rng = order.streams(8)
    say("Simulating twelve months of visitors")
    world = simulate(scenario(today=order.now.date(), scale=order.scale, seed=order.seed))
    begin = day_start(first_day(order.now.date()))
    visits = make_visits(
        world, begin=begin, now=order.seconds, wanted=order.count(VISITS), rng=rng[0]
    )
    say("Writing people, sites, campaigns and links")
    staff = write_people(now=order.now)
    sites = write_sites(now=order.now)
    ids = write_campaigns(now=order.now, owners=staff.marketers, rng=rng[1])
    write_campaign_history(ids.campaigns, now=order.now)
    say(f"Writing {len(visits.at):,} visits with clicks and pages")
    written = write_visits(visits, ids, sites, now=order.seconds, rng=rng[2])
    spend = write_spend(visits, ids, today=order.now.date(), scale=order.scale, rng=rng[3])
    say(f"Wrote {spend:,} lines of cost")
    forms = write_forms(now=order.now, sites=sites, owner=staff.marketers[0])
    _write_sales(order, visits, staff, (written, ids, forms), rng, say)
    return world


def _write_sales(
    order: Order, visits: Visits, staff: Staff, ground: tuple, rng: list[Generator], say: Say
) -> None:
    """Leads and what sales made of them."""
    written, ids, forms = ground
    now = order.seconds
    contacts = make_contacts(
        visits, wanted=order.count(LEADS), today=order.now.date(), now=now, rng=rng[4]
    )
    fates, deal_fates = decide(contacts, deals=order.count(DEALS), now=now, rng=rng[5])
    say(f"Writing {len(contacts):,} leads")
    leads = write_leads(contacts, fates, staff, now=now, rng=rng[6])
    write_identities(contacts, leads, written, ids, rng[6])
    write_submissions(contacts, leads, written, forms, rng=rng[6])
    write_history(fates, leads)
    won = int(np.sum(deal_fates.outcome == 1))
    say(f"Writing {len(deal_fates):,} deals, {won:,} of them won")
    deals = write_deals(deal_fates, contacts, leads, now=now, rng=rng[7])
    write_revenue(deal_fates, deals, now=now, rng=rng[7])
    talk = (contacts, fates, deal_fates, leads, deals)
    said = write_activities(*talk, now=order.now, rng=rng[7])
    heard = write_feedback(*talk, now=now, rng=rng[7])
    say(f"Wrote {said:,} calls, notes and tasks, and {heard:,} things customers said")
