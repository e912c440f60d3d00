"""Named reads of outcomes and of what they add to a tandem's page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from resonanz.core.text import in_language
from resonanz.outcomes.enums import (
    FITS_QUALIFICATION,
    NEXT_STATES,
    USUAL_GROUPS,
    Kind,
    OutcomeState,
    ReferralState,
    ServiceKind,
)
from resonanz.outcomes.models import Outcome, OutcomeSettings, Referral, Service
from resonanz.programmes.models import Cohort, Participation, Programme
from resonanz.tandems.enums import SIDES
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import side_name, visible_to
from resonanz.tandems.signals import Event, Part
from resonanz.taxonomy import languages

SHOWN = [OutcomeState.WAITING, OutcomeState.CONFIRMED]


@dataclass(frozen=True)
class OfferedKind:
    """A kind of outcome as a programme calls it."""

    key: str
    title: str
    group: str
    is_offered: bool


def usual_kinds() -> list[dict[str, Any]]:
    """Return the kinds of a programme that has chosen none."""
    return [{"key": kind.value, "group": group, "title": {}, "offered": True} for kind, group in USUAL_GROUPS.items()]


def kind_rows(programme: Programme) -> list[dict[str, Any]]:
    """Return a programme's kinds as they are stored, or the usual ones."""
    row = OutcomeSettings.objects.filter(programme=programme).first()
    return list(row.kinds) if row else usual_kinds()


def kinds_of(programme: Programme) -> dict[str, OfferedKind]:
    """Return all kinds of a programme by key, also those that are no longer offered, in the reader's language."""
    rows = kind_rows(programme)
    return {row["key"]: OfferedKind(row["key"], named_kind(rows, row["key"]), row["group"], row["offered"]) for row in rows}


def named_kind(rows: Iterable[Mapping[str, Any]], key: str) -> str:
    """Return what a kind is called: as the programme's rows say, else as usual."""
    own = next((in_language(row["title"]) for row in rows if row["key"] == key), "")
    return own or next((str(kind.label) for kind in Kind if kind.value == key), key)


def offered_to(participation: Participation) -> list[OfferedKind]:
    """Return the kinds that can be recorded about somebody."""
    kinds = kinds_of(participation.cohort.programme).values()
    return [kind for kind in kinds if kind.is_offered and kind.group in ("", participation.group)]


def title_of(kinds: Mapping[str, OfferedKind], key: str) -> str:
    """Return what a kind is called; one that the programme forgot goes by its usual name."""
    return kinds[key].title if key in kinds else named_kind([], key)


def begun_visible_to(person: Any) -> QuerySet[Tandem]:
    """Return the tandems that have begun and that `person` may know of: one's own, and those one coordinates."""
    return visible_to(person).filter(started_on__isnull=False)


def outcomes_visible_to(person: Any) -> QuerySet[Outcome]:
    """Return the outcomes that `person` may know of; they are facts, so the team sees them, too."""
    rows = Outcome.objects.filter(tandem__in=Tandem.objects.filter(pk__in=begun_visible_to(person).values("pk")))
    return rows.select_related(
        "about", "by", "tandem__cohort__programme", "tandem__mentor__person", "tandem__mentee__person"
    )


def outcomes_of(cohort: Cohort, *, confirmed: bool = False) -> QuerySet[Outcome]:
    """Return what came of the tandems of a cohort, without what was refused or taken back, the newest first.

    `confirmed`: only what the people themselves have noted or confirmed.
    """
    states = [OutcomeState.CONFIRMED] if confirmed else SHOWN
    rows = Outcome.objects.filter(tandem__cohort=cohort, state__in=states)
    return rows.select_related("about", "by", "tandem__mentor__person", "tandem__mentee__person")


def outcome_table(cohort: Cohort, *, confirmed: bool, with_names: bool) -> tuple[list[str], list[list[Any]]]:
    """Return headings and rows of what came of a cohort, to be taken along, in order of the days; never a word of anybody.

    A tandem is told by its number, so that what belongs together is seen without names.
    """
    kinds, programme = kinds_of(cohort.programme), cohort.programme
    sides = {side: side_name(programme, side) for side in SIDES}
    said = {True: _("yes"), False: _("no"), None: ""}
    names = [_("Person"), _("In tandem with")] if with_names else []
    headings = [_("Tandem"), _("Side"), *names, _("Outcome"), _("Day"), _("Confirmed"), _("Fits the qualification")]
    rows = []
    for row in outcomes_of(cohort, confirmed=confirmed).defer("word").order_by("on", "id"):
        is_mentor = row.about_id == row.tandem.mentor.person_id
        other = row.tandem.mentee if is_mentor else row.tandem.mentor
        people = [row.about.full_name, other.person.full_name] if with_names else []
        rows.append(
            [
                row.tandem_id,
                sides["mentor" if is_mentor else "mentee"],
                *people,
                title_of(kinds, row.kind),
                row.on.isoformat(),
                said[row.state == OutcomeState.CONFIRMED],
                said[FITS_QUALIFICATION.get(row.kind)],
            ]
        )
    return headings, rows


@dataclass(frozen=True)
class Numbers:
    """How many outcomes of one kind count, and how many wait to be confirmed; `share` of the most frequent kind."""

    key: str
    title: str
    confirmed: int
    waiting: int
    share: float


