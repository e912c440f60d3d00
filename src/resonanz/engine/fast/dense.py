"""Shortest augmenting paths on a dense matrix of whole-number costs, with capacities of their own.

Searchers look for objects that have `places`; whoever is better off alone goes to nobody, at a price that all
share. So there is always a way out, no pair needs a penalty, and no distance exceeds that price. After a greedy
start (column reduction where all places will be taken, augmenting row reduction where an object has one place)
each searcher left looks for the cheapest chain of moves that ends at a free place: Dijkstra on reduced costs.
Sources: R. Jonker, A. Volgenant, A shortest augmenting path algorithm for dense and sparse linear assignment
problems, Computing 38 (1987); N. Tomizawa, Networks 1 (1971).

All costs are doubled. Twice the price of an object, less one while it is full, is its *weight*: cost minus weight
then puts free objects before full ones at the same distance, and costs nothing. Objects come in blocks of 64, the
last one padded; the loops over a block have no branches, so that they run on whole vectors of the processor.
"""

from __future__ import annotations

import numpy as np
from numba import njit

FREE = -1
BLOCK = 64
# The state of a block is one line, so that the compiler sees that its parts do not overlap: weights, keys (distances
# of the present search), and the searchers from which the keys come.
KEY, ORIGIN = BLOCK, 2 * BLOCK


@njit(cache=True, nogil=True)
def _position(block, value):
    """Return the first position of `value` in a block that holds it."""
    at = np.int32(BLOCK)
    for j in range(BLOCK):
        k = np.int32(j) if block[j] == value else np.int32(BLOCK)
        at = k if k < at else at
    return at


@njit(cache=True, nogil=True)
def _least(values):
    least = values[0]
    for j in range(len(values)):
        least = values[j] if values[j] < least else least
    return least


@njit(cache=True, nogil=True)
def _two_best(line, state, least, far, never):
    """Return the least key of a searcher with its object, and the next key."""
    t = state.dtype.type
    first, block = never, 0
    for b in range(line.shape[0]):
        costs, s = line[b], state[b]
        lowest = never
        for j in range(BLOCK):
            cost = t(costs[j])
            x = t(cost - s[j])
            x = never if cost >= far else x
            s[j + KEY] = x
            lowest = x if x < lowest else lowest
        least[b] = lowest
        if lowest < first:
            first, block = lowest, b
    keys = state[block, KEY:ORIGIN]
    at = _position(keys, first)
    keys[at] = never
    least[block] = _least(keys)
    return first, BLOCK * block + at, _least(least)


@njit(cache=True, nogil=True)
def _hold(i, j, at, load, first, after):
    at[i] = j
    load[j] += 1
    after[i] = first[j]
    first[j] = i


@njit(cache=True, nogil=True)
def _leave(i, at, load, first, after):
    j = at[i]
    load[j] -= 1
    k = first[j]
    if k == i:
        first[j] = after[i]
        return
    while after[k] != i:
        k = after[k]
    after[k] = after[i]


