"""What `assign` accepts, and one clear sentence for what it does not."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def checked_scores(scores: ArrayLike) -> NDArray[Any]:
    """Return `scores` as a finite array of integers, floats or Python ints with two dimensions."""
    matrix = np.asarray(scores)
    if matrix.ndim != 2:
        raise ValueError(f"scores must have two dimensions (mentors, mentees), not {matrix.ndim}")
    if matrix.dtype == object:
        if all(isinstance(score, int | np.integer) for score in matrix.flat):
            return matrix
        raise ValueError("scores must be numbers: all integers or all floats")
    if matrix.dtype.kind not in "iubf" or matrix.dtype.itemsize > 8:
        raise ValueError(f"scores must be integers or floats of at most 64 bits, not {matrix.dtype}")
    if matrix.dtype.kind == "f" and not np.isfinite(matrix).all():
        mentor, mentee = np.argwhere(~np.isfinite(matrix))[0]
        message = f"scores must be finite, but scores[{mentor}, {mentee}] is {matrix[mentor, mentee]}"
        raise ValueError(f"{message}; use allowed=… for impossible pairs")
    return matrix


def checked_allowed(allowed: ArrayLike | None, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Return `allowed` as booleans of the scores' shape; everything where None."""
    if allowed is None:
        return np.ones(shape, dtype=bool)
    mask = np.asarray(allowed)
    if mask.dtype != np.bool_:
        raise ValueError(f"allowed must hold booleans, not {mask.dtype}")
    if mask.shape != shape:
        raise ValueError(f"allowed must have the shape of scores {shape}, not {mask.shape}")
    return mask


def checked_capacity(capacity: ArrayLike | None, mentors: int) -> NDArray[np.int64]:
    """Return `capacity` as int64 of shape (mentors,); 1 each where None."""
    if capacity is None:
        return np.ones(mentors, dtype=np.int64)
    places = np.asarray(capacity)
    if places.shape != (mentors,):
        raise ValueError(f"capacity must have the shape ({mentors},), one number per mentor, not {places.shape}")
    if places.dtype.kind == "f" and np.isfinite(places).all() and (places == np.floor(places)).all():
        return checked_capacity(np.array([int(place) for place in places], dtype=object), mentors)
    if places.dtype == object and all(isinstance(place, int) for place in places):
        places = np.array([min(place, 1 << 40) for place in places], dtype=np.int64)
    if places.size and places.dtype.kind not in "iu":
        raise ValueError(f"capacity must hold whole numbers, not {places.dtype}")
    if places.size and places.min() < 0:
        mentor = int(places.argmin())
        raise ValueError(f"capacity must not be negative, but capacity[{mentor}] is {places[mentor]}")
    return np.minimum(places, 1 << 40).astype(np.int64)  # more than anybody needs, and sums stay in 64 bits
