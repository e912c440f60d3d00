"""What only a solved model can tell: alternatives, whom to recruit, stability, sensitivity, re-matching, quality."""

from resonanz.engine.insight.alternatives import Alternative, Move, alternative_mentees, alternatives, price
from resonanz.engine.insight.past import PastPairs
from resonanz.engine.insight.quality import Comparison, Distribution, Group, Quality, quality
from resonanz.engine.insight.reciprocal import PeerPair, PeerResult, Reciprocal, match_reciprocal, solve_reciprocal
from resonanz.engine.insight.recruit import Advice, PlaceValue, place_values, recruit
from resonanz.engine.insight.rematch import NewPlan, Rematch, rematch
from resonanz.engine.insight.sensitivity import Reach, sensitivity
from resonanz.engine.insight.stability import Blocking, BoundedPlan, blocking_pairs, fewer_blocking

__all__ = [
    "Advice",
    "Alternative",
    "Blocking",
    "BoundedPlan",
    "Comparison",
    "Distribution",
    "Group",
    "Move",
    "NewPlan",
    "PastPairs",
    "PeerPair",
    "PeerResult",
    "PlaceValue",
    "Quality",
    "Reach",
    "Reciprocal",
    "Rematch",
    "alternative_mentees",
    "alternatives",
    "blocking_pairs",
    "fewer_blocking",
    "match_reciprocal",
    "place_values",
    "price",
    "quality",
    "recruit",
    "rematch",
    "sensitivity",
    "solve_reciprocal",
]
