"""A cohort so small that its best plan can be seen: two mentors, four mentees, and what each shares with whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from resonanz.matching.actions import run_matching
from resonanz.matching.models import MatchingRun
from resonanz.people.models import Person
from resonanz.programmes.actions import appoint_staff
from resonanz.programmes.enums import Group, StaffRole
from resonanz.programmes.models import Cohort, Participation
from tests.factories import make_cohort, make_participation, make_person, make_programme

CRITERIA: dict[str, Any] = {
    "must": [{"kind": "languages", "column": "languages", "level": "B1", "label": "a common language"}],
    "criterion": [
        {"kind": "equal", "column": "field", "weight": 10, "label": "field"},
        {"kind": "equal", "column": "employer", "weight": 6, "label": "employer"},
    ],
}


@dataclass
class Bench:
    """Points (of 16):

    ======== ==== ==== ==== =====
    mentor   Cem  Dua  Eli  Fay
    ======== ==== ==== ==== =====
    Ada       16   10    6  never
    Bea       10   16    0  never
    ======== ==== ==== ==== =====

    So Cem goes to Ada and Dua to Bea, 32 points; Eli's possible mentors are taken, and Fay shares no language with anybody.
    Zoe coordinates.
    """

    cohort: Cohort
    zoe: Person
    ada: Participation
    bea: Participation
    cem: Participation
    dua: Participation
    eli: Participation
    fay: Participation
    run: MatchingRun


def make_bench(criteria: dict[str, Any] | None = None) -> Bench:
    """Make the small cohort with a run."""
    programme = make_programme()
    programme.criteria = criteria or CRITERIA
    programme.save()
    cohort, zoe = make_cohort(programme), make_person("Zoe", "Baum")
    appoint_staff(programme=programme, person=zoe, role=StaffRole.COORDINATOR, by=None)

    def person(group: str, name: str, field: str, employer: str, languages: str = "de:native") -> Participation:
        return make_participation(
            cohort, group, name, profile={"field": field, "employer": employer, "languages": languages}
        )

    ada, bea = [person(Group.FIRST, "Ada", "law", "x"), person(Group.FIRST, "Bea", "law", "y")]
    cem, dua, eli, fay = [
        person(Group.SECOND, "Cem", "law", "x"),
        person(Group.SECOND, "Dua", "law", "y"),
        person(Group.SECOND, "Eli", "art", "x"),
        person(Group.SECOND, "Fay", "law", "x", "ar:native"),
    ]
    run = run_matching(cohort=cohort, objective="most_pairs", by=zoe)
    return Bench(cohort, zoe, ada, bea, cem, dua, eli, fay, run)
