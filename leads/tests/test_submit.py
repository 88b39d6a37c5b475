"""A submitted form: one lead with its journey, once, whoever sends it how often."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext

from campaigns.models import Touch, Visitor
from campaigns.tests.make import make_campaign, make_click, make_link
from campaigns.tests.test_collect import VID, send, view
from campaigns.tracking import collect, pipeline, visitors
from clmsite.kernel import outbox
from clmsite.kernel.models import OutboxJob
from leads.capture import spam
from leads.capture.become_lead import SENT_APART
from leads.models import Identity, Lead, Submission
from leads.tasks import touches_arrived
from leads.tests.make import make_lead
from leads.tests.make_forms import make_form, send_form, token_of_age

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh():
    visitors._salts.clear()
    for one in (collect.per_address, collect.per_site, pipeline._kept_refusals, spam.per_address):
        one.clear()


@pytest.fixture
def form():
    return make_form()


@pytest.fixture
def hit(form):
    """Send a page view of the form's site as the visitor's tracker would."""

    def send_view(path="/", **fields):
        url = f"https://{form.site.domain}{path}"
        headers = {"Origin": f"https://{form.site.domain}"}
        vid = fields.pop("vid", "")
        answer = send(form.site, view(**fields) | {"url": url}, vid=vid, headers=headers)
        assert answer.status_code == 202
        return Touch.objects.order_by("id").last()

    return send_view


def test_a_submission_becomes_a_lead(form, rep):
    form.owner = rep
    form.save()

    answer = send_form(form, cl_source="A friend", cl_consent="yes", size="11–50")

    assert answer.status_code == 201
    lead = Lead.objects.get()
    assert (lead.name, lead.email, lead.email_key) == (
        "Ines Costa",
        "Ines@Example.com",
        "ines@example.com",
    )
    assert (lead.company, lead.owner, lead.origin) == ("Tern & Söhne", rep, Lead.Origin.FORM)
    assert lead.said_source == "A friend"
    assert lead.consent_text == "You may write to me."
    assert lead.consent_email_at is not None
    assert lead.extra == {"Team size": "11–50"}
    submission = Submission.objects.get()
    assert submission.lead == lead
    assert submission.has_consented
    assert OutboxJob.objects.filter(arguments={"lead_ids": [lead.pk]}).exists()
    assert lead.activities.get().text.startswith("Sent the form")


def test_nothing_is_agreed_to_without_a_tick(form):
    send_form(form)

    assert Lead.objects.get().consent_email_at is None
    assert Submission.objects.get().consent_text == ""


def test_the_whole_history_of_a_visitor_with_consent_is_the_leads(form, hit):
    campaign = make_campaign(slug="spring")
    click = make_click(link=make_link(campaign=campaign))
    first = hit(f"/?utm_source=google&utm_medium=cpc&cl_click={click.pk}", vid=VID)
    Touch.objects.filter(pk=first.pk).update(
        at=first.at - timedelta(days=20), last_seen_at=first.at - timedelta(days=20)
    )
    second = hit("/prices", vid=VID)

    send_form(form, cl_vid=VID, cl_page=f"https://{form.site.domain}/prices")

    lead = Lead.objects.get()
    journey = Touch.objects.filter(visitor__identity__lead=lead).order_by("at")
    assert list(journey) == [first, second]
    assert journey[0].campaign == campaign
    assert Visitor.objects.get().is_known
    assert Submission.objects.get().touch == second


def test_without_consent_todays_visit_is_the_leads(form, hit):
    touch = hit("/?utm_source=news&utm_medium=email")

    send_form(form)

    lead = Lead.objects.get()
    assert list(Touch.objects.filter(visitor__identity__lead=lead)) == [touch]


def test_without_consent_yesterdays_visit_is_nobodys(form, hit, monkeypatch):
    hit("/?utm_source=news&utm_medium=email")
    # The day is over: its secret is deleted, and another one is made.
    visitors._salts.clear()
    visitors.forget_salts(before=timezone.now().date() + timedelta(days=1))

    send_form(form)

    journey = Touch.objects.filter(visitor__identity__lead=Lead.objects.get())
    assert [touch.source for touch in journey] == [""]


def test_who_refuses_tracking_brings_the_page_they_are_on(form):
    load, no = str(uuid.uuid4()), {"Sec-GPC": "1"}
    url = f"https://{form.site.domain}/?utm_source=news&utm_medium=email"
    headers = no | {"Origin": f"https://{form.site.domain}"}
    send(form.site, view() | {"url": url}, headers=headers, load=load)

    send_form(form, cl_load=load, headers=no)

    assert Touch.objects.get().visitor.identity.lead == Lead.objects.get()


def test_a_visit_is_made_from_the_page_where_there_is_none(form):
    page = f"https://{form.site.domain}/?utm_source=news&utm_medium=email"

    send_form(form, cl_page=page)

    touch = Touch.objects.get()
    assert touch.visitor.identity.lead == Lead.objects.get()
    assert (touch.source, touch.channel.key, touch.site) == ("news", "email", form.site)


def test_the_forms_campaign_counts_where_nothing_else_is_said(form):
    form.campaign = make_campaign(channel="offline")
    form.save()

    send_form(form)

    touch = Touch.objects.get()
    assert (touch.campaign, touch.channel.key) == (form.campaign, "offline")


def test_a_double_click_is_one_lead(form):
    token = token_of_age(form)

    first, again = send_form(form, token=token), send_form(form, token=token)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Lead.objects.count() == Submission.objects.count() == 1


def test_other_answers_with_the_same_key_are_refused(form):
    token = token_of_age(form)
    send_form(form, token=token)

    answer = send_form(form, token=token, name="Somebody Else")

    assert answer.status_code == 422
    assert Lead.objects.get().name == "Ines Costa"


def test_a_known_lead_is_updated_and_blanks_erase_nothing(form):
    lead = make_lead(
        "Ines", email="ines@example.com", phone="+4930123456", said_source="Fair", company="Tern"
    )

    answer = send_form(form, email="INES@example.com ", cl_source="A friend", company="")

    assert answer.status_code == 201
    assert answer.json() == send_form(form, email="new@example.com").json()
    lead.refresh_from_db()
    assert (lead.name, lead.phone, lead.company) == ("Ines Costa", "+4930123456", "Tern")
    assert lead.said_source == "Fair"
    assert lead.email == "ines@example.com"
    changes = lead.activities.get().detail["changes"]
    assert changes["name"] == ["Ines", "Ines Costa"]
    announced = OutboxJob.objects.order_by("id").first()
    assert announced.arguments == {"lead_ids": [lead.pk]}


def test_a_phone_number_alone_finds_its_lead(form):
    form.fields = [{"key": "phone", "label": "Phone", "kind": "phone"}]
    form.save()

    send_form(form, phone="+49 30 123456")
    send_form(form, phone="+49 (30) 12 34 56")

    assert Lead.objects.get().phone == "+4930123456"


def test_the_second_person_of_a_browser_does_not_get_the_firsts_history(form, hit):
    touch = hit("/?utm_source=news&utm_medium=email", vid=VID)
    send_form(form, cl_vid=VID)

    send_form(form, cl_vid=VID, email="otto@example.com", name="Otto")

    ines, otto = Lead.objects.order_by("id")
    assert list(Touch.objects.filter(visitor__identity__lead=ines)) == [touch]
    other = Touch.objects.get(visitor__identity__lead=otto)
    assert (other.source, other.kind) == ("news", Touch.Kind.MANUAL)
    assert other.note == SENT_APART


@pytest.mark.parametrize("language", ["en", "fa"])
def test_its_journey_says_so_once_in_the_readers_language(client_of, manager, form, hit, language):
    hit("/?utm_source=news&utm_medium=email", vid=VID)
    send_form(form, cl_vid=VID)
    send_form(form, cl_vid=VID, email="otto@example.com", name="Otto")
    otto = Lead.objects.get(email="otto@example.com")

    page = client_of(manager).get(f"/leads/{otto.pk}/", headers={"Accept-Language": language})

    with translation.override(language):
        words = gettext(SENT_APART)
    text = page.content.decode()
    assert text.count(words) == 1
    assert text.count(SENT_APART) == (words == SENT_APART)
    assert "Touch noted by hand" not in text


def test_what_nobody_may_set_from_outside_is_dropped(form, rep):
    send_form(form, owner=str(rep.pk), stage="customer", origin="api", consent_text="x", extra="x")

    lead = Lead.objects.get()
    assert (lead.owner, lead.stage, lead.origin) == (None, Lead.Stage.NEW, Lead.Origin.FORM)
    assert lead.consent_text == ""
    assert lead.extra == {}
    assert set(Submission.objects.get().answers) == {"name", "email", "company"}


def test_a_later_visit_of_a_lead_is_announced(form, hit):
    hit("/?utm_source=a&utm_medium=email", vid=VID)
    send_form(form, cl_vid=VID)
    lead = Lead.objects.get()
    OutboxJob.objects.all().delete()

    hit("/?utm_source=b&utm_medium=email", vid=VID)
    task = OutboxJob.objects.get(task="leads.touches_arrived")
    assert outbox.run(task.pk, find_task={touches_arrived.name: touches_arrived}.__getitem__)

    changed = OutboxJob.objects.exclude(pk=task.pk).get()
    assert changed.arguments == {"lead_ids": [lead.pk]}


def test_consent_after_the_form_keeps_the_lead(form, hit):
    hit("/")
    send_form(form)
    lead = Lead.objects.get()

    grant = {"id": str(uuid.uuid4()), "type": "consent", "state": "granted"}
    send(form.site, grant, vid=VID, headers={"Origin": f"https://{form.site.domain}"})

    assert Identity.objects.get(lead=lead).visitor.key == f"c:{VID}"
