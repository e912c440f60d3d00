"""The most columns that can be placed at all, on bits: column c's possible rows are one line of a bit matrix."""

from __future__ import annotations

import numpy as np
from numba import njit

from resonanz.engine.fast.first import _lowest

FREE = -1
_BLOCK = 512  # columns whose lines stay in the processor's cache


@njit(cache=True, nogil=True)
def pack_columns(allowed, order):
    """Return bits (columns, words of 64 rows) of booleans (rows, columns), rows in the given order."""
    rows, columns = len(order), allowed.shape[1]
    bits = np.zeros((columns, (rows + 63) // 64), dtype=np.uint64)
    for begin in range(0, columns, _BLOCK):
        end = min(begin + _BLOCK, columns)
        for k in range(rows):
            line = allowed[order[k]]
            word, shift = k >> 6, np.uint64(k & 63)
            for c in range(begin, end):
                bits[c, word] |= np.uint64(line[c]) << shift
    return bits


@njit(cache=True, nogil=True)
def greedy(bits, columns, capacity):
    """Give each of `columns` in turn the first row that is open; return the row of each (FREE where none)."""
    words = bits.shape[1]
    row_of = np.full(bits.shape[0], FREE, dtype=np.int64)
    left = capacity.copy()
    open_ = np.zeros(words, dtype=np.uint64)
    for r in range(len(left)):
        if left[r] > 0:
            open_[r >> 6] |= np.uint64(1) << np.uint64(r & 63)
    for k in range(len(columns)):
        c = columns[k]
        for w in range(words):
            word = bits[c, w] & open_[w]
            if word != 0:
                r = 64 * w + _lowest(word)
                row_of[c] = r
                left[r] -= 1
                if left[r] == 0:
                    open_[w] &= ~(np.uint64(1) << np.uint64(r & 63))
                break
    return row_of


@njit(cache=True, nogil=True)
def grow(bits, capacity, row_of):
    """Make `row_of` a matching with the most columns, along shortest chains; matched columns stay matched."""
    columns, words = bits.shape
    rows = len(capacity)
    load = np.zeros(rows, dtype=np.int64)
    first = np.full(rows, FREE, dtype=np.int64)
    after = np.full(columns, FREE, dtype=np.int64)
    for c in range(columns):
        r = row_of[c]
        if r >= 0:
            load[r] += 1
            after[c] = first[r]
            first[r] = c
    alive = np.full(words, ~np.uint64(0), dtype=np.uint64)  # rows from which a free place may still be reached
    unseen = np.empty(words, dtype=np.uint64)
    origin = np.empty(rows, dtype=np.int64)
    queue = np.empty(columns, dtype=np.int64)
    for source in range(columns):
        if row_of[source] != FREE:
            continue
        end = _chain(source, bits, capacity, load, first, after, alive, unseen, origin, queue)
        if end < 0:
            alive[:] = unseen
            continue
        _carry(source, end, origin, row_of, load, first, after)
    return row_of


@njit(cache=True, nogil=True)
def _chain(source, bits, capacity, load, first, after, alive, unseen, origin, queue):
    """Return the row with a free place at the end of a shortest chain, FREE where there is none."""
    unseen[:] = alive
    queue[0] = source
    low, high = 0, 1
    while low < high:
        c = queue[low]
        low += 1
        for w in range(bits.shape[1]):
            word = bits[c, w] & unseen[w]
            unseen[w] &= ~word
            while word != 0:
                r = 64 * w + _lowest(word)
                word &= word - np.uint64(1)
                origin[r] = c
                if load[r] < capacity[r]:
                    return r
                k = first[r]
                while k != FREE:
                    queue[high] = k
                    high += 1
                    k = after[k]
    return FREE


@njit(cache=True, nogil=True)
def _carry(source, row, origin, row_of, load, first, after):
    load[row] += 1
    while True:
        c = origin[row]
        old = row_of[c]
        if old != FREE:
            k = first[old]
            if k == c:
                first[old] = after[c]
            else:
                while after[k] != c:
                    k = after[k]
                after[k] = after[c]
        row_of[c] = row
        after[c] = first[row]
        first[row] = c
        if c == source:
            return
        row = old


@njit(cache=True, nogil=True)
def from_free_columns(bits, rows, row_of):
    """Return the rows and columns reached by alternating paths from columns without a row."""
    columns, words = bits.shape
    seen_rows = np.zeros(rows, dtype=np.bool_)
    seen = row_of == FREE
    unseen = np.full(words, ~np.uint64(0), dtype=np.uint64)
    first = np.full(rows, FREE, dtype=np.int64)
    after = np.full(columns, FREE, dtype=np.int64)
    queue = np.empty(columns, dtype=np.int64)
    high = 0
    for c in range(columns):
        r = row_of[c]
        if r == FREE:
            queue[high] = c
            high += 1
        else:
            after[c] = first[r]
            first[r] = c
    low = 0
    while low < high:
        c = queue[low]
        low += 1
        for w in range(words):
            word = bits[c, w] & unseen[w]
            unseen[w] &= ~word
            while word != 0:
                r = 64 * w + _lowest(word)
                word &= word - np.uint64(1)
                seen_rows[r] = True
                k = first[r]
                while k != FREE:
                    if not seen[k]:
                        seen[k] = True
                        queue[high] = k
                        high += 1
                    k = after[k]
    return seen_rows, seen


@njit(cache=True, nogil=True)
def from_free_rows(allowed, capacity, row_of):
    """Return the rows and columns reached by alternating paths from rows with a free place."""
    rows, columns = allowed.shape
    load = np.zeros(rows, dtype=np.int64)
    for c in range(columns):
        if row_of[c] >= 0:
            load[row_of[c]] += 1
    seen_rows = load < capacity
    seen = np.zeros(columns, dtype=np.bool_)
    queue = np.empty(rows, dtype=np.int64)
    high = 0
    for r in range(rows):
        if seen_rows[r]:
            queue[high] = r
            high += 1
    low = 0
    while low < high:
        line = allowed[queue[low]]
        low += 1
        for c in range(columns):
            if line[c] and not seen[c]:
                seen[c] = True
                r = row_of[c]
                if not seen_rows[r]:
                    seen_rows[r] = True
                    queue[high] = r
                    high += 1
    return seen_rows, seen
