"""The one kernel that scores pairs: a row of mentors against a stretch of mentees, from codes and bit sets.

A plan is a list of steps; each adds its points to every pair of the stretch in one loop without branches. A
pair that fails a must falls below zero and stays there. A stretch is short enough to stay in the processor's
nearest cache while all steps pass over it, so no matrix is ever built. Inside, points are counted in the plan's
unit and in 16 bits where they fit, because a vector holds twice as many of them; what comes out is in points.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numba.extending import intrinsic

STRETCH = 4096
SAME, TREE, BITS, SHARE, TABLE, UNKNOWN, FOUR = range(7)


@intrinsic
def _ones(typing, word):
    """Return how many bits are set, in the type of the word: processors have an instruction for whole vectors of them."""

    def generate(context, builder, signature, arguments):
        return builder.ctpop(arguments[0])

    return word(word), generate


@njit(cache=True, nogil=True)
def _same(codes, mine, table, out):
    same, other, unknown = table[0], table[1], table[2]
    if mine == 0:
        out += unknown
    elif other == unknown:
        for j in range(len(out)):
            out[j] += same if codes[j] == mine else other
    else:
        for j in range(len(out)):
            x = codes[j]
            out[j] += same if x == mine else (unknown if x == 0 else other)


@njit(cache=True, nogil=True)
def _tree(codes, mine, table, out):
    t0, t1, t2, t3, t4 = table[0], table[1], table[2], table[3], table[4]
    for j in range(len(out)):
        x = codes[j] ^ mine
        out[j] += t4 if x == 0 else (t3 if x < 16 else (t2 if x < 256 else (t1 if x < 4096 else t0)))


@njit(cache=True, nogil=True)
def _bits(sets, mine, table, out):
    """Points by how many bits are common. Most tables are even from 1 on and then need no look-up."""
    most = len(table) - 1
    even = True
    for n in range(3, most + 1):
        even &= table[n] - table[n - 1] == table[2] - table[1]
    if most == 1:
        none, some = table[0], table[1]
        for j in range(len(out)):
            out[j] += some if sets[j] & mine != 0 else none
    elif even and table[0] + table[2] == 2 * table[1]:
        first, each = table[0], np.int16(table[2] - table[1])
        if first == 0:
            for j in range(len(out)):
                out[j] += np.int16(min(np.int16(_ones(sets[j] & mine)), np.int16(most))) * each
        else:
            for j in range(len(out)):
                out[j] += first + np.int16(min(np.int16(_ones(sets[j] & mine)), np.int16(most))) * each
    elif even:
        none, first, each = table[0], table[1] - (table[2] - table[1]), table[2] - table[1]
        for j in range(len(out)):
            n = np.int16(min(np.int16(_ones(sets[j] & mine)), np.int16(most)))
            out[j] += none if n == 0 else first + n * each
    else:
        for j in range(len(out)):
            out[j] += table[min(np.int64(_ones(sets[j] & mine)), most)]


@njit(cache=True, nogil=True)
def _share(sets, mine, sizes, table, out):
    """Points by how many are common and how many the mentee has: table[65 * size + common]."""
    for j in range(len(out)):
        out[j] += table[65 * np.int32(sizes[j]) + np.int64(_ones(sets[j] & mine))]


@njit(cache=True, nogil=True)
def _share_of_row(sets, mine, line, out):
    for j in range(len(out)):
        out[j] += line[np.int64(_ones(sets[j] & mine))]


@njit(cache=True, nogil=True)
def _table(codes, line, out):
    """Points by code. A short line is compared with, value by value, because look-ups do not go by vectors."""
    size = len(line)
    if size > 24:
        for j in range(len(out)):
            out[j] += line[codes[j]]
        return
    usual, times = line[0], 0
    for n in range(size):
        same = 0
        for m in range(size):
            same += line[m] == line[n]
        if same > times:
            usual, times = line[n], same
    if usual != 0:
        out += usual
    value, more = np.zeros(28, dtype=np.uint16), np.zeros(28, line.dtype)
    count = 0
    for n in range(size):
        if line[n] != usual:
            value[count], more[count] = n, line[n] - usual
            count += 1
    for first in range(0, count, 4):
        a, b, c, d = value[first], value[first + 1], value[first + 2], value[first + 3]
        pa, pb, pc, pd = more[first], more[first + 1], more[first + 2], more[first + 3]
        if count - first <= 2:
            for j in range(len(out)):
                x = codes[j]
                out[j] += (pa if x == a else 0) + (pb if x == b else 0)
        else:
            for j in range(len(out)):
                x = codes[j]
                out[j] += (pa if x == a else 0) + (pb if x == b else 0) + (pc if x == c else 0) + (pd if x == d else 0)


@njit(cache=True, nogil=True)
def _four(first, second, third, fourth, mine, more, base, out):
    """Four equalities at once: `more` on top of `base` where a code is the row's own."""
    a, b, c, d = mine
    pa, pb, pc, pd = more
    for j in range(len(out)):
        x = (pa if first[j] == a else 0) + (pb if second[j] == b else 0)
        y = (pc if third[j] == c else 0) + (pd if fourth[j] == d else 0)
        out[j] += base + x + y


