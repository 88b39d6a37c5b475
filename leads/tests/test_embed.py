"""The whole way in a real Chromium: ad, customer's page, embedded or hosted form, lead."""

import pytest
from django.test.utils import override_settings

from campaigns.models import PageView, Touch, Visitor
from campaigns.tests.customer_site import Chromium, customer_site, soon
from campaigns.tests.make import make_campaign, make_click, make_link, make_site
from campaigns.tracking import collect, pipeline, visitors
from leads.capture import spam
from leads.models import Lead, Submission
from leads.tests.make_forms import make_form

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def world(live_server, monkeypatch):
    """Our server and a customer's site with tracker and form."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    visitors._salts.clear()
    for one in (collect.per_address, collect.per_site, pipeline._kept_refusals, spam.per_address):
        one.clear()
    product = live_server.url.replace("127.0.0.1", "localhost")
    hosts = override_settings(ALLOWED_HOSTS=["*"], SITE_URL=product)
    with hosts, customer_site(product) as site:
        site.row = make_site(domain="127.0.0.1", origins=[site.origin])
        site.form = make_form(site=site.row, intro="Two lines.\nNo more.")
        site.head = f'<script async src="{product}/t.js" data-site="{site.row.key}"></script>'
        site.pages["/contact"] = (
            f'<h1>Contact</h1><div data-closed-loop-form="{site.form.key}"></div>'
            f'<script async src="{product}/embed.js"></script>'
        )
        yield site


@pytest.fixture
def chromium():
    profile = Chromium()
    yield profile
    profile.close()


def fill(page, **answers):
    for label, value in answers.items():
        page.get_by_label(label.replace("_", " ")).first.fill(value)


def test_an_embedded_form_makes_a_lead_with_its_journey(world, chromium):
    campaign = make_campaign("Spring")
    click = make_click(link=make_link(campaign=campaign))
    ad = f"{world.origin}/?utm_source=google&utm_medium=cpc&cl_click={click.pk}"
    chromium(lambda page: page.goto(ad))
    assert soon(PageView.objects.exists)
    chromium(lambda page: page.evaluate("closedLoop.consent('granted')"))
    chromium(lambda page: page.goto(world.origin + "/contact"))
    assert soon(lambda: PageView.objects.count() == 2)

    def send(page):
        page.wait_for_selector("form.cl-form")
        assert not page.get_by_label("You may write to me.").is_checked()
        fill(page, Name="Ines Costa")
        page.get_by_label("Work e-mail").fill("ines@example.com")
        page.get_by_label("Team size").select_option("11–50")
        page.get_by_label("How did you hear of us?").select_option("A friend")
        page.get_by_label("You may write to me.").check()
        page.wait_for_timeout(2100)
        page.get_by_role("button", name="Send").click()
        page.get_by_text("Thank you.").wait_for()

    chromium(send)

    lead = Lead.objects.get()
    assert (lead.name, lead.said_source) == ("Ines Costa", "A friend")
    assert lead.consent_email_at is not None
    touch = Touch.objects.get()
    assert (touch.visitor.identity.lead, touch.campaign, touch.click) == (lead, campaign, click)
    assert touch.visitor.consent == Visitor.Consent.GRANTED
    paths = list(touch.page_views.order_by("at").values_list("path", flat=True))
    assert paths == ["/", "/contact"]
    assert Submission.objects.get().page_url == world.origin + "/contact"
    assert chromium.violations() == []
    assert chromium.errors == []


def test_without_consent_the_form_still_knows_todays_visit_and_stores_nothing(world, chromium):
    chromium(lambda page: page.goto(f"{world.origin}/contact?utm_source=news&utm_medium=email"))
    assert soon(PageView.objects.exists)

    def send(page):
        page.wait_for_selector("form.cl-form")
        fill(page, Name="Ines Costa")
        page.get_by_label("Work e-mail").fill("ines@example.com")
        page.wait_for_timeout(2100)
        page.get_by_role("button", name="Send").click()
        page.get_by_text("Thank you.").wait_for()

    chromium(send)

    touch = Touch.objects.get()
    assert touch.visitor.identity.lead == Lead.objects.get()
    assert touch.channel.key == "email"
    assert chromium.stored() == ([], 0)


def test_mistakes_are_marked_and_a_server_that_fails_loses_nothing(world, chromium):
    chromium(lambda page: page.goto(world.origin + "/contact"))

    def mistake(page):
        page.wait_for_selector("form.cl-form")
        fill(page, Name="Ines Costa")
        page.get_by_label("Work e-mail").fill("nonsense")
        page.get_by_role("button", name="Send").click()
        page.get_by_text("name@example.com").wait_for()
        field = page.get_by_label("Work e-mail")
        assert field.get_attribute("aria-invalid") == "true"
        assert field.evaluate("e => e === e.getRootNode().activeElement")

    chromium(mistake)
    chromium(lambda page: page.route("**/submit", lambda route: route.abort()))

    def fail(page):
        page.get_by_label("Work e-mail").fill("ines@example.com")
        page.wait_for_timeout(1500)
        page.get_by_role("button", name="Send").click()
        page.get_by_text("Your answers are still here").wait_for()
        assert page.get_by_label("Name").first.input_value() == "Ines Costa"
        page.unroute("**/submit")
        page.get_by_role("button", name="Send").click()
        page.get_by_text("Thank you.").wait_for()

    chromium(fail)

    assert Lead.objects.get().email == "ines@example.com"


def test_the_hosted_form_works_without_javascript(world):
    chromium = Chromium(java_script_enabled=False)
    try:
        hosted = f"{world.product}/f/{world.form.key}?utm_source=fair&utm_medium=offline"

        def send(page):
            page.goto(hosted)
            page.get_by_label("Name").first.fill("Ines Costa")
            page.get_by_label("Work e-mail").fill("ines@example.com")
            page.wait_for_timeout(2100)
            page.get_by_role("button", name="Send").click()
            page.get_by_text("Thank you.").wait_for()

        chromium(send)

        touch = Touch.objects.get()
        assert touch.source == "fair"
        assert touch.visitor.identity.lead == Lead.objects.get()
        assert chromium(lambda _: chromium.context.cookies()) == []
    finally:
        chromium.close()
