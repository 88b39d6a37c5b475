"""The board's pages: sums that agree, answers for htmx and without, conflicts, rights, bounds."""

import re
import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from campaigns.tests.make import make_campaign
from leads.models import Deal, DealMove, Feedback, Lead
from leads.pipeline.board import due_kind, read_board
from leads.pipeline.move import move_deal
from leads.tests.make import (
    NOW,
    make_deal,
    make_lead,
    make_lead_from,
    make_pipeline,
    reason,
    stage,
)

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def page(client_of, manager):
    return client_of(manager)


def send(client, path, *, board="", **data):
    """A request as the board's script makes it."""
    return client.post(path, {"board": board, **data}, headers=HTMX)


def read(deals=None, **more):
    pipeline = stage().pipeline
    more.setdefault("now", NOW)
    return read_board(Deal.objects.all() if deals is None else deals, pipeline, **more)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# --- sums -------------------------------------------------------------------------------------


def test_columns_count_sum_and_weigh_open_deals_in_the_reporting_currency():
    make_deal(amount="100.00")
    make_deal(amount="50.50")
    make_deal(amount=200, stage="Proposal")
    make_deal(amount=999, outcome="won")
    make_deal(amount=999, outcome="lost")
    new, _contacted, _qualified, proposal = read().columns
    assert (new.totals.count, new.totals.main.amount) == (2, Decimal("150.50"))
    assert new.totals.main.weighted == Decimal("15.05")
    assert proposal.totals.main.weighted == Decimal(150)
    assert read().totals.main.amount == Decimal("350.50")
    assert read().totals.main.weighted == Decimal("165.05")


def test_other_currencies_are_summed_apart():
    make_deal(amount=100)
    make_deal(amount=30, currency="USD")
    make_deal(amount=12, currency="USD", stage="Proposal")
    totals = read().totals
    assert totals.main.amount == 100
    assert [(s.currency, s.amount) for s in totals.others] == [("USD", Decimal(42))]


def test_a_deal_without_amount_counts_and_adds_nothing():
    make_deal(amount=None)
    make_deal(amount=10)
    totals = read().columns[0].totals
    assert (totals.count, totals.unpriced, totals.main.amount) == (2, 1, Decimal(10))


def test_a_column_shows_fifty_cards_while_its_sums_are_whole(page):
    lead = make_lead()
    for n in range(53):
        make_deal(f"Deal {n:02}", lead=lead, amount=1, rank=n)
    column = read().columns[0]
    assert (len(column.cards), column.hidden_count, column.totals.main.amount) == (50, 3, 53)
    response = page.get("/board/")
    assert "Load more (3 hidden)" in text(response)
    more = page.get(f"/board/columns/{stage().pk}/", {"limit": f"{stage().pk}:100"}, headers=HTMX)
    assert more.content.decode().count('class="card') == 53


def test_the_board_asks_the_same_number_of_questions_for_more_cards(
    page, django_assert_max_num_queries
):
    for _ in range(40):
        make_deal()
    page.get("/board/")
    with django_assert_max_num_queries(12):
        page.get("/board/")


@pytest.mark.parametrize(
    ("step", "days", "kind"),
    [
        ("", None, "none"),
        ("Call", None, "undated"),
        ("Call", -1, "late"),
        ("Call", 0, "today"),
        ("Call", 1, "soon"),
        ("Call", 5, "later"),
    ],
)
def test_when_the_next_step_is_due(step, days, kind):
    today = date(2026, 11, 20)
    assert due_kind(step, days if days is None else today + timedelta(days=days), today) == kind


def test_a_deal_is_stale_after_the_days_its_stage_should_take():
    make_deal("fresh", stage_entered_at=NOW - timedelta(days=7))
    make_deal("stale", stage_entered_at=NOW - timedelta(days=8, hours=1))
    assert {d.name: d.is_stale for d in read().columns[0].cards} == {"fresh": False, "stale": True}


# --- filters ----------------------------------------------------------------------------------


