"""The demo company's market: the true effect of each channel, and when it is active."""

from datetime import date, timedelta

from analytics.simulator import ChannelSpec, Scenario, calibrated
from clmsite.seeding.plan import Plan
from clmsite.seeding.plan_owned import OWNED
from clmsite.seeding.plan_paid import PAID

PLANS: tuple[Plan, ...] = PAID + OWNED
DAYS = 365
OFFLINE = "offline"


def first_day(today: date) -> date:
    """The first of the month eleven months ago: what the ROI page calls "12 months".

    Earlier days would only show up as an absurd "period before".
    """
    month = today.year * 12 + today.month - 1 - 11
    return date(month // 12, month % 12 + 1, 1)


# key: share of first visits, true effect, mean cost per click, pull of later visits, of intent.
# Display's retargeting and direct visits meet whom others convinced: much credit, little effect.
_CHANNELS = {
    "paid_search": (0.17, 0.034, 4.2, 0.9, 0.5),
    "paid_social": (0.13, 0.030, 6.6, 0.5, 0.1),
    "display": (0.08, 0.003, 1.2, 1.6, 0.7),
    "paid_video": (0.035, 0.010, 0.75, 0.5, 0.0),
    "email": (0.055, 0.050, 0.0, 2.6, 0.3),
    "organic_social": (0.085, 0.014, 0.0, 0.8, 0.0),
    "affiliates": (0.025, 0.022, 1.2, 0.4, 0.2),
    "audio": (0.014, 0.012, 0.0, 0.4, 0.0),
    "referral": (0.065, 0.042, 0.0, 0.8, 0.2),
    "organic_search": (0.21, 0.030, 0.0, 1.0, 0.3),
    "ai_assistants": (0.025, 0.045, 0.0, 0.8, 0.3),
    "direct": (0.11, 0.0, 0.0, 2.2, 0.6),
}
# Visits outside campaigns: source, medium, referrer, weight.
LOOSE = {
    "organic_search": (
        ("google", "organic", "https://www.google.com/", 0.8),
        ("bing", "organic", "https://www.bing.com/", 0.12),
        ("duckduckgo", "organic", "https://duckduckgo.com/", 0.08),
    ),
    "ai_assistants": (
        ("chatgpt.com", "referral", "https://chatgpt.com/", 0.7),
        ("perplexity.ai", "referral", "https://www.perplexity.ai/", 0.3),
    ),
    "direct": (("", "", "", 1.0),),
    "organic_social": (("linkedin.com", "referral", "https://www.linkedin.com/", 1.0),),
    "referral": (
        ("planner-forum.example", "referral", "https://planner-forum.example/t/4711", 0.6),
        ("foundry-monthly.example", "referral", "https://foundry-monthly.example/", 0.4),
    ),
}
# How many visits of a channel that has campaigns come outside of them.
LOOSE_WEIGHT = {"organic_social": 0.8, "referral": 0.6}
# E-mails go out on these days of the month and week; visits follow within two days.
_MAIL_ECHO = (3.0, 1.4)


def activity(channel: str, today: date) -> tuple[float, ...] | None:
    """Relative activity per day, oldest first: what the channel's campaigns were doing."""
    plans = [plan for plan in PLANS if plan.channel == channel]
    if not plans:
        return None
    loose = LOOSE_WEIGHT.get(channel, 0.0)
    return tuple(
        loose
        + sum(plan.weight for plan in plans if plan.is_active(days_ago))
        * _echo(channel, today - timedelta(days=days_ago))
        for days_ago in range(DAYS - 1, -1, -1)
    )


def _echo(channel: str, on: date) -> float:
    """E-mail peaks after Tuesday's sending and fades; other channels are even."""
    if channel != "email":
        return 1.0
    since_tuesday = (on.weekday() - 1) % 7
    return _MAIL_ECHO[since_tuesday] if since_tuesday < len(_MAIL_ECHO) else 0.6


def scenario(*, today: date, scale: float, seed: int) -> Scenario:
    """The year that ends with `today`, calibrated to about 5,450 leads by form since first_day.

    Who comes before first_day is left out when the visits are made, hence the surplus.
    """
    surplus = DAYS / ((today - first_day(today)).days + 1)
    made = Scenario(
        channels=tuple(
            ChannelSpec(
                key=key,
                share=share,
                effect=effect,
                cost_per_click=cost,
                returning=returning,
                intent_pull=pull,
                activity=activity(key, today),
            )
            for key, (share, effect, cost, returning, pull) in _CHANNELS.items()
        ),
        n_visitors=max(200, round(114_000 * scale * surplus)),
        start=today - timedelta(days=DAYS - 1),
        seed=seed,
        baseline=0.006,
        confounding=0.5,
        growth=1.6,
    )
    return calibrated(made, conversions=5_450 * scale * surplus)
