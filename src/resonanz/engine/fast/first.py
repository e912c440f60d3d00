"""Of all optimal assignments the first, on bits: row r's tight columns are one line of a bit matrix.

The same rule as `resonanz.engine.solve.first`, for larger matrices.
"""

from __future__ import annotations

import numpy as np
from numba import njit

NONE = -1
VIA_SPARE = -2


@njit(cache=True, nogil=True)
def pack(tight):
    """Return the booleans (rows, columns) as bits (rows, words of 64 columns)."""
    rows, columns = tight.shape
    bits = np.zeros((rows, (columns + 63) // 64), dtype=np.uint64)
    for r in range(rows):
        for w in range(bits.shape[1]):
            word = np.uint64(0)
            for b in range(min(64, columns - 64 * w)):
                word |= np.uint64(tight[r, 64 * w + b]) << np.uint64(b)
            bits[r, w] = word
    return bits


def _positions():
    """Return where each product of a single bit with the De Bruijn number leads: that bit's position."""
    table = np.zeros(64, dtype=np.int64)
    for bit in range(64):
        table[((_DE_BRUIJN << bit) & (1 << 64) - 1) >> 58] = bit
    return table


_DE_BRUIJN = 0x03F79D71B4CB0A89  # every six bits in a row occur once in it
_FACTOR = np.uint64(_DE_BRUIJN)
_POSITION = _positions()


@njit(cache=True, nogil=True)
def _lowest(word):
    """Return the position of the lowest bit that is set."""
    return _POSITION[((word & (~word + np.uint64(1))) * _FACTOR) >> np.uint64(58)]


@njit(cache=True, nogil=True)
def _reach(here, goal, tight, row_of, load, capacity, swappable, unseen, open_, stamp, now, begin, mover, follows, queue):
    """Find rows from which a chain of moves leads back to `here`, until `goal` is among them; return the giver."""
    words = tight.shape[1]
    unseen[:] = open_
    stamp[here] = now
    queue[0] = here
    low, high, giver = 0, 1, NONE
    while low < high and stamp[goal] != now:
        row = queue[low]
        low += 1
        if giver == NONE and swappable[row]:
            giver = row
            for r in range(len(load)):
                if load[r] < capacity[r] and stamp[r] != now:
                    stamp[r] = now
                    mover[r] = VIA_SPARE
                    queue[high] = r
                    high += 1
        for w in range(begin, words):
            word = tight[row, w] & unseen[w]
            unseen[w] &= ~word
            while word != 0:
                column = 64 * w + _lowest(word)
                word &= word - np.uint64(1)
                home = row_of[column]
                if stamp[home] != now:
                    stamp[home] = now
                    mover[home] = column
                    follows[home] = row
                    queue[high] = home
                    high += 1
    return giver


@njit(cache=True, nogil=True)
def choose(row_of, tight, swappable, capacity):
    """Make `row_of` (columns,) the lexicographically first optimal assignment; `tight` bits (rows, words)."""
    rows, words = tight.shape
    columns = len(row_of)
    load = np.zeros(rows, dtype=np.int64)
    for c in range(columns):
        load[row_of[c]] += 1
    open_ = np.zeros(words, dtype=np.uint64)
    for c in range(columns):
        open_[c >> 6] |= np.uint64(1) << np.uint64(c & 63)
    unseen = np.empty(words, dtype=np.uint64)
    stamp = np.full(rows, NONE, dtype=np.int64)
    mover = np.empty(rows, dtype=np.int64)
    follows = np.empty(rows, dtype=np.int64)
    queue = np.empty(rows, dtype=np.int64)
    market = swappable.any()
    still = load.copy()  # columns of the row that may still move
    upper = np.arange(1, rows + 1)  # the next row into which somebody may still move
    head = 0
    for c in range(columns):
        bit, word = np.uint64(1) << np.uint64(c & 63), c >> 6
        open_[word] &= ~bit
        here = row_of[c]
        still[here] -= 1
        goal, before, r = here, NONE, head
        while r < here:
            if still[r] > 0 or (market and load[r] < capacity[r]):
                if tight[r, word] & bit != 0:
                    goal = r
                    break
                before = r
            elif before == NONE:
                head = upper[r]
            else:
                upper[before] = upper[r]
            r = upper[r]
        if goal == here:
            continue
        giver = _reach(
            here, goal, tight, row_of, load, capacity, swappable, unseen, open_, stamp, c, word, mover, follows, queue
        )
        while goal < here and (tight[goal, word] & bit == 0 or stamp[goal] != c):
            goal += 1
        if goal == here:
            continue
        row_of[c] = goal
        row = goal
        while row != here:
            if mover[row] == VIA_SPARE:
                load[row] += 1
                load[giver] -= 1
                row = giver
            else:
                following = follows[row]
                row_of[mover[row]] = following
                still[row] -= 1
                still[following] += 1
                row = following
