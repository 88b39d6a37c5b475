"""URLs of sites and forms; leads/urls.py includes them under its own name."""

from django.urls import URLPattern, path

from leads.views import capture, form_builder, forms, sites

urlpatterns: list[URLPattern] = [
    path("sites/", sites.site_list, name="sites"),
    path("sites/new/", sites.site_new, name="site_new"),
    path("sites/<int:site_id>/", sites.site, name="site"),
    path("sites/<int:site_id>/enabled/", sites.site_enable, name="site_enable"),
    path("forms/", forms.form_list, name="forms"),
    path("forms/new/", form_builder.form_new, name="form_new"),
    path("forms/<int:form_id>/", form_builder.form_edit, name="form"),
    path("forms/<int:form_id>/publish/", forms.form_publish, name="form_publish"),
    path("forms/<int:form_id>/submissions/", forms.submissions, name="form_submissions"),
    path("submissions/<int:submission_id>/accept/", forms.accept, name="form_accept"),
    # what visitors meet
    path("embed.js", capture.embed_script, name="embed_script"),
    path("f/<str:key>.json", capture.form_definition, name="form_definition"),
    path("f/<str:key>/submit", capture.submit_form, name="form_submit"),
    path("f/<str:key>", capture.hosted_form, name="form_hosted"),
]
