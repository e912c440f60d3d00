"""The highest sum on a sparse graph, exactly: paths of least loss from everybody who is not where they must be.

Rows carry their capacity, columns have one place. Who is *due* must be filled; who is not may have empty places,
but only at the price 0. Prices always satisfy price of row + price of column >= score, with equality for pairs
that are made, so they prove the result as soon as nobody is left in a wrong place. A search finds
how far prices must move until somebody can be placed, and moves them that far. As it may begin with any pairs and
prices, it repairs as quickly as it solves.

One code serves both directions: *agents* look for *objects*. Columns look for rows, and with `turned` rows for
columns. Sources: H. W. Kuhn, Naval Research Logistics Quarterly 2 (1955); R. Jonker, A. Volgenant, Computing 38
(1987) for bidding first.
"""

from __future__ import annotations

import numpy as np
from numba import njit

FREE, IMPOSSIBLE, TOO_MUCH = -1, -1, -2
_FAR = 1 << 61
_BIDS = 20  # times the number of agents, before paths are searched


@njit(cache=True, nogil=True)
def _join(column, row, seats):
    row_of, first, after, before, load = seats
    k = first[row]
    after[column], before[column] = k, FREE
    if k != FREE:
        before[k] = column
    first[row] = column
    row_of[column] = row
    load[row] += 1


@njit(cache=True, nogil=True)
def leave(column, seats):
    """Take a column from its row."""
    row_of, first, after, before, load = seats
    row = row_of[column]
    if before[column] == FREE:
        first[row] = after[column]
    else:
        after[before[column]] = after[column]
    if after[column] != FREE:
        before[after[column]] = before[column]
    row_of[column] = FREE
    load[row] -= 1


@njit(cache=True, nogil=True)
def seated(row_of, rows):
    """Return who sits where: the row of each column, and each row's columns as a linked list, with their number."""
    columns = len(row_of)
    first, load = np.full(rows, FREE, dtype=np.int64), np.zeros(rows, dtype=np.int64)
    seats = np.full(columns, FREE, dtype=np.int64), first, row_of.copy(), row_of.copy(), load
    for c in range(columns):
        if row_of[c] >= 0:
            _join(c, row_of[c], seats)
    return seats


@njit(cache=True, nogil=True)
def _wants(agent, price, due, seats, capacity, turned):
    open_ = seats[4][agent] < capacity[agent] if turned else seats[0][agent] == FREE
    return open_ and (due[agent] or price[agent] > 0)


@njit(cache=True, nogil=True)
def _has_room(thing, seats, capacity, turned):
    return seats[0][thing] == FREE if turned else seats[4][thing] < capacity[thing]


@njit(cache=True, nogil=True)
def _first(thing, seats, turned):
    return seats[0][thing] if turned else seats[1][thing]


@njit(cache=True, nogil=True)
def _next(agent, seats, turned):
    return FREE if turned else seats[2][agent]


@njit(cache=True, nogil=True)
def raise_prices(row, column, value, row_price, price, due, columns_due):
    """Raise the prices of those who look for a place first until none of the listed pairs beats them."""
    for e in range(len(row)):
        r, c = row[e], column[e]
        if due[r] and not columns_due[c]:
            row_price[r] = max(row_price[r], value[e] - price[c])
        else:
            price[c] = max(price[c], value[e] - row_price[r])


@njit(cache=True, nogil=True)
def bid(graph, price, other, due, seats, capacity, turned):
    """Let agents that are not placed bid for the object they like best, up to what the next best leaves them.

    Only single places change hands like that; the rest is left to `place`.
    """
    pointers, things, values = graph
    agents = len(price)
    queue = np.empty(agents, dtype=np.int64)
    count = 0
    for a in range(agents):
        if _wants(a, price, due, seats, capacity, turned) and (not turned or capacity[a] == 1):
            queue[count] = a
            count += 1
    left = _BIDS * count
    head, size = 0, count
    while count > 0 and left > 0:
        left -= 1
        a = queue[head]
        head = head + 1 if head + 1 < size else 0
        count -= 1
        best = second = np.int64(-_FAR)
        thing = FREE
        for e in range(pointers[a], pointers[a + 1]):
            o = things[e]
            x = values[e] - other[o]
            if x > best:
                second, best, thing = best, x, o
            elif x == best:
                second = x
                if not _has_room(thing, seats, capacity, turned):
                    thing = o
            elif x > second:
                second = x
        if not due[a]:
            if best <= 0:
                price[a] = 0
                continue
            second = max(second, 0)
        if thing == FREE:
            continue
        price[a] = best
        if _has_room(thing, seats, capacity, turned):
            _join(thing if turned else a, a if turned else thing, seats)
            continue
        k = _first(thing, seats, turned)
        if best == second or second == -_FAR or capacity[k if turned else thing] != 1:
            continue
        leave(thing if turned else k, seats)
        _join(thing if turned else a, a if turned else thing, seats)
        price[a] = second
        other[thing] += best - second
        queue[head + count if head + count < size else head + count - size] = k
        count += 1


