"""Exact scans of a million by a million that leave out what cannot matter: whole stretches of columns, by bounds.

Columns are sorted so that neighbours are alike, and cut into blocks. What a row can have at most in a block follows
from the least and the greatest code and from the union of the sets in it. Blocks are visited from the highest bound
down, until no block is left that could beat what the row has: the result is the same as that of a scan of all pairs.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from resonanz.engine.fast.pricing import _LOOK as LOOK
from resonanz.engine.fast.pricing import _beating as beat
from resonanz.engine.fast.scan import BITS, FOUR, SAME, SHARE, TABLE, TREE, UNKNOWN, _keep_better, _ones, fill_levels

BLOCK = 512  # columns


@njit(cache=True, nogil=True)
def _reach(codes, sets):
    """Return for each column of codes the least and the greatest per block, for each of sets the union."""
    blocks = (codes.shape[1] + BLOCK - 1) // BLOCK
    low, high = np.zeros((len(codes), blocks), codes.dtype), np.zeros((len(codes), blocks), codes.dtype)
    union = np.zeros((len(sets), blocks), sets.dtype)
    for b in range(blocks):
        for k in range(len(codes)):
            some = codes[k, b * BLOCK : (b + 1) * BLOCK]
            low[k, b], high[k, b] = some.min(), some.max()
        for k in range(len(sets)):
            for word in sets[k, b * BLOCK : (b + 1) * BLOCK]:
                union[k, b] |= word
    return low, high, union


def reaches(arrays):
    """Return what `bounds` needs to know of the columns of a plan's arrays."""
    codes = arrays[4]
    assert not len(arrays[15])
    low, high, _ = _reach(codes, np.zeros((0, codes.shape[1]), np.uint16))
    unions = tuple(_reach(codes[:0], sets)[2] for sets in (arrays[6], arrays[8], arrays[10]))
    return low, high, *unions


@njit(cache=True, nogil=True)
def _most_of_bits(union, mine, table, out):
    most = np.empty_like(table)
    most[0] = table[0]
    for n in range(1, len(table)):
        most[n] = max(most[n - 1], table[n])
    top = len(table) - 1
    for b in range(len(out)):
        out[b] += most[min(np.int64(_ones(union[b] & mine)), top)]


@njit(cache=True, nogil=True)
def _most_of_tree(low, high, mine, table, out):
    t0 = table[0]
    t1 = max(t0, table[1])
    t2 = max(t1, table[2])
    t3 = max(t2, table[3])
    t4 = max(t3, table[4])
    for b in range(len(out)):
        first, last = low[b], high[b]
        x = t0
        x = t1 if (first >> 12 <= mine >> 12) & (mine >> 12 <= last >> 12) else x
        x = t2 if (first >> 8 <= mine >> 8) & (mine >> 8 <= last >> 8) else x
        x = t3 if (first >> 4 <= mine >> 4) & (mine >> 4 <= last >> 4) else x
        x = t4 if (first <= mine) & (mine <= last) else x
        out[b] += x


@njit(cache=True, nogil=True)
def _most_of_equal(low, high, mine, more, out):
    """At most `more` where the row's own code may be there; less only where there is nothing else."""
    for b in range(len(out)):
        inside = (low[b] <= mine) & (mine <= high[b])
        only = inside & (low[b] == high[b])
        out[b] += more if only else (max(more, 0) if inside else 0)


@njit(cache=True, nogil=True)
def _most_of_table(low, high, line, out):
    size = len(line)
    top = line.max()
    for b in range(len(out)):
        first, last = np.int64(low[b]), np.int64(high[b])
        if last - first > 16:
            out[b] += top
        else:
            x = line[first]
            for n in range(first + 1, min(last + 1, size)):
                x = max(x, line[n])
            out[b] += x


@njit(cache=True, nogil=True)
def bounds(plan, reach, row, out):
    """Write into `out` (blocks, int32) what no level of the row in each block exceeds."""
    _, steps, tables, row_codes, _, mine16, _, mine32, _, mine64, _ = plan[:11]
    pointers = plan[11]
    low, high, union16, union32, union64 = reach
    out[:] = 0
    if pointers[row + 1] > pointers[row]:
        out[:] = 1 << 20  # points of single pairs: look everywhere
        return
    for s in range(len(steps)):
        kind, column, start, size, _, base, turned, width = steps[s]
        table = tables[start : start + size].astype(np.int32)
        if kind == SAME:
            same, another, unknown = table[0], table[1], table[2]
            mine = row_codes[column, row]
            if mine == 0:
                out += unknown
            else:
                for b in range(len(out)):
                    first, last = low[column, b], high[column, b]
                    x = unknown if last == 0 else (max(another, unknown) if first == 0 else another)
                    inside = (first <= mine) & (mine <= last)
                    out[b] += (same if first == last else max(x, same)) if inside else x
        elif kind == FOUR:
            out += table[4]
            for k in range(4):
                mine = row_codes[column + k, row]
                _most_of_equal(low[column + k], high[column + k], mine, table[k] if mine != 0 else table[5], out)
        elif kind == TREE:
            _most_of_tree(low[column], high[column], row_codes[column, row], table, out)
        elif kind == BITS:
            if width == 16:
                _most_of_bits(union16[column], mine16[column, row], table, out)
            elif width == 32:
                _most_of_bits(union32[column], mine32[column, row], table, out)
            else:
                _most_of_bits(union64[column], mine64[column, row], table, out)
        elif kind == TABLE and turned == 0:
            _most_of_table(low[column], high[column], table[np.int64(row_codes[column, row]) * base :][:base], out)
        elif kind == TABLE:
            _most_of_table(low[column], high[column], table[np.int64(row_codes[column, row]) :: base].copy(), out)
        elif kind == SHARE:
            out += table.max()
        elif kind == UNKNOWN:
            gift = table[0]
            if row_codes[column, row] == 0:
                out += gift
            else:
                for b in range(len(out)):
                    out[b] += gift if high[column, b] == 0 else (max(gift, 0) if low[column, b] == 0 else 0)