@pytest.fixture
def world(manager, rep):
    campaign = make_campaign(name="Spring")
    long_ago = timezone.now() - timedelta(days=90)
    make_deal("Mine", owner=manager, stage_entered_at=timezone.now(), next_step="Call")
    make_deal("Theirs", owner=rep, stage_entered_at=long_ago, next_step="Mail")
    make_deal("From spring", lead=make_lead_from(campaign), stage_entered_at=timezone.now())
    return campaign


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, {"Mine", "Theirs", "From spring"}),
        ({"q": "mine"}, {"Mine"}),
        ({"q": "spring from"}, {"From spring"}),
        ({"owner": "me"}, {"Mine"}),
        ({"owner": "none"}, {"From spring"}),
        ({"campaign": "spring"}, {"From spring"}),
        ({"stale": "true"}, {"Theirs"}),
        ({"no_next_step": "true"}, {"From spring"}),
        ({"owner": "me", "no_next_step": "true"}, set()),
    ],
)
def test_the_board_and_the_list_share_their_filters(page, world, query, names):
    query = {k: world.pk if v == "spring" else v for k, v in query.items()}
    for path in ("/board/", "/deals/"):
        html = page.get(path, query).content.decode()
        found = set(re.findall(r'data-drawer="([^"]+)"', html))
        assert found == names, path


@pytest.mark.parametrize("query", [{"owner": "nobody' OR 1"}, {"campaign": "999999"}])
def test_a_filter_that_makes_no_sense_is_said_so(page, query):
    make_deal("Hidden")
    response = page.get("/board/", query)
    assert response.status_code == 400
    assert "Hidden" not in response.content.decode()


def test_an_empty_board_says_why_it_is_empty(page):
    assert "No open deals yet." in text(page.get("/board/"))
    make_deal("Mosaic")
    assert "No open deals yet." not in text(page.get("/board/"))
    filtered = page.get("/board/", {"q": "nobody"}, headers=HTMX)
    assert "No open deal matches." in text(filtered)


def test_another_pipeline_has_a_board_of_its_own(page):
    other = make_pipeline("Partners")
    make_deal("Here")
    make_deal("There", stage=other.stages.first())
    html = page.get("/board/", {"pipeline": other.pk}).content.decode()
    assert "There" in html
    assert "Here" not in html
    assert page.get("/board/", {"pipeline": 987654}).status_code == 404


# --- moves ------------------------------------------------------------------------------------


def test_a_move_answers_with_both_columns_the_sums_and_a_way_back(page):
    deal = make_deal("Mosaic")
    response = send(
        page, f"/deals/{deal.pk}/move/", stage=stage("Proposal").pk, version=1, key=uuid.uuid4()
    )
    html = response.content.decode()
    assert response.status_code == 200
    targets = re.findall(r'hx-target="(#[\w-]+)"', html)
    assert {f"#col-{stage().pk}", f"#col-{stage('Proposal').pk}", "#totals", "#toasts"} <= set(
        targets
    )
    assert f"#col-{stage('Contacted').pk}" not in targets
    assert "“Mosaic” moved to Proposal." in text(response)
    assert f"/moves/{DealMove.objects.get().pk}/undo/" in html


def test_the_loser_of_two_movers_learns_who_moved_it_where(page, rep):
    deal = make_deal("Mosaic")
    move_deal(deal_id=deal.pk, stage_id=stage("Qualified").pk, version=1, now=NOW, by=rep)
    response = send(page, f"/deals/{deal.pk}/move/", stage=stage("Proposal").pk, version=1)
    assert response.status_code == 409
    assert "Rea Presenter moved “Mosaic” to Qualified first." in text(response)
    assert response.content.decode().count('<section class="col"') == 4
    deal.refresh_from_db()
    assert deal.stage == stage("Qualified")


def test_a_move_without_a_version_is_428(page):
    deal = make_deal()
    response = send(page, f"/deals/{deal.pk}/move/", stage=stage("Proposal").pk)
    assert response.status_code == 428


def test_the_same_gesture_twice_is_one_move(page):
    deal, key = make_deal(), uuid.uuid4()
    for _ in range(2):
        response = send(
            page, f"/deals/{deal.pk}/move/", stage=stage("Proposal").pk, version=1, key=key
        )
        assert response.status_code == 200
    assert DealMove.objects.count() == 1


def test_undo_puts_the_card_back_and_offers_no_further_undo(page):
    deal = make_deal("Mosaic")
    send(page, f"/deals/{deal.pk}/move/", stage=stage("Proposal").pk, version=1)
    response = send(page, f"/moves/{DealMove.objects.get().pk}/undo/")
    assert response.status_code == 200
    assert "/undo/" not in response.content.decode()
    deal.refresh_from_db()
    assert deal.stage == stage()


def test_columns_are_drawn_again_with_the_filters_of_the_board(page):
    deal, other = make_deal("Mosaic"), make_deal("Other")
    response = send(
        page,
        f"/deals/{deal.pk}/move/",
        board="q=mosaic",
        stage=stage("Proposal").pk,
        version=1,
    )
    assert f'id="deal-{deal.pk}"' in response.content.decode()
    assert f'id="deal-{other.pk}"' not in response.content.decode()


