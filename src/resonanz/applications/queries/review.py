"""Named reads of the review: lists, the board, and what waits for the team."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from resonanz.applications.eligibility import Finding, findings, overall
from resonanz.applications.enums import DECIDED, MOVES, WAITING, ApplicationState, Verdict
from resonanz.applications.models import (
    Answer,
    Application,
    EligibilityRule,
    FormPage,
    Interview,
    Proof,
    Question,
    RecordPolicy,
    SavedFilter,
)
from resonanz.core.counting import counted
from resonanz.core.text import fold
from resonanz.people.models import Person
from resonanz.programmes.models import Cohort, Programme, Staff
from resonanz.programmes.queries import cohorts_reviewed_by, reviewed_by
from resonanz.taxonomy import languages, occupations

PER_PAGE = 50
PER_COLUMN = 30
COLUMNS = (*WAITING, ApplicationState.WAITLISTED, ApplicationState.ACCEPTED)  # of the board, from left to right
SORTS = {
    "waiting": ["submitted_at", "pk"],
    "newest": ["-submitted_at", "-pk"],
    "name": ["person__search_name", "pk"],
    "list": ["group", "waitlist_position", "pk"],
}


@dataclass
class Row:
    """One application in a list, with what was found about its conditions."""

    application: Application
    findings: list[Finding]
    answers: dict[str, Any]

    @property
    def verdict(self) -> Verdict:
        """Whether all conditions are met."""
        return overall(self.findings)

    @property
    def count_open(self) -> int:
        """How many conditions are open."""
        return sum(finding.verdict == Verdict.OPEN for finding in self.findings)

    @property
    def count_unmet(self) -> int:
        """How many conditions are not met."""
        return sum(finding.verdict == Verdict.UNMET for finding in self.findings)

    @property
    def days(self) -> int:
        """For how many days the person has waited."""
        since = self.application.submitted_at or self.application.created_at
        return (timezone.now() - since).days

    @property
    def occupation(self) -> str:
        """The occupation in the reader's language."""
        return occupation_name(self.answers.get("occupation"))

    @property
    def moves(self) -> list[str]:
        """What can be done with the application."""
        return moves_of(self.application)


def moves_of(application: Application) -> list[str]:
    """Return the moves that the state of an application allows."""
    return [move for move, (sources, _) in MOVES.items() if application.state in sources]


def occupation_name(value: Any) -> str:
    """Return an answer about an occupation in the reader's language: the title of its code, else what was written."""
    if isinstance(value, dict):
        value = value.get("title") or value.get("text") or value.get("code") or ""
    text = str(value or "")
    if occupations.exists(text):
        return occupations.title(text, (get_language() or "de").split("-")[0])
    return text


def visible_applications(person: Any) -> QuerySet[Application]:
    """Return the applications handed in to programmes that `person` coordinates; drafts are the applicants' own."""
    return (
        Application.objects.filter(cohort__programme__in=reviewed_by(person))
        .exclude(state=ApplicationState.DRAFT)
        .select_related("cohort__programme", "person", "assigned_to", "organisation", "captured_by")
    )


