"""One router: every viewset under /api/v1/."""

from rest_framework.routers import SimpleRouter

from campaigns.api.views import (
    CampaignViewSet,
    ChannelViewSet,
    LinkViewSet,
    SiteViewSet,
    SpendViewSet,
)

router = SimpleRouter()
router.register("campaigns", CampaignViewSet, "campaign")
router.register("links", LinkViewSet, "link")
router.register("spend", SpendViewSet, "spend")
router.register("channels", ChannelViewSet, "channel")
router.register("sites", SiteViewSet, "site")
