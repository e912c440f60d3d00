"""A cohort's life: announced (perhaps without a date), open for applications, matching, running, finished."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.programmes.actions.settings import ChangedMeanwhile, NotPossible, at_work, unchanged
from resonanz.programmes.enums import CohortState, Rhythm
from resonanz.programmes.models import Cohort, Programme
from resonanz.programmes.queries import open_days

# act → (from which states, to which)
MOVES: dict[str, tuple[tuple[str, ...], str]] = {
    "open": ((CohortState.ANNOUNCED, CohortState.MATCHING), CohortState.OPEN),
    "close": ((CohortState.OPEN,), CohortState.MATCHING),
    "start": ((CohortState.OPEN, CohortState.MATCHING), CohortState.RUNNING),
    "finish": ((CohortState.OPEN, CohortState.MATCHING, CohortState.RUNNING), CohortState.FINISHED),
}


def next_number(programme: Programme) -> int | None:
    """Return the number of the next cohort; None for the one open cohort of a programme that runs all the time."""
    has_open_end = programme.rhythm != Rhythm.COHORTS
    if has_open_end and not programme.cohorts.filter(number=None).exists():
        return None
    return (programme.cohorts.aggregate(top=Max("number"))["top"] or 0) + 1


@transaction.atomic
def announce_next_cohort(*, programme: Programme, by: Person | None, number: int | None, **fields: Any) -> Cohort:
    """Make the next cohort; where the programme runs all the time it is open at once, else announced.

    `number` is the one that the page promised: sending the page twice makes one cohort. `fields` are those of
    `describe_cohort`. Raises ChangedMeanwhile, NotPossible, ProgrammeArchived.
    """
    row = at_work(programme)
    if row.rhythm != Rhythm.COHORTS and open_days(row).exists():
        raise NotPossible(_("This programme runs all the time and has an open cohort. One is enough."))
    if number != next_number(row):
        raise ChangedMeanwhile
    state = CohortState.ANNOUNCED if row.rhythm == Rhythm.COHORTS else CohortState.OPEN
    cohort = Cohort.objects.create(programme=row, number=number, state=state, **fields)
    log_action("announce_next_cohort", by=by, on=cohort, scope=row.scope, number=number)
    return cohort


@transaction.atomic
def describe_cohort(*, cohort: Cohort, by: Person | None, seen: str | None = None, **fields: Any) -> None:
    """Set a cohort's name, days (starts_on, ends_on, applications_until), places looked for, or summary."""
    row = at_work(cohort.programme)
    cohort.refresh_from_db()
    unchanged(seen, {name: getattr(cohort, name) for name in fields})
    changed = [name for name, value in fields.items() if getattr(cohort, name) != value]
    for name in changed:
        setattr(cohort, name, fields[name])
    if changed:
        cohort.save(update_fields=[*changed, "changed_at"])
        log_action("describe_cohort", by=by, on=cohort, scope=row.scope, fields=changed)


@transaction.atomic
def move_cohort(*, cohort: Cohort, act: str, by: Person | None) -> None:
    """Open a cohort, close its applications, start or finish it; `act` is a key of MOVES.

    Raises ChangedMeanwhile where it is in another state by now: somebody else was faster.
    """
    row = at_work(cohort.programme)
    before, after = MOVES[act]
    moved = Cohort.objects.filter(pk=cohort.pk, state__in=before).update(state=after, changed_at=timezone.now())
    if not moved:
        raise ChangedMeanwhile
    cohort.state = after
    log_action(f"{act}_cohort", by=by, on=cohort, scope=row.scope)


@transaction.atomic
def call_off_cohort(*, cohort: Cohort, by: Person | None) -> None:
    """Delete an announced cohort that nobody takes part in; raises NotPossible for any other."""
    row = at_work(cohort.programme)
    cohort.refresh_from_db()
    if cohort.state != CohortState.ANNOUNCED or cohort.participations.exists():
        raise NotPossible(_("Only an announced cohort in which nobody takes part yet can be called off."))
    log_action("call_off_cohort", by=by, on=cohort, scope=row.scope, number=cohort.number)
    cohort.delete()
