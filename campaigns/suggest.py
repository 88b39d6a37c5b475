"""UTM values for a new link, suggested so that our own channel rules put its visits right.

`test_suggest.py` checks each line against campaigns/tracking/channel.py.
"""

from dataclasses import dataclass

from campaigns.models import Campaign


@dataclass(frozen=True, slots=True)
class UtmValues:
    source: str
    medium: str
    campaign: str


# channel key -> source, medium. Where many sources are possible, the commonest one.
BY_CHANNEL = {
    "paid_search": ("google", "cpc"),
    "paid_social": ("linkedin", "paid_social"),
    "paid_video": ("youtube", "paid_video"),
    "paid_shopping": ("google shopping", "cpc"),
    "paid_other": ("partner", "paid"),
    "display": ("google", "display"),
    "cross_network": ("google", "cross-network"),
    "organic_search": ("google", "organic"),
    "organic_social": ("linkedin", "social"),
    "organic_video": ("youtube", "video"),
    "organic_shopping": ("google shopping", "organic"),
    "ai_assistants": ("chatgpt.com", "referral"),
    "email": ("newsletter", "email"),
    "referral": ("partner", "referral"),
    "affiliates": ("partner", "affiliate"),
    "audio": ("podcast", "audio"),
    "sms": ("sms", "sms"),
    "mobile_push": ("app", "push"),
    "offline": ("flyer", "qr"),
}
ELSE = ("website", "link")


def suggested_utm(campaign: Campaign) -> UtmValues:
    """Source and medium by the campaign's channel; its slug as the campaign."""
    source, medium = BY_CHANNEL.get(campaign.channel.key, ELSE)
    return UtmValues(source, medium, campaign.slug)
