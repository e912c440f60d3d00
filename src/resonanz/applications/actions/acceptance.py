"""What accepting an application makes: a person who takes part."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from resonanz.applications.models import Application
from resonanz.people.models import Person
from resonanz.programmes.actions import add_participant
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Participation


class AlreadyTakesPart(Exception):
    """The person takes part in this cohort already."""


def accept_application(*, application: Application, by: Person | None) -> Participation:
    """Let the applicant take part, with the places and topics of the answers; part of a decision.

    Raises:
        AlreadyTakesPart: there is a participation of this person in the cohort.
    """
    answers = {entry.key: entry.value for entry in application.answers.all()}
    topics = answers.get("topics")
    try:
        with transaction.atomic():
            participation = add_participant(
                cohort=application.cohort,
                person=application.person,
                group=application.group,
                capacity=places_of(application, answers.get("places")),
                topics=topics if isinstance(topics, list) else [],
                by=by,
            )
    except IntegrityError as error:
        raise AlreadyTakesPart from error
    Application.objects.filter(pk=application.pk).update(participation=participation)
    application.participation = participation
    return participation


def places_of(application: Application, answer: object) -> int:
    """Return for how many tandems somebody has time: what was answered, else what is usual; one in the second group."""
    if application.group != Group.FIRST:
        return 1
    return answer if isinstance(answer, int) and 0 < answer < 100 else application.cohort.programme.usual_places