def test_without_script_a_move_is_a_form_and_a_redirect(page):
    deal = make_deal("Mosaic")
    response = page.post(
        f"/deals/{deal.pk}/move/", {"stage": stage("Proposal").pk, "version": 1}, follow=True
    )
    assert response.redirect_chain == [(f"/deals/{deal.pk}/", 302)]
    assert "“Mosaic” moved to Proposal." in text(response)


def test_others_changes_are_noticed_and_own_ones_are_not(page):
    make_deal()
    html = page.get("/board/").content.decode()
    marks = re.findall(r'name="mark" value="([^"]+)"', html)
    query = {"board": "", "mark": marks}
    assert page.get("/board/changes/", query, headers=HTMX).status_code == 204
    make_deal()
    noticed = page.get("/board/changes/", query, headers=HTMX)
    assert "Somebody changed the board." in text(noticed)


# --- won, lost --------------------------------------------------------------------------------


def test_winning_from_the_dialog_keeps_what_the_customer_said(page, manager):
    deal = make_deal("Mosaic")
    form = page.get(f"/deals/{deal.pk}/win/", headers=HTMX).content.decode()
    assert 'name="amount"' in form
    assert "<html" not in form
    response = send(
        page,
        f"/deals/{deal.pk}/win/",
        version=1,
        amount="12.50",
        note="Signed",
        chips=["objection:Price", "fit:Good fit"],
    )
    assert response.status_code == 200
    assert response["HX-Trigger"] == "deal-changed"
    deal.refresh_from_db()
    assert (deal.outcome, deal.amount, deal.close_note) == ("won", Decimal("12.50"), "Signed")
    assert set(Feedback.objects.values_list("kind", "topic")) == {
        ("objection", "Price"),
        ("fit", "Good fit"),
    }


def test_losing_without_a_reason_asks_again(page):
    deal = make_deal()
    response = send(page, f"/deals/{deal.pk}/lose/", version=1)
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()
    done = send(page, f"/deals/{deal.pk}/lose/", version=1, reason=reason().pk)
    assert done.status_code == 200


def test_a_deal_closed_meanwhile_is_not_closed_again(page, rep):
    deal = make_deal("Mosaic")
    send(page, f"/deals/{deal.pk}/lose/", version=1, reason=reason().pk)
    response = send(page, f"/deals/{deal.pk}/win/", version=1, amount=5)
    assert response.status_code == 409
    assert "closed “Mosaic” as lost first" in text(response)


def test_a_won_deal_is_reopened_from_its_page(page):
    deal = make_deal(outcome="won", version=3)
    assert page.post(f"/deals/{deal.pk}/reopen/", {"version": "x"}).status_code == 428
    page.post(f"/deals/{deal.pk}/reopen/", {"version": 3})
    deal.refresh_from_db()
    assert deal.outcome == ""


# --- adding, editing --------------------------------------------------------------------------


def test_a_deal_is_added_with_one_field(page, manager):
    response = send(page, "/board/add/", name="Zoë O'Brien", stage=stage("Contacted").pk)
    assert response.status_code == 200
    deal = Deal.objects.get()
    assert (deal.name, deal.stage.name, deal.owner) == ("Zoë O'Brien", "Contacted", manager)
    assert deal.lead.stage == Lead.Stage.OPPORTUNITY


def test_an_address_makes_a_lead_with_that_address(page):
    send(page, "/board/add/", name="zoe@example.com", stage=stage().pk)
    assert Lead.objects.get().email_key == "zoe@example.com"


def test_somebody_known_is_shown_first_and_can_be_taken(page):
    known = make_lead("Zoë")
    asked = send(page, "/board/add/", name="zoë", stage=stage().pk)
    assert asked.status_code == 422
    assert "Is it one of these?" in text(asked)
    assert not Deal.objects.exists()
    send(page, "/board/add/", name="zoë", stage=stage().pk, lead=known.pk)
    assert Deal.objects.get().lead == known
    send(page, "/board/add/", name="zoë", stage=stage().pk, is_new="on")
    assert Lead.objects.count() == 2


def test_an_empty_name_asks_again(page):
    response = send(page, "/board/add/", name=" \t ", stage=stage().pk)
    assert response.status_code == 422
    assert "Write a name." in text(response)


