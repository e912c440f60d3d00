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
NEVER = 1 << 60  # a price that no score beats; every possible score beats minus as much
_NAME_BITS, _KEY_BITS = 8, 30  # of a name behind a score, and of both


class Source(Protocol):
    """Scores of all pairs."""

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
        bits = min(max(_KEY_BITS - self.plan.highest.bit_length(), 0), _NAME_BITS)
        lists = pricing.candidates_of_plan(self.plan.arrays, chosen, self.rows, self.columns, kept, bits)
        edges: Edges = graph.united(*lists, bits)
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
    found: tuple[Ints, NDArray[np.int32]] = ready.kernels("pricing").beating_of_plan(plan.arrays, chosen, own, others, kept)
    return found


class MatrixPairs:
    """Scores from a matrix of a signed type, -1 where impossible; `high` is the greatest score."""

    def __init__(self, matrix: NDArray[Any], high: int) -> None:
        self.matrix, self.high = matrix, high
        self.rows, self.columns = matrix.shape

    def candidates(self, chosen: Ints, kept: int) -> Edges:
        """See `Source`."""
        pricing, graph = ready.kernels("pricing"), ready.kernels("graph")
        coarse = max(self.high.bit_length() - _KEY_BITS + _NAME_BITS, 0)
        lists = pricing.candidates_of_matrix(self.matrix, chosen, kept, _NAME_BITS, coarse)
        row, column, value = graph.united(*lists, _NAME_BITS)
        return row, column, self.matrix[row, column] if coarse else value

    def values(self, rows: Ints, columns: Ints) -> Ints:
        """See `Source`."""
        return self.matrix[rows, columns].astype(np.int64)

    def beating(self, chosen: Ints, row_prices: Ints, prices: Ints, kept: int) -> tuple[Ints, NDArray[np.int32]]:
        """See `Source`."""
        own, others = _narrowed(row_prices, prices, self.high.bit_length())
        found: tuple[Ints, NDArray[np.int32]] = ready.kernels("pricing").beating_of_matrix(
            self.matrix, chosen, own, others, kept
        )
        return found

    def beating_columns(self, chosen: Ints, prices: Ints, row_prices: Ints, kept: int) -> tuple[Ints, NDArray[np.int32]]:
        """See `Source`."""
        found: tuple[Ints, NDArray[np.int32]] = ready.kernels("pricing").beating_columns_of_matrix(
            self.matrix, chosen, prices, row_prices, kept
        )
        return found


def _narrowed(own: Ints, others: Ints, bits: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return both prices in the narrowest type in which a score of so many bits less both prices fits.

    Prices of NEVER become what no score of that type can beat, or every possible one does.
    """
    usual = np.abs(others) < NEVER
    most = int(max(np.abs(own).max(initial=0), np.abs(others[usual]).max(initial=0)))
    for dtype, limit in ((np.int16, 13), (np.int32, 28)):
        if most < 1 << limit and bits <= limit:
            far = 1 << (limit + 1)
            return own.astype(dtype), np.clip(others, -far, far).astype(dtype)
    return own, others
