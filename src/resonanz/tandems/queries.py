"""Named reads of tandems, and the columns of lists of people and tandems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from resonanz.applications.models import Application
from resonanz.core.text import in_language
from resonanz.phrases import Phrase
from resonanz.programmes.enums import CohortState, Group, PersonField
from resonanz.programmes.models import Cohort, Participation, Programme
from resonanz.programmes.queries import coordinated_by, participants, with_free_place
from resonanz.tandems.enums import (
    LIVE_STATES,
    OPEN_STATES,
    SIDES,
    WAITING_STATES,
    Answer,
    Listed,
    PersonColumn,
    State,
    TandemColumn,
)
from resonanz.tandems.models import Block, Tandem
from resonanz.tandems.signals import Event, Meter, Part, cohort_shown, room_shown
from resonanz.taxonomy import languages


def with_people(tandems: QuerySet[Tandem]) -> QuerySet[Tandem]:
    """Load both people, their profiles and the programme along with each tandem."""
    return tandems.select_related(
        "cohort__programme",
        "mentor__person__profile",
        "mentor__cohort__programme",
        "mentee__person__profile",
        "mentee__cohort__programme",
    )


def of_person(person: Any) -> QuerySet[Tandem]:
    """Return the tandems in which `person` is one of the two, the open ones first, also those not known to her or him."""
    mine = Q(mentor__person=person) | Q(mentee__person=person)
    return with_people(Tandem.objects.filter(mine)).order_by("-state", "-id")


def known(person: Any) -> Q:
    """The tandems of which `person`, as one of the two, has been told; a candidate does not know until it is her turn."""
    found = Q()
    for side in SIDES:
        told = Q(**{f"{side}_asked_at__isnull": False}) | Q(started_on__isnull=False)
        found |= Q(**{f"{side}__person": person}) & told
    return found


def known_to(person: Any) -> QuerySet[Tandem]:
    """Return the tandems that `person` has been told of as one of the two, the open ones first.

    Candidates who were set back because another one was chosen, or offered and not chosen, are not kept before one's eyes.
    """
    passed = Q(offered_with__isnull=False, state__in=[State.WITHDRAWN, State.EXPIRED])
    unanswered = Q(mentor_answer="", mentee_answer="")
    rows = with_people(Tandem.objects.filter(known(person)).exclude(passed & unanswered))
    return rows.order_by(Case(When(state__in=LIVE_STATES, then=0), default=1), "-id")


def visible_to(person: Any) -> QuerySet[Tandem]:
    """Return the tandems that `person` may know of: one's own once one was asked, and all of programmes one coordinates."""
    return with_people(Tandem.objects.filter(known(person) | Q(cohort__programme__in=coordinated_by(person))))


def of_cohort(cohort: Cohort) -> QuerySet[Tandem]:
    """Return the tandems of `cohort` with both people, newest first."""
    return with_people(Tandem.objects.filter(cohort=cohort))


def offered_together(tandem: Tandem) -> QuerySet[Tandem]:
    """Return all candidates of the choice that `tandem` belongs to, in their order, whatever became of each."""
    if tandem.offered_with_id is None:
        return Tandem.objects.none()
    return with_people(Tandem.objects.filter(offered_with=tandem.offered_with_id)).order_by("rank", "id")


def to_choose(tandem: Tandem) -> QuerySet[Tandem]:
    """Return the candidates of the same choice that may still be chosen."""
    return offered_together(tandem).filter(state=State.OFFERED)


def choosing(cohort: Cohort) -> QuerySet[Participation]:
    """Return who in `cohort` has candidates to choose from, and should be given no further ones until that is decided."""
    rows = Tandem.objects.filter(cohort=cohort, state=State.OFFERED)
    asked = [rows.filter(**{f"{side}_asked_at__isnull": False}).values(side) for side in SIDES]
    return Participation.objects.filter(Q(pk__in=asked[0]) | Q(pk__in=asked[1]))


def due_reminders(now: datetime) -> QuerySet[Tandem]:
    """Return the suggestions of whose turn somebody has to be reminded, each once, within the deadline."""
    today = timezone.localdate(now)
    found = Q(pk__in=[])
    for days in Programme.objects.order_by().values_list("reminder_days", flat=True).distinct():
        before = now - timedelta(days=days)
        late = Q()
        for side in SIDES:
            late |= Q(**{f"{side}_asked_at__lte": before, f"{side}_answer": ""})
        found |= Q(cohort__programme__reminder_days=days) & late
    waiting = Tandem.objects.filter(found, state__in=WAITING_STATES, reminded_at=None, answer_by__gte=today)
    return with_people(waiting).order_by("id")


