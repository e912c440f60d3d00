"""Whom to recruit next: what one more place with a mentor is worth, and which new mentors would help most.

The dual price of a place says exactly what one more would bring (a longest path in the residual network). With these
prices the best single addition of any imagined mentor is known without solving again; the promising ones are made as
plain as possible, put together in number, and each advice is then verified by solving with the addition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.encode import Progress
from resonanz.engine.insight.fair import Fairness, advice_text, by_the_sum, fair_places, measured, now, place_text
from resonanz.engine.insight.profiles import Imagined, imagine
from resonanz.engine.insight.residual import NEVER, Residual
from resonanz.engine.result import Number, decimal
from resonanz.engine.solved import Solved, pair_up
from resonanz.phrases import P, Phrase

MOST_WANTING = 100  # mentees looked at: without a mentor first, then the worst fits
TRIED = 12  # imagined mentors that are verified by solving
MOST_TRAITS = 3  # besides those that musts demand
WORTH_KEEPING = 0.9  # of the points gained, to call a trait unnecessary

Profile = tuple[int, ...]


@dataclass(frozen=True)
class PlaceValue:
    """What one more place with a mentor would bring, exactly. `lowest`: the score of the worst pair then, only for
    "fairest".
    """

    mentor: str
    pairs_gained: int
    points_gained: Number
    text: Phrase
    lowest: Number | None = None


@dataclass(frozen=True)
class Advice:
    """So many more mentors of one profile, each with `places` places, and what they bring together, verified.

    `profile` holds one entry for each column of the mentors that a rule reads; `traits` are those in which it differs from
    what is usual among the mentors there are. `lowest`: the score of the worst pair then, only for "fairest".
    """

    count: int
    places: int
    profile: Mapping[str, str]
    traits: tuple[Phrase, ...]
    pairs_gained: int
    points_gained: Number
    text: Phrase
    lowest: Number | None = None


def place_values(solved: Solved) -> tuple[PlaceValue, ...]:
    """Return the mentors with whom one more place would bring something, the greatest gain first, then by id."""
    if solved.objective == "fairest":
        return tuple(_fair_value(solved, fair, mentor) for fair, mentor in fair_places(solved))
    network = Residual(solved)
    gains = network.away_from(network.market)[: network.nobody]
    order = sorted((-int(gain), mentor) for mentor, gain in enumerate(gains) if gain > 0)
    return tuple(_place_value(solved, network, mentor, -loss) for loss, mentor in order)


def recruit(
    solved: Solved, *, advices: int = 3, most: int = 5, places: int = 1, progress: Progress | None = None
) -> tuple[Advice, ...]:
    """Return the best advices on whom to recruit, the greatest gain first; each stands for itself.

    `most` bounds the number of new mentors in one advice, `places` is how many mentees each would take. What an advice says
    is exact, verified by solving again; that no other profile would bring more is not claimed, because only entries are
    tried that mentees or mentors have. For "fairest", the gain is that in fairness, and the profiles to be verified are
    those that would bring most to the sum. `progress` is called with the share done, 0 to 1. ValueError for numbers below 1.
    """
    if min(advices, most, places) < 1:
        raise ValueError("advices, most and places must be at least 1")
    priced = by_the_sum(solved) if solved.objective == "fairest" else solved
    network = Residual(priced)
    wanting = _wanting(solved, network)
    if not wanting:
        return ()
    imagined = imagine(solved, wanting)
    promising = _promising(priced, network, imagined, wanting)
    if solved.objective == "fairest":
        return _fair_advices(solved, imagined, promising, advices, most, places)
    found = []
    for number, profile in enumerate(promising, start=1):
        found.append(_in_number(solved, network, imagined, profile, most, places))
        if progress:
            progress(number / len(promising))
    found.sort(key=lambda one: (-one[0], one[2], one[1]))
    chosen: list[tuple[int, Profile, int]] = []
    for one in found:
        if all(_apart(one[1], other[1]) for other in chosen):
            chosen.append(one)
    return tuple(_advice(solved, network, imagined, *one, places) for one in chosen[:advices])


def _promising(solved: Solved, network: Residual, imagined: Imagined, wanting: list[int]) -> list[Profile]:
    """Return the profiles of which one place would bring most by the prices."""
    prices = _prices(solved, network)
    profiles: dict[Profile, int] = {}
    for mentee in wanting:
        profile = _plainest(imagined, network, prices, mentee)
        if profile is not None:
            gain = _gain(imagined, network, prices, profile)
            if gain > 0:
                profiles[profile] = gain
    return sorted(profiles, key=lambda profile: (-profiles[profile], profile))[:TRIED]


def _apart(one: Profile, other: Profile) -> bool:
    """Whether two profiles differ enough to be two advices."""
    return sum(a != b for a, b in zip(one, other, strict=True)) >= min(2, len(one))


def _place_value(solved: Solved, network: Residual, mentor: int, gain: int) -> PlaceValue:
    pairs, points = network.measure.split(gain)
    name = solved.problem.mentors.ids[mentor]
    values = {"mentor": name, "points": decimal(points)}
    text = P("one more place with {mentor} would bring {points} points", **values)
    if pairs:
        text = P("one more place with {mentor} would make one more pair; the points change by {points}", **values)
    return PlaceValue(name, pairs, decimal(points), text)


def _wanting(solved: Solved, network: Residual) -> list[int]:
    """Return mentees without a mentor, then those with the lowest scores; pinned ones want nothing."""
    scores = solved.problem.scores
    order = []
    for mentee in network.mentees.tolist():
        mentor = int(solved.mentor_of[mentee])
        order.append((mentor >= 0, int(scores[mentor, mentee]) if mentor >= 0 else 0, mentee))
    return [mentee for _, _, mentee in sorted(order)[:MOST_WANTING]]


def _prices(solved: Solved, network: Residual) -> NDArray[Any]:
    """Return what taking each mentee from where it is brings or costs the rest, shape (mentees,)."""
    prices = np.full(len(solved.problem.mentees), NEVER, dtype=network.worth.dtype)
    reached = network.away_from(network.market)[network.row_of]
    prices[network.mentees] = reached - network.worth[network.row_of, np.arange(len(network.mentees))]
    return prices


def _gain(imagined: Imagined, network: Residual, prices: NDArray[Any], profile: Profile) -> int:
    """Return exactly what one place of such a mentor brings."""
    points, passes = imagined.score(profile)
    worth = np.where(passes, network.measure.one(points.astype(prices.dtype)) + prices, 0)
    return max(int(worth.max(initial=0)), 0)


def _plainest(imagined: Imagined, network: Residual, prices: NDArray[Any], mentee: int) -> Profile | None:
    """Return a profile that suits a mentee well with few traits, and these as wide as possible.

    It starts from what is usual and what the musts demand; then the trait that brings most is added, until the gain is
    nearly that of the ideal profile or there are `MOST_TRAITS`.
    """
    ideal, profile = [], []
    for column in imagined.columns:
        able = np.flatnonzero(column.passes[:, mentee])
        if not able.size:
            return None
        ideal.append(int(able[column.points[able, mentee].argmax()]))
        profile.append(0 if column.passes[0, mentee] else ideal[-1])
    if not imagined.passes[mentee]:
        return None

    def gain(cells: list[int]) -> tuple[int, int]:
        return network.measure.split(_gain(imagined, network, prices, tuple(cells)))

    goal = gain(ideal)
    while not _nearly(gain(profile), goal) and sum(map(bool, profile)) < MOST_TRAITS:
        further = [_with(profile, place, cell) for place, cell in enumerate(ideal) if profile[place] != cell]
        if not further:
            break
        profile = max(further, key=gain)
    reached = gain(profile)
    for place, column in enumerate(imagined.columns):
        plainer = (_with(profile, place, cell) for cell in _plainer(column.cells, profile[place]))
        profile = next((one for one in plainer if _nearly(gain(one), reached)), profile)
    return tuple(profile)


def _with(profile: list[int], place: int, cell: int) -> list[int]:
    return [*profile[:place], cell, *profile[place + 1 :]]


def _nearly(gain: tuple[int, int], goal: tuple[int, int]) -> bool:
    return gain[0] >= goal[0] and gain[1] >= WORTH_KEEPING * goal[1]


def _plainer(cells: list[str], cell: int) -> list[int]:
    """Return what is plainer than an entry: the usual one, then shorter forms of it (a wider group, fewer items)."""
    text = cells[cell]
    shorter = [
        number
        for number, other in enumerate(cells)
        if other and len(other) < len(text) and (text.startswith(other) or other in text.split("; "))
    ]
    return [0, *sorted(shorter, key=lambda number: (len(cells[number]), number))] if cell else []


def _in_number(
    solved: Solved, network: Residual, imagined: Imagined, profile: Profile, most: int, places: int
) -> tuple[int, Profile, int]:
    """Return the total gain of a useful number of such mentors, the profile and the number.

    One more is useful while it still brings pairs as the first did, or half of the points the first brought.
    """
    gains = [0]
    for count in range(1, most + 1):
        gains.append(_verified(solved, network, imagined, profile, count, places))
        first, last = (network.measure.split(gains[n] - gains[n - 1]) for n in (1, count))
        if last[0] < first[0] or (first[0] <= 0 and 2 * last[1] < first[1]):
            return gains[count - 1], profile, count - 1
    return gains[most], profile, most


def _verified(solved: Solved, network: Residual, imagined: Imagined, profile: Profile, count: int, places: int) -> int:
    """Return what the optimum with so many further mentors is worth more than the plan there is."""
    made = _scores_with(solved, imagined, profile, count, places)
    pairs, points = solved.worth(solved.pairs)
    return network.measure.join(len(made) - pairs, sum(made) - points)


def _scores_with(solved: Solved, imagined: Imagined, profile: Profile, count: int, places: int) -> list[int]:
    """Return the scores of the pairs of the optimum with so many further mentors."""
    points, passes = imagined.score(profile)
    scores = np.vstack([solved.problem.scores, np.repeat(points[None], count, axis=0)])
    possible = np.vstack([solved.possible, np.repeat(passes[None], count, axis=0)])
    capacity = np.append(solved.demands.capacity, [places] * count)
    pairs, _ = pair_up(scores, possible, capacity, solved.demands.pins, solved.objective)
    return [int(scores[place]) for place in pairs]


def _fair_value(solved: Solved, fair: Fairness, mentor: int) -> PlaceValue:
    before, name = now(solved), solved.problem.mentors.ids[mentor]
    gained, points = fair.pairs - before.pairs, decimal(fair.total - before.total)
    return PlaceValue(name, gained, points, place_text(solved, name, fair), decimal(fair.lowest))


def _fair_advices(
    solved: Solved, imagined: Imagined, promising: list[Profile], advices: int, most: int, places: int
) -> tuple[Advice, ...]:
    found = [_fair_number(solved, imagined, profile, most, places) for profile in promising]
    found = [one for one in found if one[0] > now(solved)]
    found.sort(key=lambda one: (one[2], one[1]))
    found.sort(key=lambda one: one[0], reverse=True)
    chosen: list[tuple[Fairness, Profile, int]] = []
    for one in found:
        if all(_apart(one[1], other[1]) for other in chosen):
            chosen.append(one)
    return tuple(_fair_advice(solved, imagined, *one, places) for one in chosen[:advices])


def _fair_number(
    solved: Solved, imagined: Imagined, profile: Profile, most: int, places: int
) -> tuple[Fairness, Profile, int]:
    """Return the fairness with a useful number of such mentors: while one more brings pairs, or lifts the worst pair, as
    the first did.
    """
    steps = [now(solved)]
    for count in range(1, most + 1):
        steps.append(measured(solved, _scores_with(solved, imagined, profile, count, places)))
        first, last = ((steps[n].pairs - steps[n - 1].pairs, steps[n].lowest - steps[n - 1].lowest) for n in (1, count))
        if count > 1 and (last[0] < first[0] or (not first[0] and last[1] <= 0)):
            return steps[count - 1], profile, count - 1
    return steps[most], profile, most


def _fair_advice(solved: Solved, imagined: Imagined, fair: Fairness, profile: Profile, count: int, places: int) -> Advice:
    before, chosen = now(solved), list(zip(imagined.columns, profile, strict=True))
    traits = tuple(column.trait(cell) for column, cell in chosen if cell)
    entries = {column.name: column.cells[cell] for column, cell in chosen}
    gained = fair.pairs - before.pairs
    text = advice_text(_who(count, traits), gained, before, fair)
    points = decimal(fair.total - before.total)
    return Advice(count, places, entries, traits, gained, points, text, decimal(fair.lowest))


def _advice(
    solved: Solved, network: Residual, imagined: Imagined, gain: int, profile: Profile, count: int, places: int
) -> Advice:
    pairs, points = network.measure.split(gain)
    chosen = list(zip(imagined.columns, profile, strict=True))
    traits = tuple(column.trait(cell) for column, cell in chosen if cell)
    entries = {column.name: column.cells[cell] for column, cell in chosen}
    total = solved.worth(solved.pairs)[1]
    text = _sentence(count, traits, pairs, points, total)
    return Advice(count, places, entries, traits, pairs, decimal(points), text)


def _sentence(count: int, traits: tuple[Phrase, ...], pairs: int, points: int, total: int) -> Phrase:
    who = _who(count, traits)
    amount = P("{points} points", points=decimal(abs(points)))
    if total > 0:
        amount = P("{percent} %", percent=round(100 * abs(points) / total, 1))
    if pairs <= 0:
        return P("{who}: the total would rise by {amount}", who=who, amount=amount)
    what = P("one more mentee would have a mentor")
    if pairs > 1:
        what = P("{pairs} more mentees would have a mentor", pairs=pairs)
    if points < 0:
        return P("{who}: {what}, and the total would fall by {amount}", who=who, what=what, amount=amount)
    return P("{who}: {what}, and the total would rise by {amount}", who=who, what=what, amount=amount)


def _who(count: int, traits: tuple[Phrase, ...]) -> Phrase:
    if traits and count == 1:
        return P("One more mentor ({traits})", traits=list(traits))
    if traits:
        return P("{count} more mentors ({traits})", count=count, traits=list(traits))
    if count == 1:
        return P("One more mentor like most there are")
    return P("{count} more mentors like most there are", count=count)
