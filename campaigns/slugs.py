"""Slugs: what a campaign is called inside URLs (`utm_campaign`), unique and in plain ASCII."""

from django.utils.text import slugify

from campaigns.models import Campaign

MAX_LENGTH = 120


def free_slug(name: str, *, besides: int | None = None) -> str:
    """A slug for `name` that no other campaign has ("spring-sale", "spring-sale-2", …).

    A name without any Latin letter or figure becomes "campaign". Two people who create the
    same name in one moment meet the unique constraint; the loser may simply ask again.
    """
    base = slugify(name)[: MAX_LENGTH - 6].strip("-") or "campaign"
    others = Campaign.objects.exclude(pk=besides) if besides else Campaign.objects.all()
    taken = set(others.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    n = 2
    while f"{base}-{n}" in taken:
        n += 1
    return f"{base}-{n}"