@njit(cache=True, nogil=True)
def _reduce_columns(cost, state, at, load, first, after):
    """Price each object at its cheapest searcher; give it to that searcher if nobody else has asked."""
    t = state.dtype.type
    for b in range(cost.shape[1]):
        for j in range(BLOCK):
            state[b, j] = cost[0, b, j]
            state[b, j + ORIGIN] = 0
    for i in range(1, cost.shape[0]):
        for b in range(cost.shape[1]):
            costs, s = cost[i, b], state[b]
            for j in range(BLOCK):
                x = t(costs[j])
                less = x < s[j]
                s[j] = x if less else s[j]
                s[j + ORIGIN] = t(i) if less else s[j + ORIGIN]
    for j in range(len(load) - 1, -1, -1):
        s = state[j // BLOCK]
        asker = s[j % BLOCK + ORIGIN]
        if load[j] == 0 and at[asker] == FREE:
            _hold(asker, j, at, load, first, after)
            s[j % BLOCK] -= 1


@njit(cache=True, nogil=True)
def _reduce_rows(cost, far, places, alone, state, at, load, first, after, least, never):
    """Let searchers bid for their best object twice; return those that are left."""
    t = state.dtype.type
    n, m = len(at), len(load)
    free = np.flatnonzero(at == FREE)
    count = len(free)
    budget = 8 * n
    for _ in range(2):
        k, before, count = 0, count, 0
        while k < before:
            i = free[k]
            k += 1
            best, j, second = _two_best(cost[i], state, least, far, never)
            best, second = best >> 1, min(second, alone) >> 1
            s = state[j // BLOCK]
            if best >= alone >> 1:
                at[i] = m
            elif load[j] < places[j]:
                _hold(i, j, at, load, first, after)
                if places[j] == 1:
                    s[j % BLOCK] -= t(2 * (second - best) + 1)
                elif load[j] == places[j]:
                    s[j % BLOCK] -= 1
            elif places[j] == 1 and best < second and budget > 0:
                budget -= 1
                s[j % BLOCK] -= t(2 * (second - best))
                held = first[j]
                _leave(held, at, load, first, after)
                at[held] = FREE
                _hold(i, j, at, load, first, after)
                k -= 1
                free[k] = held
            else:
                free[count] = i
                count += 1
    return free[:count]


@njit(cache=True, nogil=True)
def _relax(line, state, base, i, least, far):
    """Lower the keys of objects that searcher `i` reaches more cheaply; keep the least key of each block."""
    t = state.dtype.type
    for b in range(line.shape[0]):
        costs, s = line[b], state[b]
        lowest = s[KEY]
        for j in range(BLOCK):
            cost, old = t(costs[j]), s[j + KEY]
            x = t(t(cost - s[j]) - base)
            less = (x < old) & (cost < far)
            y = x if less else old
            s[j + KEY] = y
            s[j + ORIGIN] = i if less else s[j + ORIGIN]
            lowest = y if y < lowest else lowest
        least[b] = lowest


@njit(cache=True, nogil=True)
def _search(source, cost, far, places, alone, state, at, load, first, after, least, queue, reached, never):
    """Place `source` along a shortest chain of moves: to a free place, or so that somebody is better alone."""
    t = state.dtype.type
    m = len(load)
    closed = t(-2 * never)  # the weight of an object that is done: nothing reaches it more cheaply
    state[:, KEY:ORIGIN] = never
    _relax(cost[source], state, t(0), t(source), least, far)
    out, leaver, end, high = alone, source, m, 0
    while True:
        level = _least(least)
        if level >= out:
            level = out
            break
        b = 0
        while least[b] != level:
            b += 1
        s = state[b]
        k = _position(s[KEY:ORIGIN], level)
        j = BLOCK * b + k
        if load[j] < places[j]:
            end = j
            break
        queue[high] = j
        reached[0, high], reached[1, high] = level, s[k]
        high += 1
        so_far = t(s[k] + level)
        s[k], s[k + KEY] = closed, never
        i = first[j]
        while i != FREE:
            base = t(cost[i, b, k] - so_far)
            _relax(cost[i], state, base, t(i), least, far)
            if alone - base < out:
                out, leaver = t(alone - base), i
            i = after[i]
    for k in range(high):
        j = queue[k]
        state[j // BLOCK, j % BLOCK] = t(reached[1, k] + t(reached[0, k] - 1 - level))
    if end < m:
        if load[end] + 1 == places[end]:
            state[end // BLOCK, end % BLOCK] -= 1
        j = end
    else:
        j = at[leaver]
        if leaver != source:
            _leave(leaver, at, load, first, after)
        at[leaver] = m
        if leaver == source:
            return
    while True:
        i = np.int64(state[j // BLOCK, j % BLOCK + ORIGIN])
        old = at[i]
        if i != source:
            _leave(i, at, load, first, after)
        _hold(i, j, at, load, first, after)
        if i == source:
            return
        j = old


@njit(cache=True, nogil=True)
def place_all(cost, far, places, alone, price, balanced):
    """Return the object of each searcher at the least total cost: (number of padded objects) for nobody.

    `cost` (searchers, blocks, 64) is doubled and not negative, `far` where impossible. `places` (padded objects,);
    `alone` is twice the cost of having nobody. `price` (blocks, 64), of a type in which 16 times `alone` fits,
    becomes twice the prices. No price is positive, and an object that is not full keeps 0, unless `balanced`:
    square, every pair possible, one place each.
    """
    t = price.dtype.type
    n, blocks = cost.shape[0], cost.shape[1]
    m = BLOCK * blocks
    never = t(np.iinfo(price.dtype).max >> 2)
    far, alone = t(far), t(alone)
    at = np.full(n, FREE, dtype=np.int64)
    after = np.full(n, FREE, dtype=np.int64)
    first = np.full(m, FREE, dtype=np.int64)
    load = np.zeros(m, dtype=np.int64)
    least = np.empty(blocks, dtype=price.dtype)
    state = np.zeros((blocks, 3 * BLOCK), dtype=price.dtype)
    if balanced:
        load[n:] = 1  # padding belongs to nobody
        _reduce_columns(cost, state, at, load, first, after)
    for j in range(m):
        if places[j] == 0:
            state[j // BLOCK, j % BLOCK] = -1
    free = _reduce_rows(cost, far, places, alone, state, at, load, first, after, least, never)
    if len(free):
        queue = np.empty(m, dtype=np.int64)
        reached = np.empty((2, m), dtype=price.dtype)
        for i in free:
            _search(i, cost, far, places, alone, state, at, load, first, after, least, queue, reached, never)
    for j in range(m):
        price[j // BLOCK, j % BLOCK] = state[j // BLOCK, j % BLOCK] + t(load[j] >= places[j])
    return at
