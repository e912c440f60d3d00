"""What accepting an application makes: a person who takes part."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from resonanz.applications.actions.profile import fill_profile
from resonanz.applications.models import Application
from resonanz.people.models import Person
from resonanz.programmes.models import Participation


class AlreadyTakesPart(Exception):
    """The person takes part in this cohort already."""


def accept_application(*, application: Application, by: Person | None) -> Participation:
    """Let the applicant take part, and fill the profile from the answers; part of a decision.

    Raises:
        AlreadyTakesPart: there is a participation of this person in the cohort.
        NotConfirmed: the person has not confirmed the application.
    """
    if Participation.objects.filter(cohort=application.cohort, person=application.person).exists():
        raise AlreadyTakesPart
    try:
        with transaction.atomic():
            return fill_profile(application=application, by=by)
    except IntegrityError as error:  # somebody else was faster
        raise AlreadyTakesPart from error