@njit(cache=True, nogil=True)
def fill_levels(plan, row, begin, out):
    """Write the levels of `row` against the columns from `begin` into `out`, below 0 where impossible."""
    _, steps, tables, row_codes, codes, mine16, sets16, mine32, sets32, mine64, sets64 = plan[:11]
    pointers, places, extras, least, matrix = plan[11:]
    end = begin + len(out)
    if len(matrix):
        out[:] = matrix[row][begin:end]
    else:
        out[:] = 0
    for s in range(len(steps)):
        kind, column, start, size, other, base, turned, width = steps[s]
        table = tables[start : start + size]
        if kind == SAME:
            _same(codes[column][begin:end], row_codes[column, row], table, out)
        elif kind == FOUR:
            a, b, c, d = column, column + 1, column + 2, column + 3
            mine = row_codes[a, row], row_codes[b, row], row_codes[c, row], row_codes[d, row]
            more = (
                table[0] if mine[0] != 0 else table[5],
                table[1] if mine[1] != 0 else table[5],
                table[2] if mine[2] != 0 else table[5],
                table[3] if mine[3] != 0 else table[5],
            )
            _four(
                codes[a][begin:end], codes[b][begin:end], codes[c][begin:end], codes[d][begin:end], mine, more, table[4], out
            )
        elif kind == TREE:
            _tree(codes[column][begin:end], row_codes[column, row], table, out)
        elif kind == BITS:
            if width == 16:
                _bits(sets16[column][begin:end], mine16[column, row], table, out)
            elif width == 32:
                _bits(sets32[column][begin:end], mine32[column, row], table, out)
            else:
                _bits(sets64[column][begin:end], mine64[column, row], table, out)
        elif kind == TABLE and turned == 0:
            _table(codes[column][begin:end], table[np.int64(row_codes[column, row]) * base :][:base], out)
        elif kind == TABLE:
            _table(codes[column][begin:end], table[np.int64(row_codes[column, row]) :: base].copy(), out)
        elif kind == SHARE and turned == 0:
            sizes = codes[other][begin:end]
            if width == 16:
                _share(sets16[column][begin:end], mine16[column, row], sizes, table, out)
            elif width == 32:
                _share(sets32[column][begin:end], mine32[column, row], sizes, table, out)
            else:
                _share(sets64[column][begin:end], mine64[column, row], sizes, table, out)
        elif kind == SHARE:
            line = table[65 * np.int64(row_codes[other, row]) :][:65]
            if width == 16:
                _share_of_row(sets16[column][begin:end], mine16[column, row], line, out)
            elif width == 32:
                _share_of_row(sets32[column][begin:end], mine32[column, row], line, out)
            else:
                _share_of_row(sets64[column][begin:end], mine64[column, row], line, out)
        elif kind == UNKNOWN:
            mine = row_codes[column, row]
            gift, known = table[0], codes[column][begin:end]
            for j in range(len(out)):
                out[j] += gift if (known[j] == 0) | (mine == 0) else 0
    for k in range(pointers[row], pointers[row + 1]):
        if begin <= places[k] < end:
            out[places[k] - begin] += extras[k]
    if least > 0:
        for j in range(len(out)):
            out[j] = out[j] if out[j] >= least else -1


@njit(cache=True, nogil=True)
def fill(plan, row, begin, out):
    """Write the scores of `row` against the columns from `begin` into `out` (int32), below 0 where impossible."""
    levels = np.empty(len(out), plan[2].dtype)
    fill_levels(plan, row, begin, levels)
    unit = np.int32(plan[0])
    for j in range(len(out)):
        out[j] = levels[j] * unit


@njit(cache=True, nogil=True)
def _greatest(levels):
    top = levels[0]
    for j in range(len(levels)):
        top = max(top, levels[j])
    return top


@njit(cache=True, nogil=True)
def _keep_better(levels, begin, least, count, k, scores, found):
    """Put the levels above `least` among the `k` best; return how many there are, and the level to exceed now."""
    for j in range(len(levels)):
        x = levels[j]
        if x <= least:
            continue
        at = count if count < k else k - 1
        while at > 0 and scores[at - 1] < x:
            scores[at], found[at] = scores[at - 1], found[at - 1]
            at -= 1
        scores[at], found[at] = x, begin + j
        count = min(count + 1, k)
        if count == k:
            least = scores[k - 1]
    return count, least


