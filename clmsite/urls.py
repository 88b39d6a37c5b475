"""Table of contents of the product: one include per app."""

from django.urls import include, path

from clmsite.api import router
from clmsite.views import api_docs, entrance, health, home, palette, preferences, ui_kit
from clmsite.views import settings as pages

handler400 = "clmsite.views.errors.bad_request"
handler403 = "clmsite.views.errors.permission_denied"
handler404 = "clmsite.views.errors.not_found"
handler500 = "clmsite.views.errors.server_error"

urlpatterns = [
    path("-/live", health.live, name="live"),
    path("-/ready", health.ready, name="ready"),
    path("-/metrics", health.metrics, name="metrics"),
    path("", home.home, name="home"),
    path("setup", entrance.setup, name="setup"),
    path("join/<str:token>", entrance.accept, name="accept"),
    path("settings/", pages.hub, name="settings"),
    path("settings/users", pages.users, name="users"),
    path("settings/users/<int:pk>/role", pages.set_role, name="set_role"),
    path("settings/users/<int:pk>/active", pages.set_active, name="set_active"),
    path("settings/invitations/<int:pk>/revoke", pages.revoke, name="revoke_invitation"),
    path("settings/tokens", pages.tokens, name="tokens"),
    path("settings/tokens/<str:digest>/delete", pages.delete_token, name="delete_token"),
    path("settings/jobs", pages.jobs, name="jobs"),
    path("settings/jobs/<int:pk>/retry", pages.retry_job, name="retry_job"),
    path("palette", palette.palette, name="palette"),
    path("preferences", preferences.preferences, name="preferences"),
    path("ui-kit", ui_kit.ui_kit, name="ui_kit"),
    path("api/v1/", include((router.urls, "api"))),
    path("api/schema/", api_docs.schema, name="api_schema"),
    path("api/docs/", api_docs.api_docs, name="api_docs"),
    path("account/login/", entrance.sign_in, name="account_login"),
    path("account/", include("allauth.urls")),
    path("", include("campaigns.urls")),
    path("", include("leads.urls")),
    path("analytics/", include("analytics.urls")),
    path("imports/", include("clmsite.import_urls")),
]
