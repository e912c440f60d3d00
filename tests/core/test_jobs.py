"""Long work: done once, again when a worker died, given up after the last try."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from resonanz.core import jobs
from resonanz.core.models import Job, JobState

pytestmark = pytest.mark.django_db
Said = list[tuple[int, int]]


@pytest.fixture
def calls() -> Iterator[list[dict[str, Any]]]:
    """What the handler «note» was called with; «fail» raises."""
    seen: list[dict[str, Any]] = []

    def note(arguments: dict[str, Any], progress: Callable[[int, int], None]) -> None:
        seen.append(arguments)
        progress(1, 4)
        seen.append({"percent": Job.objects.get(kind="note").percent})

    def fail(arguments: dict[str, Any], progress: Callable[[int, int], None]) -> None:
        raise ValueError("Amina Yusuf")

    before = dict(jobs.HANDLERS)
    jobs.handles("note")(note)
    jobs.handles("fail")(fail)
    yield seen
    jobs.HANDLERS.clear()
    jobs.HANDLERS.update(before)


def test_a_job_is_done_once_and_says_how_far_it_is(calls: list[dict[str, Any]]) -> None:
    job = jobs.queue_job(key="a", kind="note", batch=7)
    assert jobs.queue_job(key="a", kind="note", batch=8).pk == job.pk
    assert [jobs.work_once(), jobs.work_once()] == [1, 0]
    job.refresh_from_db()
    assert calls == [{"batch": 7}, {"percent": 25}]
    assert (job.state, job.percent, job.attempts, job.leased_until) == (JobState.DONE, 100, 1, None)


def test_a_failing_job_is_tried_three_times_and_tells_no_content(calls: list[dict[str, Any]]) -> None:
    job = jobs.queue_job(key="b", kind="fail")
    now = timezone.now()
    for hours in range(5):
        with time_machine.travel(now + timedelta(hours=hours)):
            jobs.work_once()
    job.refresh_from_db()
    assert (job.state, job.attempts, job.last_error) == (JobState.FAILED, 3, "ValueError")
    assert jobs.retry(job) is True
    assert jobs.retry(job) is False
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.WAITING, 0)


def test_after_a_failure_the_next_try_waits(calls: list[dict[str, Any]]) -> None:
    jobs.queue_job(key="c", kind="fail")
    assert [jobs.work_once(), jobs.work_once()] == [1, 0]


def test_the_job_of_a_dead_worker_is_taken_up_when_its_lease_ends(calls: list[dict[str, Any]]) -> None:
    job = jobs.queue_job(key="d", kind="note")
    assert jobs.lease(job, timezone.now()) is True
    assert jobs.work_once() == 0
    with time_machine.travel(timezone.now() + jobs.LEASE + timedelta(seconds=1)):
        assert jobs.work_once() == 1
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)


def test_the_slow_worker_stops_and_marks_nothing(calls: list[dict[str, Any]]) -> None:
    job = jobs.queue_job(key="e", kind="note")
    slow, fast = Job.objects.get(pk=job.pk), Job.objects.get(pk=job.pk)
    assert jobs.lease(slow, timezone.now()) is True
    with time_machine.travel(timezone.now() + jobs.LEASE + timedelta(seconds=1)):
        fast.refresh_from_db()
        assert jobs.lease(fast, timezone.now()) is True
        with pytest.raises(jobs.LeaseLost):
            jobs.Progress(slow)(1, 2)
        jobs.mark_failure(slow, "ValueError")
    job.refresh_from_db()
    assert (job.state, job.attempts, job.last_error) == (JobState.RUNNING, 2, "")


def test_a_job_that_kills_its_worker_each_time_is_given_up(calls: list[dict[str, Any]]) -> None:
    job = jobs.queue_job(key="f", kind="note")
    Job.objects.filter(pk=job.pk).update(attempts=jobs.MOST_STARTS)
    assert jobs.work_once() == 1
    job.refresh_from_db()
    assert (job.state, calls) == (JobState.FAILED, [])


def test_a_job_that_nobody_takes_up_is_lonely_after_twenty_seconds(calls: list[dict[str, Any]]) -> None:
    job = jobs.queue_job(key="g", kind="note")
    assert jobs.is_lonely(job) is False
    with time_machine.travel(timezone.now() + timedelta(seconds=21)):
        assert jobs.is_lonely(job) is True
    jobs.work(job)
    job.refresh_from_db()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert jobs.is_lonely(job) is False


def test_the_command_does_all_that_waits(calls: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> None:
    for key in "hij":
        jobs.queue_job(key=key, kind="note" if key == "h" else "fail")
    call_command("work")
    assert capsys.readouterr().out == "3 jobs done.\n"


def test_finished_jobs_are_deleted_after_a_while(calls: list[dict[str, Any]]) -> None:
    jobs.queue_job(key="k", kind="note")
    jobs.work_once()
    assert jobs.delete_finished(before=timezone.now() - timedelta(days=1)) == 0
    assert jobs.delete_finished(before=timezone.now() + timedelta(seconds=1)) == 1
