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
_PAIRS, _FOURS = np.uint64(0x5555555555555555), np.uint64(0x3333333333333333)
_BYTES, _EACH = np.uint64(0x0F0F0F0F0F0F0F0F), np.uint64(0x0101010101010101)


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
def _count(word):
    """Return how many bits are set: pairs, fours, bytes, then all bytes by one product."""
    word -= word >> _ONE & _PAIRS
    word = (word & _FOURS) + (word >> np.uint64(2) & _FOURS)
    word = word + (word >> np.uint64(4)) & _BYTES
    return np.int64(word * _EACH >> np.uint64(56))


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
    rows, words = len(load), len(alive)
    enter = np.empty(rows, dtype=np.int64)
    leave = np.zeros(rows, dtype=np.int64)
    queue = np.empty(rows, dtype=np.int64)
    high = 0
    for c in range(len(row_of)):
        count = -1
        for w in range(words):
            count += _count(by_column[c, w])
        leave[row_of[c]] += count
    for r in range(rows):
        count = (market and swappable[r]) - load[r]
        for w in range(by_row.shape[1]):
            count += _count(by_row[r, w])
        enter[r] = count
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
            for w in range(words):
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


@njit(cache=True, nogil=True, inline="always")
def _last_moves(here, line, row_of, group, last, mover):
    """Mark in `last` the rows of the group that hold a column of the bits `line`, for `here`; return whether any."""
    last[:] = 0
    some = False
    for w in range(len(line)):
        word = line[w]
        while word != 0:
            c = 64 * w + _lowest(word)
            word &= word - _ONE
            r = row_of[c]
            if r != here and _has(group, r):
                _set(last, r)
                mover[r] = c
                some = True
    return some


@njit(cache=True, nogil=True, inline="always")
def _reach(line, row, column, unseen, origin, carrier, queue, high):
    """Queue the unseen rows of the bits `line`, reached from `row` by `column`; return the queue's end."""
    for w in range(len(unseen)):
        word = line[w] & unseen[w]
        unseen[w] &= ~word
        while word != 0:
            r = 64 * w + _lowest(word)
            word &= word - _ONE
            origin[r], carrier[r] = row, column
            queue[high] = r
            high += 1
    return high


@njit(cache=True, nogil=True, inline="always")
def _meets(line, unseen, last):
    """Return the first row that is in all three, or NONE."""
    for w in range(len(unseen)):
        word = line[w] & unseen[w] & last[w]
        if word != 0:
            return 64 * w + _lowest(word)
    return NONE


@njit(cache=True, nogil=True, inline="always")
def _chain(
    goal, last, to_here, by_column, load, capacity, market, givers, first, after, unseen, origin, carrier, mover, queue
):
    """Follow moves that begin at `goal`; return the row from which a column may make the way back, or NONE.

    `last`: rows that hold such a column. `to_here`: a row with a free place will do as well.
    """
    if _has(last, goal):
        return goal
    queue[0] = goal
    low, high = 0, 1
    offered = False
    while low < high:
        row = queue[low]
        low += 1
        if market and load[row] < capacity[row]:
            if to_here:
                mover[row] = MARKET
                return row
            if not offered:
                offered = True
                r = _meets(givers, unseen, last)
                if r != NONE:
                    origin[r], carrier[r] = row, MARKET
                    return r
                high = _reach(givers, row, MARKET, unseen, origin, carrier, queue, high)
        c = first[row]
        while c != NONE:
            r = _meets(by_column[c], unseen, last)
            if r != NONE:
                origin[r], carrier[r] = row, c
                return r
            high = _reach(by_column[c], row, c, unseen, origin, carrier, queue, high)
            c = after[c]
    return NONE


@njit(cache=True, nogil=True)
def _move(column, row, to, row_of, load, first, after, before):
    if column == MARKET:
        load[row] += 1
        load[to] -= 1
    else:
        _unlink(column, row, first, after, before)
        _link(column, to, row_of, first, after, before)


