"""The pages of forms and sites: builder, submissions, spam tray, the line to paste."""

import uuid

import pytest
from django.test import Client

from campaigns.models import RefusedHit, Site
from campaigns.tests.make import NOW, make_page_view, make_site, make_touch
from leads.capture import spam
from leads.models import Form, Lead, Submission
from leads.tests.make_forms import make_form, send_form

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture(autouse=True)
def _fresh():
    spam.per_address.clear()


@pytest.fixture
def client(marketer, client_of):
    return client_of(marketer)


@pytest.fixture
def site():
    return make_site()


def filled(site, *rows, **more):
    """What the builder page sends: `rows` are (kind, label)."""
    data = {
        "name": "Demo",
        "site": site.pk,
        "title": "Ask for a demo",
        "button": "Go",
        "thank_you": "Thanks!",
        "row": [str(n) for n in range(len(rows))],
        "version": "1",
    }
    for n, (kind, label) in enumerate(rows):
        data |= {f"kind-{n}": kind, f"label-{n}": label, f"key-{n}": ""}
    return data | more


def test_a_form_is_made_in_the_browser(client, site):
    page = client.get("/forms/new/")
    assert page.status_code == 200

    answer = client.post(
        "/forms/new/",
        filled(
            site,
            ("email", "Work e-mail"),
            ("choice", "Team size"),
            **{"choices-1": "1–10\n\n11–50\n11–50", "required-0": "on"},
            do="publish",
            asks_source="on",
            source_choices="A friend\nA fair",
        ),
    )

    form = Form.objects.get()
    assert answer["Location"] == f"/forms/{form.pk}/"
    assert form.is_published
    assert form.source_choices == ["A friend", "A fair"]
    assert form.fields == [
        {
            "key": "email",
            "label": "Work e-mail",
            "kind": "email",
            "required": True,
            "choices": [],
        },
        {
            "key": "team_size",
            "label": "Team size",
            "kind": "choice",
            "required": False,
            "choices": ["1–10", "11–50"],
        },
    ]
    assert Client().get(f"/f/{form.key}").status_code == 200
    assert f"/f/{form.key}" in client.get(f"/forms/{form.pk}/").content.decode()


@pytest.mark.parametrize(
    ("do", "labels"),
    [
        ("up:1", ["B", "A", "C"]),
        ("down:1", ["A", "C", "B"]),
        ("remove:0", ["B", "C"]),
        ("up:0", ["A", "B", "C"]),
        ("down:2", ["A", "B", "C"]),
        ("remove:99", ["A", "B", "C"]),
        ("add:company", ["A", "B", "C", "Company"]),
        ("add:nonsense", ["A", "B", "C"]),
        ("explode", ["A", "B", "C"]),
    ],
)
def test_rows_are_ordered_by_buttons_without_javascript(client, site, do, labels):
    rows = ("email", "A"), ("text", "B"), ("text", "C")

    page = client.post("/forms/new/", filled(site, *rows, do=do, title="Half done"))

    assert page.status_code == 200
    assert [row.spec.label for row in page.context["draft"].rows] == labels
    assert "Half done" in page.content.decode()
    assert not Form.objects.exists()


def test_the_order_of_the_page_is_the_order_of_the_form(client, site):
    data = filled(site, ("email", "A"), ("text", "B"), do="save", row=["1", "0"])

    client.post("/forms/new/", data)

    assert [field["label"] for field in Form.objects.get().fields] == ["B", "A"]


def test_typing_redraws_the_preview_only(client, site):
    data = filled(site, ("email", "Your <address>"), do="preview")

    html = client.post("/forms/new/", data, headers=HTMX).content.decode()

    assert "Your &lt;address&gt;" in html
    assert 'id="preview"' in html
    assert 'id="rows"' not in html
    assert (
        'id="rows"'
        in client.post("/forms/new/", data | {"do": "up:0"}, headers=HTMX).content.decode()
    )


@pytest.mark.parametrize(
    ("rows", "more"),
    [
        ([("email", "")], {}),
        ([("email", "E"), ("choice", "Only one")], {"choices-1": "one"}),
        ([("email", "E")], {"name": ""}),
        ([("email", "E")], {"site": "999"}),
        ([("text", "Nobody to answer")], {"do": "publish"}),
    ],
)
def test_what_cannot_be_saved_comes_back_with_the_reason(client, site, rows, more):
    page = client.post("/forms/new/", filled(site, *rows) | {"do": "save"} | more)

    assert page.status_code == 422
    assert 'class="err' in page.content.decode() or 'role="alert"' in page.content.decode()
    assert not Form.objects.exists()


def test_keys_stay_when_labels_change(client):
    form = make_form()
    data = filled(form.site, ("text", "Renamed"), ("email", "E"), version=form.version, do="save")

    client.post(f"/forms/{form.pk}/", data | {"key-0": "size", "key-1": "email"})

    form.refresh_from_db()
    assert [(f["key"], f["label"]) for f in form.fields] == [("size", "Renamed"), ("email", "E")]


