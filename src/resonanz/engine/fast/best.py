"""The best of a whole community for one person, exact, by tables of points and bounds; see `resonanz.engine.alike`.

The people stand sorted into runs that agree in a few cells, so one look at a run says how many points at most anybody
in it can reach. The most promising runs come first, and what cannot reach the worst of the best so far is not looked
at. A batch of the others goes through one rule after another, and whom a bound excludes leaves it at once.
"""

from __future__ import annotations

import numpy as np
from numba import njit

BATCH = 2048
_SHELVES = 256  # on which runs are put by their points, so that they need no sorting


@njit(cache=True, nogil=True)
def _points_of_runs(keys, rules, lines):
    """Return what the first rules give to each run, below 0 where a must fails."""
    points = np.zeros(keys.shape[1], dtype=np.int32)
    for s in range(len(keys)):
        line, codes = lines[rules[s, 2] : rules[s, 3]], keys[s]
        for r in range(len(points)):
            points[r] += line[codes[r]]
    return points


@njit(cache=True, nogil=True)
def _most_promising_first(points, top, shift):
    """Return the possible runs, those with more points first, to the precision of a shelf."""
    pointer = np.zeros(_SHELVES + 1, dtype=np.int64)
    for r in range(len(points)):
        if points[r] >= 0:
            pointer[((top - points[r]) >> shift) + 1] += 1
    for shelf in range(_SHELVES):
        pointer[shelf + 1] += pointer[shelf]
    runs = np.empty(pointer[_SHELVES], dtype=np.int32)
    for r in range(len(points)):
        if points[r] >= 0:
            shelf = (top - points[r]) >> shift
            runs[pointer[shelf]] = r
            pointer[shelf] += 1
    return runs


@njit(cache=True, nogil=True)
def _stay(codes, line, bar, where, points, count):
    """Add the points of one rule to a batch, and keep those above `bar`; return how many these are."""
    kept = np.uint32(0)
    for j in range(np.uint32(count)):
        place = np.uint32(where[j])
        x = np.int32(points[j] + line[np.uint32(codes[place])])
        where[kept], points[kept] = place, x
        kept += np.uint32(x > bar)
    return np.int64(kept)


@njit(cache=True, nogil=True)
def _stay_with(more, bar, where, points, count):
    """The same for points that each person has of their own."""
    kept = 0
    for j in range(count):
        x = np.int32(points[j] + more[where[j]])
        where[kept], points[kept] = where[j], x
        kept += x > bar
    return kept


@njit(cache=True, nogil=True)
def _take(points, where, order, size, count, scores, found):
    """Put a batch among the best: more points first, then whoever stands first; return how many there are."""
    k = len(scores)
    for j in range(size):
        x, person = points[j], order[where[j]]
        if count == k and (x < scores[k - 1] or (x == scores[k - 1] and person > found[k - 1])):
            continue
        at = min(count, k - 1)
        while at > 0 and (scores[at - 1] < x or (scores[at - 1] == x and found[at - 1] > person)):
            scores[at], found[at] = scores[at - 1], found[at - 1]
            at -= 1
        scores[at], found[at] = x, person
        count = min(count + 1, k)
    return count


@njit(cache=True, nogil=True)
def best(begins, keys, order, narrow, wide, rules, lines, rest, more, k):
    """Return the positions of the `k` best, those with more points first, of equal ones whoever stands first.

    `begins` (runs + 1,), `keys` (rules of the runs, runs): the cells in which a run agrees; `order` (people,): who stands
    where, in a run by position. `narrow` and `wide` (rules, people): codes of cells, as they stand. `rules` (rules, 4) in
    the order in which they are asked, those of the runs first: (is in `wide`, row there, begin and end of its points in
    `lines`). Points of a failed must lie below 0, further than all others together reach up. `rest` (rules + 1,): the
    most points from this rule on. `more` (people,) or empty: points of each person besides.
    """
    points_of = _points_of_runs(keys, rules, lines)
    top = np.int32(0)
    for r in range(len(points_of)):
        top = max(top, points_of[r])
    shift = 0
    while top >> shift >= _SHELVES:
        shift += 1
    runs = _most_promising_first(points_of, top, shift)
    beyond = rest[len(keys)]
    scores, found = np.empty(k, dtype=np.int32), np.empty(k, dtype=np.int64)
    count, next_run = 0, 0
    least, worst = np.int32(-1), np.int64(-1)  # of the best, as soon as there are k
    where, points = np.empty(BATCH, dtype=np.int32), np.empty(BATCH, dtype=np.int32)
    at, end, mine = 0, 0, np.int32(0)
    while True:
        size = 0
        while size < BATCH:
            if at == end:
                if next_run == len(runs):
                    break
                r = runs[next_run]
                next_run += 1
                mine = points_of[r]
                if mine + beyond < least:
                    if (top - mine) >> shift > (top - (least - beyond)) >> shift:
                        next_run = len(runs)  # and all that follow are on this shelf or a lower one
                    continue
                if mine + beyond == least and order[begins[r]] > worst:
                    continue
                at, end = begins[r], begins[r + 1]
            some = min(end - at, BATCH - size)
            for j in range(some):
                where[size + j], points[size + j] = at + j, mine
            size += some
            at += some
        if size == 0:
            break
        for s in range(len(keys), len(rules)):
            in_wide, row, begin, finish = rules[s]
            bar = np.int32(max(least - rest[s + 1] - 1, -1))
            if in_wide:
                size = _stay(wide[row], lines[begin:finish], bar, where, points, size)
            else:
                size = _stay(narrow[row], lines[begin:finish], bar, where, points, size)
            if size == 0:
                break
        if size and len(more):
            size = _stay_with(more, np.int32(max(least - 1, -1)), where, points, size)
        count = _take(points, where, order, size, count, scores, found)
        if count == k:
            least, worst = scores[k - 1], found[k - 1]
    return found[:count]
