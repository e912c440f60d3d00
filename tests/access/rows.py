"""What a row of the table is: an address, how its arguments are made, what is posted, and the answer for each role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from resonanz.applications.models import Application
from tests.factories import House

ROLES = [
    "anonymous",
    "mentee",
    "mentor",
    "bystander",
    "coordinator",
    "reviewer",
    "other_coordinator",
    "operator",
    "disabled",
]
LOGIN = 302  # to the login page
Answers = dict[str, int]


def answers(default: int, **others: int) -> Answers:
    """Return one answer for each role."""
    return {role: others.get(role, default) for role in ROLES}


def everybody(status: int) -> Answers:
    """Everybody gets the same."""
    return answers(status)


def members(status: int) -> Answers:
    """Everybody who is logged in gets the same; a disabled account counts as nobody."""
    return answers(status, anonymous=LOGIN, disabled=LOGIN)


def staff(status: int, others: int = 404) -> Answers:
    """Only the programme's coordinator; to everybody else the object does not exist."""
    return answers(others, coordinator=status, anonymous=LOGIN, disabled=LOGIN)


def two(status: int, coordinator: int) -> Answers:
    """The two people of the tandem, and perhaps their coordinator."""
    return answers(404, mentee=status, mentor=status, coordinator=coordinator, anonymous=LOGIN, disabled=LOGIN)


@dataclass(frozen=True)
class Row:
    """One address: its arguments, what is posted, and the answers to GET and POST."""

    get: Answers
    post: Answers
    args: Callable[[World], list[Any]] = lambda world: []
    data: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class World:
    """The house, a computed run of it, spreadsheets that the coordinator brought, and applications."""

    house: House
    run: Any
    sheets: Any
    logo: Any
    interest: Any
    invitation: Any
    next_cohort: Any
    draft: Application  # of the bystander, who began it logged in
    handed_in: Application  # by the same person, for another round, with a file; the team has asked for a change
    captured: Application  # what the coordinator takes down for somebody
    company: str  # the secret of a company's link
    application: Any
    proof: Any
    talk: Any
    saved_filter: Any
    request: Any  # from the mentee to the mentor