def outcome_numbers(cohort: Cohort) -> list[Numbers]:
    """Return how often each kind came about in a cohort, as the programme orders them; unused kinds too, as zero."""
    found = Outcome.objects.filter(tandem__cohort=cohort, state__in=SHOWN).order_by()
    counted = {(kind, state): n for kind, state, n in found.values_list("kind", "state").annotate(n=Count("id"))}
    kinds = kinds_of(cohort.programme)
    keys = [key for key, kind in kinds.items() if kind.is_offered]
    keys += [key for key, _state in counted if key not in keys]
    most = max((n for (_kind, state), n in counted.items() if state == OutcomeState.CONFIRMED), default=1)
    return [
        Numbers(
            key,
            title_of(kinds, key),
            counted.get((key, OutcomeState.CONFIRMED), 0),
            counted.get((key, OutcomeState.WAITING), 0),
            100 * counted.get((key, OutcomeState.CONFIRMED), 0) / most,
        )
        for key in dict.fromkeys(keys)
    ]


def services_of(programme: Programme) -> QuerySet[Service]:
    """Return the directory of a programme as it is now."""
    return Service.objects.filter(programme=programme, is_active=True)


def services_found(programme: Programme, language: str, kind: str) -> list[Service]:
    """Return the services that speak `language` and are of `kind`; "" asks for nothing."""
    rows = services_of(programme).filter(kind=kind) if kind else services_of(programme)
    return [row for row in rows if not language or language in row.languages]


def languages_of(programme: Programme, reader: str) -> list[tuple[str, str]]:
    """Return the languages that the services of a programme speak, by name in the reader's language."""
    codes = {code for row in services_of(programme) for code in row.languages}
    return sorted(((code, languages.name(code, reader)) for code in codes), key=lambda entry: entry[1])


def referrals_visible_to(person: Any) -> QuerySet[Referral]:
    """Return the referrals that `person` may know of; why, only the two may read."""
    rows = Referral.objects.filter(tandem__in=Tandem.objects.filter(pk__in=begun_visible_to(person).values("pk")))
    return rows.select_related(
        "person", "by", "service", "tandem__cohort__programme", "tandem__mentor__person", "tandem__mentee__person"
    )


@dataclass(frozen=True)
class ServiceNumbers:
    """How often people of a cohort were pointed to a kind of service, and how often it was of use."""

    title: str
    referred: int
    done: int
    share: float


def referral_numbers(cohort: Cohort) -> list[ServiceNumbers]:
    """Return how often each kind of service was suggested in a cohort, the most frequent first."""
    rows = Referral.objects.filter(tandem__cohort=cohort).order_by().values_list("service__kind", "state")
    totals: dict[str, list[int]] = {}
    for kind, state, n in rows.annotate(n=Count("id")):
        entry = totals.setdefault(kind, [0, 0])
        entry[0] += n
        entry[1] += n if state == ReferralState.DONE else 0
    most = max((total for total, _done in totals.values()), default=1)
    found = [
        ServiceNumbers(str(ServiceKind(kind).label), total, done, 100 * total / most)
        for kind, (total, done) in totals.items()
    ]
    return sorted(found, key=lambda row: (-row.referred, row.title))


def next_states(referral: Referral) -> list[ReferralState]:
    """Return where the person may go from here."""
    return [ReferralState(state) for state in NEXT_STATES[referral.state]]


def parts(tandem: Tandem, person: Any, side: str) -> Iterable[Part | Event]:
    """Return what outcomes and referrals add to the page of a tandem: facts for everybody, never a word of the two."""
    if tandem.started_on is None:
        return []
    kinds = kinds_of(tandem.cohort.programme)
    outcomes = list(tandem.outcomes.filter(state__in=SHOWN).select_related("about"))
    referrals = list(tandem.referrals.select_related("service", "person"))
    url, own = reverse("outcomes:outcomes", args=[tandem.pk]), reverse("outcomes:referrals", args=[tandem.pk])
    confirmed = sum(row.state == OutcomeState.CONFIRMED and not row.is_setback for row in outcomes)
    counted = _("{n} so far").format(n=confirmed) if confirmed else ""
    open_ones = sum(row.state in (ReferralState.SUGGESTED, ReferralState.TAKEN_UP) for row in referrals)
    running = _("{n} under way").format(n=open_ones) if open_ones else ""
    found: list[Part | Event] = [
        Part("tile", _("Outcomes"), url, "sprout", text=counted, order=70),
        Part("tile", _("Advice and services"), own, "life-buoy", text=running, order=75),
    ]
    found += [event_of(row, title_of(kinds, row.kind), url) for row in outcomes]
    found += [
        Event(row.on, _("Referred to a service"), url=own, detail=f"{row.person.get_short_name()}: {row.service}")
        for row in referrals
    ]
    if side:
        found += [
            Part("next", _("Is that so?"), url, "circle-help", text=title_of(kinds, row.kind), order=30)
            for row in outcomes
            if row.state == OutcomeState.WAITING and row.about_id == person.pk
        ]
        found += [
            Part("next", row.service.name, own, "life-buoy", text=_("A service that was suggested to you"), order=45)
            for row in referrals
            if row.state == ReferralState.SUGGESTED and row.person_id == person.pk and row.by_id != person.pk
        ]
    return found


def event_of(row: Outcome, title: str, url: str) -> Event:
    """Return an outcome as an entry of the shared line; a setback belongs to it, and does not stand out."""
    detail = row.about.get_short_name()
    if row.state == OutcomeState.WAITING:
        detail = _("{name}, not confirmed yet").format(name=detail)
    return Event(row.on, title, url=url, detail=detail, milestone=row.state == OutcomeState.CONFIRMED and not row.is_setback)