@njit(cache=True, nogil=True)
def place(graph, price, other, due, seats, capacity, turned, budget):
    """Place every agent that is due or has a price, each by a path of least loss.

    `graph` lists the objects and values of each agent, `price` is the agents', `other` the objects'. Return how many
    pairs were looked at, IMPOSSIBLE where somebody cannot be placed, or TOO_MUCH as soon as that exceeds `budget`:
    then prices and pairs are as good as ever, but somebody still waits.
    """
    agents, objects = len(price), len(other)
    far = np.int64(_FAR)
    dist, away = np.full(objects, far, dtype=np.int64), np.full(agents, far, dtype=np.int64)
    tree = np.empty(objects, dtype=np.int64), np.empty(agents, dtype=np.int64)
    reached, spent = np.empty(objects, dtype=np.int64), np.empty(agents, dtype=np.int64)
    heap = np.empty(1024, dtype=np.int64), np.empty(1024, dtype=np.int64)
    work = np.int64(0)
    for a in range(agents):
        while _wants(a, price, due, seats, capacity, turned):
            heap, end, last, more = _reach(
                graph, price, other, due, seats, capacity, turned, a, dist, away, reached, spent, heap, tree
            )
            if end == FREE and last == FREE:
                return np.int64(IMPOSSIBLE)
            _carry(end, last, seats, tree, turned)
            work += more
            if work > budget:
                return np.int64(TOO_MUCH)
    return work


@njit(cache=True, nogil=True)
def _push(heap, size, key, item):
    keys, items = heap
    if size == len(keys):
        keys, items = np.append(keys, keys), np.append(items, items)
    at = size
    while at > 0:
        above = (at - 1) >> 1
        if keys[above] <= key:
            break
        keys[at], items[at] = keys[above], items[above]
        at = above
    keys[at], items[at] = key, item
    return keys, items


@njit(cache=True, nogil=True)
def _drop_first(heap, size):
    """Let what stands at `size` take the first place and sink."""
    keys, items = heap
    key, item = keys[size], items[size]
    at = 0
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        if below + 1 < size and keys[below + 1] < keys[below]:
            below += 1
        if keys[below] >= key:
            break
        keys[at], items[at] = keys[below], items[below]
        at = below
    keys[at], items[at] = key, item


@njit(cache=True, nogil=True)
def _carry(end, agent, seats, tree, turned):
    """Move everybody along the path that ends at an object with room, or at an agent who may as well have nobody."""
    origin, came = tree
    if end == FREE:
        end = came[agent]
        if end == FREE:  # it is the one who looked for a place
            return
        leave(end if turned else agent, seats)
    while end != FREE:
        agent = origin[end]
        before = came[agent]
        if before != FREE:
            leave(before if turned else agent, seats)
        _join(end if turned else agent, agent if turned else end, seats)
        end = before


@njit(cache=True, nogil=True)
def _reach(graph, price, other, due, seats, capacity, turned, source, dist, away, reached, spent, heap, tree):
    """Move prices until the nearest place for `source` is without loss; return the heap, where the path ends, the work.

    It ends at an object with room or at an agent who may as well have nobody; both are FREE if there is no path. The
    tree tells from which agent an object was reached, and by which object an agent.
    """
    pointers, things, values = graph
    origin, came = tree
    far = np.int64(_FAR)
    limit, now, end, last = far, np.int64(0), FREE, FREE
    size = found = low = work = 0
    away[source], came[source] = 0, FREE
    spent[0], high = source, 1
    if not due[source]:
        limit, last = price[source], source
    while True:
        while low < high:
            a = spent[low]
            low += 1
            base = now + price[a]
            work += pointers[a + 1] - pointers[a]
            for e in range(pointers[a], pointers[a + 1]):
                o = things[e]
                x = base + other[o] - values[e]
                if x >= limit or x >= dist[o]:
                    continue
                if dist[o] == far:
                    reached[found] = o
                    found += 1
                dist[o], origin[o] = x, a
                if _has_room(o, seats, capacity, turned):
                    limit, end = x, o
                    if x == now:
                        break
                elif x > now:
                    heap = _push(heap, size, x, o)
                    size += 1
                else:
                    high, limit, end, last = _open(
                        o, now, price, due, seats, turned, away, came, spent, high, limit, end, last
                    )
            if limit == now:
                break
        if limit == now:
            break
        while size > 0 and low == high and heap[0][0] < limit:
            now, o = heap[0][0], heap[1][0]
            size -= 1
            if size > 0:
                _drop_first(heap, size)
            if dist[o] == now:
                high, limit, end, last = _open(o, now, price, due, seats, turned, away, came, spent, high, limit, end, last)
        if low == high:
            break
    for i in range(high):
        a = spent[i]
        if limit < far and away[a] < limit:
            price[a] -= limit - away[a]
        away[a] = far
    for i in range(found):
        o = reached[i]
        if limit < far and dist[o] < limit:
            other[o] += limit - dist[o]
        dist[o] = far
    return heap, end, last if end == FREE else FREE, work


@njit(cache=True, nogil=True)
def _open(o, now, price, due, seats, turned, away, came, spent, high, limit, end, last):
    """Go on from those who sit at an object."""
    k = _first(o, seats, turned)
    while k != FREE:
        if away[k] == _FAR:
            away[k], came[k] = now, o
            spent[high] = k
            high += 1
            if not due[k] and now + price[k] < limit:
                limit, end, last = now + price[k], FREE, k
        k = _next(k, seats, turned)
    return high, limit, end, last
