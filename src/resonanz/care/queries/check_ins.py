"""Who is to be asked, reminded, or left alone; and what was answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet

from resonanz.care.enums import ASKING, CheckInState
from resonanz.care.models import CheckIn
from resonanz.care.queries.settings import due_days, settings_by_programme
from resonanz.people.queries import is_not_paused
from resonanz.programmes.enums import CohortState, ProgrammeState
from resonanz.programmes.models import Participation
from resonanz.tandems.enums import SIDES, State
from resonanz.tandems.models import Tandem

SALT = "resonanz.care.check_in"
LATE = timedelta(
    days=6
)  # a day that passed longer ago, such as in a pause, is left out: nobody wants three questions at once
CLOSE_AFTER = timedelta(days=7)  # after the reminder
LONGEST = timedelta(days=30)  # also where nobody could be reminded
LOADED = (
    "participation__person",
    "tandem__cohort__programme",
    "tandem__mentor__person",
    "tandem__mentee__person",
)


def token_of(check_in: CheckIn) -> str:
    """Return the secret of the mailed link."""
    return signing.Signer(salt=SALT).sign_object(check_in.pk)


def by_token(token: str) -> CheckIn | None:
    """Return the check-in that a mailed link opens; None where the link is none of ours, or its row is gone."""
    try:
        pk = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        return None
    return CheckIn.objects.select_related(*LOADED).filter(pk=pk).first()


def working(side: str = "") -> Q:
    """The tandems that may be asked: at work, neither paused nor stopped, in a cohort that is not over; and whose person on
    `side` does not pause either.
    """
    found = Q(state=State.ACTIVE, paused_on=None, suspended_at=None, started_on__isnull=False)
    found &= ~Q(cohort__state=CohortState.FINISHED) & ~Q(cohort__programme__state=ProgrammeState.ARCHIVED)
    if side:
        found &= is_not_paused(f"{side}__person__") & Q(
            **{f"{side}__person__is_active": True, f"{side}__person__erased_at": None}
        )
    return found


def due(today: date) -> Iterator[tuple[Tandem, Participation, int]]:
    """Yield whom to ask now: the tandem, who of the two, and which day it is. Of several days that are due, the last."""
    people = ("cohort__programme", "mentor__person", "mentee__person")
    settings: dict[int, Any] = {}
    for side in SIDES:
        tandems = list(Tandem.objects.filter(working(side)).select_related(*people).order_by("pk"))
        settings |= settings_by_programme({row.cohort.programme_id for row in tandems} - set(settings))
        asked = set(CheckIn.objects.filter(tandem__in=tandems).values_list("tandem", "participation", "day"))
        for tandem in tandems:
            care = settings[tandem.cohort.programme_id]
            if not care.is_on or tandem.started_on is None:
                continue
            age = (today - tandem.started_on).days
            person = tandem.mentor if side == "mentor" else tandem.mentee
            days = [day for day in due_days(care, age) if age - day <= LATE.days]
            if days and (tandem.pk, person.pk, days[-1]) not in asked:
                yield tandem, person, days[-1]


def waiting() -> QuerySet[CheckIn]:
    """Return the check-ins that may still be answered."""
    return CheckIn.objects.filter(state__in=ASKING).select_related(*LOADED).order_by("pk")


def at_rest() -> Q:
    """The check-ins of tandems that are not asked at present: ended, paused, stopped."""
    running = Tandem.objects.filter(working()).values("pk")
    return ~Q(tandem__in=running)


def to_remind(today: date) -> list[CheckIn]:
    """Return whom the first letter has not reached, it seems; nobody who pauses meanwhile, or does not want reminders."""
    rows = list(waiting().filter(~at_rest(), is_not_paused("participation__person__"), state=CheckInState.ASKED))
    settings = settings_by_programme(row.tandem.cohort.programme_id for row in rows)
    return [
        row for row in rows if today - row.asked_on >= timedelta(days=settings[row.tandem.cohort.programme_id].reminder_days)
    ]


def to_close(today: date) -> QuerySet[CheckIn]:
    """Return the check-ins whose time is over, and those of tandems or programmes that are not asked any more."""
    late = Q(state=CheckInState.REMINDED, reminded_on__lte=today - CLOSE_AFTER) | Q(asked_on__lte=today - LONGEST)
    return waiting().filter(late | at_rest() | Q(tandem__cohort__programme__care__is_on=False))


def open_of(tandem: Tandem, person: Any) -> CheckIn | None:
    """Return the newest question to `person` in `tandem` that waits for an answer."""
    return waiting().filter(tandem=tandem, participation__person=person).order_by("-day").first()


def check_ins_of(tandem: Tandem) -> QuerySet[CheckIn]:
    """Return all check-ins of both sides, the newest first."""
    return CheckIn.objects.filter(tandem=tandem).select_related("participation__person")


def answerable(check_in: CheckIn) -> bool:
    """Whether the check-in may still be answered: open, and the tandem is not stopped or over."""
    return check_in.state in ASKING and check_in.tandem.state == State.ACTIVE
