"""What the team sees of the ends of a programme: who is near it, what is settled and lacking. Never what was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from resonanz.closing.enums import SeatState, TalkKind
from resonanz.closing.models import Certificate, CertificateWish, ClosingSettings, Feedback, Parting, Seat
from resonanz.closing.queries.room import SHOWN_TO_TEAM
from resonanz.programmes.models import Cohort, Participation, Programme
from resonanz.programmes.signals import Task
from resonanz.tandems.enums import GOOD_ENDS, State
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import with_people
from resonanz.together.queries.meetings import in_hours, with_hours


@dataclass(frozen=True)
class Side:
    """One person of an ending tandem, as the team sees it."""

    participation: Participation
    seat: Seat | None
    has_said: bool  # gave feedback
    certificate: Certificate | None
    is_wanted: bool
    correction: str


@dataclass(frozen=True)
class Ending:
    """One tandem near its end, or just over."""

    tandem: Tandem
    sides: list[Side]
    is_late: bool  # its day is over, and it still runs
    meetings: int
    length: str  # their hours, as everywhere
    lacking: int  # how many of the wanted certificates are not issued
    lacks: bool  # meetings or hours for a certificate


def endings(programme: Programme, settings: ClosingSettings, today: date | None = None) -> list[Ending]:
    """Return the tandems near their end, those longest due first, then those that ended well not long ago."""
    today = today or timezone.localdate()
    near = Q(state=State.ACTIVE, ends_on__lte=today + timedelta(weeks=settings.weeks_before))
    over = Q(state=State.ENDED, end_reason__in=GOOD_ENDS, ended_on__gte=today - SHOWN_TO_TEAM)
    rows = with_people(Tandem.objects.filter(near | over, cohort__programme=programme))
    tandems = list(with_hours(rows, today).order_by("state", "ends_on", "pk"))
    found = _Along(tandems)
    return [ending(tandem, settings, today, found) for tandem in tandems]


def ending(tandem: Tandem, settings: ClosingSettings, today: date, along: _Along) -> Ending:
    """Return one of them, with what was loaded for all."""
    late = tandem.state == State.ACTIVE and tandem.ends_on is not None and tandem.ends_on < today
    meetings, minutes = tandem.met, tandem.minutes_all  # type: ignore[attr-defined]
    lacks = meetings < settings.least_meetings or minutes < 60 * settings.least_hours
    sides = [along.side(tandem, each) for each in (tandem.mentee, tandem.mentor)]
    lacking = sum(not side.certificate and side.is_wanted for side in sides)
    return Ending(tandem, sides, late, meetings, in_hours(minutes), lacking, lacks)


class _Along:
    """What is known of many tandems, loaded at once."""

    def __init__(self, tandems: Iterable[Tandem]) -> None:
        mine = {"tandem__in": [tandem.pk for tandem in tandems]}
        seats = Seat.objects.filter(state=SeatState.BOOKED, **mine).select_related("talk")
        self.seats = {(row.tandem_id, row.participation_id): row for row in seats}
        self.said = set(Feedback.objects.filter(**mine).values_list("tandem_id", "participation_id"))
        valid = Certificate.objects.filter(withdrawn_on=None, **mine)
        self.certificates = {(row.tandem_id, row.participation_id): row for row in valid}
        self.wishes = {(row.tandem_id, row.participation_id): row for row in CertificateWish.objects.filter(**mine)}

    def side(self, tandem: Tandem, participation: Participation) -> Side:
        """Return one person of a tandem."""
        key = (tandem.pk, participation.pk)
        wish = self.wishes.get(key)
        return Side(
            participation,
            self.seats.get(key),
            key in self.said,
            self.certificates.get(key),
            wish.is_wanted if wish else True,
            wish.correction if wish else "",
        )


def to_invite_to_network(programme: Programme) -> list[Participation]:
    """Return who wants to be invited to meetings of current and former participants, by name."""
    wanted = Parting.objects.filter(network_on__isnull=False, tandem__cohort__programme=programme)
    rows = Participation.objects.filter(
        pk__in=wanted.values("participation"), person__erased_at=None, person__is_active=True
    )
    return list(rows.select_related("person", "cohort__programme").order_by("person__search_name", "pk"))


def count_without_talk(endings_: Iterable[Ending], settings: ClosingSettings) -> int:
    """Return how many tandems at work are near their end while nobody of them has a date."""
    if settings.talk == TalkKind.NONE:
        return 0
    return sum(row.tandem.state == State.ACTIVE and not any(side.seat for side in row.sides) for row in endings_)


def tasks(cohorts: Iterable[Cohort]) -> list[Task]:
    """Return what is to be done today about the ends of tandems; as many questions for many cohorts as for one."""
    rows = {cohort.pk: cohort for cohort in cohorts}
    kept = list(ClosingSettings.objects.filter(programme__cohorts__in=list(rows)).distinct())
    talking = {row.programme_id: row for row in kept if row.talk != TalkKind.NONE}
    certifying = {row.programme_id for row in kept if row.has_certificate}
    counts = (
        (alone_in([pk for pk, row in rows.items() if row.programme_id in talking], rows, talking), TALKLESS),
        (corrections_in([pk for pk, row in rows.items() if row.programme_id in certifying]), CORRECTIONS),
    )
    return [
        Task(pk, number, str(text), reverse("closing:desk", args=[rows[pk].programme.slug]), order=40)
        for counted, text in counts
        for pk, number in sorted(counted.items())
        if number
    ]


TALKLESS = gettext_lazy("Tandems that end soon without a talk")
CORRECTIONS = gettext_lazy("Corrections of certificates asked for")


def alone_in(pks: list[int], cohorts: Mapping[int, Cohort], settings: Mapping[int, ClosingSettings]) -> Counter[int]:
    """Count, by cohort, the tandems near their end of which nobody has a date for a talk."""
    counted: Counter[int] = Counter()
    if pks:
        seated = Seat.objects.filter(state=SeatState.BOOKED).values("tandem")
        alone = Tandem.objects.filter(cohort__in=pks, state=State.ACTIVE, ends_on__isnull=False).exclude(pk__in=seated)
        for pk, ends_on in alone.values_list("cohort", "ends_on").order_by():
            weeks = settings[cohorts[pk].programme_id].weeks_before
            counted[pk] += ends_on is not None and ends_on <= timezone.localdate() + timedelta(weeks=weeks)
    return counted


def corrections_in(pks: list[int]) -> Counter[int]:
    """Count, by cohort, the corrections of certificates that people wait for."""
    if not pks:
        return Counter()
    asked = CertificateWish.objects.filter(tandem__cohort__in=pks).exclude(correction="")
    return Counter(asked.values_list("tandem__cohort", flat=True))
