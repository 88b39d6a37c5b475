"""A real worker process, with the file broker and with Redis; then it is killed at work."""

import time

import pytest

from clmsite.tests.install import Install

pytestmark = pytest.mark.slow

REDIS = pytest.param("redis://127.0.0.1:6379/9", id="redis", marks=pytest.mark.redis)


@pytest.fixture(params=[pytest.param("", id="files"), REDIS])
def install(request, tmp_path):
    install = Install(tmp_path, request.param)
    install.manage("migrate", "-v0")
    yield install
    install.stop()


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
