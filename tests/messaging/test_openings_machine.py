"""Whatever the team, the two and strangers do in whatever order: nothing is opened with fewer than two of the team.

Checked against a book of its own: who asked, who approved, until when, and who is of the team at that moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.messaging.actions import (
    NotOpen,
    approve_opening,
    ask_opening,
    close_opening,
    open_content,
    open_file,
    tell_opened,
)
from resonanz.messaging.models import Message, Opening
from resonanz.people.models import Person
from resonanz.programmes.actions import appoint_staff
from resonanz.programmes.enums import StaffRole
from resonanz.programmes.models import Staff
from tests.factories import House, make_person
from tests.factories.messaging import make_file, write

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 10, 11, tzinfo=UTC)
ACTS = ("ask", "ask", "approve", "approve", "approve", "open", "open", "open", "close", "tell", "leave", "join", "wait")
ACT = st.tuples(st.sampled_from(ACTS), st.integers(0, 6), st.integers(0, 3), st.booleans())


class Undo(Exception):
    """Takes a run back."""


@contextmanager
def undone() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            raise Undo
    except Undo:
        pass


def people_of(house: House) -> list[Person]:
    """Two coordinators, the operator, one of the two who coordinates, too, a stranger, another programme's coordinator."""
    appoint_staff(programme=house.programme, person=house.jonas.person, role=StaffRole.COORDINATOR, by=None)
    operator = make_person("Otto", is_operator=True)
    return [
        house.alice, house.bob, operator, house.jonas.person, house.amina.person, house.noor.person, house.charlie,
    ]  # fmt: skip


def is_of_team(house: House, person: Person) -> bool:
    """By the book: coordinates the programme now, or runs the installation, and is neither of the two."""
    if person.pk in (house.jonas.person.pk, house.amina.person.pk):
        return False
    staff = Staff.objects.filter(programme=house.programme, person=person, role="coordinator").exists()
    return staff or person.is_operator


