"""Taking an import back as a whole within a day: whatever it made goes, unless somebody has touched it since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from resonanz.core.models import LogEntry, log_action, subject_of
from resonanz.mail.enums import State as MailState
from resonanz.mail.models import OutboxMail
from resonanz.people.models import Person, Profile
from resonanz.phrases import P, Phrase
from resonanz.programmes.actions.imports.keep import AlreadyStarted, move, set_job
from resonanz.programmes.enums import ImportState, RowState
from resonanz.programmes.mails import key_of
from resonanz.programmes.models import ImportBatch, ImportRow, Participation

CHUNK = 500


class TooLate(Exception):
    """The day within which an import can be taken back is over."""


def can_undo(batch: ImportBatch) -> bool:
    """Whether an import is read in, and the day within which it can be taken back is not over."""
    return batch.state == ImportState.DONE and batch.undo_until is not None and timezone.now() <= batch.undo_until


@transaction.atomic
def start_undo(*, batch: ImportBatch, by: Person) -> None:
    """Have a whole import taken back.

    Raises:
        TooLate: the day is over.
        AlreadyStarted: somebody took it back a moment ago.
    """
    if batch.undo_until is None or timezone.now() > batch.undo_until:
        raise TooLate
    move(batch, [ImportState.DONE], ImportState.UNDOING)
    set_job(batch, "undo_import")
    log_action("start_undo", by=by, on=batch, scope=batch.cohort.programme.scope)


def undo_import(*, batch: ImportBatch, progress: Callable[[int, int], None]) -> None:
    """Take an import back; safe to do again. What could not be taken back stays, each row with its reason."""
    rows = list(ImportRow.objects.filter(batch=batch, state=RowState.MADE))
    for start in range(0, len(rows), CHUNK):
        progress(start, len(rows))
        chunk = rows[start : start + CHUNK]
        try:
            take_back(batch, chunk)
        except (IntegrityError, ProtectedError):  # somebody touched one of them at this very moment
            for row in chunk:
                take_back_one(batch, row)
    with transaction.atomic():
        ended = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.UNDOING)
        if ended.update(state=ImportState.UNDONE, undone_at=timezone.now()):
            undone = ImportRow.objects.filter(batch=batch, state=RowState.UNDONE).count()
            log_action("undo_import", by=batch.by, on=batch, scope=batch.cohort.programme.scope, undone=undone)


def take_back_one(batch: ImportBatch, row: ImportRow) -> None:
    """Take back one row, or keep it with the reason."""
    try:
        take_back(batch, [row])
    except (IntegrityError, ProtectedError):
        ImportRow.objects.filter(pk=row.pk).update(state=RowState.KEPT, why=CONNECTED.to_json())


CONNECTED = P("Meanwhile something else is connected with this person, such as a tandem, an application or a consent.")


@transaction.atomic
def take_back(batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
    """Delete what these rows made and nobody has touched; letters about it that still wait are not sent."""
    reasons = reasons_to_keep(rows)
    for row in rows:
        if row.pk in reasons:
            ImportRow.objects.filter(pk=row.pk).update(state=RowState.KEPT, why=reasons[row.pk].to_json())
    free = [row for row in rows if row.pk not in reasons]
    new = [row for row in free if row.is_new_person and row.person_id]
    letters = [key_of(batch, row.person_id) for row in free if row.person_id]
    OutboxMail.objects.filter(key__in=letters, state=MailState.QUEUED).update(state=MailState.STOPPED)
    LogEntry.objects.bulk_create(
        LogEntry(actor=batch.by, verb=f"undo_{row_verb(row)}", subject=subject, scope=batch.cohort.programme.scope)
        for row in free
        if (subject := row_subject(row))
    )
    Participation.objects.filter(pk__in=[row.participation_id for row in free if row.participation_id]).delete()
    Person.objects.filter(pk__in=[row.person_id for row in new]).delete()
    ImportRow.objects.filter(pk__in=[row.pk for row in free]).update(state=RowState.UNDONE)


def row_verb(row: ImportRow) -> str:
    """Return what the import did for this row, as the log names it."""
    return "create_person" if row.is_new_person else "add_participant"


def row_subject(row: ImportRow) -> str:
    """Return the row of ours about which the log speaks."""
    if row.is_new_person and row.person_id:
        return subject_of(Person(pk=row.person_id))
    return subject_of(Participation(pk=row.participation_id)) if row.participation_id else ""


def reasons_to_keep(rows: Sequence[ImportRow]) -> dict[int, Phrase]:
    """Return, for each row that somebody has touched since it was read in, how."""
    people = Person.objects.select_related("profile").in_bulk([row.person_id for row in rows if row.person_id])
    participations = Participation.objects.in_bulk([row.participation_id for row in rows if row.participation_id])
    profiles = [person.profile.pk for person in people.values()]
    by_person = referred(Person, people, ignoring=(Profile, Participation, ImportRow, LogEntry))
    by_person |= elsewhere(people, set(participations))
    by_profile, by_participation = (
        referred(Profile, profiles),
        referred(Participation, participations, ignoring=(ImportRow,)),
    )
    reasons: dict[int, Phrase] = {}
    for row in rows:
        person, participation = people.get(row.person_id or 0), participations.get(row.participation_id or 0)
        if person is None or participation is None:
            reasons[row.pk] = P("Somebody deleted this person or ended the participation already.")
        elif participation.pk in by_participation or (
            row.is_new_person and (person.pk in by_person or person.profile.pk in by_profile)
        ):
            reasons[row.pk] = CONNECTED
        elif row.is_new_person and person.last_login is not None:
            reasons[row.pk] = P("This person has signed in since.")
        elif not is_untouched(row, person, participation):
            reasons[row.pk] = P("Somebody changed the data of this person since.")
    return reasons


def is_untouched(row: ImportRow, person: Person, participation: Participation) -> bool:
    """Whether everything still stands as it was read in."""
    parts: list[tuple[models.Model, dict[str, Any]]] = [(participation, {**row.values["participation"], "taken": 0})]
    if row.is_new_person:
        parts += [(person, row.values["person"]), (person.profile, row.values["profile"])]
        empty = Person(**row.values["person"]), Profile(**row.values["profile"])
        for now, then in zip((person, person.profile), empty, strict=True):
            parts.append((now, {name: getattr(then, name) for name in own_columns(type(then))}))
    return (participation.is_active or not row.is_new_person) and all(
        getattr(record, name) == value for record, columns in parts for name, value in columns.items()
    )


def own_columns(model: type[models.Model]) -> Iterable[str]:
    """Return the columns in which a person's own words or choices stand."""
    left_out = {"id", "password", "last_login", "joined_at", "created_at", "changed_at", "search_name", "person"}
    return [f.name for f in model._meta.concrete_fields if f.name not in left_out]


def elsewhere(people: Iterable[int], participations: set[int]) -> set[int]:
    """Return which of `people` take part somewhere else as well."""
    others = Participation.objects.filter(person__in=list(people)).exclude(pk__in=participations)
    return set(others.values_list("person_id", flat=True))


def referred(model: type[models.Model], pks: Iterable[int], ignoring: tuple[type[models.Model], ...] = ()) -> set[int]:
    """Return which rows of `model` any other row refers to, whatever room it belongs to; `ignoring` are no sign of life.

    The log is none either: who acts has signed in, which is seen at once, and the log has no index by person.
    """
    found: set[int] = set()
    wanted = list(pks)
    for relation in model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or not hasattr(relation, "field"):
            continue
        other = relation.related_model
        if other in ignoring or not isinstance(other, type):
            continue
        column = relation.field.name
        rows = other._default_manager.filter(**{f"{column}__in": wanted}).values_list(column, flat=True)
        found |= set(rows.distinct())
    return found


__all__ = ["AlreadyStarted", "TooLate", "can_undo", "start_undo", "undo_import"]