def due_expiries(now: datetime) -> QuerySet[Tandem]:
    """Return the suggestions whose deadline is over."""
    late = Tandem.objects.filter(state__in=WAITING_STATES, answer_by__lt=timezone.localdate(now))
    return with_people(late).order_by("id")


def pairs_asked_before(cohort: Cohort) -> set[tuple[int, int]]:
    """Return the pairs of `cohort` (mentor's and mentee's participation) that a run must not bring together again.

    Somebody may have said no; only people, never the engine, bring such a pair together again. After a «rather not» it may,
    and where somebody was one of several candidates to whom nobody said anything. Where one has blocked the other, never.
    """
    rather = Q(state=State.DECLINED) & (Q(mentor_answer=Answer.RATHER_NOT) | Q(mentee_answer=Answer.RATHER_NOT))
    passed = Q(state__in=[State.WITHDRAWN, State.EXPIRED], offered_with__isnull=False, mentor_answer="", mentee_answer="")
    rows = Tandem.objects.filter(cohort=cohort).exclude(rather).exclude(passed)
    return set(rows.values_list("mentor_id", "mentee_id")) | blocked_pairs(cohort)


def common_ground(reasons: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the reasons that speak for two people, the weightiest first."""
    common = (reason for reason in reasons if reason["points"] and "back" not in reason)
    return sorted(common, key=lambda reason: -reason["points"])


def given(reasons: Sequence[Mapping[str, Any]], *, back: bool) -> list[dict[str, Any]]:
    """Return, as phrases, what one of two people can give the other where both give and take, the weightiest first.

    A reason with "back" False says what the first of the two (the column `mentor`) gives, one with True what the second.
    Of lists only what both have is named; what is still looked for says nothing about these two.
    """
    directed = [reason for reason in reasons if reason.get("back") is back and reason["points"]]
    texts = [reason["text"] for reason in sorted(directed, key=lambda reason: -reason["points"])]
    return [
        {"phrase": "{common}", "values": {"common": text["values"]["common"]}} if "common" in text["values"] else text
        for text in texts
    ]


def why_in_words(tandem: Tandem) -> list[str]:
    """Return what the two share, each in a phrase in the language that is active, by their first names."""
    language = (get_language() or "de").split("-")[0]
    names = {"the mentor": tandem.mentor.person.get_short_name(), "the mentee": tandem.mentee.person.get_short_name()}
    ways = ((False, tandem.mentor.person), (True, tandem.mentee.person))
    directed = [
        _("{name} can give: {topics}").format(name=person.get_short_name(), topics=Phrase.from_json(text).text(language))
        for back, person in ways
        for text in given(tandem.reasons, back=back)
    ]
    common = [Phrase.from_json(reason["text"]).replaced(names).text(language) for reason in common_ground(tandem.reasons)]
    return [*directed, *common]


USUAL = {
    Listed.PEOPLE: [PersonField.GROUP, PersonField.FIRST_NAME, PersonField.LAST_NAME, PersonField.EMAIL],
    Listed.TANDEMS: [f"{side}.{column}" for side in ("mentee", "mentor") for column in ("first_name", "last_name", "email")],
}
NATIVE = languages.Level.NATIVE
GROUPS = {"mentor": Group.FIRST, "mentee": Group.SECOND}


def export_columns(programme: Programme, listed: str) -> dict[str, str]:
    """Return the columns that a list can have, by key, each with its heading in the reader's language."""
    own: dict[str, str] = {str(column.value): str(column.label) for column in PersonField}
    if not programme.is_reciprocal:
        del own[PersonField.TOPICS_BACK]
    if listed == Listed.PEOPLE:
        return own | {str(column.value): str(column.label) for column in PersonColumn}
    sides = {
        f"{side}.{key}": _("{role}: {column}").format(role=side_name(programme, side), column=label)
        for side in ("mentee", "mentor")
        for key, label in own.items()
        if key != PersonField.GROUP
    }
    return sides | {str(column.value): str(column.label) for column in TandemColumn}


def side_name(programme: Programme, side: str) -> str:
    """Return what one person on `side` of a tandem is called; a whole group where both are mentor and mentee."""
    if programme.is_reciprocal:
        return programme.group_name(GROUPS[side])
    language = (get_language() or "de").split("-")[0]
    return programme.wording.render("{Mentor}" if side == "mentor" else "{Mentee}", language if language == "de" else "en")


@dataclass(frozen=True)
class Named:
    """What the cells of a list say beyond the people's own rows, each loaded once for the whole list."""

    topics: Mapping[str, str] = field(default_factory=dict)  # key → title
    partners: Mapping[int, str] = field(default_factory=dict)  # participation → with whom
    applications: Mapping[int, str] = field(default_factory=dict)  # person → state

    @classmethod
    def of(cls, cohort: Cohort) -> Named:
        """Load it for one cohort."""
        partners: dict[int, list[str]] = {}
        for tandem in of_cohort(cohort).filter(state__in=OPEN_STATES):
            partners.setdefault(tandem.mentor_id, []).append(tandem.mentee.person.full_name)
            partners.setdefault(tandem.mentee_id, []).append(tandem.mentor.person.full_name)
        applications = Application.objects.filter(cohort=cohort).order_by("id").only("person_id", "state")
        return cls(
            {topic.key: in_language(topic.title) for topic in cohort.programme.topics.all()},
            {pk: ", ".join(names) for pk, names in partners.items()},
            {application.person_id: str(application.get_state_display()) for application in applications},
        )


def export_rows(cohort: Cohort, listed: str, columns: list[str]) -> Iterator[list[Any]]:
    """Yield the cells of one row for each person, or each tandem, of `cohort`."""
    named = Named.of(cohort)
    if listed == Listed.PEOPLE:
        for participation in participants(cohort):
            yield [person_cell(participation, column, named) for column in columns]
    else:
        for tandem in of_cohort(cohort).order_by("id"):
            yield [tandem_cell(tandem, column, named) for column in columns]


def tandem_cell(tandem: Tandem, column: str, named: Named) -> Any:
    """Return one cell of a tandem: «mentee.email» is the mentee's address."""
    side, dot, own = column.partition(".")
    if dot:
        return person_cell(getattr(tandem, side), own, named)
    if column == TandemColumn.STATE:
        return str(tandem.get_state_display())
    day = getattr(tandem, column)
    return day.isoformat() if day else ""


def person_cell(participation: Participation, column: str, named: Named) -> Any:
    """Return one cell of a person, such that reading the list in again gives the same."""
    person, profile = participation.person, participation.person.profile
    match column:
        case PersonField.GROUP:
            return participation.role_name
        case PersonField.FULL_NAME:
            return person.full_name
        case PersonField.FORM_OF_ADDRESS:
            return str(person.get_form_of_address_display()) if person.form_of_address else ""
        case PersonField.LANGUAGE:
            return languages.own_name(person.language) if person.language else ""
        case PersonField.POSTCODE:
            return profile.place if "-" in profile.place else ""
        case PersonField.COUNTRY:
            return profile.place.partition("-")[0]
        case PersonField.JOB_TITLE | PersonField.INTERESTS | PersonField.ABOUT:
            return in_language(getattr(profile, column))
        case PersonField.GERMAN_LEVEL:
            level = skills_of(profile.languages).get("de")
            return languages.level_name(level, get_language() or "de") if level else ""
        case PersonField.FIRST_LANGUAGE:
            return "; ".join(
                languages.own_name(code) for code, level in skills_of(profile.languages).items() if level == NATIVE
            )
        case PersonField.TOPICS | PersonField.TOPICS_BACK:
            return "; ".join(named.topics.get(key, key) for key in getattr(participation, column))
        case PersonField.CAPACITY:
            return participation.capacity
        case PersonColumn.FREE:
            return participation.free_places
        case PersonColumn.PARTNERS:
            return named.partners.get(participation.pk, "")
        case PersonColumn.APPLICATION:
            return named.applications.get(person.pk, "")
        case PersonColumn.SINCE:
            return timezone.localdate(participation.created_at).isoformat()
    value = getattr(profile if column in OF_PROFILE else person, column)
    return "" if value is None else value


OF_PROFILE = {"languages", "occupation", "place_name", "employer", "field", "availability", "birth_year"}


def skills_of(text: str) -> dict[str, languages.Level]:
    """Return kept language skills; nothing where they were written carelessly."""
    try:
        return languages.parse_skills(text)
    except ValueError:
        return {}


def live_of(participation: Participation) -> QuerySet[Tandem]:
    """Return the suggestions and tandems of one participation that go on, with both people."""
    mine = Q(mentor=participation) | Q(mentee=participation)
    return with_people(Tandem.objects.filter(mine, state__in=LIVE_STATES)).order_by("pk")


def companions(tandem: Tandem) -> QuerySet[Tandem]:
    """Return the same mentee's tandems with a second mentor (or with the first, seen from there), while they go on."""
    first = tandem.joins_id or tandem.pk
    same = Tandem.objects.filter(Q(pk=first) | Q(joins=first), state__in=OPEN_STATES)
    return with_people(same.exclude(pk=tandem.pk)).order_by("pk")


def possible_co_mentors(tandem: Tandem) -> QuerySet[Participation]:
    """Return who could accompany the mentee beside the first mentor: free, of the same group, not with her or him yet."""
    with_her = Tandem.objects.filter(mentee=tandem.mentee, state__in=LIVE_STATES)
    return (
        with_free_place(tandem.cohort)
        .filter(group=tandem.mentor.group)
        .exclude(pk__in=with_her.values("mentor"))
        .exclude(pk=tandem.mentee_id)
    )


def participations_of(person: Any) -> QuerySet[Participation]:
    """Return where `person` takes part."""
    return Participation.objects.filter(person=person, is_active=True).select_related("cohort__programme", "person__profile")


def participations_visible_to(person: Any) -> QuerySet[Participation]:
    """Return the participations that `person` may know of: one's own, and those of programmes that one coordinates."""
    seen = Q(person=person) | Q(cohort__programme__in=coordinated_by(person))
    return Participation.objects.filter(seen).select_related("cohort__programme", "person__profile")


def waiting_of(person: Any) -> list[Participation]:
    """Return where `person` takes part and waits for somebody, each with whom to ask; not in a cohort that is finished."""
    live = Tandem.objects.filter(state__in=LIVE_STATES)
    rows = participations_of(person).exclude(cohort__state=CohortState.FINISHED).exclude(capacity=0)
    free = rows.filter(~Exists(live.filter(mentor=OuterRef("pk"))), ~Exists(live.filter(mentee=OuterRef("pk"))))
    return list(free.prefetch_related("cohort__programme__contacts"))


SHOWN_EVENTS = 8  # of the shared line, on the first page
PLACES = ("head", "next", "button", "tile", "help")


@dataclass(frozen=True)
class Room:
    """What the page of a tandem shows beyond the two themselves, as all rooms contribute to it."""

    head: list[Part]
    next: list[Part]
    buttons: list[Part]
    tiles: list[Part]
    help: list[Part]
    meters: list[Meter]
    line: list[Event]  # the newest first
    more: int  # how many further entries the line has


def room_of(tandem: Tandem, person: Any, *, all_events: bool = False) -> Room:
    """Return the parts of the tandem's page as `person` sees it, each place in its order."""
    side = tandem.side_of(person)
    answers = room_shown.send(Tandem, tandem=tandem, person=person, side=side)
    given = [*own_parts(tandem), *(entry for _receiver, entries in answers for entry in entries or ())]
    parts = sorted((entry for entry in given if isinstance(entry, Part)), key=lambda part: part.order)
    meters = [entry for entry in given if isinstance(entry, Meter)]
    line = sorted((entry for entry in given if isinstance(entry, Event)), key=lambda event: event.at, reverse=True)
    shown = line if all_events else line[:SHOWN_EVENTS]
    at = {place: [part for part in parts if part.place == place] for place in PLACES}
    return Room(at["head"], at["next"], at["button"], at["tile"], at["help"], meters, shown, len(line) - len(shown))


def own_parts(tandem: Tandem) -> list[Event]:
    """Return what this room itself knows of the shared line."""
    known = [
        (tandem.ended_on, _("The tandem ended"), False),
        (tandem.started_on, _("We both said yes"), True),
        (tandem.proposed_on, _("We were introduced to each other"), False),
    ]
    return [Event(day, text, milestone=milestone) for day, text, milestone in known if day]


def links_of(cohort: Cohort) -> list[Part]:
    """Return the pages that upper rooms have about a cohort, in their order."""
    answers: list[tuple[Any, Any]] = cohort_shown.send(Tandem, cohort=cohort)
    links = [part for _receiver, parts in answers for part in parts or () if isinstance(part, Part)]
    return sorted(links, key=lambda part: part.order)


def is_blocked(tandem: Tandem) -> bool:
    """Whether one of the two has blocked the other: then nothing goes from one to the other, and nobody is told why."""
    return blocks_between(tandem.mentor.person_id, tandem.mentee.person_id).exists()


def blocks_between(one: Any, other: Any) -> QuerySet[Block]:
    """Return the blocks between two people, whoever blocked whom."""
    return Block.objects.filter(Q(person=one, other=other) | Q(person=other, other=one))


def kept_apart(person: Any) -> set[int]:
    """Return the ids of the persons whom `person` has blocked, or who have blocked her or him."""
    found = {
        pk
        for pair in Block.objects.filter(Q(person=person) | Q(other=person)).values_list("person_id", "other_id")
        for pk in pair
    }
    return found - {getattr(person, "pk", person)}


def blocked_pairs(cohort: Cohort) -> set[tuple[int, int]]:
    """Return the pairs of participations of `cohort`, both ways round, of which one person has blocked the other."""
    here = Participation.objects.filter(cohort=cohort).values("person")
    blocks = Block.objects.filter(person__in=here, other__in=here).values_list("person_id", "other_id")
    people = {person for pair in blocks for person in pair}
    rows = Participation.objects.filter(cohort=cohort, person__in=people)
    own = dict(rows.values_list("person_id", "pk"))
    return {(own[a], own[b]) for one, other in blocks for a, b in ((one, other), (other, one))}
