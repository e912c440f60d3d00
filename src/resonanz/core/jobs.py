"""Long work outside the page: queued as a row, done by `resonanz manage work`, watched through its percent.

A job is leased by a conditional update (of two workers one wins), worked on outside any transaction of ours, then marked.
If a worker dies, the lease runs out and the next worker begins again; whatever a job does must therefore be safe to repeat.
A room registers what it can do in its `receivers`, with `@handles("kind")`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from resonanz.core.models import Job, JobState

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)  # a job says at least that often how far it is, or loses its lease
RETRY_AFTER = [timedelta(seconds=s) for s in (5, 30)]  # then it has failed, and a person must look
MOST_STARTS = 6  # a job whose worker dies each time is given up as well
LONELY_AFTER = timedelta(seconds=20)  # waiting longer than this means that no worker runs


class LeaseLost(Exception):
    """Another worker has this job now; the loser stops."""


class Progress:
    """What a job calls to say how far it is: `progress(done, total)`; it also keeps the lease.

    Never call it inside a transaction: nobody would see it before the end. Raises LeaseLost.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self.said = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        percent = min(100 * done // total, 99) if total else 0  # the last step belongs to the mark at the end
        if percent == self.job.percent and time.monotonic() - self.said < LEASE.total_seconds() / 4:
            return
        if not held(self.job).update(percent=percent, leased_until=timezone.now() + LEASE):
            raise LeaseLost
        self.job.percent, self.said = percent, time.monotonic()


Handler = Callable[[dict[str, Any], Callable[[int, int], None]], None]
HANDLERS: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register a function of (arguments, progress) as what does jobs of `kind`."""

    def register(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        return handler

    return register


def queue_job(*, key: str, kind: str, **arguments: Any) -> Job:
    """Queue one job; call it inside the transaction of its cause. A job with this `key` is returned unchanged."""
    defaults = {"kind": kind, "arguments": arguments, "due_at": timezone.now()}
    return Job.objects.get_or_create(key=key, defaults=defaults)[0]


def due(now: datetime) -> QuerySet[Job]:
    """Return the jobs to be done: those that wait, and those whose worker has died."""
    waiting = Q(state=JobState.WAITING, due_at__lte=now)
    return Job.objects.filter(waiting | Q(state=JobState.RUNNING, leased_until__lt=now)).order_by("due_at", "id")


def work_once() -> int:
    """Do the job that has waited longest; return 1, or 0 where there was none."""
    job = due(timezone.now()).first()
    return int(job is not None and work(job))


def work(job: Job) -> bool:
    """Lease and do one job; return False where it is not due, or another worker was faster."""
    if not lease(job, timezone.now()):
        return False
    if job.attempts > MOST_STARTS:
        mark_failure(job, "the worker ended each time")
        return True
    try:
        HANDLERS[job.kind](job.arguments, Progress(job))
    except LeaseLost:
        return False
    except (InterfaceError, OperationalError):
        raise  # the database is away: the lease runs out, and the job is done when it is back
    except Exception as error:
        logger.exception("Job %s failed.", job)
        mark_failure(job, type(error).__name__)
        return True
    held(job).update(state=JobState.DONE, percent=100, leased_until=None, ended_at=timezone.now(), last_error="")
    return True


def lease(job: Job, now: datetime) -> bool:
    """Take `job` for working on it; return False where another worker was faster."""
    taken = (
        due(now)
        .order_by()
        .filter(pk=job.pk, attempts=job.attempts)
        .update(
            state=JobState.RUNNING,
            attempts=F("attempts") + 1,
            leased_until=now + LEASE,
            started_at=now,
            percent=0,
        )
    )
    job.attempts += taken
    job.percent = 0
    return bool(taken)


def held(job: Job) -> QuerySet[Job]:
    """Return the row of `job` while it is ours: nobody has leased it since."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)


def mark_failure(job: Job, error: str) -> None:
    """Put a job back with a pause, or give it up after the last."""
    if job.attempts > len(RETRY_AFTER):
        held(job).update(state=JobState.FAILED, leased_until=None, ended_at=timezone.now(), last_error=error)
    else:
        pause = RETRY_AFTER[job.attempts - 1]
        held(job).update(state=JobState.WAITING, leased_until=None, due_at=timezone.now() + pause, last_error=error)


def retry(job: Job) -> bool:
    """Let a job that was given up be tried again; return False where it was not."""
    rows = Job.objects.filter(pk=job.pk, state=JobState.FAILED)
    return bool(rows.update(state=JobState.WAITING, attempts=0, due_at=timezone.now(), ended_at=None))


def is_lonely(job: Job) -> bool:
    """Whether `job` has been due for so long that probably no worker runs."""
    now = timezone.now()
    if job.state == JobState.WAITING:
        return now - job.due_at > LONELY_AFTER
    return job.state == JobState.RUNNING and job.leased_until is not None and now - job.leased_until > LONELY_AFTER


def delete_finished(*, before: datetime) -> int:
    """Delete jobs that ended before a moment; return how many there were."""
    return Job.objects.filter(ended_at__lt=before).delete()[0]
