"""A run as a record: what it was computed from and what came out, for people and for computing it again."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from resonanz import engine
from resonanz.engine.criteria import GRID
from resonanz.matching.models import MatchingRun, Proposal
from resonanz.matching.queries.runs import proposals_of, unplaced_of
from resonanz.matching.queries.workbench import with_marks
from resonanz.phrases import Phrase
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Participation
from resonanz.tables import InputError

Sheet = tuple[list[str], list[list[Any]]]


def language() -> str:
    """Return the reader's language as the engine knows it."""
    return (get_language() or "de").split("-")[0]


def criteria_said(run: MatchingRun) -> dict[str, Any]:
    """Return the weights and musts of a run in words: [(label, weight)], [label]."""
    try:
        rules = engine.Criteria.parse(run.criteria, str(run.pk))
    except InputError:  # of an older version of the engine
        return {"weights": [], "musts": []}
    return {
        "weights": [(rule.label.text(language()), f"{rule.weight / GRID:g}") for rule in rules.criteria],
        "musts": [rule.label.text(language()) for rule in rules.musts],
    }


def names_in(run: MatchingRun) -> dict[int, str]:
    """Return the full names of everybody in a run by participation."""
    ids = [int(row["id"]) for row in (*run.mentors, *run.mentees)] + list(run.left_out)
    people = Participation.objects.filter(pk__in=ids).select_related("person")
    return {one.pk: one.person.full_name for one in people}


def as_json(run: MatchingRun) -> dict[str, Any]:
    """Return all of a run: `engine.match(mentors, mentees, criteria, capacity="places", objective=…, pins=…, forbids=…)`
    of the library computes the same pairs from it.
    """
    return {
        "run": run.number,
        "cohort": str(run.cohort),
        "state": run.state,
        "name": run.name,
        "note": run.note,
        "computed_at": run.created_at.isoformat(),
        "computed_by": run.computed_by.full_name if run.computed_by else None,
        "published_at": run.published_at.isoformat() if run.published_at else None,
        "published_by": run.published_by.full_name if run.published_by else None,
        "engine": run.version,
        "seconds": run.seconds,
        "objective": run.objective,
        "criteria": run.criteria,
        "pins": [[str(pk) for pk in pair] for pair in run.pins],
        "forbids": [[str(pk) for pk in pair] for pair in run.forbids],
        "left_out": run.left_out,
        "mentors": run.mentors,
        "mentees": run.mentees,
        "names": {str(pk): name for pk, name in names_in(run).items()},
        "total": run.total,
        "is_optimal": run.is_optimal,
        "pairs": [pair_as_json(proposal) for proposal in proposals_of(run)],
        "unplaced": [{"id": str(entry["participation"]), "why": said(entry["why"])} for entry in run.unplaced],
    }


def pair_as_json(proposal: Proposal) -> dict[str, Any]:
    """Return one pair with its reasons in the reader's language."""
    return {
        "mentor": str(proposal.mentor_id),
        "mentee": str(proposal.mentee_id),
        "score": proposal.score,
        "percent": proposal.percent,
        "is_pinned": proposal.is_pinned,
        "state": proposal.state,
        "reasons": [
            {**reason, "criterion": said(reason["criterion"]), "text": said(reason["text"])} for reason in proposal.reasons
        ],
    }


def said(phrase: dict[str, Any]) -> str:
    """Return a kept phrase in the reader's language."""
    return Phrase.from_json(phrase).text(language())


def as_sheets(run: MatchingRun) -> dict[str, Sheet]:
    """Return a run as the sheets of a workbook: pairs, who is left, settings, and the profiles as they were."""
    programme = run.cohort.programme
    first, second = programme.group_name(Group.FIRST), programme.group_name(Group.SECOND)
    proposals = with_marks(proposals_of(run), run.cohort)
    labels = [said(reason["criterion"]) for reason in proposals[0].reasons] if proposals else []
    names = names_in(run)
    inputs = {
        title: (
            [_("Name"), *(rows[0] if rows else [])],
            [[names.get(int(row["id"]), ""), *row.values()] for row in rows],
        )
        for title, rows in ((_("Profiles 1"), run.mentors), (_("Profiles 2"), run.mentees))
    }
    return {
        _("Pairs"): (
            [second, first, _("Percent"), _("Points"), *labels, _("Kept together"), _("State"), _("Note")],
            [pair_row(proposal) for proposal in proposals],
        ),
        _("Not placed"): (
            [_("Name"), _("Group"), _("Why")],
            [[one.person.full_name, one.role_name, why.text(language())] for one, why in unplaced_of(run)],
        ),
        _("Settings"): ([_("Setting"), _("Value")], settings_rows(run, names)),
        **inputs,
    }


def pair_row(proposal: Proposal) -> list[Any]:
    """Return one pair as a row of the workbook."""
    mark = getattr(proposal, "mark", None)
    return [
        proposal.mentee.person.full_name,
        proposal.mentor.person.full_name,
        proposal.percent,
        proposal.score,
        *(f"{reason['points']:g} / {reason['of']:g}: {said(reason['text'])}" for reason in proposal.reasons),
        _("yes") if proposal.is_pinned else "",
        str(proposal.get_state_display()),
        mark.note if mark else "",
    ]


def settings_rows(run: MatchingRun, names: dict[int, str]) -> list[list[Any]]:
    """Return what a run was computed with, as rows of name and value."""
    criteria = criteria_said(run)

    def pairs(kept: list[list[int]]) -> str:
        return "; ".join(f"{names.get(mentee, mentee)} & {names.get(mentor, mentor)}" for mentor, mentee in kept)

    return [
        [_("Run"), run.number],
        [_("Cohort"), str(run.cohort)],
        [_("State"), str(run.get_state_display())],
        [_("Computed on"), timezone.localtime(run.created_at).strftime("%Y-%m-%d %H:%M")],
        [_("Computed by"), run.computed_by.full_name if run.computed_by else ""],
        [_("Version of the engine"), run.version],
        [_("Seconds"), run.seconds],
        [_("What matters most?"), str(run.get_objective_display())],
        *([_("Must be so"), label] for label in criteria["musts"]),
        *([label, float(weight)] for label, weight in criteria["weights"]),
        [_("Kept together"), pairs(run.pins)],
        [_("Ruled out or asked before"), pairs(run.forbids)],
        [_("Left out"), "; ".join(names.get(pk, str(pk)) for pk in run.left_out)],
        [_("Points in total"), run.total],
        [_("Proven best"), _("yes") if run.is_optimal else _("no")],
        [_("Note"), run.note],
    ]
