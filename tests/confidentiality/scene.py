"""Who writes, and what is known about what was written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.access import World


@dataclass(frozen=True)
class Scene:
    """The small world, and browsers of the two of the tandem at work, of a coordinator, and of nobody."""

    world: World
    mentor: Client
    mentee: Client
    coordinator: Client
    nobody: Client

    @property
    def pk(self) -> int:
        """The number of the tandem at work."""
        return int(self.world.house.active.pk)


@dataclass(frozen=True)
class Writer:
    """How a secret is written. `models` are those whose sealed columns it fills.

    `team` names the pages on which the team reads it: it is written for the team, or by it; no other page of the team
    shows it. `is_own`: the mentor never reads it, since the mentee keeps it, or it is for the team alone. `by_button`: the
    page on which it is read opens by a button, and the log notes each reading.
    """

    name: str
    models: tuple[str, ...]
    write: Callable[[Scene, str], str]
    team: tuple[str, ...] = ()
    is_own: bool = False
    by_button: bool = False

    @property
    def is_of_team(self) -> bool:
        """Whether the team reads it, on pages of its own."""
        return bool(self.team)

    def read(self, client: Client, page: str) -> Any:
        """Open the page on which it is read."""
        return client.post(page) if self.by_button else client.get(page)


def post(client: Client, address: str, /, *args: Any, **data: Any) -> None:
    """Send a form; it must have been taken."""
    answer = client.post(reverse(address, args=args), data)
    assert answer.status_code == 302, (address, answer.status_code)


def send(client: Client, address: str, /, *args: Any, **data: Any) -> None:
    """Send a form that has a key of its own; it must have been taken."""
    post(client, address, *args, key=str(uuid4()), **data)


def in_days(days: int) -> date:
    """Return the day in so many days."""
    return timezone.localdate() + timedelta(days=days)
