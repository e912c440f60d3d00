"""Where the large solver's scores come from: people's codes or a matrix, both looked at without copies.

A source knows how many rows and columns there are, proposes candidates, tells the values of single pairs and
finds pairs that beat given prices. Below 0 is impossible.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from resonanz.engine.fast import ready
from resonanz.engine.plan import Plan

Ints = NDArray[np.int64]
Edges = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[Any]]  # rows, columns, values
_NAME_BITS = 4  # behind a plan's score, which is below 2**26; a matrix leaves room for more
_MORE_NAME_BITS = 8
_BLOCK = 2_000_000  # cells of a matrix turned at a time


class Source(Protocol):
    """Scores of all pairs; `narrow` is the widest price (and score) that `beating` compares in fewer bits."""

    rows: int
    columns: int

    def candidates(self, chosen: Ints, kept: int) -> Edges:
        """Return each pair that is among the `kept` best of one of the `chosen` rows, or of a column among them."""

    def values(self, rows: Ints, columns: Ints) -> Ints:
        """Return the scores of single pairs."""

    def beating(self, chosen: Ints, row_prices: Ints, prices: Ints, kept: int) -> tuple[Ints, NDArray[np.int32]]:
        """Return for each of the `chosen` rows by how much it beats which columns most: (chosen, kept), FREE for none."""

    def beating_columns(self, chosen: Ints, prices: Ints, row_prices: Ints, kept: int) -> tuple[Ints, NDArray[np.int32]]:
        """The same for chosen columns against all rows."""


class PlanPairs:
    """Scores from people's codes."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.rows, self.columns = plan, plan.rows, plan.columns
        self._turned: Plan | None = None

    def candidates(self, chosen: Ints, kept: int) -> Edges:
        """See `Source`."""
        pricing, graph = ready.kernels("pricing"), ready.kernels("graph")
        lists = pricing.candidates_of_plan(self.plan.arrays, chosen, self.rows, self.columns, kept, _NAME_BITS)
        edges: Edges = graph.united(*lists, _NAME_BITS)
        return edges

    def values(self, rows: Ints, columns: Ints) -> Ints:
        """See `Source`."""
        scores: Ints = ready.kernels("scan").scores_of_pairs(self.plan.arrays, rows, columns).astype(np.int64)
        return scores

    def beating(self, chosen: Ints, row_prices: Ints, prices: Ints, kept: int) -> tuple[Ints, NDArray[np.int32]]:
        """See `Source`."""
        return _beating_plan(self.plan, chosen, row_prices, prices, kept)

    def beating_columns(self, chosen: Ints, prices: Ints, row_prices: Ints, kept: int) -> tuple[Ints, NDArray[np.int32]]:
        """See `Source`."""
        if self._turned is None:
            self._turned = self.plan.turned()
        return _beating_plan(self._turned, chosen, prices, row_prices, kept)


def _beating_plan(plan: Plan, chosen: Ints, own: Ints, others: Ints, kept: int) -> tuple[Ints, NDArray[np.int32]]:
    own, others = _narrowed(own, others, 26)
    found: tuple[Ints, NDArray[np.int32]] = ready.kernels("pricing").beating_of_plan(
        plan.arrays, chosen, own, others, kept
    )
    return found


class MatrixPairs:
    """Scores from a matrix of a signed type, -1 where impossible; `high` is the greatest score."""

    def __init__(self, matrix: NDArray[Any], high: int) -> None:
        self.matrix, self.high = matrix, high
        self.rows, self.columns = matrix.shape

    def candidates(self, chosen: Ints, kept: int) -> Edges:
        """See `Source`."""
        pricing, graph = ready.kernels("pricing"), ready.kernels("graph")
        coarse = max(self.high.bit_length() - (30 - _MORE_NAME_BITS), 0)
        lists = pricing.candidates_of_matrix(self.matrix, chosen, kept, _MORE_NAME_BITS, coarse)
        row, column, value = graph.united(*lists, _MORE_NAME_BITS)
        return row, column, self.matrix[row, column] if coarse else value

    def values(self, rows: Ints, columns: Ints) -> Ints:
        """See `Source`."""
        return self.matrix[rows, columns].astype(np.int64)

    def beating(self, chosen: Ints, row_prices: Ints, prices: Ints, kept: int) -> tuple[Ints, NDArray[np.int32]]:
        """See `Source`."""
        return self._beating(self.matrix, chosen, row_prices, prices, kept)

    def beating_columns(self, chosen: Ints, prices: Ints, row_prices: Ints, kept: int) -> tuple[Ints, NDArray[np.int32]]:
        """See `Source`."""
        some = max(_BLOCK // max(self.rows, 1), 1)
        found = []
        for begin in range(0, len(chosen), some):
            part = chosen[begin : begin + some]
            turned = np.ascontiguousarray(self.matrix[:, part].T)
            found.append(self._beating(turned, np.arange(len(part)), prices[begin : begin + some], row_prices, kept))
        more, who = zip(*found, strict=True)
        return np.concatenate(more), np.concatenate(who)

    def _beating(
        self, matrix: NDArray[Any], chosen: Ints, own: Ints, others: Ints, kept: int
    ) -> tuple[Ints, NDArray[np.int32]]:
        own, others = _narrowed(own, others, self.high.bit_length())
        found: tuple[Ints, NDArray[np.int32]] = ready.kernels("pricing").beating_of_matrix(
            matrix, chosen, own, others, kept
        )
        return found


def _narrowed(own: Ints, others: Ints, bits: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return both prices in the narrowest type in which a score of so many bits less both prices fits.

    Prices of `NEVER` and `ALWAYS` become what no score can beat, or every score does.
    """
    usual = np.abs(others) < NEVER
    most = int(max(np.abs(own).max(initial=0), np.abs(others[usual]).max(initial=0)))
    for dtype, limit in ((np.int16, 13), (np.int32, 28)):
        if most < 1 << limit and bits <= limit:
            far = 1 << (limit + 1)
            return own.astype(dtype), np.clip(others, -far, far).astype(dtype)
    return own, others


NEVER = 1 << 60  # a price that no score beats; every possible score beats minus as much
