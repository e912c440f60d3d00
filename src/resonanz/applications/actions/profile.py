"""From answers to a person who takes part: the profile is filled once, and changed by the person alone afterwards."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from resonanz.applications.enums import Fills
from resonanz.applications.models import Application, Question
from resonanz.applications.queries.apply import values_of
from resonanz.applications.queries.profile import PER_LANGUAGE, profile_questions, profile_value
from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.programmes.actions import add_participant
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Participation
from resonanz.taxonomy import places


class NotConfirmed(Exception):
    """The person has not opened the mailed link yet, so nothing of the account may change."""


@transaction.atomic
def fill_profile(*, application: Application, by: Person | None) -> Participation:
    """Let the applicant take part, and write the answers into person, profile and participation; done once.

    What the person changed in the profile after handing in stays as it is: only what is empty is filled then.

    Raises:
        NotConfirmed: the address has not been confirmed, or an application taken down by staff not agreed to.
    """
    if application.participation is not None:
        return application.participation
    if application.confirmed_at is None:
        raise NotConfirmed
    cohort, person, values = application.cohort, application.person, values_of(application)
    questions = profile_questions(cohort.programme, application.group)
    named = {question.fills: values.get(question.key) for question in questions}
    participation = Participation.objects.filter(cohort=cohort, person=person).first() or add_participant(
        cohort=cohort,
        person=person,
        group=application.group,
        capacity=named.get(Fills.CAPACITY) or (cohort.programme.usual_places if application.group == Group.FIRST else 1),
        topics=named.get(Fills.TOPICS) or [],
        topics_back=named.get(Fills.TOPICS_BACK) or [],
        by=by,
    )
    changed_later = application.submitted_at is not None and person.profile.changed_at > application.submitted_at
    for question in questions:
        value = values.get(question.key)
        if value is not None and not (changed_later and profile_value(question.fills, person, participation) is not None):
            write(question.fills, value, person, participation, application.language)
    if not person.language:
        person.language = application.language
    save(person, participation)
    application.participation = participation
    application.save(update_fields=["participation"])
    log_action("fill_profile", by=by, on=application, scope=cohort.programme.scope)
    return participation


@transaction.atomic
def update_profile(
    *, participation: Participation, questions: list[Question], values: dict[str, Any], language: str, by: Person
) -> None:
    """Write what the person has changed in the own profile, by the keys of `questions`; None empties a field."""
    for question in questions:
        if question.key in values and question.fills:
            write(question.fills, values[question.key], participation.person, participation, language)
    save(participation.person, participation)
    log_action("update_profile", by=by, on=participation.person, scope=participation.cohort.programme.scope)


def write(fills: str, value: Any, person: Person, participation: Participation, language: str) -> None:
    """Put one answer where it belongs; nothing is saved yet."""
    profile = person.profile
    if fills == Fills.OCCUPATION:
        value = value or {"code": "", "title": ""}
        profile.occupation = value["code"]
        profile.job_title = {language: value["title"]} if value["title"] else {}
    elif fills == Fills.PLACE:
        profile.place, _, profile.place_name = (value or "").partition(" ")
        if found := places.locate(profile.place) if "-" in profile.place else None:
            profile.place_name = found.name
    elif fills == Fills.CAPACITY:
        participation.capacity = max(value or participation.cohort.programme.usual_places, participation.taken)
    elif fills == Fills.TOPICS:
        participation.topics = value or []
    elif fills == Fills.TOPICS_BACK:
        participation.topics_back = value or []
    elif fills in PER_LANGUAGE:
        name = fills.partition(".")[2]
        setattr(profile, name, {language: value} if value else {})
    elif fills != Fills.FIRST_NAME or value:  # nobody is without a name
        room, _, name = fills.partition(".")
        setattr(person if room == "person" else profile, name, value or "")


def save(person: Person, participation: Participation) -> None:
    """Keep what `write` has changed."""
    names = {"first_name", "last_name", "name_own_script", "form_of_address", "language"}
    person.save(update_fields=names)
    person.profile.save()
    participation.save(update_fields=["capacity", "topics", "topics_back"])
