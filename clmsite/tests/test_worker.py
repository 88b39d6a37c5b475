"""A real worker process, with the file broker and with Redis; then it is killed at work."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
import uuid
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow

REDIS = pytest.param("redis://127.0.0.1:6379/9", id="redis", marks=pytest.mark.redis)


class Install:
    """An install of its own: SQLite file, var folder, and a worker that can be killed."""

    def __init__(self, folder: Path, broker: str) -> None:
        self.folder, self.workers = folder, []
        self.database = folder / "x.sqlite3"
        self.env = os.environ | {
            "DATABASE_URL": f"sqlite:///{self.database}",
            "VAR_DIR": str(folder),
            "BROKER_URL": broker,
            "OUTBOX_LEASE_SECONDS": "3",
            "PYTHONPATH": str(ROOT),
        }

    def manage(self, *words: str) -> str:
        run = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT, env=self.env, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return run.stdout

    def start_worker(self) -> subprocess.Popen:
        command = [sys.executable, "-m", "celery", "-A", "clmsite.tests.worker_app", "worker"]
        queue = ["--beat", "--concurrency", "1", "--loglevel", "WARNING", "-Q", self.queue]
        log = (self.folder / "worker.log").open("ab")
        worker = subprocess.Popen(
            command + queue, cwd=ROOT, env=self.env, stderr=log, stdout=log, start_new_session=True
        )
        self.workers.append(worker)
        return worker

    @property
    def queue(self) -> str:
        """One queue per test run, so that two runs can share a Redis."""
        return self.env.setdefault("TEST_QUEUE", f"q{uuid.uuid4().hex[:8]}")

    def kill(self, worker: subprocess.Popen) -> None:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

    def state_of(self, job_id: int) -> str:
        with closing(sqlite3.connect(self.database)) as db:
            return db.execute(
                "SELECT state FROM kernel_outboxjob WHERE id = ?", [job_id]
            ).fetchone()[0]

    def wait_for(self, job_id: int, state: str, seconds: float) -> float:
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            if self.state_of(job_id) == state:
                return time.monotonic() - began
            time.sleep(0.1)
        log = (self.folder / "worker.log").read_text()[-2000:]
        pytest.fail(f"job {job_id} is {self.state_of(job_id)}, not {state}; worker said: {log}")

    def ask_for(self, task: str, **arguments: object) -> int:
        _ = self.queue
        code = (
            "from clmsite.tests import worker_app\n"
            "from clmsite.kernel.outbox import enqueue\n"
            f"print('job', enqueue({task!r}, **{arguments!r}).pk)"
        )
        return int(self.manage("shell", "-v0", "-c", code).rsplit("job", 1)[1])


@pytest.fixture(params=[pytest.param("", id="files"), REDIS])
def install(request, tmp_path):
    install = Install(tmp_path, request.param)
    install.manage("migrate", "-v0")
    yield install
    for worker in install.workers:
        if worker.poll() is None:
            install.kill(worker)


def test_a_job_asked_for_while_no_worker_was_there_runs_when_one_comes(install):
    mark = install.folder / "mark"
    job = install.ask_for("test.append", path=str(mark))
    assert install.state_of(job) == "pending"

    install.start_worker()
    install.wait_for(job, "done", 40)

    assert mark.read_text() == "ran\n"


def test_a_killed_workers_job_is_finished_by_the_next(install):
    mark = install.folder / "mark"
    worker = install.start_worker()
    job = install.ask_for("test.append", path=str(mark), first_hang_in=str(install.folder / "hung"))
    install.wait_for(job, "running", 40)
    while not (install.folder / "hung").exists():
        time.sleep(0.05)

    install.kill(worker)
    install.start_worker()
    install.wait_for(job, "done", 60)

    assert mark.read_text() == "ran\n"
