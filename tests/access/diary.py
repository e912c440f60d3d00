"""Rows of goals, diary, hurdles, outcomes, services and referrals."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from tests.access.arguments import ADD, active_pk, cohort_pk, slug
from tests.access.rows import LOGIN, Answers, Row, World, answers, members, staff, two
from tests.factories.diary import (
    make_entry,
    make_goal,
    make_hurdle,
    make_outcome,
    make_referral,
    make_service,
    make_step,
)

KEY = "5b6ac2f1-7d43-4f0e-8a31-2f2f1d1a9c01"
ONLY_GET = ONLY_POST = answers(405, anonymous=LOGIN, disabled=LOGIN)
DAY = timezone.localdate().isoformat()


def goal_pk(world: World) -> list[Any]:
    """A goal of Amina's that Jonas sees, too."""
    house = world.house
    return [house.active.pk, make_goal(house.active, house.amina.person).pk]


def step_pk(world: World) -> list[Any]:
    house = world.house
    return [house.active.pk, make_step(make_goal(house.active, house.amina.person), house.amina.person).pk]


def entry_pk(world: World) -> list[Any]:
    """An entry of Amina's that Jonas reads, too."""
    house = world.house
    return [house.active.pk, make_entry(house.active, house.amina.person, audience="tandem").pk]


def hurdle_pk(world: World) -> list[Any]:
    house = world.house
    return [house.active.pk, make_hurdle(house.active, house.amina.person).pk]


def outcome_pk(world: World) -> list[Any]:
    """Something that Jonas noted about Amina."""
    house = world.house
    return [house.active.pk, make_outcome(house.active, house.amina.person, house.jonas.person).pk]


def service_pk(world: World) -> list[Any]:
    return [world.house.active.pk, make_service(world.house.programme).pk]


def referral_pk(world: World) -> list[Any]:
    """A service that Jonas suggested to Amina."""
    house = world.house
    return [house.active.pk, make_referral(house.active, house.amina.person, house.jonas.person).pk]


def amina(status: int, coordinator: int = 404) -> Answers:
    """The one of the two whose it is; the other knows of it and may not."""
    return two(status, coordinator) | {"mentor": 403}


def settings_row() -> Row:
    """A page of a programme's settings."""
    return Row(staff(200) | {"reviewer": 403}, staff(200) | {"reviewer": 403}, slug, ADD)


DIARY: dict[str, Row] = {
    "together:goals": Row(two(200, 404), ONLY_GET, active_pk),
    "together:new_goal": Row(
        two(200, 404),
        two(302, 404),
        active_pk,
        {"key": KEY, "title": "x", "whose": "own", "audience": "me"},
    ),
    "together:goal": Row(two(200, 404), ONLY_GET, goal_pk),
    "together:edit_goal": Row(amina(200), amina(302), goal_pk, {"key": KEY, "title": "x", "whose": "own", "audience": "me"}),
    "together:move_goal": Row(ONLY_POST, amina(302), goal_pk, {"state": "begun"}),
    "together:remove_goal": Row(ONLY_POST, amina(302), goal_pk),
    "together:new_step": Row(ONLY_POST, amina(302), goal_pk, {"key": KEY, "title": "x"}),
    "together:step": Row(ONLY_POST, amina(302), step_pk, {"act": "done"}),
    "together:diary": Row(two(200, 404), ONLY_GET, active_pk),
    "together:new_entry": Row(
        two(200, 404),
        two(302, 404),
        lambda world: [world.house.active.pk, "day"],
        {"key": KEY, "text": "x", "audience": "me", "on": DAY},
    ),
    "together:entry": Row(amina(200), amina(302), entry_pk, {"key": KEY, "text": "x", "audience": "me", "on": DAY}),
    "together:remove_entry": Row(ONLY_POST, amina(302), entry_pk),
    "together:hurdles": Row(
        two(200, 404), two(302, 404), active_pk, {"key": KEY, "category": "other", "audience": "me", "on": DAY}
    ),
    "together:forget_hurdle": Row(ONLY_POST, amina(302), hurdle_pk),
    "together:prompts": settings_row(),
    "outcomes:outcomes": Row(two(200, 200), ONLY_GET, active_pk),
    "outcomes:record": Row(
        two(200, 200),
        two(302, 302),
        lambda world: [world.house.active.pk, "second"],
        {"key": KEY, "kind": "job", "on": DAY},
    ),
    "outcomes:decide": Row(ONLY_POST, amina(302, 403), outcome_pk, {"act": "yes"}),
    "outcomes:services": Row(two(200, 200), ONLY_GET, active_pk),
    "outcomes:new_referral": Row(two(200, 200), two(200, 200), service_pk, {"key": KEY, "on": DAY}),
    "outcomes:referrals": Row(two(200, 200), ONLY_GET, active_pk),
    "outcomes:move_referral": Row(ONLY_POST, amina(302, 403), referral_pk, {"state": "done"}),
    "outcomes:cohort": Row(staff(200), ONLY_GET, cohort_pk),
    "outcomes:export": Row(members(302), members(302), cohort_pk),  # asks who one is first; tests/outcomes/test_export.py
    "outcomes:kinds": settings_row(),
    "outcomes:directory": settings_row(),
}
