"""Of all optimal assignments the first, on bits: column 0 at its lowest possible row, then column 1, and so on.

The same rule as `resonanz.engine.solve.first`. A column may move to a tight row exactly if a chain of tight moves
leads from that row back to the row it leaves. Rows between which no chain leads there and back never exchange
columns, now or later, because settling a column only takes moves away. So rows are kept in groups: those that
cannot take part in any cycle are dropped at the start, and each search in vain splits its group in two.
"""

from __future__ import annotations

import numpy as np
from numba import njit

NONE = -1
MARKET = -2  # a free place changes hands: one row takes a column more, another one less
_ONE = np.uint64(1)


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
    return _POSITION[((word & (~word + _ONE)) * _FACTOR) >> np.uint64(58)]


@njit(cache=True, nogil=True)
def _bits(line):
    count = 0
    for w in range(len(line)):
        word = line[w]
        while word != 0:
            word &= word - _ONE
            count += 1
    return count


@njit(cache=True, nogil=True)
def _set(line, position):
    line[position >> 6] |= _ONE << np.uint64(position & 63)


@njit(cache=True, nogil=True)
def _clear(line, position):
    line[position >> 6] &= ~(_ONE << np.uint64(position & 63))


@njit(cache=True, nogil=True)
def _has(line, position):
    return line[position >> 6] >> np.uint64(position & 63) & _ONE != 0


@njit(cache=True, nogil=True)
def _unlink(column, row, first, after, before):
    if before[column] == NONE:
        first[row] = after[column]
    else:
        after[before[column]] = after[column]
    if after[column] != NONE:
        before[after[column]] = before[column]


@njit(cache=True, nogil=True)
def _link(column, row, row_of, first, after, before):
    row_of[column] = row
    before[column] = NONE
    after[column] = first[row]
    if first[row] != NONE:
        before[first[row]] = column
    first[row] = column


@njit(cache=True, nogil=True)
def _drop_the_immovable(alive, row_of, by_row, by_column, load, capacity, swappable, market, first, after):
    """Clear rows of `alive` that no column can enter or none can leave, until there are none."""
    rows = len(load)
    enter = np.empty(rows, dtype=np.int64)
    leave = np.zeros(rows, dtype=np.int64)
    queue = np.empty(rows, dtype=np.int64)
    high = 0
    for c in range(len(row_of)):
        leave[row_of[c]] += _bits(by_column[c]) - 1
    for r in range(rows):
        enter[r] = _bits(by_row[r]) - load[r] + (market and swappable[r])
        leave[r] += market and load[r] < capacity[r]
        if enter[r] > 0 and leave[r] > 0:
            _set(alive, r)
        else:
            queue[high] = r
            high += 1
    low = 0
    while low < high:
        row = queue[low]
        low += 1
        c = first[row]
        while c != NONE:
            for w in range(len(alive)):
                word = by_column[c, w] & alive[w]
                while word != 0:
                    r = 64 * w + _lowest(word)
                    word &= word - _ONE
                    enter[r] -= 1
                    if enter[r] == 0:
                        _clear(alive, r)
                        queue[high] = r
                        high += 1
            c = after[c]
        for w in range(by_row.shape[1]):
            word = by_row[row, w]
            while word != 0:
                r = row_of[64 * w + _lowest(word)]
                word &= word - _ONE
                if _has(alive, r):
                    leave[r] -= 1
                    if leave[r] == 0:
                        _clear(alive, r)
                        queue[high] = r
                        high += 1


@njit(cache=True, nogil=True)
def _last_moves(here, by_row, open_, row_of, group, last, mover):
    """Mark in `last` the rows of the group that hold a column which may move to `here`; return whether any."""
    last[:] = 0
    some = False
    for w in range(len(open_)):
        word = by_row[here, w] & open_[w]
        while word != 0:
            c = 64 * w + _lowest(word)
            word &= word - _ONE
            r = row_of[c]
            if r != here and _has(group, r):
                _set(last, r)
                mover[r] = c
                some = True
    return some


@njit(cache=True, nogil=True)
def _chain(goal, by_column, load, capacity, market, to_here, givers, first, after, last, unseen, origin, carrier, queue):
    """Follow moves that begin at `goal`; return the row from which one column more makes the way back, or NONE."""
    queue[0] = goal
    low, high = 0, 1
    offered = False
    if _has(last, goal):
        return goal
    while low < high:
        row = queue[low]
        low += 1
        if market and load[row] < capacity[row]:
            if to_here:
                return row
            if not offered:
                offered = True
                for w in range(len(unseen)):
                    word = givers[w] & unseen[w]
                    unseen[w] &= ~word
                    while word != 0:
                        r = 64 * w + _lowest(word)
                        word &= word - _ONE
                        origin[r], carrier[r] = row, MARKET
                        queue[high] = r
                        high += 1
                        if _has(last, r):
                            return r
        c = first[row]
        while c != NONE:
            for w in range(len(unseen)):
                word = by_column[c, w] & unseen[w]
                if word == 0:
                    continue
                if word & last[w] != 0:
                    r = 64 * w + _lowest(word & last[w])
                    origin[r], carrier[r] = row, c
                    return r
                unseen[w] &= ~word
                while word != 0:
                    r = 64 * w + _lowest(word)
                    word &= word - _ONE
                    origin[r], carrier[r] = row, c
                    queue[high] = r
                    high += 1
            c = after[c]
    return NONE


