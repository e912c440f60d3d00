"""What answers and profile have in common: the profile as answers, and what is still missing in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from resonanz.applications.enums import Fills
from resonanz.applications.models import Question
from resonanz.core.text import in_language
from resonanz.people.models import Person, Profile
from resonanz.programmes.models import Cohort, Participation, Programme

PER_LANGUAGE = {Fills.INTERESTS, Fills.ABOUT}


def profile_value(fills: str, person: Person, participation: Participation | None) -> Any:
    """Return what the profile says, in the form of an answer; None where it says nothing."""
    profile: Profile = person.profile
    if fills == Fills.OCCUPATION:
        return occupation_value(profile)
    if fills == Fills.PLACE:
        town = "" if "-" in profile.place else profile.place_name
        return f"{profile.place} {town}".strip() or None
    room, _, name = fills.partition(".")
    row = {"person": person, "profile": profile, "participation": participation}.get(room)
    if row is None:
        return None
    value = getattr(row, name)
    return (in_language(value) if fills in PER_LANGUAGE else value) or None


def occupation_value(profile: Profile) -> dict[str, str] | None:
    """Return the occupation of a profile as an answer."""
    title = in_language(profile.job_title)
    return {"code": profile.occupation, "title": title} if title or profile.occupation else None


def profile_values(questions: Iterable[Question], person: Person, participation: Participation | None) -> dict[str, Any]:
    """Return the answers that the profile holds already, by the key of the question."""
    values = {q.key: profile_value(q.fills, person, participation) for q in questions if q.fills}
    return {key: value for key, value in values.items() if value is not None}


def profile_questions(programme: Programme, group: str) -> list[Question]:
    """Return the questions of a form that fill something of the profile, in the order of the form."""
    rows = Question.objects.filter(page__programme=programme, page__group=group, is_archived=False).exclude(fills="")
    return list(rows.select_related("page").order_by("page__position", "page_id", "position", "id"))


@dataclass(frozen=True)
class Completeness:
    """How complete a profile is: what counts, and what of it is missing."""

    counted: int
    missing: list[Question]

    @property
    def share(self) -> int:
        """How much is there, in percent; 100 where nothing is asked for."""
        return round(100 * (self.counted - len(self.missing)) / self.counted) if self.counted else 100

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def completeness(participation: Participation, questions: Iterable[Question] | None = None) -> Completeness:
    """Return how complete the profile of somebody who takes part is, for this programme."""
    if questions is None:
        questions = profile_questions(participation.cohort.programme, participation.group)
    counted = [question for question in questions if question.completes_profile]
    missing = [q for q in counted if profile_value(q.fills, participation.person, participation) is None]
    return Completeness(len(counted), missing)


def with_complete_profile(cohort: Cohort, participations: Iterable[Participation]) -> list[Participation]:
    """Return those of `participations` (of one cohort, with profiles) to whom somebody may be suggested.

    All of them where the programme does not ask for a complete profile; else those in whose profile nothing is missing.
    """
    people = list(participations)
    if not cohort.programme.needs_complete_profile:
        return people
    questions = {group: profile_questions(cohort.programme, group) for group in {p.group for p in people}}
    return [p for p in people if completeness(p, questions[p.group]).is_complete]


def participation_of(person: Person, programme: Programme) -> Participation | None:
    """Return the newest participation of `person` in `programme`."""
    rows = Participation.objects.filter(person=person, cohort__programme=programme, is_active=True)
    return rows.select_related("person__profile", "cohort__programme").order_by("-id").first()
