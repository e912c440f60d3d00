"""Reading a checked list in: accounts, profiles and participations, all at once or row by row, each row once.

Rows are claimed by a conditional update inside the transaction that makes their people. Of two workers on one import, one
waits for the other and then finds nothing left to claim; a worker that dies leaves whole rows behind, made or not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from resonanz.core.models import LogEntry, log_action, subject_of
from resonanz.people.actions import create_people
from resonanz.people.models import Person
from resonanz.phrases import P, Phrase
from resonanz.programmes.actions.imports.keep import AlreadyStarted, move, set_job
from resonanz.programmes.enums import ImportMode, ImportState, RowChoice, RowState
from resonanz.programmes.mails import mail_imported, mail_question
from resonanz.programmes.models import ImportBatch, ImportRow, Participation
from resonanz.programmes.queries import coordinated_by

CHUNK = 200
HAS_MISTAKES = P("Has mistakes that stand beside the cells.")
Progress = Callable[[int, int], None]


class NotReady(Exception):
    """All or nothing was chosen, and some rows have mistakes or wait for a decision."""


class Taken(Exception):
    """Another worker reads these rows in."""


@transaction.atomic
def start_import(*, batch: ImportBatch, mode: str, tells: bool, by: Person) -> None:
    """Have a checked list read in.

    Raises:
        NotReady: all or nothing was chosen, and not every row can be read in.
        AlreadyStarted: somebody was faster.
    """
    if mode == ImportMode.ALL and not_ready(batch):
        raise NotReady
    move(batch, [ImportState.CHECKED], ImportState.RUNNING, mode=mode, tells=tells, note={}, by=by)
    set_job(batch, "run_import")
    log_action("start_import", by=by, on=batch, scope=batch.cohort.programme.scope, mode=mode, tells=tells)


def not_ready(batch: ImportBatch) -> int:
    """Return how many rows of an import have a mistake or wait for a decision, and are not left out."""
    wanted = ImportRow.objects.filter(batch=batch, state=RowState.OPEN).exclude(choice=RowChoice.OUT)
    return wanted.filter(is_wrong=True).count() + wanted.filter(is_wrong=False, choice="").count()


def run_import(*, batch: ImportBatch, progress: Progress) -> None:
    """Read a list in; safe to do again, and by two at once."""
    if batch.state == ImportState.RUNNING:
        done = make_all(batch, progress) if batch.mode == ImportMode.ALL else make_each(batch, progress)
        if not done:
            return
    if batch.tells and batch.ran_at:
        tell_everybody(batch, progress)


def wanted_rows(batch: ImportBatch) -> list[ImportRow]:
    """Return the rows that are to be read in and are not yet."""
    rows = ImportRow.objects.filter(batch=batch, state=RowState.OPEN, is_wrong=False)
    return list(rows.filter(choice__in=[RowChoice.NEW, RowChoice.SAME]))


def make_all(batch: ImportBatch, progress: Progress) -> bool:
    """Read in every row or none. Where one cannot be, the list goes back with the reason; return whether it was read in."""
    rows = wanted_rows(batch)
    progress(1, 3)
    try:
        with transaction.atomic():
            make(batch, rows)
            finish(batch)
    except Taken:
        return False
    except IntegrityError:
        reason = P("Nothing was read in: since the check somebody in the list got an account or joined. Please check again.")
        rows_now = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.RUNNING)
        rows_now.update(state=ImportState.CHECKED, note=reason.to_json())
        return False
    return True


def make_each(batch: ImportBatch, progress: Progress) -> bool:
    """Read in row by row, some at a time; a row that cannot be made is left out with the reason."""
    rows = wanted_rows(batch)
    for start in range(0, len(rows), CHUNK):
        progress(start, len(rows))
        chunk = rows[start : start + CHUNK]
        try:
            make(batch, chunk)
        except (IntegrityError, Taken):
            for row in chunk:
                make_one(batch, row)
    try:
        with transaction.atomic():
            finish(batch)
    except Taken:
        return False
    return True


def make_one(batch: ImportBatch, row: ImportRow) -> None:
    """Read in one row, or leave it out."""
    try:
        make(batch, [row])
    except Taken:
        pass
    except IntegrityError:
        reason = P("Since the check, this person got an account or joined the cohort.")
        ImportRow.objects.filter(pk=row.pk, state=RowState.OPEN).update(state=RowState.LEFT, why=reason.to_json())


@transaction.atomic
def make(batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
    """Make what these rows say: accounts with profiles where they are new, and participations.

    What somebody with an account has written herself stays as it is. Somebody whom the team does not know from its own
    programmes is asked first: the participation stays asleep, and shows the team nothing, until she has said yes.

    Raises:
        Taken: another worker makes one of these rows.
        IntegrityError: an address or a participation is there meanwhile.
    """
    if len(rows) != sum(claim(rows[start : start + 500]) for start in range(0, len(rows), 500)):
        raise Taken
    by, programme = batch.by, batch.cohort.programme
    new = [row for row in rows if row.choice == RowChoice.NEW]
    made = create_people(people=[(row.values["person"], row.values["profile"]) for row in new], by=by)
    for row, person in zip(new, made, strict=True):
        row.person, row.is_new_person = person, True
    for row in rows:
        if row.choice == RowChoice.SAME:
            row.person_id = row.same_as_id
    known = known_people(batch, rows)
    participations = [
        Participation(
            is_active=row.is_new_person or row.person_id in known,
            cohort=batch.cohort,
            person_id=row.person_id or 0,
            side=programme.side_of(row.values["participation"]["group"]),
            **row.values["participation"],
        )
        for row in rows
    ]
    Participation.objects.bulk_create(participations, batch_size=200)
    LogEntry.objects.bulk_create(
        (
            LogEntry(
                actor=by,
                verb="add_participant",
                subject=subject_of(participation),
                scope=programme.scope,
                detail={"group": participation.group, "import": batch.pk},
            )
            for participation in participations
        ),
        batch_size=500,
    )
    for participation in participations:
        if not participation.is_active:
            mail_question(batch, participation)
    for row, participation in zip(rows, participations, strict=True):
        row.participation, row.state = participation, RowState.MADE
    ImportRow.objects.bulk_create(
        rows,
        batch_size=200,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["person", "is_new_person", "participation"],
    )


def known_people(batch: ImportBatch, rows: Sequence[ImportRow]) -> set[int]:
    """Return which of those with an account take part in programmes of whoever brought the list."""
    same = [row.same_as_id for row in rows if row.choice == RowChoice.SAME]
    theirs = Participation.objects.filter(person__in=same, is_active=True, cohort__programme__in=coordinated_by(batch.by))
    return set(theirs.values_list("person_id", flat=True)) if same and batch.by else set()


def claim(rows: Sequence[ImportRow]) -> int:
    """Mark rows as made, and return how many were ours to make."""
    return ImportRow.objects.filter(pk__in=[row.pk for row in rows], state=RowState.OPEN).update(state=RowState.MADE)


def finish(batch: ImportBatch) -> None:
    """End an import: what was not read in is left out, each row with its reason. Raises Taken where it has ended."""
    now = timezone.now()
    rows = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.RUNNING)
    if not rows.update(state=ImportState.DONE, ran_at=now):
        raise Taken
    left = ImportRow.objects.filter(batch=batch, state=RowState.OPEN)
    for reason, which in (
        (HAS_MISTAKES, left.filter(is_wrong=True)),
        (P("Nobody decided whether this is the same person."), left.filter(choice="")),
        (P("Left out as decided."), left.filter(why={})),
        (None, left),
    ):
        which.update(state=RowState.LEFT, **why(reason))
    batch.refresh_from_db()
    made = ImportRow.objects.filter(batch=batch, state=RowState.MADE).count()
    log_action("run_import", by=batch.by, on=batch, scope=batch.cohort.programme.scope, made=made)


def why(reason: Phrase | None) -> dict[str, object]:
    """Return the reason as a column; nothing where the row has its own."""
    return {"why": reason.to_json()} if reason else {}


def tell_everybody(batch: ImportBatch, progress: Progress) -> None:
    """Write one letter to everybody read in; the same letter is never written twice."""
    made = ImportRow.objects.filter(batch=batch, state=RowState.MADE, participation__is_active=True)
    rows = list(made.select_related("person"))
    for start in range(0, len(rows), CHUNK):
        progress(start, len(rows))
        with transaction.atomic():
            for row in rows[start : start + CHUNK]:
                if row.person is not None:
                    mail_imported(batch, row.person)


__all__ = ["HAS_MISTAKES", "AlreadyStarted", "NotReady", "not_ready", "run_import", "start_import"]
