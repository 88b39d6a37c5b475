"""runner, checking, undo: every row once, whatever dies; good and bad rows add up to the file."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from django.db import IntegrityError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from campaigns.models import Spend
from campaigns.spend_import import SpendImport
from clmsite.kernel import outbox
from clmsite.kernel.csv_cells import csv_line, safe_cell
from clmsite.kernel.imports import jobs, runner
from clmsite.kernel.imports import undo as undoing
from clmsite.kernel.imports.kinds import kinds
from clmsite.kernel.imports.runner import run_import
from clmsite.kernel.models import ImportJob, ImportRow, OutboxJob
from clmsite.kernel.tests.importing import check, map_columns, ready, start, table, undo, upload

pytestmark = pytest.mark.django_db

SOCIAL = {"channel": {"constant": "paid_social"}}
CHUNK = 60  # 500 in the product; less is as telling and much faster
ROWS = 3 * CHUNK + 7
BAD = len(range(7, ROWS, 12))
ROOT = Path(__file__).resolve().parents[2]


class KilledError(BaseException):
    """What nobody catches: as if the process had died."""


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch):
    monkeypatch.setattr(runner, "CHUNK", CHUNK)
    monkeypatch.setattr(undoing, "STEP", 20)


@pytest.fixture
def job(manager):
    """A checked import of three chunks and a bit; every twelfth row is bad."""
    rows = [f"2026-10-01,A,{'x' if i % 12 == 7 else i},id-{i}" for i in range(ROWS)]
    return ready("spend", table("day,campaign,cost,ad id", *rows), actor=manager, mapping=SOCIAL)


def die_in_chunk(monkeypatch, number, after=False):
    """The worker dies in its chunk `number`, before or after its rows were written."""
    original, calls = runner.work, []

    def work(run, chunk):
        calls.append(chunk)
        if len(calls) == number and not after:
            raise KilledError
        original(run, chunk)
        if len(calls) == number:
            raise KilledError

    monkeypatch.setattr(runner, "work", work)


def assert_whole(job):
    job.refresh_from_db()
    assert job.state == "done"
    assert (job.rows_done, job.rows_total) == (ROWS, ROWS)
    assert job.rows_good + job.rows_bad == ROWS
    assert job.rows_bad == ImportRow.objects.filter(job=job, outcome="bad").count() == BAD
    assert Spend.objects.count() == ROWS - BAD
    assert Spend.objects.values("external_id").distinct().count() == ROWS - BAD


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_worker_that_dies_in_a_chunk_loses_only_that_chunk(job, monkeypatch, number, after):
    with monkeypatch.context() as patched:
        die_in_chunk(patched, number, after)
        with pytest.raises(KilledError):
            start(job)
    job.refresh_from_db()
    assert job.rows_done == (number - 1) * CHUNK == job.rows_good + job.rows_bad

    run_import(str(job.pk))

    assert_whole(job)


def test_a_worker_that_dies_again_and_again_still_finishes(job, monkeypatch):
    jobs.start(job=job, actor=job.created_by, now=timezone.now())
    for _attempt in range(4):
        with monkeypatch.context() as patched:
            die_in_chunk(patched, 2)
            with pytest.raises(KilledError):
                run_import(str(job.pk))
            job.refresh_from_db()
        if job.rows_done == 3 * CHUNK:
            break
    run_import(str(job.pk))

    assert_whole(job)


def test_a_second_message_for_a_finished_job_does_nothing(job):
    start(job)
    run_import(str(job.pk))

    assert_whole(job)


def test_of_two_workers_one_writes_a_chunk_and_the_other_stops(job, monkeypatch):
    original = runner.work

    def work(run, chunk):
        original(run, chunk)
        if chunk[0].number == 1:
            monkeypatch.setattr(runner, "work", original)

    jobs.start(job=job, actor=job.created_by, now=timezone.now())
    ImportJob.objects.filter(pk=job.pk).update(state="running")
    slow = ImportJob.objects.get(pk=job.pk)
    run_import(str(job.pk))

    run = runner.Run.of(slow, now=timezone.now(), writes=True)
    with slow.file.open("rb") as file:
        first = next(runner.chunks(runner.rows_after(file, slow, run, 0)))

    assert not runner.commit(slow, run, first, 0)
    assert_whole(job)


def test_cancel_stops_after_the_chunk_and_resume_does_the_rest(job, monkeypatch):
    original = runner.work

    def work(run, chunk):
        original(run, chunk)
        jobs.cancel(job=ImportJob.objects.get(pk=job.pk), actor=None)

    with monkeypatch.context() as patched:
        patched.setattr(runner, "work", work)
        start(job)
    job.refresh_from_db()
    assert (job.state, job.rows_done, Spend.objects.count()) == ("paused", CHUNK, CHUNK - 5)

    start(job)

    assert_whole(job)


def test_a_long_import_is_done_in_slices(job):
    jobs.start(job=job, actor=job.created_by, now=timezone.now())
    slices = 0
    while ImportJob.objects.get(pk=job.pk).state != "done":
        run_import(str(job.pk), slice_seconds=0)
        slices += 1

    assert slices == 5
    assert OutboxJob.objects.filter(task="kernel.run_import").count() == 2 + 4
    assert_whole(job)
    assert job.made == {"campaigns": 1, "spend": ROWS - BAD}


def test_the_worker_does_it_all_when_asked_through_the_outbox(manager):
    job = upload("spend", table("day,campaign,cost", "2026-10-01,A,5"), actor=manager)
    map_columns(job, SOCIAL)
    jobs.request_check(job=job, now=timezone.now())
    outbox.run_all()
    job.refresh_from_db()
    assert job.state == "checked"
    jobs.start(job=job, actor=manager, now=timezone.now())
    outbox.run_all()
    job.refresh_from_db()
    assert job.state == "done"
    jobs.request_undo(job=job, actor=manager, now=timezone.now())
    outbox.run_all()

    job.refresh_from_db()
    assert job.state == "undone"


def test_a_row_the_database_refuses_is_refused_alone(job, monkeypatch):
    original = SpendImport.work

    def work(self, rows, run):
        if run.writes and any(row.number == 70 for row in rows):
            Spend.objects.filter(pk=-1).delete()
            raise IntegrityError("somebody was faster")
        original(self, rows, run)

    monkeypatch.setattr(SpendImport, "work", work)
    start(job)

    assert (job.state, job.rows_bad) == ("done", BAD + 1)
    assert job.rows_good + job.rows_bad == ROWS
    assert ImportRow.objects.filter(job=job, number=70, outcome="bad").exists()
    assert Spend.objects.count() == ROWS - BAD - 1


def test_an_error_stops_the_import_and_it_can_go_on(job, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(SpendImport, "work", lambda self, rows, run: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            start(job)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "ZeroDivisionError" in job.error

    start(job)

    assert_whole(job)


def test_the_dry_run_writes_nothing_and_foretells_the_import(job):
    assert not Spend.objects.exists()
    assert (job.checked["created"], job.checked["bad"]) == (ROWS - BAD, BAD)
    assert len(job.checked["errors"]) == BAD
    assert job.checked["made"] == {"campaigns": 1, "spend": ROWS - BAD}

    start(job)

    assert job.made == job.checked["made"]


def test_undoing_can_be_interrupted_too(job, monkeypatch):
    start(job)
    parts = SpendImport.undo_parts
    calls = []

    def breaking(self):
        calls.append(1)
        if len(calls) == 3:
            raise KilledError
        return parts(self)

    with monkeypatch.context() as patched:
        patched.setattr(SpendImport, "undo_parts", breaking)
        with pytest.raises(KilledError):
            undo(job)
    assert Spend.objects.count() == ROWS - BAD - 40
    outbox.run_all()

    job.refresh_from_db()
    assert job.state == "undone"
    assert not Spend.objects.exists()
    assert job.undo_report["removed"] == {"spend": ROWS - BAD, "campaigns": 1}


def test_the_mapping_is_remembered_for_the_same_columns(manager):
    first = upload("spend", table("wann,was,wieviel", "2026-10-01,A,5"), actor=manager)
    mapping = {"spent_on": 0, "campaign": 1, "amount": 2}
    wanted = {key: {"column": column} for key, column in mapping.items()}
    map_columns(first, SOCIAL | wanted, {"decimal_mark": ","})
    check(first)

    second = upload("spend", table("Wann,was,WIEVIEL", "2026-10-02,A,5"), actor=manager)

    assert {key: second.mapping[key]["column"] for key in mapping} == mapping
    assert second.mapping["channel"] == SOCIAL["channel"]
    assert second.options["decimal_mark"] == ","


def test_days_are_not_remembered(manager):
    first = upload("spend", table("campaign,cost", "A,5"), actor=manager)
    map_columns(first, SOCIAL, {"first_day": "2026-10-01"})
    check(first)

    second = upload("spend", table("campaign,cost", "A,6"), actor=manager)

    assert "first_day" not in second.options


def test_every_kind_is_whole():
    for key, kind in kinds().items():
        fields = [field.key for field in kind.fields()]
        assert kind.key == key
        assert len(set(fields)) == len(fields)
        assert kind.undo_parts()


PREFIX = st.text(st.sampled_from(" \t\r\n\x00\u00a0\u200b\u200e\u2028\ufeff\u3000\x1f"), max_size=4)


@given(prefix=PREFIX, sign=st.sampled_from("=+-@＝＋－＠%|"), rest=st.text(max_size=8))
def test_no_blank_hides_the_start_of_a_formula(prefix, sign, rest):
    cell = safe_cell(f"{prefix}{sign}{rest}")

    assert cell.startswith("'") or cell.lstrip("+-").replace(".", "", 1).isdecimal()


@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_a_line_is_one_record_whatever_is_in_it(cells):
    import csv

    found = next(csv.reader([csv_line(cells)]), None) if "\n" not in "".join(cells) else None

    assert found is None or len(found) == len(cells) or "\r" in "".join(cells)


SCRIPT = """
import sys, time, django
django.setup()
from clmsite.kernel.imports import runner
original = runner._count
def slow(job, run, chunk):
    original(job, run, chunk)
    print("chunk", chunk[-1].number, flush=True)
    time.sleep(float(sys.argv[2]))
