"""Named reads of runs and proposals, and people as the engine wants them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from resonanz import engine
from resonanz.applications.queries.review import can_promote, to_do
from resonanz.core.text import in_language
from resonanz.engine.criteria import GRID
from resonanz.matching.enums import Objective, ProposalState
from resonanz.matching.models import MatchingRun, Proposal, SheetMatch
from resonanz.people.models import Profile
from resonanz.phrases import P, Phrase
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Cohort, Participation, Programme
from resonanz.programmes.queries import cohorts_coordinated_by, coordinated_by
from resonanz.tables import InputError, InputProblem, Table
from resonanz.tandems.enums import OPEN_STATES, State
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import pairs_asked_before

SHEETS_KEPT = timedelta(days=1)
MOST_PAIRS = 250_000  # 500 × 500, well below a second; more belongs to the command line
MOST_PROBLEMS = 50  # shown at once; the rest shows itself when these are mended


def engine_row(participation: Participation, language: str) -> dict[str, str]:
    """Return one person as a row for the engine: qualification, languages, place, time and topics, nothing else."""
    profile: Profile = participation.person.profile
    return {
        "id": str(participation.pk),
        "occupation": profile.occupation,
        "languages": profile.languages,
        "place": profile.place,
        "availability": profile.availability,
        "topics": ";".join(participation.topics),
        "interests": in_language(profile.interests, language),
        "employer": profile.employer,
        "field": profile.field,
        "places": str(participation.capacity - participation.taken),
    }


def latest_run(cohort: Cohort) -> MatchingRun | None:
    """Return the newest run of `cohort`."""
    return MatchingRun.objects.filter(cohort=cohort).first()


def forbidden_pairs(cohort: Cohort) -> set[tuple[int, int]]:
    """Return the pairs that a run must not propose: asked before, or set aside by the team."""
    aside = Proposal.objects.filter(run__cohort=cohort, state=ProposalState.DISMISSED)
    return pairs_asked_before(cohort) | set(aside.values_list("mentor_id", "mentee_id"))


def has_tasks(cohort: Any) -> bool:
    """Whether a cohort of `cohorts_today` needs its coordinator."""
    pairs = cohort.to_decide or cohort.to_answer or (cohort.waiting_count and cohort.free_places)
    return bool(pairs or cohort.to_review or cohort.talks or can_promote(cohort))


def proposals_of(run: MatchingRun | None) -> QuerySet[Proposal]:
    """Return the proposals of `run` with both people, the best fit first; none where there is no run."""
    return with_people(Proposal.objects.filter(run=run) if run else Proposal.objects.none())


def unplaced_of(run: MatchingRun | None) -> list[tuple[Participation, Phrase]]:
    """Return who found no place in `run`, each with the true reason, the second group first."""
    entries = run.unplaced if run else []
    people = Participation.objects.select_related("person__profile", "cohort__programme").in_bulk(
        [entry["participation"] for entry in entries]
    )
    return [
        (people[entry["participation"]], Phrase.from_json(entry["why"]))
        for entry in entries
        if entry["participation"] in people
    ]


def cohorts_today(person: Any) -> QuerySet[Cohort]:
    """Return the cohorts that `person` coordinates, each with the numbers that may need an act.

    `to_decide`: open proposals of any run; `to_answer`: tandems that wait for an answer; `at_work`: active tandems.
    And what `to_do` counts of the applications.
    Each number is a subquery of its own: counting over several joins at once would multiply them.
    """
    return to_do(cohorts_coordinated_by(person)).annotate(
        to_decide=counted(Proposal.objects.filter(run__cohort=OuterRef("pk"), state=ProposalState.OPEN), "run__cohort"),
        to_answer=counted(Tandem.objects.filter(cohort=OuterRef("pk"), state=State.PROPOSED), "cohort"),
        at_work=counted(Tandem.objects.filter(cohort=OuterRef("pk"), state=State.ACTIVE), "cohort"),
    )


def funnel(cohort: Cohort) -> list[tuple[str, int, float]]:
    """Return the steps of a cohort as (label, number of people of the second group, percent of the first step)."""
    people = Participation.objects.filter(cohort=cohort, group=Group.SECOND, is_active=True)
    counts = people.aggregate(
        all=Count("pk", distinct=True),
        asked=Count("pk", filter=Q(tandems_as_mentee__state__in=OPEN_STATES), distinct=True),
        at_work=Count("pk", filter=Q(tandems_as_mentee__state=State.ACTIVE), distinct=True),
    )
    labels = {
        "all": _("take part"),
        "asked": _("have a suggestion or a tandem"),
        "at_work": _("are in a tandem at work"),
    }
    return [
        (label, counts[name], 100 * counts[name] / counts["all"] if counts["all"] else 0.0) for name, label in labels.items()
    ]


def criteria_shown(programme: Programme) -> dict[str, Any]:
    """Return a programme's criteria for people: what must be, and what counts with weight and share of the greatest."""
    try:
        criteria = engine.Criteria.parse(programme.criteria, programme.slug)
    except InputError:  # said in full when somebody computes
        return {"musts": [], "weights": []}
    greatest = max((rule.weight for rule in criteria.criteria), default=0) or 1
    return {
        "musts": [rule.label for rule in criteria.musts],
        "weights": [
            {"label": rule.label, "weight": f"{rule.weight / GRID:g}", "share": 100 * rule.weight / greatest}
            for rule in criteria.criteria
        ],
    }


