"""What agreement, plan and course add to the page of a tandem: for the two, and counts and days alone for the team."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from resonanz.tandems.enums import State
from resonanz.tandems.models import Tandem
from resonanz.tandems.signals import Act, Event, Part
from resonanz.together.enums.course import AgreementWish, CourseKind, VersionState
from resonanz.together.models import AgreementVersion, CourseEvent, PlanChange
from resonanz.together.queries.agreement import draft_of
from resonanz.together.queries.plan import progress_of, settings_of
from resonanz.together.queries.rooms import is_at_work


def day(value: Any) -> str:
    """Return a day as lists show it."""
    return date_format(value, "SHORT_DATE_FORMAT")


def parts(tandem: Tandem, person: Any, side: str) -> list[Part | Event]:
    """Return what this topic adds to the page of a tandem."""
    if tandem.started_on is None:
        return []
    versions = list(AgreementVersion.objects.filter(tandem=tandem))
    shown = [*line_of_agreement(tandem, versions, side), *line_of_plan(tandem, side), *line_of_course(tandem)]
    if not side:
        return [*shown, *team_tiles(tandem, versions)]
    agreement = agreement_part(tandem, person, side, versions)
    plan = plan_part(tandem)
    found: list[Part | Event] = [*shown, *([agreement] if agreement else []), plan]
    if tandem.state == State.ACTIVE:
        found.append(pause_or_change(tandem))
    return found


def agreement_part(tandem: Tandem, person: Any, side: str, versions: list[AgreementVersion]) -> Part | None:
    """Return the line of the agreement: as a next step where it waits for this person, or the programme wants one."""
    wish = settings_of(tandem.cohort.programme).agreement
    url = reverse("together:agreement", args=[tandem.pk])
    waiting = next((each for each in versions if each.state == VersionState.OPEN), None)
    valid = next((each for each in versions if each.state == VersionState.VALID), None)
    if wish == AgreementWish.OFF and not versions:
        return None
    name = tandem.other(person).person.get_short_name()
    if waiting and not waiting.agreed_at(side) and is_at_work(tandem):
        title = _("{name} has shown you your agreement").format(name=name)
        acts = (Act(_("Read the agreement"), url, is_main=True),)
        return Part("next", title, url, "handshake", _("Read it, and say yes or change it."), order=30, acts=acts)
    title, drafted = _("Our agreement"), draft_of(tandem, person) is not None
    if waiting and is_at_work(tandem):
        return Part("tile", title, url, "handshake", _("{name} is reading it").format(name=name), order=20)
    if valid and valid.valid_since:
        return Part("tile", title, url, "handshake", _("since {day}").format(day=day(valid.valid_since)), order=20)
    if wish == AgreementWish.WANTED and tandem.is_working:
        return to_write(tandem, name, drafted=drafted)
    text = _("begun") if drafted or waiting else _("not written yet")
    return Part("tile", title, url, "handshake", text, order=20)


def to_write(tandem: Tandem, name: str, *, drafted: bool) -> Part:
    """Return that an agreement is to be written, or to be written on; `name` is the other's."""
    if drafted:
        said, act = _("You have begun to write. {name} does not see it yet.").format(name=name), _("Go on writing")
    else:
        said, act = _("What do you expect of each other? Ten minutes are enough."), _("Write our agreement")
    acts = (Act(act, reverse("together:write_agreement", args=[tandem.pk]), "pencil", is_main=True),)
    url = reverse("together:agreement", args=[tandem.pk])
    return Part("next", _("Settle how you want to work together"), url, "handshake", said, order=60, acts=acts)


def plan_part(tandem: Tandem) -> Part:
    """Return the line of the plan, with how far it is."""
    progress, url = progress_of(tandem), reverse("together:plan", args=[tandem.pk])
    return Part("tile", _("Our plan"), url, "route", in_words(progress.done, progress.all, progress.dots), order=10)


def in_words(done: int, every: int, dots: str = "") -> str:
    """Return how far a plan is."""
    if not every:
        return _("no topic yet")
    said = _("{done} of {all}").format(done=done, all=every)
    return f"{said} {dots}".strip()


def pause_or_change(tandem: Tandem) -> Part:
    """Return the way to all that may change; while the two rest it stands first."""
    url = reverse("together:changed", args=[tandem.pk])
    if tandem.paused_on and not tandem.suspended_at:
        until = tandem.resumes_on
        words = _("Until {day}. Nothing has to be done.").format(day=day(until)) if until else _("Until you want to go on.")
        return Part("next", _("Your tandem takes a pause"), url, "moon", words, order=5)
    return Part("help", _("Something has changed?"), url, "refresh-cw", order=10)


def team_tiles(tandem: Tandem, versions: list[AgreementVersion]) -> list[Part | Event]:
    """Return, for the team, that there is an agreement and a plan, since when and how far; never what stands in them."""
    progress = progress_of(tandem)
    valid = next((each for each in versions if each.valid_since and each.state == VersionState.VALID), None)
    agreed = _("agreed on {day}").format(day=day(valid.valid_since)) if valid else _("not agreed yet")
    text = _("Plan: {progress} · agreement: {agreement}").format(
        progress=in_words(progress.done, progress.all), agreement=agreed
    )
    return [Part("tile", _("Course of the tandem"), reverse("together:changed", args=[tandem.pk]), "route", text, order=10)]


def line_of_agreement(tandem: Tandem, versions: list[AgreementVersion], side: str) -> Iterator[Event]:
    """Yield when the two agreed, and agreed anew."""
    url = reverse("together:agreement", args=[tandem.pk]) if side else ""
    agreed = sorted((each for each in versions if each.valid_since), key=lambda each: each.number)
    for place, version in enumerate(agreed):
        text = _("We changed our agreement") if place else _("We both said yes to our agreement")
        if version.valid_since:
            yield Event(timezone.localdate(version.valid_since), text, url, milestone=not place)


def line_of_plan(tandem: Tandem, side: str) -> Iterator[Event]:
    """Yield when the plan was made anew; why, only for the two."""
    for change in PlanChange.objects.filter(tandem=tandem):
        if side:
            text = _("Planned anew: {situation}").format(situation=change.named)
            yield Event(change.changed_on, text, reverse("together:plan", args=[tandem.pk]))
        else:
            yield Event(change.changed_on, _("Planned anew"))


def line_of_course(tandem: Tandem) -> Iterator[Event]:
    """Yield pauses and extensions."""
    for event in CourseEvent.objects.filter(tandem=tandem):
        match event.kind:
            case CourseKind.PAUSED:
                until = _("until {day}").format(day=day(event.until)) if event.until else ""
                yield Event(event.on, _("A pause"), detail=until)
            case CourseKind.RESUMED:
                yield Event(event.on, _("We went on"))
            case CourseKind.EXTENDED:
                yield Event(event.on, _("More time"), detail=_("until {day}").format(day=day(event.until)))
