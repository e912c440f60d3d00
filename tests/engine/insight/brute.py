"""Small cohorts, and every plan there is for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from resonanz.engine import Solved, solve_cohort
from resonanz.engine.solved import Place

Plan = tuple[Place, ...]


@dataclass(frozen=True)
class Cohort:
    mentors: list[dict[str, Any]]
    mentees: list[dict[str, Any]]
    criteria: dict[str, Any]
    objective: str

    def solve(self, **changes: Any) -> Solved:
        given = {"objective": self.objective, "capacity": "places", **changes}
        return solve_cohort(self.mentors, self.mentees, self.criteria, **given)


def person(prefix: str, number: int, a: str, b: str, n: int, team: str, places: int) -> dict[str, Any]:
    return {"id": f"{prefix}{number}", "a": a, "b": b, "n": n, "team": team, "places": places}


@st.composite
def cohorts(draw: st.DrawFn, most: int = 4, objectives: tuple[str, ...] = ("most_pairs", "best_total")) -> Cohort:
    sides = []
    for prefix in ("m", "e"):
        rows = draw(
            st.lists(
                st.tuples(
                    st.sampled_from("XY"),
                    st.sampled_from("XYZ"),
                    st.integers(0, 7),
                    st.sampled_from("pqr"),
                    st.sampled_from([1, 1, 1, 2, 0]),
                ),
                min_size=1,
                max_size=most,
            )
        )
        sides.append([person(prefix, number, *row) for number, row in enumerate(rows)])
    weights = draw(st.tuples(*[st.integers(0, 6)] * 3))
    return Cohort(sides[0], sides[1], rules(*weights), draw(st.sampled_from(objectives)))


def rules(a: float, b: float, n: float) -> dict[str, Any]:
    return {
        "must": [{"kind": "different", "column": "team"}],
        "criterion": [
            {"kind": "equal", "column": "a", "weight": a},
            {"kind": "equal", "column": "b", "weight": b},
            {"kind": "near", "column": "n", "within": 4, "weight": n},
        ],
    }


def scores_of(solved: Solved, plan: Plan) -> tuple[int, ...]:
    """Return the scores from the worst up: of two plans with as many pairs, the greater is the fairer."""
    return tuple(sorted(int(solved.problem.scores[place]) for place in plan))


def plans(solved: Solved) -> Iterator[Plan]:
    """Yield every plan that keeps places, musts, forbids and pins."""
    pins = {mentee: mentor for mentor, mentee in solved.demands.pins}
    left = solved.demands.capacity.tolist()
    made: list[Place] = []

    def grow(mentee: int) -> Iterator[Plan]:
        if mentee == len(solved.problem.mentees):
            yield tuple(made)
            return
        for mentor in range(len(left)):
            if left[mentor] and solved.possible[mentor, mentee] and pins.get(mentee, mentor) == mentor:
                left[mentor] -= 1
                made.append((mentor, mentee))
                yield from grow(mentee + 1)
                made.pop()
                left[mentor] += 1
        if mentee not in pins:
            yield from grow(mentee + 1)

    return grow(0)


def value(solved: Solved, plan: Plan) -> tuple[Any, ...]:
    """Return what the objective compares."""
    pairs, points = solved.worth(plan)
    if solved.objective == "fairest":
        return pairs, scores_of(solved, plan)
    return (pairs, points) if solved.objective == "most_pairs" else (points, pairs)
