"""Passes over a whole matrix of scores: range, and costs in blocks. All orientation is settled here."""

from __future__ import annotations

import numpy as np
from numba import njit

from resonanz.engine.fast.dense import BLOCK


@njit(cache=True, nogil=True)
def value_range(numbers):
    """Return the least and the greatest number."""
    low = high = numbers[0, 0]
    for r in range(numbers.shape[0]):
        row = numbers[r]
        for c in range(len(row)):
            low = row[c] if row[c] < low else low
            high = row[c] if row[c] > high else high
    return low, high


@njit(cache=True, nogil=True)
def range_of_allowed(numbers, allowed):
    """Return the least and the greatest number of allowed pairs, (0, 0) where there are none."""
    t = numbers.dtype.type
    low, high = t(np.iinfo(numbers.dtype).max), t(np.iinfo(numbers.dtype).min)
    for r in range(numbers.shape[0]):
        row, may = numbers[r], allowed[r]
        for c in range(len(row)):
            low = row[c] if may[c] & (row[c] < low) else low
            high = row[c] if may[c] & (row[c] > high) else high
    return (low, high) if low <= high else (t(0), t(0))


@njit(cache=True, nogil=True)
def costs(numbers, top, factor, far, out):
    """Fill `out` (rows, blocks, 64) with factor * (top - number), everything allowed, and `far` as padding."""
    t = out.dtype.type
    top, factor = t(top), t(factor)
    rows, columns = numbers.shape
    flat = out.reshape(rows, BLOCK * out.shape[1])
    for r in range(rows):
        row, line = numbers[r], flat[r]
        for c in range(columns):
            line[c] = t(t(top - t(row[c])) * factor)
        line[columns:] = far


@njit(cache=True, nogil=True)
def costs_of_allowed(numbers, allowed, capacity, top, factor, far, out):
    """The same, `far` where not allowed or where a row has no place."""
    t = out.dtype.type
    top, factor, far = t(top), t(factor), t(far)
    rows, columns = numbers.shape
    flat = out.reshape(rows, BLOCK * out.shape[1])
    for r in range(rows):
        row, may, line = numbers[r], allowed[r], flat[r]
        if capacity[r] == 0:
            line[:] = far
            continue
        for c in range(columns):
            x = t(t(top - t(row[c])) * factor)
            line[c] = x if may[c] else far
        line[columns:] = far


@njit(cache=True, nogil=True)
def costs_turned(numbers, allowed, capacity, top, factor, far, out):
    """The same with rows and columns exchanged in `out` (columns, blocks of rows, 64), block by block."""
    t = out.dtype.type
    top, factor, far = t(top), t(factor), t(far)
    rows, columns = numbers.shape
    for b in range(out.shape[1]):
        begin, end = BLOCK * b, min(BLOCK * b + BLOCK, rows)
        for c in range(columns):
            line = out[c, b]
            for k in range(end - begin):
                x = t(t(top - t(numbers[begin + k, c])) * factor)
                line[k] = x if allowed[begin + k, c] else far
            line[end - begin :] = far
        for r in range(begin, end):
            if capacity[r] == 0:
                out[:, b, r - begin] = far


@njit(cache=True, nogil=True)
def pairs(row_of, numbers):
    """Return mentor and mentee of each pair, sorted by mentee, and the sum; a row too high means nobody."""
    rows, columns = numbers.shape
    count = 0
    for c in range(columns):
        count += row_of[c] < rows
    mentor = np.empty(count, dtype=np.int64)
    mentee = np.empty(count, dtype=np.int64)
    at, total = 0, 0
    for c in range(columns):
        if row_of[c] < rows:
            mentor[at], mentee[at] = row_of[c], c
            total += numbers[row_of[c], c]
            at += 1
    return mentor, mentee, total
