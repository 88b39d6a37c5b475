"""One router: every viewset under /api/v1/."""

from rest_framework.routers import SimpleRouter

from campaigns.api.views import (
    CampaignViewSet,
    ChannelViewSet,
    LinkViewSet,
    SiteViewSet,
    SpendViewSet,
)
from leads.api.deals import DealViewSet, ReasonViewSet, StageViewSet
from leads.api.leads import ActivityViewSet, LeadViewSet

router = SimpleRouter()
router.register("campaigns", CampaignViewSet, "campaign")
router.register("links", LinkViewSet, "link")
router.register("spend", SpendViewSet, "spend")
router.register("channels", ChannelViewSet, "channel")
router.register("sites", SiteViewSet, "site")
router.register("leads", LeadViewSet, "lead")
router.register("deals", DealViewSet, "deal")
router.register("activities", ActivityViewSet, "activity")
router.register("stages", StageViewSet, "stage")
router.register("reasons", ReasonViewSet, "reason")
