"""Passes over all pairs for the large solver: candidates of both sides at once, and pairs that beat the prices.

Scores come as a matrix of any signed type, or from people's codes by `scan.fill`; below 0 is impossible. A pass
looks at a few pairs at a time without branches, and takes the slow way only where it found something.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from resonanz.engine.fast.scan import fill

STRETCH = 4096
_LOOK = 32  # pairs looked at together


@njit(cache=True, nogil=True)
def _mixed(x):
    """Return well mixed bits of a number, the same on every machine (SplitMix64)."""
    x = np.uint64(x) + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


@njit(cache=True, nogil=True)
def _names(count, seed, bits):
    out = np.empty(count, dtype=np.int32)
    for j in range(count):
        out[j] = np.int32(_mixed(np.uint64(2 * j + seed)) & np.uint64((1 << bits) - 1))
    return out


@njit(cache=True, nogil=True)
def _keep(keys, who, key, name):
    """Put a key into a falling list of keys in place of the last."""
    at = len(keys) - 1
    while at > 0 and keys[at - 1] < key:
        keys[at], who[at] = keys[at - 1], who[at - 1]
        at -= 1
    keys[at], who[at] = key, name


@njit(cache=True, nogil=True)
def _both_sides(key, begin, row, row_keys, row_who, least, column_keys, column_who):
    """Put the keys of a row's stretch into the lists of the row and of the columns where they are among the best."""
    width = len(key)
    bar = row_keys[-1]
    for start in range(0, width, _LOOK):
        if start + _LOOK <= width:
            some, low = key[start : start + _LOOK], least[start : start + _LOOK]
            hits = np.int32(0)
            for j in range(_LOOK):
                hits += np.int32((some[j] > bar) | (some[j] > low[j]))
            if hits == 0:
                continue
        for j in range(start, min(start + _LOOK, width)):
            x = key[j]
            if x > bar:
                _keep(row_keys, row_who, x, begin + j)
                bar = row_keys[-1]
            if x > least[j]:
                _keep(column_keys[begin + j], column_who[begin + j], x, row)
                least[j] = column_keys[begin + j, -1]


@njit(cache=True, nogil=True)
def candidates_of_plan(plan, chosen, rows, columns, kept, bits):
    """Return for everybody on both sides the `kept` best and their keys, FREE where there are fewer.

    `chosen` are the rows to look at. Shapes (rows, kept) and (columns, kept), each as (keys, who). A key is the score with
    `bits` mixed bits of both names behind it, which decide among equal scores; together they must fit into 31 bits.
    """
    row_keys, row_who = np.full((rows, kept), -1, dtype=np.int32), np.full((rows, kept), -1, dtype=np.int32)
    column_keys, column_who = np.full((columns, kept), -1, dtype=np.int32), np.full((columns, kept), -1, dtype=np.int32)
    least = np.full(columns, -1, dtype=np.int32)
    mine, others = _names(rows, 0, bits), _names(columns, 1, bits)
    buffer = np.empty(STRETCH, dtype=np.int32)
    for begin in range(0, columns, STRETCH):
        end = min(begin + STRETCH, columns)
        out, names = buffer[: end - begin], others[begin:end]
        for r in chosen:
            fill(plan, r, begin, out)
            name = mine[r]
            for j in range(len(out)):
                out[j] = (out[j] << bits) | (name ^ names[j]) if out[j] >= 0 else -1
            _both_sides(out, begin, r, row_keys[r], row_who[r], least[begin:end], column_keys, column_who)
    return row_keys, row_who, column_keys, column_who


@njit(cache=True, nogil=True)
def candidates_of_matrix(matrix, chosen, kept, bits, coarse):
    """The same from a matrix whose scores count without their last `coarse` bits."""
    rows, columns = matrix.shape
    row_keys, row_who = np.full((rows, kept), -1, dtype=np.int32), np.full((rows, kept), -1, dtype=np.int32)
    column_keys, column_who = np.full((columns, kept), -1, dtype=np.int32), np.full((columns, kept), -1, dtype=np.int32)
    least = np.full(columns, -1, dtype=np.int32)
    mine, others = _names(rows, 0, bits), _names(columns, 1, bits)
    buffer = np.empty(STRETCH, dtype=np.int32)
    for begin in range(0, columns, STRETCH):
        end = min(begin + STRETCH, columns)
        out, names = buffer[: end - begin], others[begin:end]
        for r in chosen:
            line, name = matrix[r, begin:end], mine[r]
            for j in range(len(out)):
                x = np.int32(line[j] >> coarse)
                out[j] = (x << bits) | (name ^ names[j]) if x >= 0 else -1
            _both_sides(out, begin, r, row_keys[r], row_who[r], least[begin:end], column_keys, column_who)
    return row_keys, row_who, column_keys, column_who


