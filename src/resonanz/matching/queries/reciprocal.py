"""Where both groups give and take: the criteria the other way round.

A column of DIRECTED says what the first group offers and the second wishes for; the column beside it, what the second offers
and the first wishes for. All other columns say the same in both directions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

DIRECTED = {"topics": "topics_back"}


def back_criteria(criteria: Mapping[str, Any]) -> dict[str, Any]:
    """Return the criteria for the other direction, in which the second group gives: the same over the other columns."""
    turned = dict(criteria)
    for key in ("must", "criterion"):
        if isinstance(entries := criteria.get(key), list):
            turned[key] = [turned_rule(entry) if isinstance(entry, Mapping) else entry for entry in entries]
    return turned


def turned_rule(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return one rule over the columns of the other direction."""
    columns = {key: DIRECTED.get(str(entry[key]), entry[key]) for key in ("column", "mentor", "mentee") if key in entry}
    return {**entry, **columns}
