"""Forward and reverse auction with scaling on a sparse graph, in whole numbers.

Bidders must all find a seat (unless `outside`, where staying out is worth 0); seats may stay empty at the price
0. Bidders bid one after the other for the cheapest seat they like best and raise its price to where the next
best would be as good, plus `step`. Seats that are left empty with a price then look for the bidder to whom they
are worth most, and come down. Every pair is satisfied up to the step at any time, so that with a step of 1 and
values multiplied by more than the number of bidders the result is optimal on the graph. Sources: D. P.
Bertsekas, D. A. Castanon, A forward/reverse auction algorithm for asymmetric assignment problems, Computational
Optimization and Applications 1 (1992).
"""

from __future__ import annotations

import numpy as np
from numba import njit

NOBODY, OUT = -1, -2


@njit(cache=True, nogil=True)
def _cheapest(j, seats, price):
    """Return the cheapest seat of table `j` and the price of its next cheapest (the greatest number for none)."""
    at = seats[j]
    low, then = price[at], np.iinfo(np.int64).max
    for s in range(seats[j] + 1, seats[j + 1]):
        if price[s] < low:
            then = low
            low, at = price[s], s
        elif price[s] < then:
            then = price[s]
    return at, then


@njit(cache=True, nogil=True)
def _forward(graph, node_of, seats, price, owner, profit, seat_of, scale, step, widest, outside, queue, count):
    """Let the bidders in `queue` bid until all are seated or out."""
    pointers, neighbours, values = graph
    head, size = 0, len(queue)
    worst = -(np.int64(1) << 61)
    while count > 0:
        b = queue[head]
        head = head + 1 if head + 1 < size else 0
        count -= 1
        f = node_of[b]
        best, second = worst, worst
        table, value = -1, np.int64(0)
        for e in range(pointers[f], pointers[f + 1]):
            j = neighbours[e]
            a = values[e] * scale
            low = price[seats[j]]
            if seats[j + 1] - seats[j] > 1:
                for s in range(seats[j] + 1, seats[j + 1]):
                    low = min(low, price[s])
            net = a - low
            if net > second:
                if net > best:
                    second = best
                    best, table, value = net, j, a
                else:
                    second = net
        if outside and best <= 0:
            seat_of[b] = OUT
            profit[b] = 0
            continue
        at, then = _cheapest(table, seats, price)
        if then < np.iinfo(np.int64).max:
            second = max(second, value - then)
        if outside:
            second = max(second, 0)
        second = max(second, best - widest)
        price[at] += best - second + step
        profit[b] = value - price[at]
        loser = owner[at]
        owner[at] = b
        seat_of[b] = at
        if loser >= 0:
            seat_of[loser] = NOBODY
            tail = head + count
            queue[tail if tail < size else tail - size] = loser
            count += 1


@njit(cache=True, nogil=True)
def _reverse(turned, units, table_of, price, owner, profit, seat_of, scale, step, stack, high):
    """Let empty seats with a price come down, until none is left."""
    pointers, neighbours, values = turned
    worst = -(np.int64(1) << 61)
    while high > 0:
        high -= 1
        s = stack[high]
        if owner[s] >= 0 or price[s] <= 0:
            continue
        j = table_of[s]
        best, second = worst, worst
        bidder, value = -1, np.int64(0)
        for e in range(pointers[j], pointers[j + 1]):
            f = neighbours[e]
            a = values[e] * scale
            for b in range(units[f], units[f + 1]):
                net = a - profit[b]
                if net > second:
                    if net > best:
                        second = best
                        best, bidder, value = net, b, a
                    else:
                        second = net
        if best <= step:
            price[s] = 0
            continue
        price[s] = max(0, second - step)
        old = seat_of[bidder]
        profit[bidder] = value - price[s]
        owner[s] = bidder
        seat_of[bidder] = s
        if old >= 0:
            owner[old] = NOBODY
            if price[old] > 0:
                stack[high] = old
                high += 1


@njit(cache=True, nogil=True)
def auction(graph, turned, units, seats, price, profit, scale, step, outside):
    """Seat all bidders at the highest total value; return the seat of each (OUT: none), the table of each seat.

    `graph` lists the tables and values of each bidding node, `turned` the nodes of each table; node f has the
    bidders units[f]:units[f + 1], table j the seats seats[j]:seats[j + 1]. `price` (seats,) is where the prices
    begin and end, `profit` (bidders,) what each bidder is left with. `step` is the first step; it falls to 1.
    """
    bidders, places = units[-1], seats[-1]
    node_of = np.empty(bidders, dtype=np.int64)
    for f in range(len(units) - 1):
        node_of[units[f] : units[f + 1]] = f
    table_of = np.empty(places, dtype=np.int64)
    for j in range(len(seats) - 1):
        table_of[seats[j] : seats[j + 1]] = j
    spread = np.int64(0)
    if len(graph[2]):
        spread = np.int64(graph[2].max()) - min(np.int64(graph[2].min()), 0)
    widest = (spread + 1) * scale
    owner = np.full(places, NOBODY, dtype=np.int64)
    seat_of = np.full(bidders, NOBODY, dtype=np.int64)
    queue = np.empty(max(bidders, 1), dtype=np.int64)
    stack = np.empty(places + bidders + 1, dtype=np.int64)
    while True:
        owner[:] = NOBODY
        seat_of[:] = NOBODY
        for b in range(bidders):
            queue[b] = b
        _forward(graph, node_of, seats, price, owner, profit, seat_of, scale, step, widest, outside, queue, bidders)
        high = 0
        if places > bidders or outside:
            for s in range(places):
                if owner[s] < 0 and price[s] > 0:
                    stack[high] = s
                    high += 1
            _reverse(turned, units, table_of, price, owner, profit, seat_of, scale, step, stack, high)
        if step <= 1:
            return seat_of, table_of
        step = max(step // 6, 1)
