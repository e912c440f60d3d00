"""What a programme has settled about messages and files, and what follows from it for a tandem."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from resonanz.messaging.enums import SEEN_STATES, Receipts
from resonanz.messaging.models import MessagingSettings, Preference
from resonanz.people.models import Person
from resonanz.programmes.enums import DataClass
from resonanz.programmes.models import Programme
from resonanz.tandems.models import Tandem


def settings_of(programme: Programme) -> MessagingSettings:
    """Return the settings of a programme; the usual ones, never kept, where there are none yet."""
    return MessagingSettings.objects.filter(programme=programme).first() or MessagingSettings(programme=programme)


def days_kept(programme: Programme) -> int:
    """Return for how many whole days after the end of a tandem what the two wrote is surely there."""
    return programme.months_kept(DataClass.MESSAGES) * 365 // 12


@dataclass(frozen=True)
class Time:
    """How long the two can write and read: in days and months after the end, and once it has ended, until which day."""

    writing_days: int
    months: int
    writing_until: date | None = None
    kept_until: date | None = None


def time_of(tandem: Tandem, settings: MessagingSettings | None = None) -> Time:
    """Return how long the two of a tandem can write, and how long what they wrote is kept."""
    programme, ended = tandem.cohort.programme, tandem.ended_on
    kept = days_kept(programme)
    writing = min((settings or settings_of(programme)).writing_days, kept)
    months = programme.months_kept(DataClass.MESSAGES)
    if ended is None:
        return Time(writing, months)
    return Time(writing, months, ended + timedelta(days=writing), ended + timedelta(days=kept))


def shows_reading(tandem: Tandem, settings: MessagingSettings) -> bool:
    """Whether each of the two sees what the other has read: the programme offers it, and neither of them objects."""
    receipts = settings.receipts
    if receipts == Receipts.NONE:
        return False
    both = [tandem.mentor.person_id, tandem.mentee.person_id]
    said = dict(Preference.objects.filter(person__in=both).values_list("person_id", "shows_reading"))
    return all(said.get(pk, receipts == Receipts.USUAL) for pk in both)


def receipts_for(person: Person) -> list[str]:
    """Return what the programmes of somebody's tandems settle about that (values of Receipts), the newest tandem first."""
    two = Q(mentor__person=person) | Q(mentee__person=person)
    rows = Tandem.objects.filter(two, state__in=SEEN_STATES).order_by("-pk")
    found = rows.values_list("cohort__programme__messaging__receipts", flat=True)
    return [value or Receipts.CHOICE.value for value in found]
