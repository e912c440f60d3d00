"""Decisions about applications: one state machine, from `enums.MOVES`.

Each state changes by a conditional update on state and version. Of two people deciding at the same moment one decides,
and the other is told who was faster, what was decided and when; nothing that was typed is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from resonanz.applications.actions.acceptance import AlreadyTakesPart, accept_application
from resonanz.applications.actions.profile import NotConfirmed
from resonanz.applications.eligibility import findings
from resonanz.applications.enums import DECIDED, MOVES, ApplicationState, LetterKind, Move
from resonanz.applications.mails.review import Letter, draft, invitation, is_told, send_letter
from resonanz.applications.models import Application, Interview, RecordCheck, Step
from resonanz.core.models import log_action
from resonanz.mail.actions import Attachment
from resonanz.people.models import Person
from resonanz.programmes.models import Cohort


class AlreadyDecided(Exception):
    """Somebody changed the application a moment earlier; nothing was changed. `step` says who, what and when."""

    def __init__(self, application: Application) -> None:
        super().__init__(f"application {application.pk} was changed in the meantime")
        application.refresh_from_db(fields=["state", "version", "waitlist_position"])
        self.application = application
        self.step = Step.objects.filter(application=application).select_related("by").last()

    def is_repetition(self, move: str, by: Person) -> bool:
        """Whether the same person has done the same already: a double click."""
        return self.step is not None and self.step.by_id == by.pk and self.step.after == MOVES[move][1]


class HasAnother(Exception):
    """The person has another open application in this cohort."""


@transaction.atomic
def move_application(
    *,
    application: Application,
    move: str,
    version: int,
    by: Person | None,
    letter: Letter | None = None,
    attachments: Sequence[Attachment] = (),
    reasons: Iterable[str] = (),
) -> Application:
    """Change the state of an application by one of `enums.MOVES`, with its step in the history and perhaps a letter.

    `version` is what the acting person saw. `reasons` are codes for the history.

    Raises:
        AlreadyDecided: the application is not what it was, or the move is not possible from its state.
        NotConfirmed: it is to be accepted, and the person has not confirmed it.
        AlreadyTakesPart, HasAnother: the person is in the cohort already, by other ways.
    """
    sources, target = MOVES[move]
    if move == Move.ACCEPT and application.confirmed_at is None:
        raise NotConfirmed
    before = application.state
    changes: dict[str, Any] = {"state": target, "version": version + 1, "waitlist_position": None}
    changes["decided_at"] = timezone.now() if target in DECIDED else None
    if target == ApplicationState.WAITLISTED:
        changes["waitlist_position"] = last_position(application) + 1
    rows = Application.objects.filter(pk=application.pk, state=before, version=version)
    try:
        with transaction.atomic():
            changed = before in sources and application.version == version and rows.update(**changes)
    except IntegrityError as error:  # the one open application per person and cohort
        raise HasAnother from error
    if not changed:
        raise AlreadyDecided(application)
    for name, value in changes.items():
        setattr(application, name, value)
    if move == Move.TAKE_UP:
        look_after(application, by)
    if move == Move.ACCEPT:
        accept_application(application=application, by=by)
    Step.objects.create(application=application, before=before, after=target, by=by, reasons=list(reasons))
    log_action(f"{move}_application", by=by, on=application, scope=application.cohort.programme.scope, state=target)
    if target in DECIDED:
        tidy_decided(application, by)
    if letter is not None:
        send_letter(application, f"{application.version}:{move}", letter, attachments)
    return application


def look_after(application: Application, by: Person | None) -> bool:
    """Assign an application to who takes it up, unless somebody looks after it already; False where so."""
    if by is None or not Application.objects.filter(pk=application.pk, assigned_to=None).update(assigned_to=by):
        return False
    application.assigned_to = by
    return True


def last_position(application: Application) -> int:
    """Return the last position on the waiting list of an application's group; nobody else changes the list meanwhile."""
    lock_waitlist(application.cohort_id)
    rows = Application.objects.filter(cohort=application.cohort_id, group=application.group)
    return rows.aggregate(last=Max("waitlist_position"))["last"] or 0


def lock_waitlist(cohort_id: int) -> None:
    """Let one transaction at a time change the waiting lists of a cohort (SQLite has one writer anyway)."""
    Cohort.objects.select_for_update(no_key=True).only("pk").get(pk=cohort_id)


def tidy_decided(application: Application, by: Person | None) -> None:
    """Delete what is not kept after a decision: proofs, and a record check of somebody who does not start; cancel talks."""
    application.proofs.all().delete()
    if application.state == ApplicationState.ACCEPTED:
        return
    RecordCheck.objects.filter(application=application).delete()
    for talk in application.interviews.filter(is_cancelled=False, starts_at__gt=timezone.now()):
        call_off(talk, by)


def call_off(talk: Interview, by: Person | None) -> bool:
    """Cancel a talk and send the calendar's cancellation; part of a larger act. False where it was cancelled already."""
    if not Interview.objects.filter(pk=talk.pk, is_cancelled=False).update(is_cancelled=True, revision=talk.revision + 1):
        return False
    talk.is_cancelled, talk.revision = True, talk.revision + 1
    sender = by or talk.by or talk.application.person
    letter = draft(talk.application, LetterKind.TALK_CANCELLED, sender, talk=talk)
    send_letter(talk.application, f"talk:{talk.pk}:{talk.revision}", letter, [invitation(talk, "CANCEL")])
    log_action("cancel_talk", by=by, on=talk, scope=talk.application.cohort.programme.scope)
    return True


def reasons_of(application: Application, kind: str) -> list[str]:
    """Return the codes of a decline for the history: which conditions are not met, without private ones, or why else."""
    if kind != LetterKind.CONDITION:
        return [kind]
    return [finding.rule.key for finding in findings(application) if is_told(finding)] or [kind]


@dataclass(frozen=True)
class Outcome:
    """What became of one application of several: "done", "again" (a double click), or why not."""

    application: Application
    code: str
    step: Step | None = None


@dataclass(frozen=True)
class Item:
    """One application of several, as it was seen, and the letter that goes with the decision."""

    application: Application
    version: int
    letter: Letter
    reasons: Sequence[str] = ()


def move_several(*, items: Iterable[Item], move: str, by: Person) -> list[Outcome]:
    """Decide several applications, each in a transaction of its own; sending the same twice changes nothing more."""
    return [move_one(item, move, by) for item in items]


def move_one(item: Item, move: str, by: Person) -> Outcome:
    """Decide one of several and say what became of it."""
    try:
        application = move_application(
            application=item.application,
            move=move,
            version=item.version,
            by=by,
            letter=item.letter,
            reasons=item.reasons,
        )
    except AlreadyDecided as error:
        return Outcome(error.application, "again" if error.is_repetition(move, by) else "late", error.step)
    except NotConfirmed:
        return Outcome(item.application, "unconfirmed")
    except (AlreadyTakesPart, HasAnother):
        return Outcome(item.application, "takes_part")
    return Outcome(application, "done")
