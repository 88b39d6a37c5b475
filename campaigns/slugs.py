"""Slugs: what a campaign is called inside URLs (`utm_campaign`), unique, in letters of any script.

Links carry them percent-encoded; browsers and analytics tools show the letters again.
"""

import unicodedata

from django.utils.text import slugify

from campaigns.models import Campaign

MAX_LENGTH = 120
JOINERS = str.maketrans("\u200c\u200d", "--")  # Persian writes them where others hyphenate


def slug_of(name: str) -> str:
    """`name` as a slug, "" when nothing of it can be one.

    Plain ASCII when that keeps every letter ("Été 2027" -> "ete-2027"); else all scripts stay,
    so that two names that differ in Persian words do not end as the same "2027".
    """
    folded = unicodedata.normalize("NFKD", name)
    is_lossless = all(char.isascii() for char in folded if char.isalnum())
    return slugify(name.translate(JOINERS), allow_unicode=not is_lossless)


def free_slug(name: str, *, besides: int | None = None) -> str:
    """A slug for `name` that no other campaign has ("spring-sale", "spring-sale-2", …).

    A name without any letter or figure becomes "campaign". Two people who create the same
    name in one moment meet the unique constraint; the loser may simply ask again.
    """
    base = slug_of(name)[: MAX_LENGTH - 6].strip("-") or "campaign"
    others = Campaign.objects.exclude(pk=besides) if besides else Campaign.objects.all()
    taken = set(others.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    n = 2
    while f"{base}-{n}" in taken:
        n += 1
    return f"{base}-{n}"
