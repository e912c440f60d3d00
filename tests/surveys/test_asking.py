"""Who is asked when: at the beginning, at the end, months later; once reminded; and when nobody is asked at all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from resonanz.core.models import LogEntry
from resonanz.mail.enums import Shown
from resonanz.mail.models import OutboxMail
from resonanz.mail.queries import letters_of
from resonanz.people.actions import pause_person
from resonanz.privacy.actions.erase import erase_person
from resonanz.programmes.actions import add_participant
from resonanz.programmes.actions.cohorts import move_cohort
from resonanz.programmes.actions.imports import keep_import
from resonanz.programmes.models import ImportBatch, Participation, Programme
from resonanz.surveys.actions.answering import refuse_survey
from resonanz.surveys.actions.asking import ask_due, close_late, follow_surveys, remind_asked
from resonanz.surveys.actions.settings import replace_questions
from resonanz.surveys.enums import State
from resonanz.surveys.models import Invitation
from resonanz.surveys.queries.due import is_long_enough, planned_hours
from resonanz.tables import Table
from resonanz.tandems.actions import answer_suggestion, end_tandem, propose_tandem
from resonanz.tandems.models import Tandem
from tests.factories import House, make_cohort, make_person
from tests.factories.surveys import make_answered, make_asked, make_survey

pytestmark = pytest.mark.django_db


def asked() -> set[tuple[str, str]]:
    return {(row.participation.person.first_name, row.moment) for row in Invitation.objects.all()}


def days_ago(days: int) -> Any:
    return timezone.localdate() - timedelta(days=days)


def ended(tandem: Tandem, days: int) -> None:
    end_tandem(tandem=tandem, by=None)
    Tandem.objects.filter(pk=tandem.pk).update(ended_on=days_ago(days))


def test_at_the_beginning_the_mentees_are_asked_once_by_a_letter_that_the_team_does_not_see(house: House) -> None:
    make_survey(house.programme)
    assert (ask_due(), ask_due()) == (3, 0)
    assert asked() == {("Amina", "entry"), ("Olena", "entry"), ("Noor", "entry")}
    invitation = Invitation.objects.get(participation=house.amina)
    letter = OutboxMail.objects.get(key=f"survey:{invitation.pk}:ask")
    assert (letter.to, letter.language, letter.shown) == (house.amina.person.email, "de", Shown.NOTHING)
    assert letter.link.startswith("/questions/")
    assert letter not in letters_of(house.programme.scope)
    assert LogEntry.objects.filter(verb="ask_survey").count() == 3


def test_the_letter_is_in_the_language_of_the_person(house: House) -> None:
    make_survey(house.programme)
    subjects = {}
    for language in ("de", "en", "ar"):
        person = make_person(f"Reader-{language}", language=language)
        row = add_participant(cohort=house.cohort, person=person, group="second", by=None)
        subjects[language] = OutboxMail.objects.get(key=f"survey:{make_asked(row).pk}:ask").subject
    name = {language: house.programme.name[language] for language in subjects}
    assert subjects == {
        "de": f"Ein paar Fragen für alle, die {name['de']} fördern",
        "en": f"A few questions for those who fund {name['en']}",
        "ar": f"بعض الأسئلة لمن يموّلون \u2068{name['ar']}\u2069",
    }


def test_other_groups_are_asked_where_the_programme_says_so(house: House) -> None:
    make_survey(house.programme, groups=["first"])
    ask_due()
    assert asked() == {("Jonas", "entry"), ("Karin", "entry")}


@pytest.mark.parametrize("why", ["off", "archived", "no questions", "left", "paused", "finished", "too early"])
def test_nobody_is_asked_who_should_not(house: House, why: str) -> None:
    survey = make_survey(house.programme, since=timezone.localdate() + timedelta(days=1) if why == "too early" else None)
    everybody = Participation.objects.filter(cohort=house.cohort)
    match why:
        case "off":
            type(survey).objects.update(is_on=False)
        case "archived":
            Programme.objects.filter(pk=house.programme.pk).update(state="archived")
        case "no questions":
            replace_questions(programme=house.programme, moment="entry", questions=[], by=None)
        case "left":
            everybody.update(is_active=False)
        case "paused":
            for row in everybody:
                pause_person(person=row.person, until=None, by=row.person)
        case "finished":
            move_cohort(cohort=house.cohort, act="finish", by=None)
            everybody.filter(pk=house.amina.pk).update(is_active=False)
            Tandem.objects.all().update(started_on=None)
    assert (ask_due(), asked()) == (0, set())


@pytest.mark.parametrize(
    ("months", "hours", "own", "planned", "is_enough"),
    [
        ((6, 6), (5, 7), None, 30, True),
        ((2, 2), (4, 4), None, 8, True),  # exactly the threshold
        ((1, 6), (7, 9), None, 7, False),  # at least seven hours: below it
        ((1, 1), (7, 7), 20, 7, False),  # what the programme says counts more
        ((4, 4), (None, None), 20, 20, True),
        ((4, 4), (None, None), 7, 7, False),
        ((None, None), (None, None), None, None, False),
    ],
)
def test_below_the_planned_hours_nobody_is_asked(
    house: House, months: Any, hours: Any, own: int | None, planned: int | None, is_enough: bool
) -> None:
    Programme.objects.filter(pk=house.programme.pk).update(
        months_from=months[0], months_to=months[1], hours_from=hours[0], hours_to=hours[1]
    )
    house.programme.refresh_from_db()
    survey = make_survey(house.programme, planned_hours=own)
    assert (planned_hours(survey), is_long_enough(survey)) == (planned, is_enough)
    assert ask_due() == (3 if is_enough else 0)


def test_at_the_end_only_who_had_a_tandem_is_asked_and_after_a_fortnight(house: House) -> None:
    make_survey(house.programme)
    ask_due()
    ended(house.active, 13)
    assert ask_due() == 0
    Tandem.objects.filter(pk=house.active.pk).update(ended_on=days_ago(14))
    assert ask_due() == 1
    assert Invitation.objects.get(moment="exit").participation == house.amina
    assert Invitation.objects.get(moment="exit").happened_on == days_ago(14)
    entry = Invitation.objects.get(participation=house.amina, moment="entry")
    assert Invitation.objects.get(moment="exit").seed == entry.seed
    assert ask_due() == 0


def test_who_goes_on_with_somebody_else_is_not_at_the_end(house: House) -> None:
    make_survey(house.programme)
    ask_due()
    ended(house.active, 20)
    again = propose_tandem(cohort=house.cohort, mentor=house.jonas, mentee=house.amina, by=house.alice)
    for row in (house.jonas, house.amina):
        again = answer_suggestion(tandem=again, answer="yes", by=row.person)
    assert ask_due() == 0
    ended(again, 15)
    assert ask_due() == 1
    assert Invitation.objects.get(moment="exit").happened_on == days_ago(15)


def test_who_may_still_choose_the_next_partner_is_not_at_the_end(house: House) -> None:
    make_survey(house.programme)
    ask_due()
    ended(house.active, 20)
    offered = Tandem.objects.create(cohort=house.cohort, mentor=house.karin, mentee=house.amina, state="offered")
    assert ask_due() == 0
    Tandem.objects.filter(pk=offered.pk).update(state="expired")
    assert ask_due() == 1


def test_when_the_cohort_is_finished_nobody_waits(house: House) -> None:
    make_survey(house.programme)
    ask_due()
    move_cohort(cohort=house.cohort, act="finish", by=None)
    assert ask_due() == 1  # Amina, whose tandem still stands; Noor and Olena had none
    assert Invitation.objects.get(moment="exit").happened_on == timezone.localdate()


def test_who_ended_before_it_was_switched_on_is_not_asked(house: House) -> None:
    make_survey(house.programme, since=days_ago(5))
    ended(house.active, 40)
    ask_due()
    assert asked() == {("Amina", "entry"), ("Olena", "entry"), ("Noor", "entry")}


def test_months_later_those_are_asked_who_were_asked_at_the_end(house: House) -> None:
    make_survey(house.programme, since=days_ago(400), months_later=6)
    Participation.objects.filter(cohort=house.cohort).exclude(pk=house.amina.pk).update(is_active=False)
    make_answered(house.amina)
    ended(house.active, 181)
    assert ask_due() == 1
    assert ask_due() == 0
    Invitation.objects.filter(moment="exit").update(happened_on=days_ago(183))
    assert ask_due() == 1
    assert asked() == {("Amina", "entry"), ("Amina", "exit"), ("Amina", "later")}
    assert ask_due() == 0


def test_who_said_no_is_never_asked_again(house: House) -> None:
    make_survey(house.programme)
    refuse_survey(invitation=make_asked(house.amina))
    ended(house.active, 20)
    ask_due()
    assert asked() == {("Amina", "entry"), ("Olena", "entry"), ("Noor", "entry")}


def test_one_reminder_after_two_weeks_and_silence_after_six(house: House) -> None:
    make_survey(house.programme)
    invitation, answered = make_asked(house.amina), make_answered(house.olena)
    Invitation.objects.all().update(asked_on=days_ago(13))
    assert remind_asked() == 0
    Invitation.objects.all().update(asked_on=days_ago(14))
    assert (remind_asked(), remind_asked()) == (1, 0)
    assert OutboxMail.objects.get(key=f"survey:{invitation.pk}:remind").to == house.amina.person.email
    Invitation.objects.all().update(asked_on=days_ago(41))
    assert (close_late(), remind_asked()) == (0, 0)
    Invitation.objects.all().update(asked_on=days_ago(42))
    assert (close_late(), close_late()) == (1, 0)
    states = dict(Invitation.objects.values_list("pk", "state"))
    assert states == {invitation.pk: State.EXPIRED, answered.pk: State.ANSWERED}


def test_who_was_read_in_from_a_list_is_asked_once_the_list_can_stay(house: House) -> None:
    make_survey(house.programme)
    table = Table("people.csv", ["E-Mail"], [{"E-Mail": "noor@example.org"}], [2])
    batch = keep_import(cohort=house.cohort, table=table, group="second", source="x", by=house.alice)
    ImportBatch.objects.filter(pk=batch.pk).update(state="done", ran_at=timezone.now())
    batch.rows.update(participation=house.noor)
    ask_due()
    assert ("Noor", "entry") not in asked()
    ImportBatch.objects.filter(pk=batch.pk).update(ran_at=timezone.now() - timedelta(days=1, minutes=1))
    assert ask_due() == 1
    assert ("Noor", "entry") in asked()


def test_the_command_asks_for_every_programme_and_stays_quiet_for_the_erased(house: House) -> None:
    make_survey(house.programme)
    make_survey(house.other_programme, planned_hours=30)
    erase_person(person=house.noor.person, by=house.noor.person)
    call_command("follow_up")
    assert asked() == {("Amina", "entry"), ("Olena", "entry"), ("Dora", "entry")}
    assert follow_surveys() == 0


def test_asking_needs_as_many_queries_for_many_who_are_done(house: House) -> None:
    make_survey(house.programme)
    follow_surveys()
    counts = []
    for _round in range(2):
        other = make_cohort(house.programme)
        for n in range(5):
            make_asked(add_participant(cohort=other, person=make_person(f"P{n}"), group="second", by=None))
        with CaptureQueriesContext(connection) as queries:
            follow_surveys()
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
