"""What there is about one person, as the person gets it: sections of rows, and who had access."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from resonanz.applications.models import Answer, Question
from resonanz.core.models import LogEntry, subject_of
from resonanz.core.text import in_language
from resonanz.matching.models import MatchingRun
from resonanz.people.models import Person
from resonanz.privacy.declarations import Declaration, column_label, declarations, exported, said
from resonanz.privacy.queries.values import EXTRA, as_json, in_words
from resonanz.programmes.models import Cohort
from resonanz.tandems.queries import known

OF_TWO = ("tandem__mentor__person", "tandem__mentee__person")
# Loaded along, so that a long history does not ask the database for each row.
ALONG: dict[str, tuple[str, ...]] = {
    "people.Consent": ("text",),
    "programmes.Staff": ("programme",),
    "programmes.Participation": ("cohort__programme",),
    "programmes.Interest": ("programme",),
    "programmes.ImportRow": ("batch",),
    "applications.Application": ("cohort__programme", "organisation"),
    "applications.Answer": ("application__cohort__programme",),
    "applications.Attestation": ("by",),
    "applications.Step": ("by",),
    "applications.ReviewNote": ("by",),
    "applications.Interview": ("by",),
    "applications.RecordCheck": ("by",),
    "surveys.Sheet": ("programme__survey", "cohort__programme"),
    "tandems.Tandem": ("mentor__person", "mentee__person"),
    "matching.Request": ("mentor__person", "mentee__person"),
    "matching.Wish": ("other__person",),
    "matching.Mark": ("other__person",),
    "matching.MatchingEvent_guests": ("matchingevent", "participation__person"),
    "together.Meeting": ("tandem__cohort__programme",),
    "together.Goal": OF_TWO,
    "together.DiaryEntry": OF_TWO,
    "together.Hurdle": OF_TWO,
    "outcomes.Outcome": (*OF_TWO, "tandem__cohort__programme__outcome_settings"),
    "outcomes.Referral": (*OF_TWO, "service"),
}
# Rows by whose number in the log one recognises who worked with a person's data.
SUBJECTS = (
    "people.Person", "people.Consent", "programmes.Participation", "programmes.Staff", "applications.Application",
    "applications.ReviewNote", "applications.Interview", "tandems.Tandem", "matching.Proposal", "matching.Request",
    "outcomes.Outcome", "outcomes.Referral",
)  # fmt: skip
LIST_VERBS = ("export_people", "export_outcomes", "run_matching")  # done to all people of a cohort at once


@dataclass(frozen=True)
class Section:
    """One kind of data with its rows: pairs of label and value in words, and the same as JSON."""

    declaration: Declaration
    label: str
    purpose: str
    rows: list[list[tuple[str, str]]]
    raw: list[dict[str, Any]]


@dataclass(frozen=True)
class Access:
    """That somebody of the staff did something with a person's data."""

    at: datetime
    who: str
    what: str


def rows_of(declaration: Declaration, person: Person) -> Iterable[Any]:
    """Return the rows with what their words need."""
    rows = declaration.rows_of(person).select_related(*ALONG.get(declaration.model, ()))
    if declaration.model == "tandems.Tandem" and "mentor__person" in declaration.of:
        return rows.filter(known(person))  # who was only a candidate of somebody else is told nothing of that choice
    if declaration.model == "programmes.Participation":
        return rows.prefetch_related("cohort__programme__topics")
    if declaration.model == "together.Meeting" and "topics" in declaration.columns:
        return rows.prefetch_related("tandem__plan_topics", "tandem__cohort__programme__topics")
    if declaration.model == "surveys.Sheet":
        return rows.prefetch_related("programme__survey__questions")
    return with_questions(rows) if declaration.model == "applications.Answer" else rows


def with_questions(answers: QuerySet[Answer]) -> list[Answer]:
    """Return the answers, each with its `question`, or None where the form no longer has it."""
    found = list(answers.prefetch_related("application__cohort__programme__topics"))
    programmes = {answer.application.cohort.programme_id for answer in found}
    asked = Question.objects.filter(page__programme__in=programmes).select_related("page")
    questions = {(entry.page.programme_id, entry.page.group, entry.key): entry for entry in asked}
    for answer in found:
        place = answer.application.cohort.programme_id, answer.application.group, answer.key
        answer.question = questions.get(place)  # type: ignore[attr-defined]
    return found


def sections_of(person: Person) -> list[Section]:
    """Return everything about `person` that is not withheld, in the reader's language; kinds without rows are left out."""
    found = []
    for declaration in exported():
        beside = EXTRA.get((declaration.model, declaration.columns[0]), ())  # with whom; says nothing by itself
        columns = [*beside, *declaration.columns]
        labels = {column: column_label(column) for column in columns}
        rows, raw = [], []
        for row in rows_of(declaration, person):
            words = [(labels[column], in_words(row, column, person)) for column in columns]
            if any(value for _label, value in words[len(beside) :]):
                rows.append([(label, value) for label, value in words if value])
                raw.append({column: as_json(row, column, person) for column in columns})
        if rows:
            found.append(Section(declaration, in_language(declaration.label), declaration.word("purpose"), rows, raw))
    return found


def numbers_of(person: Person) -> list[tuple[Declaration, str, int]]:
    """Return how many rows there are of each kind of data, withheld ones too."""
    counted = [(entry, in_language(entry.label), entry.filled_rows_of(person).count()) for entry in declarations()]
    return [entry for entry in counted if entry[2]]


def withheld_of(person: Person) -> list[tuple[str, str]]:
    """Return what a download leaves out although it is there: what, and why."""
    return [(label, entry.word("withheld")) for entry, label, _count in numbers_of(person) if entry.withheld]


def access_to(person: Person) -> list[Access]:
    """Return who of the staff opened or changed what about `person`, by the log, the newest first."""
    subjects = [subject_of(person)]
    for declaration in declarations():
        if declaration.model in SUBJECTS:
            label = declaration.model.lower()
            subjects += [f"{label}:{pk}" for pk in declaration.rows_of(person).values_list("pk", flat=True)]
    cohorts = Cohort.objects.filter(participations__person=person).distinct()
    lists = [subject_of(cohort) for cohort in cohorts]
    runs = [subject_of(run) for run in MatchingRun.objects.filter(cohort__in=cohorts).only("pk")]
    entries = LogEntry.objects.filter(subject__in=sorted(set(subjects))) | LogEntry.objects.filter(
        subject__in=[*lists, *runs], verb__in=LIST_VERBS
    )
    others = entries.exclude(actor=None).exclude(actor=person).select_related("actor")
    return [Access(entry.at, entry.actor.card_name, said(entry.verb)) for entry in others if entry.actor]
