"""What an operator or reader needs to know is written down, or CI is red."""

from pathlib import Path

import pytest
from celery import current_app
from prometheus_client import REGISTRY

from clmsite.kernel.outbox import load_tasks
from clmsite.schedule import PERIODIC, SUBSCRIPTIONS

load_tasks()
DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("job", PERIODIC, ids=lambda job: job.name)
def test_each_periodic_job_is_in_docs_and_known_to_celery(job):
    assert f"`{job.name}`" in (DOCS / "jobs.md").read_text()
    assert job.task in current_app.tasks


@pytest.mark.parametrize("event", SUBSCRIPTIONS)
def test_each_event_is_in_docs_and_its_tasks_exist(event):
    assert f"`{event}`" in (DOCS / "jobs.md").read_text()
    assert [name for name in SUBSCRIPTIONS[event] if name not in current_app.tasks] == []


def test_each_prometheus_metric_is_in_docs():
    text = (DOCS / "operations.md").read_text()
    ours = {m.name for m in REGISTRY.collect() if m.name.startswith("closed_loop")}

    assert {name for name in ours if f"`{name}" not in text} == set()
