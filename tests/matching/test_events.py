"""A meeting of everybody: wishes are collected, closed, and matched by; nobody learns of a wish that is not mutual."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.matching.actions import accept_proposal
from resonanz.matching.actions.events import (
    NobodyToWishFor,
    NotToBeWished,
    WishesClosed,
    WishesNotClosed,
    change_event,
    close_wishes,
    make_event,
    match_by_wishes,
    open_wishes,
    remind_guests,
    send_wishes,
)
from resonanz.matching.models import MatchingEvent, Wish
from resonanz.matching.queries.events import answers, silent_guests
from resonanz.people.models import Person
from resonanz.phrases import Phrase
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Participation
from resonanz.tandems.actions import AlreadyDecided
from tests.factories import House, make_cohort, make_participation

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]


def meeting(house: House, most: int = 3) -> tuple[MatchingEvent, list[Participation], list[Participation]]:
    """A meeting of three and three people who fit each other alike."""
    cohort = make_cohort(house.programme)
    first = [make_participation(cohort, Group.FIRST, name) for name in ("Maria", "Moritz", "Mona")]
    second = [make_participation(cohort, Group.SECOND, name) for name in ("Aylin", "Bashir", "Chidi")]
    today = timezone.localdate()
    event = make_event(
        cohort=cohort, title="Abend", held_on=today, wishes_until=today, most_wishes=most, guests=[*first, *second],
        by=house.alice,
    )  # fmt: skip
    return event, first, second


def wish(event: MatchingEvent, guest: Participation, *others: Participation) -> None:
    send_wishes(event=event, guest=guest, others=others, by=guest.person)


def change(event: MatchingEvent, house: House, **values: Any) -> None:
    now = {name: getattr(event, name) for name in ("title", "held_on", "wishes_until", "most_wishes")}
    change_event(event=event, by=house.alice, **{**now, "guests": list(event.guests.all()), **values})


def test_every_guest_is_asked_once_and_who_was_forgotten_later(house: House) -> None:
    event, first, second = meeting(house)
    late = make_participation(event.cohort, Group.SECOND, "Late")
    assert open_wishes(event=event, by=house.alice) == 6
    with pytest.raises(AlreadyDecided):
        open_wishes(event=MatchingEvent.objects.get(pk=event.pk), by=house.alice)
    change(event, house, guests=[late])
    change(event, house, guests=[late])
    letters = OutboxMail.objects.filter(key__startswith=f"matching-event:{event.pk}:open:")
    assert sorted(letters.values_list("to", flat=True)) == sorted(g.person.email for g in (*first, *second, late))
    assert event.guests.count() == 7


def test_nobody_is_asked_where_one_group_is_missing_or_the_day_is_over(house: House) -> None:
    event, first, _ = meeting(house)
    change(event, house, guests=first)
    with pytest.raises(NobodyToWishFor):
        open_wishes(event=event, by=house.alice)
    other, _, _ = meeting(house)
    change(other, house, wishes_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(WishesClosed):
        open_wishes(event=other, by=house.alice)
    assert not OutboxMail.objects.filter(key__startswith="matching-event:").exists()


def test_wishes_replace_each_other_and_nobody_is_an_answer(house: House) -> None:
    event, (maria, moritz, mona), (aylin, bashir, chidi) = meeting(house)
    open_wishes(event=event, by=house.alice)
    wish(event, aylin, maria, moritz)
    wish(event, aylin, mona)
    wish(event, bashir)
    assert list(Wish.objects.values_list("by", "other", "rank")) == [(aylin.pk, mona.pk, 1)]
    assert {guest.pk for guest in silent_guests(event)} == {g.pk for g in (maria, moritz, mona, chidi)}
    assert [entry.detail for entry in LogEntry.objects.filter(verb="send_wishes")] == [{}, {}, {}]
    assert remind_guests(event=event, by=house.alice) == 4
    remind_guests(event=event, by=house.alice)
    assert OutboxMail.objects.filter(key__contains=":reminder:").count() == 4
    for wrong in ([maria, maria], [bashir], [house.karin], [maria, moritz, mona, maria]):
        with pytest.raises(NotToBeWished):
            send_wishes(event=event, guest=aylin, others=wrong, by=aylin.person)
    close_wishes(event=event, by=house.alice)
    with pytest.raises(WishesClosed):
        wish(event, chidi, maria)
    assert {row.guest.pk: row.wishes for row in answers(event)} == {
        aylin.pk: [(mona, False)], bashir.pk: [], **dict.fromkeys([maria.pk, moritz.pk, mona.pk, chidi.pk]),
    }  # fmt: skip


def test_mutual_wishes_come_first_and_only_they_are_told(house: House) -> None:
    event, (maria, moritz, mona), (aylin, bashir, chidi) = meeting(house)
    open_wishes(event=event, by=house.alice)
    with pytest.raises(WishesNotClosed):
        match_by_wishes(event=event, by=house.alice)
    wish(event, aylin, maria)  # one way: Maria would rather have Bashir
    wish(event, maria, mona.cohort.participations.get(pk=bashir.pk))
    wish(event, bashir, moritz, maria)
    wish(event, chidi, moritz)
    close_wishes(event=event, by=house.alice)
    run = match_by_wishes(event=event, by=house.alice)
    found = {(p.mentor_id, p.mentee_id): p for p in run.proposals.all()}
    assert set(found) == {(maria.pk, bashir.pk), (moritz.pk, chidi.pk), (mona.pk, aylin.pk)}
    words = {pair: Phrase.from_json(p.reasons[-1]["text"]).text("en") for pair, p in found.items()}
    assert words == {
        (maria.pk, bashir.pk): "wish no. 2 of the mentee, and no. 1 the other way round",
        (moritz.pk, chidi.pk): "wish no. 1 of the mentee, not the other way round",
        (mona.pk, aylin.pk): "neither wished for the other",
    }
    told = {}
    for pair, proposal in found.items():
        accept_proposal(proposal=proposal, by=house.alice)
        assert proposal.tandem is not None
        told[pair] = [
            Phrase.from_json(r["text"]).text("en") for r in proposal.tandem.reasons if "wish" in str(r["criterion"])
        ]
        assert (proposal.tandem.origin, [r for r in proposal.tandem.reasons if "wish" in r]) == ("event", [])
    assert told == {
        (maria.pk, bashir.pk): ["you both wished for each other"],
        (moritz.pk, chidi.pk): [],
        (mona.pk, aylin.pk): [],
    }


def test_a_guest_chooses_on_the_page_and_mistakes_keep_what_was_typed(house: House, client_of: ClientOf) -> None:
    event, (maria, moritz, _), (aylin, _, _) = meeting(house, most=2)
    url, client = reverse("matching:wishes", args=[event.pk]), client_of(aylin.person)
    assert client.get(url).status_code == 404
    open_wishes(event=event, by=house.alice)
    fields = {"one": f"wish-{maria.pk}", "other": f"wish-{moritz.pk}"}
    page = client.get(url).content.decode()
    assert [name in page for name in (maria.person.card_name, maria.person.full_name, "Bashir")] == [True, False, False]
    answer = client.post(url, {fields["one"]: "1", fields["other"]: "1"})
    assert answer.context["form"].non_field_errors() == [
        f"Wunsch 1 steht auf mehreren Karten: {maria.person.card_name}, {moritz.person.card_name}. "
        "Bitte vergeben Sie jede Zahl einmal."
    ]
    assert answer.content.decode().count("selected") >= 2
    assert len(client.post(url, {}).context["form"].non_field_errors()) == 1
    assert client.post(url, {fields["one"]: "2", fields["other"]: "1"}).status_code == 302
    assert list(Wish.objects.values_list("other", "rank")) == [(moritz.pk, 1), (maria.pk, 2)]
    assert client.post(url, {"nobody": "1"}).status_code == 302
    assert not Wish.objects.exists()
    close_wishes(event=event, by=house.alice)
    assert client.post(url, {fields["one"]: "1"}).status_code == 200
    assert not Wish.objects.exists()


def test_the_team_sees_who_is_silent_while_open_and_the_wishes_once_closed(house: House, client_of: ClientOf) -> None:
    event, (maria, *_), (aylin, *_) = meeting(house)
    client, url = client_of(house.alice), reverse("matching:event", args=[event.pk])
    client.post(reverse("matching:open_wishes", args=[event.pk]))
    wish(event, aylin, maria)
    event.refresh_from_db()
    context = client.get(url).context
    assert (len(context["silent"]), context["answers"]) == (5, [])
    client.post(reverse("matching:close_wishes", args=[event.pk]))
    assert [row.wishes for row in client.get(url).context["answers"] if row.guest == aylin] == [[(maria, False)]]
    made = client.post(reverse("matching:match_event", args=[event.pk]))
    assert made.url == reverse("matching:run", args=[event.runs.get().pk])  # type: ignore[attr-defined]
