"""What comes out: pairs with their reasons, people without a partner and why, one pair explained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from resonanz.phrases import Phrase

Number = int | float


@dataclass(frozen=True)
class Reason:
    """One criterion of one pair: its name, the points it gave of those possible, and what the two share or
    not.
    """

    criterion: Phrase
    points: Number
    of: Number
    text: Phrase


@dataclass(frozen=True)
class Pair:
    """A suggested pair. `score` is the sum of the reasons' points, `percent` that of the most possible."""

    mentor: str
    mentee: str
    score: Number
    percent: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Unmatched:
    """A person without a partner, and the true reason."""

    id: str
    why: Phrase


@dataclass(frozen=True)
class Result:
    """The outcome of `match`. Points are decimals with at most three places; `pairs` are in the order of
    mentee ids.

    `optimal`: proven to be a best result. No result that is as good in what the objective puts before the sum (the number
    of pairs; for "fairest" also the worst pairs) has a total above `bound`, and `gap` is what is missing to it: 0 where
    the result is optimal. `fairness` of "fairest": "lexicographic", or "worst_then_total" where there were too many people
    for every rank to count; None for the other objectives.
    """

    objective: str
    total: Number
    optimal: bool
    best_possible: Number
    pairs: tuple[Pair, ...]
    unmatched_mentors: tuple[Unmatched, ...]
    unmatched_mentees: tuple[Unmatched, ...]
    bound: Number
    gap: Number = 0
    fairness: str | None = None

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """Return the JSON form, with every sentence in `language`."""
        return {
            "objective": self.objective,
            "total": self.total,
            "optimal": self.optimal,
            "bound": self.bound,
            "gap": self.gap,
            **({} if self.fairness is None else {"fairness": self.fairness}),
            "pairs": [_pair_json(pair, language) for pair in self.pairs],
            "unmatched": {
                "mentors": [_unmatched_json(person, language) for person in self.unmatched_mentors],
                "mentees": [_unmatched_json(person, language) for person in self.unmatched_mentees],
            },
        }


@dataclass(frozen=True)
class Check:
    """One must of one pair: met or not, and what the two have there."""

    must: Phrase
    passed: bool
    text: Phrase


@dataclass(frozen=True)
class Explanation:
    """One pair, explained whether it is possible or not; `score` is what it would get."""

    mentor: str
    mentee: str
    possible: bool
    musts: tuple[Check, ...]
    score: Number
    percent: float
    best_possible: Number
    reasons: tuple[Reason, ...]


def decimal(thousandths: int) -> Number:
    """Return thousandths of a point as a number that prints without binary noise."""
    whole, rest = divmod(thousandths, 1000)
    return thousandths / 1000 if rest else whole  # the nearest double of three decimals prints as these decimals


def percent(score: int, best_possible: int) -> float:
    """Return the share of the most possible, 0 to 100 with one decimal; 100 where nothing is asked for."""
    if best_possible <= 0:
        return 100.0
    return (2000 * score + best_possible) // (2 * best_possible) / 10


def _pair_json(pair: Pair, language: str) -> dict[str, Any]:
    return {
        "mentor": pair.mentor,
        "mentee": pair.mentee,
        "score": pair.score,
        "percent": pair.percent,
        "reasons": [
            {
                "criterion": reason.criterion.text(language),
                "points": reason.points,
                "of": reason.of,
                "text": reason.text.text(language),
            }
            for reason in pair.reasons
        ],
    }


def _unmatched_json(person: Unmatched, language: str) -> dict[str, Any]:
    return {"id": person.id, "why": person.why.text(language)}
