"""The best partners for one person out of a whole community, exact, with reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from resonanz.engine.community import Community, Filters
from resonanz.engine.criteria import Criteria
from resonanz.engine.match import prepare_people
from resonanz.engine.people import Row
from resonanz.engine.result import Pair


def suggest(
    person: Row,
    community: Sequence[Row],
    criteria: Criteria | Mapping[str, Any],
    k: int = 10,
    *,
    filters: Filters | None = None,
    role: str = "mentee",
    id: str | None = None,
) -> tuple[Pair, ...]:
    """Return the `k` best possible partners of `person` in `community`, the best first, with reasons.

    `role` says which of the two `person` is, "mentee" or "mentor"; the community has the other. `filters`: column → text, or
    several texts of which the person's cell must be one; case and spaces do not matter, and an empty text finds empty
    cells. Equal scores are in the order of ids. No index and no approximation: every person of the community is scored.
    Wishes of the community may name people who are not here; the person's own may not. InputError carries what is wrong with
    the input. For many persons, make a `Community` once.
    """
    if role not in ("mentee", "mentor"):
        raise ValueError(f'role must be "mentee" or "mentor", not {role!r}')
    if k < 1:
        raise ValueError(f"k must be at least 1, not {k}")
    rules = criteria if isinstance(criteria, Criteria) else Criteria.parse(criteria)
    mentors, mentees = ([person], community) if role == "mentor" else (community, [person])
    sides = prepare_people(mentors, mentees, rules, id)
    many, side = (sides[1], "mentee") if role == "mentor" else (sides[0], "mentor")
    return Community.of(many, rules, side, id or rules.settings.id or "id").suggest(person, k, filters=filters)
