"""Whom participants may choose from: who is offered today, whom one viewer may not see, and the rows of the index.

Who looks is data: a programme in which participants choose offers its first group to the second, and in a reciprocal one
each group to the other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet

from resonanz.applications.enums import Audience, Fills
from resonanz.applications.models import Question
from resonanz.applications.queries.profile import completeness, profile_questions, profile_value
from resonanz.matching.enums import OPEN_REQUESTS, MarkKind, PairMarkKind, RequestState
from resonanz.matching.models import Mark, PairMark, Request
from resonanz.people.queries import is_suggestible
from resonanz.programmes.enums import CohortState, Group, MatchingMode, ProgrammeState
from resonanz.programmes.models import Cohort, Participation, Programme
from resonanz.tandems.enums import LIVE_STATES, Answer
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import kept_apart

OTHER = {Group.FIRST.value: Group.SECOND.value, Group.SECOND.value: Group.FIRST.value}
CHUNK = 5000  # rows that are read from the database at a time


def choosing() -> QuerySet[Programme]:
    """Return the published programmes in which participants choose."""
    return Programme.objects.filter(state=ProgrammeState.PUBLISHED, matching_mode=MatchingMode.PARTICIPANTS)


def looks(programme: Programme, group: str) -> bool:
    """Whether the people of `group` may look for somebody themselves."""
    chooses = programme.matching_mode == MatchingMode.PARTICIPANTS
    return chooses and (programme.is_reciprocal or group == Group.SECOND)


def viewer_in(person: Any, programme: Programme) -> Participation | None:
    """Return how `person` looks for somebody in `programme`; None for whoever does not."""
    rows = Participation.objects.filter(
        person=person,
        is_active=True,
        cohort__programme=programme,
        group__in=[group for group in OTHER if looks(programme, group)],
    ).exclude(cohort__state=CohortState.FINISHED)
    row = rows.select_related("person__profile", "cohort").order_by("-id").first()
    if row is not None:
        row.cohort.programme = programme  # with what has been loaded of it
    return row


def where_looking(person: Any) -> str:
    """Return the short name of the programme in which `person` may look for somebody; "" where there is none."""
    mine = Participation.objects.filter(person=person, is_active=True, cohort__programme__in=choosing())
    who = Q(group=Group.SECOND) | Q(cohort__programme__direction="reciprocal")
    rows = mine.exclude(cohort__state=CohortState.FINISHED).filter(who).order_by("-id")
    return rows.values_list("cohort__programme__slug", flat=True).first() or ""


def offered(cohort: Cohort, group: str) -> QuerySet[Participation]:
    """Return the people of `group` with a free place who may be suggested today; their profiles may be incomplete.

    Nobody where the cohort is finished.
    """
    rows = Participation.objects.filter(
        cohort=cohort, group=group, is_active=True, taken__lt=F("capacity"), person__is_active=True
    )
    return rows.filter(is_suggestible(cohort.programme.scope, "person__")).exclude(cohort__state=CohortState.FINISHED)


def out_of_sight(viewer: Participation, *, but_hidden: bool = False) -> set[int]:
    """Return the people whom `viewer` is not shown: herself, those she has hidden, and those she has dealt with.

    That is: a tandem, suggestion or request is open with them, one of the two said no before, or the team keeps them apart.
    Nor those who do not want to meet her, or whom she or they have blocked: nobody learns of it.
    A «rather not» to a suggestion, and a request that nobody answered, bar nothing. `but_hidden`: whom she has hidden
    herself is shown all the same, so that she can take it back.
    """
    found = {viewer.person_id}
    mine = Q(mentor=viewer) | Q(mentee=viewer)
    pairs = "mentor__person_id", "mentee__person_id"
    for *two, state, one, other in Tandem.objects.filter(mine).values_list(
        *pairs, "state", "mentor_answer", "mentee_answer"
    ):
        answers = {one, other}
        if state in LIVE_STATES or Answer.NO in answers or Answer.RATHER_NOT not in answers:
            found.update(two)
    barred = Q(state__in=[*OPEN_REQUESTS, RequestState.ACCEPTED, RequestState.DECLINED])
    for rows in (
        Request.objects.filter(mine & barred).values_list(*pairs),
        PairMark.objects.filter(mine, kind=PairMarkKind.FORBID).values_list(*pairs),
    ):
        for two in rows:
            found.update(two)
    if not but_hidden:
        found.update(Mark.objects.filter(viewer=viewer, kind=MarkKind.HIDE).values_list("other__person_id", flat=True))
    found.update(hid_from(viewer))
    found.update(kept_apart(viewer.person_id))
    return found


def hid_from(viewer: Participation) -> set[int]:
    """Return the persons who do not want to be brought together with `viewer`."""
    hidden = Mark.objects.filter(other__person=viewer.person_id, kind=MarkKind.HIDE)
    return set(hidden.values_list("viewer__person_id", flat=True))


def marks_of(viewer: Participation, kind: str) -> QuerySet[Mark]:
    """Return whom `viewer` has marked, the last first."""
    return Mark.objects.filter(viewer=viewer, kind=kind).order_by("-changed_at", "-id")


def in_sight(viewer: Participation, pks: Collection[int], barred: Collection[int]) -> dict[int, Participation]:
    """Return those of `pks` who are offered to `viewer` at this moment, by id, with person and profile.

    `barred`: what `out_of_sight` says.
    """
    group = OTHER[viewer.group]
    people = offered(viewer.cohort, group).filter(pk__in=pks).select_related("person__profile", "cohort__programme")
    questions = needed_questions(viewer.cohort.programme, group)
    return {row.pk: row for row in people if row.person_id not in barred and completeness(row, questions).is_complete}


def needed_questions(programme: Programme, group: str) -> list[Question]:
    """Return the questions without whose answers nobody of `group` is offered; none where the programme asks for none."""
    if not programme.needs_complete_profile:
        return []
    return [question for question in profile_questions(programme, group) if question.completes_profile]


def kept_back(programme: Programme, group: str) -> frozenset[str]:
    """Return what of a profile (values of Fills) is not for the eyes of those to whom people of `group` are suggested."""
    questions = [q for q in profile_questions(programme, group) if q.fills]
    open_to_all = {q.fills for q in questions if q.audience == Audience.SUGGESTED}
    return frozenset({q.fills for q in questions} - open_to_all)


class Entry(NamedTuple):
    """One person who is offered, as the index needs it.

    It answers for person, profile and participation at once (`entry.person.profile` is the entry), so that the functions
    for these rows take it: making three rows of the database's for each of 200,000 people would take most of the time.
    """

    pk: int
    topics: list[str]
    topics_back: list[str]
    capacity: int
    taken: int
    person_id: int
    first_name: str
    last_name: str
    name_own_script: str
    form_of_address: str
    occupation: str
    job_title: dict[str, str]
    languages: str
    place: str
    place_name: str
    availability: str
    interests: dict[str, str]
    employer: str
    field: str
    about: dict[str, str]

    @property
    def person(self) -> Entry:
        """The entry as a person."""
        return self

    @property
    def profile(self) -> Entry:
        """The entry as a profile."""
        return self


OF_PERSON = {"first_name", "last_name", "name_own_script", "form_of_address"}
OF_PARTICIPATION = {"pk", "topics", "topics_back", "capacity", "taken", "person_id"}
COLUMNS = [
    name if name in OF_PARTICIPATION else f"person__{name}" if name in OF_PERSON else f"person__profile__{name}"
    for name in Entry._fields
]


def entries(cohort: Cohort, group: str, people: Iterable[int] | None = None) -> Iterator[Entry]:
    """Yield who of `group` may be suggested today, or those of them who are among `people` (ids of persons)."""
    rows = offered(cohort, group).order_by()
    if people is not None:
        rows = rows.filter(person_id__in=list(people))
    fills = [question.fills for question in needed_questions(cohort.programme, group)]
    for values in rows.values_list(*COLUMNS).iterator(chunk_size=CHUNK):
        entry: Any = Entry(*values)
        if all(profile_value(one, entry, entry) is not None for one in fills):
            yield entry


def is_shown(fills: Fills, back: frozenset[str]) -> bool:
    """Whether a part of a profile may be shown to those to whom its owner is suggested."""
    return fills.value not in back