class Book:
    """What should be true, told without asking the product."""

    def __init__(self, house: House, people: list[Person], clock: Any) -> None:
        self.house, self.people, self.clock, self.now = house, people, clock, START
        self.rows: list[dict[str, Any]] = []
        self.looks = 0
        self.file = make_file(house, content=b"Geheim")
        make_file(house, audience="me")

    def may(self, person: Person) -> bool:
        return is_of_team(self.house, person)

    def do(self, act: str, who: int, which: int, flag: bool) -> None:
        person = self.people[who]
        row = self.rows[which % len(self.rows)] if self.rows else None
        if act == "ask":
            self.ask(person, flag)
        elif act == "wait":
            self.now += timedelta(hours=13 if flag else 25)
            self.clock.move_to(self.now)
        elif act in ("leave", "join"):
            self.change_team(person, act)
        elif row is not None:
            getattr(self, act)(person, row, flag)

    def ask(self, person: Person, withheld: bool) -> None:
        values: dict[str, Any] = {"category": "other", "reason": "x", "since": None, "until": None}
        values["withheld_because"] = "Gefahr" if withheld else ""
        if not self.may(person):
            with pytest.raises(PermissionDenied):
                ask_opening(tandem=self.house.active, key=Message().key, by=person, **values)
            return
        made = ask_opening(tandem=self.house.active, key=Message().key, by=person, **values)
        self.rows.append({"pk": made.pk, "asked": person, "second": None, "state": "asked", "withheld": withheld})

    def change_team(self, person: Person, act: str) -> None:
        if person.pk in (self.people[0].pk, self.people[1].pk):
            Staff.objects.filter(programme=self.house.programme, person=person).delete()
            if act == "join":
                appoint_staff(programme=self.house.programme, person=person, role=StaffRole.COORDINATOR, by=None)

    def approve(self, person: Person, row: dict[str, Any], flag: bool) -> None:
        opening = Opening.objects.get(pk=row["pk"])
        if not self.may(person) or person == row["asked"]:
            with pytest.raises(PermissionDenied):
                approve_opening(opening=opening, withholds=flag, by=person)
        elif row["state"] != "asked":
            with pytest.raises(NotOpen):
                approve_opening(opening=opening, withholds=flag, by=person)
        else:
            approve_opening(opening=opening, withholds=flag, by=person)
            row |= {"second": person, "state": "approved", "ends": self.now + timedelta(hours=24), "told": False}
            row["withheld"] = row["withheld"] and flag

    def close(self, person: Person, row: dict[str, Any], flag: bool) -> None:
        opening = Opening.objects.get(pk=row["pk"])
        if not self.may(person):
            with pytest.raises(PermissionDenied):
                close_opening(opening=opening, by=person)
        elif row["state"] not in ("asked", "approved"):
            with pytest.raises(NotOpen):
                close_opening(opening=opening, by=person)
        else:
            close_opening(opening=opening, by=person)
            row["state"] = "refused" if row["state"] == "asked" and person != row["asked"] else "closed"

    def open(self, person: Person, row: dict[str, Any], flag: bool) -> None:
        opening = Opening.objects.get(pk=row["pk"])
        both = [row["asked"], row["second"]]
        if not self.may(person) or person not in both:
            with pytest.raises(PermissionDenied):
                self.look(opening, person, flag)
            return
        is_open = row["state"] == "approved" and self.now < row["ends"] and all(self.may(each) for each in both if each)
        if not is_open:
            with pytest.raises(NotOpen):
                self.look(opening, person, flag)
            return
        assert self.look(opening, person, flag) == "Geheim"
        self.looks += 1
        assert len({each.pk for each in both}) == 2
        row |= {"opened": True, "told": row["told"] or not row["withheld"]}

    def look(self, opening: Opening, person: Person, takes_file: bool) -> str:
        """Read, or download the file: the same rules hold for both."""
        if takes_file:
            return open_file(opening=opening, number=self.file.pk, by=person).opened_bytes("content").decode()
        opened = open_content(opening=opening, by=person)
        assert [file.pk for file in opened.files] == [self.file.pk]
        return " ".join(text.text for text in opened.texts)

    def tell(self, person: Person, row: dict[str, Any], flag: bool) -> None:
        opening = Opening.objects.get(pk=row["pk"])
        if not self.may(person) or person not in (row["asked"], row["second"]):
            with pytest.raises(PermissionDenied):
                tell_opened(opening=opening, by=person)
        elif not row.get("opened") or row["told"]:
            with pytest.raises(NotOpen):
                tell_opened(opening=opening, by=person)
        else:
            tell_opened(opening=opening, by=person)
            row["told"] = True

    def check(self) -> None:
        """Compare the book with the rows, the log and the letters."""
        assert [row["state"] for row in self.rows] == list(Opening.objects.order_by("pk").values_list("state", flat=True))
        for row in self.rows:
            kept = Opening.objects.get(pk=row["pk"])
            assert kept.opened_at is None or {kept.asked_by_id, kept.approved_by_id} == {row["asked"].pk, row["second"].pk}
            assert (kept.opened_at is not None, kept.told_at is not None) == (
                row.get("opened", False), row.get("told", False),
            )  # fmt: skip
            letters = OutboxMail.objects.filter(key__contains=f":opened-{row['pk']}:")
            assert sorted(letters.values_list("to", flat=True)) == (
                sorted([self.house.jonas.person.email, self.house.amina.person.email]) if row.get("told") else []
            )
        assert LogEntry.objects.filter(verb__in=["open_content", "open_file"]).count() == self.looks


# Asked, approved, read by both and by nobody else, and over after a day: so that these are always tried.
WHOLE = [("ask", 1, 0, True), ("open", 1, 0, False), ("approve", 1, 0, True), ("approve", 3, 0, True)]
WHOLE += [("open", 1, 0, True)]
WHOLE += [
    ("approve", 0, 0, True),
    *(("open", who, 0, how) for how in (True, False) for who in range(7)),
    ("tell", 0, 0, True),
]
WHOLE += [("leave", 0, 0, True), ("open", 1, 0, True), ("join", 0, 0, True), ("open", 1, 0, True)]
WHOLE += [("wait", 0, 0, False), ("open", 1, 0, True)]


@example(acts=WHOLE)
@given(acts=st.lists(ACT, min_size=4, max_size=16))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_is_opened_with_fewer_than_two(house: House, acts: list[tuple[str, int, int, bool]]) -> None:
    with time_machine.travel(START, tick=False) as clock, undone():
        write(house, "Geheim")
        book = Book(house, people_of(house), clock)
        for act in acts:
            book.do(*act)
        book.check()


def test_the_database_refuses_one_person_twice(house: House) -> None:
    write(house)
    values: dict[str, Any] = {"category": "other", "reason": "x", "since": None, "until": None, "withheld_because": ""}
    opening = ask_opening(tandem=house.active, key=Message().key, by=house.alice, **values)
    wrong: list[dict[str, Any]] = [
        {"state": "approved", "approved_by": house.alice, "approved_at": START, "expires_at": START},
        {"state": "approved"},
        {"opened_at": START},
    ]
    for columns in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Opening.objects.filter(pk=opening.pk).update(**columns)
