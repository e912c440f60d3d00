"""A small helper for commands that work in a loop, such as the sender of mails."""

from __future__ import annotations

import signal
from collections.abc import Callable
from threading import Event


def run_until_stopped(step: Callable[[], int], *, pause: float) -> None:
    """Call `step` until SIGTERM or SIGINT; wait `pause` seconds after each step that found nothing to do."""
    stop = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    while not stop.is_set():
        if not step():
            stop.wait(pause)
