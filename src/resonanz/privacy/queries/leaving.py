"""What hinders somebody from deleting the account, and what happens first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from resonanz.applications.enums import DECIDED, ApplicationState
from resonanz.applications.models import Application
from resonanz.core.text import in_language
from resonanz.people.models import Person
from resonanz.privacy.declarations import Declaration, declarations
from resonanz.programmes.enums import ProgrammeState, StaffRole
from resonanz.programmes.models import Programme, Staff
from resonanz.tandems.enums import LIVE_STATES
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import known_to, of_person


def without_successor(person: Person) -> QuerySet[Programme]:
    """Return the programmes that nobody but `person` coordinates; an archived one is at rest and needs nobody."""
    rows = Staff.objects.filter(role=StaffRole.COORDINATOR)
    others = rows.exclude(person=person).filter(person__is_active=True)
    return (
        Programme.objects.filter(pk__in=rows.filter(person=person).values("programme"))
        .exclude(pk__in=others.values("programme"))
        .exclude(state=ProgrammeState.ARCHIVED)
    )


def is_last_operator(person: Person) -> bool:
    """Whether nobody else runs this installation."""
    others = Person.objects.filter(is_operator=True, is_active=True).exclude(pk=person.pk)
    return person.is_operator and not others.exists()


def open_tandems(person: Person) -> QuerySet[Tandem]:
    """Return the suggestions and tandems at work that end with the account, also those not known to `person` yet."""
    return of_person(person).filter(state__in=LIVE_STATES)


def known_tandems(person: Person) -> QuerySet[Tandem]:
    """Return those of them that `person` has been told of."""
    return known_to(person).filter(state__in=LIVE_STATES)


def open_applications(person: Person) -> QuerySet[Application]:
    """Return the applications that are taken back with the account."""
    rows = Application.objects.filter(person=person).exclude(state__in=[*DECIDED, ApplicationState.DRAFT])
    return rows.select_related("cohort__programme")


def hindrances(person: Person) -> list[tuple[str, Programme | None]]:
    """Return in sentences why the account cannot be deleted yet, each with the programme it is about."""
    found: list[tuple[str, Programme | None]] = [
        (
            _("You are the only one who coordinates {programme}. Please invite a colleague first.").format(
                programme=programme
            ),
            programme,
        )
        for programme in without_successor(person)
    ]
    if is_last_operator(person):
        found.append(
            (_("You are the last one who runs this installation. Please let somebody else become operator first."), None)
        )
    return found


@dataclass(frozen=True)
class Fate:
    """What a deletion does with one kind of data."""

    label: str
    why: str = ""


def fates(person: Person) -> tuple[list[Fate], list[Fate]]:
    """Return what goes, and what stays with the reason, of what there is about `person`."""
    goes, stays = [], []
    for entry in declarations():
        if not entry.filled_rows_of(person).exists():
            continue
        if entry.private and entry.private_rows_of(person).exists():
            goes.append(Fate(_("{label}, as far as only you could see it").format(label=in_language(entry.label))))
        if entry.private and not entry.rows_of(person).exclude(**entry.private).exists():
            continue
        if entry.because:
            stays.append(Fate(in_language(entry.label), entry.word("because")))
        elif not _is_small(entry):
            goes.append(Fate(in_language(entry.label)))
    return goes, stays


def _is_small(entry: Declaration) -> bool:
    """Whether an entry only repeats another or belongs to the machine, so that naming it would not help anybody."""
    return entry.withheld in {"secret", "copy"}
