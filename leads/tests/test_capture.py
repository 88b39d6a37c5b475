"""Hosted and embedded forms: what visitors see, what is refused, what goes to the spam tray."""

import pytest
from django.db import OperationalError
from django.test import Client

from campaigns.models import Touch
from campaigns.tests.customer_site import BROWSER
from campaigns.tracking import visitors
from leads.capture import spam
from leads.capture.spam_tray import accept_submission
from leads.models import Identity, Lead, Submission
from leads.tests.make import NOW
from leads.tests.make_forms import make_form, send_form, token_of_age

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh():
    visitors._salts.clear()
    spam.per_address.clear()


@pytest.fixture
def form():
    return make_form()


def test_the_hosted_page_shows_the_form_with_the_box_unticked(form):
    page = Client().get(f"/f/{form.key}", headers={"User-Agent": BROWSER})

    html = page.content.decode()
    assert page.status_code == 200
    assert "Ask for a demo" in html
    assert 'name="email"' in html
    assert "checked" not in html
    assert "<script" not in html
    assert not page.cookies
    assert page["Cache-Control"] == "no-store"


def test_opening_the_hosted_page_is_a_visit_that_the_lead_keeps(form):
    Client().get(
        f"/f/{form.key}?utm_source=fair&utm_medium=offline", headers={"User-Agent": BROWSER}
    )

    send_form(form, as_page=True, cl_page="http://testserver/f/x")

    touch = Touch.objects.get()
    assert touch.source == "fair"
    assert touch.visitor.identity.lead == Lead.objects.get()


@pytest.mark.parametrize("agent", ["Googlebot/2.1", ""])
def test_robots_opening_the_hosted_page_are_no_visit(form, agent):
    Client().get(f"/f/{form.key}", headers={"User-Agent": agent})

    assert not Touch.objects.exists()


@pytest.mark.parametrize("path", ["/f/{}", "/f/{}.json", "/f/{}/submit"])
def test_unpublished_and_unknown_forms_are_not_there(form, path):
    form.is_published = False
    form.save()

    for key in (form.key, "nobody", "a/b", "%00"):
        method = Client().post if path.endswith("submit") else Client().get
        assert method(path.format(key)).status_code in {404, 415}
    assert send_form(form).status_code == 404


def test_the_hosted_form_thanks_and_a_reload_changes_nothing(form):
    token = token_of_age(form)

    first = send_form(form, as_page=True, token=token)
    again = send_form(form, as_page=True, token=token)

    assert (first.status_code, again.status_code) == (201, 200)
    assert "Thank you." in first.content.decode()
    assert Lead.objects.count() == 1


def test_the_address_of_the_thank_you_page_opened_again_is_the_form(form):
    answer = Client().get(f"/f/{form.key}/submit")

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/f/{form.key}")
    assert Client().head(f"/f/{form.key}/submit").status_code == 302
    assert Client().get("/f/nothing/submit", follow=True).status_code == 404


def test_mistakes_come_back_beside_what_was_typed(form):
    page = send_form(form, as_page=True, email="nonsense", question="Is it <b>big</b>?")

    html = page.content.decode()
    assert page.status_code == 422
    assert "name@example.com" in html
    assert 'value="nonsense"' in html
    assert "Is it &lt;b&gt;big&lt;/b&gt;?" in html
    assert 'aria-invalid="true"' in html
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "a@b"}, "email"),
        ({"email": "x" * 300 + "@example.com"}, "email"),
        ({"name": " \u200f\x00 "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"question": "x" * 10_001}, "question"),
        ({"size": "a million"}, "size"),
        ({"phone": "call me"}, "phone"),
    ],
)
def test_bad_input_is_422_by_field(form, sent, field):
    answer = send_form(form, **sent)

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]


def test_somebody_must_be_reachable():
    form = make_form(fields=[{"key": "phone", "label": "Phone", "kind": "phone"}])

    assert send_form(form).json()["errors"]["phone"]


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ({"cl_note": "buy now"}, "honeypot"),
        ({"age": 0.5}, "too_fast"),
        ({"age": 25 * 3600}, "too_old"),
        ({"token": "forged"}, "no_token"),
        ({"question": "http://a http://b https://c"}, "links"),
        ({"name": "Win at https://x.example"}, "link_in_name"),
        ({"headers": {"User-Agent": "python-requests/2"}}, "robot"),
    ],
)
def test_what_looks_like_spam_goes_to_the_tray_and_is_thanked(form, sent, reason):
    answer = send_form(form, **sent)

    assert answer.status_code == 202
    assert answer.json() == {"thank_you": form.thank_you}
    assert not Lead.objects.exists()
    submission = Submission.objects.get()
    assert (submission.state, submission.spam_reasons) == (Submission.State.SPAM, [reason])