EDIT = {"name": "Mosaic", "amount": "5", "currency": "EUR", "owner": "", "version": "1"}


def test_an_edit_changes_the_deal_and_its_card(page):
    deal = make_deal("Old")
    response = send(page, f"/deals/{deal.pk}/edit/", **EDIT, next_step="Call", shows="deal")
    assert response.status_code == 200
    assert 'hx-target="#deal"' in response.content.decode()
    deal.refresh_from_db()
    assert (deal.name, deal.amount, deal.next_step, deal.version) == ("Mosaic", 5, "Call", 2)


def test_an_edit_is_undone_as_long_as_nothing_came_after(page, manager):
    deal = make_deal("Old", amount=7, owner=manager, expected_close_on=date(2026, 12, 1))
    first = send(page, f"/deals/{deal.pk}/edit/", **EDIT)
    undo = re.search(r'action="(/deal-edits/\d+/undo/)"', first.content.decode()).group(1)
    assert send(page, undo).status_code == 200
    deal.refresh_from_db()
    assert (deal.name, deal.amount, deal.owner) == ("Old", 7, manager)
    assert deal.expected_close_on == date(2026, 12, 1)
    again = send(page, undo)
    assert again.status_code == 409
    assert "can no longer be undone" in text(again)


def test_an_edit_that_changes_nothing_offers_no_undo(page):
    deal = make_deal("Mosaic", amount=5)
    response = send(page, f"/deals/{deal.pk}/edit/", **EDIT)
    assert "/undo/" not in response.content.decode()


def test_a_stale_edit_keeps_what_was_typed_and_names_the_faster_one(page, client_of, rep):
    deal = make_deal("Old", owner=rep)
    send(client_of(rep), f"/deals/{deal.pk}/edit/", **{**EDIT, "owner": rep.pk})
    response = send(page, f"/deals/{deal.pk}/edit/", **EDIT, next_step="My words", shows="deal")
    html = response.content.decode()
    assert response.status_code == 409
    assert "Rea Presenter edited" in text(response)
    assert 'value="My words"' in html
    assert 'name="version" value="2"' in html
    deal.refresh_from_db()
    assert deal.next_step == ""


# --- rights -----------------------------------------------------------------------------------


def test_a_rep_sees_own_and_unowned_deals(client_of, rep, other_rep):
    make_deal("Mine", owner=rep)
    make_deal("Free")
    hidden = make_deal("Hidden", owner=other_rep)
    client = client_of(rep)
    html = client.get("/board/").content.decode()
    assert "Mine" in html
    assert "Free" in html
    assert "Hidden" not in html
    for path in (f"/deals/{hidden.pk}/", f"/deals/{hidden.pk}/win/"):
        assert client.get(path).status_code == 404
    assert send(client, f"/deals/{hidden.pk}/move/", stage=1, version=1).status_code == 404


def test_a_marketer_reads_the_board_and_changes_nothing(client_of, marketer):
    deal = make_deal()
    client = client_of(marketer)
    html = client.get("/board/").content.decode()
    assert "data-editable" not in html
    assert "kebab" not in html
    for path in ("move", "win", "lose", "reopen", "edit"):
        assert send(client, f"/deals/{deal.pk}/{path}/", version=1).status_code == 403
    assert send(client, "/board/add/", name="x").status_code == 403
    deal.refresh_from_db()
    assert deal.version == 1


@pytest.mark.parametrize(
    "name",
    [
        "Teller",
        "x" * 200,
        "🚀 Zoë",
        "مهسا کاویانی",
        'O\'Brien & "Sons"',
        "<script>alert(1)</script>",
        "{{ 7|add:7 }}",
    ],
)
def test_odd_names_are_text_everywhere(page, name):
    deal = make_deal(name, lead=make_lead(name, company=name))
    for path in ("/board/", "/deals/", f"/deals/{deal.pk}/", f"/deals/{deal.pk}/win/"):
        html = page.get(path).content.decode()
        assert "<script>alert" not in html, path
        assert "{{" not in html or name.startswith("{{"), path
    moved = send(page, f"/deals/{deal.pk}/move/", stage=stage("Proposal").pk, version=1)
    assert moved.status_code == 200
    assert "<script>alert" not in moved.content.decode()


def test_a_card_and_the_stale_filter_agree(page):
    hours = timedelta(days=stage().expected_days, hours=3)
    make_deal("Just over", stage_entered_at=timezone.now() - hours)
    html = page.get("/board/", {"stale": "true"}).content.decode()
    assert 'class="card stale"' in html
