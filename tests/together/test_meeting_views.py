"""Pages of meetings: the shortest way is open and save; what the other entered is asked about; staff see no content."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from resonanz.core.offline import COPY
from resonanz.people.models import Person
from resonanz.together.actions.plan import add_topics, change_topic
from resonanz.together.models import Appointment, Meeting, PlanTopic
from resonanz.together.queries.plan import plan_of
from tests.factories import House
from tests.factories.meetings import make_date, make_meeting, make_visit

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]
SECRET = "Nur für uns zwei geschrieben"


def shown_form(client: Client, house: House) -> dict[str, str]:
    """Return what a browser would send for a form that nobody touched."""
    page = client.get(reverse("together:log", args=[house.active.pk])).content.decode()
    inputs = re.findall(r"<input [^>]*>", page.partition("data-offline")[2])
    found = {}
    for tag in inputs:
        name, value = re.search(r'name="(\w+)"', tag), re.search(r'value="([^"]*)"', tag)
        is_choice = 'type="radio"' in tag or 'type="checkbox"' in tag
        if name and (not is_choice or "checked" in tag):
            found[name[1]] = value[1] if value else ""
    return found


def send(client: Client, house: House, **data: Any) -> Any:
    usual = {"key": str(uuid4()), "when": "today", "length": "60", "kind": "person"}
    return client.post(reverse("together:log", args=[house.active.pk]), {**usual, **data})


def test_the_shortest_way_is_open_and_save(house: House, client_of: ClientOf) -> None:
    client = client_of(house.amina.person)
    response = client.post(reverse("together:log", args=[house.active.pk]), shown_form(client, house), follow=True)
    meeting = Meeting.objects.get()
    assert (meeting.held_on, meeting.minutes, meeting.kind) == (timezone.localdate(), 60, "person")
    assert response.redirect_chain == [(reverse("tandems:tandem", args=[house.active.pk]), 302)]
    text = response.content.decode()
    assert text.count("Persönlich, 1 Std.") == 1
    assert "1 Std. von 5–7" in text


def test_the_next_form_starts_from_the_last_meeting(house: House, client_of: ClientOf) -> None:
    make_meeting(house.active, days_ago=5, minutes=90, kind="video")
    form = shown_form(client_of(house.amina.person), house)
    assert (form["length"], form["kind"], form["when"]) == ("90", "video", "today")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"when": "other"}, "Bitte wählen Sie den Tag, an dem Sie sich getroffen haben."),
        ({"when": "other", "held_on": "2099-01-01"}, "Dieser Tag kommt erst noch."),
        ({"when": "other", "held_on": "2001-01-01"}, "Dieser Tag liegt vor dem Tag, an dem wir Sie einander"),
        ({"length": "other"}, "Bitte wählen Sie, wie lange Sie sich getroffen haben."),
        ({"length": "other", "minutes": "50"}, "Bitte eine gültige Auswahl treffen"),
        ({"kind": "telepathy"}, "Bitte eine gültige Auswahl treffen"),
        ({"topics": "nothing"}, "Bitte eine gültige Auswahl treffen"),
    ],
)
def test_a_mistake_gets_a_sentence_and_nothing_typed_is_lost(
    house: House, client_of: ClientOf, given: dict[str, str], sentence: str
) -> None:
    text = send(client_of(house.amina.person), house, text=SECRET, **given).content.decode()
    assert (sentence in text, SECRET in text, Meeting.objects.count()) == (True, True, 0)


def test_a_topic_of_their_own_is_chosen_by_tap_and_stays_with_the_meeting(house: House, client_of: ClientOf) -> None:
    client, amina = client_of(house.amina.person), house.amina.person
    add_topics(tandem=house.active, own=SECRET, key=uuid4(), by=amina)
    item = plan_of(house.active).get()
    url, own = reverse("together:log", args=[house.active.pk]), f"own:{item.pk}"
    page = client.get(url)
    assert (f'value="{own}"' in page.content.decode(), SECRET in page.content.decode(), COPY in page) == (True, True, False)
    kept = client.get(url, headers={COPY: "copy"})  # what a phone keeps has nothing confidential
    assert (own in kept.content.decode(), SECRET in kept.content.decode(), kept[COPY]) == (False, False, "copy")
    change_topic(item=item, state="dropped", note="", by=amina)  # while the page was open, or waited for a network
    assert send(client, house, topics=[own, "job-search"]).status_code == 302
    meeting = Meeting.objects.get()
    assert meeting.topics == [own, "job-search"]
    assert (SECRET in client.get(url).content.decode(), client.get(url)[COPY]) == (False, "copy")
    for name, args in (("tandems:tandem", []), ("together:hours", []), ("together:meeting", [meeting.pk])):
        assert SECRET in client.get(reverse(name, args=[house.active.pk, *args])).content.decode(), name
    facts = {"held_on": meeting.held_on, "length": "45", "kind": "person", "topics": own, "seen": 1}
    assert client.post(reverse("together:meeting", args=[house.active.pk, meeting.pk]), facts).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.minutes, meeting.topics) == (45, [own])


def test_a_topic_of_two_others_is_no_choice(house: House, client_of: ClientOf) -> None:
    foreign = PlanTopic(tandem=house.proposed)
    foreign.seal(title=SECRET)
    foreign.save()
    text = send(client_of(house.amina.person), house, topics=f"own:{foreign.pk}").content.decode()
    assert ("Bitte eine gültige Auswahl treffen" in text, SECRET in text, Meeting.objects.count()) == (True, False, 0)


def test_today_is_the_day_of_the_phone_when_the_entry_waited(house: House, client_of: ClientOf) -> None:
    client, today = client_of(house.amina.person), timezone.localdate()
    house.active.proposed_on = today - timedelta(days=400)
    house.active.save(update_fields=["proposed_on"])
    for typed, held_on in ((3, 3), (31, 0), (-9, 0)):
        send(client, house, typed_on=(today - timedelta(days=typed)).isoformat(), answer="another")
        assert Meeting.objects.latest("pk").held_on == today - timedelta(days=held_on)


def test_a_script_is_told_where_to_and_a_repeat_is_answered_the_same(house: House, client_of: ClientOf) -> None:
    client, key = client_of(house.amina.person), str(uuid4())
    for _again in range(2):
        response = client.post(
            reverse("together:log", args=[house.active.pk]),
            {"key": key, "when": "today", "length": "60", "kind": "phone"},
            headers={"Accept": "application/json"},
        )
        assert response.json() == {"to": reverse("tandems:tandem", args=[house.active.pk])}
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize(("answer", "rows", "minutes"), [("same", 1, 60), ("mine", 1, 90), ("another", 2, 60)])
def test_what_the_other_entered_is_asked_about(
    house: House, client_of: ClientOf, answer: str, rows: int, minutes: int
) -> None:
    first, client, key = make_meeting(house.active, text="Von Jonas"), client_of(house.amina.person), str(uuid4())
    asked = send(client, house, key=key, length="90", text=SECRET)
    text = asked.content.decode()
    assert ("Jonas hat dieses Treffen schon eingetragen." in text, SECRET in text) == (True, True)
    for _again in range(2):
        send(client, house, key=key, length="90", text=SECRET, twin=str(first.pk), answer=answer)
    first.refresh_from_db()
    assert (Meeting.objects.count(), first.minutes) == (rows, minutes)
    notes = "Von Jonas" if answer == "another" else f"Von Jonas\n\n{SECRET}"
    assert first.opened("note") == notes


def test_the_kept_copy_holds_nothing_confidential(house: House, client_of: ClientOf) -> None:
    make_meeting(house.active, text=SECRET)
    client = client_of(house.amina.person)
    response = client.get(reverse("together:log", args=[house.active.pk]))
    assert (response.headers["Resonanz-Offline"], SECRET in response.content.decode()) == ("copy", False)
    wrong = send(client, house, length="other", text=SECRET)
    assert "Resonanz-Offline" not in wrong.headers


def test_correcting_what_the_other_changed_meanwhile_loses_nothing(house: House, client_of: ClientOf) -> None:
    meeting = make_meeting(house.active, text="alt")
    url = reverse("together:meeting", args=[house.active.pk, meeting.pk])
    day = timezone.localdate().isoformat()
    given = {"held_on": day, "length": "45", "kind": "phone", "text": "neu", "seen": "1"}
    assert client_of(house.jonas.person).post(url, given).status_code == 302
    again = client_of(house.amina.person).post(url, {**given, "text": SECRET})
    assert SECRET in again.content.decode()
    assert client_of(house.amina.person).post(url, {**given, "text": SECRET, "seen": "2"}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.minutes, meeting.opened("note"), meeting.version) == (45, SECRET, 3)


def test_the_team_sees_that_and_when_never_what(house: House, client_of: ClientOf) -> None:
    make_meeting(house.active, minutes=90, kind="authority", topics=["going-along"], text=SECRET)
    make_date(house.active, place=SECRET, matter=SECRET)
    make_visit(house.active, house.jonas, preparation=SECRET)
    client = client_of(house.alice)
    for name in ("tandems:tandem", "tandems:line"):
        text = client.get(reverse(name, args=[house.active.pk])).content.decode()
        assert "Treffen, 1:30 Std." in text
        for word in (SECRET, "Begleitung zu einem Amt", "Gemeinsam unterwegs"):
            assert word not in text
    text = client.get(reverse("together:cohort_hours", args=[house.cohort.pk])).content.decode()
    assert "1:30 Std." in text
    assert SECRET not in text


def test_one_tap_answers_a_date_that_is_past(house: House, client_of: ClientOf) -> None:
    row = make_date(house.active, in_hours=-4)
    client = client_of(house.amina.person)
    page = client.get(reverse("tandems:tandem", args=[house.active.pk])).content.decode()
    assert "Haben Sie sich getroffen?" in page
    client.post(reverse("together:met", args=[house.active.pk, row.pk]))
    page = client.get(reverse("tandems:tandem", args=[house.active.pk])).content.decode()
    assert ("Haben Sie sich getroffen?" in page, Meeting.objects.count()) == (False, 1)


def test_a_date_must_be_to_come(house: House, client_of: ClientOf) -> None:
    url = reverse("together:appointment", args=[house.active.pk])
    given = {"key": str(uuid4()), "day": "2020-01-01", "time": "17:30", "minutes": "60", "kind": "person"}
    client = client_of(house.jonas.person)
    text = client.post(url, {**given, "matter": SECRET}).content.decode()
    assert ("Diese Zeit ist vorbei." in text, SECRET in text) == (True, True)
    day = (timezone.localdate() + timedelta(days=2)).isoformat()
    assert client.post(url, {**given, "day": day, "matter": SECRET}).status_code == 302
    row = Appointment.objects.get()
    assert (timezone.localtime(row.starts_at).strftime("%H:%M"), row.opened("matter")) == ("17:30", SECRET)


def test_after_the_end_everything_can_be_read_and_nothing_entered(house: House, client_of: ClientOf) -> None:
    meeting = make_meeting(house.active, text=SECRET)
    client = client_of(house.amina.person)
    client.post(reverse("tandems:end", args=[house.active.pk]))
    assert SECRET in client.get(reverse("together:hours", args=[house.active.pk])).content.decode()
    assert SECRET in client.get(reverse("together:meeting", args=[house.active.pk, meeting.pk])).content.decode()
    text = client.get(reverse("together:log", args=[house.active.pk]), follow=True).content.decode()
    assert "Dieses Tandem ist beendet" in text


def test_a_phone_keeps_what_can_not_be_entered_any_more(house: House, client_of: ClientOf) -> None:
    """Only an answer in JSON lets the phone forget what was typed."""
    client = client_of(house.amina.person)
    client.post(reverse("tandems:end", args=[house.active.pk]))
    data = {"key": str(uuid4()), "when": "today", "length": "60", "kind": "phone"}
    url = reverse("together:log", args=[house.active.pk])
    response = client.post(url, data, headers={"Accept": "application/json"})
    assert (response.status_code, response.headers["Location"]) == (302, reverse("tandems:tandem", args=[house.active.pk]))


def test_the_entry_of_the_other_was_taken_back_meanwhile(house: House, client_of: ClientOf) -> None:
    first, client = make_meeting(house.active), client_of(house.amina.person)
    client.post(reverse("together:take_back", args=[house.active.pk, first.pk]), {"seen": "1"})
    text = send(client, house, text=SECRET, twin=str(first.pk), answer="same").content.decode()
    assert ("inzwischen zurückgenommen" in text, SECRET in text) == (True, True)
    assert first.tandem.meetings.count() == 1
