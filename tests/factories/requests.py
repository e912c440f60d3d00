"""A small community in which participants choose for themselves, made through the product's own actions."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from resonanz.matching.actions import mark_person
from resonanz.matching.actions.events import make_event, open_wishes, send_wishes
from resonanz.matching.actions.requests import ask_back, ask_mentor, decline_request, reply_to_question
from resonanz.matching.models import Request
from resonanz.people.models import Person
from resonanz.programmes.actions import appoint_staff
from resonanz.programmes.enums import AnswerOrder, Group, MatchingMode, ProgrammeState, StaffRole
from resonanz.programmes.models import Cohort, Participation, Programme
from tests.factories import ENGINEER, make_cohort, make_participation, make_person, make_programme

TEXTS = {
    "career": "Ich habe in Amman Umwelttechnik studiert und arbeite seit zwei Jahren in Leipzig als Technikerin.",
    "goals": "In einem Jahr möchte ich wieder als Ingenieurin arbeiten, am liebsten in der Wasserwirtschaft.",
    "expectations": "Sie kennen Wasserwerke von innen. Könnten wir einmal im Monat über Bewerbungen dort sprechen?",
}


@dataclass
class Community:
    """Alice coordinates; Jonas, Karin (two places) and Marta give time; Amina, Olena and Noor look for somebody."""

    programme: Programme
    cohort: Cohort
    alice: Person
    jonas: Participation
    karin: Participation
    marta: Participation
    amina: Participation
    olena: Participation
    noor: Participation


def make_community(preset: str = "alumniportal") -> Community:
    """Make it; nobody needs a complete profile, three open requests each, fourteen days."""
    programme = make_programme(preset)
    open_to_all(programme)
    cohort = make_cohort(programme, number=None, state="open") if not programme.cohorts.exists() else programme.cohorts.get()
    alice = make_person("Alice", "Berger")
    appoint_staff(programme=programme, person=alice, role=StaffRole.COORDINATOR, by=None)
    jonas = make_participation(cohort, Group.FIRST, "Jonas", profile=ENGINEER)
    karin = make_participation(cohort, Group.FIRST, "Karin", capacity=2)
    marta = make_participation(cohort, Group.FIRST, "Marta")
    amina = make_participation(cohort, Group.SECOND, "Amina", profile={"occupation": "2142"})
    olena = make_participation(cohort, Group.SECOND, "Olena")
    noor = make_participation(cohort, Group.SECOND, "Noor")
    return Community(programme, cohort, alice, jonas, karin, marta, amina, olena, noor)


def open_to_all(programme: Programme) -> None:
    """Let the people of a programme choose for themselves, with or without a complete profile."""
    programme.state, programme.matching_mode = ProgrammeState.PUBLISHED, MatchingMode.PARTICIPANTS
    programme.needs_complete_profile, programme.answer_order, programme.candidates = False, AnswerOrder.BOTH, 1
    programme.save(update_fields=["state", "matching_mode", "needs_complete_profile", "answer_order", "candidates"])


def make_request(mentee: Participation, mentor: Participation) -> Request:
    """Let one ask the other."""
    return ask_mentor(mentee=mentee, mentor=mentor, texts=TEXTS, by=mentee.person)


def make_choosing(community: Community) -> dict[str, str]:
    """Let Amina ask Jonas, who asks back and declines, wish for him after a meeting, and hide Karin; return what was said
    besides TEXTS.
    """
    amina, jonas, today = community.amina, community.jonas, timezone.localdate()
    said = {"question": "Wie viel Deutsch?", "reply": "Seit Mai B2.", "kind_word": "Alles Gute in Leipzig!"}
    request = make_request(amina, jonas)
    ask_back(request=request, question=said["question"], by=jonas.person)
    reply_to_question(request=request, reply=said["reply"], by=amina.person)
    decline_request(request=request, reason="no_time", kind_word=said["kind_word"], by=jonas.person)
    event = make_event(
        cohort=community.cohort, title="Abend", held_on=today, wishes_until=today, most_wishes=3,
        guests=[amina, jonas, community.olena], by=community.alice,
    )  # fmt: skip
    open_wishes(event=event, by=community.alice)
    send_wishes(event=event, guest=amina, others=[jonas], by=amina.person)
    mark_person(viewer=amina, other=community.karin, kind="hide", by=amina.person)
    return said
