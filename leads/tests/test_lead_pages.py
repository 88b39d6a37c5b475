"""The pages of leads: list, new, journey, verbs with undo, notes, my day."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.tests.make import make_campaign, make_page_view, make_touch, make_visitor
from leads.journey import journey
from leads.models import Activity, Deal, Feedback, Lead
from leads.pipeline.win import win_deal
from leads.tests.make import (
    NOW,
    make_activity,
    make_deal,
    make_identity,
    make_lead,
    make_lead_from,
    reason,
)

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def page(client_of, manager):
    return client_of(manager)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def post(client, path, **data):
    return client.post(path, data, follow=True)


# --- list -------------------------------------------------------------------------------------


@pytest.fixture
def people(manager):
    spring = make_campaign(name="Spring", channel="email")
    make_lead("Ines Costa", company="Mosaic", owner=manager, stage="accepted")
    make_lead("Karl Weiss", email="karl@tern.example", origin="form", said_source="A podcast")
    make_lead_from(spring, name="Nora Lind")
    make_deal(lead=make_lead("Omid", created_at=NOW - timedelta(days=40)))
    return spring


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, {"Ines Costa", "Karl Weiss", "Nora Lind", "Omid"}),
        ({"q": "MOSAIC"}, {"Ines Costa"}),
        ({"q": "tern.example"}, {"Karl Weiss"}),
        ({"stage": "accepted"}, {"Ines Costa"}),
        ({"owner": "me"}, {"Ines Costa"}),
        ({"owner": "none", "stage": "new"}, {"Karl Weiss", "Nora Lind", "Omid"}),
        ({"campaign": "spring"}, {"Nora Lind"}),
        ({"channel": "spring"}, {"Nora Lind"}),
        ({"origin": "form"}, {"Karl Weiss"}),
        ({"said_source": "podcast"}, {"Karl Weiss"}),
        ({"has_deal": "yes"}, {"Omid"}),
        ({"has_deal": "no", "owner": "me"}, {"Ines Costa"}),
        ({"created_before": "2026-10-31"}, {"Omid"}),
        ({"created_after": "2026-11-20", "stage": "accepted"}, {"Ines Costa"}),
        ({"q": "nobody at all"}, set()),
    ],
)
def test_leads_are_filtered(page, people, query, names):
    spring = {"campaign": people.pk, "channel": people.channel_id}
    query = {k: spring[k] if v == "spring" else v for k, v in query.items()}
    html = page.get("/leads/", query).content.decode()
    found = re.findall(r'<th scope="row"><a href="/leads/\d+/"><bdi>([^<]+)', html)
    assert set(found) == names
    csv = b"".join(page.get("/leads/", query | {"format": "csv"})).decode()
    assert {line.split(",")[1].strip('"') for line in csv.splitlines()[1:]} == names


@pytest.mark.parametrize("query", [{"stage": "nonsense"}, {"sort": "password"}, {"owner": "x"}])
def test_what_no_filter_takes_is_a_message(page, query):
    make_lead("Hidden")
    response = page.get("/leads/", query)
    assert response.status_code == 400
    assert "Hidden" not in response.content.decode()


def test_the_lists_ask_the_same_number_of_questions_for_more_rows(
    page, django_assert_max_num_queries
):
    for _ in range(30):
        make_deal()
    for path, most in (("/leads/", 12), ("/deals/", 12), ("/day/", 16)):
        page.get(path)
        with django_assert_max_num_queries(most):
            page.get(path)


# --- new --------------------------------------------------------------------------------------


def test_a_name_is_enough(page, manager):
    response = post(page, "/leads/new/", name="Teller")
    lead = Lead.objects.get()
    assert response.redirect_chain == [(f"/leads/{lead.pk}/", 302)]
    assert (lead.name, lead.owner, lead.origin) == ("Teller", manager, "hand")


def test_nothing_is_not_enough(page):
    response = post(page, "/leads/new/", company="Mosaic")
    assert response.status_code == 422
    assert "Write a name or an e-mail address." in text(response)


def test_somebody_of_that_name_is_shown_before_adding(page):
    make_lead("Teller", company="Magic Ltd")
    response = post(page, "/leads/new/", name="teller")
    assert response.status_code == 422
    assert "Magic Ltd" in text(response)
    post(page, "/leads/new/", name="teller", is_new="1")
    assert Lead.objects.count() == 2


def test_an_address_out_of_sight_is_not_shown_and_not_doubled(client_of, rep, other_rep):
    make_lead("Secret", email="ines@example.com", owner=other_rep)
    response = post(client_of(rep), "/leads/new/", email="ines@example.com")
    assert "Secret" not in text(response).replace("Secret was there already.", "")
    assert Lead.objects.count() == 1


# --- the page ---------------------------------------------------------------------------------


@pytest.fixture
def ines(rep):
    """Came by a campaign, read two pages, became a lead, was called, bought."""
    spring = make_campaign(name="Spring launch", channel="email")
    visitor = make_visitor(at=NOW - timedelta(days=9))
    touch = make_touch(visitor=visitor, campaign=spring, at=NOW - timedelta(days=9))
    make_page_view(touch=touch, path="/pricing", title="Prices", seconds=75)
    make_touch(visitor=visitor, at=NOW - timedelta(days=2))
    lead = make_lead("Ines Costa", visitor=visitor, said_source="A friend")
    make_activity(lead=lead, kind="call", text="Wants two years.", author=rep)
    deal = make_deal("Mosaic", lead=lead)
    win_deal(deal_id=deal.pk, version=1, now=NOW + timedelta(days=1), by=rep)
    return lead


def test_the_journey_tells_it_all_the_latest_first(page, ines):
    told = text(page.get(f"/leads/{ines.pk}/"))
    story = ["Deal won", "Sale booked", "Call", "Became a lead", "First touch"]
    places = [told.index(word, told.index("Journey")) for word in ("Deal won", "Wants two years.")]
    assert places == sorted(places)
    for word in [*story, "Spring launch", "Prices", "75 s", "A friend", "Wants two years."]:
        assert word in told, word


@pytest.mark.parametrize(
    ("part", "kinds"),
    [
        ("", {"touch", "lead", "activity", "deal", "move", "money"}),
        ("marketing", {"touch", "lead"}),
        ("sales", {"activity", "deal", "move", "money"}),
    ],
)
def test_the_journey_can_show_one_side(ines, part, kinds):
    events = [
        event
        for _day, group in journey(ines, deals=Deal.objects.all(), only=part).days
        for event in group
    ]
    assert {event.kind for event in events} == kinds


def test_the_first_touch_is_marked_once_and_told_beside_what_was_said(ines):
    found = journey(ines, deals=Deal.objects.all())
    marks = [event.mark for _day, group in found.days for event in group if event.mark]
    assert sorted(marks) == ["first", "lead"]
    assert found.first.campaign.name == "Spring launch"


def test_the_journey_asks_the_same_number_of_questions_for_more_visits(
    page, ines, django_assert_max_num_queries
):
    visitor = ines.identities.get().visitor
    for n in range(25):
        touch = make_touch(visitor=visitor, at=NOW - timedelta(days=2, hours=n))
        make_page_view(touch=touch)
    page.get(f"/leads/{ines.pk}/")
    with django_assert_max_num_queries(26):
        page.get(f"/leads/{ines.pk}/")


def test_a_lead_out_of_sight_is_not_found_and_not_changed(client_of, rep, other_rep):
    lead = make_lead(owner=other_rep)
    client = client_of(rep)
    assert client.get(f"/leads/{lead.pk}/").status_code == 404
    for verb in ("accept", "reject", "qualify", "assign", "edit", "log", "feedback"):
        assert client.post(f"/leads/{lead.pk}/{verb}/", {"version": 1}).status_code == 404
    lead.refresh_from_db()
    assert (lead.version, lead.activities.count()) == (1, 0)


def test_deals_of_a_colleague_are_not_in_the_journey(client_of, rep, other_rep):
    lead = make_lead(owner=rep)
    hidden = make_deal("Hidden deal", lead=lead, owner=other_rep)
    win_deal(deal_id=hidden.pk, version=1, now=NOW)
    make_deal("Own deal", lead=lead, owner=rep)
    told = text(client_of(rep).get(f"/leads/{lead.pk}/"))
    assert "Own deal" in told
    assert "Hidden deal" not in told
    assert "Sale booked" not in told


def test_contact_data_of_a_lead_out_of_sight_is_not_on_the_deal(client_of, rep, other_rep):
    lead = make_lead("Ines", email="ines@example.com", phone="+49301234567", owner=other_rep)
    deal = make_deal(lead=lead, owner=rep)
    told = client_of(rep).get(f"/deals/{deal.pk}/").content.decode()
    assert "Ines" in told
    assert "ines@example.com" not in told
    assert "+49301234567" not in told


# --- verbs ------------------------------------------------------------------------------------


def undo_of(response):
    return re.search(r'action="(/lead-changes/\d+/undo/)"', response.content.decode()).group(1)


def test_accepting_makes_one_its_owner_and_can_be_undone(page, manager):
    lead = make_lead()
    response = post(page, f"/leads/{lead.pk}/accept/", version=1)
    lead.refresh_from_db()
    assert (lead.stage, lead.owner) == ("accepted", manager)
    assert lead.accepted_at
    post(page, undo_of(response))
    lead.refresh_from_db()
    assert (lead.stage, lead.owner, lead.accepted_at) == ("new", None, None)


def test_rejecting_asks_for_a_reason(page):
    lead = make_lead()
    asked = post(page, f"/leads/{lead.pk}/reject/", version=1)
    assert asked.status_code == 422
    post(page, f"/leads/{lead.pk}/reject/", version=1, reason=reason("reject").pk, note="Student")
    lead.refresh_from_db()
    assert (lead.stage, lead.reject_reason) == ("rejected", reason("reject"))
    entry = Activity.objects.get()
    assert (entry.kind, entry.detail["action"], entry.text) == ("system", "rejected", "Student")


def test_a_lead_with_an_open_deal_is_not_rejected(page):
    lead = make_deal().lead
    response = post(page, f"/leads/{lead.pk}/reject/", version=1, reason=reason("reject").pk)
    assert "Close the deal first." in text(response)
    lead.refresh_from_db()
    assert lead.stage == "new"


def test_a_change_that_something_followed_is_not_undone(page):
    lead = make_lead()
    undo = undo_of(post(page, f"/leads/{lead.pk}/accept/", version=1))
    post(page, f"/leads/{lead.pk}/qualify/", version=2)
    response = post(page, undo)
    assert "can no longer be undone" in text(response)
    lead.refresh_from_db()
    assert lead.stage == "qualified"


def test_a_stale_button_changes_nothing(page):
    lead = make_lead(version=4)
    response = post(page, f"/leads/{lead.pk}/accept/", version=3)
    assert "Somebody changed this lead in the meantime." in text(response)
    lead.refresh_from_db()
    assert lead.stage == "new"


def test_a_lead_given_away_leaves_ones_sight_and_takes_its_free_deals_along(
    client_of, rep, other_rep
):
    lead = make_lead(owner=rep)
    free, mine = make_deal(lead=lead), make_deal(lead=lead, owner=rep)
    response = post(client_of(rep), f"/leads/{lead.pk}/assign/", owner=other_rep.pk)
    assert response.redirect_chain[-1][0] == "/leads/"
    assert Deal.objects.get(pk=free.pk).owner == other_rep
    assert Deal.objects.get(pk=mine.pk).owner == rep
    post(client_of(rep), undo_of(response))
    lead.refresh_from_db()
    assert lead.owner == rep
    assert Deal.objects.get(pk=free.pk).owner is None


def test_only_who_gave_a_lead_away_takes_it_back_unseen(client_of, rep, other_rep, manager):
    lead = make_lead(owner=other_rep)
    given = post(client_of(manager), f"/leads/{lead.pk}/assign/", owner=manager.pk)
    undo = undo_of(given)
    assert client_of(rep).post(undo).status_code == 404
    lead.refresh_from_db()
    assert lead.owner == manager


# --- edit -------------------------------------------------------------------------------------


def test_a_stale_edit_keeps_what_was_typed_and_names_the_faster_one(page, client_of, rep):
    lead = make_lead("Ines", email="ines@example.com", owner=rep)
    mine = {"name": "Ines", "email": "ines@example.com", "company": "Mosaic", "version": 1}
    post(client_of(rep), f"/leads/{lead.pk}/edit/", **mine)
    response = post(page, f"/leads/{lead.pk}/edit/", **{**mine, "company": "My words"})
    html = response.content.decode()
    assert response.status_code == 409
    assert "Rea Presenter changed this first: Company." in text(response)
    assert 'value="My words"' in html
    lead.refresh_from_db()
    assert lead.company == "Mosaic"
    again = {**mine, "company": "My words", "version": 2}
    post(page, f"/leads/{lead.pk}/edit/", **again)
    lead.refresh_from_db()
    assert lead.company == "My words"


def test_an_edit_can_be_undone(page):
    lead = make_lead("Ines", email="ines@example.com")
    body = {"name": "Other", "email": "other@example.com", "version": 1}
    post(page, undo_of(post(page, f"/leads/{lead.pk}/edit/", **body)))
    lead.refresh_from_db()
    assert (lead.name, lead.email, lead.email_key) == ("Ines", *["ines@example.com"] * 2)


def test_an_address_of_another_lead_is_refused(page):
    make_lead(email="taken@example.com")
    lead = make_lead("Ines")
    body = {"name": "Ines", "email": "Taken@example.com", "version": 1}
    response = post(page, f"/leads/{lead.pk}/edit/", **body)
    assert response.status_code == 422
    assert "Another lead has this e-mail address." in text(response)


# --- notes, tasks, feedback -------------------------------------------------------------------


def test_the_same_note_sent_twice_is_one_note(page):
    lead, key = make_lead(), uuid.uuid4()
    for _ in range(2):
        post(page, f"/leads/{lead.pk}/log/", kind="call", text="Rang.", key=key)
    assert Activity.objects.count() == 1


def test_a_note_answers_with_a_fresh_form_and_the_journey(page):
    lead = make_lead()
    sent = {"kind": "note", "text": "<b>Rang</b> 🚀\nTwice."}
    response = page.post(f"/leads/{lead.pk}/log/", sent, headers=HTMX)
    html = response.content.decode()
    assert 'hx-target="#timeline"' in html
    assert "&lt;b&gt;Rang&lt;/b&gt; 🚀" in html
    assert "<html" not in html


def test_an_empty_note_asks_again(page):
    lead = make_lead()
    response = page.post(f"/leads/{lead.pk}/log/", {"kind": "note", "text": " "}, headers=HTMX)
    assert response.status_code == 422
    assert not Activity.objects.exists()


def test_a_task_is_ticked_off_and_back(page):
    task = make_activity(kind="task")
    post(page, f"/tasks/{task.pk}/done/")
    task.refresh_from_db()
    assert task.done_at
    post(page, f"/tasks/{task.pk}/done/", open="1")
    task.refresh_from_db()
    assert task.done_at is None


def test_what_they_said_is_noted(page, manager):
    lead = make_lead()
    post(page, f"/leads/{lead.pk}/feedback/", kind="missing", topic="SSO")
    post(page, f"/leads/{lead.pk}/feedback/", kind="nonsense", topic="x")
    assert list(Feedback.objects.values_list("kind", "topic", "author")) == [
        ("missing", "SSO", manager.pk)
    ]


# --- my day -----------------------------------------------------------------------------------


def test_my_day_shows_what_waits_for_me(client_of, rep, other_rep):
    now = timezone.now()
    make_lead("Fresh", created_at=now)
    make_lead("Not mine", owner=other_rep, created_at=now)
    make_activity(lead=make_lead("A", owner=rep), kind="task", text="Due task", due_at=now)
    later = now + timedelta(days=3)
    make_activity(lead=make_lead("B", owner=rep), kind="task", text="Later task", due_at=later)
    make_deal("Late", owner=rep, next_step="Call", next_step_on=(now - timedelta(days=2)).date())
    make_deal("On time", owner=rep, next_step="Call", next_step_on=later.date())
    back = make_lead("Came back", owner=rep, stage="accepted", created_at=now - timedelta(days=9))
    identity = make_identity(lead=back, at=now - timedelta(days=9))
    make_touch(visitor=identity.visitor, at=now - timedelta(hours=3))
    told = text(client_of(rep).get("/day/"))
    for word in ("Fresh", "Due task", "Late", "Came back"):
        assert word in told, word
    for word in ("Not mine", "Later task", "On time"):
        assert word not in told, word


def test_the_visit_that_made_a_lead_is_not_a_return(client_of, rep):
    now = timezone.now()
    lead = make_lead("New one", owner=rep, stage="accepted", created_at=now - timedelta(hours=1))
    identity = make_identity(lead=lead, at=now)
    make_touch(visitor=identity.visitor, at=now - timedelta(hours=2))
    assert "New one" not in text(client_of(rep).get("/day/"))
