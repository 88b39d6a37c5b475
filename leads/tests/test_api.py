"""The REST API of leads and deals: the verbs, filters and rights of the pages."""

import uuid

import pytest

from campaigns.tests.make import make_campaign
from campaigns.tests.test_api import api_of
from leads.models import Activity, Deal, DealMove, Lead, Revenue
from leads.tests.make import (
    make_activity,
    make_deal,
    make_lead,
    make_lead_from,
    make_pipeline,
    reason,
    stage,
)

pytestmark = pytest.mark.django_db

LEADS, DEALS, ACTIVITIES = "/api/v1/leads/", "/api/v1/deals/", "/api/v1/activities/"


@pytest.fixture
def api(rep):
    return api_of(rep)


def post(api, path, **body):
    return api.post(path, body, format="json")


def told(response):
    return response.status_code, response.json().get("error")


# --- doors ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [LEADS, DEALS, ACTIVITIES, "/api/v1/stages/", "/api/v1/reasons/"])
def test_without_a_token_there_is_nothing(client, path):
    assert client.get(path).status_code == 401


def test_a_rep_sees_own_and_unowned_rows_only(api, rep, other_rep):
    mine, free = make_lead(owner=rep), make_lead()
    hidden = make_lead(owner=other_rep)
    own_deal, hidden_deal = make_deal(owner=rep), make_deal(owner=other_rep)

    assert {row["id"] for row in api.get(LEADS).json()["results"]} >= {mine.pk, free.pk}
    assert hidden.pk not in {row["id"] for row in api.get(LEADS).json()["results"]}
    assert [row["id"] for row in api.get(DEALS).json()["results"]] == [own_deal.pk]
    assert api.get(f"{LEADS}{hidden.pk}/").status_code == 404
    assert api.get(f"{DEALS}{hidden_deal.pk}/").status_code == 404


@pytest.mark.parametrize("verb", ["move", "win", "lose", "reopen"])
def test_a_deal_out_of_sight_is_not_found_and_not_changed(api, other_rep, verb):
    deal = make_deal(owner=other_rep)
    body = {"version": 1, "stage": stage("Proposal").pk, "reason": reason().pk}
    assert post(api, f"{DEALS}{deal.pk}/{verb}/", **body).status_code == 404
    deal.refresh_from_db()
    assert deal.version == 1


def test_a_marketer_reads_deals_and_changes_none(marketer):
    api, deal = api_of(marketer), make_deal()
    assert api.get(f"{DEALS}{deal.pk}/").status_code == 200
    assert told(post(api, f"{DEALS}{deal.pk}/win/", version=1)) == (403, "permission_denied")


def test_a_deal_for_a_lead_out_of_sight_is_refused(api, other_rep):
    lead = make_lead(owner=other_rep)
    assert post(api, DEALS, lead=lead.pk).status_code == 400
    assert not Deal.objects.exists()


# --- leads ------------------------------------------------------------------------------------


def test_a_lead_is_made_once(api, rep):
    first = post(api, LEADS, name="Ines", email="Ines@example.com")
    second = post(api, LEADS, name="Other", email="ines@EXAMPLE.com")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    lead = Lead.objects.get()
    assert (lead.name, lead.origin) == ("Ines", "api")


def test_a_known_address_out_of_sight_shows_nothing(api, other_rep):
    make_lead("Secret", email="ines@example.com", owner=other_rep)
    response = post(api, LEADS, email="ines@example.com")
    assert told(response) == (409, "email_taken")
    assert "Secret" not in response.content.decode()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "x", "nmae": "y"}, "nmae"),
        ({"name": "x", "stage": "customer"}, "stage"),
        ({"name": "x", "origin": "form"}, "origin"),
        ({"name": "x", "customer_at": "2026-11-20T12:00:00Z"}, "customer_at"),
        ({"name": "x", "id": 7}, "id"),
        ({"name": "x", "email_key": "a@b.c"}, "email_key"),
        ({"name": "x", "import_id": str(uuid.uuid4())}, "import_id"),
    ],
)
def test_fields_that_cannot_be_written_are_refused(api, body, field):
    response = post(api, LEADS, **body)
    assert told(response) == (400, "unknown_field")
    assert field in response.json()
    assert not Lead.objects.exists()


