"""Matching a cohort: compute proposals, and accept or set aside each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Max

from resonanz import __version__, engine
from resonanz.applications.queries.profile import with_complete_profile
from resonanz.core.models import log_action
from resonanz.matching.enums import ProposalState
from resonanz.matching.models import MatchingRun, Proposal
from resonanz.matching.queries.runs import MOST_PAIRS, engine_row, forbidden_pairs, too_many
from resonanz.people.models import Person
from resonanz.phrases import P, Phrase
from resonanz.programmes.actions import NoFreePlace
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Cohort, Participation, Programme
from resonanz.programmes.queries import with_free_place
from resonanz.tables import InputError
from resonanz.tandems.actions import AlreadyDecided, AlreadyTogether, propose_tandem
from resonanz.tandems.enums import Origin
from resonanz.tandems.models import Tandem


def run_matching(*, cohort: Cohort, objective: str, by: Person | None) -> MatchingRun:
    """Compute the best pairs among the people of `cohort` who have a free place, and keep them as proposals.

    The computing happens outside the transaction. Raises `InputError` (sentences) where a profile or the programme's
    criteria cannot be read.
    """
    programme = cohort.programme
    language = (programme.languages or ["de"])[0]
    rows: dict[str, list[dict[str, str]]] = {Group.FIRST: [], Group.SECOND: []}
    free = list(with_free_place(cohort))
    complete = with_complete_profile(cohort, free)
    for participation in complete:
        rows[participation.group].append(engine_row(participation, language))
    mentors, mentees = rows[Group.FIRST], rows[Group.SECOND]
    if len(mentors) * len(mentees) > MOST_PAIRS:
        raise InputError(too_many(str(cohort), len(mentors), len(mentees)))
    result = engine.match(
        mentors,
        mentees,
        programme.criteria,
        capacity="places",
        objective=objective,
        forbids=forbids_among(cohort, mentors, mentees),
    )
    titles = titles_by_criterion(programme, complete)
    known = {participation.pk for participation in complete}
    left_out = [participation.pk for participation in free if participation.pk not in known]
    return keep_run(cohort, objective, mentors, mentees, result, titles, by, left_out)


def forbids_among(cohort: Cohort, mentors: list[dict[str, str]], mentees: list[dict[str, str]]) -> list[tuple[str, str]]:
    """Return the forbidden pairs among these people, in the engine's ids, in a fixed order."""
    one, other = {row["id"] for row in mentors}, {row["id"] for row in mentees}
    pairs = sorted((str(mentor), str(mentee)) for mentor, mentee in forbidden_pairs(cohort))
    return [(mentor, mentee) for mentor, mentee in pairs if mentor in one and mentee in other]


@transaction.atomic
def keep_run(
    cohort: Cohort,
    objective: str,
    mentors: list[dict[str, str]],
    mentees: list[dict[str, str]],
    result: engine.Result,
    titles: list[dict[str, Any]],
    by: Person | None,
    left_out: Sequence[int] = (),
) -> MatchingRun:
    """Write a computed result down as a run with its proposals; what earlier runs left open is superseded.

    `left_out` are the participations that were not compared, because their profile is not complete.
    """
    Proposal.objects.filter(run__cohort=cohort, state=ProposalState.OPEN).update(state=ProposalState.SUPERSEDED)
    run = MatchingRun.objects.create(
        cohort=cohort,
        number=next_number(cohort),
        objective=objective,
        criteria=cohort.programme.criteria,
        mentors=mentors,
        mentees=mentees,
        version=__version__,
        total=float(result.total),
        is_optimal=result.optimal,
        unplaced=[
            {"participation": int(person.id), "why": person.why.to_json()}
            for person in (*result.unmatched_mentees, *result.unmatched_mentors)
        ]
        + [{"participation": pk, "why": P("The profile is not complete yet.").to_json()} for pk in left_out],
        computed_by=by,
    )
    Proposal.objects.bulk_create(
        Proposal(
            run=run,
            mentor_id=int(pair.mentor),
            mentee_id=int(pair.mentee),
            score=float(pair.score),
            percent=float(pair.percent),
            reasons=reasons_as_json(pair.reasons, titles),
        )
        for pair in result.pairs
    )
    log_action("run_matching", by=by, on=run, scope=cohort.programme.scope, pairs=len(result.pairs))
    return run


def next_number(cohort: Cohort) -> int:
    """Return the number of the next run of `cohort`; part of the act that makes it, and one act after the other."""
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    return (cohort.matching_runs.aggregate(last=Max("number"))["last"] or 0) + 1


