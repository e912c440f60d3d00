"""Keeps an index for each group that is offered, in this process, in step with the database.

Every act of the product writes one entry into the log. The newest entries therefore say whether anything changed and whom
to read again; no server process needs to hear from another. Those few stand beside the large part of the index; when they
become many, a new one is made while the old one goes on answering.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock, Thread
from typing import NamedTuple

from django.db import connections
from django.utils import timezone

from resonanz.applications.models import Application
from resonanz.core.models import LogEntry
from resonanz.matching.community.index import Index, Segment, Side
from resonanz.matching.models import Request
from resonanz.matching.queries.offered import entries, kept_back, offered
from resonanz.people.models import Consent
from resonanz.programmes.models import Cohort, Participation
from resonanz.tandems.models import Tandem

logger = logging.getLogger(__name__)
WINDOW = 1000  # the newest entries that are looked at again: an act may become visible after one with a higher number
MOST_ACTS = 2000  # since the last look; after more of them everything is read again
SMALL = 5000  # people who are read and sorted while somebody waits
PATIENCE = 2.0  # seconds that somebody waits for a large index that is not there yet
LEAST_TOUCHED = 100  # persons beside the large part, or a hundredth of it; then all is made anew
HOURLY = 3600.0  # then everything is read again, for whatever no entry told

# Whose acts change everybody: the programme's own rows, and those from which people came in.
OF_ALL = {
    "programmes.programme",
    "programmes.cohort",
    "programmes.importbatch",
    "applications.question",
    "applications.formpage",
}
# How to find the persons whom an entry is about, by the kind of row that it names.
PERSONS: dict[str, Callable[[list[int]], list[tuple[int, ...]]]] = {
    "people.person": lambda ids: [(pk,) for pk in ids],
    "people.consent": lambda ids: list(Consent.objects.filter(pk__in=ids).values_list("person_id")),
    "programmes.participation": lambda ids: list(Participation.objects.filter(pk__in=ids).values_list("person_id")),
    "applications.application": lambda ids: list(Application.objects.filter(pk__in=ids).values_list("person_id")),
    "tandems.tandem": lambda ids: list(
        Tandem.objects.filter(pk__in=ids).values_list("mentor__person_id", "mentee__person_id")
    ),
    "matching.request": lambda ids: list(
        Request.objects.filter(pk__in=ids).values_list("mentor__person_id", "mentee__person_id")
    ),
}


@dataclass(frozen=True)
class Stamp:
    """How far the log was read: the newest entry and its time, how many there were in the window, on which day."""

    newest: int
    at: datetime | None
    count: int
    day: date

    @classmethod
    def now(cls) -> Stamp:
        """Look at the log; two short reads."""
        newest, at = LogEntry.objects.order_by("-id").values_list("id", "at").first() or (0, None)
        count = LogEntry.objects.filter(id__gt=newest - WINDOW, id__lte=newest).count()
        return cls(newest, at, count, timezone.localdate())

    def still_stands(self) -> bool:
        """Whether the entry is there as it was: it is not after a backup was played back."""
        return self.at is None or LogEntry.objects.filter(pk=self.newest, at=self.at).exists()


@dataclass(frozen=True)
class State:
    """An index, and what it knows of: up to which entry, which entries of the window, since when it stands."""

    index: Index
    stamp: Stamp
    seen: frozenset[int]
    made: float


class Kept:
    """The index of one group of one cohort."""

    def __init__(self) -> None:
        self.state: State | None = None
        self._refreshing = Lock()
        self._making: Thread | None = None

    def current(self, cohort: Cohort, group: str) -> Index | None:
        """Return an index that is in step with the database, or the last one while somebody else is at it.

        None where a large one is being made for the first time.
        """
        stamp, state = Stamp.now(), self.state
        if state is not None and state.stamp == stamp and time.monotonic() - state.made < HOURLY:
            return state.index
        if self._refreshing.acquire(timeout=0 if state else PATIENCE):
            try:
                self._refresh(cohort, group, stamp)
            finally:
                self._refreshing.release()
        if self.state is None and self._making is not None:
            self._making.join(PATIENCE)
        return self.state.index if self.state else None

    def _refresh(self, cohort: Cohort, group: str, stamp: Stamp) -> None:
        state = self.state
        news = news_since(state, stamp, cohort) if state else None
        if state is None or news is None:
            self._make_anew(cohort, group)
            return
        if not news.persons:
            self.state = State(state.index, stamp, news.seen, state.made)
            return
        old = state.index
        touched = old.touched | news.persons
        changed = [entry for entry in old.changed if entry.person_id not in news.persons]
        changed += entries(cohort, group, news.persons)
        self.state = State(Index(old.base, old.side, changed, touched), stamp, news.seen, state.made)
        if len(touched) > max(LEAST_TOUCHED, len(old.base) // 100):
            self._make_anew(cohort, group)

    def _make_anew(self, cohort: Cohort, group: str) -> None:
        size = len(self.state.index) if self.state else offered(cohort, group).count()
        if size <= SMALL:
            self.state = made(cohort, group)
        elif self._making is None or not self._making.is_alive():
            self._making = Thread(target=self._make, args=(cohort, group), daemon=True)
            self._making.start()

    def _make(self, cohort: Cohort, group: str) -> None:
        try:
            state = made(cohort, group)
            with self._refreshing:  # so that nobody who just added the last changes to the old one puts it back
                self.state = state
        except Exception:
            logger.exception("the index of cohort %s could not be made", cohort.pk)
        finally:
            connections.close_all()

    def wait(self) -> None:
        """Wait until what is being made beside is ready."""
        if self._making is not None:
            self._making.join()


class Keeper:
    """All indexes of this process."""

    def __init__(self) -> None:
        self.kept: defaultdict[tuple[int, str], Kept] = defaultdict(Kept)
        self._adding = Lock()

    def index_of(self, cohort: Cohort, group: str) -> Index | None:
        """Return the people of `group` whom others may choose from; None while they are read for the first time."""
        return self.one(cohort, group).current(cohort, group)

    def one(self, cohort: Cohort, group: str) -> Kept:
        """Return what keeps the index of one group."""
        with self._adding:
            return self.kept[cohort.pk, group]


keeper = Keeper()


def made(cohort: Cohort, group: str) -> State:
    """Read and sort everybody; the log is looked at before, so that nothing that happens meanwhile is missed."""
    stamp = Stamp.now()
    seen = newest_ids(stamp)
    cohort = Cohort.objects.select_related("programme").get(pk=cohort.pk)
    side = Side(cohort.programme, group, kept_back(cohort.programme, group))
    index = Index(Segment(entries(cohort, group), side), side)
    return State(index, stamp, seen, time.monotonic())


def newest_ids(stamp: Stamp) -> frozenset[int]:
    """Return which entries of the window are there."""
    rows = LogEntry.objects.filter(id__gt=stamp.newest - WINDOW, id__lte=stamp.newest)
    return frozenset(rows.values_list("id", flat=True))


class News(NamedTuple):
    """Whom new entries are by or about, and which entries were read."""

    persons: frozenset[int]
    seen: frozenset[int]


def news_since(state: State, stamp: Stamp, cohort: Cohort) -> News | None:
    """Return what happened since; None where everybody must be read again.

    That is so on a new day (pauses end), once an hour, after a change of the programme, and where the log is another one.
    """
    is_old = time.monotonic() - state.made >= HOURLY
    if is_old or stamp.day != state.stamp.day or not state.stamp.still_stands():
        return None
    rows = LogEntry.objects.filter(id__gt=state.stamp.newest - WINDOW).order_by("id")
    read = list(rows.values_list("id", "subject", "scope", "actor_id")[: MOST_ACTS + WINDOW])
    new = [row for row in read if row[0] not in state.seen]
    if len(new) >= MOST_ACTS:
        return None
    found = {actor for *_row, actor in new if actor is not None}
    by_kind: defaultdict[str, list[int]] = defaultdict(list)
    for _pk, subject, scope, _actor in new:
        kind, _, pk = subject.partition(":")
        if kind in OF_ALL and scope == cohort.programme.scope:
            return None
        if kind in PERSONS and pk.isdigit():
            by_kind[kind].append(int(pk))
    for kind, ids in by_kind.items():
        found.update(person for row in PERSONS[kind](ids) for person in row)
    return News(frozenset(found), frozenset(pk for pk, *_row in read if pk > stamp.newest - WINDOW))
