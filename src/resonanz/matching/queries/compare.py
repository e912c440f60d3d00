"""Two runs of a cohort side by side: who changed, who was won and lost, and which settings differ, in words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from resonanz import engine
from resonanz.core.text import fold, series
from resonanz.engine.criteria import GRID
from resonanz.matching.enums import Objective
from resonanz.matching.models import MatchingRun
from resonanz.matching.queries.insight import Pair, called, chosen_in
from resonanz.tables import InputError

NAMED = 6  # people whom a sentence names; of more it gives the number
WHERE = ("kind", "column", "mentor", "mentee", "value")  # what makes a rule the same rule in two runs


@dataclass(frozen=True)
class Side:
    """One person's partner in one of the runs."""

    pk: int
    percent: float


@dataclass(frozen=True)
class Change:
    """A mentee and whom she or he has in either run."""

    mentee: int
    before: list[Side]
    after: list[Side]


@dataclass(frozen=True)
class Total:
    """The numbers of one run."""

    run: MatchingRun
    pairs: int
    total: float
    fit: float | None
    mentees: int
    mentors: int


@dataclass(frozen=True)
class Comparison:
    """What differs between `before` and `after`."""

    before: Total
    after: Total
    changed: list[Change]
    won: list[Change]
    lost: list[Change]
    same: int
    mentors_won: list[int]
    mentors_lost: list[int]
    settings: list[str]


def compare_runs(before: MatchingRun, after: MatchingRun, names: Mapping[int, str]) -> Comparison:
    """Return what is different in `after` against `before`, both of the same cohort."""
    old, new = chosen_in(before), chosen_in(after)
    mentees = sorted({mentee for _mentor, mentee in (*old, *new)}, key=lambda pk: (fold(called(names, pk)), pk))
    changes = [Change(pk, sides(old, pk), sides(new, pk)) for pk in mentees]
    moved = [one for one in changes if {side.pk for side in one.before} != {side.pk for side in one.after}]
    had, have = {mentor for mentor, _mentee in old}, {mentor for mentor, _mentee in new}
    return Comparison(
        before=total_of(before, old),
        after=total_of(after, new),
        changed=[one for one in moved if one.before and one.after],
        won=[one for one in moved if not one.before],
        lost=[one for one in moved if not one.after],
        same=len(changes) - len(moved),
        mentors_won=sorted(have - had, key=lambda pk: fold(called(names, pk))),
        mentors_lost=sorted(had - have, key=lambda pk: fold(called(names, pk))),
        settings=settings_differing(before, after, names),
    )


def sides(chosen: Mapping[Pair, Any], mentee: int) -> list[Side]:
    """Return whom a mentee has."""
    return [Side(pair[0], row["percent"]) for pair, row in chosen.items() if pair[1] == mentee]


def total_of(run: MatchingRun, chosen: Mapping[Pair, Any]) -> Total:
    """Return the numbers of a run; the fit is the mean of its pairs."""
    fits = [row["percent"] for row in chosen.values()]
    mean = round(sum(fits) / len(fits), 1) if fits else None
    return Total(run, len(fits), run.total, mean, len(run.mentees), len(run.mentors))


def settings_differing(before: MatchingRun, after: MatchingRun, names: Mapping[int, str]) -> list[str]:
    """Return a sentence for each setting in which two runs differ."""
    said = []
    if before.objective != after.objective:
        values = {"new": Objective(after.objective).label, "old": Objective(before.objective).label}
        said.append(_("The aim is now “{new}”, before it was “{old}”.").format(**values))
    said += rules_differing(before, after)
    said += people_differing(before, after, names)
    said += [
        *pairs_differing(
            before.pins,
            after.pins,
            names,
            added=_("Kept together now: {pairs}."),
            gone=_("No longer kept together: {pairs}."),
        ),
        *pairs_differing(
            before.forbids, after.forbids, names, added=_("Excluded now: {pairs}."), gone=_("No longer excluded: {pairs}.")
        ),
    ]
    if before.event_id != after.event_id:
        said.append(_("The wishes of the matching event count now.") if after.event_id else _("Wishes no longer count."))
    if before.version != after.version:
        said.append(
            _("Computed with version {new} of the engine, before with {old}.").format(new=after.version, old=before.version)
        )
    return said