def titles_by_criterion(programme: Programme, people: Iterable[Participation]) -> list[dict[str, Any]]:
    """Return, for each criterion, what to show in each language for the words that the engine compared.

    Topics it knows by key; interests in the programme's first language, beside which each person gave the others.
    """
    names = {
        "topics": {topic.key: topic.title for topic in programme.topics.all()},
        "interests": dict(pair for participation in people for pair in translated_interests(participation)),
    }
    rules = engine.Criteria.parse(programme.criteria, programme.slug).criteria
    return [names.get(rule.kind.mentee or "", {}) for rule in rules]


def translated_interests(participation: Participation) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each interest in every language with all its names, where the lists of the languages run side by side."""
    lists = {
        code: [word.strip() for word in words.split(";")] for code, words in participation.person.profile.interests.items()
    }
    if len({len(words) for words in lists.values()}) == 1:
        for names in zip(*lists.values(), strict=True):
            texts = dict(zip(lists, names, strict=True))
            yield from ((name, texts) for name in names)


def reasons_as_json(reasons: Sequence[engine.Reason], titles: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the reasons of one pair in a form that can still be shown in any language."""
    return [
        {
            "criterion": reason.criterion.to_json(),
            "points": float(reason.points),
            "of": float(reason.of),
            "text": titled(reason.text, own).to_json(),
        }
        for reason, own in zip(reasons, titles, strict=True)
    ]


def titled(value: Any, titles: Mapping[str, Any]) -> Any:
    """Return a phrase (or one of its values) with topic keys replaced by titles, also within a list joined by «; »."""
    if isinstance(value, Phrase):
        return replace(value, values={name: titled(entry, titles) for name, entry in value.values.items()})
    if isinstance(value, list | tuple):
        return [titled(entry, titles) for entry in value]
    if isinstance(value, str) and value and all(key in titles for key in value.split("; ")):
        return [titles[key] for key in value.split("; ")]
    return value


def reasons_of_pair(mentor: Participation, mentee: Participation) -> list[dict[str, Any]]:
    """Return why these two could go together, by the programme's criteria, also where nobody computed a run."""
    programme = mentor.cohort.programme
    language = (programme.languages or ["de"])[0]
    row, other = engine_row(mentor, language), engine_row(mentee, language)
    try:
        explanation = engine.explain([row], [other], programme.criteria, pair=(row["id"], other["id"]))
    except InputError:  # a profile or criteria that cannot be read must not keep people apart
        return []
    return reasons_as_json(explanation.reasons, titles_by_criterion(programme, [mentor, mentee]))


def pair_by_hand(*, mentor: Participation, mentee: Participation, note: str, by: Person) -> Tandem:
    """Suggest two people to each other without a run; the note says why, for the team only.

    Raises what `propose_tandem` raises.
    """
    return propose_tandem(
        cohort=mentor.cohort,
        mentor=mentor,
        mentee=mentee,
        by=by,
        note=note,
        origin=Origin.HAND,
        reasons=reasons_of_pair(mentor, mentee),
    )


@transaction.atomic
def accept_proposal(*, proposal: Proposal, by: Person) -> None:
    """Accept a proposal: the two are asked, and the tandem waits for both answers.

    Raises:
        AlreadyDecided: it was accepted or set aside already, or a newer run took its place.
        AlreadyTogether: the two have been suggested to each other in another way.
        NoFreePlace: one of the two has entered another tandem in the meantime.
    """
    decide(proposal, ProposalState.ACCEPTED)
    proposal.tandem = propose_tandem(
        cohort=proposal.run.cohort,
        mentor=proposal.mentor,
        mentee=proposal.mentee,
        by=by,
        reasons=proposal.reasons,
    )
    proposal.save(update_fields=["tandem"])
    log_action("accept_proposal", by=by, on=proposal, scope=proposal.run.cohort.programme.scope)


@transaction.atomic
def dismiss_proposal(*, proposal: Proposal, by: Person) -> None:
    """Set a proposal aside; nobody is told. Raises AlreadyDecided where it was decided before."""
    decide(proposal, ProposalState.DISMISSED)
    log_action("dismiss_proposal", by=by, on=proposal, scope=proposal.run.cohort.programme.scope)


def decide(proposal: Proposal, state: str) -> None:
    """Move an open proposal to `state`; of two coordinators at the same moment one does it."""
    if not Proposal.objects.filter(pk=proposal.pk, state=ProposalState.OPEN).update(state=state):
        raise AlreadyDecided
    proposal.state = state


def accept_all(*, run: MatchingRun, by: Person) -> tuple[int, int]:
    """Accept every open proposal of `run`, each for itself; return how many were accepted and how many could not be."""
    accepted = left = 0
    for proposal in run.proposals.filter(state=ProposalState.OPEN).select_related(
        "run__cohort__programme", "mentor__person", "mentee__person"
    ):
        try:
            accept_proposal(proposal=proposal, by=by)
            accepted += 1
        except (AlreadyDecided, AlreadyTogether, NoFreePlace):
            left += 1
    return accepted, left
