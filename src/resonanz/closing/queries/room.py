"""What the two meet of their closing: the settings that count for them, the steps and how far each is, the tile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from resonanz.closing.enums import RESERVE, Contact, SeatState, TalkKind
from resonanz.closing.models import (
    Certificate,
    CertificateWish,
    ClosingSettings,
    Feedback,
    Parting,
    Seat,
)
from resonanz.programmes.models import Participation, Programme
from resonanz.tandems.enums import GOOD_ENDS, EndReason, State
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import with_people
from resonanz.tandems.signals import Event, Part

SHOWN_TO_TEAM = timedelta(days=180)  # tandems that ended longer ago are not on the list of the team
SHOWN_AFTER = timedelta(days=400)  # the tile stays so long after the end: until the last question has come


def closing_of(programme: Programme) -> ClosingSettings:
    """Return how a programme ends its tandems; the usual, which is not kept, where nobody has set anything."""
    return ClosingSettings.objects.filter(programme=programme).first() or ClosingSettings(programme=programme)


def closing_tandems(person: Any) -> QuerySet[Tandem]:
    """Return the tandems of `person` that have begun, whether or not they have ended."""
    mine = Q(mentor__person=person) | Q(mentee__person=person)
    return with_people(Tandem.objects.filter(mine, started_on__isnull=False))


def own_side(tandem: Tandem, person: Any) -> Participation:
    """Return how `person`, one of the two, takes part."""
    return tandem.mentor if tandem.side_of(person) == "mentor" else tandem.mentee


def is_near(tandem: Tandem, settings: ClosingSettings, today: date | None = None) -> bool:
    """Whether the tandem is in its last weeks, or past its day."""
    today = today or timezone.localdate()
    return tandem.ends_on is not None and today >= tandem.ends_on - timedelta(weeks=settings.weeks_before)


def seat_of(tandem: Tandem, participation: Participation) -> Seat | None:
    """Return the place in a closing talk that somebody has."""
    rows = Seat.objects.filter(tandem=tandem, participation=participation, state=SeatState.BOOKED)
    return rows.select_related("talk").first()


def parting_of(tandem: Tandem, participation: Participation) -> Parting | None:
    """Return what one of the two has settled for afterwards."""
    return Parting.objects.filter(tandem=tandem, participation=participation).first()


def contact_of(tandem: Tandem) -> str:
    """Return how the two may reach each other afterwards: the more reserved of both wishes; "" until both have said."""
    said = list(Parting.objects.filter(tandem=tandem).exclude(contact="").values_list("contact", flat=True))
    return max(said, key=lambda wish: RESERVE.index(Contact(wish))) if len(said) == 2 else ""


def sees_addresses(tandem: Tandem) -> bool:
    """Whether both see how to reach the other after the end: they go on by themselves, or both want to write."""
    if tandem.state != State.ENDED:
        return False
    return tandem.end_reason == EndReason.GOES_ON or contact_of(tandem) == Contact.WRITE


@dataclass(frozen=True)
class Step:
    """One line of the checklist; none of them is a duty."""

    key: str
    title: str
    text: str
    url: str
    icon: str
    is_done: bool


def steps_of(tandem: Tandem, person: Any) -> list[Step]:
    """Return the checklist of one of the two, as the programme has it."""
    settings, own = closing_of(tandem.cohort.programme), own_side(tandem, person)
    parting = parting_of(tandem, own)
    other = tandem.other(person).person.get_short_name()
    steps = []
    if settings.talk != TalkKind.NONE:
        steps.append(talk_step(tandem, own))
    given = Feedback.objects.filter(tandem=tandem, participation=own).exists()
    steps.append(
        Step(
            "feedback",
            _("How it was for me"),
            _("Thank you, we have it.")
            if given
            else _("Five taps and, if you like, a few words. {name} does not see it.").format(name=other),
            reverse("closing:feedback", args=[tandem.pk]),
            "message-circle",
            given,
        )
    )
    settled = parting is not None and bool(parting.contact)
    steps.append(
        Step(
            "afterwards",
            _("What remains, and how we stay in touch"),
            contact_in_words(tandem, parting, other),
            reverse("closing:afterwards", args=[tandem.pk]),
            "handshake",
            settled,
        )
    )
    if settings.has_certificate:
        steps.append(certificate_step(tandem, own))
    return steps


def contact_in_words(tandem: Tandem, parting: Parting | None, other: str) -> str:
    """Return how far the two are with the rules for afterwards, as one of them sees it."""
    if parting is None or not parting.contact:
        return _("May you write to each other? Each of you says, and the more reserved wish counts.")
    if not (agreed := contact_of(tandem)):
        return _("You have said: {wish}. {name} has not said anything yet.").format(
            wish=parting.get_contact_display(), name=other
        )
    return _("Settled for both: {wish}").format(wish=Contact(agreed).label)


def talk_step(tandem: Tandem, own: Participation) -> Step:
    """Return the line about the closing talk."""
    seat = seat_of(tandem, own)
    text = _("Choose a date, or leave it.")
    if seat is not None:
        text = _("{day}, {place}").format(day=moment(seat.talk.starts_at), place=seat.talk.place)
        if not seat.talk.is_agreed:
            text = _("{when}. The team has not said yes yet.").format(when=text)
    url = reverse("closing:talk", args=[tandem.pk])
    return Step("talk", _("Closing talk"), text, url, "users", seat is not None)


def certificate_step(tandem: Tandem, own: Participation) -> Step:
    """Return the line about the certificate."""
    url = reverse("closing:certificate", args=[tandem.pk])
    issued = Certificate.objects.filter(tandem=tandem, participation=own, withdrawn_on=None).exists()
    if issued:
        return Step(
            "certificate", _("Certificate"), _("It is there: open it, keep it, show it."), url, "graduation-cap", True
        )
    wish = CertificateWish.objects.filter(tandem=tandem, participation=own).first()
    if wish is not None and not wish.is_wanted:
        text = _("You do not want one.")
    elif wish is not None:
        text = _("We have your wishes. The team issues it at the end.")
    else:
        text = _("Your name as you wish it, a second language, what shall stand in it.")
    return Step("certificate", _("Certificate"), text, url, "graduation-cap", wish is not None)


def moment(when: Any) -> str:
    """Return a day and time by the clock of the installation, in the reader's language."""
    local = timezone.localtime(when)
    return _("{day}, {time}").format(day=date_format(local.date(), "DATE_FORMAT"), time=date_format(local, "H:i"))


