"""Real objects for tests, made through the product's own actions."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

from resonanz.people.actions import create_person
from resonanz.people.models import Person
from resonanz.programmes.actions import (
    add_participant,
    appoint_staff,
    load_preset,
    preset_files,
    read_preset,
)
from resonanz.programmes.enums import Group, StaffRole
from resonanz.programmes.models import Cohort, Participation, Programme
from resonanz.tandems.actions import answer_suggestion, propose_tandem
from resonanz.tandems.enums import Answer
from resonanz.tandems.models import Tandem
from tests.factories.again import Rows, rows_of, write

PASSWORD = "correct horse battery"
numbers = count(1)
LOADED: dict[str, Rows] = {}


def make_person(first_name: str = "Kim", last_name: str = "Beispiel", *, email: str = "", **fields: Any) -> Person:
    """Make a person who can log in with PASSWORD."""
    return create_person(
        email=email or f"{first_name.lower()}.{next(numbers)}@example.org",
        first_name=first_name,
        last_name=last_name,
        password=PASSWORD,
        by=None,
        **fields,
    )


def make_programme(preset: str = "mentoring-fuer-migrantinnen") -> Programme:
    """Make a programme from one of the presets; again in the same test, renew it."""
    if preset in LOADED and not Programme.objects.filter(slug=preset).exists():
        return write(LOADED[preset])
    path = next(file for file in preset_files() if file.stem == preset)
    is_new = not Programme.objects.filter(slug=preset).exists()
    programme = load_preset(data=read_preset(path), by=None)
    if is_new:
        LOADED[preset] = rows_of(programme)
    return programme


def make_cohort(programme: Programme, **fields: Any) -> Cohort:
    """Make a cohort of `programme` that is being matched."""
    return Cohort.objects.create(programme=programme, **{"number": 40 + next(numbers), "state": "matching", **fields})


NURSE = {"occupation": "2221", "languages": "de:C1;ar:native", "place": "AT-9020", "place_name": "Klagenfurt"}
ENGINEER = {"occupation": "2142", "languages": "de:native;en:C1", "place": "AT-9500", "place_name": "Villach"}


def make_participation(
    cohort: Cohort, group: str, first_name: str, *, profile: dict[str, Any] | None = None, **fields: Any
) -> Participation:
    """Make a person with a profile who takes part in `cohort`."""
    person = make_person(first_name, profile={**NURSE, "availability": "mon-evening;sat-morning", **(profile or {})})
    return add_participant(cohort=cohort, person=person, group=group, by=None, **fields)


@dataclass
class House:
    """One small world: two programmes, their people, a tandem at work and one that waits for answers.

    Alice and Bob coordinate the first programme, Charlie the other. Jonas and Amina are a tandem at work; Karin and
    Olena have been suggested to each other; Noor waits. Dora takes part in the other programme.
    """

    programme: Programme
    cohort: Cohort
    other_programme: Programme
    other_cohort: Cohort
    alice: Person
    bob: Person
    charlie: Person
    jonas: Participation
    amina: Participation
    karin: Participation
    olena: Participation
    noor: Participation
    dora: Participation
    active: Tandem
    proposed: Tandem


def make_house() -> House:
    """Make the small world."""
    programme, other = make_programme(), make_programme("mentegra")
    cohort, other_cohort = make_cohort(programme), make_cohort(other)
    alice, bob, charlie = (make_person(name) for name in ("Alice", "Bob", "Charlie"))
    for person, where in ((alice, programme), (bob, programme), (charlie, other)):
        appoint_staff(programme=where, person=person, role=StaffRole.COORDINATOR, by=None)
    jonas = make_participation(cohort, Group.FIRST, "Jonas", profile=ENGINEER)
    karin = make_participation(cohort, Group.FIRST, "Karin", capacity=2)
    amina = make_participation(cohort, Group.SECOND, "Amina", profile={"occupation": "2142"})
    olena = make_participation(cohort, Group.SECOND, "Olena")
    noor = make_participation(cohort, Group.SECOND, "Noor")
    dora = make_participation(other_cohort, Group.SECOND, "Dora")
    active = propose_tandem(cohort=cohort, mentor=jonas, mentee=amina, by=alice)
    for participation in (jonas, amina):
        active = answer_suggestion(tandem=active, answer=Answer.YES, by=participation.person)
    proposed = propose_tandem(cohort=cohort, mentor=karin, mentee=olena, by=alice)
    return House(
        programme, cohort, other, other_cohort, alice, bob, charlie, jonas, amina, karin, olena, noor, dora, active, proposed
    )  # fmt: skip
