"""How often one address may ask for what costs computing but no database."""

from __future__ import annotations

import time
from collections import Counter
from threading import Lock
from typing import ClassVar

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


class Limit:
    """At most `most` requests of one address in each span of `seconds`.

    Counted in this process alone, without writing anything: two processes allow twice as many. What guards
    passwords must be counted in the cache instead, as allauth does.
    """

    everyone: ClassVar[list[Limit]] = []

    def __init__(self, most: int, seconds: int) -> None:
        self.everyone.append(self)
        self.most, self.seconds = most, seconds
        self._counts: Counter[str] = Counter()
        self._span = 0
        self._lock = Lock()

    def allows(self, request: HttpRequest) -> bool:
        """Count this request and say whether it is within the limit."""
        address = _address(request)
        with self._lock:
            span = int(time.monotonic() // self.seconds)
            if span != self._span:
                self._span = span
                self._counts.clear()
            self._counts[address] += 1
            return self._counts[address] <= self.most

    def reset(self) -> None:
        """Forget what was counted."""
        with self._lock:
            self._counts.clear()


def _address(request: HttpRequest) -> str:
    """Return the sender's address as the outermost proxy reports it; "" for all whose address is unknown."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""
