"""Fills an empty database with the demo company: twelve months from first visit to ROI."""

import time
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from clmsite.kernel.access import ROLES
from clmsite.seeding.attribute import attribute_company, refresh_statistics
from clmsite.seeding.company import NAME, PASSWORD, SHOWN
from clmsite.seeding.seed import Order, seed_company
from clmsite.seeding.wipe import wipe_everything


class Command(BaseCommand):
    help = "Load the demo company (docs/demo.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", type=float, default=1.0, help="1 is 200,000 visits")
        parser.add_argument("--seed", type=int, default=2026)
        parser.add_argument("--today", help="last day, YYYY-MM-DD; default now")
        parser.add_argument("--reset", action="store_true", help="delete everything first")
        parser.add_argument("--show-sign-ins", action="store_true", help="print them, do nothing")
        parser.add_argument("--yes-i-know", action="store_true", help="allow it in production")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["show_sign_ins"]:
            self._check(options)
            self._seed(options)
        self._print_sign_ins()

    def _check(self, options: dict[str, Any]) -> None:
        if settings.PRODUCTION and not options["yes_i_know"]:
            raise CommandError(
                "This is a production install, and the demo's password is public. "
                "Use --yes-i-know if you really want the demo company here."
            )
        if not 0.002 <= options["scale"] <= 10:
            raise CommandError("--scale must lie between 0.002 and 10.")
        if get_user_model().objects.exists() and not options["reset"]:
            raise CommandError(
                "There are people in this database already. The demo company needs an empty "
                "one; --reset deletes ALL that is in it, for good."
            )

    def _seed(self, options: dict[str, Any]) -> None:
        began = time.monotonic()

        def say(text: str) -> None:
            self.stdout.write(f"{time.monotonic() - began:5.1f} s  {text}")
            self.stdout.flush()

        now = _end_of_story(options["today"])
        order = Order(now=now, scale=options["scale"], seed=options["seed"])
        if options["reset"]:
            say(f"Deleted {wipe_everything():,} rows")
        seed_company(order, say)
        refresh_statistics()
        say("Computing attribution")
        run = attribute_company(now=order.now)
        say(f"Attributed {run.conversions_done:,} conversions; the books balance")
        refresh_statistics()
        say(f"{NAME} is ready")

    def _print_sign_ins(self) -> None:
        for person in SHOWN:
            self.stdout.write(f"{ROLES[person.role]:<14} {person.email:<32} {PASSWORD}")


def _end_of_story(today: str | None) -> datetime:
    """Now; or five in the afternoon of the day that was asked for."""
    if not today:
        return timezone.now().replace(microsecond=0)
    try:
        return datetime.strptime(today, "%Y-%m-%d").replace(hour=17, tzinfo=UTC)
    except ValueError as error:
        raise CommandError(f"--today {today!r} is no day like 2026-11-21.") from error
