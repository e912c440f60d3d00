"""What shows that a tandem may need somebody: computed whenever somebody looks, from what is known anyway.

Nothing of it is kept but that somebody of the team has seen to it; then the sign rests until a day, or until it comes anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Sum
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from resonanz.care.enums import LOW, CheckInState, Going, Need, Sign
from resonanz.care.models import CareNote, CareSettings, CheckIn
from resonanz.care.queries.settings import settings_by_programme
from resonanz.programmes.models import Cohort, Participation
from resonanz.tandems.enums import State
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import with_people
from resonanz.together.enums.meetings import COUNTED
from resonanz.together.models import Meeting
from resonanz.together.queries.agreement import with_lacking
from resonanz.together.queries.meetings import with_hours

ADVICE: dict[str, str | Promise] = {
    Sign.NOT_WELL: _("Call soon and listen. Ask what would help; you need not settle anything at once."),
    Sign.CONTACT: _("Somebody waits for you: call or write today or tomorrow."),
    Sign.NO_FIRST: _("Call both briefly. Often only a date is missing: suggest two of them, or join in for ten minutes."),
    Sign.QUIET: _("Ask how it is going. Perhaps they meet and enter nothing; perhaps they need a new occasion."),
    Sign.FEW_HOURS: _("Ask whether the time that was agreed on still fits, and whether the plan should be changed."),
    Sign.NO_AGREEMENT: _(
        "Ask both what they expect of each other, and whether ten minutes together would help to write it down."
    ),
    Sign.SILENT: _("Letters may not arrive. Call, and check the address."),
}
ORDER = {sign: place for place, sign in enumerate(Sign)}


@dataclass(frozen=True)
class Found:
    """One sign, since when it is there, and who said it where somebody said it."""

    sign: Sign
    since: date
    who: Participation | None = None

    @property
    def advice(self) -> str:
        """What the coordinator can do."""
        return str(ADVICE[self.sign])

    @property
    def is_said(self) -> bool:
        """Whether somebody said it; else the numbers do."""
        return self.sign in LOW


@dataclass
class Look:
    """A tandem and its signs: those to look at now, and those that rest because somebody has seen to them."""

    tandem: Any
    found: list[Found] = field(default_factory=list)
    resting: list[Found] = field(default_factory=list)
    note: CareNote | None = None  # the newest

    @property
    def is_low(self) -> bool:
        """Whether one of the two has said that it is not well, or wants to be contacted."""
        return any(found.is_said for found in self.found)

    @property
    def since(self) -> date:
        """Since when there is something to look at."""
        return min(found.since for found in self.found or self.resting)


def looks(cohorts: Sequence[Cohort], today: date | None = None) -> list[Look]:
    """Return the tandems at work in `cohorts` that show a sign, the most pressing first.

    Those that pause or were stopped show none. As many questions for many cohorts as for one.
    """
    today = today or timezone.localdate()
    settings = settings_by_programme(cohort.programme_id for cohort in cohorts)
    rows = Tandem.objects.filter(
        cohort__in=[cohort.pk for cohort in cohorts], state=State.ACTIVE, paused_on=None, suspended_at=None
    )
    begun = with_lacking(with_people(rows.filter(started_on__isnull=False)))
    tandems = list(with_hours(begun, today.replace(day=1)))
    last_month = minutes_between(tandems, *month_before(today))
    said, notes = grouped(CheckIn.objects.filter(tandem__in=tandems)), grouped(CareNote.objects.filter(tandem__in=tandems))
    result = []
    for tandem in tandems:
        care = settings[tandem.cohort.programme_id]
        signs = [
            *of_meetings(tandem, care, last_month.get(tandem.pk, 0), today),
            *of_agreement(tandem, care, today),
            *of_answers(tandem, said[tandem.pk]),
        ]
        if signs:
            result.append(sorted_out(tandem, signs, notes[tandem.pk], today))
    return sorted(result, key=lambda look: (not look.found, not look.is_low, look.since, look.tandem.pk))


def look_of(tandem: Tandem) -> Look:
    """Return the signs of one tandem, perhaps none."""
    return next((look for look in looks([tandem.cohort]) if look.tandem.pk == tandem.pk), Look(tandem))


def sorted_out(tandem: Tandem, signs: Iterable[Found], notes: Sequence[CareNote], today: date) -> Look:
    """Tell the signs that somebody has seen to, and that need not be looked at yet, from the others."""
    look = Look(tandem, note=notes[0] if notes else None)
    for found in sorted(signs, key=lambda found: ORDER[found.sign]):
        rests = any(found.sign in note.signs and found.since <= note.seen_on and today < note.again_on for note in notes)
        (look.resting if rests else look.found).append(found)
    return look


def of_meetings(tandem: Any, care: CareSettings, minutes: int, today: date) -> Iterable[Found]:
    """Yield what the meetings of a tandem show; `minutes`: how long the two met in the last full month."""
    planned = tandem.cohort.programme.hours_from
    if not tandem.met:
        if (since := tandem.started_on + timedelta(days=care.first_meeting_days)) <= today:
            yield Found(Sign.NO_FIRST, since)
    elif (since := tandem.last_met_on + timedelta(days=care.quiet_days)) <= today:
        yield Found(Sign.QUIET, since)
    elif planned and tandem.started_on <= month_before(today)[0] and minutes * 100 < planned * 60 * care.low_percent:
        yield Found(Sign.FEW_HOURS, today.replace(day=1))


def of_agreement(tandem: Any, care: CareSettings, today: date) -> Iterable[Found]:
    """Yield that a tandem without an agreement has had its time for one, where the programme looks for that."""
    since = tandem.started_on + timedelta(days=care.agreement_days)
    if care.agreement_days and tandem.lacks_agreement and since <= today:
        yield Found(Sign.NO_AGREEMENT, since)


def of_answers(tandem: Tandem, check_ins: Sequence[CheckIn]) -> Iterable[Found]:
    """Yield what the last answer of each of the two says, and who has not answered twice. `check_ins`: the newest first."""
    for person in (tandem.mentor, tandem.mentee):
        own = [row for row in check_ins if row.participation_id == person.pk]
        answered = next((row for row in own if row.state == CheckInState.ANSWERED), None)
        if answered is not None and answered.answered_on is not None:
            if answered.going == Going.NOT_WELL:
                yield Found(Sign.NOT_WELL, answered.answered_on, person)
            if answered.need == Need.CONTACT:
                yield Found(Sign.CONTACT, answered.answered_on, person)
        over = [row for row in own if row.state == CheckInState.ANSWERED or went_unanswered(row)]
        if len(over) > 1 and all(went_unanswered(row) for row in over[:2]):
            yield Found(Sign.SILENT, over[0].asked_on, person)


def went_unanswered(check_in: CheckIn) -> bool:
    """Whether somebody was asked and reminded, and did not answer; what was closed by a pause does not count."""
    return check_in.state == CheckInState.CLOSED and check_in.reminded_on is not None


def grouped(rows: Any) -> dict[int, list[Any]]:
    """Return rows by their tandem."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.tandem_id].append(row)
    return found


def month_before(today: date) -> tuple[date, date]:
    """Return the first day of the last full month, and the day after its last."""
    end = today.replace(day=1)
    return (end - timedelta(days=1)).replace(day=1), end


def minutes_between(tandems: Sequence[Tandem], begin: date, end: date) -> dict[int, int]:
    """Return how long the people of each tandem met from `begin` to the day before `end`."""
    rows = Meeting.objects.filter(tandem__in=tandems, state__in=COUNTED, held_on__gte=begin, held_on__lt=end)
    return dict(rows.order_by().values_list("tandem").annotate(all=Sum("minutes")))


def stopped(cohort: Cohort) -> Any:
    """Return the tandems that the team has stopped, with both people."""
    return with_people(Tandem.objects.filter(cohort=cohort, state=State.ACTIVE, suspended_at__isnull=False)).order_by("pk")


def notes_of(tandem: Tandem) -> Any:
    """Return what the team has noted about a tandem, the newest first."""
    return CareNote.objects.filter(tandem=tandem).select_related("by")
