"""What no view answers: JSON under /api/, pages elsewhere."""

import pytest

from campaigns.api.views import CampaignViewSet
from campaigns.tests.make import make_campaign
from campaigns.tests.test_api import api_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["get", "post", "patch", "delete"])
@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v1/nothing/", "/api/v2/leads/9/x"])
def test_an_unknown_address_of_the_api_is_not_found_in_json(client, path, method):
    response = getattr(client, method)(path)

    assert response.status_code == 404
    assert response["Content-Type"] == "application/json"
    assert response.json() == {"error": "not_found"}


def test_an_unknown_address_elsewhere_is_a_page(client):
    response = client.get("/nothing/")

    assert response.status_code == 404
    assert response["Content-Type"].startswith("text/html")


def test_a_method_the_api_does_not_have_is_answered_in_json(marketer):
    response = api_of(marketer).delete("/api/v1/campaigns/")

    assert (response.status_code, response.json()["error"]) == (405, "method_not_allowed")


def test_a_fault_of_ours_in_the_api_is_answered_in_json_with_its_name_in_the_log(
    marketer, monkeypatch
):
    def broken(self, request):
        raise RuntimeError("a secret of the server")

    monkeypatch.setattr(CampaignViewSet, "list", broken)
    api = api_of(marketer)
    api.raise_request_exception = False

    response = api.get("/api/v1/campaigns/")

    assert response.status_code == 500
    assert response.json() == {"error": "server_error", "request_id": response["X-Request-Id"]}


@pytest.mark.parametrize("size", ["0", "501", "-1", "", "ten", "1.5", "٥", "9" * 5000])
def test_a_page_size_out_of_bounds_is_refused(marketer, size):
    response = api_of(marketer).get("/api/v1/campaigns/", {"page_size": size})

    assert response.status_code == 400
    assert response.json() == {"error": "invalid", "page_size": ["A whole number from 1 to 500."]}


def test_page_sizes_up_to_the_bound_are_kept(marketer):
    make_campaign(), make_campaign()
    api = api_of(marketer)

    assert len(api.get("/api/v1/campaigns/?page_size=1").json()["results"]) == 1
    assert api.get("/api/v1/campaigns/?page_size=500").status_code == 200


@pytest.mark.parametrize(
    "path", ["/campaigns/new", "/campaigns/7", "/links/new", "/spend/7/edit", "/settings/users"]
)
def test_a_slash_too_many_leads_to_the_page(client, path):
    answer = client.get(f"{path}/?campaign=1&next=%2Fx")

    assert answer.status_code == 301
    assert answer.url == f"{path}?campaign=1&next=%2Fx"


@pytest.mark.parametrize("path", ["/campaigns", "/links", "/spend", "/leads", "/imports"])
def test_a_slash_too_few_leads_to_the_page(client, path):
    answer = client.get(path)

    assert (answer.status_code, answer.url) == (301, f"{path}/")


@pytest.mark.parametrize("path", ["/campaigns/new//", "/nothing/", "/r/nothing/"])
def test_other_slashes_lead_nowhere(client, path):
    assert client.get(path).status_code == 404


def test_what_is_sent_to_a_wrong_address_is_not_sent_on(client):
    assert client.post("/campaigns/new/").status_code == 404