def counted(rows: QuerySet[Any], by: str) -> Coalesce:
    """Return the number of `rows` (which refer to an outer row through `by`) as a subquery."""
    return Coalesce(Subquery(rows.order_by().values(by).annotate(n=Count("pk")).values("n")), 0)


def with_people(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Load both people, the run's programme and the tandem along with each proposal."""
    return proposals.select_related("run__cohort__programme", "mentor__person__profile", "mentee__person__profile", "tandem")


def visible_runs(person: Any) -> QuerySet[MatchingRun]:
    """Return the runs of programmes that `person` coordinates."""
    return MatchingRun.objects.filter(cohort__programme__in=coordinated_by(person)).select_related("cohort__programme")


def visible_proposals(person: Any) -> QuerySet[Proposal]:
    """Return the proposals of programmes that `person` coordinates."""
    return with_people(Proposal.objects.filter(run__cohort__programme__in=coordinated_by(person)))


def own_sheets(person: Any) -> QuerySet[SheetMatch]:
    """Return the spreadsheets that `person` brought within the last day."""
    if not person.is_authenticated:
        return SheetMatch.objects.none()
    return SheetMatch.objects.filter(owner=person, created_at__gte=timezone.now() - SHEETS_KEPT)


def outdated_sheets() -> QuerySet[SheetMatch]:
    """Return the spreadsheets to delete."""
    return SheetMatch.objects.filter(created_at__lt=timezone.now() - SHEETS_KEPT)


def sheet_tables(sheets: SheetMatch) -> tuple[Table, Table]:
    """Return the two spreadsheets as tables, mentors first."""
    return Table(**sheets.mentors), Table(**sheets.mentees)


def too_many(name: str, mentors: int, mentees: int) -> InputProblem:
    """Return the sentence for more possible pairs than a page can weigh while somebody waits."""
    message = P(
        "{mentors} × {mentees} people are more than a page can match at once; use the command `resonanz match`.",
        mentors=mentors,
        mentees=mentees,
    )
    return InputProblem(name, None, None, message)


def matched(tables: tuple[Table, Table], settings: dict[str, Any]) -> engine.Result:
    """Return the best pairs of two spreadsheets; raises InputError with one sentence per problem.

    The two may name their people in columns of different names; the engine wants one, so it gets a copy called "id".
    """
    mentors, mentees = tables
    if len(mentors) * len(mentees) > MOST_PAIRS:
        raise InputError(too_many(mentees.name, len(mentors), len(mentees)))
    mentor_id, mentee_id = settings["columns"]["mentor"], settings["columns"]["mentee"]
    criteria: dict[str, Any] = {key: settings[key] for key in ("settings", "must", "criterion") if key in settings}
    if mentor_id == mentee_id:
        return engine.match(mentors, mentees, criteria, id=mentor_id)
    return engine.match(with_id(mentors, mentor_id), with_id(mentees, mentee_id), criteria, id="id")


def with_id(table: Table, column: str) -> Table:
    """Return `table` with `column` repeated under the name "id"."""
    rows = [{**row, "id": row[column]} for row in table.rows]
    return Table(table.name, [*(c for c in table.columns if c != "id"), "id"], rows, table.lines)


def problem_rows(error: InputError, tables: tuple[Table, Table], language: str) -> list[dict[str, Any]]:
    """Return the first problems, each with the row that it concerns: sentence, file, row number, cells, wrong column."""
    by_name = {table.name: dict(zip(table.lines, table.rows, strict=True)) for table in tables}
    return [
        {
            "sentence": problem.message.text(language),
            "file": problem.file,
            "row": problem.row,
            "column": problem.column,
            "cells": by_name.get(problem.file, {}).get(problem.row or 0, {}),
        }
        for problem in error.problems[:MOST_PROBLEMS]
    ]


def settings_shown(sheets: SheetMatch) -> list[list[Any]]:
    """Return what the pairs were computed from, as rows of name and value, for the sheet of settings."""
    criteria = engine.Criteria.parse({key: sheets.settings.get(key, []) for key in ("must", "criterion")})
    kept = sheets.settings["settings"]
    return [
        [_("Spreadsheet of the mentors"), sheets.mentors["name"]],
        [_("Spreadsheet of the mentees"), sheets.mentees["name"]],
        [_("What matters most?"), str(Objective(kept["objective"]).label)],
        [_("How many mentees can each mentor take?"), kept["capacity"]],
        *([_("Must be so"), rule.label.text(get_language() or "de")] for rule in criteria.musts),
        *([rule.label.text(get_language() or "de"), rule.weight / GRID] for rule in criteria.criteria),
    ]
