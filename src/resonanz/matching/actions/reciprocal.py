"""Where both groups give and take: what each of the two is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from resonanz import engine
from resonanz.engine.kinds.mutual import Mutual
from resonanz.matching.actions.reasons import reasons_as_json, titles_by_criterion
from resonanz.matching.models import Proposal
from resonanz.matching.queries.reciprocal import DIRECTED, back_criteria
from resonanz.matching.queries.runs import engine_row
from resonanz.phrases import P, Phrase
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Participation
from resonanz.tables import InputError

TURNED = {"the mentor": P("the mentee"), "the mentee": P("the mentor")}


def turned(entries: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return reasons of the other direction such that «the mentor» is the first of the two in them, too."""
    swapped: Any = TURNED
    return [{**entry, "text": Phrase.from_json(entry["text"]).replaced(swapped).to_json()} for entry in entries]


def marked(entries: Sequence[Mapping[str, Any]], criteria: Mapping[str, Any], *, back: bool | None) -> list[dict[str, Any]]:
    """Return the reasons of a pair with what is special about them, for `told_reasons`.

    "back": False where the first of the two gives and True where the second does, only on what differs by direction (not
    where `back` is None); "wish": whether a wish is mutual.
    """
    found = []
    for entry, rule in zip(entries, engine.Criteria.parse(criteria).criteria, strict=True):
        more: dict[str, Any] = {}
        kind = rule.kind
        if back is not None and (kind.mentor or kind.mentee) in {*DIRECTED, *DIRECTED.values()}:
            more["back"] = back
        if isinstance(kind, Mutual):
            more["wish"] = 2 * entry["points"] > entry["of"]  # more than half only where both wish for each other
        found.append({**entry, **more})
    return found


def told_reasons(proposal: Proposal) -> list[dict[str, Any]]:
    """Return the reasons of a proposal as both of the two may see them.

    Of wishes they learn only that both wished for each other, never who came first or that one wished alone. What both
    directions say alike stands there once.
    """
    ahead = [told(entry) for entry in proposal.reasons if entry.get("wish", True)]
    return ahead + [told(entry) for entry in proposal.reasons_back if entry.get("back")]


def told(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return one reason without what tells ranks."""
    if not entry.get("wish"):
        return dict(entry)
    text = P("you both wished for each other").to_json()
    return {"criterion": entry["criterion"], "points": entry["of"], "of": entry["of"], "text": text}


def reasons_of_pair(mentor: Participation, mentee: Participation) -> list[dict[str, Any]]:
    """Return why these two could go together, by the programme's criteria, also where nobody computed a run."""
    return common_ground(mentor, [mentee]).get(mentee.pk, [])


def common_ground(person: Participation, others: Sequence[Participation]) -> dict[int, list[dict[str, Any]]]:
    """Return, for each of `others` (of the other group), the reasons as the two would see them.

    All are judged with one look at the person, whether the musts of the programme hold or not.
    """
    programme = person.cohort.programme
    language = (programme.languages or ["de"])[0]
    mine, theirs = [engine_row(person, language)], [engine_row(other, language) for other in others]
    mentors, mentees = (mine, theirs) if person.group == Group.FIRST else (theirs, mine)
    weights = {key: value for key, value in programme.criteria.items() if key != "must"}
    found: dict[int, list[dict[str, Any]]] = {}
    try:
        titles = titles_by_criterion(programme, weights, [person, *others])
        for back in (False, True) if programme.is_reciprocal else (None,):
            rules = back_criteria(weights) if back else weights
            sides = (mentees, mentors) if back else (mentors, mentees)
            solved = engine.solve_cohort(*sides, rules, objective="best_total")
            for pk, reasons in reasons_of_all(solved, other_is_mentor=(sides[0] is theirs)):
                entries = marked(reasons_as_json(reasons, titles), rules, back=back)
                some = [entry for entry in turned(entries) if entry.get("back")] if back else entries
                found.setdefault(pk, []).extend(some)
    except InputError:  # a profile or criteria that cannot be read must not keep people apart
        return {}
    return found


def reasons_of_all(solved: engine.Solved, *, other_is_mentor: bool) -> list[tuple[int, tuple[engine.Reason, ...]]]:
    """Return the reasons of each pair of a problem in which one side is one person, by the id of the other."""
    ids = solved.problem.mentors.ids if other_is_mentor else solved.problem.mentees.ids
    places = [(n, 0) if other_is_mentor else (0, n) for n in range(len(ids))]
    return [(int(pk), solved.explained(place)) for pk, place in zip(ids, places, strict=True)]
