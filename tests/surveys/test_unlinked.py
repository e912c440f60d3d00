"""With the whole database and without the keys, nobody can say whose answers are whose."""

from __future__ import annotations

import base64
import json
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.db import connection
from django.db.models import ForeignKey

from resonanz.core.crypto import Unreadable, forget_keys
from resonanz.core.models import LogEntry
from resonanz.programmes.models import Participation
from resonanz.surveys.actions.answering import answer_survey
from resonanz.surveys.enums import Moment
from resonanz.surveys.models import Invitation, Sheet
from resonanz.surveys.queries.results import export_table
from resonanz.surveys.queries.sheets import code_for, opened, sheets_of
from tests.factories import House, make_participation
from tests.factories.surveys import ENTRY, LATER, make_answered, make_asked, make_survey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys(settings: LazySettings) -> Iterator[None]:
    forget_keys()
    yield
    settings.CODE_KEY, settings.TEXT_KEYS = "", ""
    forget_keys()


def with_other_keys(settings: LazySettings) -> None:
    """Whoever has the database alone has other keys than ours."""
    settings.CODE_KEY = base64.b64encode(bytes(32)).decode()
    settings.TEXT_KEYS = f"1:{settings.CODE_KEY}"
    forget_keys()


def people(house: House, count: int) -> list[Participation]:
    return [make_participation(house.cohort, "second", f"Person{n}") for n in range(count)]


def values_of(model: Any) -> list[dict[str, Any]]:
    return list(model.objects.order_by("pk").values())


def test_sheet_and_person_share_no_value(house: House) -> None:
    make_survey(house.programme)
    rows = people(house, 6)
    for row in rows:
        make_answered(row)
    sheets = values_of(Sheet)
    of_people: list[Any] = [*values_of(Invitation), *values_of(Participation)]
    shared = {"programme_id", "cohort_id", "moment", "month"}  # what all have in common
    known = {str(value) for row in of_people for value in row.values()} | {str(row.person_id) for row in rows}
    assert len(sheets) == 6
    for sheet in sheets:
        assert {name for name, value in sheet.items() if str(value) in known} <= shared
    assert {(sheet["programme_id"], sheet["cohort_id"], sheet["moment"], sheet["month"]) for sheet in sheets} == {
        (house.programme.pk, house.cohort.pk, "entry", sheets[0]["month"])
    }
    assert sheets[0]["month"].day == 1


def test_a_sheet_refers_to_no_person_and_bears_no_time() -> None:
    fields = Sheet._meta.get_fields()
    assert {field.name for field in fields} == {"id", "programme", "cohort", "moment", "code", "month", "answers"}
    assert {f.related_model._meta.label for f in fields if isinstance(f, ForeignKey)} == {
        "programmes.Programme",
        "programmes.Cohort",
    }
    times = {field.get_internal_type() for field in Invitation._meta.concrete_fields} & {"DateTimeField", "TimeField"}
    assert times == set()
    assert [f.name for m in apps.get_models() for f in m._meta.concrete_fields if f.related_model is Sheet] == []


def test_the_order_of_sheets_says_nothing(house: House) -> None:
    make_survey(house.programme)
    invitations = [make_asked(row) for row in people(house, 40)]
    random.Random(3).shuffle(invitations)
    for place, invitation in enumerate(invitations):
        answer_survey(invitation=invitation, answers={**ENTRY, "age": "18-29" if place % 2 else "30-54"})
    by_number = [sheet.code for sheet in Sheet.objects.order_by("pk")]
    with connection.cursor() as cursor:
        column = "rowid" if connection.vendor == "sqlite" else "id"
        cursor.execute(f"SELECT code FROM surveys_sheet ORDER BY {column}")  # noqa: S608 - one of two words of ours
        as_stored = [code for (code,) in cursor.fetchall()]
    answered = [code_for(invitation.seed) for invitation in invitations]
    asked = [code_for(row.seed) for row in Invitation.objects.order_by("pk")]
    assert sorted(by_number) == sorted(answered)
    assert by_number == as_stored  # SQLite keeps them by their random number, too
    assert by_number not in (answered, answered[::-1], asked, asked[::-1])


def test_answers_cannot_be_read_without_the_keys_and_are_of_one_length(house: House, settings: LazySettings) -> None:
    make_survey(house.programme)
    first, second, *_others = people(house, 2)
    make_answered(first)
    make_answered(second, household="nobody-children", disability=True)
    assert len({len(sheet.answers) for sheet in Sheet.objects.all()}) == 1
    stored = json.dumps([sheet.answers for sheet in Sheet.objects.all()])
    assert [word for word in ("female", "30-54", "nobody", "gender", "disability") if word in stored] == []
    sheet = Sheet.objects.earliest("pk")
    assert opened(sheet)["gender"] == "female"
    with_other_keys(settings)
    with pytest.raises(Unreadable):
        opened(sheet)


def test_only_the_key_leads_from_a_person_to_the_sheets(house: House, settings: LazySettings) -> None:
    make_survey(house.programme)
    row = people(house, 1)[0]
    for moment in Moment:
        make_answered(row, moment)
    found = {sheet.moment: opened(sheet) for sheet in sheets_of(row.person)}
    assert (found["entry"], found["later"]) == (ENTRY, LATER)
    assert Sheet.objects.values("code").distinct().count() == 1  # entry, exit and later of one person belong together
    with_other_keys(settings)
    assert list(sheets_of(row.person)) == []


def test_what_the_funder_gets_leads_to_no_row_of_the_database(house: House) -> None:
    survey = make_survey(house.programme)
    for row in people(house, 3):
        make_answered(row)
        make_answered(row, Moment.EXIT)
    _headings, rows = export_table(survey)
    told = [row[0] for row in rows]
    assert len(set(told)) == 3
    assert {told.count(code) for code in told} == {2}
    assert set(told) & {sheet.code for sheet in Sheet.objects.all()} == set()
    everything = json.dumps([values_of(model) for model in apps.get_models()], default=str)
    assert [code for code in told if code in everything] == []
    assert told == sorted(told)


def test_answering_leaves_no_trace_in_the_log_or_the_outbox(house: House) -> None:
    make_survey(house.programme)
    invitation = make_asked(people(house, 1)[0])
    before = LogEntry.objects.count(), values_of(apps.get_model("mail.OutboxMail"))
    answer_survey(invitation=invitation, answers=ENTRY)
    assert (LogEntry.objects.count(), values_of(apps.get_model("mail.OutboxMail"))) == before
    sheet = Sheet.objects.get()
    logged = " ".join(f"{entry.subject} {entry.detail}" for entry in LogEntry.objects.all())
    assert re.findall(rf"{sheet.pk}|{sheet.code}|surveys\.sheet", logged) == []
