"""`python -m bench`: every row beside its peers; `python -m bench million --rows N`: a slice of a million by a million;
`python -m bench imports`: 5,000 people read in, taken back and exported.

The peers live in `.venv-bench`, made on demand; the benchmark runs itself there. CPU seconds of one thread, the
median of several interleaved runs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOME = ROOT / ".venv-bench"
PEERS = ["numba", "numpy", "scipy", "lapx", "ortools", "networkx", "faiss-cpu", "mentor-match", "matching"]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("work", nargs="?", default="table", choices=("table", "million", "agree", "imports"))
    parser.add_argument("--only", help="rows whose name contains this")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--blocks", type=int, help="for `million`: do at most so many blocks of candidates")
    parser.add_argument("--instances", type=int, default=10_000, help="for `agree`")
    options = parser.parse_args()
    if options.work == "imports":  # no peers: the product alone, in its own environment
        from bench.imports import run as imports

        imports()
        return 0
    if Path(sys.prefix).resolve() != HOME.resolve():
        return _in_its_own_environment()
    if options.work == "million":
        from bench.million import run

        run(options.blocks)
    elif options.work == "agree":
        from bench.agree import run as agree

        agree(options.instances)
    else:
        from bench.table import run as table

        table(options.only, options.runs)
    return 0


def _in_its_own_environment() -> int:
    if not (HOME / "bin" / "python").exists():
        print("Installing the peers into .venv-bench, once …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=True)  # noqa: S603 - our own interpreter
        subprocess.run([str(HOME / "bin" / "pip"), "install", "-q", *PEERS], check=True)  # noqa: S603
    threads = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMBA")}
    environment = {**os.environ, **threads, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [str(HOME / "bin" / "python"), "-m", "bench", *sys.argv[1:]]
    return subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode  # noqa: S603 - ourselves


if __name__ == "__main__":
    sys.exit(main())
