"""Which pairs are tight at optimal prices, as bits: no other pair is part of any optimum."""

from __future__ import annotations

import numpy as np
from numba import njit

from resonanz.engine.fast.dense import BLOCK


@njit(cache=True, nogil=True)
def tight_lines(cost, far, alone, price, at, words):
    """Return a line of bits over objects for each searcher, in so many words.

    `cost` (searchers, blocks, 64), `price` (blocks, 64) and `at` as `dense.place_all` leaves them.
    """
    t = price.dtype.type
    n, blocks = cost.shape[0], cost.shape[1]
    far = t(far)
    flat = price.reshape(BLOCK * blocks)
    bits = np.zeros((n, words), dtype=np.uint64)
    for i in range(n):
        j = at[i]
        best = t(cost[i, j // BLOCK, j % BLOCK] - flat[j]) if j < len(flat) else t(alone)
        for b in range(blocks):
            costs, prices = cost[i, b], price[b]
            word = np.uint64(0)
            for k in range(BLOCK):
                c = t(costs[k])
                word |= np.uint64((t(c - prices[k]) == best) & (c < far)) << np.uint64(k)
            bits[i, b] = word
    return bits


@njit(cache=True, nogil=True)
def alone_at_best(cost, alone, price, at):
    """Return which searchers are as well off alone as in the best pair for them."""
    t = price.dtype.type
    flat = price.reshape(price.size)
    found = np.ones(len(at), dtype=np.bool_)
    for i in range(len(at)):
        j = at[i]
        if j < len(flat):
            found[i] = t(cost[i, j // BLOCK, j % BLOCK] - flat[j]) == t(alone)
    return found


@njit(cache=True, nogil=True)
def pack(tight):
    """Return the booleans (rows, columns) as bits (rows, words of 64 columns)."""
    rows, columns = tight.shape
    bits = np.zeros((rows, (columns + 63) // 64), dtype=np.uint64)
    for r in range(rows):
        for w in range(bits.shape[1]):
            word = np.uint64(0)
            for b in range(min(64, columns - 64 * w)):
                word |= np.uint64(tight[r, 64 * w + b]) << np.uint64(b)
            bits[r, w] = word
    return bits


@njit(cache=True, nogil=True)
def turned(bits, columns):
    """Return bits (rows, words of columns) with rows and columns exchanged, 64 x 64 at a time.

    Source: H. S. Warren, Hacker's Delight, 2nd edition (2012), section 7-3.
    """
    rows = bits.shape[0]
    out = np.zeros((columns, (rows + 63) // 64), dtype=np.uint64)
    tile = np.empty(64, dtype=np.uint64)
    for v in range(out.shape[1]):
        height = min(64, rows - 64 * v)
        for w in range((columns + 63) // 64):
            some = np.uint64(0)
            for k in range(height):
                tile[k] = bits[64 * v + k, w]
                some |= tile[k]
            if some == 0:
                continue
            tile[height:] = 0
            mask, step = np.uint64(0x00000000FFFFFFFF), 32
            while step:
                shift = np.uint64(step)
                for begin in range(0, 64, 2 * step):
                    for k in range(begin, begin + step):
                        swap = (tile[k] >> shift ^ tile[k + step]) & mask
                        tile[k] ^= swap << shift
                        tile[k + step] ^= swap
                step >>= 1
                mask ^= mask << np.uint64(step)
            for k in range(min(64, columns - 64 * w)):
                out[64 * w + k, v] = tile[k]
    return out
