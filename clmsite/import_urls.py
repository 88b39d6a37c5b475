from django.urls import path

from clmsite.views import imports

app_name = "imports"
urlpatterns = [
    path("", imports.import_list, name="list"),
    path("new", imports.import_new, name="new"),
    path("<uuid:pk>/", imports.import_job, name="job"),
    path("<uuid:pk>/columns", imports.columns, name="columns"),
    path("<uuid:pk>/reading", imports.reading, name="reading"),
    path("<uuid:pk>/errors.csv", imports.errors, name="errors"),
    path("<uuid:pk>/<slug:verb>", imports.act, name="act"),
]
