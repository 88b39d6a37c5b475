"""The frame: navigation by role, preferences, toasts, the palette, forms."""

import json

import pytest
from django import forms
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import Client
from django.urls import NoReverseMatch, reverse

from clmsite.kernel.toasts import read_toast
from clmsite.navigation import ACTIONS, ENTRIES
from conftest import make_user
from leads.tests.make import make_deal, make_lead

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", [e.home for e in ENTRIES] + [a.page for a in ACTIONS])
def test_every_place_in_the_navigation_exists(name):
    try:
        reverse(name)
    except NoReverseMatch:
        pytest.fail(f"navigation.py names {name!r}, which no URL has")


def test_no_two_places_share_a_shortcut():
    keys = [entry.key for entry in ENTRIES if entry.key]

    assert len(keys) == len(set(keys))


def test_a_rep_is_not_shown_what_they_may_not_open(client_of, rep):
    html = client_of(rep).get("/ui-kit").content.decode()

    assert reverse("leads:board") in html
    assert f'href="{reverse("analytics:roi")}"' not in html


def test_the_theme_is_written_by_the_server(client):
    client.cookies["theme"] = "dark"
    assert 'data-theme="dark"' in client.get(reverse("account_reset_password")).content.decode()

    client.cookies["theme"] = '"><script>'
    page = client.get(reverse("account_reset_password")).content.decode()
    assert "data-theme" not in page.split(">", 3)[1]


def test_persian_pages_read_from_the_right(client):
    client.cookies["django_language"] = "fa"

    assert (
        '<html lang="fa" dir="rtl"'
        in client.get(reverse("account_reset_password")).content.decode()
    )


@pytest.mark.parametrize(
    ("target", "back"),
    [
        pytest.param("/leads?q=a", "/leads?q=a", id="a page of ours"),
        pytest.param("https://evil.example/x", "/", id="another host"),
        pytest.param("//evil.example", "/", id="another host without a scheme"),
        pytest.param("javascript:alert(1)", "/", id="a script"),
        pytest.param("", "/", id="nothing"),
    ],
)
def test_preferences_lead_back_to_a_page_of_ours(target, back, client):
    answer = client.post(reverse("preferences"), {"theme": "dark", "next": target})

    assert answer["Location"] == back
    assert answer.cookies["theme"].value == "dark"


def test_unknown_preferences_change_nothing(client):
    answer = client.post(reverse("preferences"), {"theme": "pink", "language": "xx"})

    assert answer.status_code == 302
    assert not answer.cookies


def test_shortcuts_can_be_switched_off(client_of, rep):
    client = client_of(rep)
    assert 'data-shortcuts="on"' in client.get("/ui-kit").content.decode()

    client.post(reverse("preferences"), {"shortcuts": "off"})

    assert 'data-shortcuts="off"' in client.get("/ui-kit").content.decode()


def test_a_toast_survives_the_redirect_and_carries_its_way_back(client_of, rep):
    client = client_of(rep)

    page = client.post("/ui-kit", {"toast": "1"}, follow=True).content.decode()

    assert 'class="toast"' in page
    assert 'action="/ui-kit"' in page
    assert 'class="toast"' not in client.get("/ui-kit").content.decode()  # shown once


def test_a_message_of_another_app_is_a_toast_without_undo():
    toast = read_toast(Message(25, "Signed in.", extra_tags="not json"))

    assert (toast.text, toast.undo_url, toast.is_error) == ("Signed in.", "", False)


def test_an_undo_keeps_its_data():
    tags = json.dumps({"undo_url": "/x", "undo_data": {"id": 3}})

    assert read_toast(Message(25, "Moved.", extra_tags=tags)).undo_data == {"id": 3}


class TestPalette:
    def ask(self, client: Client, query: str) -> str:
        return client.get(reverse("palette"), {"q": query}).content.decode()

    def test_it_asks_strangers_to_sign_in(self, client):
        assert client.get(reverse("palette")).status_code == 302

    def test_it_forgives_a_typo(self, client_of, manager):
        make_lead("Karl Weissmann", company="Tern Analytics")

        assert "Karl Weissmann" in self.ask(client_of(manager), "wiessmann")

    def test_it_shows_a_rep_only_their_own(self, client_of, rep, other_rep):
        make_lead("Mine Person", owner=rep)
        make_lead("Theirs Person", owner=other_rep)
        make_deal("Their Person deal", owner=other_rep)

        html = self.ask(client_of(rep), "person")

        assert "Mine Person" in html
        assert "Theirs Person" not in html
        assert "Their Person deal" not in html

    def test_it_finds_pages_and_actions_of_the_role(self, client_of, rep, marketer):
        assert reverse("campaigns:campaign_new") in self.ask(client_of(marketer), "new camp")
        assert reverse("campaigns:campaign_new") not in self.ask(client_of(rep), "new camp")

    def test_it_says_when_nothing_is_there(self, client_of, rep):
        html = self.ask(client_of(rep), "<b>zzzz</b>")

        assert "aria-disabled" in html
        assert "<b>" not in html

    @pytest.mark.parametrize("query", ["%", "'", "\x00", "a" * 500, "   ", "🙂"])
    def test_it_takes_any_input(self, client_of, rep, query):
        assert client_of(rep).get(reverse("palette"), {"q": query}).status_code == 200


class Signup(forms.Form):
    email = forms.EmailField(help_text="We write rarely.")
    nickname = forms.CharField(required=False)
    agree = forms.BooleanField()


def test_a_form_field_names_its_hint_and_its_error():
    html = str(Signup({"email": "nonsense", "agree": "on"}))

    assert 'id="id_email_helptext"' in html
    assert 'id="id_email_error"' in html
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert 'aria-invalid="true"' in html
    assert html.count("(optional)") == 1


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_the_error_page_needs_nothing_that_could_fail_again(name, django_assert_num_queries):
    with django_assert_num_queries(0):
        html = render_to_string(name)

    assert "Closed Loop" in html


def test_pages_nobody_may_open_say_who_to_ask(client_of, rep):
    answer = client_of(rep).get(reverse("users"))

    assert answer.status_code == 403
    assert "administrator" in answer.content.decode()


def test_the_ui_kit_shows_its_form_with_errors(client_of):
    answer = client_of(make_user("marketer")).post("/ui-kit", {"name": ""})

    assert answer.status_code == 422
    assert 'class="err"' in answer.content.decode()
