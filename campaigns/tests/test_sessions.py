"""When a visit ends: a new source or 30 idle minutes; not a reload, not a page of ours."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Touch
from campaigns.tests.make import make_click, make_link, make_site
from campaigns.tests.test_collect import ORIGIN, VID, send, view
from campaigns.tracking import collect, pipeline

pytestmark = pytest.mark.django_db

AD = "/?utm_source=google&utm_medium=cpc&utm_campaign=spring"


@pytest.fixture(autouse=True)
def _full_buckets():
    for buckets in (collect.per_address, collect.per_site, pipeline._kept_refusals):
        buckets.clear()


@pytest.fixture
def site():
    return make_site()


def at(minutes_ago):
    return (timezone.now() - timedelta(minutes=minutes_ago)).timestamp() * 1000


def walk(site, *steps):
    """Send views of one visitor, (minutes ago, url, referrer) each, and count the visits."""
    sent = timezone.now().timestamp() * 1000
    for minutes_ago, url, referrer in steps:
        send(site, view(url, at=at(minutes_ago), referrer=referrer), vid=VID, sent=sent)
    return Touch.objects.count()


@pytest.mark.parametrize(
    ("steps", "visits"),
    [
        pytest.param([(9, AD, ""), (8, AD, "")], 1, id="a reload"),
        pytest.param([(9, AD, ""), (8, "/p", ORIGIN + "/")], 1, id="a page of our own"),
        pytest.param([(9, AD, ""), (8, "/p", "")], 1, id="typed in shortly after"),
        pytest.param([(60, AD, ""), (29, "/p", "")], 2, id="31 idle minutes"),
        pytest.param([(60, AD, ""), (35, "/a", ""), (10, "/b", "")], 1, id="never idle for 30"),
        pytest.param([(9, "/", ""), (8, AD, "")], 2, id="direct, then an ad"),
        pytest.param([(9, AD, ""), (8, AD + "2", "")], 2, id="another campaign"),
        pytest.param(
            [(9, AD, ""), (8, "/", "https://www.google.com/")], 2, id="an ad, then organic search"
        ),
        pytest.param(
            [(9, "/", "https://blog.example.org/"), (8, "/", "https://blog.example.org/")],
            1,
            id="the same referrer",
        ),
        pytest.param([(60, "/", ""), (5, "/", "")], 2, id="direct twice, an hour apart"),
    ],
)
def test_where_a_visit_ends(site, steps, visits):
    assert walk(site, *steps) == visits


def test_another_link_of_the_same_source_is_another_visit(site):
    one, two = make_link(utm_campaign="spring"), make_link(utm_campaign="spring")
    first, second = make_click(link=one), make_click(link=two)

    assert (
        walk(site, (9, f"{AD}&cl_click={first.pk}", ""), (8, f"{AD}&cl_click={second.pk}", "")) == 2
    )


def test_a_second_click_on_the_same_link_goes_on(site):
    link = make_link()
    first, second = make_click(link=link), make_click(link=link)

    assert (
        walk(site, (9, f"{AD}&cl_click={first.pk}", ""), (8, f"{AD}&cl_click={second.pk}", "")) == 1
    )
    assert Touch.objects.get().click == first


def test_a_late_hit_finds_the_visit_of_its_time(site):
    walk(site, (120, AD, ""), (5, "/", ""))

    walk(site, (118, "/late", ORIGIN + "/"))

    first, second = Touch.objects.order_by("at")
    assert (first.page_count, second.page_count) == (2, 1)


def test_another_site_of_ours_is_no_source(site):
    make_site(domain="blog.example.net")

    walk(site, (5, "/", "https://blog.example.net/post"))

    assert Touch.objects.get().channel.key == "direct"
