"""URLs of campaigns: pages for people, and the redirect for everybody."""

from django.urls import path

from campaigns.tracking.collect import collect
from campaigns.tracking.redirect import redirect
from campaigns.tracking.script import gpc, tracker_script
from campaigns.views import campaign_verbs as verbs
from campaigns.views import campaigns, links, spend

app_name = "campaigns"
urlpatterns = [
    path("t.js", tracker_script, name="tracker_script"),
    path("t/e", collect, name="collect"),
    path(".well-known/gpc.json", gpc, name="gpc"),
    path("r/<str:code>", redirect, name="redirect"),
    path("campaigns/", campaigns.campaign_list, name="list"),
    path("campaigns/new", campaigns.campaign_new, name="campaign_new"),
    path("campaigns/restore", verbs.restore_deleted, name="restore"),
    path("campaigns/<int:pk>", campaigns.campaign, name="campaign"),
    path("campaigns/<int:pk>/edit", campaigns.campaign_edit, name="campaign_edit"),
    path("campaigns/<int:pk>/launch", verbs.launch, name="launch"),
    path("campaigns/<int:pk>/pause", verbs.pause, name="pause"),
    path("campaigns/<int:pk>/resume", verbs.resume, name="resume"),
    path("campaigns/<int:pk>/end", verbs.end, name="end"),
    path("campaigns/<int:pk>/undo", verbs.undo, name="undo"),
    path("campaigns/<int:pk>/duplicate", verbs.duplicate, name="duplicate"),
    path("campaigns/<int:pk>/delete", verbs.delete, name="delete"),
    path("links/", links.link_list, name="links"),
    path("links/new", links.link_new, name="link_new"),
    path("links/utm", links.link_utm, name="link_utm"),
    path("links/<int:pk>", links.link, name="link"),
    path("links/<int:pk>/edit", links.link_edit, name="link_edit"),
    path("links/<int:pk>/enabled", links.link_enabled, name="link_enabled"),
    path("links/<int:pk>/qr.<str:kind>", links.link_qr, name="link_qr"),
    path("spend/", spend.spend_list, name="spend"),
    path("spend/new", spend.spend_new, name="spend_new"),
    path("spend/restore", spend.restore_deleted, name="spend_restore"),
    path("spend/<int:pk>/edit", spend.spend_edit, name="spend_edit"),
    path("spend/<int:pk>/delete", spend.spend_delete, name="spend_delete"),
]
