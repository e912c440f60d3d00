"""A tandem's life: suggested, answered, at work, ended; places and letters in step."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.programmes.actions import NoFreePlace
from resonanz.programmes.models import Participation
from resonanz.tandems.actions import AlreadyDecided, AlreadyTogether, answer_suggestion, end_tandem, propose_tandem
from resonanz.tandems.enums import Answer, State
from resonanz.tandems.models import Tandem
from tests.factories import House

pytestmark = pytest.mark.django_db


def letters(tandem: Tandem) -> list[str]:
    """The causes of all letters about a tandem, in order."""
    prefix = f"tandem:{tandem.pk}:"
    return [m.key.removeprefix(prefix) for m in OutboxMail.objects.filter(key__startswith=prefix).order_by("id")]


def taken(house: House) -> tuple[int, int]:
    house.karin.refresh_from_db()
    house.olena.refresh_from_db()
    return house.karin.taken, house.olena.taken


def test_a_suggestion_asks_both_and_takes_a_place_of_each(house: House) -> None:
    karin, olena = house.karin.person, house.olena.person
    assert house.proposed.state == State.PROPOSED
    assert taken(house) == (1, 1)
    assert letters(house.proposed) == [f"suggestion:{karin.pk}", f"suggestion:{olena.pk}"]


def test_one_yes_is_not_enough(house: House) -> None:
    tandem = answer_suggestion(tandem=house.proposed, answer=Answer.YES, by=house.karin.person)
    assert (tandem.state, tandem.started_on) == (State.PROPOSED, None)


def test_the_database_refuses_a_tandem_without_both_answers(house: House) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Tandem.objects.filter(pk=house.proposed.pk).update(state=State.ACTIVE)


def test_two_yes_start_the_tandem_for_as_long_as_the_programme_says(house: House) -> None:
    for participation in (house.karin, house.olena):
        tandem = answer_suggestion(tandem=house.proposed, answer=Answer.YES, by=participation.person)
    today = timezone.localdate()
    assert (tandem.state, tandem.started_on, tandem.ends_on) == (State.ACTIVE, today, today + timedelta(days=183))
    assert [key.split(":")[0] for key in letters(tandem)] == ["suggestion", "suggestion", "start", "start"]
    start = OutboxMail.objects.get(key=f"tandem:{tandem.pk}:start:{house.olena.person.pk}")
    assert house.karin.person.email in start.text


def test_a_no_needs_no_reason_frees_both_and_tells_the_other_kindly(house: House) -> None:
    tandem = answer_suggestion(tandem=house.proposed, answer=Answer.NO, by=house.olena.person)
    assert (tandem.state, taken(house)) == (State.DECLINED, (0, 0))
    assert letters(tandem)[2:] == [f"no-tandem:{house.karin.person.pk}"]
    letter = OutboxMail.objects.get(key__contains="no-tandem")
    assert house.olena.person.first_name not in letter.text


def test_a_yes_may_become_a_no_until_the_other_has_answered(house: House) -> None:
    answer_suggestion(tandem=house.proposed, answer=Answer.YES, by=house.karin.person)
    tandem = answer_suggestion(tandem=house.proposed, answer=Answer.NO, by=house.karin.person)
    assert tandem.state == State.DECLINED


def test_what_is_decided_stays_decided(house: House) -> None:
    with pytest.raises(AlreadyDecided):
        answer_suggestion(tandem=house.active, answer=Answer.NO, by=house.amina.person)
    end_tandem(tandem=house.active, by=house.amina.person)
    with pytest.raises(AlreadyDecided):
        end_tandem(tandem=house.active, by=house.jonas.person)


def test_an_end_frees_both_and_tells_the_other(house: House) -> None:
    end_tandem(tandem=house.active, by=house.amina.person)
    house.jonas.refresh_from_db()
    assert (house.active.state, house.active.ended_on, house.jonas.taken) == (State.ENDED, timezone.localdate(), 0)
    assert letters(house.active)[4:] == [f"end:{house.jonas.person.pk}"]


def test_a_suggestion_taken_back_by_the_team_tells_both(house: House) -> None:
    end_tandem(tandem=house.proposed, by=house.alice)
    assert [key.split(":")[0] for key in letters(house.proposed)] == ["suggestion"] * 2 + ["no-tandem"] * 2


def test_what_was_taken_back_never_was_a_tandem(house: House) -> None:
    end_tandem(tandem=house.proposed, by=house.alice)
    assert (house.proposed.state, house.proposed.ended_on) == (State.WITHDRAWN, None)


def test_a_double_click_on_the_second_yes_changes_nothing(house: House) -> None:
    for participation in (house.karin, house.olena, house.olena):
        tandem = answer_suggestion(tandem=house.proposed, answer=Answer.YES, by=participation.person)
    assert tandem.state == State.ACTIVE
    assert LogEntry.objects.filter(verb="answer_suggestion", actor=house.olena.person).count() == 1


def test_who_has_no_place_left_is_named(house: House) -> None:
    with pytest.raises(NoFreePlace) as error:
        propose_tandem(cohort=house.cohort, mentor=house.jonas, mentee=house.noor, by=house.alice)
    assert error.value.participation == house.jonas
    house.noor.refresh_from_db()
    assert house.noor.taken == 0


def test_the_same_two_are_not_suggested_twice(house: House) -> None:
    Participation.objects.filter(pk=house.olena.pk).update(capacity=2)
    with pytest.raises(AlreadyTogether):
        propose_tandem(cohort=house.cohort, mentor=house.karin, mentee=house.olena, by=house.alice)
    assert taken(house) == (1, 1)


def test_every_act_is_in_the_log_without_content(house: House) -> None:
    answer_suggestion(tandem=house.proposed, answer=Answer.NO, by=house.olena.person)
    entries = LogEntry.objects.filter(subject=f"tandems.tandem:{house.proposed.pk}").order_by("id")
    assert [(entry.verb, entry.actor, entry.detail) for entry in entries] == [
        ("propose_tandem", house.alice, {}),
        ("answer_suggestion", house.olena.person, {"answer": "no"}),
        ("decline_tandem", house.olena.person, {}),
    ]
    assert {entry.scope for entry in entries} == {house.programme.scope}


def test_letters_come_in_the_language_of_the_person(house: House) -> None:
    person = house.noor.person
    person.language = "en"
    person.save()
    propose_tandem(cohort=house.cohort, mentor=house.karin, mentee=house.noor, by=house.alice)
    letter = OutboxMail.objects.get(to=person.email)
    assert (letter.language, letter.subject) == ("en", "A suggestion for you: Karin B.")