@njit(cache=True, nogil=True)
def best_of_rows(plan, first, last, columns, k):
    """Return for rows `first` to `last` (columns, scores, counts) of the `k` best, ties spread by the row's number.

    Rows of one group begin at the same column and pass over each stretch together, while it lies in a near cache.
    """
    rows = last - first
    found, scores = np.empty((rows, k), dtype=np.int32), np.empty((rows, k), dtype=np.int32)
    counts, least = np.zeros(rows, dtype=np.int64), np.full(rows, -1, dtype=np.int64)
    group = 16 if columns >= 16 * STRETCH else 1
    buffer = np.empty(STRETCH, plan[2].dtype)
    for start in range(0, rows, group):
        stop = min(start + group, rows)
        mixed = (np.uint64((first + start) // group) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(33)
        offset = np.int64(mixed % np.uint64(columns))
        for part in range(2):
            low, high = (offset, columns) if part == 0 else (0, offset)
            for begin in range(low, high, STRETCH):
                out = buffer[: min(STRETCH, high - begin)]
                for r in range(start, stop):
                    fill_levels(plan, first + r, begin, out)
                    if _greatest(out) > least[r]:
                        counts[r], least[r] = _keep_better(out, begin, least[r], counts[r], k, scores[r], found[r])
    for r in range(rows):
        for place in range(counts[r]):
            scores[r, place] *= plan[0]
    return found, scores, counts


@njit(cache=True, nogil=True)
def _take_better(levels, scale, price, row, best, who):
    """Narrow or wide, as `scale` and `best` are."""
    for j in range(len(levels)):
        x = levels[j] * scale - price
        more = (x > best[j]) & (levels[j] >= 0)
        best[j] = x if more else best[j]
        who[j] = row if more else who[j]


@njit(cache=True, nogil=True)
def best_reduced(plan, rows, prices, scale, columns, best, who):
    """For each column find the row with the highest scale x score - price, above `best`; update `best` and `who`.

    A column with the greatest number in `best` takes no part.
    """
    levels = np.empty(STRETCH, plan[2].dtype)
    for begin in range(0, columns, STRETCH):
        out = levels[: min(STRETCH, columns - begin)]
        for k in range(len(rows)):
            fill_levels(plan, rows[k], begin, out)
            high, at = best[begin : begin + len(out)], who[begin : begin + len(out)]
            _take_better(out, np.int64(plan[0] * scale), np.int64(prices[k]), np.int64(rows[k]), high, at)


@njit(cache=True, nogil=True)
def best_reduced_narrow(plan, rows, prices, scale, columns, best, who):
    """Do the same in 32 bits: `best` and `who` are int32, and no value or price may exceed a quarter of them."""
    levels = np.empty(STRETCH, plan[2].dtype)
    for begin in range(0, columns, STRETCH):
        out = levels[: min(STRETCH, columns - begin)]
        for k in range(len(rows)):
            fill_levels(plan, rows[k], begin, out)
            high, at = best[begin : begin + len(out)], who[begin : begin + len(out)]
            _take_better(out, np.int32(plan[0] * scale), np.int32(prices[k]), np.int32(rows[k]), high, at)


@njit(cache=True, nogil=True)
def possible_of_rows(plan, rows, columns, by_column):
    """Return how many columns are possible for each of `rows`; add up in `by_column` how many rows per column."""
    buffer = np.empty(STRETCH, plan[2].dtype)
    by_row = np.zeros(len(rows), dtype=np.int64)
    for begin in range(0, columns, STRETCH):
        out = buffer[: min(STRETCH, columns - begin)]
        mine = np.zeros(len(out), dtype=np.int32)
        for k in range(len(rows)):
            fill_levels(plan, rows[k], begin, out)
            count = np.int32(0)
            for j in range(len(out)):
                may = np.int32(out[j] >= 0)
                count += may
                mine[j] += may
            by_row[k] += count
        by_column[begin : begin + len(out)] += mine
    return by_row


@njit(cache=True, nogil=True)
def total_of_rows(plan, rows, columns):
    """Return the sum of all possible scores of `rows`: what it takes to score every pair, and nothing else."""
    buffer = np.empty(STRETCH, plan[2].dtype)
    total = 0
    for begin in range(0, columns, STRETCH):
        out = buffer[: min(STRETCH, columns - begin)]
        for k in range(len(rows)):
            fill_levels(plan, rows[k], begin, out)
            part = np.int32(0)
            for j in range(len(out)):
                part += max(out[j], 0)
            total += np.int64(part)
    return total * plan[0]


@njit(cache=True, nogil=True)
def divisor_of(matrix):
    """Return the greatest number that divides everything from 0 up in a matrix."""
    divisor = np.int64(0)
    for r in range(matrix.shape[0]):
        for x in matrix[r]:
            if x > 0 and (divisor == 0 or x % divisor != 0):
                rest = np.int64(x)
                while rest != 0:
                    divisor, rest = rest, divisor % rest
    return divisor


@njit(cache=True, nogil=True)
def scores_of_pairs(plan, rows, columns):
    """Return the score of each pair (rows[k], columns[k]) as int32, below 0 where impossible."""
    scores = np.empty(len(rows), dtype=np.int32)
    level = np.empty(1, plan[2].dtype)
    for k in range(len(rows)):
        fill_levels(plan, rows[k], columns[k], level)
        scores[k] = level[0] * plan[0]
    return scores
