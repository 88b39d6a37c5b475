"""URLs of analytics."""

from django.urls import URLPattern, path

from analytics.views.campaign import campaign
from analytics.views.channel import channel
from analytics.views.conversion import conversion
from analytics.views.next_campaign import next_campaign
from analytics.views.roi import roi
from analytics.views.rows import rows
from analytics.views.runs import cancel, recompute, run_list

app_name = "analytics"
urlpatterns: list[URLPattern] = [
    path("roi", roi, name="roi"),
    path("roi/rows/<slug:what>/<str:of>", rows, name="rows"),
    path("campaigns/<int:pk>", campaign, name="campaign"),
    path("channels/<int:pk>", channel, name="channel"),
    path("conversions/<int:pk>", conversion, name="conversion"),
    path("next/<int:pk>", next_campaign, name="next_campaign"),
    path("runs", run_list, name="runs"),
    path("runs/recompute", recompute, name="recompute"),
    path("runs/<int:pk>/cancel", cancel, name="cancel_run"),
]
