"""Questions months later, whatever people and the clock do: asked once, reminded of once, never after a no."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resonanz.closing.actions.later import (
    AlreadySaid,
    answer_later,
    follow_questions,
    stop_questions,
)
from resonanz.closing.actions.parting import complete_tandem
from resonanz.closing.enums import Doing, FollowUpState
from resonanz.closing.models import FollowUp
from resonanz.closing.queries.due import token_of
from resonanz.closing.queries.later import answers_of, moments_of
from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.tandems.models import Tandem
from tests.factories import House
from tests.factories.closing import ending_in, make_answer, make_closing, make_question

S = FollowUpState
LEGAL = {
    S.ASKED: {S.ASKED, S.ANSWERED, S.REFUSED, S.EXPIRED},
    S.ANSWERED: {S.ANSWERED},
    S.REFUSED: {S.REFUSED},
    S.EXPIRED: {S.EXPIRED, S.REFUSED},
}
ACT = st.tuples(st.sampled_from(["days", "days", "clock", "answer", "answer no", "stop"]), st.integers(1, 120))


def ended(house: House, days_ago: int) -> Tandem:
    complete_tandem(tandem=ending_in(house.active, -1), by=None)
    Tandem.objects.filter(pk=house.active.pk).update(ended_on=timezone.localdate() - timedelta(days=days_ago))
    return house.active


@pytest.mark.parametrize(
    ("days", "months"), [(181, []), (182, [6]), (227, [6]), (228, []), (364, []), (365, [12]), (411, [])]
)
def test_who_is_asked_when(house: House, days: int, months: list[int]) -> None:
    make_closing(house.programme)
    ended(house, days)
    follow_questions()
    assert list(FollowUp.objects.values_list("participation_id", "months")) == [(house.amina.pk, n) for n in months]


def test_nobody_is_asked_where_it_is_off_or_who_is_in_a_tandem_again(house: House) -> None:
    make_closing(house.programme, follows_up=False)
    ended(house, 190)
    assert follow_questions() == 0
    make_closing(house.programme, follows_up=True)
    Tandem.objects.filter(pk=house.proposed.pk).update(mentee=house.amina, started_on=timezone.localdate())
    assert follow_questions() == 0


def test_three_taps_without_signing_in(house: House, client_of: Callable[..., Client]) -> None:
    make_closing(house.programme)
    question = make_question(ended(house, 190), house.amina)
    client, url = client_of(None), reverse("closing:later", args=[token_of(question)])
    assert client.get(url).status_code == 200
    wrong = client.post(url, {"doing": "job"})
    assert sorted(wrong.context["form"].errors) == ["again", "helped"]
    client.post(url, {"doing": "fitting", "helped": "much", "again": "yes"})
    client.post(url, {"doing": "searching", "helped": "not", "again": "no"})  # a second answer changes nothing
    question.refresh_from_db()
    assert (question.state, question.doing, question.helped, question.may_ask_again) == ("answered", "fitting", "much", True)
    client.post(reverse("closing:stop", args=[token_of(question)]))
    question.refresh_from_db()
    assert (question.state, question.doing, question.may_ask_again) == ("answered", "fitting", False)
    assert client.get(reverse("closing:later", args=["wrong"])).status_code == 200
    assert LogEntry.objects.filter(verb="answer_later").count() == 1


def test_the_team_reads_numbers_and_answers_and_deletes_one(house: House, client_of: Callable[..., Client]) -> None:
    make_closing(house.programme)
    tandem, url = ended(house, 190), reverse("closing:answers", args=[house.programme.slug])
    assert moments_of(house.programme) == []
    assert "Noch niemand wurde gefragt" in client_of(house.alice).get(url).content.decode()
    answer = make_answer(tandem, house.amina)
    make_question(tandem, house.jonas)
    make_answer(tandem, house.jonas, 12, doing="job", helped="some")
    half, whole = moments_of(house.programme)
    assert (half.months, half.asked, half.answered) == (6, 2, 1)
    assert {each.value: n for each, n in half.doing} == {"fitting": 1, "job": 0, "training": 0, "searching": 0, "other": 0}
    assert {each.value: n for each, n in half.helped} == {"much": 1, "some": 0, "not": 0}
    assert (whole.months, whole.asked, whole.answered, dict(whole.doing)[Doing.JOB]) == (12, 1, 1, 1)
    assert [row.participation for row in answers_of(house.programme)] == [house.jonas, house.amina]
    client = client_of(house.alice)
    page = client.get(url).content.decode()
    assert "Amina Beispiel" in page
    assert page.count("Ja, sehr") == 3  # twice among the numbers, once beside the name
    gone = reverse("closing:forget", args=[house.programme.slug, answer.pk])
    assert client.post(gone, follow=True).status_code == 200
    assert client.post(gone).status_code == 404
    answer.refresh_from_db()
    assert (answer.state, answer.doing, answer.helped, answer.answered_on) == ("refused", "", "", None)
    assert [row.participation for row in answers_of(house.programme)] == [house.jonas]
    assert LogEntry.objects.filter(verb="forget_answer", actor=house.alice).count() == 1


def do(kind: str, number: int, world: dict[str, Any]) -> None:
    match kind:
        case "days":
            world["days"] += number
        case "clock":
            follow_questions()
        case _:
            question = FollowUp.objects.order_by("-pk").first()
            try:
                if question is None:
                    return
                if kind == "stop":
                    stop_questions(question=question)
                else:
                    answer_later(question=question, doing="job", helped="some", may_ask_again=kind == "answer")
            except AlreadySaid:
                return


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(ACT, max_size=14))
def test_whatever_happens_each_is_asked_at_most_twice_and_never_after_a_no(
    house: House, monkeypatch: pytest.MonkeyPatch, acts: list[tuple[str, int]]
) -> None:
    world: dict[str, Any] = {"days": 0}
    real = timezone.now
    monkeypatch.setattr("django.utils.timezone.now", lambda: real() + timedelta(days=world["days"]))
    with transaction.atomic():
        make_closing(house.programme)
        ended(house, 100)
        unwilling: set[int] = set()
        for kind, number in acts:
            before = dict(FollowUp.objects.values_list("pk", "state"))
            do(kind, number, world)
            rows = list(FollowUp.objects.all())
            for row in rows:
                assert row.state in LEGAL[FollowUpState(before.get(row.pk, S.ASKED))]
                assert bool(row.doing) == (row.state == S.ANSWERED)
                assert (row.pk in before) or not unwilling
            if any(row.state == S.REFUSED or row.may_ask_again is False for row in rows):
                unwilling = {row.pk for row in rows}
            asked = [row.months for row in rows]
            assert asked in ([], [6], [12], [6, 12])
            written = list(OutboxMail.objects.filter(key__contains=":follow-up:").values_list("key", flat=True))
            assert len(written) == len(set(written)) == len(rows) + sum(row.reminded_on is not None for row in rows)
        transaction.set_rollback(True)
    house.active.refresh_from_db()
    house.amina.refresh_from_db()