@njit(cache=True, nogil=True)
def _carry_out(column, goal, end, here, row_of, mover, origin, carrier, load, last, first, after, before):
    """Move `column`, which is linked nowhere, to `goal`, and along the chain one column from each row to the next."""
    row = end
    if _has(last, row):
        c = mover[row]
        _unlink(c, row, first, after, before)
        _link(c, here, row_of, first, after, before)
    else:
        load[row] += 1
        load[here] -= 1
    while row != goal:
        c, row_before = carrier[row], origin[row]
        if c == MARKET:
            load[row_before] += 1
            load[row] -= 1
        else:
            _unlink(c, row_before, first, after, before)
            _link(c, row, row_of, first, after, before)
        row = row_before
    row_of[column] = goal


@njit(cache=True, nogil=True)
def choose(row_of, by_row, by_column, swappable, capacity):
    """Make `row_of` (columns,) the lexicographically first optimal assignment.

    Tight pairs as bits: `by_row` (rows, words of columns) and `by_column` (columns, words of rows). `swappable`
    rows have the price 0 and may carry less than their capacity.
    """
    rows, columns, words = len(capacity), len(row_of), by_column.shape[1]
    load = np.zeros(rows, dtype=np.int64)
    first = np.full(rows, NONE, dtype=np.int64)
    after = np.empty(columns, dtype=np.int64)
    before = np.empty(columns, dtype=np.int64)
    open_ = np.zeros(by_row.shape[1], dtype=np.uint64)
    for c in range(columns):
        load[row_of[c]] += 1
        _link(c, row_of[c], row_of, first, after, before)
        _set(open_, c)
    givers = np.zeros(words, dtype=np.uint64)
    spare = False
    for r in range(rows):
        spare |= load[r] < capacity[r]
        if swappable[r]:
            _set(givers, r)
    market = spare and swappable.any()
    members = np.empty((rows, words), dtype=np.uint64)
    members[0] = 0
    _drop_the_immovable(members[0], row_of, by_row, by_column, load, capacity, swappable, market, first, after)
    group_of = np.zeros(rows, dtype=np.int64)
    for r in range(rows):
        if not _has(members[0], r):
            group_of[r] = NONE
    groups = 1
    last = np.empty(words, dtype=np.uint64)
    unseen = np.empty(words, dtype=np.uint64)
    mover = np.empty(rows, dtype=np.int64)
    origin = np.empty(rows, dtype=np.int64)
    carrier = np.empty(rows, dtype=np.int64)
    queue = np.empty(rows, dtype=np.int64)
    for c in range(columns):
        here = row_of[c]
        _clear(open_, c)
        if group_of[here] == NONE:
            continue
        _unlink(c, here, first, after, before)
        group = members[group_of[here]]
        to_here = market and swappable[here]
        ready, possible, goal = False, True, here
        for w in range((here >> 6) + 1):
            lower = by_column[c, w] & group[w]
            if w == here >> 6:
                lower &= (_ONE << np.uint64(here & 63)) - _ONE
            while lower != 0 and possible and goal == here:
                if not ready:
                    possible = _last_moves(here, by_row, open_, row_of, group, last, mover) or to_here
                    ready = True
                    if not possible:
                        break
                r = 64 * w + _lowest(lower)
                unseen[:] = group
                _clear(unseen, here)
                _clear(unseen, r)
                end = _chain(
                    r, by_column, load, capacity, market, to_here, givers, first, after, last, unseen, origin, carrier, queue
                )
                if end != NONE:
                    _carry_out(c, r, end, here, row_of, mover, origin, carrier, load, last, first, after, before)
                    goal = r
                    break
                _set(unseen, here)
                for v in range(words):
                    word = group[v] & ~unseen[v]
                    members[groups, v] = word
                    group[v] &= unseen[v]
                    while word != 0:
                        group_of[64 * v + _lowest(word)] = groups
                        word &= word - _ONE
                groups += 1
                lower &= group[w]
        for r in (here, goal):
            if first[r] == NONE and not (market and load[r] < capacity[r]) and group_of[r] != NONE:
                _clear(members[group_of[r]], r)
                group_of[r] = NONE