def test_a_lead_without_any_name_is_refused(api):
    assert told(post(api, LEADS, country="France")) == (400, "invalid")


def test_an_edit_with_an_old_version_gets_the_lead_as_it_is(api):
    lead = make_lead("Ines")
    fresh = api.patch(f"{LEADS}{lead.pk}/", {"company": "Mosaic", "version": 1}, format="json")
    assert (fresh.status_code, fresh.json()["version"]) == (200, 2)
    stale = api.patch(f"{LEADS}{lead.pk}/", {"company": "Other", "version": 1}, format="json")
    assert told(stale) == (409, "stale_version")
    assert stale.json()["current"]["company"] == "Mosaic"


def test_accept_qualify_reject_assign(api, other_rep, rep):
    lead = make_lead()
    path = f"{LEADS}{lead.pk}/"
    assert post(api, f"{path}accept/").json()["stage"] == "accepted"
    assert post(api, f"{path}qualify/").json()["stage"] == "qualified"
    assert told(post(api, f"{path}qualify/")) == (409, "not_qualifiable")
    assert told(post(api, f"{path}reject/")) == (400, "invalid")
    rejected = post(api, f"{path}reject/", reason=reason("reject").pk, note="Student").json()
    assert (rejected["stage"], rejected["reject_reason"]) == ("rejected", reason("reject").name)
    assert told(post(api, f"{path}reject/", resaon=1)) == (400, "unknown_field")
    assert post(api, f"{path}assign/", owner=other_rep.email).status_code == 200
    assert post(api, f"{path}accept/").status_code == 404, "it is the other's now"
    assert Lead.objects.get().owner == other_rep


def test_lists_take_the_filters_of_the_page_and_no_others(api):
    campaign = make_campaign(name="Spring")
    wanted = make_lead_from(campaign)
    make_lead()
    found = api.get(LEADS, {"campaign": campaign.pk}).json()["results"]
    assert [row["id"] for row in found] == [wanted.pk]
    assert found[0]["first_campaign"] == "Spring"
    assert told(api.get(LEADS, {"stgae": "new"})) == (400, "unknown_parameter")
    assert api.get(LEADS, {"stage": "nonsense"}).status_code == 400
    assert api.get(LEADS, {"created_after": "2026-11-21"}).json()["results"] == []


def test_the_list_asks_the_same_number_of_questions_for_more_rows(
    api, django_assert_max_num_queries
):
    for _ in range(30):
        make_deal(lead=make_lead())
    for path in (LEADS, DEALS, ACTIVITIES):
        with django_assert_max_num_queries(6):
            api.get(path)


# --- deals ------------------------------------------------------------------------------------


def test_a_deal_is_made_for_a_lead(api, rep):
    lead = make_lead(company="Mosaic")
    made = post(api, DEALS, lead=lead.pk, amount="99.50", next_step="Call").json()
    assert (made["name"], made["amount"], made["currency"]) == ("Mosaic", "99.50", "EUR")
    assert (made["stage_name"], made["owner"], made["version"]) == ("New", rep.email, 1)


def test_a_known_external_id_is_that_deal(api, other_rep):
    lead = make_lead().pk
    first = post(api, DEALS, lead=lead, name="Mosaic", external_id="crm-1")
    second = post(api, DEALS, lead=lead, name="Again", external_id="crm-1")
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json()["name"] == "Mosaic"
    make_deal(owner=other_rep, external_id="crm-2")
    assert told(post(api, DEALS, lead=lead, external_id="crm-2")) == (409, "id_taken")


@pytest.mark.parametrize("number", [10**12, 10**30, -5])
def test_numbers_no_database_keeps_are_an_answer(api, number):
    deal = make_deal()
    sent = post(api, f"{DEALS}{deal.pk}/move/", version=1, stage=number)
    assert sent.status_code in {400, 409}
    assert post(api, f"{DEALS}{deal.pk}/move/", version=number, stage=1).status_code in {400, 409}
    assert api.get(f"{DEALS}{abs(number)}/").status_code == 404