def parts(tandem: Tandem, person: Any, side: str) -> list[Part | Event]:
    """Return what the page of a tandem shows of its closing."""
    if tandem.started_on is None:
        return []
    settings, url = closing_of(tandem.cohort.programme), reverse("closing:closing", args=[tandem.pk])
    if not side:
        return teams_parts(tandem, settings)
    if tandem.state == State.ENDED:
        recent = tandem.ended_on is not None and timezone.localdate() - tandem.ended_on <= SHOWN_AFTER
        good = tandem.end_reason in GOOD_ENDS
        return [Part("tile", _("Our closing"), url, "flag", order=90)] if recent and good else []
    if tandem.state != State.ACTIVE or not (tandem.ends_on is None or is_near(tandem, settings)):
        return []
    if tandem.ends_on is None:
        return [Part("tile", _("Our closing"), url, "flag", order=90)]
    steps = steps_of(tandem, person)
    done = sum(step.is_done for step in steps)
    count = _("{done} of {all}").format(done=done, all=len(steps))
    if done == len(steps):
        return [Part("tile", _("Our closing"), url, "flag", count, order=90)]
    day = date_format(tandem.ends_on, "DATE_FORMAT")
    said = _("Your time together ends on {day}.").format(day=day)
    return [Part("next", _("Our closing"), url, "flag", said, order=60)]


def teams_parts(tandem: Tandem, settings: ClosingSettings) -> list[Part | Event]:
    """Return the line that leads the team from a tandem near its end, or well ended, to where certificates are issued."""
    url = f"{reverse('closing:desk', args=[tandem.cohort.programme.slug])}#tandem-{tandem.pk}"
    if tandem.state == State.ACTIVE and tandem.ends_on is not None and is_near(tandem, settings):
        day = date_format(tandem.ends_on, "SHORT_DATE_FORMAT")
        return [Part("tile", _("Closing"), url, "flag", _("until {day}").format(day=day), order=90)]
    if tandem.state == State.ENDED and tandem.end_reason in GOOD_ENDS:
        recent = tandem.ended_on is not None and timezone.localdate() - tandem.ended_on <= SHOWN_TO_TEAM
        return [Part("tile", _("Closing"), url, "flag", order=90)] if recent else []
    return []
