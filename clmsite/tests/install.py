"""An install of the product in a folder of its own, with real processes, for tests."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
import uuid
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Install:
    """An install of its own: SQLite file, var folder, and a worker that can be killed."""

    def __init__(self, folder: Path, broker: str) -> None:
        self.folder: Path = folder
        self.processes: list[subprocess.Popen] = []
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
        return self._start(command + queue, "worker")

    def start_web(self) -> str:
        """Start the web server; return its address once it is ready."""
        port = free_port()
        self.env["SITE_URL"] = address = f"http://127.0.0.1:{port}"
        command = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
        self._start([sys.executable, "-m", *command, "clmsite.wsgi:application"], "web")
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{address}/-/ready", timeout=2)  # noqa: S310
            except OSError:
                time.sleep(0.2)
            else:
                return address
        pytest.fail("the web server did not start: " + self.log_of("web"))

    def _start(self, command: list[str], name: str) -> subprocess.Popen:
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self.env, stderr=log, stdout=log, start_new_session=True
            )
        self.processes.append(process)
        return process

    def log_of(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()[-3000:]

    def stop(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                self.kill(process)

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
        log = self.log_of("worker")
        pytest.fail(f"job {job_id} is {self.state_of(job_id)}, not {state}; worker said: {log}")

    def ask_for(self, task: str, **arguments: object) -> int:
        _ = self.queue
        code = (
            "from clmsite.tests import worker_app\n"
            "from clmsite.kernel.outbox import enqueue\n"
            f"print('job', enqueue({task!r}, **{arguments!r}).pk)"
        )
        return int(self.manage("shell", "-v0", "-c", code).rsplit("job", 1)[1])
