"""Which channel a visit counts for: GA4's default channel grouping, and AI Assistants.

Follows Google's published rules as dbt-ga4 restates them: the same conditions in the same
order, the first that holds decides. Departures, all deliberate:

- Upper and lower case are the same ("CPC" is paid). Google folds case before its rules, too.
- AI Assistants is a channel of its own, before Organic Search and Referral: Google counts
  chatgpt.com as a referral.
- A host below a social network or video site counts like it (old.reddit.com). Whole labels
  are compared, so netflix.com is never x.com.
- Cross-network, and the rules for linked Google Ads, Display & Video 360 and Search Ads 360
  accounts, need data only Google has; what is left of the former is the campaign name.

Well-known traps that are meant: "newsletter" as a medium is Unassigned (only spellings of
"email" are e-mail); "cpm" is Display only for sources that are no search engine, social
network, shop or video site; "remarketing" is not a paid medium, "retargeting" is.

PURE: no Django. To add a rule, write a predicate and put its line into `CHANNELS`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from campaigns.tracking.sources import SEARCH, SHOPPING, SOCIAL, VIDEO, Origin
from campaigns.tracking.sources import is_assistant as _is_assistant
from campaigns.tracking.sources import parents as _parents

UNASSIGNED = "unassigned"
DIRECT = "direct"

_PAID = re.compile(r"(.*cp.*|ppc|retargeting|paid.*)")
_SHOP = re.compile(r"(.*(([^a-df-z]|^)shop|shopping).*)")
_EMAIL = re.compile(r"email|e-mail|e_mail|e mail")
_DISPLAY = frozenset({"display", "banner", "expandable", "interstitial", "cpm"})
_SOCIAL_MEDIUM = frozenset(
    {"social", "social-network", "social-media", "sm", "social network", "social media"}
)

Rule = Callable[[Origin], bool]


def _is_direct(o: Origin) -> bool:
    named = o.source == "(direct)" and o.medium in {"(none)", "(not set)"}
    return named or not (o.source or o.medium)


def _is_cross_network(o: Origin) -> bool:
    return "cross-network" in o.campaign


def _is_paid(o: Origin) -> bool:
    return _PAID.fullmatch(o.medium) is not None


def _is_shopping(o: Origin) -> bool:
    return o.source in SHOPPING or _SHOP.fullmatch(o.campaign) is not None


def _is_search(o: Origin) -> bool:
    return o.source in SEARCH


def _is_social(o: Origin) -> bool:
    return any(name in SOCIAL for name in _parents(o.source))


def _is_video(o: Origin) -> bool:
    return any(name in VIDEO for name in _parents(o.source))


def _is_organic_social(o: Origin) -> bool:
    return _is_social(o) or o.medium in _SOCIAL_MEDIUM


def _is_email(o: Origin) -> bool:
    return bool(_EMAIL.search(o.source) or _EMAIL.search(o.medium))


def _is_push(o: Origin) -> bool:
    said = o.medium.endswith("push") or "mobile" in o.medium or "notification" in o.medium
    return said or o.source == "firebase"


@dataclass(frozen=True, slots=True)
class ChannelRule:
    """One line of the channel table: what it is called and which visits are in it."""

    key: str
    name: str
    is_paid: bool
    matches: Rule


CHANNELS = (
    ChannelRule(DIRECT, "Direct", False, _is_direct),
    ChannelRule("cross_network", "Cross-network", True, _is_cross_network),
    ChannelRule("paid_shopping", "Paid Shopping", True, lambda o: _is_shopping(o) and _is_paid(o)),
    ChannelRule("paid_search", "Paid Search", True, lambda o: _is_search(o) and _is_paid(o)),
    ChannelRule("paid_social", "Paid Social", True, lambda o: _is_social(o) and _is_paid(o)),
    ChannelRule("paid_video", "Paid Video", True, lambda o: _is_video(o) and _is_paid(o)),
    ChannelRule("display", "Display", True, lambda o: o.medium in _DISPLAY),
    ChannelRule("paid_other", "Paid Other", True, _is_paid),
    ChannelRule("organic_shopping", "Organic Shopping", False, _is_shopping),
    ChannelRule("organic_social", "Organic Social", False, _is_organic_social),
    ChannelRule(
        "organic_video", "Organic Video", False, lambda o: _is_video(o) or "video" in o.medium
    ),
    ChannelRule("ai_assistants", "AI Assistants", False, lambda o: _is_assistant(o.source)),
    ChannelRule(
        "organic_search", "Organic Search", False, lambda o: _is_search(o) or o.medium == "organic"
    ),
    ChannelRule("referral", "Referral", False, lambda o: o.medium in {"referral", "app", "link"}),
    ChannelRule("email", "Email", False, _is_email),
    ChannelRule("affiliates", "Affiliates", True, lambda o: o.medium == "affiliate"),
    ChannelRule("audio", "Audio", True, lambda o: o.medium == "audio"),
    ChannelRule("sms", "SMS", False, lambda o: "sms" in {o.source, o.medium}),
    ChannelRule("mobile_push", "Mobile Push", False, _is_push),
    ChannelRule(UNASSIGNED, "Unassigned", False, lambda o: True),
)


def channel_of(origin: Origin) -> str:
    """The key of the first channel whose rule holds; "unassigned" when no other does."""
    folded = Origin(origin.source.lower(), origin.medium.lower(), origin.campaign.lower())
    return next(channel.key for channel in CHANNELS if channel.matches(folded))
