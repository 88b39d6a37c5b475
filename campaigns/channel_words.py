"""Which channel a word of somebody else's system means ("Google", "Direct Traffic", "NC_EDM").

Only a first guess for the mapping page, where each word can be given another channel. How a
conversation began (chat, call back) is not where the person came from: such words are left
Unassigned instead of being counted for a channel that did not earn them.
PURE: no Django.
"""

import re

from campaigns.tracking.channel import UNASSIGNED, channel_of
from campaigns.tracking.sources import Origin

# The first pattern found in the folded word decides.
_WORDS = (
    (r"\bdirect\b", "direct"),
    (r"pay per click|\bppc\b|\bcpc\b|adwords|google ads?\b|paid search|\bsem\b", "paid_search"),
    (r"paid social|(facebook|linkedin|instagram|meta|tiktok) ads?\b", "paid_social"),
    (r"display|banner", "display"),
    (r"affiliate", "affiliates"),
    (r"\bedm\b|e ?mail|newsletter|mailing", "email"),
    (r"\bsms\b|text message", "sms"),
    (r"youtube|video|vimeo", "organic_video"),
    (r"organic social|social|facebook|linkedin|instagram|twitter|tiktok", "organic_social"),
    (r"organic|\bseo\b|search|google|bing|yahoo|duckduckgo|baidu|yandex", "organic_search"),
    (r"refer|recommend|word of mouth|partner|website|blog|press|\bsites?\b", "referral"),
    (
        r"event|fair|trade show|conference|phone|cold call|print|magazine|newspaper|radio|\btv\b",
        "offline",
    ),
)


def channel_for_word(word: str) -> str:
    """The key of a channel; "unassigned" for a word that names no channel we know."""
    folded = re.sub(r"[^\w]+|_+", " ", word.casefold()).strip()
    if not folded:
        return UNASSIGNED
    for pattern, key in _WORDS:
        if re.search(pattern, folded):
            return key
    if "." in word:  # a host name: what a referral from it would be counted as
        return channel_of(Origin(word.strip().lower(), "referral"))
    return UNASSIGNED
