"""Goals and steps: whose they are, who sees them, what is next, and that the team learns that and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from resonanz.core.models import LogEntry
from resonanz.core.sealed import SomebodyElses
from resonanz.people.models import Person
from resonanz.tandems.queries import room_of
from resonanz.tandems.signals import Part
from resonanz.together.actions.goals import add_step, change_goal, move_goal, remove_goal, set_goal, tick_step
from resonanz.together.models import Goal, Step
from resonanz.together.queries.goals import goal_sets
from tests.factories import House
from tests.factories.diary import make_goal, make_step

pytestmark = pytest.mark.django_db
Browse = Callable[[Person | None], Client]


def titles(house: House, person: Person) -> dict[str, list[str]]:
    return {entry.whose: [goal.title for goal in entry.goals] for entry in goal_sets(house.active, person)}


def tiles(house: House, person: Person) -> list[Part]:
    return [part for part in room_of(house.active, person).tiles if "/goals/" in part.url]


def test_two_sets_beside_each_other_and_the_common_ones(house: House) -> None:
    amina, jonas = house.amina.person, house.jonas.person
    make_goal(house.active, amina, "Eine Stelle")
    make_goal(house.active, amina, "Mut", audience="me")
    make_goal(house.active, jonas, "Zuhören")
    make_goal(house.active, jonas, "Eine Webseite", whose="both", audience="me")  # what both want, both see
    assert titles(house, amina) == {"mine": ["Eine Stelle", "Mut"], "theirs": ["Zuhören"], "both": ["Eine Webseite"]}
    assert titles(house, jonas) == {"mine": ["Zuhören"], "theirs": ["Eine Stelle"], "both": ["Eine Webseite"]}


def test_a_common_goal_that_only_one_sees_cannot_be_stored(house: House) -> None:
    goal = make_goal(house.active, house.amina.person)
    with pytest.raises(IntegrityError):
        Goal.objects.filter(pk=goal.pk).update(whose="both", audience="me")


def test_the_same_form_makes_one_goal_and_nobody_else_can_use_it(house: House) -> None:
    key = uuid4()
    first = set_goal(tandem=house.active, key=key, title="Eine Stelle", by=house.amina.person)
    again = set_goal(tandem=house.active, key=key, title="Eine Stelle", by=house.amina.person)
    assert (again.pk, Goal.objects.count()) == (first.pk, 1)
    assert LogEntry.objects.filter(verb="set_goal").count() == 1
    with pytest.raises(SomebodyElses):
        set_goal(tandem=house.active, key=key, title="Etwas anderes", by=house.jonas.person)
    assert Goal.objects.get().opened("title") == "Eine Stelle"


def test_a_goal_moves_in_every_direction_and_remembers_when_it_was_settled(house: House) -> None:
    amina, today = house.amina.person, timezone.localdate()
    goal = make_goal(house.active, amina)
    for state, settled in (("begun", None), ("reached", today), ("begun", None), ("let_go", today), ("open", None)):
        assert move_goal(goal=goal, state=state, by=amina)
        goal.refresh_from_db()
        assert (goal.state, goal.settled_on) == (state, settled)
    assert not move_goal(goal=goal, state="open", by=amina)
    assert LogEntry.objects.filter(verb="move_goal").count() == 5


def test_a_first_step_begins_a_goal_and_a_tick_can_be_taken_away(house: House) -> None:
    amina = house.amina.person
    goal = make_goal(house.active, amina)
    key = uuid4()
    step = add_step(goal=goal, key=key, title="Anrufen", due_on=None, by=amina)
    assert add_step(goal=goal, key=key, title="Anrufen", due_on=None, by=amina).pk == step.pk
    assert Goal.objects.get().state == "begun"
    for done in (True, True, False):
        tick_step(step=step, done=done, by=amina)
    assert Step.objects.get().done_on is None
    assert LogEntry.objects.filter(verb="tick_step").count() == 2
    remove_goal(goal=goal, by=amina)
    assert not Step.objects.exists()


def test_the_tile_counts_what_was_not_let_go(house: House) -> None:
    amina = house.amina.person
    with translation.override("de"):
        assert [part.text for part in tiles(house, amina)] == [""]
        goals = [make_goal(house.active, amina, f"Ziel {n}") for n in range(4)]
        move_goal(goal=goals[0], state="reached", by=amina)
        move_goal(goal=goals[1], state="let_go", by=amina)
        assert [(part.title, part.text) for part in tiles(house, amina)] == [("Ziele", "1 von 3")]
        assert tiles(house, house.alice) == []


def test_a_step_within_a_week_is_next_for_whose_goal_it_is(house: House) -> None:
    amina, jonas, today = house.amina.person, house.jonas.person, timezone.localdate()
    own, common = make_goal(house.active, amina), make_goal(house.active, jonas, whose="both")
    make_step(own, amina, "Bald", due_on=today + timedelta(days=7))
    make_step(own, amina, "Später", due_on=today + timedelta(days=8))
    make_step(own, amina, "Ohne Tag")
    make_step(common, jonas, "Beide", due_on=today - timedelta(days=1))
    tick_step(step=make_step(own, amina, "Fertig", due_on=today), done=True, by=amina)
    steps = {
        person: [p.title for p in room_of(house.active, person).next if p.icon == "target"] for person in (amina, jonas)
    }
    assert steps == {amina: ["Beide", "Bald"], jonas: ["Beide"]}
    assert room_of(house.active, house.alice).next == []
    house.active.paused_on = today
    assert [part.icon for part in room_of(house.active, amina).next] == ["moon"]  # that they pause, and no step


def test_the_line_of_the_two_has_the_words_and_that_of_the_team_has_not(house: House) -> None:
    amina = house.amina.person
    move_goal(goal=make_goal(house.active, amina, "Flugzeugbau"), state="reached", by=amina)
    move_goal(goal=make_goal(house.active, amina, "Geheim", audience="me"), state="reached", by=amina)
    with translation.override("de"):
        own, other, team = (room_of(house.active, p).line for p in (amina, house.jonas.person, house.alice))
    assert [e.detail for e in own if e.text == "Ziel erreicht"] == ["Flugzeugbau", "Geheim"]
    assert [e.detail for e in other if e.text == "Ziel erreicht"] == ["Flugzeugbau"]
    assert [(e.text, e.detail) for e in team if "Ziel" in e.text] == [
        ("Ein Ziel wurde erreicht", "Lesen können es nur die beiden.")
    ]


def test_only_whose_goal_it_is_moves_it_and_only_who_wrote_it_changes_the_words(house: House, client_of: Browse) -> None:
    own = make_goal(house.active, house.amina.person)
    common = make_goal(house.active, house.amina.person, "Eine Webseite", whose="both")
    jonas = client_of(house.jonas.person)

    def url(name: str, goal: Goal) -> str:
        return reverse(f"together:{name}", args=[house.active.pk, goal.pk])

    assert jonas.post(url("move_goal", own), {"state": "reached"}).status_code == 403
    assert jonas.post(url("move_goal", common), {"state": "reached"}).status_code == 302
    assert jonas.get(url("edit_goal", common)).status_code == 403
    assert jonas.post(url("new_step", own), {"key": str(uuid4()), "title": "x"}).status_code == 403
    assert {goal.pk: goal.state for goal in Goal.objects.all()} == {own.pk: "open", common.pk: "reached"}


def test_what_is_kept_to_oneself_does_not_exist_for_the_other(house: House, client_of: Browse) -> None:
    goal = make_goal(house.active, house.amina.person, audience="me")
    url = reverse("together:goal", args=[house.active.pk, goal.pk])
    answers = [client_of(who).get(url).status_code for who in (house.amina.person, house.jonas.person, house.alice)]
    assert answers == [200, 404, 404]
    change_goal(goal=goal, title="Eine Stelle", text="", whose="own", audience="tandem", due_on=None, by=house.amina.person)
    assert client_of(house.jonas.person).get(url).status_code == 200


def test_a_form_with_a_mistake_keeps_what_was_typed(house: House, client_of: Browse) -> None:
    amina = client_of(house.amina.person)
    url = reverse("together:new_goal", args=[house.active.pk])
    data = {"key": str(uuid4()), "title": "Unsere Webseite", "whose": "both", "audience": "me", "text": ""}
    answer = amina.post(url, data)
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"audience"}
    assert "Unsere Webseite" in answer.content.decode()
    assert not Goal.objects.exists()
    data["audience"] = "tandem"
    for _click in range(2):  # the second one is answered like the first
        assert amina.post(url, data)["Location"] == reverse("together:goal", args=[house.active.pk, Goal.objects.get().pk])
