"""People in, pairs and reasons out: encode, solve, decode. Knows no Django and no database."""

from resonanz.engine.criteria import Criteria, load_criteria
from resonanz.engine.match import explain, match
from resonanz.engine.result import Check, Explanation, Pair, Reason, Result, Unmatched
from resonanz.engine.solve import Assignment, assign

__all__ = [
    "Assignment",
    "Check",
    "Criteria",
    "Explanation",
    "Pair",
    "Reason",
    "Result",
    "Unmatched",
    "assign",
    "explain",
    "load_criteria",
    "match",
]
