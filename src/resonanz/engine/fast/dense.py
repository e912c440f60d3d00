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
def _two_best(line, weight, key, least, far, never):
    """Return the least key of a searcher with its object, and the next key."""
    t = weight.dtype.type
    first, block = never, 0
    for b in range(line.shape[0]):
        costs, weights, keys = line[b], weight[b], key[b]
        lowest = never
        for j in range(BLOCK):
            cost = t(costs[j])
            x = t(cost - weights[j])
            x = never if cost >= far else x
            keys[j] = x
            lowest = x if x < lowest else lowest
        least[b] = lowest
        if lowest < first:
            first, block = lowest, b
    at = _position(key[block], first)
    key[block, at] = never
    least[block] = _least(key[block])
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
def _reduce_columns(cost, weight, who, at, load, first, after):
    """Price each object at its cheapest searcher; give it to that searcher if nobody else has asked."""
    t = weight.dtype.type
    m = len(load)
    for b in range(cost.shape[1]):
        for j in range(BLOCK):
            weight[b, j] = cost[0, b, j]
            who[b, j] = 0
    for i in range(1, cost.shape[0]):
        for b in range(cost.shape[1]):
            costs, weights, askers = cost[i, b], weight[b], who[b]
            for j in range(BLOCK):
                x = t(costs[j])
                less = x < weights[j]
                weights[j] = x if less else weights[j]
                askers[j] = np.int32(i) if less else askers[j]
    flat, asker = weight.reshape(m), who.reshape(m)
    for j in range(m - 1, -1, -1):
        if load[j] == 0 and at[asker[j]] == FREE:
            _hold(asker[j], j, at, load, first, after)
            flat[j] -= 1


@njit(cache=True, nogil=True)
def _reduce_rows(cost, far, places, alone, weight, at, load, first, after, key, least, never):
    """Let searchers bid for their best object twice; return those that are left."""
    t = weight.dtype.type
    n, m = len(at), len(load)
    flat = weight.reshape(m)
    free = np.flatnonzero(at == FREE)
    count = len(free)
    budget = 8 * n
    for _ in range(2):
        k, before, count = 0, count, 0
        while k < before:
            i = free[k]
            k += 1
            best, j, second = _two_best(cost[i], weight, key, least, far, never)
            best, second = best >> 1, min(second, alone) >> 1
            if best >= alone >> 1:
                at[i] = m
            elif load[j] < places[j]:
                _hold(i, j, at, load, first, after)
                if places[j] == 1:
                    flat[j] -= t(2 * (second - best) + 1)
                elif load[j] == places[j]:
                    flat[j] -= 1
            elif places[j] == 1 and best < second and budget > 0:
                budget -= 1
                flat[j] -= t(2 * (second - best))
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
def _relax(line, weight, base, i, key, origin, least, far):
    """Lower the keys of objects that searcher `i` reaches more cheaply; keep the least key of each block."""
    t = key.dtype.type
    for b in range(line.shape[0]):
        costs, weights, keys, origins = line[b], weight[b], key[b], origin[b]
        lowest = keys[0]
        for j in range(BLOCK):
            cost = t(costs[j])
            x = t(t(cost - weights[j]) - base)
            less = (x < keys[j]) & (cost < far)
            y = x if less else keys[j]
            keys[j] = y
            origins[j] = i if less else origins[j]
            lowest = y if y < lowest else lowest
        least[b] = lowest


@njit(cache=True, nogil=True)
def _search(source, cost, far, places, alone, weight, at, load, first, after, key, least, origin, queue, reached, never):
    """Place `source` along a shortest chain of moves: to a free place, or so that somebody is better alone."""
    t = weight.dtype.type
    m = len(load)
    flat, keys, origins = weight.reshape(m), key.reshape(m), origin.reshape(m)
    closed = t(-2 * never)  # the weight of an object that is done: nothing reaches it more cheaply
    key[:] = never
    _relax(cost[source], weight, t(0), np.int32(source), key, origin, least, far)
    out, leaver, end, high = alone, source, m, 0
    while True:
        level = _least(least)
        if level >= out:
            level = out
            break
        b = 0
        while least[b] != level:
            b += 1
        j = BLOCK * b + _position(key[b], level)
        if load[j] < places[j]:
            end = j
            break
        queue[high] = j
        reached[0, high], reached[1, high] = level, flat[j]
        high += 1
        so_far = t(flat[j] + level)
        flat[j], keys[j] = closed, never
        i = first[j]
        while i != FREE:
            base = t(cost[i, b, j - BLOCK * b] - so_far)
            _relax(cost[i], weight, base, np.int32(i), key, origin, least, far)
            if alone - base < out:
                out, leaver = t(alone - base), i
            i = after[i]
    for k in range(high):
        flat[queue[k]] = t(reached[1, k] + t(reached[0, k] - 1 - level))
    if end < m:
        if load[end] + 1 == places[end]:
            flat[end] -= 1
        j = end
    else:
        j = at[leaver]
        if leaver != source:
            _leave(leaver, at, load, first, after)
        at[leaver] = m
        if leaver == source:
            return
    while True:
        i = origins[j]
        old = at[i]
        if i != source:
            _leave(i, at, load, first, after)
        _hold(i, j, at, load, first, after)
        if i == source:
            return
        j = old


@njit(cache=True, nogil=True)
def place_all(cost, far, places, alone, weight, balanced):
    """Return the object of each searcher at the least total cost: (number of padded objects) for nobody.

    `cost` (searchers, blocks, 64) is doubled and not negative, `far` where impossible. `places` (padded objects,);
    `alone` is twice the cost of having nobody. `weight` (blocks, 64): zeros of a type in which 16 times `alone`
    fits; becomes twice the prices. No price is positive, and an object that is not full keeps 0, unless
    `balanced`: square, every pair possible, one place each.
    """
    t = weight.dtype.type
    n, blocks = cost.shape[0], cost.shape[1]
    m = BLOCK * blocks
    never = t(np.iinfo(weight.dtype).max >> 2)
    far, alone = t(far), t(alone)
    at = np.full(n, FREE, dtype=np.int64)
    after = np.full(n, FREE, dtype=np.int64)
    first = np.full(m, FREE, dtype=np.int64)
    load = np.zeros(m, dtype=np.int64)
    key = np.empty((blocks, BLOCK), dtype=weight.dtype)
    least = np.empty(blocks, dtype=weight.dtype)
    origin = np.empty((blocks, BLOCK), dtype=np.int32)
    flat = weight.reshape(m)
    if balanced:
        load[n:] = 1  # padding belongs to nobody
        _reduce_columns(cost, weight, origin, at, load, first, after)
    for j in range(m):
        if places[j] == 0:
            flat[j] = -1
    free = _reduce_rows(cost, far, places, alone, weight, at, load, first, after, key, least, never)
    queue = np.empty(m, dtype=np.int64)
    reached = np.empty((2, m), dtype=weight.dtype)
    for k in range(len(free)):
        _search(free[k], cost, far, places, alone, weight, at, load, first, after, key, least, origin, queue, reached, never)
    for j in range(m):
        flat[j] += load[j] >= places[j]
    return at
