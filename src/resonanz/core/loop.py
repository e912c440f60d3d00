"""A small helper for commands that work in a loop, such as the sender of mails."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable
from threading import Event

from django.db import InterfaceError, OperationalError, close_old_connections

logger = logging.getLogger(__name__)


def run_until_stopped(step: Callable[[], int], *, pause: float, wanted: Callable[[], bool] = lambda: True) -> None:
    """Call `step` until SIGTERM, SIGINT, or `wanted` says no; wait `pause` seconds after a step that found nothing to do.

    A database that is away for a while (a restart, a backup) is waited for.
    """
    stop = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    while not stop.is_set() and wanted():
        close_old_connections()
        try:
            worked = step()
        except (InterfaceError, OperationalError):
            logger.exception("The database does not answer; trying again in %s seconds.", pause)
            worked = 0
        if not worked:
            stop.wait(pause)
