"""Scores as whole numbers, without losing a bit.

Every finite float is a whole number times a power of two, so a matrix of floats becomes a matrix of integers
by one common power of two. Where 64 bits hold them the array is int64; where they do not (1e-9 beside 1e300)
it holds Python's own integers, slower but as exact.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

# Sums of a few of these must still fit into 64 bits; what is larger becomes Python integers.
SAFE: Final = 1 << 58
_MANTISSA: Final = 53


def whole_numbers(scores: NDArray[Any], allowed: NDArray[np.bool_]) -> NDArray[Any]:
    """Return integers proportional to `scores`, 0 where not allowed: int64 where they fit, else Python ints.

    Only the order and the differences of sums matter to a solver, so a common factor is divided out.
    """
    if scores.dtype == object or scores.dtype.kind in "iub":
        numbers = _from_integers(scores, allowed)
    else:
        numbers = _from_floats(scores.astype(np.float64), allowed)
    return _shortened(numbers)


def fits_in_64_bits(numbers: NDArray[Any]) -> bool:
    """Return whether `numbers` is an int64 array (and thus below `SAFE` in magnitude)."""
    return numbers.dtype != object


def _from_integers(scores: NDArray[Any], allowed: NDArray[np.bool_]) -> NDArray[Any]:
    chosen = np.where(allowed, scores, 0 if scores.dtype == object else scores.dtype.type(0))
    if chosen.size and (int(chosen.max()) >= SAFE or int(chosen.min()) <= -SAFE):
        return chosen.astype(object)
    return chosen.astype(np.int64)


def _from_floats(scores: NDArray[np.float64], allowed: NDArray[np.bool_]) -> NDArray[Any]:
    scores = np.where(allowed, scores, 0.0)
    fraction, exponent = np.frexp(scores)
    mantissa = np.ldexp(fraction, _MANTISSA).astype(np.int64)
    used = mantissa != 0
    if not used.any():
        return mantissa
    zeros = np.frexp((mantissa & -mantissa).astype(np.float64))[1].astype(np.int64) - 1  # trailing zero bits
    odd = np.where(used, mantissa >> np.maximum(zeros, 0), 0)
    power = exponent.astype(np.int64) + zeros  # each score is odd * 2**(power - 53)
    lowest = int(power[used].min())
    left = np.where(used, power - lowest, 0)
    if int(exponent[used].max()) - lowest + _MANTISSA < SAFE.bit_length():
        return odd << left
    exact = [int(o) << int(s) for o, s in zip(odd.flat, left.flat, strict=True)]
    return np.array(exact, dtype=object).reshape(scores.shape)


def _shortened(numbers: NDArray[Any]) -> NDArray[Any]:
    divisor = int(np.gcd.reduce(numbers, axis=None)) if numbers.size else 0
    if divisor > 1:
        numbers = numbers // divisor
    if numbers.dtype == object and numbers.size:
        largest = max(int(numbers.max()), -int(numbers.min()))
        if largest < SAFE:
            return numbers.astype(np.int64)
    return numbers
