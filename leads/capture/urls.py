"""URLs of sites and forms; leads/urls.py includes them under its own name."""

from django.urls import URLPattern, path

from leads.views import capture

urlpatterns: list[URLPattern] = [
    # what visitors meet
    path("embed.js", capture.embed_script, name="embed_script"),
    path("f/<str:key>.json", capture.form_definition, name="form_definition"),
    path("f/<str:key>/submit", capture.submit_form, name="form_submit"),
    path("f/<str:key>", capture.hosted_form, name="form_hosted"),
]
