"""Largest matchings and reachability on a sparse graph; rows carry their capacity themselves.

A graph is (pointers, neighbours): the neighbours of node v are neighbours[pointers[v]:pointers[v + 1]].
Source: J. E. Hopcroft, R. M. Karp, SIAM Journal on Computing 2 (1973).
"""

from __future__ import annotations

import numpy as np
from numba import njit

FREE = -1


@njit(cache=True, nogil=True)
def _holders(row_of, rows):
    """Return the columns of each row as linked lists (first, after) and the load."""
    first = np.full(rows, FREE, dtype=np.int32)
    after = np.full(len(row_of), FREE, dtype=np.int32)
    load = np.zeros(rows, dtype=np.int32)
    for c in range(len(row_of)):
        r = row_of[c]
        if r >= 0:
            after[c] = first[r]
            first[r] = c
            load[r] += 1
    return first, after, load


@njit(cache=True, nogil=True)
def _move(c, r, row_of, first, after, load):
    old = row_of[c]
    if old >= 0:
        k = first[old]
        if k == c:
            first[old] = after[c]
        else:
            while after[k] != c:
                k = after[k]
            after[k] = after[c]
        load[old] -= 1
    row_of[c] = r
    after[c] = first[r]
    first[r] = c
    load[r] += 1


@njit(cache=True, nogil=True)
def _greedy(pointers, neighbours, capacity, row_of, first, after, load):
    degree = pointers[1:] - pointers[:-1]
    for c in np.argsort(degree, kind="mergesort"):
        if row_of[c] != FREE:
            continue
        for e in range(pointers[c], pointers[c + 1]):
            r = neighbours[e]
            if load[r] < capacity[r]:
                _move(c, r, row_of, first, after, load)
                break


@njit(cache=True, nogil=True)
def _layers(pointers, neighbours, capacity, row_of, first, after, load, level, queue, seen, ends):
    """Number the columns by their distance from a free column; return how many rows with a place are met: `ends`."""
    level[:] = -1
    seen[:] = False
    high = found = 0
    for c in range(len(row_of)):
        if row_of[c] == FREE:
            level[c] = 0
            queue[high] = c
            high += 1
    low = 0
    while low < high:
        c = queue[low]
        low += 1
        for e in range(pointers[c], pointers[c + 1]):
            r = neighbours[e]
            if seen[r]:
                continue
            seen[r] = True
            if load[r] < capacity[r]:
                ends[found] = r
                found += 1
                continue
            k = first[r]
            while k != FREE:
                if level[k] < 0:
                    level[k] = level[c] + 1
                    queue[high] = k
                    high += 1
                k = after[k]
    return found


@njit(cache=True, nogil=True)
def largest(by_column, by_row, capacity, row_of):
    """Make `row_of` (FREE where none) a matching with the most columns; matched columns stay matched.

    The graph is given as the rows of each column and as the columns of each row, both (pointers, neighbours).
    """
    n, rows = len(row_of), len(capacity)
    first, after, load = _holders(row_of, rows)
    _greedy(by_column[0], by_column[1], capacity, row_of, first, after, load)
    level, queue = np.empty(n, dtype=np.int32), np.empty(n, dtype=np.int32)
    seen, ends, stack = np.empty(rows, dtype=np.bool_), np.empty(rows, dtype=np.int32), np.empty(rows, dtype=np.int32)
    while True:
        found = _layers(by_column[0], by_column[1], capacity, row_of, first, after, load, level, queue, seen, ends)
        if found == 0:
            return row_of
        at = by_row[0][:-1].copy()
        for i in range(found):
            while load[ends[i]] < capacity[ends[i]]:
                if not _go_back(ends[i], by_row[0], by_row[1], row_of, first, after, load, level, at, stack):
                    break


@njit(cache=True, nogil=True)
def _go_back(end, pointers, neighbours, row_of, first, after, load, level, at, stack):
    """Fill a place of the row `end` along columns of falling level, each visited once in a phase; say if that worked.

    Few rows have a place where many columns look for one, so that the way back is the shorter search.
    """
    depth, below = 0, FREE  # the level of the columns wanted next; unknown at first
    stack[0] = end
    while depth >= 0:
        r = stack[depth]
        if at[r] == pointers[r + 1]:
            depth -= 1
            below += 1
            if depth >= 0:
                at[stack[depth]] += 1
            continue
        c = neighbours[at[r]]
        if level[c] < 0 or (depth > 0 and level[c] != below):
            at[r] += 1
            continue
        if depth == 0:
            below = level[c]
        level[c] = FREE
        if row_of[c] == FREE:
            for k in range(depth + 1):
                r = stack[k]
                _move(neighbours[at[r]], r, row_of, first, after, load)
            for k in range(depth + 1):
                at[stack[k]] += 1
            return True
        depth += 1
        below -= 1
        stack[depth] = row_of[c]
    return False