def test_the_token_of_another_form_is_worth_nothing(form):
    other = make_form()

    assert send_form(form, token=token_of_age(other)).status_code == 202


def test_more_than_five_a_minute_from_one_address_are_doubted(form):
    answers = [send_form(form, email=f"p{n}@example.com").status_code for n in range(7)]

    assert answers == [201] * 5 + [202] * 2


def test_spam_without_a_token_sent_twice_is_kept_once(form):
    send_form(form, token="forged")

    assert send_form(form, token="forged").status_code == 200
    assert Submission.objects.count() == 1


def test_a_person_taken_for_a_robot_can_be_recovered(form):
    page = f"https://{form.site.domain}/?utm_source=news&utm_medium=email"
    send_form(form, cl_note="oops", cl_page=page)
    submission = Submission.objects.get()

    lead = accept_submission(submission_id=submission.pk, now=NOW)

    assert accept_submission(submission_id=submission.pk, now=NOW) == lead
    assert Lead.objects.get() == lead
    assert Touch.objects.get(visitor__identity__lead=lead).source == "news"
    submission.refresh_from_db()
    assert submission.state == Submission.State.ACCEPTED


def test_a_database_that_is_down_keeps_what_was_typed(form, monkeypatch):
    def down(**kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr("leads.views.capture.submit", down)
    token = token_of_age(form)

    page = send_form(form, as_page=True, token=token, question="Do you ship <here>?")
    answer = send_form(form, token=token)

    assert page.status_code == answer.status_code == 503
    html = page.content.decode()
    assert "Do you ship &lt;here&gt;?" in html
    assert token in html
    assert answer.json()["error"] == "unavailable"
    monkeypatch.undo()
    spam.per_address.clear()
    assert send_form(form, token=token).status_code == 201


def test_a_form_that_cannot_be_read_just_now_is_503(form, monkeypatch):
    def down(key):
        raise OperationalError("gone")

    monkeypatch.setattr("leads.views.capture._published", down)

    page, definition = Client().get(f"/f/{form.key}"), Client().get(f"/f/{form.key}.json")

    assert page.status_code == definition.status_code == 503
    assert page["Retry-After"] == definition["Retry-After"] == "5"
    assert "come back in a moment" in page.content.decode()
    assert definition["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("body", ["[]", "{", "null", "[" * 100_000, '{"name": ' + "9" * 5000 + "}"])
def test_what_is_no_form_is_400(form, body):
    answer = Client().post(f"/f/{form.key}/submit", body, content_type="application/json")

    assert answer.status_code == 400
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_too_much_is_413_and_other_types_are_415(form):
    path = f"/f/{form.key}/submit"

    assert Client().post(path, "x" * 300_000, content_type="text/plain").status_code == 413
    assert (
        Client().post(path, "x", content_type="multipart/form-data; boundary=x").status_code == 415
    )


@pytest.mark.parametrize(
    "value", ["\x00", "\ud800", "\u202e", "😀" * 50, None, [], {}, 1e400, True]
)
@pytest.mark.parametrize("name", ["name", "email", "cl_token", "cl_page", "cl_vid", "cl_load"])
def test_poison_is_never_an_error_of_ours(form, name, value):
    assert send_form(form, **{name: value}).status_code in {201, 202, 422}


def test_the_definition_is_readable_from_anywhere_and_holds_no_secret(form, rep):
    form.owner = rep
    form.save()

    answer = Client().get(f"/f/{form.key}.json")

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    body = answer.json()
    assert [field["key"] for field in body["fields"]][:2] == ["name", "email"]
    assert "thank_you" not in body
    assert rep.email not in answer.content.decode()


def test_a_preflight_is_answered(form):
    assert Client().options(f"/f/{form.key}/submit").status_code == 204


def test_a_lead_is_told_apart_by_nobody(form):
    new = send_form(form)
    known = send_form(form, question="Once more")

    assert (new.status_code, new.json()) == (known.status_code, known.json())
    assert Identity.objects.count() == 1
