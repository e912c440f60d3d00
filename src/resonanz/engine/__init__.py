"""People in, pairs and reasons out: encode, solve, decode. Knows no Django and no database."""

from resonanz.engine.community import Community
from resonanz.engine.criteria import Criteria, load_criteria
from resonanz.engine.insight import (
    PastPairs,
    Reciprocal,
    alternative_mentees,
    alternatives,
    blocking_pairs,
    fewer_blocking,
    match_reciprocal,
    place_values,
    price,
    quality,
    recruit,
    rematch,
    sensitivity,
    solve_reciprocal,
)
from resonanz.engine.match import explain, match, solve_cohort
from resonanz.engine.result import Check, Explanation, Pair, Reason, Result, Unmatched
from resonanz.engine.solve import Assignment, assign, assign_sparse
from resonanz.engine.solved import Solved
from resonanz.engine.suggest import suggest

__all__ = [
    "Assignment",
    "Check",
    "Community",
    "Criteria",
    "Explanation",
    "Pair",
    "PastPairs",
    "Reason",
    "Reciprocal",
    "Result",
    "Solved",
    "Unmatched",
    "alternative_mentees",
    "alternatives",
    "assign",
    "assign_sparse",
    "blocking_pairs",
    "explain",
    "fewer_blocking",
    "load_criteria",
    "match",
    "match_reciprocal",
    "place_values",
    "price",
    "quality",
    "recruit",
    "rematch",
    "sensitivity",
    "solve_cohort",
    "solve_reciprocal",
    "suggest",
]