@njit(cache=True, nogil=True)
def _carry_out(column, goal, end, here, row_of, mover, origin, carrier, load, first, after, before):
    """Move `column`, which is linked nowhere, to `goal`, and along the chain one column from each row to the next."""
    row = end
    _move(mover[row], row, here, row_of, load, first, after, before)
    while row != goal:
        _move(carrier[row], origin[row], row, row_of, load, first, after, before)
        row = origin[row]
    row_of[column] = goal


@njit(cache=True, nogil=True)
def _split(group, unseen, members, groups, group_of):
    """Make the rows of a group that are not unseen a group of their own."""
    for w in range(len(unseen)):
        word = group[w] & ~unseen[w]
        members[groups, w] = word
        group[w] &= unseen[w]
        while word != 0:
            group_of[64 * w + _lowest(word)] = groups
            word &= word - _ONE


@njit(cache=True, nogil=True)
def _is_fixed(row, first, load, capacity, market):
    """Return whether `row` neither holds a column that may move nor can take one more."""
    return first[row] == NONE and not (market and load[row] < capacity[row])


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
    for c in range(columns):
        load[row_of[c]] += 1
        _link(c, row_of[c], row_of, first, after, before)
    givers = np.zeros(words, dtype=np.uint64)
    spare = False
    for r in range(rows):
        spare |= load[r] < capacity[r]
        if swappable[r]:
            _set(givers, r)
    market = spare and swappable.any()
    members = np.empty((rows + 1, words), dtype=np.uint64)
    members[0] = 0
    _drop_the_immovable(members[0], row_of, by_row, by_column, load, capacity, swappable, market, first, after)
    if not members[0].any():
        return
    group_of = np.zeros(rows, dtype=np.int64)
    for r in range(rows):
        if not _has(members[0], r):
            group_of[r] = NONE
    groups = 1
    open_ = np.zeros(by_row.shape[1], dtype=np.uint64)
    for c in range(columns):
        _set(open_, c)
    line = np.empty_like(open_)
    unseen, last = np.empty(words, dtype=np.uint64), np.empty(words, dtype=np.uint64)
    mover, origin = np.empty(rows, dtype=np.int64), np.empty(rows, dtype=np.int64)
    carrier, queue = np.empty(rows, dtype=np.int64), np.empty(rows, dtype=np.int64)
    for c in range(columns):
        here = row_of[c]
        _clear(open_, c)
        if group_of[here] == NONE:
            continue
        group = members[group_of[here]]
        _unlink(c, here, first, after, before)
        to_here = market and swappable[here]
        goal, w, looked = here, 0, False
        while w <= here >> 6:
            lower = by_column[c, w] & group[w]
            if w == here >> 6:
                lower &= (_ONE << np.uint64(here & 63)) - _ONE
            if lower == 0:
                w += 1
                continue
            if not looked:
                looked = True
                for v in range(len(line)):
                    line[v] = by_row[here, v] & open_[v]
                if not _last_moves(here, line, row_of, group, last, mover) and not to_here:
                    break
            r = 64 * w + _lowest(lower)
            for v in range(words):
                unseen[v] = group[v]
            _clear(unseen, here)
            _clear(unseen, r)
            end = _chain(
                r, last, to_here, by_column, load, capacity, market, givers,
                first, after, unseen, origin, carrier, mover, queue,
            )  # fmt: skip
            if end != NONE:
                _carry_out(c, r, end, here, row_of, mover, origin, carrier, load, first, after, before)
                goal = r
                break
            _set(unseen, here)
            _split(group, unseen, members, groups, group_of)
            groups += 1
        if goal != here and _is_fixed(goal, first, load, capacity, market):
            _clear(group, goal)
            group_of[goal] = NONE
        if _is_fixed(here, first, load, capacity, market):
            _clear(group, here)
            group_of[here] = NONE
