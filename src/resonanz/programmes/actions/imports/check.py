"""Checking every row of an import before anything is read in: mistakes by cell, and possible duplicates."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from resonanz.people.models import Person
from resonanz.phrases import P
from resonanz.programmes.actions.imports.fields import Context, Reading, read_row
from resonanz.programmes.actions.imports.twins import MAIL, NAME, Index, Known
from resonanz.programmes.enums import ImportState, RowChoice, RowState
from resonanz.programmes.enums import PersonField as F
from resonanz.programmes.models import ImportBatch, ImportRow, Participation
from resonanz.programmes.queries import coordinated_by

CHUNK = 250


def check_import(*, batch: ImportBatch, progress: Callable[[int, int], None]) -> None:
    """Read every row of `batch`, and note what is wrong and whom it may repeat; safe to do again.

    Part of the act `confirm_columns`, done by the worker; nobody is made.
    """
    rows = list(ImportRow.objects.filter(batch=batch))
    context = Context.of(batch.cohort, batch.group)
    readings: list[Reading] = []
    for number, row in enumerate(rows):
        readings.append(read_row(cells_of(row, batch), context))
        if number % CHUNK == 0:
            progress(number, 3 * len(rows))
    find = Finder(batch, rows, readings)
    for start in range(0, len(rows), CHUNK):
        for row, reading in zip(rows[start : start + CHUNK], readings[start : start + CHUNK], strict=True):
            note(row, reading, find.twins(row, reading), find.taking_part, batch)
        progress(len(rows) + start, 3 * len(rows))
    fields = ["values", "problems", "twins", "is_wrong", "is_twin", "choice", "same_as", "why", "state"]
    for start in range(0, len(rows), CHUNK):
        # An insert that meets its own row: ten times as fast as Django's bulk_update, which writes one long condition.
        ImportRow.objects.bulk_create(
            rows[start : start + CHUNK], update_conflicts=True, unique_fields=["id"], update_fields=fields
        )
        progress(2 * len(rows) + start, 3 * len(rows))
    ImportBatch.objects.filter(pk=batch.pk, state=ImportState.CHECKING).update(state=ImportState.CHECKED)


def cells_of(row: ImportRow, batch: ImportBatch) -> dict[str, str]:
    """Return the cells of a row by the field that they mean."""
    pairs = zip(batch.columns, row.cells, strict=True)
    return {batch.mapping[column]: cell.strip() for column, cell in pairs if column in batch.mapping}


class Finder:
    """Finds whom the rows of one import may repeat."""

    def __init__(self, batch: ImportBatch, rows: list[ImportRow], readings: list[Reading]) -> None:
        mails = {mail for reading in readings if (mail := reading.person.get("email"))}
        self.accounts = accounts(mails)
        self.taking_part = set(Participation.objects.filter(cohort=batch.cohort).values_list("person_id", flat=True))
        self.first_lines: dict[str, int] = {}
        for row, reading in zip(rows, readings, strict=True):
            self.first_lines.setdefault(reading.person.get("email", ""), row.line)
        known = [
            *people_known(batch),
            *(
                Known(full_name(reading), reading.profile.get("birth_year"), line=row.line)
                for row, reading in zip(rows, readings, strict=True)
            ),
        ]
        self.index = Index(entry for entry in known if entry.name)

    def twins(self, row: ImportRow, reading: Reading) -> list[dict[str, Any]]:
        """Return whom one row may repeat; the same address is certain, and nothing else is asked then."""
        mail = reading.person.get("email", "")
        if account := self.accounts.get(mail):
            return [account.twin(MAIL)]
        if mail and self.first_lines[mail] != row.line:
            return [Known(full_name(reading), None, line=self.first_lines[mail]).twin(MAIL)]
        return self.index.twins(full_name(reading), reading.profile.get("birth_year"), row.line)


def accounts(mails: Iterable[str]) -> dict[str, Known]:
    """Return who has an account, by address."""
    found: dict[str, Known] = {}
    wanted = sorted(mails)
    for start in range(0, len(wanted), 500):
        people = Person.objects.filter(email__in=wanted[start : start + 500]).only("email")
        found |= {person.email: Known("", None, person=person.pk) for person in people}
    return found


def people_known(batch: ImportBatch) -> Iterable[Known]:
    """Yield who takes part in the programmes of whoever brought the list; others' names are nobody's business here."""
    if batch.by is None:
        return
    people = Person.objects.filter(participations__cohort__programme__in=coordinated_by(batch.by)).distinct()
    for pk, first, last, year in people.values_list("pk", "first_name", "last_name", "profile__birth_year"):
        yield Known(f"{first} {last}".strip(), year, person=pk)


def full_name(reading: Reading) -> str:
    """Return the name of a row."""
    return f"{reading.person.get('first_name', '')} {reading.person.get('last_name', '')}".strip()


def note(row: ImportRow, reading: Reading, twins: list[dict[str, Any]], taking_part: set[int], batch: ImportBatch) -> None:
    """Write what was found into a row, with what is to happen unless somebody decides otherwise.

    The same address means the same person; a namesake must be decided; a similar name is another person unless told.
    """
    wrong = dict(reading.wrong)
    first = twins[0] if twins else None
    row.choice, row.same_as_id, row.why, row.state = RowChoice.NEW, None, {}, RowState.OPEN
    if first and first["kind"] == MAIL and first["line"]:
        wrong[F.EMAIL] = P(
            "This address stands in row {row} already; everybody needs an address of their own. Correct it, or leave this "
            "row out.",
            row=first["line"],
        )
    elif first and first["kind"] == MAIL and first["person"] in taking_part:
        row.choice = RowChoice.OUT
        row.why = P("This person takes part in this cohort already.").to_json()
    elif first and first["kind"] == MAIL:
        row.choice, row.same_as_id = RowChoice.SAME, first["person"]
    elif first and first["kind"] == NAME:
        row.choice = ""
    row.values = reading.values
    row.twins = twins
    row.problems = [{"column": column_of(field, batch), "text": phrase.to_json()} for field, phrase in wrong.items()]
    row.is_wrong, row.is_twin = bool(wrong), bool(twins)


def column_of(field: str, batch: ImportBatch) -> str:
    """Return the column of the sheet that means `field`; "" where none does."""
    return next((column for column, meant in batch.mapping.items() if meant == field), "")
