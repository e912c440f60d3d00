"""The peers, each called as its documentation recommends, on costs that put most pairs first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def machine() -> str:
    """Return the processor's name."""
    info = Path("/proc/cpuinfo")
    names = [line.split(":")[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
    return f"{len(names)} x {names[0]}" if names else "unknown processor"


def lapjvs(cost: NDArray[Any]) -> int:
    """Return the least cost by lapx."""
    import lap

    return round(float(lap.lapjvs(cost)[0]))


def scipy_dense(cost: NDArray[Any]) -> int:
    """Return the least cost by SciPy."""
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(cost)
    return round(float(cost[rows, columns].sum()))


def with_penalty(scores: NDArray[Any]) -> NDArray[np.float64]:
    """Return costs in which an impossible pair costs more than all scores together (exact in doubles)."""
    penalty = float(min(scores.shape) * int(scores.max()) + 1)
    return np.where(scores >= 0, -scores.astype(np.float64), penalty)


def _kept(scores: NDArray[Any], rows: Any, columns: Any) -> tuple[int, int]:
    made = scores[rows, columns]
    made = made[made >= 0]
    return len(made), int(made.sum())


def scipy_penalty(cost: NDArray[Any], scores: NDArray[Any]) -> tuple[int, int]:
    """Return pairs and sum by SciPy."""
    from scipy.optimize import linear_sum_assignment

    return _kept(scores, *linear_sum_assignment(cost))


def lapjvs_penalty(cost: NDArray[Any], scores: NDArray[Any]) -> tuple[int, int]:
    """Return pairs and sum by lapx."""
    import lap

    _, rows, columns = lap.lapjvs(cost)
    return _kept(scores, rows, columns)


def scipy_cloned(scores: NDArray[Any], capacity: NDArray[Any]) -> tuple[int, int]:
    """The same with a row for each place."""
    cloned = np.repeat(scores, capacity, axis=0)
    return scipy_penalty(with_penalty(cloned), cloned)


def lapx_cloned(scores: NDArray[Any], capacity: NDArray[Any]) -> tuple[int, int]:
    """The same by lapx."""
    cloned = np.repeat(scores, capacity, axis=0)
    return lapjvs_penalty(with_penalty(cloned), cloned)


def flow(scores: NDArray[Any], capacity: NDArray[Any]) -> tuple[int, int]:
    """Return pairs and sum by OR-Tools' minimum-cost flow."""
    from ortools.graph.python import min_cost_flow

    solver = min_cost_flow.SimpleMinCostFlow()
    rows, columns = scores.shape
    row, column = np.nonzero(scores >= 0)
    source, sink = rows + columns, rows + columns + 1
    bonus = min(int(capacity.sum()), columns) * int(scores.max(initial=0)) + 1
    tails = np.concatenate([np.full(columns, source), column, rows * 0 + np.arange(rows) + columns, [source]])
    heads = np.concatenate([np.arange(columns), row + columns, np.full(rows, sink), [sink]])
    limits = np.concatenate([np.ones(columns), np.ones(len(row)), capacity, [columns]])
    costs = np.concatenate([np.zeros(columns), -(scores[row, column].astype(np.int64) + bonus), np.zeros(rows + 1)])
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        tails.astype(np.int32), heads.astype(np.int32), limits.astype(np.int64), costs.astype(np.int64)
    )
    solver.set_node_supply(source, columns)
    solver.set_node_supply(sink, -columns)
    assert solver.solve() == solver.OPTIMAL
    used = solver.flows(arcs)[columns : columns + len(row)] > 0
    return int(used.sum()), int(scores[row[used], column[used]].sum())


def flat_index(vectors: NDArray[np.float32]) -> Callable[[NDArray[np.float32]], None]:
    """Return a search for the 10 nearest by faiss, exact."""
    import faiss

    faiss.omp_set_num_threads(1)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    return lambda query: index.search(query, 10) and None
