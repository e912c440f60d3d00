"""Help and reports: who is told, who reads, what the one who told learns; blocking, and a tandem that rests."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from resonanz.care.actions.cases import AlreadyTaken, reopen_case, settle_case, take_case
from resonanz.care.actions.settings import change_care
from resonanz.care.actions.tandem import let_go_on, stop_tandem
from resonanz.care.models import Case
from resonanz.care.queries.cases import token_of
from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.people.models import Person
from resonanz.programmes.models import Programme
from resonanz.tandems.actions import AlreadyDecided, end_tandem
from resonanz.tandems.models import Block, Tandem
from tests.factories import House
from tests.factories.care import make_case, make_taken

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]
SECRET = "Er ruft nachts an, und ich habe Angst."


def url(name: str, *args: object) -> str:
    return reverse(f"care:{name}", args=args)


def everything_sent() -> str:
    return " ".join(f"{mail.subject} {mail.text} {mail.link}" for mail in OutboxMail.objects.all())


def test_who_needs_help_is_answered_by_name(house: House, client_of: ClientOf) -> None:
    house.programme.contacts.create(name="Maria Huber", phone="+43 463 123", email="maria@example.org")
    change_care(programme=house.programme, by=house.alice, outside_name="Dr. Ines Wolf", outside_email="ombud@example.org")
    client = client_of(house.amina.person)
    assert client.get(url("help")).headers["Location"] == url("ask_help", house.programme.slug)
    page = client.get(url("ask_help", house.programme.slug) + f"?tandem={house.active.pk}").content.decode()
    assert all(word in page for word in ("Maria Huber", 'href="tel:+43463123"', "Dr. Ines Wolf", "/help/now/"))
    assert f'<option value="{house.active.pk}" selected>Jonas</option>' in page
    sent = {"key": uuid4(), "text": SECRET, "is_urgent": "on", "tandem": house.active.pk}
    first = client.post(url("ask_help", house.programme.slug), sent)
    second = client.post(url("ask_help", house.programme.slug), sent)  # a phone without a good network sends twice
    assert first.headers["Location"] == second.headers["Location"]
    case = Case.objects.get()
    assert (case.kind, case.is_urgent, case.tandem, case.person, case.state) == (
        "help", True, house.active, house.amina.person, "open",
    )  # fmt: skip
    assert SECRET not in case.text
    told = OutboxMail.objects.filter(key__startswith=f"case:{case.pk}:").values_list("to", flat=True)
    assert sorted(told) == sorted([house.alice.email, house.bob.email, "ombud@example.org", house.amina.person.email])
    assert SECRET not in everything_sent()
    page = client.get(first.headers["Location"]).content.decode()
    assert case.number in page
    assert SECRET not in page


def test_what_is_typed_is_not_lost_by_a_mistake(house: House, client_of: ClientOf) -> None:
    page = client_of(None).post(url("report_to", house.programme.slug), {"key": uuid4(), "text": SECRET}).content.decode()
    assert "Bitte wählen Sie eines davon" in page
    assert SECRET in page
    assert Case.objects.count() == 0


def test_a_report_without_signing_in(house: House, client_of: ClientOf) -> None:
    client = client_of(None)
    page = client.get(url("report")).content.decode()
    assert url("report_to", house.programme.slug) in page
    sent = {"key": uuid4(), "matter": "event", "text": SECRET, "contact": "0151 555"}
    page = client.post(url("report_to", house.programme.slug), sent, follow=True).content.decode()
    case = Case.objects.get()
    assert (case.person, case.matter, case.opened("contact"), case.is_urgent) == (None, "event", "0151 555", False)
    assert "Bitte heben Sie die Adresse dieser Seite auf" in page
    assert client.get(url("ask_help", house.programme.slug)).status_code == 302
    Programme.objects.filter(pk=house.programme.pk).update(state="draft")
    assert client.get(url("report_to", house.programme.slug)).status_code == 404


def test_reports_from_one_address_are_limited(house: House, client_of: ClientOf) -> None:
    client = client_of(None)
    answers = [
        client.post(url("report_to", house.programme.slug), {"key": uuid4(), "matter": "other", "text": "x"}).status_code
        for _n in range(21)
    ]
    assert answers == [302] * 20 + [429]


def test_only_whoever_took_it_reads_and_each_reading_is_logged(house: House, client_of: ClientOf) -> None:
    case = make_case(house.programme, house.amina.person, SECRET, tandem=house.active)
    alice, bob = client_of(house.alice), client_of(house.bob)
    for client in (alice, bob):
        page = client.get(url("case", case.pk)).content.decode()
        assert "Amina" in page
        assert SECRET not in page
        assert client.post(url("read", case.pk)).status_code == 403
    assert alice.post(url("take", case.pk)).status_code == 302
    assert SECRET not in alice.get(url("case", case.pk)).content.decode()
    assert SECRET in alice.post(url("read", case.pk)).content.decode()
    assert SECRET in alice.post(url("read", case.pk)).content.decode()
    assert bob.post(url("read", case.pk)).status_code == 403
    assert LogEntry.objects.filter(verb="read_case", actor=house.alice).count() == 2
    assert client_of(house.charlie).get(url("case", case.pk)).status_code == 404
    bob.post(url("take", case.pk))  # hands over
    case.refresh_from_db()
    assert case.taken_by == house.bob
    assert alice.post(url("read", case.pk)).status_code == 403


def test_who_is_concerned_does_not_handle_it(house: House, client_of: ClientOf) -> None:
    house.programme.staff.create(person=house.jonas.person, role="coordinator")
    case = make_case(house.programme, house.amina.person, SECRET, tandem=house.active)
    for act in ("take", "read", "settle", "reopen"):
        assert client_of(house.jonas.person).post(url(act, case.pk)).status_code == 403
    assert client_of(house.jonas.person).get(url("case", case.pk)).status_code == 403
    assert client_of(house.jonas.person).get(url("tandem", house.active.pk)).status_code == 403


def test_the_one_who_told_sees_what_comes_of_it(house: House, client_of: ClientOf) -> None:
    case = make_taken(house.programme, house.amina.person, house.alice)
    status = url("status", token_of(case))
    page = client_of(None).get(status).content.decode()
    assert "<bdi>Alice Beispiel</bdi> kümmert sich darum" in page
    page = client_of(house.alice).post(url("settle", case.pk), {"state": "", "answer": "Danke"}).content.decode()
    assert "Bitte wählen Sie, was daraus geworden ist." in page
    assert "Danke" in page
    client_of(house.alice).post(url("settle", case.pk), {"state": "clarified", "answer": "Wir haben mit ihm gesprochen."})
    page = client_of(None).get(status).content.decode()
    assert "Es ist geklärt" in page
    assert "Wir haben mit ihm gesprochen." in page
    assert "Wir haben mit ihm gesprochen." not in everything_sent()
    news = OutboxMail.objects.filter(key__startswith=f"case:{case.pk}:news:")
    assert [mail.to for mail in news] == [house.amina.person.email] * 2
    assert "nirgends mehr hin" in client_of(None).get(status[:-2] + "x/").content.decode()


def test_of_two_colleagues_at_once_one_is_told(house: House) -> None:
    case = make_case(house.programme, house.amina.person)
    same = Case.objects.get(pk=case.pk)
    take_case(case=case, by=house.alice)
    with pytest.raises(AlreadyTaken):
        take_case(case=same, by=house.bob)
    assert Case.objects.get().taken_by == house.alice
    same = Case.objects.get(pk=case.pk)
    settle_case(case=case, state="closed", by=house.alice)
    with pytest.raises(AlreadyTaken):
        settle_case(case=same, state="clarified", by=house.alice, answer="Zu spät.")
    assert (Case.objects.get().state, Case.objects.get().opened("answer")) == ("closed", "")
    reopen_case(case=case, by=house.bob)
    assert (case.state, case.taken_by, case.settled_at) == ("taken", house.bob, None)


def test_today_says_that_somebody_waits(house: House, client_of: ClientOf) -> None:
    make_case(house.programme, house.amina.person)
    make_case(house.programme, None, kind="report", matter="event", is_urgent=True)
    make_case(house.other_programme, None, kind="report", matter="event")
    cohorts = client_of(house.alice).get(reverse("matching:today")).context["busy"]
    assert [(task.number, task.detail, task.tone) for row in cohorts for task in row.tasks] == [
        (2, "1 ist dringend.", "bad")
    ]
    page = client_of(house.alice).get(url("care", house.cohort.pk))
    assert [case.is_urgent for case in page.context["cases"]] == [True, False]


def test_blocking_from_the_page_with_and_without_telling_the_team(house: House, client_of: ClientOf) -> None:
    client, page = client_of(house.amina.person), url("block", house.active.pk)
    assert "Kein Kontakt mehr mit <bdi>Jonas</bdi>?" in client.get(page).content.decode()
    before = OutboxMail.objects.count()
    client.post(page, {"key": uuid4()})
    assert (Block.objects.count(), Case.objects.count(), OutboxMail.objects.count()) == (1, 0, before)
    other = client_of(house.jonas.person)
    room = other.get(reverse("tandems:tandem", args=[house.active.pk])).content.decode()
    assert "Kein Kontakt mehr mit <bdi>Amina</bdi>?" in other.get(page).content.decode()
    assert "Kontakt wieder" not in room
    client.post(url("unblock", house.active.pk))
    assert Block.objects.count() == 0
    client.post(page, {"key": uuid4(), "tells": "on"})
    case = Case.objects.get()
    assert (case.kind, case.person, case.tandem) == ("change", house.amina.person, house.active)
    assert house.jonas.person.email not in OutboxMail.objects.exclude(to=house.amina.person.email).filter(
        key__startswith="case:"
    ).values_list("to", flat=True)


def test_a_tandem_rests_while_something_is_clarified(house: House, client_of: ClientOf) -> None:
    house.programme.contacts.create(name="Maria Huber", phone="+43 463 123")
    client, page = client_of(house.alice), url("tandem", house.active.pk)
    client.post(url("stop", house.active.pk))
    house.active.refresh_from_db()
    assert not house.active.is_working
    letters = OutboxMail.objects.filter(key__startswith=f"tandem:{house.active.pk}:stopped-")
    assert {mail.to for mail in letters} == {house.jonas.person.email, house.amina.person.email}
    assert all("Maria Huber" in mail.text and "report" not in mail.text.lower() for mail in letters)
    room = client_of(house.amina.person).get(reverse("tandems:tandem", args=[house.active.pk])).content.decode()
    assert "Wir klären etwas; Ihr Tandem ruht" in room
    assert "Maria Huber" in room
    assert house.jonas.person.email not in room
    assert "Weitergehen lassen" in client.get(page).content.decode()
    assert "Diese Zusammenarbeit" not in room
    with pytest.raises(AlreadyDecided):
        stop_tandem(tandem=house.active, by=house.bob)
    client.post(url("go_on", house.active.pk))
    house.active.refresh_from_db()
    assert house.active.is_working
    assert OutboxMail.objects.filter(key__startswith=f"tandem:{house.active.pk}:goes-on-").count() == 2
    with pytest.raises(AlreadyDecided):
        let_go_on(tandem=house.active, by=house.alice)
    stop_tandem(tandem=house.active, by=house.alice)
    end_tandem(tandem=house.active, by=house.alice)
    assert Tandem.objects.get(pk=house.active.pk).state == "ended"
    with pytest.raises(AlreadyDecided):
        let_go_on(tandem=house.active, by=house.alice)
    verbs = LogEntry.objects.filter(verb__in=["stop_tandem", "let_go_on"]).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["stop_tandem", "let_go_on", "stop_tandem"]


@pytest.mark.parametrize(("language", "word"), [("de", "Hilfe sofort"), ("en", "Help at once"), ("ar", "مساعدة فورية")])
def test_emergency_numbers_for_everybody(house: House, client_of: ClientOf, language: str, word: str) -> None:
    client = client_of(None)
    client.cookies["django_language"] = language
    page = client.get(url("crisis"), headers={"accept-language": language}).content.decode()
    assert word in page
    assert all(
        f'href="tel:{number}"' in page for number in ("112", "110", "133", "08001110111", "142", "116016", "0800222555")
    )


def test_the_country_of_ones_own_programme_comes_first(house: House, client_of: ClientOf) -> None:
    assert [row["code"] for row in client_of(None).get(url("crisis")).context["countries"]] == ["DE", "AT"]
    assert house.programme.country == "AT"
    assert [row["code"] for row in client_of(house.amina.person).get(url("crisis")).context["countries"]] == ["AT", "DE"]
