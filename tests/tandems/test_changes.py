"""What changes on the way, without blame: another mentor, a second mentor, leaving, coming back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.matching.queries.waiting import changes
from resonanz.people.models import Person
from resonanz.programmes.actions import NoFreePlace
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Participation
from resonanz.tandems.actions import (
    AlreadyDecided,
    AlreadyTogether,
    add_co_mentor,
    answer_suggestion,
    ask_for_change,
    end_tandem,
    leave_programme,
    return_to_programme,
    settle_change,
)
from resonanz.tandems.enums import Answer, State
from resonanz.tandems.models import Tandem
from tests.factories import House, make_participation

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]


def taken(*people: Participation) -> list[int]:
    return [Participation.objects.get(pk=participation.pk).taken for participation in people]


def letters(tandem: Tandem) -> list[tuple[str, str]]:
    """Return cause and address of every letter of a tandem after the start."""
    rows = OutboxMail.objects.filter(key__startswith=f"tandem:{tandem.pk}:").values_list("key", "to").order_by("pk")
    early = ("suggestion", "start")
    return [(key.split(":")[2], to) for key, to in rows if key.split(":")[2] not in early]


def co_mentor(house: House) -> Tandem:
    """Karin accompanies Amina beside Jonas, and both have said yes."""
    made = add_co_mentor(tandem=house.active, mentor=house.karin, by=house.alice)
    for participation in (house.karin, house.amina):
        made = answer_suggestion(tandem=made, answer=Answer.YES, by=participation.person)
    return made


def test_a_change_frees_both_and_says_no_reason(house: House) -> None:
    ask_for_change(tandem=house.active, by=house.amina.person, reason="time")
    house.active.refresh_from_db()
    assert (house.active.state, house.active.end_reason, house.active.end_asked_by) == (State.ENDED, "time", "mentee")
    assert taken(house.jonas, house.amina) == [0, 0]
    assert letters(house.active) == [("end", house.jonas.person.email), ("change", house.amina.person.email)]
    told = OutboxMail.objects.get(key__contains=":end:")
    assert "nicht genug Zeit" not in told.text
    assert list(changes()) == [house.active]
    with pytest.raises(AlreadyDecided):
        ask_for_change(tandem=house.active, by=house.jonas.person)


def test_who_pauses_after_a_change_is_suggested_to_nobody(house: House) -> None:
    ask_for_change(tandem=house.active, by=house.jonas.person, pauses=True)
    house.jonas.person.refresh_from_db()
    assert house.jonas.person.is_paused
    assert "pausieren" in OutboxMail.objects.get(key__contains=":change:").text


def test_a_change_is_on_the_list_until_somebody_has_seen_to_it(house: House) -> None:
    ask_for_change(tandem=house.active, by=house.alice)
    assert house.active in changes()
    settle_change(tandem=house.active, by=house.alice)
    assert house.active not in changes()
    with pytest.raises(AlreadyDecided):
        settle_change(tandem=house.active, by=house.bob)


def test_a_second_mentor_takes_a_place_of_her_own_only(house: House) -> None:
    made = add_co_mentor(tandem=house.active, mentor=house.karin, by=house.alice)
    assert (made.joins, made.state) == (house.active, State.PROPOSED)
    assert taken(house.jonas, house.karin, house.amina) == [1, 2, 1]
    assert letters(made) == [("co-mentor", house.jonas.person.email)]
    for participation in (house.karin, house.amina):
        made = answer_suggestion(tandem=made, answer=Answer.YES, by=participation.person)
    assert (made.state, letters(made)[-1]) == (State.ACTIVE, ("co-mentor-start", house.jonas.person.email))
    with pytest.raises(NoFreePlace):
        add_co_mentor(tandem=house.active, mentor=house.karin, by=house.alice)
    Participation.objects.filter(pk=house.jonas.pk).update(capacity=9)
    with pytest.raises(AlreadyTogether):
        add_co_mentor(tandem=house.active, mentor=house.jonas, by=house.alice)


def test_the_second_mentor_ends_alone(house: House) -> None:
    end_tandem(tandem=co_mentor(house), by=house.karin.person)
    house.active.refresh_from_db()
    assert (house.active.state, taken(house.jonas, house.karin, house.amina)) == (State.ACTIVE, [1, 1, 1])


def test_the_second_mentor_takes_over_where_the_first_ends(house: House) -> None:
    made = co_mentor(house)
    ask_for_change(tandem=house.active, by=house.jonas.person)
    made.refresh_from_db()
    assert (made.joins, made.state, taken(house.jonas, house.karin, house.amina)) == (None, State.ACTIVE, [0, 2, 1])
    end_tandem(tandem=made, by=house.alice)
    assert taken(house.karin, house.amina) == [1, 0]


def test_leaving_ends_everything_kindly_and_frees_every_place(house: House) -> None:
    made = co_mentor(house)
    leave_programme(participation=house.amina, by=house.amina.person, reason="moved")
    assert set(Tandem.objects.filter(mentee=house.amina).values_list("state", flat=True)) == {State.ENDED}
    assert taken(house.jonas, house.karin, house.amina) == [0, 1, 0]
    assert OutboxMail.objects.filter(key__contains=":left:").count() == 1
    assert [to for _cause, to in letters(house.active)] == [house.jonas.person.email]
    assert ("end", house.karin.person.email) in letters(made)
    with pytest.raises(AlreadyDecided):
        leave_programme(participation=house.amina, by=house.alice)
    with pytest.raises(NoFreePlace):
        add_co_mentor(tandem=Tandem.objects.create(**start_again(house)), mentor=house.amina, by=house.alice)
    return_to_programme(participation=house.amina, by=house.alice)
    with pytest.raises(AlreadyDecided):
        return_to_programme(participation=house.amina, by=house.bob)
    verbs = LogEntry.objects.filter(subject=f"programmes.participation:{house.amina.pk}").values_list("verb", flat=True)
    assert list(verbs)[:2] == ["return_to_programme", "leave_programme"]


def start_again(house: House) -> dict[str, object]:
    """A tandem at work of Jonas and Noor."""
    yes = {"mentor_answer": Answer.YES, "mentee_answer": Answer.YES}
    return {"cohort": house.cohort, "mentor": house.jonas, "mentee": house.noor, "state": State.ACTIVE, **yes}


def test_who_leaves_takes_a_suggestion_along(house: House) -> None:
    leave_programme(participation=house.karin, by=house.alice)
    house.proposed.refresh_from_db()
    assert (house.proposed.state, taken(house.karin, house.olena)) == (State.WITHDRAWN, [0, 0])
    assert letters(house.proposed) == [("no-tandem", house.olena.person.email)]


def test_the_pages_from_the_wish_to_the_end(house: House, client_of: ClientOf) -> None:
    client = client_of(house.amina.person)
    url = reverse("tandems:change", args=[house.active.pk])
    assert "ohne Grund" in client.get(url).content.decode()
    assert client.post(url, {"then": "sideways"}).status_code == 200
    page = client.post(url, {"then": "next", "reason": "change"}, follow=True).content.decode()
    assert "niemand ist schuld" in page
    assert "Wunsch" not in page  # what the team sees
    mine = client.get(reverse("tandems:mine")).content.decode()
    assert "Wir suchen jemanden für Sie" in mine
    staff = client_of(house.alice).get(reverse("tandems:tandem", args=[house.active.pk])).content.decode()
    assert "Grund: möchte jemand anderen" in staff
    again = client_of(house.jonas.person).get(url, follow=True).content.decode()
    assert "arbeitet nicht mehr" in again


def test_a_second_mentor_is_chosen_among_the_free(house: House, client_of: ClientOf) -> None:
    paul = make_participation(house.cohort, Group.FIRST, "Paul")
    client = client_of(house.alice)
    url = reverse("tandems:co_mentor", args=[house.active.pk])
    options = client.get(url).context["form"].fields["mentor"].queryset
    assert set(options) == {house.karin, paul}
    client.post(url, {"mentor": paul.pk, "note": "Fachsprache"})
    made = Tandem.objects.get(mentor=paul)
    assert (made.joins, made.note) == (house.active, "Fachsprache")
    page = client.get(reverse("tandems:tandem", args=[house.active.pk])).content.decode()
    assert "Auch dabei" in page
