"""People: invented names, firms and addresses for as many leads as are wanted."""

from dataclasses import dataclass

import numpy as np
from django.utils.text import slugify
from numpy.random import Generator

from clmsite.seeding.names import CULTURES, FORMS, JOB_TITLES, STEMS, TRADES, Culture

PEOPLE_PER_FIRM = 1.7
NAMELESS = 0.015  # forms that were filled with an address only


@dataclass(frozen=True, slots=True)
class Individual:
    name: str
    email: str
    company: str
    job_title: str
    country: str
    phone: str


def invent_people(count: int, rng: Generator) -> list[Individual]:
    """`count` individuals; no two have the same address."""
    weights = np.array([culture.weight for culture in CULTURES])
    chosen = rng.choice(len(CULTURES), p=weights / weights.sum(), size=count)
    firms = _firms(max(1, int(count / PEOPLE_PER_FIRM)), rng)
    taken: set[str] = set()
    return [_individual(CULTURES[i], firms, taken, rng) for i in chosen]


def _firms(count: int, rng: Generator) -> list[str]:
    stems, trades = STEMS.split(), TRADES.split()
    names = [
        f"{stem} {trade}"
        for stem, trade in zip(
            rng.choice(stems, size=count), rng.choice(trades, size=count), strict=True
        )
    ]
    forms = rng.choice(FORMS, size=count)
    return [f"{name} {form}".strip() for name, form in zip(names, forms, strict=True)]


def _individual(culture: Culture, firms: list[str], taken: set[str], rng: Generator) -> Individual:
    name, local = _name(culture, rng)
    firm = firms[int(rng.integers(len(firms)))]
    domain = slugify(" ".join(firm.split()[:2])) + ".example"
    email = _free(local, domain, taken)
    draw = rng.random(3)
    return Individual(
        name="" if draw[0] < NAMELESS else name,
        email=email,
        company=firm,
        job_title=JOB_TITLES[int(rng.integers(len(JOB_TITLES)))],
        country=culture.countries[int(draw[1] ** 1.6 * len(culture.countries))],
        phone=f"+4930{int(rng.integers(2_000_000, 9_999_999))}" if draw[2] < 0.35 else "",
    )


def _name(culture: Culture, rng: Generator) -> tuple[str, str]:
    given, latin_given = _pick(culture.pairs("given"), rng)
    if not culture.family:  # people who have one name
        return given, latin_given.lower()
    family, latin_family = _pick(culture.pairs("family"), rng)
    words = (family, given) if culture.family_first else (given, family)
    shown = culture.join.join(word.replace("von-", "von ") for word in words)
    return shown, f"{latin_given}.{latin_family}".lower()


def _pick(pairs: list[tuple[str, str]], rng: Generator) -> tuple[str, str]:
    return pairs[int(rng.integers(len(pairs)))]


def _free(local: str, domain: str, taken: set[str]) -> str:
    number = 1
    email = f"{local}@{domain}"
    while email in taken:
        number += 1
        email = f"{local}{number}@{domain}"
    taken.add(email)
    return email