def test_two_people_cannot_overwrite_each_other_unseen(client):
    form = make_form()
    data = filled(form.site, ("email", "E"), version=form.version, do="save")
    client.post(f"/forms/{form.pk}/", data | {"name": "Mine"})

    page = client.post(f"/forms/{form.pk}/", data | {"name": "Theirs"})

    assert page.status_code == 409
    form.refresh_from_db()
    assert form.name == "Mine"
    assert "Theirs" in page.content.decode()


def test_taking_a_form_offline_and_back(client):
    form = make_form()

    client.post(f"/forms/{form.pk}/publish/", {"published": "0"})
    assert Client().get(f"/f/{form.key}").status_code == 404
    client.post(f"/forms/{form.pk}/publish/", {"published": "1"})
    assert Client().get(f"/f/{form.key}").status_code == 200


def test_the_list_counts_what_was_sent_and_what_is_doubted(client):
    form = make_form("Demo form")
    send_form(form)
    send_form(form, cl_note="x", email="bot@example.com")

    (row,) = client.get("/forms/").context["list"].rows

    assert (row.sent, row.doubtful) == (1, 1)
    assert "Demo form" in client.get("/forms/?format=csv").getvalue().decode()


def test_the_spam_tray_gives_people_back(client):
    form = make_form()
    send_form(form, cl_note="x", question="<script>alert(1)</script>")
    page = client.get(f"/forms/{form.pk}/submissions/?state=spam")
    html = page.content.decode()
    assert "Filled in the field people do not see" in html
    assert "&lt;script&gt;" in html

    answer = client.post(f"/submissions/{Submission.objects.get().pk}/accept/")

    assert answer.status_code == 302
    assert Lead.objects.get().name == "Ines Costa"
    listed = client.get(f"/forms/{form.pk}/submissions/?state=accepted").content.decode()
    assert f"/leads/{Lead.objects.get().pk}/" in listed


def test_submissions_download_with_harmless_cells(client):
    form = make_form()
    send_form(form, name="=1+1")

    text = client.get(f"/forms/{form.pk}/submissions/?format=csv").getvalue().decode()

    assert "'=1+1" in text


def test_reps_do_not_make_forms(rep, client_of):
    form = make_form()

    for path in (
        "/forms/",
        "/forms/new/",
        f"/forms/{form.pk}/",
        "/sites/",
        f"/sites/{form.site_id}/",
    ):
        assert client_of(rep).get(path).status_code == 403


def test_a_site_is_made_of_name_and_domain(client):
    answer = client.post(
        "/sites/new/", {"name": "Shop", "domain": " https://Shop.Example.com/start ", "origins": ""}
    )

    site = Site.objects.get()
    assert answer["Location"] == f"/sites/{site.pk}/"
    assert (site.domain, site.origins) == ("shop.example.com", ["https://shop.example.com"])
    html = client.get(f"/sites/{site.pk}/").content.decode()
    assert f"t.js&quot; data-site=&quot;{site.key}&quot;" in html


@pytest.mark.parametrize(
    ("typed", "status", "origins"),
    [
        ("https://A.example.com/x\nhttp://localhost:8080", 302, ["https://a.example.com", "http://localhost:8080"]),
        ("a.example.com, https://a.example.com", 302, ["https://a.example.com"]),
        ("https://bücher.example", 302, ["https://xn--bcher-kva.example"]),
        ("", 302, []),
        ("ftp://a.example.com", 422, None),
        ("https://", 422, None),
        ("no_host!", 422, None),
        ("https://a.example.com:99999", 422, None),
    ],
)  # fmt: skip
def test_origins_are_read_as_people_write_them(client, site, typed, status, origins):
    data = {"name": site.name, "domain": site.domain, "origins": typed}

    answer = client.post(f"/sites/{site.pk}/", data)

    assert answer.status_code == status
    before = site.origins
    site.refresh_from_db()
    assert site.origins == (before if origins is None else origins)


def test_a_site_page_says_when_the_first_hit_came_and_what_was_refused(client, site):
    waiting = client.get(f"/sites/{site.pk}/").content.decode()
    assert "Waiting for the first hit" in waiting
    Site.objects.update(first_hit_at=NOW, last_hit_at=NOW)
    make_page_view(touch=make_touch(site=site), path="/prices")
    make_page_view(touch=make_touch(site=site, is_human=False), path="/robots")
    RefusedHit.objects.create(
        site=site, at=NOW, reason="origin_not_allowed", origin="https://evil.example"
    )

    html = client.get(f"/sites/{site.pk}/", headers=HTMX).content.decode()

    for words in ("The line works.", "/prices", "Robot: kept", "https://evil.example"):
        assert words in html
    assert "<html" not in html


def test_a_site_can_be_switched_off(client, site):
    client.post(f"/sites/{site.pk}/enabled/", {"enabled": "0"})

    site.refresh_from_db()
    assert not site.is_enabled


def test_nothing_there_is_404(client):
    nowhere = uuid.uuid4().int % 10**6 + 10**6
    for path in (f"/forms/{nowhere}/", f"/forms/{nowhere}/submissions/", f"/sites/{nowhere}/"):
        assert client.get(path).status_code == 404