@pytest.mark.parametrize("verb", ["move", "win", "lose", "reopen"])
def test_a_change_without_a_version_is_428(api, verb):
    deal = make_deal()
    body = {"move": {"stage": stage("Proposal").pk}, "lose": {"reason": reason().pk}}.get(verb, {})
    assert told(post(api, f"{DEALS}{deal.pk}/{verb}/", **body)) == (428, "version_required")
    assert api.patch(f"{DEALS}{deal.pk}/", {"name": "x"}, format="json").status_code == 428


def test_the_version_may_come_as_if_match(api):
    deal = make_deal()
    path = f"{DEALS}{deal.pk}/win/"
    assert api.post(path, {}, format="json", headers={"If-Match": '"1"'}).status_code == 200


def test_the_second_mover_gets_409_and_the_deal_as_it_is(api):
    deal = make_deal()
    path = f"{DEALS}{deal.pk}/move/"
    assert post(api, path, stage=stage("Contacted").pk, version=1).json()["version"] == 2
    late = post(api, path, stage=stage("Proposal").pk, version=1)
    assert told(late) == (409, "stale_version")
    assert late.json()["current"]["stage_name"] == "Contacted"
    assert DealMove.objects.count() == 1


def test_a_repeated_key_changes_nothing(api):
    deal, key = make_deal(), str(uuid.uuid4())
    body = {"version": 1, "amount": "10.00", "key": key}
    first, second = (post(api, f"{DEALS}{deal.pk}/win/", **body) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert Revenue.objects.count() == 1


def test_a_deal_is_won_reopened_and_lost(api):
    deal = make_deal()
    path = f"{DEALS}{deal.pk}/"
    won = post(api, f"{path}win/", version=1, amount="70.00", on="2026-11-02").json()
    assert (won["outcome"], won["amount"]) == ("won", "70.00")
    assert post(api, f"{path}reopen/", version=2).json()["outcome"] == ""
    lost = post(api, f"{path}lose/", version=3, reason=reason().pk).json()
    assert (lost["outcome"], lost["reason"]) == ("lost", reason().name)
    assert told(post(api, f"{path}move/", version=4, stage=stage().pk)) == (409, "deal_closed")


def test_stage_outcome_and_lead_are_not_patched(api):
    deal = make_deal()
    for field, value in {"stage": stage("Proposal").pk, "outcome": "won", "lead": 1}.items():
        body = {field: value, "version": 1}
        assert told(api.patch(f"{DEALS}{deal.pk}/", body, format="json")) == (400, "unknown_field")


def test_a_stage_of_another_pipeline_is_refused(api):
    deal, other = make_deal(), make_pipeline().stages.first()
    answer = post(api, f"{DEALS}{deal.pk}/move/", version=1, stage=other.pk)
    assert told(answer) == (409, "other_pipeline")


def test_deals_are_filtered_by_outcome(api):
    make_deal(outcome="won")
    still_open = make_deal()
    found = api.get(DEALS, {"outcome": "open"}).json()["results"]
    assert [row["id"] for row in found] == [still_open.pk]


# --- activities -------------------------------------------------------------------------------


def test_an_activity_with_the_same_key_is_one(api):
    body = {"lead": make_lead().pk, "kind": "call", "text": "Rang.", "key": str(uuid.uuid4())}
    first, second = post(api, ACTIVITIES, **body), post(api, ACTIVITIES, **body)
    assert (first.status_code, second.status_code) == (201, 200)
    assert Activity.objects.count() == 1


def test_system_entries_are_not_written_by_hand(api):
    body = {"lead": make_lead().pk, "kind": "system", "text": "accepted"}
    assert told(post(api, ACTIVITIES, **body)) == (400, "invalid")


def test_a_task_is_ticked_off(api, rep):
    task = make_activity(lead=make_lead(owner=rep), kind="task")
    assert post(api, f"{ACTIVITIES}{task.pk}/done/").json()["done_at"]


def test_a_read_only_token_changes_nothing(rep):
    api = api_of(rep, is_read_only=True)
    assert post(api, LEADS, name="x").status_code == 403
    assert not Lead.objects.exists()
