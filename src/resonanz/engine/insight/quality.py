"""The quality report of a run: how well pairs fit, and which groups got less, without pointing at anybody.

Groups below `minimum_group` are not shown, and where a single hidden group could be worked out from the total, further
groups are hidden with it (primary and complementary suppression; A. Hundepool and others, Statistical Disclosure Control,
2012, chapter 4). Each attribute is protected by itself; two reports of nearly the same people can still be compared with
each other, so only one should be handed out. The report says what came out, not why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from resonanz.engine.result import Result
from resonanz.engine.solved import Solved
from resonanz.phrases import P, Phrase

BANDS = (25.0, 50.0, 75.0)
NO_ENTRY = ""


@dataclass(frozen=True)
class Distribution:
    """The fit of the pairs in percent of the most possible: five numbers, None without pairs, and how many pairs lie
    in each quarter (below 25, 25 to below 50, 50 to below 75, 75 and more).
    """

    least: float | None
    lower: float | None
    median: float | None
    upper: float | None
    most: float | None
    bands: tuple[int, int, int, int]
    text: Phrase


@dataclass(frozen=True)
class Group:
    """One group: how many, how many with a mentor, and how many of these with a fit below the median of all pairs.

    `below` is None where too few have a mentor to say.
    """

    value: str
    people: int
    placed: int
    below: int | None
    text: Phrase


@dataclass(frozen=True)
class Comparison:
    """The groups of one attribute, the least favoured first, and how many groups are not shown."""

    attribute: str
    groups: tuple[Group, ...]
    hidden: int
    text: Phrase


@dataclass(frozen=True)
class Quality:
    """The report of a run."""

    mentees: int
    placed: int
    fit: Distribution
    comparisons: tuple[Comparison, ...]
    note: Phrase


def quality(
    result: Result | Solved, groups: Mapping[str, Mapping[str, str]] | None = None, minimum_group: int = 5
) -> Quality:
    """Return the report of a run.

    `groups`: attribute → mentee id → value, for whoever has given it and agreed to its use; missing and empty values
    form a group of their own. ValueError where `minimum_group` is below 2, or an id is no mentee's.
    """
    if minimum_group < 2:
        raise ValueError(f"groups shown need at least 2 people, not {minimum_group}")
    outcome = result.result if isinstance(result, Solved) else result
    fits = {pair.mentee: pair.percent for pair in outcome.pairs}
    people = [*fits, *(person.id for person in outcome.unmatched_mentees)]
    for attribute, values in (groups or {}).items():
        if strangers := sorted(set(values) - set(people)):
            raise ValueError(f"{attribute!r} names {strangers[0]!r}, who is no mentee of this run")
    middle = median(fits.values()) if fits else 0.0
    comparisons = [_comparison(name, values, people, fits, middle, minimum_group) for name, values in (groups or {}).items()]
    note = P("This says what came out, not why: a difference between groups can have many causes.")
    return Quality(len(people), len(fits), _distribution(sorted(fits.values())), tuple(comparisons), note)


def hidden_groups(sizes: Mapping[str, int], minimum: int) -> set[str]:
    """Return the groups to hide: those with 1 to `minimum` - 1 people, and with them the next smallest, until at least
    two groups with together at least `minimum` people are hidden. Groups of nobody hide nothing.
    """
    by_size = sorted((name for name, size in sizes.items() if size), key=lambda name: (sizes[name], name))
    hidden = [name for name in by_size if sizes[name] < minimum]
    for name in by_size[len(hidden) :]:
        if not hidden or (len(hidden) >= 2 and sum(sizes[one] for one in hidden) >= minimum):
            break
        hidden.append(name)
    return set(hidden)


def _distribution(fits: list[float]) -> Distribution:
    if not fits:
        return Distribution(None, None, None, None, None, (0, 0, 0, 0), P("There are no pairs."))
    edges = [0.0, *BANDS, 101.0]
    low, second, third, top = (sum(start <= fit < end for fit in fits) for start, end in pairwise(edges))
    half = len(fits) // 2  # Tukey's hinges: the medians of the halves, the middle belonging to both
    lower, middle, upper = median(fits[: len(fits) - half]), median(fits), median(fits[half:])
    text = P(
        "Half of the pairs fit by {median} % or more; the middle half lies between {lower} % and {upper} %, all between "
        "{least} % and {most} %.",
        median=float(middle),
        lower=float(lower),
        upper=float(upper),
        least=fits[0],
        most=fits[-1],
    )
    return Distribution(fits[0], lower, middle, upper, fits[-1], (low, second, third, top), text)


def _comparison(
    attribute: str, values: Mapping[str, str], people: list[str], fits: Mapping[str, float], middle: float, minimum: int
) -> Comparison:
    members: dict[str, list[str]] = {}
    for person in people:
        members.setdefault(values.get(person, NO_ENTRY).strip(), []).append(person)
    placed = {value: [person for person in those if person in fits] for value, those in members.items()}
    hidden = hidden_groups({value: len(those) for value, those in members.items()}, minimum)
    shown = {value: len(placed[value]) for value in members if value not in hidden}
    # A count among two people who have a mentor says too much about each of them.
    silent = hidden_groups(shown, minimum)
    groups = [
        _group(value, len(members[value]), placed[value], None if value in silent else fits, middle) for value in shown
    ]
    groups.sort(key=lambda group: (group.placed / group.people, -_share_below(group), group.value))
    return Comparison(attribute, tuple(groups), len(hidden), _about_hidden(attribute, len(hidden), minimum))


def _group(value: str, people: int, placed: list[str], fits: Mapping[str, float] | None, middle: float) -> Group:
    name: str | Phrase = value or P("no entry")
    values = {"group": name, "people": people, "placed": len(placed)}
    if fits is None or not placed:
        text = P("“{group}”: {placed} of {people} have a mentor", **values)
        return Group(value, people, len(placed), None if fits is None else 0, text)
    below = sum(fits[person] < middle for person in placed)
    text = P(
        "“{group}”: {placed} of {people} have a mentor; {below} of these {placed} fit less well than the median, {median} %",
        below=below,
        median=float(middle),
        **values,
    )
    return Group(value, people, len(placed), below, text)


def _share_below(group: Group) -> float:
    return group.below / group.placed if group.below and group.placed else 0.0


def _about_hidden(attribute: str, hidden: int, minimum: int) -> Phrase:
    if not hidden:
        return P("{attribute}: all groups are shown", attribute=attribute)
    return P(
        "{attribute}: {hidden} groups are not shown, because a group of fewer than {minimum} could be worked out",
        attribute=attribute,
        hidden=hidden,
        minimum=minimum,
    )
