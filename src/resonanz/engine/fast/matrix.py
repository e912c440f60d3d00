"""Passes over a whole matrix of scores: range, costs, tight pairs. All orientation is settled here."""

from __future__ import annotations

import numpy as np
from numba import njit

_TILE = 32


@njit(cache=True, nogil=True)
def value_range(numbers):
    """Return the least and the greatest number."""
    low = high = numbers[0, 0]
    for r in range(numbers.shape[0]):
        row = numbers[r]
        for c in range(len(row)):
            low = min(low, row[c])
            high = max(high, row[c])
    return low, high


@njit(cache=True, nogil=True)
def range_of_allowed(numbers, allowed, low, high):
    """Return the least and the greatest number of allowed pairs; (low, high) where there are none."""
    for r in range(numbers.shape[0]):
        row, may = numbers[r], allowed[r]
        for c in range(len(row)):
            low = row[c] if may[c] and row[c] < low else low
            high = row[c] if may[c] and row[c] > high else high
    return low, high


@njit(cache=True, nogil=True)
def costs(numbers, top, out):
    """Fill `out` with top - numbers, everything allowed."""
    for r in range(numbers.shape[0]):
        row, line = numbers[r], out[r]
        for c in range(len(row)):
            line[c] = top - row[c]


@njit(cache=True, nogil=True)
def costs_of_allowed(numbers, allowed, rows, columns, top, far, out):
    """Fill `out` with top - number of the chosen rows and columns, `far` where not allowed."""
    for k in range(len(rows)):
        row, may, line = numbers[rows[k]], allowed[rows[k]], out[k]
        for j in range(len(columns)):
            c = columns[j]
            line[j] = top - row[c] if may[c] else far


@njit(cache=True, nogil=True)
def costs_turned(numbers, allowed, rows, columns, top, far, out):
    """The same with rows and columns exchanged in `out`, tile by tile."""
    for a in range(0, len(rows), _TILE):
        for b in range(0, len(columns), _TILE):
            for k in range(a, min(a + _TILE, len(rows))):
                row, may = numbers[rows[k]], allowed[rows[k]]
                for j in range(b, min(b + _TILE, len(columns))):
                    c = columns[j]
                    out[j, k] = top - row[c] if may[c] else far


@njit(cache=True, nogil=True)
def tight_from_rows(cost, far, price, at, extra):
    """Return tight pairs as bits (rows + extra, words of columns); rows were the searchers.

    An extra row stands for nobody, where a column without a price may as well stay.
    """
    rows, columns = cost.shape
    bits = np.zeros((rows + extra, (columns + 63) // 64), dtype=np.uint64)
    for r in range(rows):
        line, least = cost[r], cost[r, at[r]] - price[at[r]]
        for w in range(bits.shape[1]):
            word = np.uint64(0)
            begin = 64 * w
            for b in range(min(64, columns - begin)):
                c = begin + b
                word |= np.uint64((line[c] - price[c] == least) & (line[c] < far)) << np.uint64(b)
            bits[r, w] = word
    if extra:
        for c in range(columns):
            if price[c] == 0:
                bits[rows, c >> 6] |= np.uint64(1) << np.uint64(c & 63)
    return bits


@njit(cache=True, nogil=True)
def tight_from_columns(cost, far, price, at):
    """Return tight pairs as bits (rows, words of columns) and (columns, words of rows); columns searched."""
    columns, rows = cost.shape
    bits = np.zeros((rows, (columns + 63) // 64), dtype=np.uint64)
    turned = np.zeros((columns, (rows + 63) // 64), dtype=np.uint64)
    for c in range(columns):
        line, least = cost[c], cost[c, at[c]] - price[at[c]]
        bit, word = np.uint64(1) << np.uint64(c & 63), c >> 6
        for r in range(rows):
            if line[r] - price[r] == least and line[r] < far:
                bits[r, word] |= bit
                turned[c, r >> 6] |= np.uint64(1) << np.uint64(r & 63)
    return bits, turned


@njit(cache=True, nogil=True)
def by_column(at, columns):
    """Return the row of each column from the column of each row; the number of rows for those left over."""
    row_of = np.full(columns, len(at), dtype=np.int64)
    for r in range(len(at)):
        row_of[at[r]] = r
    return row_of