runner._count = slow
runner.run_import(sys.argv[1])
"""
PREPARE = """
import django
django.setup()
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from clmsite.kernel.tests.importing import ready
from clmsite.kernel.imports import jobs, runner
from clmsite.kernel.imports import undo as undoing
from django.utils import timezone
user = get_user_model().objects.create_user("m@example.com", "x", name="M")
user.groups.add(Group.objects.get_or_create(name="Manager")[0])
rows = "".join(f"2026-10-01,A,{i},id-{i}\\n" for i in range(2200))
job = ready("spend", "day,campaign,cost,ad id\\n" + rows, actor=user,
            mapping={"channel": {"constant": "paid_social"}})
jobs.start(job=job, actor=user, now=timezone.now())
print(job.pk)
"""
COUNT = """
import sys, django
django.setup()
from campaigns.models import Spend
from clmsite.kernel.models import ImportJob
job = ImportJob.objects.get()
print(job.state, job.rows_done, job.rows_good, Spend.objects.count(),
      Spend.objects.values("external_id").distinct().count())
"""


@pytest.mark.slow
def test_a_real_process_killed_in_the_middle_of_a_chunk_loses_and_doubles_nothing(tmp_path):
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "clmsite.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path}/kill.sqlite3",
        "VAR_DIR": str(tmp_path / "var"),
        "BROKER_URL": "",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }

    def python(code: str, *args: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(code), *args],
            env=env, cwd=ROOT, capture_output=True, text=True, timeout=180, check=True,
        )  # fmt: skip
        return done.stdout.strip().splitlines()[-1]

    python("import django; django.setup()\nfrom django.core.management import call_command\n"
           "call_command('migrate', verbosity=0)\nprint()\nprint('done')")  # fmt: skip
    job_id = python(PREPARE)
    for _kill in range(1):
        worker = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, job_id, "5"],
            env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert worker.stdout is not None
        worker.stdout.readline()  # inside the transaction of its first chunk
        worker.send_signal(signal.SIGKILL)
        worker.wait(timeout=10)
        worker.stdout.close()
        assert python(COUNT).split()[1:] == ["0", "0", "0", "0"]
    worker = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, job_id, "0.5"],
        env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert worker.stdout is not None
    lines = [worker.stdout.readline() for _ in range(3)]
    time.sleep(0.1)
    worker.send_signal(signal.SIGKILL)
    worker.wait(timeout=10)
    worker.stdout.close()
    assert lines[-1].split() == ["chunk", "1500"]
    assert python(COUNT).split() == ["running", "1000", "1000", "1000", "1000"]

    python(SCRIPT, job_id, "0")

    assert python(COUNT).split() == ["done", "2200", "2200", "2200", "2200"]