def with_findings(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Load along what `findings` reads."""
    return applications.prefetch_related(
        "attestations", "answers", "person__consents__text", "cohort__programme__eligibility_rules"
    )


def for_list(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Load along what a line of a list shows: of the answers only those that conditions look at, and a few more."""
    asked = Q(key__in=("languages", "occupation")) | Q(key__in=EligibilityRule.objects.values("question"))
    return applications.prefetch_related(
        Prefetch("answers", queryset=Answer.objects.filter(asked)),
        "attestations",
        "person__consents__text",
        "cohort__programme__eligibility_rules",
    )


def rows(applications: Iterable[Application]) -> list[Row]:
    """Return applications with their findings."""
    return [
        Row(application, findings(application), {entry.key: entry.value for entry in application.answers.all()})
        for application in applications
    ]


def visible_talks(person: Any) -> QuerySet[Interview]:
    """Return the talks of programmes that `person` coordinates."""
    return Interview.objects.filter(application__cohort__programme__in=reviewed_by(person)).select_related(
        "application__cohort__programme", "application__person", "by"
    )


def visible_proofs(person: Any) -> QuerySet[Proof]:
    """Return the proofs that wait for a look in programmes that `person` coordinates."""
    applications = Application.objects.filter(cohort__programme__in=reviewed_by(person)).exclude(
        state=ApplicationState.DRAFT
    )
    return Proof.objects.filter(application__in=applications).select_related("application__cohort")


def own_filters(person: Any) -> QuerySet[SavedFilter]:
    """Return the filters that `person` keeps for programmes that she still coordinates."""
    if not person.is_authenticated:
        return SavedFilter.objects.none()
    return SavedFilter.objects.filter(person=person, programme__in=reviewed_by(person))


def reviewable_cohorts(person: Any) -> QuerySet[Cohort]:
    """Return the cohorts that `person` may review, with the numbers of their people and of what is to be done."""
    return to_do(cohorts_reviewed_by(person))


def to_do(cohorts: QuerySet[Cohort]) -> QuerySet[Cohort]:
    """Count for each cohort what waits for the team.

    `to_review`: applications to decide; `unconfirmed`: of these, those the person has not confirmed yet; `on_list`: on the
    waiting list; `talks`: talks within a week. Each is a subquery of its own, so joins do not multiply them.
    """
    here = Application.objects.filter(cohort=OuterRef("pk"))
    now = timezone.now()
    talks = Interview.objects.filter(
        application__cohort=OuterRef("pk"),
        is_cancelled=False,
        starts_at__gte=now - timedelta(hours=1),
        starts_at__lt=now + timedelta(days=7),
    )
    return cohorts.annotate(
        to_review=counted(here.filter(state__in=WAITING), "cohort"),
        unconfirmed=counted(here.filter(state__in=WAITING, confirmed_at=None), "cohort"),
        on_list=counted(here.filter(state=ApplicationState.WAITLISTED), "cohort"),
        talks=counted(talks, "application__cohort"),
    )


def can_promote(cohort: Any) -> bool:
    """Whether somebody of the waiting list could get a place: mentors have more free places than people wait for one.

    Needs the counts of `reviewable_cohorts`.
    """
    return bool(cohort.on_list and cohort.free_places > cohort.waiting_count)


def waitlist(cohort: Cohort) -> QuerySet[Application]:
    """Return the waiting list of a cohort, both groups, each in its order."""
    found = Application.objects.filter(cohort=cohort, state=ApplicationState.WAITLISTED)
    return found.select_related("person", "cohort__programme").order_by("group", "waitlist_position", "pk")


def state_counts(cohort: Cohort) -> dict[str, int]:
    """Return how many applications of a cohort are in each state, drafts left out; "open" is all that wait."""
    found = Application.objects.filter(cohort=cohort).exclude(state=ApplicationState.DRAFT)
    counts = dict(found.order_by().values_list("state").annotate(n=Count("pk")))
    return {state: counts.get(state, 0) for state in ApplicationState.values if state != ApplicationState.DRAFT} | {
        "open": sum(counts.get(state, 0) for state in WAITING),
        "all": sum(counts.values()),
    }


def listed(cohort: Cohort, wanted: dict[str, Any], by: Person) -> QuerySet[Application] | list[Application]:
    """Return the applications of a cohort that a filter (the cleaned data of `FilterForm`) asks for, in its order.

    What the database can tell comes as a queryset. Conditions, languages and occupations are judged from the answers, so
    asking for those loads the candidates and returns a list.
    """
    found = Application.objects.filter(cohort=cohort).exclude(state=ApplicationState.DRAFT)
    found = found.select_related("person", "assigned_to", "cohort__programme")
    found = found.filter(conditions(wanted, by)).order_by(*SORTS[wanted.get("sort") or "waiting"])
    found = for_list(found)
    if not any(wanted.get(name) for name in ("verdict", "language", "occupation")):
        return found
    return [row.application for row in rows(found) if is_wanted(row, wanted)]


def conditions(wanted: dict[str, Any], by: Person) -> Q:
    """Return what the database checks of a filter."""
    query = Q()
    for word in fold(wanted.get("q") or "").split():
        query &= Q(person__search_name__contains=word)
    state = wanted.get("state") or "open"
    if state == "open":
        query &= Q(state__in=WAITING)
    elif state != "all":
        query &= Q(state=state)
    if wanted.get("group"):
        query &= Q(group=wanted["group"])
    if wanted.get("origin"):
        query &= Q(origin=wanted["origin"])
    if wanted.get("unconfirmed"):
        query &= Q(confirmed_at=None)
    if wanted.get("waiting"):
        query &= Q(submitted_at__lte=timezone.now() - timedelta(days=int(wanted["waiting"])))
    if wanted.get("talks"):
        now = timezone.now()
        talks = Interview.objects.filter(
            is_cancelled=False, starts_at__gte=now - timedelta(hours=1), starts_at__lt=now + timedelta(days=7)
        )
        query &= Q(pk__in=talks.values("application"))
    assigned = wanted.get("assigned")
    if assigned == "me":
        query &= Q(assigned_to=by)
    elif assigned == "nobody":
        query &= Q(assigned_to=None)
    elif assigned:
        query &= Q(assigned_to=int(assigned))
    return query


def is_wanted(row: Row, wanted: dict[str, Any]) -> bool:
    """Whether a row fits what a filter asks about conditions, languages and occupation."""
    if wanted.get("verdict") and row.verdict != wanted["verdict"]:
        return False
    if wanted.get("language") and wanted["language"] not in spoken(row.answers):
        return False
    words = fold(wanted.get("occupation") or "").split()
    job = fold(row.occupation)
    return all(word in job for word in words)


def spoken(answers: dict[str, Any]) -> set[str]:
    """Return the codes of the languages that somebody stated."""
    try:
        return set(languages.parse_skills(str(answers.get("languages", ""))))
    except ValueError:
        return set()


def languages_stated(cohort: Cohort) -> list[str]:
    """Return the codes of all languages in the applications of a cohort, for the filter."""
    stated = Answer.objects.filter(application__cohort=cohort, key="languages").values_list("value", flat=True)
    return sorted({code for text in stated for code in spoken({"languages": text})})


def board(cohort: Cohort) -> list[dict[str, Any]]:
    """Return the columns of the board: the state, its number, and the first rows, who has waited longest first."""
    counts = state_counts(cohort)
    found: dict[str, list[Application]] = {state: [] for state in COLUMNS}
    keys = []
    for state in COLUMNS:
        order = "-decided_at" if state in DECIDED else "waitlist_position" if state == "waitlisted" else "submitted_at"
        here = Application.objects.filter(cohort=cohort, state=state).order_by(order, "pk")
        keys += list(here.values_list("pk", flat=True)[:PER_COLUMN])
    loaded = Application.objects.filter(pk__in=keys).select_related("person", "assigned_to", "cohort__programme")
    by_key = {application.pk: application for application in for_list(loaded)}
    for key in keys:
        found[by_key[key].state].append(by_key[key])
    return [
        {
            "state": state,
            "label": ApplicationState(state).label,
            "count": counts[state],
            "rows": rows(found[state]),
            "more": counts[state] - len(found[state]),
        }
        for state in COLUMNS
    ]


def form_of(application: Application) -> list[tuple[FormPage, list[tuple[Question, Any, Proof | None]]]]:
    """Return what was answered, page by page as the form asks it: question, answer (None without one), and its proof."""
    answers = {entry.key: entry.value for entry in application.answers.all()}
    proofs = {proof.key: proof for proof in application.proofs.defer("content")}
    pages = FormPage.objects.filter(programme=application.cohort.programme_id, group=application.group).prefetch_related(
        Prefetch("questions", queryset=Question.objects.order_by("position", "id"))
    )
    return [
        (page, [(question, answers.get(question.key), proofs.get(question.key)) for question in page.questions.all()])
        for page in pages
    ]


def loose_answers(application: Application, pages: Iterable[Any]) -> list[tuple[str, Any]]:
    """Return the answers to questions that the form does not ask any more."""
    asked = {question.key for _, questions in pages for question, _, _ in questions}
    return [(entry.key, entry.value) for entry in application.answers.all() if entry.key not in asked]


def colleagues(programme: Programme) -> QuerySet[Person]:
    """Return who works for a programme."""
    return Person.objects.filter(pk__in=Staff.objects.filter(programme=programme).values("person"))


def rule_of(application: Application, key: str) -> EligibilityRule | None:
    """Return one condition that holds for an application."""
    rows = EligibilityRule.objects.filter(programme=application.cohort.programme_id, group=application.group, key=key)
    return rows.filter(is_archived=False).first()


def policy_of(application: Application) -> RecordPolicy | None:
    """Return on which ground the applicant's certificate of criminal records may be looked at; None where on none."""
    return RecordPolicy.objects.filter(programme=application.cohort.programme_id, group=application.group).first()
