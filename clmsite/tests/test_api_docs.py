"""/api/docs/ and /api/schema/: complete, readable, and under our policy."""

import json

import pytest
from django.urls import reverse

from clmsite.api import router
from clmsite.views.api_docs import groups

pytestmark = pytest.mark.django_db


def test_every_route_is_described():
    described = {endpoint.path for group in groups("en") for endpoint in group.endpoints}

    for prefix, _viewset, _name in router.registry:
        assert f"/api/v1/{prefix}/" in described
        assert any(path.startswith(f"/api/v1/{prefix}/{{") for path in described)


def test_the_page_shows_fields_parameters_and_answers(client_of, rep):
    page = client_of(rep).get(reverse("api_docs")).content.decode()

    for text in ("/api/v1/campaigns/{id}/launch/", "external_id", "active_from", "Idempotency-Key"):
        assert text in page
    assert "<script>" not in page


def test_fields_nobody_can_write_are_not_offered():
    campaigns = next(group for group in groups("en") if group.name == "campaigns")
    posts = {e.path: e for e in campaigns.endpoints if e.method == "POST"}
    names = {value.name for value in posts["/api/v1/campaigns/"].fields}

    assert {"name", "channel", "currency"} <= names
    assert not {"id", "status", "launched_at", "spent"} & names


def test_the_page_is_for_people_who_work_here(client):
    assert client.get(reverse("api_docs")).status_code == 302


def test_the_schema_is_openapi_for_anybody(client):
    response = client.get(reverse("api_schema"))

    body = json.loads(response.content)
    assert response.status_code == 200
    assert body["openapi"].startswith("3.")
    assert "/api/v1/spend/" in body["paths"]