def rules_differing(before: MatchingRun, after: MatchingRun) -> list[str]:
    """Return what is different about conditions and criteria."""
    old, new = rules_of(before), rules_of(after)
    said = []
    for key in [*old, *(key for key in new if key not in old)]:
        group = key[0]
        if key not in new:
            text = _("“{rule}” is no condition any more.") if group == "must" else _("“{rule}” does not count any more.")
            said.append(text.format(rule=old[key].label))
        elif key not in old:
            text = _("“{rule}” is a condition now.") if group == "must" else _("“{rule}” counts now, with weight {weight}.")
            said.append(text.format(rule=new[key].label, weight=new[key].weight))
        else:
            if old[key].weight != new[key].weight:
                text = _("“{rule}” weighs {new}, before {old}.")
                said.append(text.format(rule=new[key].label, new=new[key].weight, old=old[key].weight))
            if old[key].rest != new[key].rest:
                said.append(_("“{rule}” is compared in another way.").format(rule=new[key].label))
    return said


@dataclass(frozen=True)
class Rule:
    """One condition or criterion of a run: its name for the reader, its weight, and all else that is set."""

    label: str
    weight: str
    rest: str


def rules_of(run: MatchingRun) -> dict[tuple[str, str, int], Rule]:
    """Return the rules of a run by what they compare; equal ones are counted. None where nobody could read them."""
    try:
        criteria = engine.Criteria.parse(run.criteria)
    except InputError:
        return {}
    language = (get_language() or "de").split("-")[0]
    found: dict[tuple[str, str, int], Rule] = {}
    for group, rules in (("must", criteria.musts), ("criterion", criteria.criteria)):
        met: Counter[str] = Counter()
        for raw, rule in zip(run.criteria.get(group, []), rules, strict=True):
            where = json.dumps([raw.get(key) for key in WHERE])
            met[where] += 1
            rest = {key: value for key, value in raw.items() if key not in (*WHERE, "weight", "label")}
            weight = f"{rule.weight / GRID:g}"
            if language == "de":
                weight = weight.replace(".", ",")
            found[group, where, met[where]] = Rule(rule.label.text(language), weight, json.dumps(rest, sort_keys=True))
    return found


def people_differing(before: MatchingRun, after: MatchingRun, names: Mapping[int, str]) -> list[str]:
    """Return who takes part in one of the runs only, and whose entries or places are others."""
    old, new = ({row["id"]: row for row in (*run.mentors, *run.mentees)} for run in (before, after))
    return [
        *about_people(
            new.keys() - old.keys(),
            names,
            _("Compared now, not before: {people}."),
            lambda n: ngettext("Compared now, not before: {n} person.", "Compared now, not before: {n} people.", n),
        ),
        *about_people(
            old.keys() - new.keys(),
            names,
            _("No longer compared: {people}."),
            lambda n: ngettext("No longer compared: {n} person.", "No longer compared: {n} people.", n),
        ),
        *about_people(
            (pk for pk in old.keys() & new.keys() if old[pk] != new[pk]),
            names,
            _("With other entries or places: {people}."),
            lambda n: ngettext("With other entries or places: {n} person.", "With other entries or places: {n} people.", n),
        ),
    ]


def about_people(pks: Iterable[str], names: Mapping[int, str], few: str, many: Any) -> list[str]:
    """Return one sentence about some people, by name where they are few; none about nobody."""
    those = sorted((called(names, pk) for pk in pks), key=fold)
    if not those:
        return []
    return [few.format(people=series(those)) if len(those) <= NAMED else many(len(those)).format(n=len(those))]


def pairs_differing(
    before: Sequence[Sequence[Any]], after: Sequence[Sequence[Any]], names: Mapping[int, str], *, added: str, gone: str
) -> list[str]:
    """Return which marked pairs came and went."""
    old, new = ({(int(mentor), int(mentee)) for mentor, mentee in pairs} for pairs in (before, after))
    said = []
    for those, text in ((new - old, added), (old - new, gone)):
        if those:
            pairs = sorted(f"{called(names, mentee)} & {called(names, mentor)}" for mentor, mentee in those)
            shown = series(pairs[:NAMED])
            if len(pairs) > NAMED:
                shown = ngettext("{pairs} and {n} more", "{pairs} and {n} more", len(pairs) - NAMED).format(
                    pairs=shown, n=len(pairs) - NAMED
                )
            said.append(text.format(pairs=shown))
    return said