@njit(cache=True, nogil=True)
def _beating(line, begin, price, prices, difference, keys, who):
    """Put the columns of a row's stretch that beat both prices most into the row's list."""
    width = len(line)
    for start in range(0, width, _LOOK):
        if start + _LOOK <= width:
            some, low = line[start : start + _LOOK], prices[start : start + _LOOK]
            hits = np.int32(0)
            for j in range(_LOOK):
                difference[j] = some[j] - low[j]  # narrow, so that many fit into a register
                hits += np.int32((some[j] >= 0) & (difference[j] > price))
            if hits == 0:
                continue
        for j in range(start, min(start + _LOOK, width)):
            more = np.int64(line[j]) - prices[j] - price
            if line[j] >= 0 and more > keys[-1]:
                _keep(keys, who, more, begin + j)


@njit(cache=True, nogil=True)
def beating_of_plan(plan, chosen, row_prices, prices, kept):
    """Return for each of the `chosen` rows the columns whose score beats both prices most, and by how much.

    Shapes (chosen, kept), FREE and 0 where there are fewer. `row_prices` (chosen,) and `prices` (columns,) have the
    same type, in which scores less prices must fit.
    """
    keys, who = np.zeros((len(chosen), kept), dtype=np.int64), np.full((len(chosen), kept), -1, dtype=np.int32)
    buffer, difference = np.empty(STRETCH, dtype=np.int32), np.empty(_LOOK, dtype=prices.dtype)
    columns = len(prices)
    for begin in range(0, columns, STRETCH):
        end = min(begin + STRETCH, columns)
        out = buffer[: end - begin]
        for k in range(len(chosen)):
            fill(plan, chosen[k], begin, out)
            _beating(out, begin, row_prices[k], prices[begin:end], difference, keys[k], who[k])
    return keys, who


@njit(cache=True, nogil=True)
def beating_of_matrix(matrix, chosen, row_prices, prices, kept):
    """The same from a matrix."""
    keys, who = np.zeros((len(chosen), kept), dtype=np.int64), np.full((len(chosen), kept), -1, dtype=np.int32)
    difference = np.empty(_LOOK, dtype=prices.dtype)
    columns = len(prices)
    for begin in range(0, columns, STRETCH):
        end = min(begin + STRETCH, columns)
        for k in range(len(chosen)):
            _beating(matrix[chosen[k], begin:end], begin, row_prices[k], prices[begin:end], difference, keys[k], who[k])
    return keys, who


@njit(cache=True, nogil=True)
def beating_columns_of_matrix(matrix, chosen, prices, row_prices, kept):
    """The same for `chosen` columns of the matrix, in rising order, against all rows."""
    keys, who = np.zeros((len(chosen), kept), dtype=np.int64), np.full((len(chosen), kept), -1, dtype=np.int32)
    for r in range(len(row_prices)):
        line, price = matrix[r], row_prices[r]
        for k in range(len(chosen)):
            score = np.int64(line[chosen[k]])
            if score >= 0 and score - prices[k] - price > keys[k, kept - 1]:
                _keep(keys[k], who[k], score - prices[k] - price, r)
    return keys, who


@njit(cache=True, nogil=True)
def compact(numbers, low, out):
    """Fill `out` with numbers - low."""
    for r in range(numbers.shape[0]):
        row, line = numbers[r], out[r]
        for c in range(len(row)):
            line[c] = row[c] - low


@njit(cache=True, nogil=True)
def compact_allowed(numbers, allowed, low, out):
    """Fill `out` with numbers - low, -1 where not allowed."""
    for r in range(numbers.shape[0]):
        row, may, line = numbers[r], allowed[r], out[r]
        for c in range(len(row)):
            line[c] = row[c] - low if may[c] else -1
