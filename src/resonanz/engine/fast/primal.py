"""The highest sum on a sparse graph, exactly: paths of least loss from everybody who is not where they must be.

Rows carry their capacity, columns have one place. Who is *due* must be filled; who is not may have empty places,
but only at the price 0. Prices always satisfy price of row + price of column >= score, with equality for pairs
that are made, so they prove the result as soon as nobody is left in a wrong place. A round finds how far prices
must move until somebody can move, and then moves as many as it can along pairs without loss. As it may begin
with any pairs and prices, it repairs as quickly as it solves.

One code serves both directions: *agents* look for *objects*. Columns look for rows, and with `turned` rows for
columns. Sources: H. W. Kuhn, Naval Research Logistics Quarterly 2 (1955); R. Jonker, A. Volgenant, Computing 38
(1987) for bidding first; J. E. Hopcroft, R. M. Karp, SIAM Journal on Computing 2 (1973) for many paths at once.
"""

from __future__ import annotations

import numpy as np
from numba import njit

FREE = -1
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
        thing = then = FREE
        for e in range(pointers[a], pointers[a + 1]):
            o = things[e]
            x = values[e] - other[o]
            if x > second:
                if x > best:
                    second, then = best, thing
                    best, thing = x, o
                else:
                    second, then = x, o
        if not due[a]:
            if best <= 0:
                price[a] = 0
                continue
            if second < 0:
                second, then = np.int64(0), FREE
        if thing == FREE:
            continue
        price[a] = best
        if best == second and then != FREE and not _has_room(thing, seats, capacity, turned):
            thing = then
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
def place(graph, price, other, due, seats, capacity, turned):
    """Place every agent that is due or has a price, by paths of least loss; return False where that is impossible.

    `graph` lists the objects and values of each agent, `price` is the agents', `other` the objects'.
    """
    agents, objects = len(price), len(other)
    waiting = np.empty(agents, dtype=np.int64)
    count = 0
    for a in range(agents):
        if _wants(a, price, due, seats, capacity, turned):
            waiting[count] = a
            count += 1
    marks = np.zeros(objects, dtype=np.int64), np.zeros(agents, dtype=np.int64), np.zeros(1, dtype=np.int64)
    rooms = np.empty(agents + 1, dtype=np.int64), np.empty(agents, dtype=np.int64)
    far = np.int64(_FAR)
    dist, away = np.full(objects, far, dtype=np.int64), np.full(agents, far, dtype=np.int64)
    reached = np.empty(objects, dtype=np.int64)
    heap = np.empty(1024, dtype=np.int64), np.empty(1024, dtype=np.int64)
    some = count
    while count > 0:
        some = min(max(some, 1), count)
        chosen = waiting[:some]
        moved = 0
        while True:
            more = _move(graph, price, other, due, seats, capacity, turned, chosen, marks, rooms)
            moved += more
            if more == 0:
                break
        stay = _still(chosen, price, due, seats, capacity, turned)
        if stay > 0:
            heap, found = _reach(
                graph, price, other, due, seats, capacity, turned, chosen[:stay], dist, away, reached, rooms[1], heap
            )
            if not found:
                return False
        # Those that are placed leave the list; the others of this round are tried again with the next.
        waiting[stay : stay + count - some] = waiting[some:count].copy()
        count -= some - stay
        if 4 * moved < some:
            some = max(some // 2, 1)
        elif 2 * moved > some:
            some *= 2
    return True


@njit(cache=True, nogil=True)
def _still(chosen, price, due, seats, capacity, turned):
    """Move those who still want to the front; return how many."""
    left = 0
    for i in range(len(chosen)):
        a = chosen[i]
        if _wants(a, price, due, seats, capacity, turned):
            chosen[left] = a
            left += 1
    return left


@njit(cache=True, nogil=True)
def _move(graph, price, other, due, seats, capacity, turned, chosen, marks, rooms):
    """Place as many of `chosen` as possible along pairs without loss, each object looked at once; say how many."""
    pointers, things, values = graph
    seen, met, mark = marks
    stack, at = rooms
    mark[0] += 1
    now = mark[0]
    moved = 0
    for i in range(len(chosen)):
        source = chosen[i]
        if not _wants(source, price, due, seats, capacity, turned):
            continue
        depth, done = 0, False
        stack[0], at[source] = source, pointers[source]
        met[source] = now
        while depth >= 0 and not done:
            a = stack[depth]
            e, end, mine = at[a], pointers[a + 1], price[a]
            while e < end and (seen[things[e]] == now or mine + other[things[e]] != values[e]):
                e += 1
            at[a] = e
            if e == end:  # the next who sits at the same object
                depth -= 1
                k = _next(a, seats, turned) if depth >= 0 else FREE
            else:
                o = things[e]
                seen[o] = now
                if _has_room(o, seats, capacity, turned):
                    done = True
                    break
                k = _first(o, seats, turned)
                if k != FREE and not due[k]:
                    x = k
                    while x != FREE and (due[x] or price[x] > 0):
                        x = _next(x, seats, turned)
                    if x != FREE:  # may as well have nobody
                        leave(o if turned else x, seats)
                        done = True
                        break
            if k != FREE and met[k] != now:
                depth += 1
                stack[depth], at[k] = k, pointers[k]
                met[k] = now
        if done:
            moved += 1
            while depth >= 0:
                a = stack[depth]
                if depth > 0:
                    leave(things[at[stack[depth - 1]]] if turned else a, seats)
                o = things[at[a]]
                _join(o if turned else a, a if turned else o, seats)
                depth -= 1
    return moved


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
def _reach(graph, price, other, due, seats, capacity, turned, chosen, dist, away, reached, spent, heap):
    """Move prices until the nearest place for one of `chosen` is without loss; return the heap, and whether there is one."""
    pointers, things, values = graph
    far = np.int64(_FAR)
    limit, now = far, np.int64(0)
    size = found = low = high = 0
    for i in range(len(chosen)):
        a = chosen[i]
        away[a] = 0
        spent[high] = a
        high += 1
        if not due[a]:
            limit = min(limit, price[a])
    while True:
        while low < high:
            a = spent[low]
            low += 1
            base = now + price[a]
            for e in range(pointers[a], pointers[a + 1]):
                o = things[e]
                x = base + other[o] - values[e]
                if x >= dist[o] or x >= limit:
                    continue
                if dist[o] == far:
                    reached[found] = o
                    found += 1
                dist[o] = x
                if _has_room(o, seats, capacity, turned):
                    limit = x
                elif x > now:
                    heap = _push(heap, size, x, o)
                    size += 1
                else:
                    k = _first(o, seats, turned)
                    while k != FREE:
                        if away[k] == far:
                            away[k] = now
                            spent[high] = k
                            high += 1
                            if not due[k]:
                                limit = min(limit, now + price[k])
                        k = _next(k, seats, turned)
        while size > 0 and low == high and heap[0][0] < limit:
            now, o = heap[0][0], heap[1][0]
            size -= 1
            if size > 0:
                _drop_first(heap, size)
            if dist[o] != now:
                continue
            k = _first(o, seats, turned)
            while k != FREE:
                if away[k] == far:
                    away[k] = now
                    spent[high] = k
                    high += 1
                    if not due[k]:
                        limit = min(limit, now + price[k])
                k = _next(k, seats, turned)
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
    return heap, limit < far
