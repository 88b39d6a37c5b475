from campaigns.models.campaign import Campaign
from campaigns.models.channel import Channel
from campaigns.models.click import Click
from campaigns.models.link import Link
from campaigns.models.page_view import PageView
from campaigns.models.refused_hit import RefusedHit
from campaigns.models.salt import DailySalt
from campaigns.models.site import Site
from campaigns.models.spend import Spend
from campaigns.models.touch import Touch
from campaigns.models.visitor import Visitor

__all__ = [
    "Campaign",
    "Channel",
    "Click",
    "DailySalt",
    "Link",
    "PageView",
    "RefusedHit",
    "Site",
    "Spend",
    "Touch",
    "Visitor",
]
