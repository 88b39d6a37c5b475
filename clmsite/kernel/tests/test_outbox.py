"""The outbox: a job runs exactly when its transaction commits, whatever dies on the way."""

from datetime import timedelta

import pytest
from celery import current_app
from django.db import transaction
from django.utils import timezone

from clmsite.kernel import outbox
from clmsite.kernel.models import OutboxJob

DONE, PENDING, RUNNING, DEAD = (
    OutboxJob.State.DONE,
    OutboxJob.State.PENDING,
    OutboxJob.State.RUNNING,
    OutboxJob.State.DEAD,
)


class BoomError(Exception):
    pass


@pytest.fixture
def calls(monkeypatch):
    """Arguments of every run of the task "test.note"."""
    seen = []
    monkeypatch.setitem(current_app.tasks, "test.note", lambda **given: seen.append(given))
    return seen


def find(name):
    return current_app.tasks[name]


@pytest.mark.django_db(transaction=True)
class TestCommit:
    def test_a_job_of_a_rolled_back_transaction_never_was(self, calls):
        with transaction.atomic():
            outbox.enqueue("test.note", number=1)
            transaction.set_rollback(True)

        assert outbox.run_all() == 0
        assert calls == []

    def test_it_is_published_after_the_commit_and_not_before(self, monkeypatch):
        told = []
        monkeypatch.setattr("clmsite.kernel.outbox.publish", told.append)
        with transaction.atomic():
            job = outbox.enqueue("test.note")
            assert told == []

        assert told == [job.pk]

    def test_a_broker_that_is_down_loses_nothing(self, calls, monkeypatch):
        def refuse(*args, **kwargs):
            raise ConnectionError

        monkeypatch.undo()
        monkeypatch.setitem(current_app.tasks, "test.note", lambda **given: calls.append(given))
        monkeypatch.setattr("clmsite.kernel.outbox.current_app.send_task", refuse)
        outbox.enqueue("test.note", number=1)  # no error reaches the caller

        assert outbox.run_all() == 1
        assert calls == [{"number": 1}]


@pytest.mark.django_db
class TestRun:
    def test_a_second_message_for_a_job_does_nothing(self, calls):
        job = outbox.enqueue("test.note")

        assert outbox.run(job.pk, find_task=find)
        assert not outbox.run(job.pk, find_task=find)
        assert len(calls) == 1

    def test_a_job_with_a_living_worker_is_left_to_it(self, calls):
        job = outbox.enqueue("test.note")
        assert outbox.claim(job.pk)

        assert not outbox.run(job.pk, find_task=find)
        assert outbox.sweep() == 0

    def test_a_dead_workers_job_is_taken_by_another_after_its_lease(self, calls):
        job = outbox.enqueue("test.note")
        outbox.claim(job.pk)
        past = timezone.now() - timedelta(minutes=1)
        OutboxJob.objects.filter(pk=job.pk).update(lease_until=past, created_at=past)

        assert outbox.sweep() == 1
        assert outbox.run(job.pk, find_task=find)
        assert len(calls) == 1

    def test_three_failures_make_it_dead_and_a_person_can_revive_it(self, monkeypatch):
        def fail(**given):
            raise BoomError("no luck")

        monkeypatch.setitem(current_app.tasks, "test.note", fail)
        job = outbox.enqueue("test.note")
        for _ in range(outbox.TRIES):
            OutboxJob.objects.update(not_before=timezone.now())
            outbox.run(job.pk, find_task=find)

        job.refresh_from_db()
        assert (job.state, job.attempts) == (DEAD, 3)
        assert job.last_error == "BoomError: no luck"
        assert outbox.retry(job.pk)
        job.refresh_from_db()
        assert (job.state, job.attempts) == (PENDING, 0)

    def test_a_failed_job_waits_longer_each_time(self, monkeypatch):
        def fail(**given):
            raise BoomError

        monkeypatch.setitem(current_app.tasks, "test.note", fail)
        job = outbox.enqueue("test.note")
        outbox.run(job.pk, find_task=find)
        job.refresh_from_db()

        assert job.not_before > timezone.now() + timedelta(seconds=30)

    def test_a_later_job_is_not_run_early(self, calls):
        outbox.enqueue("test.note", delay=timedelta(hours=1))

        assert outbox.run_all() == 0


@pytest.mark.django_db
def test_the_sweeper_leaves_fresh_jobs_to_their_own_message(calls):
    outbox.enqueue("test.note")
    assert outbox.sweep() == 0

    OutboxJob.objects.update(created_at=timezone.now() - timedelta(seconds=6))
    assert outbox.sweep() == 1


@pytest.mark.django_db
def test_old_finished_jobs_are_pruned(calls):
    outbox.enqueue("test.note")
    outbox.run_all()
    outbox.enqueue("test.note")
    OutboxJob.objects.filter(state=DONE).update(done_at=timezone.now() - timedelta(days=15))

    assert outbox.prune() == 1
    assert OutboxJob.objects.get().state == PENDING


@pytest.mark.django_db
def test_an_unknown_event_is_an_error_at_once():
    with pytest.raises(KeyError):
        outbox.announce("lead.renamed", lead_ids=[1])
