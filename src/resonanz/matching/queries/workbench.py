"""What the workbench shows beside a run: marks, what has changed, and who could take it over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from resonanz.matching.enums import PairMarkKind, ProposalState, RunState
from resonanz.matching.models import MatchingRun, PairMark, Proposal
from resonanz.matching.queries.runs import forbidden_pairs, runs_of, with_people
from resonanz.people.models import Person
from resonanz.programmes.enums import AnswerOrder, Group, StaffRole
from resonanz.programmes.models import Cohort, Programme
from resonanz.programmes.queries import with_free_place

PAIRS = Count("proposals")
ASKED = Count("proposals", filter=Q(proposals__state=ProposalState.ACCEPTED))
Pairs = dict[tuple[int, int], tuple[float, float]]  # (mentor, mentee) → (score, percent)


def runs_listed(cohort: Cohort) -> QuerySet[MatchingRun]:
    """Return the runs of `cohort`, newest first, discarded ones too, each with its number of pairs and of pairs asked."""
    runs = MatchingRun.objects.filter(cohort=cohort).defer("mentors", "mentees", "unplaced", "criteria")
    people = runs.select_related("computed_by", "assigned_to", "published_by", "parent")
    return people.annotate(pair_count=PAIRS, asked_count=ASKED).order_by("-number")


def marks_of(cohort: Cohort) -> QuerySet[PairMark]:
    """Return what the team says about pairs of `cohort`, with both people."""
    return PairMark.objects.filter(cohort=cohort).select_related("mentor__person", "mentee__person", "by")


def with_marks(proposals: Iterable[Proposal], cohort: Cohort) -> list[Proposal]:
    """Return `proposals`, each with what the team says about the pair as `mark` (None for nothing)."""
    marks = {(mark.mentor_id, mark.mentee_id): mark for mark in marks_of(cohort)}
    rows = list(proposals)
    for row in rows:
        row.mark = marks.get((row.mentor_id, row.mentee_id))  # type: ignore[attr-defined]
    return rows


def not_counted_yet(run: MatchingRun) -> int:
    """Return how many pins and bans were set or lifted since the run was computed."""
    people = {int(row["id"]) for row in (*run.mentors, *run.mentees)}
    marks = PairMark.objects.filter(cohort=run.cohort_id)
    pinned = set(marks.filter(kind=PairMarkKind.PIN).values_list("mentor_id", "mentee_id"))
    forbidden = forbidden_pairs(run.cohort) - pinned
    pinned, forbidden = ({pair for pair in pairs if people.issuperset(pair)} for pairs in (pinned, forbidden))
    pins, forbids = ({(mentor, mentee) for mentor, mentee in pairs} for pairs in (run.pins, run.forbids))
    # What has been asked out of this run since is no mark.
    asked = set(run.proposals.exclude(tandem=None).values_list("mentor_id", "mentee_id"))
    return len(((pinned ^ pins) | (forbidden ^ forbids)) - asked)


def earlier_run(run: MatchingRun) -> MatchingRun | None:
    """Return the run with which a run is compared: whose settings were changed, else the one before it."""
    if run.parent_id is not None:
        return run.parent
    return runs_of(run.cohort).filter(number__lt=run.number).exclude(state__in=[RunState.WAITING, RunState.FAILED]).first()


@dataclass(frozen=True)
class Change:
    """What a plan has that `other` has not, and the reverse.

    `new` and `gone` are pairs (mentor, mentee); `won` and `lost` people (mentees) who have somebody only in one of the
    two. Points can be compared where both were computed with the same criteria; the mean of percent always.
    """

    other: MatchingRun
    new: list[tuple[int, int]]
    gone: list[tuple[int, int]]
    won: set[int]
    lost: set[int]
    pairs: tuple[int, int]  # before, now
    total: tuple[float, float]
    mean: tuple[float, float]
    is_comparable: bool

    @property
    def is_none(self) -> bool:
        """Whether both have the same pairs."""
        return not self.new and not self.gone

    @property
    def difference(self) -> float:
        """How many points more than before."""
        return round(self.total[1] - self.total[0], 3)


def pairs_of(run: MatchingRun) -> Pairs:
    """Return the pairs of a kept run with score and percent."""
    rows = run.proposals.values_list("mentor_id", "mentee_id", "score", "percent")
    return {(mentor, mentee): (score, percent) for mentor, mentee, score, percent in rows}


def change(other: MatchingRun, run: MatchingRun, now: Pairs) -> Change:
    """Return what is different in `run`, whose pairs are `now`, from what `other` has."""
    before = pairs_of(other)
    placed = [{mentee for _mentor, mentee in pairs} for pairs in (before, now)]
    return Change(
        other=other,
        new=sorted(now.keys() - before.keys()),
        gone=sorted(before.keys() - now.keys()),
        won=placed[1] - placed[0],
        lost=placed[0] - placed[1],
        pairs=(len(before), len(now)),
        total=(other.total, run.total),
        mean=(mean(before), mean(now)),
        is_comparable=other.criteria == run.criteria,
    )


def mean(pairs: Pairs) -> float:
    """Return the mean of percent; 0 where there are no pairs."""
    return round(sum(percent for _score, percent in pairs.values()) / len(pairs), 1) if pairs else 0.0


def colleagues(programme: Programme) -> QuerySet[Person]:
    """Return those who coordinate `programme`, by name."""
    return Person.objects.filter(
        staff_roles__programme=programme, staff_roles__role=StaffRole.COORDINATOR, is_active=True
    ).order_by("search_name", "id")


@dataclass(frozen=True)
class Asking:
    """What publishing a run would do now: which pairs are asked, and which cannot be or must not be."""

    pairs: list[Proposal]
    taken: list[Proposal]  # one of the two has no free place any more
    ruled_out: list[Proposal]  # by the team, since the run was computed
    first: str  # who is asked first, as the programme calls this group; "" for both at once
    then: str

    @property
    def left(self) -> int:
        """How many pairs are left aside."""
        return len(self.taken) + len(self.ruled_out)


def asking(run: MatchingRun) -> Asking:
    """Return what publishing `run` would do."""
    programme = run.cohort.programme
    free = set(with_free_place(run.cohort).values_list("pk", flat=True))
    banned = forbidden_pairs(run.cohort) - {(mentor, mentee) for mentor, mentee in run.pins}
    pairs: list[Proposal] = []
    taken: list[Proposal] = []
    ruled_out: list[Proposal] = []
    for proposal in with_people(run.proposals.filter(state=ProposalState.OPEN)):
        two = (proposal.mentor_id, proposal.mentee_id)
        kind = ruled_out if two in banned else pairs if free.issuperset(two) else taken
        kind.append(proposal)
    order = {AnswerOrder.MENTEE_FIRST: (Group.SECOND, Group.FIRST), AnswerOrder.MENTOR_FIRST: (Group.FIRST, Group.SECOND)}
    groups = order.get(AnswerOrder(programme.answer_order), ())
    first, then = (programme.group_name(group) for group in groups) if groups else ("", "")
    return Asking(pairs, taken, ruled_out, first, then)
