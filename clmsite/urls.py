"""Table of contents of the product: one include per app."""

from django.urls import include, path

from clmsite.api import router
from clmsite.views import health

urlpatterns = [
    path("-/live", health.live, name="live"),
    path("-/ready", health.ready, name="ready"),
    path("-/metrics", health.metrics, name="metrics"),
    path("api/v1/", include((router.urls, "api"))),
    path("account/", include("allauth.urls")),
    path("", include("campaigns.urls")),
    path("", include("leads.urls")),
    path("analytics/", include("analytics.urls")),
]
