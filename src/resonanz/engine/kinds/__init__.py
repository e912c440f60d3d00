"""The kinds of condition a criteria file can use, by the name it uses for them."""

from __future__ import annotations

from resonanz.engine.kinds.availability import Availability
from resonanz.engine.kinds.base import ONE, Encoded, Kind
from resonanz.engine.kinds.contains import Contains
from resonanz.engine.kinds.different import Different
from resonanz.engine.kinds.equal import Equal
from resonanz.engine.kinds.languages import Languages
from resonanz.engine.kinds.mutual import Mutual
from resonanz.engine.kinds.near import Near
from resonanz.engine.kinds.numbers import AtLeast, AtMost
from resonanz.engine.kinds.occupation import Occupation
from resonanz.engine.kinds.overlap import Overlap
from resonanz.engine.kinds.prefers import Prefers
from resonanz.engine.kinds.step import Step
from resonanz.engine.kinds.vetoes import Vetoes
from resonanz.engine.kinds.waiting import Waiting

KINDS: dict[str, type[Kind]] = {
    kind.name: kind
    for kind in (
        Equal,
        Different,
        Overlap,
        Contains,
        Step,
        AtLeast,
        AtMost,
        Near,
        Languages,
        Occupation,
        Availability,
        Prefers,
        Mutual,
        Vetoes,
        Waiting,
    )
}

__all__ = ["KINDS", "ONE", "Encoded", "Kind"]
