"""Many at the same moment: real threads, real transactions, on both databases.

Each guard has a positive control: the same race with the guard taken away must go wrong, or the test proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

from django.db import IntegrityError, connection, connections

from resonanz.matching.actions.events import WishesClosed
from resonanz.matching.actions.requests import CannotAsk
from resonanz.programmes.actions import ChangedMeanwhile, NoFreePlace, NotPossible
from resonanz.programmes.actions.imports import AlreadyStarted
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Participation
from resonanz.tandems.actions import AlreadyDecided
from tests.factories import make_cohort, make_participation, make_programme

THREADS = 8
PATIENCE = 60  # seconds after which a race that does not come together fails instead of hanging
LOST = (
    NoFreePlace, AlreadyDecided, AlreadyStarted, CannotAsk, IntegrityError, ChangedMeanwhile, NotPossible, WishesClosed,
)  # fmt: skip
Acts = Sequence[Callable[[], Any]]


class Crowd:
    """So many threads that keep their connections from one race to the next."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.pool = ThreadPoolExecutor(number)

    def race(self, acts: Acts) -> list[Any]:
        """Run all acts (at most as many as there are threads) at the same moment; return what each gave back or raised."""
        gate = Barrier(len(acts), timeout=PATIENCE)

        def run(act: Callable[[], Any]) -> Any:
            gate.wait()
            try:
                return act()
            except LOST as error:
                return type(error)

        return list(self.pool.map(run, acts))

    def disperse(self) -> None:
        """Let every thread close its connections, and end them."""
        gate = Barrier(self.number, timeout=PATIENCE)  # so that each closes its own

        def close(_number: int) -> None:
            gate.wait()
            connections.close_all()

        list(self.pool.map(close, range(self.number)))
        self.pool.shutdown()


@contextmanager
def crowd(number: int) -> Iterator[Crowd]:
    """Give so many threads for some races."""
    gathered = Crowd(number)
    try:
        yield gathered
    finally:
        gathered.disperse()


def race(acts: Acts) -> list[Any]:
    """Run all acts at the same moment, once; return «done» or what was raised for each."""

    def done(act: Callable[[], Any]) -> str:
        act()
        return "done"

    with crowd(len(acts)) as gathered:
        return gathered.race([lambda act=act: done(act) for act in acts])  # type: ignore[misc]


def people(mentors: int, mentees: int, capacity: int = 1) -> tuple[list[Participation], list[Participation]]:
    """Return so many who give time, with so many places each, and who look for somebody, in one cohort."""
    cohort = make_cohort(make_programme())
    return (
        [make_participation(cohort, Group.FIRST, f"Mentor{n}", capacity=capacity) for n in range(mentors)],
        [make_participation(cohort, Group.SECOND, f"Mentee{n}") for n in range(mentees)],
    )


@contextmanager
def without_capacity() -> Iterator[None]:
    """Take the database's own constraint on places away for a control; afterwards no place is taken."""
    constraints = Participation._meta.constraints
    constraint = next(one for one in constraints if one.name.endswith("more_than_capacity"))
    Participation._meta.constraints = [one for one in constraints if one != constraint]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Participation, constraint)
    try:
        yield
    finally:
        Participation.objects.update(taken=0)
        Participation._meta.constraints = constraints
        with connection.schema_editor() as editor:
            editor.add_constraint(Participation, constraint)
