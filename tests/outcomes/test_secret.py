"""A secret sentence, written wherever the two can write: the two find it, and no page of any of the staff shows it."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from resonanz.core.models import Job, LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.outcomes.actions.referrals import move_referral
from resonanz.people.models import Person
from resonanz.programmes.actions import appoint_staff
from resonanz.programmes.enums import StaffRole
from tests.access import TABLE, World
from tests.access.arguments import active_pk, cohort_pk, slug
from tests.factories import House, make_person
from tests.factories.diary import make_entry, make_goal, make_hurdle, make_outcome, make_referral, make_step

pytestmark = pytest.mark.django_db
SECRET = "Quittengelee im Mondlicht"


def write_secrets(house: House) -> None:
    """Let both write the sentence into everything, for themselves and for both."""
    for person in (house.amina.person, house.jonas.person):
        for audience in ("me", "tandem"):
            goal = make_goal(house.active, person, SECRET, text=SECRET, audience=audience)
            make_step(goal, person, SECRET)
            make_entry(house.active, person, SECRET, kind="reality", hoped=SECRET, audience=audience)
            make_hurdle(house.active, person, SECRET, audience=audience)
        make_outcome(house.active, house.amina.person, person, word=SECRET)
    for by in (house.jonas.person, house.alice):
        referral = make_referral(house.active, house.amina.person, by, reason=SECRET)
        move_referral(referral=referral, state="done", result=SECRET, by=house.amina.person)


def staff_of(house: House) -> list[Person]:
    """Return one of every kind of staff."""
    reviewer = make_person("Rita")
    appoint_staff(programme=house.programme, person=reviewer, role=StaffRole.REVIEWER, by=None)
    return [house.alice, house.bob, reviewer, house.charlie, make_person("Otto", is_operator=True)]


def pages_of(house: House) -> list[str]:
    """Return every page that needs no more than the house: of the tandem, the cohort, the programme, and all others."""
    world, found = cast(World, SimpleNamespace(house=house)), []
    for name, row in TABLE.items():
        no_arguments = row.args.__name__ == "<lambda>" and not row.args.__code__.co_names
        if row.args in (active_pk, cohort_pk, slug) or no_arguments:
            found.append(reverse(name, args=row.args(world)))
    return found


def test_no_page_of_the_staff_shows_it_and_the_pages_of_the_two_do(
    house: House, client_of: Callable[[Person | None], Client]
) -> None:
    write_secrets(house)
    pages = pages_of(house)
    assert len(pages) > 80
    shown: dict[str, set[str]] = {}
    for person in [*staff_of(house), house.noor.person, house.amina.person, house.jonas.person]:
        client = client_of(person)
        answers: dict[str, Any] = {page: client.get(page) for page in pages if "logout" not in page}
        shown[person.first_name] = {
            page for page, answer in answers.items() if not answer.streaming and SECRET.encode() in answer.content
        }
    own = {
        reverse(name, args=[house.active.pk])
        for name in (
            "tandems:tandem", "together:goals", "together:diary", "together:hurdles", "outcomes:outcomes",
            "outcomes:referrals",
        )
    }  # fmt: skip
    assert {name: found for name, found in shown.items() if found} == {
        "Amina": own - {reverse("tandems:tandem", args=[house.active.pk])},
        "Jonas": own - {reverse("tandems:tandem", args=[house.active.pk])},
    }


def test_log_letters_jobs_and_an_export_of_the_team_do_not_hold_it(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    write_secrets(house)
    stored = [str(list(model._default_manager.values())) for model in (LogEntry, OutboxMail, Job)]
    assert [SECRET in text for text in stored] == [False, False, False]
    call_command("dumpdata", "together", "outcomes", stdout=None)
    assert SECRET not in capsys.readouterr().out
