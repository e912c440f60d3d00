"""What is next for two people: one thing first, all else that is open below it, as their programme wants it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from resonanz.people.models import Person
from resonanz.programmes.actions import preset_files, read_preset
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import Room, room_of
from resonanz.together.models import PlanSettings
from tests.factories import House
from tests.factories.care import make_check_in
from tests.factories.diary import make_outcome
from tests.factories.meetings import make_date, make_meeting
from tests.factories.together import make_agreed, make_shown

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]

FIRST, SETTLE, FURTHER = "Ihr erstes Treffen", "Festhalten, wie Sie zusammenarbeiten", "Den nächsten Termin finden"
QUESTION, DID_YOU, SHOWN = (
    "Frage an Sie (1 Minute)",
    "Haben Sie sich getroffen?",
    "Amina hat Ihnen Ihre Vereinbarung gezeigt",
)


def room(house: House, person: Person) -> Room:
    with override("de"):
        return room_of(Tandem.objects.select_related("cohort__programme").get(pk=house.active.pk), person)


def next_of(house: House, person: Person | None = None) -> list[str]:
    return [part.title for part in room(house, person or house.jonas.person).next]


def agreement_tile(house: House) -> list[tuple[str, str, int]]:
    tiles = room(house, house.jonas.person).tiles
    return [(part.title, part.text, part.number) for part in tiles if part.icon == "handshake"]


@pytest.mark.parametrize(
    ("wish", "following", "tile"),
    [
        ("wanted", [FIRST, SETTLE], []),
        ("offered", [FIRST], [("Unsere Vereinbarung", "noch nicht geschrieben", 0)]),
        ("off", [FIRST], []),
    ],
)
def test_a_new_tandem_sees_the_first_meeting_and_the_agreement_as_the_programme_wants_it(
    house: House, wish: str, following: list[str], tile: list[tuple[str, str, int]]
) -> None:
    PlanSettings.objects.update_or_create(programme=house.programme, defaults={"agreement": wish})
    assert [next_of(house, person) for person in (house.amina.person, house.jonas.person)] == [following, following]
    assert agreement_tile(house) == tile
    assert next_of(house, house.alice) == []


def test_what_the_programmes_want() -> None:
    assert {path.stem: read_preset(path)["plan"]["agreement"] for path in preset_files()} == {
        "alumniportal": "wanted",
        "mentegra": "wanted",
        "mentor-mentor": "wanted",
        "mentoring-fuer-migrantinnen": "wanted",
        "mentoring-partnerschaft-muenchen": "offered",
    }


def test_from_the_first_date_to_the_agreement(house: House) -> None:
    date = make_date(house.active, in_hours=48)
    assert next_of(house)[1:] == [SETTLE]
    assert next_of(house)[0].endswith(f"{timezone.localtime(date.starts_at):%H:%M} Uhr")
    type(date).objects.filter(pk=date.pk).update(starts_at=timezone.now() - timedelta(hours=2))
    assert next_of(house) == [DID_YOU, SETTLE, FURTHER]
    type(date).objects.filter(pk=date.pk).update(state="missed")
    assert next_of(house) == [FIRST, SETTLE]  # it did not take place, so the first is still to come
    make_meeting(house.active)
    assert next_of(house) == [SETTLE, FURTHER]
    version = make_shown(house.active, house.amina.person)
    assert (next_of(house), next_of(house, house.amina.person)) == ([SHOWN, FURTHER], [FURTHER])
    version.delete()
    make_agreed(house.active, house.amina.person)
    assert next_of(house) == [FURTHER]
    assert [part.acts[0].title for part in room(house, house.jonas.person).next] == ["Nächsten Termin eintragen"]


def test_a_question_stands_after_the_first_meeting_and_before_all_that_has_time(house: House) -> None:
    make_check_in(house.active, house.jonas)
    assert next_of(house) == [FIRST, QUESTION, SETTLE]
    make_meeting(house.active)
    assert next_of(house) == [QUESTION, SETTLE, FURTHER]
    assert next_of(house, house.amina.person) == [SETTLE, FURTHER]  # asked was the other


def test_who_rests_has_nothing_to_do(house: House) -> None:
    Tandem.objects.filter(pk=house.active.pk).update(paused_on=timezone.localdate())
    assert next_of(house) == ["Ihr Tandem macht Pause"]
    assert agreement_tile(house) == [("Unsere Vereinbarung", "noch nicht geschrieben", 0)]
    make_shown(house.active, house.amina.person)
    Tandem.objects.filter(pk=house.active.pk).update(suspended_at=timezone.now())
    assert next_of(house) == ["Wir klären etwas; Ihr Tandem ruht"]
    assert agreement_tile(house) == [("Unsere Vereinbarung", "angefangen", 0)]


def test_one_block_has_the_first_meeting_large_and_the_agreement_below(house: House, client_of: ClientOf) -> None:
    days = [(timezone.now() + timedelta(days=n)).replace(microsecond=0).isoformat() for n in (2, 5)]
    Tandem.objects.filter(pk=house.active.pk).update(first_dates=days)
    page = client_of(house.jonas.person).get(reverse("tandems:tandem", args=[house.active.pk])).content.decode()
    block = re.findall(r'<section class="next".*?</section>', page, re.DOTALL)
    assert len(block) == 1
    said = ["Als Nächstes", FIRST, "haben Sie und Amina an diesen Tagen beide Zeit", "Ersten Termin eintragen",
            house.amina.person.email, "Außerdem", SETTLE]  # fmt: skip
    places = [block[0].find(text) for text in said]
    assert (min(places) > 0, places) == (True, sorted(places))
    assert block[0].count("/first-meeting-") == 2
    assert page.count(SETTLE) == 1


def test_after_the_end_a_question_is_not_lost(house: House, client_of: ClientOf) -> None:
    make_outcome(house.active, house.amina.person, house.jonas.person)
    Tandem.objects.filter(pk=house.active.pk).update(state="ended", ended_on=timezone.localdate())
    url = reverse("tandems:tandem", args=[house.active.pk])
    page = client_of(house.amina.person).get(url).content.decode()
    assert ("Stimmt das?" in page, FIRST in page, SETTLE in page) == (True, False, False)
    assert house.jonas.person.email not in page.partition('class="next"')[2].partition("</section>")[0]
    assert 'class="next"' not in client_of(house.alice).get(url).content.decode()
