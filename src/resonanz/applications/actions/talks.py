"""Talks with applicants: booked, moved, cancelled; each change reaches the applicant's calendar."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from resonanz.applications.actions.review import call_off, move_application
from resonanz.applications.enums import Move
from resonanz.applications.mails.review import Letter, invitation, send_letter
from resonanz.applications.models import Application, Interview
from resonanz.core.models import log_action
from resonanz.people.models import Person


class TalkChanged(Exception):
    """Somebody moved or cancelled the talk a moment earlier; nothing was changed."""


class When(NamedTuple):
    """When, how and where a talk is held."""

    starts_at: datetime
    minutes: int
    way: str
    place: str


@transaction.atomic
def book_talk(*, application: Application, when: When, version: int, letter: Letter, by: Person) -> Interview:
    """Book a talk and invite the applicant, with a calendar file; raises as `move_application`."""
    interview = Interview.objects.create(application=application, by=by, **when._asdict())
    move_application(
        application=application,
        move=Move.TALK,
        version=version,
        by=by,
        letter=letter,
        attachments=[invitation(interview, "REQUEST")],
    )
    return interview


@transaction.atomic
def move_talk(*, interview: Interview, when: When, revision: int, letter: Letter, by: Person) -> Interview:
    """Move a talk: the applicant gets a letter and a calendar file that replaces the entry.

    Raises:
        TalkChanged: it was moved or cancelled in the meantime.
    """
    rows = Interview.objects.filter(pk=interview.pk, revision=revision, is_cancelled=False)
    if not rows.update(**when._asdict(), revision=revision + 1):
        raise TalkChanged
    interview.refresh_from_db()
    log_action("move_talk", by=by, on=interview, scope=interview.application.cohort.programme.scope)
    cause = f"talk:{interview.pk}:{interview.revision}"
    send_letter(interview.application, cause, letter, [invitation(interview, "REQUEST")])
    return interview


@transaction.atomic
def cancel_talk(*, interview: Interview, by: Person) -> None:
    """Cancel a talk; the applicant gets a letter that takes it out of the calendar. Raises TalkChanged."""
    if not call_off(interview, by):
        raise TalkChanged
