"""The team's pages about applications: what they show, and that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from resonanz.applications.actions.review import move_application
from resonanz.applications.actions.work import add_note
from resonanz.applications.enums import Move
from resonanz.applications.models import Application, Attestation, Interview, LetterText, SavedFilter, Step
from resonanz.mail.models import OutboxMail
from resonanz.people.models import Person
from resonanz.programmes.actions import appoint_staff
from resonanz.programmes.enums import StaffRole
from resonanz.programmes.models import Cohort, Participation
from tests.factories import make_person
from tests.factories.applications import make_application, make_open_cohort, with_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(db: None) -> Cohort:
    cohort = make_open_cohort()
    with_form(cohort.programme)
    return cohort


@pytest.fixture
def team(cohort: Cohort) -> list[Person]:
    people = [make_person("Alice", "Auer"), make_person("Bob", "Berger")]
    for person in people:
        appoint_staff(programme=cohort.programme, person=person, role=StaffRole.COORDINATOR, by=None)
    return people


@pytest.fixture
def alice(team: list[Person], client_of: Callable[[Person | None], Client]) -> Client:
    return client_of(team[0])


def url(name: str, *args: Any, query: str = "") -> str:
    return reverse(f"applications:{name}", args=args) + query


def found(client: Client, cohort: Cohort, query: str) -> list[str]:
    page = client.get(url("applications", cohort.pk, query=query))
    return [row.application.person.first_name for row in page.context["rows"]]


FILTERS = [
    ("", ["Öykü", "Samira", "Bahar"]),
    ("?state=all&sort=name", ["Bahar", "Olena", "Öykü", "Samira"]),
    ("?state=all&sort=newest", ["Olena", "Bahar", "Samira", "Öykü"]),
    ("?q=oyku", ["Öykü"]),
    ("?q=ÖYKÜ", ["Öykü"]),
    ("?state=declined", ["Olena"]),
    ("?verdict=unmet", ["Bahar"]),
    ("?verdict=open", ["Öykü", "Samira"]),
    ("?language=uk", ["Bahar"]),
    ("?occupation=krankenpflege", ["Öykü", "Bahar"]),
    ("?assigned=me", ["Samira"]),
    ("?assigned=nobody", ["Öykü", "Bahar"]),
    ("?origin=phone", ["Bahar"]),
    ("?unconfirmed=on", ["Bahar"]),
    ("?waiting=14", ["Öykü"]),
    ("?group=first", []),
    ("?group=nonsense&waiting=never&page=999", ["Öykü", "Samira", "Bahar"]),
    ("?talks=on", []),
]


@pytest.mark.parametrize(("query", "names"), FILTERS)
def test_filters(query: str, names: list[str], cohort: Cohort, team: list[Person], alice: Client) -> None:
    now = timezone.now()
    make_application(cohort, "Öykü", submitted_at=now - timedelta(days=20))
    make_application(
        cohort,
        "Samira",
        submitted_at=now - timedelta(days=3),
        assigned_to=team[0],
        answers={"occupation": {"code": "2142", "title": "Bauingenieurin"}},
    )
    make_application(
        cohort, "Bahar", answers={"languages": "de:A2;uk:native"}, origin="phone", confirmed_at=None, state="in_review"
    )
    make_application(cohort, "Olena", state="declined")
    make_application(cohort, "Draft", state="draft")
    assert found(alice, cohort, query) == names


def test_a_list_has_fifty_to_a_page(cohort: Cohort, alice: Client) -> None:
    person_pks = [make_person("Kim").pk for _ in range(53)]
    for number, pk in enumerate(person_pks):
        Application.objects.create(
            cohort=cohort, group="second", person_id=pk, language="de", state="submitted", token_hash=f"x{number:063d}",
            submitted_at=timezone.now(),
        )  # fmt: skip
    assert [len(found(alice, cohort, f"?page={page}")) for page in (1, 2)] == [50, 3]


def test_the_board_has_a_column_for_each_state(cohort: Cohort, alice: Client) -> None:
    for state in ("submitted", "in_review", "interview", "waitlisted", "accepted", "declined"):
        make_application(cohort, state, state=state)
    page = alice.get(url("board", cohort.pk))
    columns = [(c["state"], [row.application.person.first_name for row in c["rows"]]) for c in page.context["columns"]]
    assert columns == [(s, [s]) for s in ("submitted", "in_review", "interview", "waitlisted", "accepted")]


def test_a_filter_is_kept_for_oneself_and_forgotten(cohort: Cohort, team: list[Person], alice: Client) -> None:
    answer = alice.post(url("keep_filter", cohort.pk), {"name": "Meine", "state": "all", "verdict": "open", "x": "y"})
    kept = SavedFilter.objects.get()
    assert (kept.person, kept.name, kept.query) == (team[0], "Meine", {"state": "all", "verdict": "open"})
    assert answer.headers["Location"] == url("applications", cohort.pk, query="?state=all&verdict=open")
    alice.post(url("forget_filter", kept.pk), {"cohort": cohort.pk})
    assert not SavedFilter.objects.exists()


def test_the_page_of_one_application_shows_answers_with_who_sees_them(cohort: Cohort, alice: Client) -> None:
    application = make_application(cohort, answers={"availability": "mon-evening;sat-morning"})
    page = alice.get(url("review", application.pk)).content.decode()
    for text in ("9020 Klagenfurt, Österreich", "Montag abends, Samstag vormittags", "Deutsch (B1)"):
        assert text in page
    assert "das Team und die Person, mit der Sie ein Tandem bilden" in page


def test_what_is_typed_by_people_is_never_markup(cohort: Cohort, team: list[Person], alice: Client) -> None:
    evil = "<script>alert(1)</script>"
    application = make_application(
        cohort, evil, answers={"motivation": evil, "occupation": {"code": "", "title": evil}, "place": evil, "gone": evil}
    )
    add_note(application=application, text=evil, by=team[0])
    for address in (
        url("review", application.pk), url("applications", cohort.pk), url("board", cohort.pk),
        url("decide", application.pk, "decline"),
    ):  # fmt: skip
        assert "<script>alert" not in alice.get(address).content.decode()


LETTER = {"subject": "Betreff", "text": "Mein langer, mühsam geschriebener Brief."}


def test_who_comes_second_sees_what_happened_and_keeps_the_letter(cohort: Cohort, team: list[Person], alice: Client) -> None:
    application = make_application(cohort)
    move_application(application=application, move=Move.ACCEPT, version=1, by=team[1])
    answer = alice.post(url("decide", application.pk, "decline"), {**LETTER, "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Bob Berger hat diese Bewerbung am" in page
    assert LETTER["text"] in page
    assert "Absagen und senden" not in page
    assert OutboxMail.objects.count() == 0


def test_who_comes_second_may_still_decide_knowingly(cohort: Cohort, team: list[Person], alice: Client) -> None:
    application = make_application(cohort)
    move_application(application=application, move=Move.WAITLIST, version=1, by=team[1])
    answer = alice.post(url("decide", application.pk, "accept"), {**LETTER, "version": "1"})
    assert answer.status_code == 409
    version = answer.context["form"]["version"].value()
    answer = alice.post(url("decide", application.pk, "accept"), {**LETTER, "version": version})
    assert answer.headers["Location"] == url("review", application.pk)
    assert [step.after for step in Step.objects.all()] == ["waitlisted", "accepted"]


def test_a_double_click_on_send_is_no_conflict(cohort: Cohort, alice: Client) -> None:
    application = make_application(cohort)
    answers = [alice.post(url("decide", application.pk, "decline"), {**LETTER, "version": "1"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert OutboxMail.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"text": "Guten Tag {first_name}"}, "geschweifte Klammer"),
        ({"text": "Hallo\n…\nGruß"}, "wartet auf Ihre Worte"),
        ({"text": ""}, "Brief"),
        ({"version": "x"}, "version"),
    ],
)
def test_a_letter_with_gaps_does_not_go(change: dict[str, str], sentence: str, cohort: Cohort, alice: Client) -> None:
    application = make_application(cohort)
    answer = alice.post(url("decide", application.pk, "ask"), {**LETTER, "version": "1", **change})
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not OutboxMail.objects.exists()


def test_nobody_is_accepted_unconfirmed(cohort: Cohort, alice: Client) -> None:
    application = make_application(cohort, confirmed_at=None)
    answer = alice.post(url("decide", application.pk, "accept"), {**LETTER, "version": "1"})
    assert "Vorher kann sie nicht angenommen werden." in answer.content.decode()
    assert not Participation.objects.exists()


def test_a_letter_in_another_language_stands_beside_its_meaning(cohort: Cohort, alice: Client) -> None:
    application = make_application(cohort, "Samira", language="ar")
    page = alice.get(url("decide", application.pk, "accept"))
    assert page.context["form"].initial["text"].startswith("مرحبًا Samira،")
    assert page.context["beside"].text.startswith("Guten Tag Samira,")


def test_checking_deletes_the_proof_and_says_by_whom(cohort: Cohort, alice: Client) -> None:
    application = make_application(cohort, proofs=("labour_market_proof",))
    proof = alice.get(url("proof", application.proofs.get().pk))
    assert (proof.headers["X-Content-Type-Options"], proof.headers["Content-Disposition"].split(";")[0]) == (
        "nosniff", "attachment",
    )  # fmt: skip
    assert "sandbox" in proof.headers["Content-Security-Policy"]
    alice.post(url("attest", application.pk, "labour-market"), {"verdict": "met", "seen": "Reisepass", "until": ""})
    assert not application.proofs.exists()
    assert "Geprüft von Alice Auer am" in alice.get(url("review", application.pk)).content.decode()


@pytest.mark.parametrize("data", [{}, {"verdict": "perhaps"}, {"verdict": "met", "until": "2020-01-01"}])
def test_a_check_that_makes_no_sense_is_refused(data: dict[str, str], cohort: Cohort, alice: Client) -> None:
    application = make_application(cohort)
    assert alice.post(url("attest", application.pk, "german"), data).status_code == 302
    assert not Attestation.objects.exists()


def test_an_unknown_condition_or_move_is_not_there(cohort: Cohort, alice: Client) -> None:
    application = make_application(cohort)
    assert alice.post(url("attest", application.pk, "magic"), {"verdict": "met"}).status_code == 404
    assert alice.get(url("decide", application.pk, "withdraw")).status_code == 404


def talk_data(**change: str) -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=3)
    return {"day": day.isoformat(), "time": "17:30", "minutes": "45", "way": "phone", "place": "+43 463 000", **change}


def test_a_talk_is_booked_in_two_steps_moved_and_cancelled(cohort: Cohort, alice: Client) -> None:
    application = make_application(cohort)
    address = url("book_talk", application.pk)
    shown = alice.post(address, {**talk_data(), "step": "show"})
    letter = shown.context["letter_form"].initial
    assert "17:30 Uhr (45 Minuten)\nam Telefon: +43 463 000" in letter["text"]
    assert not Interview.objects.exists()
    alice.post(address, {**talk_data(), **letter, "step": "send"})
    talk = Interview.objects.get()
    assert (talk.minutes, talk.way, talk.place, talk.revision) == (45, "phone", "+43 463 000", 0)
    assert OutboxMail.objects.get().attachments[0]["type"] == 'text/calendar; method=REQUEST; charset="utf-8"'

    moved = alice.post(url("talk", talk.pk), {**talk_data(time="18:00"), "step": "show"})
    alice.post(url("talk", talk.pk), {**talk_data(time="18:00"), **moved.context["letter_form"].initial, "step": "send"})
    talk.refresh_from_db()
    assert (timezone.localtime(talk.starts_at).hour, talk.revision) == (18, 1)
    assert b"SEQUENCE:1" in alice.get(url("talk_file", talk.pk)).content

    alice.post(url("cancel_talk", talk.pk))
    talk.refresh_from_db()
    assert (talk.is_cancelled, OutboxMail.objects.count()) == (True, 3)


def test_a_talk_that_comes_second_keeps_everything_typed(cohort: Cohort, team: list[Person], alice: Client) -> None:
    application = make_application(cohort)
    letter = alice.post(url("book_talk", application.pk), {**talk_data(), "step": "show"}).context["letter_form"].initial
    move_application(application=application, move=Move.WAITLIST, version=1, by=team[1])
    page = alice.post(url("book_talk", application.pk), {**talk_data(), **letter, **LETTER, "version": "1", "step": "send"})
    text = page.content.decode()
    assert LETTER["text"] in text
    assert "Bob Berger hat diese Bewerbung" in text
    assert "+43 463 000" in text
    assert not Interview.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [({"day": "2020-01-01"}, "day"), ({"day": "2099-01-01"}, "day"), ({"way": "video", "place": "ftp://x"}, "place"),
     ({"minutes": "0"}, "minutes"), ({"time": "25:00"}, "time"), ({"place": ""}, "place")],
)  # fmt: skip
def test_a_talk_that_cannot_be_is_refused(change: dict[str, str], field: str, cohort: Cohort, alice: Client) -> None:
    page = alice.post(url("book_talk", make_application(cohort).pk), {**talk_data(**change), "step": "show"})
    assert list(page.context["form"].errors) == [field]


def test_several_are_previewed_with_every_letter_and_then_decided(cohort: Cohort, team: list[Person], alice: Client) -> None:
    amina, bahar = make_application(cohort, "Amina"), make_application(cohort, "Bahar", language="en")
    gone = make_application(cohort, "Chloe", state="declined")
    items = [f"{application.pk}:{application.version}" for application in (amina, bahar, gone)]
    preview = alice.post(url("several", cohort.pk), {"item": items, "move": "decline"})
    plan = preview.context["plan"]
    assert [item.letter.text.splitlines()[0] for item in plan.items] == ["Guten Tag Amina,", "Hello Bahar,"]
    assert [application.pk for application in plan.impossible] == [gone.pk]
    assert Step.objects.count() == 0

    words = {"second-de-subject": "Absage", "second-de-text": "Liebe {first_name}", "second-en-subject": "No",
             "second-en-text": "Dear {first_name}"}  # fmt: skip
    data = {"item": items[:2], "move": "decline", "kind": "no_place", "drafted": "no_place", **words}
    preview = alice.post(url("several", cohort.pk), {**data, "step": "preview"})
    assert [item.letter.text for item in preview.context["plan"].items] == ["Liebe Amina\n", "Dear Bahar\n"]

    move_application(application=Application.objects.get(pk=bahar.pk), move=Move.ACCEPT, version=1, by=team[1])
    for expected in (["done", "late"], ["again", "late"]):
        result = alice.post(url("several", cohort.pk), {**data, "step": "confirm"})
        assert [outcome.code for outcome in result.context["outcomes"]] == expected
    assert "Bob Berger hat diese Bewerbung" in result.content.decode()
    assert [letter.text for letter in OutboxMail.objects.all()] == ["Liebe Amina\n"]


def test_common_words_with_a_gap_are_not_sent(cohort: Cohort, alice: Client) -> None:
    application = make_application(cohort)
    data = {"item": f"{application.pk}:1", "move": "decline", "kind": "other_offer", "drafted": "other_offer",
            "second-de-subject": "X", "second-de-text": "Hallo\n…", "step": "confirm"}  # fmt: skip
    page = alice.post(url("several", cohort.pk), data).content.decode()
    assert "wartet auf Ihre Worte" in page
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize("item", ["", "x:y", "1", "-1:1", "9" * 40 + ":1", "1:1:1"])
def test_nonsense_among_the_ticks_is_ignored(item: str, cohort: Cohort, alice: Client) -> None:
    answer = alice.post(url("several", cohort.pk), {"item": item, "move": "decline"})
    assert answer.headers["Location"] == url("applications", cohort.pk)


def test_a_programme_words_a_letter_and_goes_back(cohort: Cohort, alice: Client) -> None:
    address = url("letter_text", cohort.programme.slug, "no_place", "de")
    bad = alice.post(address, {"subject": "Hallo", "text": "{nobody}"})
    assert bad.status_code == 200
    alice.post(address, {"subject": "Schade, {first_name}", "text": "Leider …"})
    assert LetterText.objects.get().subject == "Schade, {first_name}"
    alice.post(address, {"restore": "1"})
    assert not LetterText.objects.exists()


def test_today_counts_what_waits_for_the_team(cohort: Cohort, alice: Client) -> None:
    make_application(cohort, "Amina", confirmed_at=None)
    make_application(cohort, "Bahar", state="in_review")
    alice.post(
        url("book_talk", make_application(cohort, "Chloe").pk), {**talk_data(), **LETTER, "version": "1", "step": "send"}
    )
    row = alice.get(reverse("matching:today")).context["busy"][0]
    assert (row.pk, row.to_review, row.unconfirmed, row.talks, row.on_list) == (cohort.pk, 3, 1, 1, 0)
    assert found(alice, cohort, "?state=all&talks=on") == ["Chloe"]
