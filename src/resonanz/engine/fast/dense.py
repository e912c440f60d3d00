"""Shortest augmenting paths on a dense matrix of whole-number costs, with capacities of their own.

Every searcher is placed; objects have `places`. After a greedy start (augmenting row reduction where an object
has one place) each searcher left looks for the cheapest chain of moves that ends at a free place: Dijkstra on
reduced costs, all objects at the same distance at once. Objects that are not full keep the price 0 unless
`balanced`. Sources: R. Jonker, A. Volgenant, A shortest augmenting path algorithm for dense and sparse linear
assignment problems, Computing 38 (1987); N. Tomizawa, Networks 1 (1971).

The loops over objects have no branches, so that they run on whole vectors of the processor.
"""

from __future__ import annotations

import numpy as np
from numba import njit

FREE = -1


@njit(cache=True, nogil=True)
def _two_best(row, price):
    """Return the least reduced cost with its object, and the next with its own."""
    first, second, at, then = row[0] - price[0], np.iinfo(price.dtype).max, 0, -1
    for j in range(1, len(row)):
        x = row[j] - price[j]
        if x < second:
            if x < first:
                second, then = first, at
                first, at = x, j
            else:
                second, then = x, j
    return first, at, second, then


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
def _reduce_columns(cost, places, far, price, at, load, first, after):
    """Price each object at its cheapest searcher; give it to that searcher if nobody else has asked."""
    n, m = cost.shape
    who = np.zeros(m, dtype=np.int64)
    for j in range(m):
        price[j] = cost[0, j]
    for i in range(1, n):
        row = cost[i]
        for j in range(m):
            less = row[j] < price[j]
            price[j] = row[j] if less else price[j]
            who[j] = i if less else who[j]
    for j in range(m - 1, -1, -1):
        if at[who[j]] == FREE and price[j] < far and places[j] > 0:
            _hold(who[j], j, at, load, first, after)


@njit(cache=True, nogil=True)
def _reduce_rows(cost, places, far, price, at, load, first, after):
    """Let searchers bid for their best object twice; return those that are left."""
    n = cost.shape[0]
    free = np.empty(n, dtype=np.int64)
    count = 0
    for i in range(n):
        if at[i] == FREE:
            free[count] = i
            count += 1
    budget = 8 * n
    for _ in range(2):
        k, before, count = 0, count, 0
        while k < before:
            i = free[k]
            k += 1
            best, j, second, other = _two_best(cost[i], price)
            if places[j] != 1:
                if load[j] < places[j] and best < far // 2:
                    _hold(i, j, at, load, first, after)
                else:
                    free[count] = i
                    count += 1
                continue
            budget -= 1
            raised = best < second and second < far // 2
            held = first[j]
            if raised and budget > 0:
                price[j] -= second - best
            elif held != FREE and other >= 0 and second == best and places[other] == 1:
                j, held, raised = other, first[other], False
            elif held != FREE:
                free[count] = i
                count += 1
                continue
            if best >= far // 2:
                free[count] = i
                count += 1
                continue
            if held != FREE:
                _leave(held, at, load, first, after)
                at[held] = FREE
                if raised and budget > 0:
                    k -= 1
                    free[k] = held
                else:
                    free[count] = held
                    count += 1
            _hold(i, j, at, load, first, after)
    return free[:count]


@njit(cache=True, nogil=True)
def _relax(row, price, base, i, distance, origin, level):
    """Shorten distances through searcher `i`; return how many objects came to the present level."""
    hits = 0
    for j in range(len(row)):
        x = row[j] - price[j] - base
        less = x < distance[j]
        distance[j] = x if less else distance[j]
        origin[j] = i if less else origin[j]
        hits += less & (x == level)
    return hits


@njit(cache=True, nogil=True)
def _nearest(distance, done, most):
    level = most
    for j in range(len(distance)):
        x = distance[j] if distance[j] != done else most
        level = min(level, x)
    return level


@njit(cache=True, nogil=True)
def _search(source, cost, places, far, price, at, load, first, after, distance, origin, queue, reached):
    """Place `source` along a shortest chain of moves. Return False where there is none."""
    m = cost.shape[1]
    done = np.iinfo(price.dtype).min
    most = np.iinfo(price.dtype).max
    row = cost[source]
    for j in range(m):
        distance[j] = row[j] - price[j]
        origin[j] = source
    low, high, end = 0, 0, -1
    level = _nearest(distance, done, most)
    fresh = True
    while True:
        if fresh:
            for j in range(m):
                if distance[j] == level:
                    if load[j] < places[j]:
                        end = j
                        break
                    queue[high] = j
                    reached[high] = level
                    high += 1
                    distance[j] = done
            if end >= 0:
                break
            fresh = False
        if low == high:
            level = _nearest(distance, done, most)
            if level >= far // 2:
                return False
            fresh = True
            continue
        j = queue[low]
        low += 1
        i = first[j]
        while i != FREE:
            base = cost[i, j] - price[j] - level
            if _relax(cost[i], price, base, i, distance, origin, level) > 0:
                fresh = True
            i = after[i]
    for k in range(high):
        price[queue[k]] += reached[k] - level
    j = end
    while True:
        i = origin[j]
        old = at[i]
        if i != source:
            _leave(i, at, load, first, after)
        _hold(i, j, at, load, first, after)
        if i == source:
            return True
        j = old


@njit(cache=True, nogil=True)
def place_all(cost, places, far, price, balanced):
    """Return the object of each searcher (FREE, where it cannot be placed) at the least total cost.

    `cost` (searchers, objects) is not negative, `far` where impossible; `places` (objects,); `price` (objects,),
    zeros of a type that holds four times the sum of a path, becomes the objects' (non-positive) prices.
    `balanced`: all places will be taken, so that prices may begin anywhere.
    """
    n, m = cost.shape
    at = np.full(n, FREE, dtype=np.int64)
    after = np.full(n, FREE, dtype=np.int64)
    first = np.full(m, FREE, dtype=np.int64)
    load = np.zeros(m, dtype=np.int64)
    if balanced and n == m:
        _reduce_columns(cost, places, far, price, at, load, first, after)
    free = _reduce_rows(cost, places, far, price, at, load, first, after)
    distance = np.empty(m, dtype=price.dtype)
    origin = np.empty(m, dtype=np.int32)
    queue = np.empty(m, dtype=np.int64)
    reached = np.empty(m, dtype=price.dtype)
    for k in range(len(free)):
        _search(free[k], cost, places, far, price, at, load, first, after, distance, origin, queue, reached)
    return at
