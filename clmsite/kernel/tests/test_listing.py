"""listing: filters, sorts, pages, and answers nonsense with a message instead of a crash."""

from datetime import UTC, datetime, timedelta

import django_filters
import pytest
from django.test import RequestFactory

from clmsite.kernel.listing import MAX_SEARCH, SearchFilter, listing
from clmsite.kernel.models import OutboxJob

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SORTS = {"task": "task", "when": ("not_before", "task"), "lease": "lease_until"}


class JobFilter(django_filters.FilterSet):
    q = SearchFilter(fields=("task", "last_error"))
    after = django_filters.DateFilter(field_name="created_at", lookup_expr="date__gte")

    class Meta:
        model = OutboxJob
        fields = ["state"]


def make_job(task, *, age=0, **fields):
    at = NOW - timedelta(days=age)
    return OutboxJob.objects.create(task=task, arguments={}, created_at=at, not_before=at, **fields)


def ask(query="", **options):
    options = {"sorts": SORTS, "default_sort": "task", "filterset_class": JobFilter, **options}
    return listing(RequestFactory().get(f"/jobs/{query}"), OutboxJob.objects.all(), **options)


def tasks(found):
    return [job.task for job in found.rows]


def test_it_sorts_by_the_default_and_counts():
    make_job("b")
    make_job("a")

    found = ask()

    assert tasks(found) == ["a", "b"]
    assert (found.total, found.page, found.status, found.is_filtered) == (2, 1, 200, False)


def test_a_minus_turns_the_order_round():
    make_job("a", age=1)
    make_job("b", age=2)

    assert tasks(ask("?sort=-when")) == ["a", "b"]
    assert tasks(ask("?sort=when")) == ["b", "a"]


def test_unknown_values_come_last_in_both_directions():
    make_job("none")
    make_job("early", lease_until=NOW)
    make_job("late", lease_until=NOW + timedelta(days=1))

    assert tasks(ask("?sort=lease")) == ["early", "late", "none"]
    assert tasks(ask("?sort=-lease")) == ["late", "early", "none"]


@pytest.mark.parametrize("key", ["arguments", "state__x", "pk", "?", "--task", "-", "a b"])
def test_a_sort_key_outside_the_dictionary_is_a_message(key):
    make_job("a")

    found = ask(f"?sort={key}")

    assert (found.status, found.total) == (400, 0)
    assert found.errors == ["This list cannot be sorted by that."]


@pytest.mark.parametrize(
    "query",
    ["?state=nonsense", "?after=yesterday", f"?q={'x' * (MAX_SEARCH + 1)}", "?q=%00"],
)
def test_a_value_no_filter_takes_is_a_message(query):
    make_job("a")

    found = ask(query)

    assert (found.status, found.total) == (400, 0)
    assert found.errors
    assert not ask(f"{query}&format=csv").wants_csv


@pytest.mark.parametrize("page", ["0", "-1", "x", "", "1e3", "9" * 5000])
def test_a_page_that_makes_no_sense_shows_one_that_does(page):
    make_job("a")

    assert tasks(ask(f"?page={page}")) == ["a"]


def test_pages_do_not_overlap_between_equals():
    jobs = {make_job("same").pk for _ in range(7)}

    pages = [ask(f"?page={n}", per_page=3) for n in (1, 2, 3)]

    assert [len(page.rows) for page in pages] == [3, 3, 1]
    assert {job.pk for page in pages for job in page.rows} == jobs
    assert [page.has_next for page in pages] == [True, True, False]


def test_search_needs_every_word_somewhere():
    make_job("send mail", last_error="broker down")
    make_job("send form")

    assert tasks(ask("?q=BROKER+send")) == ["send mail"]
    assert tasks(ask("?q=++")) == ["send form", "send mail"]


def test_it_knows_that_something_was_asked_for():
    assert ask("?q=x").is_filtered
    assert ask("?state=dead").is_filtered
    assert not ask("?sort=task&page=2&q=").is_filtered


def test_csv_holds_all_pages_of_what_was_filtered():
    for n in range(5):
        make_job(f"job {n}", state="dead" if n % 2 else "pending")

    found = ask("?state=pending&format=csv", per_page=2)

    assert found.wants_csv
    assert [job.task for job in found.all_rows()] == ["job 0", "job 2", "job 4"]


def test_query_strings_keep_filters_and_drop_the_page():
    found = ask("?q=a+b&page=3&sort=task")

    assert found.querystring(sort="-when") == "?q=a+b&sort=-when"
    assert found.querystring(q=None, sort=None) == "?"
    assert found.csv_query == "?q=a+b&sort=task&format=csv"
    assert found.kept == [("sort", "task")]


def test_two_queries_make_a_list(django_assert_num_queries):
    make_job("a")

    with django_assert_num_queries(2):  # the count and the page
        assert tasks(ask("?q=a"))


def test_the_address_is_without_empty_fields():
    assert ask("?q=&state=dead&after=&page=2").address == "/jobs/?state=dead&page=2"
    assert ask("?q=&state=").address == "/jobs/"
