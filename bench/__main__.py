"""`python -m bench`: every row beside its peers, merged into bench/results.md; `--only TEXT` for some of them.

`python -m bench million` matches a million with a million, `python -m bench agree` compares the solvers with OR-Tools on
random instances. The peers live in `.venv-bench`, made on demand; the benchmark runs itself there. CPU
seconds of one thread, the median of several interleaved runs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOME = ROOT / ".venv-bench"
MENTOR_MATCH = HOME / "mentor-match"
PEERS = Path(__file__).with_name("requirements.txt")
OF_MENTOR_MATCH = Path(__file__).with_name("requirements-mentor-match.txt")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument(
        "work",
        nargs="?",
        default="table",
        choices=(
            "table",
            "million",
            "agree",
            "memory",
            "list",
            "occupations",
            "imports",
            "search",
            "workbench",
            "queries",
            "kill",
        ),
    )
    parser.add_argument("--only", help="rows (and growths) whose name contains this; with `memory`, the name itself")
    parser.add_argument("--who", help="whose memory, for `memory`")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--blocks", type=int, help="for `million`: do at most so many blocks of candidates")
    parser.add_argument(
        "--size",
        type=int,
        help="for `million`: people on each side; for `search`: people to choose from; for `queries`: people in all",
    )
    parser.add_argument("--rounds", type=int, default=8, help="for `million`: comparisons with all pairs before it ends")
    parser.add_argument("--instances", type=int, default=10_000, help="for `agree`")
    parser.add_argument("--kills", type=int, default=50, help="for `kill`: how often the server is killed")
    options = parser.parse_args()
    if options.work == "kill":
        from bench.kill import measure as kill

        return kill(options.kills)
    if options.work == "imports":  # no peers: the product alone, in its own environment
        from bench.imports import run as imports

        imports()
        return 0
    if options.work == "workbench":
        from bench.workbench import run as workbench

        workbench()
        return 0
    if options.work == "search":
        from bench import search

        size = options.size or 200_000
        search.measure(options.who, size) if options.who else search.run(size)
        return 0
    if options.work == "queries":
        from bench import queries

        size = options.size or 10_000
        return queries.count(size) if options.who else queries.run(size)
    options.size = options.size or 1_000_000
    if Path(sys.prefix).resolve() != HOME.resolve():
        return _in_its_own_environment()
    if options.work == "million":
        from bench.million import run
        from bench.table import keep_million

        measured = run(options.blocks, options.size, options.rounds)
        if measured and options.size == 1_000_000:
            keep_million(measured)
    elif options.work == "agree":
        from bench.agree import run as agree

        agree(options.instances)
    elif options.work == "memory":
        from bench.memory import tell

        tell(options.only, options.who)
    elif options.work == "list":
        from bench.table import names

        print("\n".join(names()))
    elif options.work == "occupations":
        from bench.occupations import run as occupations

        occupations()
    else:
        from bench.table import run as table

        table(options.only, options.runs)
    return 0


def _in_its_own_environment() -> int:
    if not _installed():
        print("Installing the peers into .venv-bench, once …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(HOME)], check=True)  # noqa: S603 - our own interpreter
        pip = [str(HOME / "bin" / "pip"), "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", str(PEERS)], check=True)  # noqa: S603
        subprocess.run([*pip, "--target", str(MENTOR_MATCH), "-r", str(OF_MENTOR_MATCH)], check=True)  # noqa: S603
        (HOME / "wanted").write_text(_wanted(), encoding="utf-8")
    threads = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMBA")}
    environment = {**os.environ, **threads, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [str(HOME / "bin" / "python"), "-m", "bench", *sys.argv[1:]]
    return subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode  # noqa: S603 - ourselves


def _installed() -> bool:
    """Whether all peers are there, in the versions that the lists ask for now."""
    stamp = HOME / "wanted"
    return stamp.exists() and stamp.read_text(encoding="utf-8") == _wanted()


def _wanted() -> str:
    return PEERS.read_text(encoding="utf-8") + OF_MENTOR_MATCH.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
