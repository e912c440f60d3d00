"""Meetings of the demo's tandems, so that hours, lines and quiet tandems can be seen; of some a next date, too."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import count, cycle
from uuid import uuid4

from django.utils import timezone

from resonanz.programmes.models import Programme
from resonanz.tandems.enums import State
from resonanz.tandems.models import Tandem
from resonanz.together.actions.appointments import make_appointment
from resonanz.together.actions.visits import plan_visit
from resonanz.together.enums.meetings import MeetingKind
from resonanz.together.models import Meeting
from resonanz.together.queries.rooms import rooms_of

LENGTHS = (90, 60, 105, 75, 120, 60, 90)
KINDS = (
    MeetingKind.IN_PERSON, MeetingKind.VIDEO, MeetingKind.IN_PERSON, MeetingKind.PHONE,
    MeetingKind.IN_PERSON, MeetingKind.AUTHORITY, MeetingKind.EVENT,
)  # fmt: skip
GAPS = (6, 8, 10, 7, 12, 9)  # days between two meetings
QUIET_DAYS = 33  # so long ago one of five tandems entered something last
NOTES = (
    "Lebenslauf durchgesehen: Die Stelle in der Werkstatt gehört nach oben. Bis nächste Woche zwei Anzeigen aussuchen.",
    "Ein schönes Gespräch. Wir haben viel gelacht und trotzdem alles geschafft.",
    "Anruf bei der Beratungsstelle geübt und gleich gemacht. Der Termin ist in drei Wochen.",
    "Heute ging es langsam. Das ist in Ordnung, nächstes Mal nehmen wir uns nur eine Sache vor.",
)


def load_meetings(programme: Programme) -> None:
    """Enter what the tandems at work did since they began; some are quiet, as in life."""
    today, keys = timezone.localdate(), list(programme.topics.values_list("key", flat=True))
    rows: list[Meeting] = []
    tandems = Tandem.objects.filter(cohort__programme=programme, state=State.ACTIVE).order_by("pk")
    for number, tandem in enumerate(tandems.select_related("mentor", "mentee")):
        rows += meetings_of(tandem, number, keys, today)
    Meeting.objects.bulk_create(rows)
    first = tandems.first()  # the two of the demo's logins
    if first is not None:
        agree_on_more(rooms_of(first.mentee.person).get(pk=first.pk), today)


def meetings_of(tandem: Tandem, number: int, keys: list[str], today: date) -> list[Meeting]:
    """Return the meetings of one tandem, entered by the two in turn; one of five has been quiet for weeks."""
    found: list[Meeting] = []
    last = today - timedelta(days=QUIET_DAYS if number % 5 == 4 else 2)
    gaps, day = cycle(GAPS[number % len(GAPS) :] + GAPS[: number % len(GAPS)]), tandem.started_on or today
    for n in count(number):
        day += timedelta(days=next(gaps))
        if day > last:
            return found
        meeting = Meeting(
            tandem=tandem,
            held_on=day,
            minutes=LENGTHS[n % len(LENGTHS)],
            kind=KINDS[n % len(KINDS)],
            topics=[keys[len(found) % len(keys)]] if keys else [],
            logged_by=tandem.mentee if n % 3 else tandem.mentor,
        )
        meeting.seal(note=NOTES[n // 3 % len(NOTES)] if n % 3 == 0 else "")
        found.append(meeting)
    return found


def agree_on_more(tandem: Tandem, today: date) -> None:
    """Let the two who can be tried out have a next date and a visit in prospect."""
    soon = timezone.make_aware(datetime.combine(today + timedelta(days=3), time(17, 30)))
    mentor, mentee = tandem.mentor, tandem.mentee
    make_appointment(
        tandem=tandem,
        key=uuid4(),
        starts_at=soon,
        kind=MeetingKind.IN_PERSON,
        place="Café am Alten Platz",
        matter="Ein Vorstellungsgespräch üben",
        by=mentor.person,
    )
    plan_visit(
        tandem=tandem,
        host=mentor,
        key=uuid4(),
        visit_on=today + timedelta(days=16),
        preparation="Wie beginnt ein gewöhnlicher Tag? Wer spricht mit wem?",
        by=mentee.person,
    )
