"""Named reads of runs and proposals, and people as the engine wants them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from resonanz import engine
from resonanz.core.text import in_language
from resonanz.engine.criteria import GRID
from resonanz.matching.enums import PairMarkKind, RunState
from resonanz.matching.models import MatchingRun, PairMark, Proposal
from resonanz.people.models import Profile
from resonanz.phrases import P, Phrase
from resonanz.programmes.models import Cohort, Participation, Programme
from resonanz.programmes.queries import coordinated_by
from resonanz.tables import InputError, InputProblem
from resonanz.tandems.queries import pairs_asked_before

NOT_COMPARED = (RunState.WAITING, RunState.FAILED, RunState.DISCARDED)
MOST_PAIRS = 250_000  # of two spreadsheets, well below a second; more belongs to the command line


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
        "topics_back": ";".join(participation.topics_back),
        "interests": in_language(profile.interests, language),
        "employer": profile.employer,
        "field": profile.field,
        "places": str(participation.capacity - participation.taken),
    }


def runs_of(cohort: Cohort) -> QuerySet[MatchingRun]:
    """Return the runs of the whole `cohort` that were not discarded, newest first, without the profiles that they keep."""
    runs = MatchingRun.objects.filter(cohort=cohort, is_next=False).exclude(state=RunState.DISCARDED)
    return runs.defer("mentors", "mentees").select_related("computed_by", "assigned_to", "published_by")


def latest_run(cohort: Cohort) -> MatchingRun | None:
    """Return the newest run of `cohort` that was not discarded."""
    return runs_of(cohort).select_related("cohort__programme", "parent").first()


def people_of(run: MatchingRun) -> QuerySet[Participation]:
    """Return the people whose profiles a run keeps, as they are now."""
    ids = [int(row["id"]) for row in (*run.mentors, *run.mentees)]
    return Participation.objects.filter(pk__in=ids).select_related("person__profile")


def asked(run: MatchingRun) -> dict[str, Any]:
    """Return what the engine is asked for beside people and criteria; marks of people who are not (any more) in the run
    are passed over.
    """
    mentors, mentees = {row["id"] for row in run.mentors}, {row["id"] for row in run.mentees}
    pins, forbids = (
        [(str(mentor), str(mentee)) for mentor, mentee in pairs if str(mentor) in mentors and str(mentee) in mentees]
        for pairs in (run.pins, run.forbids)
    )
    return {"capacity": "places", "objective": run.objective, "pins": pins, "forbids": forbids}


def forbidden_pairs(cohort: Cohort) -> set[tuple[int, int]]:
    """Return the pairs that a run must not propose: asked before, or ruled out by the team."""
    marks = PairMark.objects.filter(cohort=cohort, kind=PairMarkKind.FORBID)
    return pairs_asked_before(cohort) | set(marks.values_list("mentor_id", "mentee_id"))


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


def without_cohort(run: str) -> list[str]:
    """Return what not to load of a run that comes along in the relation `run`: each row would bring the whole cohort."""
    columns = ["criteria", "mentors", "mentees", "left_out", "pins", "forbids", "unplaced", "problems", "insight"]
    return [f"{run}__{column}" for column in columns]


def with_people(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Load both people, the run's programme and the tandem along with each proposal."""
    rows = proposals.select_related("run__cohort__programme", "mentor__person__profile", "mentee__person__profile", "tandem")
    return rows.defer(*without_cohort("run"))


def visible_runs(person: Any) -> QuerySet[MatchingRun]:
    """Return the runs of programmes that `person` coordinates."""
    runs = MatchingRun.objects.filter(cohort__programme__in=coordinated_by(person))
    rows = runs.select_related("cohort__programme", "parent", "job", "computed_by", "assigned_to", "published_by")
    return rows.defer(*without_cohort("parent"))


def other_runs(run: MatchingRun) -> QuerySet[MatchingRun]:
    """Return the runs of the same cohort with which `run` can be compared, the newest first."""
    return MatchingRun.objects.filter(cohort_id=run.cohort_id).exclude(pk=run.pk).exclude(state__in=NOT_COMPARED)


def visible_proposals(person: Any) -> QuerySet[Proposal]:
    """Return the proposals of programmes that `person` coordinates."""
    return with_people(Proposal.objects.filter(run__cohort__programme__in=coordinated_by(person)))


def too_many(name: str, mentors: int, mentees: int) -> InputProblem:
    """Return the sentence for more possible pairs than a page can weigh while somebody waits."""
    message = P(
        "{mentors} × {mentees} people are more than a page can match at once; use the command `resonanz match`.",
        mentors=mentors,
        mentees=mentees,
    )
    return InputProblem(name, None, None, message)
