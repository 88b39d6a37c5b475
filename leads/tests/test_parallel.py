"""Eight people on one board at once (AP-06, AP-08): nothing lost, nothing twice, no card gone.

Real threads with their own connections. On SQLite the test's database is copied into a file
first, because threads of an in-memory database share their locks.
"""

import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, connections
from django.db.utils import OperationalError

from leads.models import Deal, DealMove, Lead, Revenue, Stage
from leads.pipeline.move import move_deal
from leads.pipeline.refusals import RefusedError, StaleDealError
from leads.pipeline.win import win_deal
from leads.tests.make import NOW, make_deal, make_lead

PEOPLE = 8
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def threads(tmp_path) -> Iterator[Callable[[Callable[[int], None]], list[BaseException]]]:
    """Run a function in eight threads that start together; what they raised comes back."""
    settings = connections.settings["default"]
    name = settings["NAME"]
    is_sqlite = connection.vendor == "sqlite"

    def run(work: Callable[[int], None]) -> list[BaseException]:
        raised: list[BaseException] = []
        start = threading.Barrier(PEOPLE)

        def body(n: int) -> None:
            try:
                start.wait()
                work(n)
            except BaseException as error:
                raised.append(error)
            finally:
                connections["default"].close()

        crowd = [threading.Thread(target=body, args=(n,)) for n in range(PEOPLE)]
        for one in crowd:
            one.start()
        for one in crowd:
            one.join(timeout=120)
        return raised

    def run_on_file(work: Callable[[int], None]) -> list[BaseException]:
        path = str(tmp_path / "parallel.sqlite3")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [path])
        settings["NAME"] = path
        return run(work)

    yield run_on_file if is_sqlite else run
    settings["NAME"] = name


def looked_at(read: Callable[[], None]) -> None:
    """Run `read` in a thread of its own, which sees the database that the others wrote."""
    raised: list[BaseException] = []

    def body() -> None:
        try:
            read()
        except BaseException as error:
            raised.append(error)
        finally:
            connections["default"].close()

    one = threading.Thread(target=body)
    one.start()
    one.join()
    if raised:
        raise raised[0]


def patiently(verb: Callable[[], object]) -> object:
    """SQLite answers "locked" when its wait is over; a browser would send the gesture again."""
    for _ in range(20):
        try:
            return verb()
        except OperationalError:
            continue
    return verb()


def test_one_of_eight_moves_of_the_same_version_wins(threads):
    deal = make_deal()
    stages = list(Stage.objects.values_list("pk", flat=True))

    def work(n: int) -> None:
        patiently(lambda: move_deal(deal_id=deal.pk, stage_id=stages[n % 4], version=1, now=NOW))

    raised = threads(work)
    assert [type(error) for error in raised] == [StaleDealError] * (PEOPLE - 1)

    def check() -> None:
        assert DealMove.objects.count() == 1
        assert Deal.objects.get().version == 2

    looked_at(check)


def test_the_same_gesture_from_eight_retries_is_one_move(threads):
    deal, key = make_deal(), uuid.uuid4()
    other = Stage.objects.last()

    def work(n: int) -> None:
        patiently(
            lambda: move_deal(deal_id=deal.pk, stage_id=other.pk, version=1, now=NOW, key=key)
        )

    assert threads(work) == []
    looked_at(lambda: _is(DealMove.objects.count(), 1))


def test_eight_movers_in_one_column_lose_no_card_and_double_none(threads):
    lead = make_lead()
    ids = [make_deal(lead=lead, rank=n).pk for n in range(12)]
    stages = list(Stage.objects.values_list("pk", flat=True)[:2])
    done: Counter[str] = Counter()

    def work(n: int) -> None:
        for turn in range(15):
            deal_id = ids[(n * 5 + turn * 7) % len(ids)]
            target = stages[(n + turn) % 2]
            before = ids[(n * 3 + turn) % len(ids)]
            seen = Deal.objects.get(pk=deal_id).version
            try:
                patiently(
                    lambda d=deal_id, t=target, b=before, v=seen: move_deal(
                        deal_id=d, stage_id=t, version=v, before_id=b, now=NOW
                    )
                )
                done["moved"] += 1
            except StaleDealError:
                done["lost"] += 1

    assert threads(work) == []

    def check() -> None:
        places = list(Deal.objects.open().values_list("pk", "stage", "rank"))
        assert sorted(pk for pk, _stage, _rank in places) == sorted(ids)
        assert len({(stage, rank) for _pk, stage, rank in places}) == len(ids)
        assert DealMove.objects.count() == done["moved"]
        assert sum(Deal.objects.values_list("version", flat=True)) == len(ids) + done["moved"]

    looked_at(check)
    assert done["moved"] + done["lost"] == PEOPLE * 15
    assert done["moved"] >= 15


def test_a_deal_won_by_eight_people_is_booked_once(threads):
    deal = make_deal(amount=500)

    def work(n: int) -> None:
        patiently(lambda: win_deal(deal_id=deal.pk, version=1, now=NOW))

    raised = threads(work)
    assert len(raised) == PEOPLE - 1
    assert all(isinstance(error, RefusedError) for error in raised)

    def check() -> None:
        assert Revenue.objects.count() == 1
        assert Lead.objects.get().stage == "customer"

    looked_at(check)


def _is(found: object, expected: object) -> None:
    assert found == expected
