"""Every change of a tandem.

Each state changes by a conditional update: of two acts at the same moment one happens, and the other is told.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.programmes.actions import free_place, take_place
from resonanz.programmes.models import Cohort, Participation
from resonanz.tandems.enums import Answer, State
from resonanz.tandems.mails import mail_end, mail_no_tandem, mail_start, mail_suggestion
from resonanz.tandems.models import ExportChoice, Tandem
from resonanz.tandems.queries import export_columns, export_rows

DAYS_PER_MONTH = 30.44


class AlreadyDecided(Exception):
    """Somebody decided this a moment earlier; nothing was changed."""


class AlreadyTogether(Exception):
    """These two are suggested to each other, or a tandem, already."""


@transaction.atomic
def propose_tandem(
    *,
    cohort: Cohort,
    mentor: Participation,
    mentee: Participation,
    by: Person | None,
    reasons: list[dict[str, Any]] | None = None,
    note: str = "",
) -> Tandem:
    """Suggest two people to each other: takes a place on both sides and asks both by mail.

    Raises:
        NoFreePlace: one of the two has no place left.
        AlreadyTogether: the two are suggested to each other already.
    """
    take_place(mentor)
    take_place(mentee)
    try:
        with transaction.atomic():
            tandem = Tandem.objects.create(
                cohort=cohort, mentor=mentor, mentee=mentee, reasons=reasons or [], note=note, proposed_by=by
            )
    except IntegrityError as error:
        raise AlreadyTogether from error
    log_action("propose_tandem", by=by, on=tandem, scope=cohort.programme.scope)
    mail_suggestion(tandem, mentor)
    mail_suggestion(tandem, mentee)
    return tandem


@transaction.atomic
def answer_suggestion(*, tandem: Tandem, answer: str, by: Person) -> Tandem:
    """Say yes or no for one's own side; with the second yes the tandem starts, with the first no it is over.

    Saying the same again changes nothing; a yes may become a no until the other side has answered too.

    Raises:
        AlreadyDecided: the tandem has started or was declined in the meantime.
    """
    side = tandem.side_of(by)
    tandem.refresh_from_db(fields=["state", "mentor_answer", "mentee_answer"])
    if tandem.answer_of(side) == answer:
        return tandem  # a double click
    waiting = Tandem.objects.filter(pk=tandem.pk, state=State.PROPOSED)
    if not waiting.update(**{f"{side}_answer": answer}):
        raise AlreadyDecided
    log_action("answer_suggestion", by=by, on=tandem, scope=tandem.cohort.programme.scope, answer=answer)
    tandem.refresh_from_db(fields=["state", "mentor_answer", "mentee_answer"])
    if answer == Answer.NO:
        decline(tandem, by)
    elif tandem.mentor_answer == tandem.mentee_answer == Answer.YES:
        start(tandem, by, on=timezone.localdate())
    return tandem


def start(tandem: Tandem, by: Person | None, on: date) -> None:
    """Start a tandem both of whose sides said yes; part of the second answer."""
    months = tandem.cohort.programme.months_to
    tandem.state = State.ACTIVE
    tandem.started_on = on
    tandem.ends_on = on + timedelta(days=round(months * DAYS_PER_MONTH)) if months else None
    tandem.save(update_fields=["state", "started_on", "ends_on"])
    log_action("start_tandem", by=by, on=tandem, scope=tandem.cohort.programme.scope)
    mail_start(tandem, tandem.mentor)
    mail_start(tandem, tandem.mentee)


def decline(tandem: Tandem, by: Person) -> None:
    """End a suggestion after a no: both are free again, the other side gets a kind letter; part of the answer."""
    tandem.state = State.DECLINED
    tandem.save(update_fields=["state"])
    free_place(tandem.mentor)
    free_place(tandem.mentee)
    log_action("decline_tandem", by=by, on=tandem, scope=tandem.cohort.programme.scope)
    mail_no_tandem(tandem, tandem.other(by))


@transaction.atomic
def end_tandem(*, tandem: Tandem, by: Person | None) -> None:
    """End a tandem, or take a suggestion back, without fault and without a reason; both are free again.

    Raises:
        AlreadyDecided: it is over already.
    """
    row, today = Tandem.objects.filter(pk=tandem.pk), timezone.localdate()
    if not (
        row.filter(state=State.ACTIVE).update(state=State.ENDED, ended_on=today)
        or row.filter(state=State.PROPOSED).update(state=State.WITHDRAWN)
    ):
        raise AlreadyDecided
    tandem.refresh_from_db(fields=["state", "started_on", "ended_on"])
    free_place(tandem.mentor)
    free_place(tandem.mentee)
    log_action("end_tandem", by=by, on=tandem, scope=tandem.cohort.programme.scope)
    letter = mail_end if tandem.started_on else mail_no_tandem
    for participation in (tandem.mentor, tandem.mentee):
        if by is None or participation.person_id != by.pk:
            letter(tandem, participation)


@transaction.atomic
def export_people(
    *, cohort: Cohort, listed: str, columns: list[str], suffix: str, by: Person
) -> tuple[list[str], list[list[Any]]]:
    """Return headings and rows of a list of people or tandems; the choice of columns is kept for the next time.

    The log notes which columns and how many rows, never what stands in them.
    """
    headings = export_columns(cohort.programme, listed)
    rows = list(export_rows(cohort, listed, columns))
    ExportChoice.objects.update_or_create(
        person=by, programme=cohort.programme, listed=listed, defaults={"columns": columns, "suffix": suffix}
    )
    log_action(
        "export_people",
        by=by,
        on=cohort,
        scope=cohort.programme.scope,
        listed=listed,
        columns=columns,
        rows=len(rows),
        format=suffix,
    )
    return [headings[column] for column in columns], rows
