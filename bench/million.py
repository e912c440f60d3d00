"""A slice of a million by a million: candidates of so many rows, and what the whole would take.

The whole is the same scan over all rows; it keeps its lists in `bench/million.npz` and goes on where it stopped.
"""

from __future__ import annotations

import resource
import time
from pathlib import Path

import numpy as np

from bench import instances
from resonanz.engine.fast import ready

SAVED = Path(__file__).with_name("million.npz")
COUNT, KEPT, BLOCK = 1_000_000, 32, 500


def run(rows: int) -> None:
    """Scan `rows` more rows, save, and say what was measured."""
    plan = instances.plan_of(instances.people(COUNT, 1), instances.people(COUNT, 2))
    scan = ready.kernels("scan")
    scan.best_of_rows(plan.arrays, 0, 1, COUNT, KEPT)
    found, scores, first = [], [], 0
    if SAVED.exists():
        with np.load(SAVED) as saved:
            found, scores = [saved["found"]], [saved["scores"]]
        first = len(found[0])
    begun = time.process_time()
    last = min(first + rows, COUNT)
    for begin in range(first, last, BLOCK):
        block = scan.best_of_rows(plan.arrays, begin, min(begin + BLOCK, last), COUNT, KEPT)
        found.append(block[0])
        scores.append(block[1])
        print(f"\r{begin + len(block[0]):,} of {COUNT:,} rows", end="", flush=True)
    taken = time.process_time() - begun
    np.savez(SAVED, found=np.concatenate(found), scores=np.concatenate(scores))
    pairs = (last - first) * COUNT
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"\n{pairs / max(taken, 1e-9) / 1e6:,.0f} million pairs a second; {taken:.1f} CPU-s; {memory:,.0f} MB")
    print(f"all rows: about {taken * COUNT / max(last - first, 1):,.0f} CPU-s for the candidates of one side")
