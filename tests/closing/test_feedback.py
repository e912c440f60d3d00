"""Feedback: once, by name for the team, and without a name from five answers up; what becomes of a wish."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from resonanz.closing.actions.feedback import AlreadyGiven, give_feedback, take_change_back, turn_into_change
from resonanz.closing.enums import Agreement, Statement
from resonanz.closing.models import Feedback, FeedbackSheet, ProgrammeChange, random_number
from resonanz.closing.queries.feedback import opened, results_of, sealed, shown_sheets
from resonanz.core.models import LogEntry
from resonanz.core.sealed import SomebodyElses
from tests.factories import House
from tests.factories.closing import ANSWERS, make_closing, make_feedback


def sheets(house: House, month: date, number: int, words: str = "") -> None:
    for _ in range(number):
        pk = random_number()
        text = sealed(ANSWERS | {"words": words}, pk)
        FeedbackSheet.objects.create(id=pk, programme=house.programme, group="first", month=month, answers=text)


def test_it_is_kept_once_and_the_two_parts_know_nothing_of_each_other(house: House) -> None:
    key = uuid4()
    said: dict[str, Any] = {
        "tandem": house.active,
        "liked": "Die Ruhe",
        "wish": "Mehr Zeit",
        "answers": ANSWERS | {"words": "Zu laut"},
    }
    first = give_feedback(key=key, by=house.amina.person, **said)
    again = give_feedback(key=key, by=house.amina.person, **said)
    assert (again.pk, Feedback.objects.count(), FeedbackSheet.objects.count()) == (first.pk, 1, 1)
    with pytest.raises(AlreadyGiven):
        give_feedback(key=uuid4(), by=house.amina.person, **said)
    with pytest.raises(SomebodyElses):
        give_feedback(key=key, by=house.jonas.person, **said)
    sheet = FeedbackSheet.objects.get()
    assert opened(sheet) == ANSWERS | {"words": "Zu laut"}
    names = {field.name for field in FeedbackSheet._meta.get_fields()}
    assert names == {"id", "programme", "group", "month", "answers"}
    assert sheet.month == timezone.localdate().replace(day=1)
    assert (first.opened("liked"), first.opened("wish")) == ("Die Ruhe", "Mehr Zeit")
    stored = (
        str(list(Feedback.objects.values()))
        + str(list(FeedbackSheet.objects.values()))
        + str(list(LogEntry.objects.values()))
    )
    assert [word for word in ("Ruhe", "Mehr Zeit", "Zu laut") if word in stored] == []


def test_all_sheets_are_of_one_length(house: House) -> None:
    sheets(house, date(2026, 1, 1), 1)
    sheets(house, date(2026, 1, 1), 1, words="x" * 1000)
    assert len({len(text) for text in FeedbackSheet.objects.values_list("answers", flat=True)}) == 1


def test_fewer_than_five_are_not_shown_and_months_wait_for_each_other(house: House) -> None:
    this_month = timezone.localdate().replace(day=1)
    sheets(house, date(2026, 1, 1), 4)
    sheets(house, this_month, 9)
    assert results_of(house.programme).n == 0
    sheets(house, date(2026, 2, 1), 2)
    assert len(shown_sheets(house.programme)) == 6
    sheets(house, date(2026, 3, 1), 3, words="neu")
    results = results_of(house.programme)
    assert (results.n, results.words) == (6, [])  # three more say nothing before two others join them
    assert [(row.statement, dict(row.counts)[Agreement.YES]) for row in results.rows] == [(each, 6) for each in Statement]


def test_the_other_never_sees_it_and_the_team_sees_it_by_name(house: House, client_of: Callable[..., Client]) -> None:
    make_closing(house.programme)
    make_feedback(house.active, house.amina.person, liked="Jonas hat zugehört", wish="Termine am Abend")
    for name in ("closing", "feedback", "afterwards", "talk"):
        page = client_of(house.jonas.person).get(reverse(f"closing:{name}", args=[house.active.pk])).content.decode()
        assert [word for word in ("zugehört", "am Abend") if word in page] == []
    team = client_of(house.alice).get(reverse("closing:voices", args=[house.programme.slug])).content.decode()
    assert ("Jonas hat zugehört" in team, "Termine am Abend" in team) == (True, True)
    own = client_of(house.amina.person).get(reverse("closing:feedback", args=[house.active.pk])).content.decode()
    assert "Jonas hat zugehört" in own


def test_nothing_at_all_is_refused_and_a_repeat_is_answered_like_the_first(
    house: House, client_of: Callable[..., Client]
) -> None:
    make_closing(house.programme)
    client, url = client_of(house.amina.person), reverse("closing:feedback", args=[house.active.pk])
    key = str(uuid4())
    assert client.post(url, {"key": key}).status_code == 200
    for _ in range(2):
        assert client.post(url, {"key": key, "good": "yes", "wish": "Mehr Zeit"})["Location"] == reverse(
            "closing:closing", args=[house.active.pk]
        )
    assert (Feedback.objects.count(), FeedbackSheet.objects.count()) == (1, 1)


def test_a_wish_turned_into_a_change_is_read_by_everybody(house: House, client_of: Callable[..., Client]) -> None:
    feedback = make_feedback(house.active, house.amina.person)
    slug = house.programme.slug
    client = client_of(house.alice)
    url = reverse("closing:change", args=[slug, feedback.pk])
    for sentence in ("Es gibt Termine am Abend.", "Es gibt jede Woche Termine am Abend."):
        assert client.post(url, {"sentence_de": sentence}).status_code == 302
    change = ProgrammeChange.objects.get()
    assert (change.feedback, change.sentence) == (feedback, {"de": "Es gibt jede Woche Termine am Abend."})
    house.programme.state = "published"
    house.programme.save(update_fields=["state"])
    public = client_of(None).get(reverse("closing:heard", args=[slug])).content.decode()
    assert "Es gibt jede Woche Termine am Abend." in public
    assert house.amina.person.first_name not in public
    take_change_back(change=change, by=house.alice)
    assert ProgrammeChange.objects.count() == 0
    turn_into_change(programme=house.programme, sentence={"de": "Neu."}, feedback=None, by=house.alice)
    assert ProgrammeChange.objects.get().feedback is None