@njit(cache=True, nogil=True)
def from_free_columns(pointers, neighbours, rows, row_of):
    """Return the rows and the columns reached by alternating paths from columns without a row."""
    first, after, _ = _holders(row_of, rows)
    seen_rows = np.zeros(rows, dtype=np.bool_)
    seen = row_of == FREE
    stack = np.empty(len(row_of), dtype=np.int32)
    high = 0
    for c in range(len(row_of)):
        if seen[c]:
            stack[high] = c
            high += 1
    while high > 0:
        high -= 1
        c = stack[high]
        for e in range(pointers[c], pointers[c + 1]):
            r = neighbours[e]
            if seen_rows[r]:
                continue
            seen_rows[r] = True
            k = first[r]
            while k != FREE:
                if not seen[k]:
                    seen[k] = True
                    stack[high] = k
                    high += 1
                k = after[k]
    return seen_rows, seen


@njit(cache=True, nogil=True)
def from_free_rows(pointers, neighbours, capacity, row_of):
    """The same from rows with a free place; here the graph lists the columns of each row."""
    _, _, load = _holders(row_of, len(capacity))
    seen_rows = load < capacity
    seen = np.zeros(len(row_of), dtype=np.bool_)
    stack = np.empty(len(capacity), dtype=np.int32)
    high = 0
    for r in range(len(capacity)):
        if seen_rows[r]:
            stack[high] = r
            high += 1
    while high > 0:
        high -= 1
        r = stack[high]
        for e in range(pointers[r], pointers[r + 1]):
            c = neighbours[e]
            if seen[c]:
                continue
            seen[c] = True
            k = row_of[c]
            if k >= 0 and not seen_rows[k]:
                seen_rows[k] = True
                stack[high] = k
                high += 1
    return seen_rows, seen


@njit(cache=True, nogil=True)
def listed(node, neighbour, value, nodes):
    """Return a list of edges as a graph with values: (pointers, neighbours, values), in the order given."""
    pointers = np.zeros(nodes + 1, dtype=np.int64)
    for e in range(len(node)):
        pointers[node[e] + 1] += 1
    for v in range(nodes):
        pointers[v + 1] += pointers[v]
    at = pointers[:-1].copy()
    neighbours, values = np.empty(len(node), dtype=np.int32), np.empty(len(node), dtype=value.dtype)
    for e in range(len(node)):
        k = at[node[e]]
        at[node[e]] = k + 1
        neighbours[k], values[k] = neighbour[e], value[e]
    return pointers, neighbours, values


@njit(cache=True, nogil=True)
def within(row, column, value, row_part, column_part):
    """Return the edges whose ends lie in the same part."""
    size = 0
    for e in range(len(row)):
        size += row_part[row[e]] == column_part[column[e]]
    rows, columns, values = np.empty(size, row.dtype), np.empty(size, column.dtype), np.empty(size, value.dtype)
    at = 0
    for e in range(len(row)):
        if row_part[row[e]] == column_part[column[e]]:
            rows[at], columns[at], values[at] = row[e], column[e], value[e]
            at += 1
    return rows, columns, values


@njit(cache=True, nogil=True)
def united(row_keys, row_who, column_keys, column_who, bits):
    """Return the pairs of both sides' lists, each once, as (row, column, value); a value is a key without its bits."""
    rows, kept = row_who.shape
    columns = len(column_who)
    most = 0
    for who in (row_who, column_who):
        for k in range(len(who)):
            for j in range(kept):
                most += who[k, j] >= 0
    row, column = np.empty(most, dtype=np.int32), np.empty(most, dtype=np.int32)
    value = np.empty(most, dtype=np.int32)
    size = 0
    for r in range(rows):
        for j in range(kept):
            c = row_who[r, j]
            if c < 0:
                break
            row[size], column[size], value[size] = r, c, row_keys[r, j] >> bits
            size += 1
    for c in range(columns):
        for j in range(kept):
            r = column_who[c, j]
            if r < 0:
                break
            key = column_keys[c, j]
            listed_too = False
            if key >= row_keys[r, kept - 1]:
                for i in range(kept):
                    listed_too |= row_who[r, i] == c
            if not listed_too:
                row[size], column[size], value[size] = r, c, key >> bits
                size += 1
    return row[:size], column[:size], value[:size]


@njit(cache=True, nogil=True)
def repeated(row, column, columns):
    """Return the position of a pair that stands twice in a list, -1 where none does."""
    pointers = np.zeros(columns + 1, dtype=np.int64)
    for e in range(len(row)):
        pointers[column[e] + 1] += 1
    rows = np.int64(0)
    for e in range(len(row)):
        rows = max(rows, row[e] + 1)
    for c in range(columns):
        pointers[c + 1] += pointers[c]
    at = pointers[:-1].copy()
    edges = np.empty(len(row), dtype=np.int64)
    for e in range(len(row)):
        edges[at[column[e]]] = e
        at[column[e]] += 1
    last = np.full(rows, -1, dtype=np.int32)
    for c in range(columns):
        for k in range(pointers[c], pointers[c + 1]):
            e = edges[k]
            if last[row[e]] == c:
                return e
            last[row[e]] = c
    return -1
