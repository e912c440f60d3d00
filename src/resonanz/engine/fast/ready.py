"""When compiled kernels are worth their loading, and where the compiled code is kept.

Loading Numba takes about half a second, compiling everything for the first time some ten seconds, once per
machine and version. Small cohorts are solved sooner by NumPy and SciPy, so they never wait.
"""

from __future__ import annotations

import importlib
import logging
import os
import stat
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

WORTH_LOADING = 250_000  # cells of a matrix: 500 x 500
_CACHE = "NUMBA_CACHE_DIR"
_prepared = False
_told = False
_loaded: dict[str, ModuleType] = {}
_log = logging.getLogger("resonanz.engine")


def _say_in_the_log() -> None:
    _log.warning("Preparing fast code for this machine; this takes up to half a minute, once.")


# Called at most once in a process, before code is compiled that was not compiled before; a program may put its own here.
on_preparing: Callable[[], None] | None = _say_in_the_log


def worth(cells: int) -> bool:
    """Return whether compiled kernels should do a work of so many cells: they are loaded, or it is large."""
    return _prepared or cells >= WORTH_LOADING


def kernels(name: str) -> ModuleType:
    """Return the module `resonanz.engine.fast.<name>`, with Numba loaded and a place for compiled code."""
    if name in _loaded:
        return _loaded[name]
    global _prepared, _told  # one process, one Numba
    if not _prepared:
        _find_cache()
        _prepared = True
    if on_preparing is not None and not _told and not _compiled_before(name):
        _told = True
        on_preparing()
    _loaded[name] = importlib.import_module(f"resonanz.engine.fast.{name}")
    return _loaded[name]


def _find_cache() -> None:
    """Choose a directory for compiled code where the installation itself cannot be written."""
    if os.environ.get(_CACHE) or os.access(Path(__file__).parent, os.W_OK):
        return
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "resonanz" / "numba"
    for folder in (home, Path(tempfile.gettempdir()) / f"resonanz-numba-{_user()}"):
        if _is_ours(folder):
            os.environ[_CACHE] = str(folder)
            return
    os.environ[_CACHE] = tempfile.mkdtemp(prefix="resonanz-numba-")


def _is_ours(folder: Path) -> bool:
    """Cached code is run, so nobody else may be able to write it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.lstat()
    except OSError:
        return False
    owned = status.st_uid == _user() if hasattr(os, "getuid") else True
    return owned and stat.S_ISDIR(status.st_mode) and not status.st_mode & 0o022 and os.access(folder, os.W_OK)


def _user() -> int:
    return os.getuid() if sys.platform != "win32" else 0


def _compiled_before(name: str) -> bool:
    """Return whether something of this module was compiled since its source was written."""
    folder = Path(os.environ.get(_CACHE) or Path(__file__).parent)
    written = Path(__file__).with_name(f"{name}.py").stat().st_mtime
    return any(index.stat().st_mtime >= written for index in folder.rglob(f"{name}.*.nbi"))