@njit(cache=True, nogil=True)
def _falling(bound, above, turn, count, order):
    """Put the blocks whose bound is greater than `above` in order, highest first; equal ones go round from `turn`."""
    count[:] = 0
    blocks = len(bound)
    levels = len(count) - 1
    for b in range(blocks):
        count[levels - max(min(bound[b], levels), 0)] += bound[b] > above
    at = 0
    for n in range(len(count)):
        size = count[n]
        count[n] = at
        at += size
    for part in range(2):
        for b in range(turn if part == 0 else 0, blocks if part == 0 else turn):
            if bound[b] > above:
                n = levels - max(min(bound[b], levels), 0)
                order[count[n]] = b
                count[n] += 1
    return at


@njit(cache=True, nogil=True)
def best_of_rows(plan, reach, rows, columns, most, k):
    """Return (columns, levels, counts, pairs looked at) of the `k` best for `rows`; no level is above `most`."""
    found, levels = np.empty((len(rows), k), dtype=np.int32), np.full((len(rows), k), -1, dtype=np.int32)
    counts = np.zeros(len(rows), dtype=np.int64)
    blocks = reach[0].shape[1] if len(reach[0]) else (columns + BLOCK - 1) // BLOCK
    bound, order = np.empty(blocks, dtype=np.int32), np.empty(blocks, dtype=np.int32)
    count, buffer = np.empty(most + 2, dtype=np.int64), np.empty(BLOCK, plan[2].dtype)
    looked = 0
    for i in range(len(rows)):
        row = rows[i]
        bounds(plan, reach, row, bound)
        mixed = (np.uint64(row + 1) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(20)
        size = _falling(bound, -1, np.int64(mixed % np.uint64(blocks)), count, order)
        least = -1
        for n in range(size):
            b = order[n]
            if bound[b] <= least:
                break
            begin = b * BLOCK
            out = buffer[: min(BLOCK, columns - begin)]
            fill_levels(plan, row, begin, out)
            looked += len(out)
            top = out[0]
            for j in range(len(out)):
                top = max(top, out[j])
            if top > least:
                turn = np.int64((mixed >> np.uint64(12)) % np.uint64(len(out)))
                counts[i], least = _keep_better(out[turn:], begin + turn, least, counts[i], k, levels[i], found[i])
                counts[i], least = _keep_better(out[:turn], begin, least, counts[i], k, levels[i], found[i])
    return found, levels, counts, looked


@njit(cache=True, nogil=True)
def beating_of_rows(plan, reach, chosen, own, tops, others, floors, ceilings, kept):
    """Return for each of the `chosen` rows the columns whose level beats both prices most, and by how much.

    `own` and `others` are the prices of the chosen rows and of all columns (int32), the columns sorted by price; `floors`
    is the lowest price of each block. No pair that could beat its prices has a level above the row's `tops`, or above the
    column's own top; `ceilings` is the most that a column's top exceeds its price, per block. Shapes (chosen, kept), with
    how many pairs were looked at.
    """
    keys, who = np.zeros((len(chosen), kept), dtype=np.int64), np.full((len(chosen), kept), -1, dtype=np.int32)
    difference, buffer = np.empty(LOOK, dtype=others.dtype), np.empty(BLOCK, plan[2].dtype)
    bound = np.empty(len(floors), dtype=np.int32)
    columns, looked = len(others), 0
    for i in range(len(chosen)):
        row, price = chosen[i], own[i]
        end = np.searchsorted(floors, tops[i] - price)  # dearer blocks have nobody for this row
        some = False
        for b in range(end):
            some |= ceilings[b] > price
        if not some:
            continue
        bounds(plan, reach, row, bound[:end])
        for b in range(end):
            if ceilings[b] > price and bound[b] - floors[b] > price:
                begin = b * BLOCK
                out = buffer[: min(BLOCK, columns - begin)]
                fill_levels(plan, row, begin, out)
                looked += len(out)
                beat(out, begin, price, others[begin : begin + len(out)], difference, keys[i], who[i])
    return keys, who, looked
