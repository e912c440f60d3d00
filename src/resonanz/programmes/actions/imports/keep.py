"""A spreadsheet of people is kept with what its columns mean, and checked before anything is read in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from resonanz.core.jobs import queue_job, retry
from resonanz.core.models import Job, log_action
from resonanz.people.models import Person
from resonanz.phrases import P
from resonanz.programmes.actions.imports.headers import guess_columns
from resonanz.programmes.actions.imports.twins import MAIL
from resonanz.programmes.enums import ImportState, RowChoice, RowState
from resonanz.programmes.models import Cohort, ImportBatch, ImportRow
from resonanz.tables import InputError, InputProblem, Table

MOST_ROWS = 10_000
MOST_COLUMNS = 200
KEPT = timedelta(days=7)  # what stood in a file; who was read in remains known


class AlreadyStarted(Exception):
    """Somebody started this import, or took it back, a moment ago."""


@transaction.atomic
def keep_import(*, cohort: Cohort, table: Table, group: str, source: str, by: Person) -> ImportBatch:
    """Keep a spreadsheet for `cohort` with a guess of what its columns mean; nobody is made yet.

    Raises InputError where it has more rows or columns than a page can show.
    """
    if len(table.columns) > MOST_COLUMNS:
        message = P("The list has {count} columns; keep at most {most}.", count=len(table.columns), most=MOST_COLUMNS)
        raise InputError(InputProblem(table.name, None, None, message))
    if len(table) > MOST_ROWS:
        message = P("The list has {count} rows; split it into files of at most {most}.", count=len(table), most=MOST_ROWS)
        raise InputError(InputProblem(table.name, None, None, message))
    cells = [[row[column] for column in table.columns] for row in table.rows]
    batch = ImportBatch.objects.create(
        cohort=cohort,
        by=by,
        file_name=table.name[:200],
        source=source,
        group=group,
        columns=table.columns,
        mapping=guess_columns(table.columns, cells),
    )
    ImportRow.objects.bulk_create(
        (ImportRow(batch=batch, line=line, cells=row) for line, row in zip(table.lines, cells, strict=True)), batch_size=500
    )
    log_action("keep_import", by=by, on=batch, scope=cohort.programme.scope, rows=len(table))
    return batch


@transaction.atomic
def confirm_columns(*, batch: ImportBatch, mapping: dict[str, str], by: Person) -> None:
    """Keep what the columns mean and have every row checked; what was decided about rows before is forgotten.

    Raises AlreadyStarted where the import is past that.
    """
    steps = [ImportState.UPLOADED, ImportState.CHECKED]
    move(batch, steps, ImportState.CHECKING, mapping=mapping, note={})
    set_job(batch, "check_import")
    log_action("confirm_columns", by=by, on=batch, scope=batch.cohort.programme.scope, fields=sorted(mapping.values()))


def move(batch: ImportBatch, before: list[ImportState], state: ImportState, **fields: Any) -> None:
    """Move an import on, or raise AlreadyStarted where it is in none of the states `before` any more."""
    if not ImportBatch.objects.filter(pk=batch.pk, state__in=before).update(state=state, **fields):
        raise AlreadyStarted
    batch.refresh_from_db()


def set_job(batch: ImportBatch, kind: str) -> None:
    """Queue the next long step of an import; part of the act that asks for it."""
    count = Job.objects.filter(key__startswith=f"import:{batch.pk}:").count()
    batch.job = queue_job(key=f"import:{batch.pk}:{count + 1}", kind=kind, batch=batch.pk)
    ImportBatch.objects.filter(pk=batch.pk).update(job=batch.job)


@transaction.atomic
def decide_rows(*, batch: ImportBatch, choices: dict[int, tuple[str, int | None]], by: Person) -> int:
    """Keep what is to happen with rows: row's id → (choice, id of the person it is the same as); return how many changed.

    Raises AlreadyStarted where the import runs already.
    """
    move(batch, [ImportState.CHECKED], ImportState.CHECKED)
    changed = 0
    meant = dict(ImportRow.objects.filter(batch=batch, choice=RowChoice.SAME).values_list("same_as", "pk"))
    for row in ImportRow.objects.filter(batch=batch, pk__in=choices, state=RowState.OPEN):
        choice, same_as = choices[row.pk]
        if choice not in allowed_choices(row) or (choice == RowChoice.SAME and same_as not in people_of(row)):
            continue
        same_as = same_as if choice == RowChoice.SAME else None
        why: dict[str, Any] = {}
        if same_as and meant.setdefault(same_as, row.pk) != row.pk:
            choice, same_as = RowChoice.OUT, None  # one person takes part once
            why = P("Another row is the same person and was chosen before.").to_json()
        if (row.choice, row.same_as_id) != (choice, same_as):
            ImportRow.objects.filter(pk=row.pk).update(choice=choice, same_as=same_as, why=why)
            changed += 1
    if changed:
        log_action("decide_rows", by=by, on=batch, scope=batch.cohort.programme.scope, rows=changed)
    return changed


def people_of(row: ImportRow) -> list[int]:
    """Return the people whom a row may repeat."""
    return [twin["person"] for twin in row.twins if twin["person"]]


def allowed_choices(row: ImportRow) -> list[str]:
    """Return what can be decided about a row: an address that has an account can be no new person."""
    mail = any(twin["kind"] == MAIL for twin in row.twins)
    taking_part = mail and row.choice == RowChoice.OUT and bool(row.why)
    return [
        *([RowChoice.NEW] if not mail else []),
        *([RowChoice.SAME] if people_of(row) and not taking_part else []),
        RowChoice.OUT,
    ]


@transaction.atomic
def decide_open_rows(*, batch: ImportBatch, choice: str, by: Person) -> int:
    """Give every row that waits for a decision the same one: «new» or «out»; return how many there were."""
    move(batch, [ImportState.CHECKED], ImportState.CHECKED)
    changed = ImportRow.objects.filter(batch=batch, choice="", is_wrong=False).update(choice=choice)
    if changed:
        log_action("decide_rows", by=by, on=batch, scope=batch.cohort.programme.scope, rows=changed, choice=choice)
    return changed


@transaction.atomic
def leave_out_wrong_rows(*, batch: ImportBatch, by: Person) -> int:
    """Leave out every row that has a mistake; return how many there were."""
    move(batch, [ImportState.CHECKED], ImportState.CHECKED)
    rows = ImportRow.objects.filter(batch=batch, is_wrong=True).exclude(choice=RowChoice.OUT)
    changed = rows.update(choice=RowChoice.OUT)
    if changed:
        log_action("leave_out_wrong_rows", by=by, on=batch, scope=batch.cohort.programme.scope, rows=changed)
    return changed


@transaction.atomic
def try_again(*, batch: ImportBatch, by: Person) -> bool:
    """Let a step that was given up be tried again; return False where it was not given up."""
    again = batch.job is not None and retry(batch.job)
    if again:
        log_action("try_import_again", by=by, on=batch, scope=batch.cohort.programme.scope)
    return again


@transaction.atomic
def forget_import(*, batch: ImportBatch, by: Person) -> None:
    """Delete an import that was never read in.

    Raises AlreadyStarted where it was.
    """
    never_run = [ImportState.UPLOADED, ImportState.CHECKING, ImportState.CHECKED]
    rows = ImportBatch.objects.filter(pk=batch.pk, state__in=never_run)
    log_action("forget_import", by=by, on=batch, scope=batch.cohort.programme.scope)
    if not rows.delete()[0]:
        raise AlreadyStarted


def delete_outdated_imports() -> int:
    """Delete what stood in files older than a week; return how many files there were.

    An import that was never read in goes as a whole. Of the others it remains known who was read in, from where: people
    may ask for that (Art. 15 GDPR).
    """
    before = timezone.now() - KEPT
    never = ImportBatch.objects.filter(ran_at=None, created_at__lt=before)
    count = never.count()
    never.delete()
    old = ImportRow.objects.filter(batch__ran_at__lt=before).exclude(Q(cells=[]) & Q(values={}))
    count += old.values("batch").distinct().count()
    ImportRow.objects.filter(batch__ran_at__lt=before, person=None).delete()
    old.update(cells=[], values={}, problems=[], twins=[], why={})
    return count
