"""The most memory a work needs, measured in a process of its own, because a process never gives back its highest."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def highest_of(name: str, who: str) -> float:
    """Return the highest resident memory in MB of a process that makes the row `name` and does the work of `who` once.

    Both sides pay for the interpreter, the libraries they load, and the instance.
    """
    command = [sys.executable, "-m", "bench", "memory", "--only", name, "--who", who]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - ourselves
    return float(done.stdout.split()[-1])


def tell(name: str, who: str) -> None:
    """Do one work and print the process's highest resident memory in MB."""
    from bench.measure import OURS
    from bench.table import find

    row = find(name)
    (row.ours if who == OURS else row.peers[who])()
    print(_highest())


def _highest() -> float:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    (line,) = (line for line in lines if line.startswith("VmHWM:"))
    return round(int(line.split()[1]) / 1024, 1)
