"""One's own answers in one's own data; what stays when the account goes; what is deleted when; the record."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from resonanz.core.models import LogEntry
from resonanz.people.models import Person
from resonanz.privacy.actions.erase import erase_person
from resonanz.privacy.actions.export import export_own_data
from resonanz.privacy.queries.leaving import fates
from resonanz.privacy.queries.record import forecast, record_of
from resonanz.surveys.actions.answering import refuse_survey
from resonanz.surveys.actions.settings import change_survey, replace_questions
from resonanz.surveys.enums import Moment
from resonanz.surveys.models import Invitation, Sheet
from resonanz.surveys.queries.results import numbers_of
from resonanz.surveys.queries.sheets import by_token, sheets_of
from tests.factories import House
from tests.factories.surveys import ENTRY, make_answered, make_asked, make_survey

pytestmark = pytest.mark.django_db


def bundle(house: House) -> tuple[str, dict[str, list[dict[str, object]]]]:
    person = house.amina.person
    with translation.override("en"), ZipFile(BytesIO(export_own_data(person=person, by=person))) as file:
        return file.read("data.html").decode(), json.loads(file.read("data.json"))["data"]


def test_the_key_finds_the_own_answers_for_the_own_data(house: House) -> None:
    make_survey(house.programme)
    make_answered(house.amina)
    make_answered(house.olena, gender="male")
    page, data = bundle(house)
    assert [row["answers"] for row in data["surveys.Sheet"]] == [ENTRY]
    assert "What is your gender? female · How old are you? 30 to 54" in page
    assert "Do you have a disability, recognised or not? no answer" in page
    assert [(row["moment"], row["state"]) for row in data["surveys.Invitation"]] == [("entry", "answered")]
    told = page + json.dumps(data)
    assert [
        secret for secret in (Sheet.objects.earliest("pk").code, Invitation.objects.earliest("pk").seed) if secret in told
    ] == []


def test_answers_to_a_question_that_is_gone_are_still_given(house: House) -> None:
    make_survey(house.programme)
    make_answered(house.amina)
    replace_questions(programme=house.programme, moment="entry", questions=[], by=None)
    page, data = bundle(house)
    assert data["surveys.Sheet"][0]["answers"] == ENTRY
    assert "gender female" in page


def test_with_the_account_goes_what_leads_to_the_answers(house: House) -> None:
    survey = make_survey(house.programme)
    for row in (house.amina, house.olena, house.noor):
        make_answered(row)
    before = numbers_of(survey)
    person = house.amina.person
    with translation.override("en"):
        goes, stays = fates(person)
    assert "Requests to answer the funder's questions" in {fate.label for fate in goes}
    assert [fate.why for fate in stays if fate.label == "Answers to the funder's questions"] == [
        "the answers bear no name; with the account goes the value that their code was made from, and nothing leads to you "
        "any more"
    ]
    erase_person(person=person, by=person)
    assert Sheet.objects.count() == 3
    assert list(Invitation.objects.filter(participation=house.amina)) == []
    assert list(sheets_of(person)) == []
    assert numbers_of(survey) == before


def test_answers_are_deleted_when_their_time_is_over(house: House) -> None:
    make_survey(house.programme)
    house.programme.retention = {"surveys": 24}
    house.programme.save()
    for row in (house.amina, house.olena):
        make_answered(row)
    old, new = Sheet.objects.order_by("pk")
    Sheet.objects.filter(pk=old.pk).update(month=timezone.localdate() - timedelta(days=731))
    Sheet.objects.filter(pk=new.pk).update(month=timezone.localdate() - timedelta(days=729))
    due = next(due for due in forecast(house.programme) if "ragebogen" in due.label or "uestionnaire" in due.label)
    assert (due.count, due.command) == (1, "retain")
    assert isinstance(due.next_on, date)
    call_command("retain")
    assert [sheet.pk for sheet in Sheet.objects.all()] == [new.pk]
    assert LogEntry.objects.get(verb="delete_outdated").detail == {"what": "sheets", "count": 1}


def test_the_record_names_it_only_where_it_was_ever_on(house: House) -> None:
    def purposes() -> set[str]:
        return {purpose.code for purpose in record_of(house.programme)}

    assert "surveys" not in purposes()
    change_survey(programme=house.programme, by=None, is_on=False)
    assert "surveys" not in purposes()
    change_survey(programme=house.programme, by=None, is_on=True)
    assert "surveys" in purposes()
    change_survey(programme=house.programme, by=None, is_on=False)
    assert "surveys" in purposes()
    with translation.override("en"):
        kinds = {label: kind for p in record_of(house.programme) for kind in p.kinds for label in kind.labels}
    kind = kinds["Answers to the funder's questions"]
    assert kind.kept == "120 months; you can take the answers back until you delete your account"
    assert kind.audience == "the team and the funder, only under a code and without your name"


def test_the_own_data_lead_to_what_can_be_answered_or_taken_back(
    house: House, client_of: Callable[[Person | None], Client]
) -> None:
    make_survey(house.programme)
    answered, waiting = make_answered(house.amina), make_asked(house.amina, Moment.EXIT)
    refuse_survey(invitation=make_asked(house.olena))
    url = reverse("privacy:own_data")
    for person, rows in ((house.amina.person, [answered, waiting]), (house.olena.person, []), (house.jonas.person, [])):
        page = client_of(person).get(url).content.decode()
        assert [by_token(token) for token in re.findall(r'href="/questions/([^"/]+)/"', page)] == rows


def test_later_answers_of_one_person_are_all_found(house: House) -> None:
    make_survey(house.programme)
    for moment in Moment:
        make_answered(house.amina, moment)
    _page, data = bundle(house)
    assert sorted(str(row["moment"]) for row in data["surveys.Sheet"]) == ["entry", "exit", "later"]
