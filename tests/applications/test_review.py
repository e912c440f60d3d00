"""What the team does with applications."""

from __future__ import annotations

from datetime import datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
import time_machine
from django.core import mail as django_mail
from django.utils import timezone
from icalendar import Calendar

from resonanz.applications.actions.acceptance import AlreadyTakesPart
from resonanz.applications.actions.checks import (
    NoLegalGround,
    TooOld,
    attest_condition,
    delete_outdated_checks,
    record_certificate,
    set_record_policy,
)
from resonanz.applications.actions.profile import NotConfirmed
from resonanz.applications.actions.review import (
    AlreadyDecided,
    HasAnother,
    Item,
    move_application,
    move_several,
    reasons_of,
)
from resonanz.applications.actions.talks import TalkChanged, When, book_talk, cancel_talk, move_talk
from resonanz.applications.actions.waitlist import move_on_waitlist
from resonanz.applications.actions.work import add_note, assign_application, write_letter_text
from resonanz.applications.eligibility import findings
from resonanz.applications.enums import LetterKind, Move, Way
from resonanz.applications.mails.review import Letter, draft
from resonanz.applications.models import Application, Attestation, Interview, Proof, RecordCheck, Step
from resonanz.applications.queries.review import can_promote, reviewable_cohorts, waitlist
from resonanz.core.models import LogEntry
from resonanz.mail.actions import send_due_mails
from resonanz.mail.models import OutboxMail
from resonanz.people.models import Person
from resonanz.programmes.actions import appoint_staff
from resonanz.programmes.enums import Group, StaffRole
from resonanz.programmes.models import Cohort, Participation
from tests.factories import make_participation, make_person
from tests.factories.applications import make_application, make_open_cohort

pytestmark = pytest.mark.django_db
LETTER = Letter("Betreff", "Guten Tag\n")


@pytest.fixture
def cohort(db: None) -> Cohort:
    return make_open_cohort()


@pytest.fixture
def alice(cohort: Cohort) -> Person:
    person = make_person("Alice", "Auer")
    appoint_staff(programme=cohort.programme, person=person, role=StaffRole.COORDINATOR, by=None)
    return person


def act(application: Application, move: str, by: Person, **more: Any) -> Application:
    return move_application(
        application=application, move=move, version=application.version, by=by, **{"letter": LETTER, **more}
    )


def test_a_decision_is_a_state_a_step_an_entry_and_a_letter(cohort: Cohort, alice: Person) -> None:
    application = act(make_application(cohort), Move.DECLINE, alice, reasons=["no_place"])
    application.refresh_from_db()
    assert (application.state, application.version, application.decided_at is not None) == ("declined", 2, True)
    step = Step.objects.get()
    assert (step.before, step.after, step.by, step.reasons) == ("submitted", "declined", alice, ["no_place"])
    entry = LogEntry.objects.get(verb="decline_application")
    assert (entry.actor, entry.scope, entry.detail) == (alice, cohort.programme.scope, {"state": "declined"})
    letter = OutboxMail.objects.get()
    assert (letter.to, letter.subject, letter.text) == (application.person.email, "Betreff", "Guten Tag\n")


def test_accepting_makes_a_participation(cohort: Cohort, alice: Person) -> None:
    application = act(
        make_application(cohort, group="first", answers={"places": 2, "topics": ["network"]}), Move.ACCEPT, alice
    )
    participation = Participation.objects.get()
    assert (participation.person, participation.group, participation.capacity) == (application.person, "first", 2)
    assert (participation.side, participation.topics, application.participation) == ("mentor", ["network"], participation)


def test_nobody_is_accepted_before_confirming(cohort: Cohort, alice: Person) -> None:
    application = make_application(cohort, confirmed_at=None)
    with pytest.raises(NotConfirmed):
        act(application, Move.ACCEPT, alice)
    assert not Participation.objects.exists()
    act(application, Move.WAITLIST, alice)


def test_whoever_takes_part_already_is_not_accepted_twice(cohort: Cohort, alice: Person) -> None:
    person = make_participation(cohort, Group.SECOND, "Amina").person
    application = make_application(cohort, person=person)
    with pytest.raises(AlreadyTakesPart):
        act(application, Move.ACCEPT, alice)
    application.refresh_from_db()
    assert (application.state, application.version, Step.objects.count(), OutboxMail.objects.count()) == (
        "submitted", 1, 0, 0,
    )  # fmt: skip


def test_the_second_learns_who_was_faster_and_what_was_done(cohort: Cohort, alice: Person) -> None:
    bob = make_person("Bob")
    first = make_application(cohort)
    second = Application.objects.select_related("cohort__programme").get(pk=first.pk)
    act(first, Move.ACCEPT, alice)
    with pytest.raises(AlreadyDecided) as caught:
        act(second, Move.DECLINE, bob)
    step = caught.value.step
    assert step is not None
    assert (step.by, step.after, caught.value.application.state) == (alice, "accepted", "accepted")
    assert not caught.value.is_repetition(Move.DECLINE, bob)
    assert OutboxMail.objects.count() == Step.objects.count() == 1


def test_the_same_again_is_told_apart_from_somebody_elses_decision(cohort: Cohort, alice: Person) -> None:
    first = make_application(cohort)
    again = Application.objects.get(pk=first.pk)
    act(first, Move.DECLINE, alice)
    with pytest.raises(AlreadyDecided) as caught:
        act(again, Move.DECLINE, alice)
    assert caught.value.is_repetition(Move.DECLINE, alice)


def test_a_decision_that_rests_on_an_old_view_is_refused_even_if_the_state_would_allow_it(
    cohort: Cohort, alice: Person
) -> None:
    application = make_application(cohort)
    act(application, Move.TAKE_UP, alice, letter=None)
    with pytest.raises(AlreadyDecided):
        move_application(application=application, move=Move.DECLINE, version=1, by=alice, letter=LETTER)


def test_a_declined_application_can_be_opened_again(cohort: Cohort, alice: Person) -> None:
    application = act(make_application(cohort), Move.DECLINE, alice)
    act(application, Move.REOPEN, alice, letter=None)
    assert (application.state, application.decided_at) == ("in_review", None)


def test_opening_again_gives_way_to_a_newer_application(cohort: Cohort, alice: Person) -> None:
    application = act(make_application(cohort), Move.DECLINE, alice)
    make_application(cohort, person=application.person)
    with pytest.raises(HasAnother):
        act(application, Move.REOPEN, alice, letter=None)


def test_proofs_go_with_the_decision(cohort: Cohort, alice: Person) -> None:
    act(make_application(cohort, proofs=("a", "b")), Move.DECLINE, alice)
    assert not Proof.objects.exists()


def test_attesting_keeps_who_and_when_and_deletes_the_proof(cohort: Cohort, alice: Person) -> None:
    application = make_application(cohort, proofs=("labour_market_proof", "registered_proof"))
    rule = cohort.programme.eligibility_rules.get(key="labour-market")
    attest_condition(application=application, rule=rule, verdict="met", seen="Aufenthaltstitel", by=alice)
    attestation = Attestation.objects.get()
    assert (attestation.by, attestation.on, attestation.seen) == (alice, timezone.localdate(), "Aufenthaltstitel")
    assert attestation.valid_until is not None
    assert list(application.proofs.values_list("key", flat=True)) == ["registered_proof"]
    application = Application.objects.get(pk=application.pk)
    assert {f.rule.key: str(f.code) for f in findings(application)}["labour-market"] == "attested"
    attest_condition(application=application, rule=rule, verdict="open", by=alice)
    assert not Attestation.objects.exists()


def test_what_was_found_about_the_target_group_is_not_in_the_log(alice: Person) -> None:
    cohort = make_open_cohort("mentegra")
    rule = cohort.programme.eligibility_rules.get(key="target-group")
    attest_condition(application=make_application(cohort), rule=rule, verdict="unmet", by=alice)
    assert LogEntry.objects.get(verb="attest_condition").detail == {}


def test_a_decline_names_conditions_but_never_private_ones(cohort: Cohort, alice: Person) -> None:
    application = make_application(cohort, answers={"migration": "no", "languages": "de:A2"})
    letter = draft(application, LetterKind.CONDITION, alice)
    assert "Deutsch mindestens auf Niveau B1; Sie haben A2 angegeben." in letter.text
    assert "Deutschkurse" in letter.text
    assert "zugewandert" not in letter.text
    assert reasons_of(application, LetterKind.CONDITION) == ["german"]
    assert reasons_of(application, LetterKind.NO_PLACE) == ["no_place"]


def test_if_only_a_private_condition_is_missed_the_letter_names_none(cohort: Cohort, alice: Person) -> None:
    application = make_application(cohort, answers={"migration": "no"})
    letter = draft(application, LetterKind.CONDITION, alice)
    assert "Derzeit sind nicht alle Voraussetzungen des Programms erfüllt." in letter.text
    assert reasons_of(application, LetterKind.CONDITION) == ["condition"]


def test_what_was_found_in_a_talk_is_not_written_into_a_letter(cohort: Cohort, alice: Person) -> None:
    application = make_application(cohort)
    rule = cohort.programme.eligibility_rules.get(key="initiative")
    attest_condition(application=application, rule=rule, verdict="unmet", by=alice)
    application = Application.objects.get(pk=application.pk)
    assert "Eigeninitiative" not in draft(application, LetterKind.CONDITION, alice).text
    assert reasons_of(application, LetterKind.CONDITION) == ["condition"]


@pytest.mark.parametrize("language", ["de", "en", "ar"])
@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_letter_can_be_said_in_every_language(kind: str, language: str, cohort: Cohort, alice: Person) -> None:
    application = make_application(cohort, "Amina", language=language, answers={"languages": "de:A2"})
    talk = Interview(
        application=application, starts_at=timezone.now(), minutes=30, way=Way.PHONE, place="+43 463 000", by=alice
    )
    letter = draft(application, kind, alice, talk=talk)
    greeting = {"de": "Guten Tag Amina,", "en": "Hello Amina,", "ar": "مرحبًا Amina،"}[language]
    assert letter.text.splitlines()[0] == greeting
    assert "{" not in letter.subject + letter.text
    assert "\n\n\n" not in letter.text
    assert letter.text.splitlines()[-2:] == ["Alice Auer", "Mentoring für MigrantInnen"]


def test_a_programme_words_its_letters_itself(cohort: Cohort, alice: Person) -> None:
    write_letter_text(
        programme=cohort.programme, kind="accepted", group="", language="de", by=alice,
        subject="Willkommen, {first_name}", text="Wir suchen {ein mentor:akk}.",
    )  # fmt: skip
    write_letter_text(
        programme=cohort.programme, kind="accepted", group="first", language="de", by=alice, subject="Ja", text="Ja"
    )
    application = make_application(cohort, "Amina")
    assert draft(application, "accepted", alice) == Letter("Willkommen, Amina", "Wir suchen eine:n Mentor:in.\n")
    assert draft(make_application(cohort, group="first"), "accepted", alice) == Letter("Ja", "Ja\n")
    assert draft(application, "accepted", alice, language="en").subject == "You are in: Mentoring für MigrantInnen"


TUESDAY = timezone.make_aware(datetime(2026, 12, 1, 17, 30))
WHEN = When(TUESDAY, 45, Way.IN_PERSON, "Europaplatz 1, 9021 Klagenfurt, 2. Stock, Zimmer Ä")


def entry_of(letter: OutboxMail) -> Any:
    django_mail.outbox.clear()
    send_due_mails()
    sent = next(message for message in django_mail.outbox if message.extra_headers["Message-ID"] == letter.message_id)
    message = message_from_bytes(sent.message().as_bytes(), policy=policy.default)
    part = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    calendar = Calendar.from_ical(content)
    assert part.get_param("method") == calendar["METHOD"]
    (event,) = calendar.walk("VEVENT")
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Vienna"]
    return calendar, event


@time_machine.travel(datetime(2026, 11, 20, tzinfo=TUESDAY.tzinfo), tick=False)
def test_a_talk_reaches_the_calendar_moves_and_leaves_it(cohort: Cohort, alice: Person) -> None:
    application = make_application(cohort)
    talk = book_talk(application=application, when=WHEN, version=1, letter=LETTER, by=alice)
    assert application.state == "interview"
    calendar, event = entry_of(OutboxMail.objects.latest("pk"))
    assert (calendar["METHOD"], event["UID"], event["SEQUENCE"]) == ("REQUEST", f"talk-{talk.pk}@resonanz.invalid", 0)
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (TUESDAY, TUESDAY + timedelta(minutes=45))
    assert str(event["LOCATION"]) == WHEN.place
    assert str(event["SUMMARY"]) == "Gespräch: Mentoring Kärnten"
    assert (str(event["ORGANIZER"]), str(event["ATTENDEE"])) == (
        f"mailto:{alice.email}", f"mailto:{application.person.email}",
    )  # fmt: skip

    later = WHEN._replace(starts_at=TUESDAY + timedelta(days=1))
    move_talk(interview=talk, when=later, revision=0, letter=LETTER, by=alice)
    calendar, event = entry_of(OutboxMail.objects.latest("pk"))
    assert (calendar["METHOD"], event["UID"], event["SEQUENCE"]) == ("REQUEST", f"talk-{talk.pk}@resonanz.invalid", 1)
    assert event.decoded("DTSTART") == later.starts_at
    with pytest.raises(TalkChanged):
        move_talk(interview=talk, when=WHEN, revision=0, letter=LETTER, by=alice)

    cancel_talk(interview=talk, by=alice)
    calendar, event = entry_of(OutboxMail.objects.latest("pk"))
    assert (calendar["METHOD"], event["SEQUENCE"], event["STATUS"]) == ("CANCEL", 2, "CANCELLED")
    with pytest.raises(TalkChanged):
        cancel_talk(interview=talk, by=alice)
    assert OutboxMail.objects.count() == 3


@time_machine.travel(datetime(2026, 11, 20, tzinfo=TUESDAY.tzinfo), tick=False)
def test_a_decline_calls_off_the_talk(cohort: Cohort, alice: Person) -> None:
    application = make_application(cohort)
    talk = book_talk(application=application, when=WHEN, version=1, letter=LETTER, by=alice)
    act(application, Move.DECLINE, alice)
    talk.refresh_from_db()
    assert talk.is_cancelled
    assert sorted(key.split(":", 2)[2] for key in OutboxMail.objects.values_list("key", flat=True)) == [
        "2:talk", "3:decline", f"talk:{talk.pk}:1",
    ]  # fmt: skip


def test_a_talk_that_comes_too_late_is_not_booked(cohort: Cohort, alice: Person) -> None:
    application = make_application(cohort)
    stale = Application.objects.get(pk=application.pk)
    act(application, Move.DECLINE, alice)
    with pytest.raises(AlreadyDecided):
        book_talk(application=stale, when=WHEN, version=1, letter=LETTER, by=alice)
    assert not Interview.objects.exists()


def names(cohort: Cohort) -> list[str]:
    return [application.person.first_name for application in waitlist(cohort)]


def test_the_waiting_list_keeps_its_order_and_can_be_changed(cohort: Cohort, alice: Person) -> None:
    a, b, c = (act(make_application(cohort, name), Move.WAITLIST, alice) for name in ("Amina", "Bahar", "Chloe"))
    assert names(cohort) == ["Amina", "Bahar", "Chloe"]
    move_on_waitlist(application=c, direction="up", by=alice)
    assert names(cohort) == ["Amina", "Chloe", "Bahar"]
    move_on_waitlist(application=a, direction="up", by=alice)
    move_on_waitlist(application=b, direction="down", by=alice)
    assert names(cohort) == ["Amina", "Chloe", "Bahar"]
    move_on_waitlist(application=a, direction="down", by=alice)
    assert names(cohort) == ["Chloe", "Amina", "Bahar"]
    c.refresh_from_db()
    act(c, Move.ACCEPT, alice)
    assert names(cohort) == ["Amina", "Bahar"]
    with pytest.raises(AlreadyDecided):
        move_on_waitlist(application=c, direction="down", by=alice)
    act(make_application(cohort, "Dana"), Move.WAITLIST, alice)
    assert names(cohort) == ["Amina", "Bahar", "Dana"]


def test_somebody_can_be_promoted_when_more_places_are_free_than_people_wait(cohort: Cohort, alice: Person) -> None:
    act(make_application(cohort), Move.WAITLIST, alice)
    assert not can_promote(reviewable_cohorts(alice).get(pk=cohort.pk))
    make_participation(cohort, Group.FIRST, "Jonas")
    assert can_promote(reviewable_cohorts(alice).get(pk=cohort.pk))
    make_participation(cohort, Group.SECOND, "Noor")
    assert not can_promote(reviewable_cohorts(alice).get(pk=cohort.pk))


def test_several_are_decided_each_by_itself_and_only_once(cohort: Cohort, alice: Person) -> None:
    a, b, c = (make_application(cohort, name) for name in ("Amina", "Bahar", "Chloe"))
    unconfirmed = make_application(cohort, "Dana", confirmed_at=None)
    everybody = (a, b, c, unconfirmed)
    seen = {application.pk: application.version for application in everybody}
    act(Application.objects.get(pk=b.pk), Move.DECLINE, make_person("Bob"))

    def send() -> list[tuple[str, str]]:
        fresh = [Application.objects.select_related("cohort__programme", "person").get(pk=x.pk) for x in everybody]
        items = [Item(application, seen[application.pk], LETTER) for application in fresh]
        return [(o.application.person.first_name, o.code) for o in move_several(items=items, move=Move.ACCEPT, by=alice)]

    assert send() == [("Amina", "done"), ("Bahar", "late"), ("Chloe", "done"), ("Dana", "unconfirmed")]
    letters = OutboxMail.objects.count()
    assert send() == [("Amina", "again"), ("Bahar", "late"), ("Chloe", "again"), ("Dana", "unconfirmed")]
    assert OutboxMail.objects.count() == letters == 3
    assert Participation.objects.count() == 2


def test_notes_and_assignment(cohort: Cohort, alice: Person) -> None:
    application = make_application(cohort)
    assign_application(application=application, to=alice, by=alice)
    add_note(application=application, text="ruft zurück", by=alice)
    application.refresh_from_db()
    assert (application.assigned_to, application.notes.get().text) == (alice, "ruft zurück")
    assert LogEntry.objects.get(verb="add_note").detail == {}


def policy_on(cohort: Cohort, alice: Person) -> None:
    set_record_policy(
        programme=cohort.programme, by=alice, legal_ground="§ 30a BZRG", certificate="Führungszeugnis",
        months_old=3, years_valid=5, days_kept=90,
    )  # fmt: skip


def test_certificates_are_off_unless_there_is_a_legal_ground(cohort: Cohort, alice: Person) -> None:
    application = make_application(cohort, group="first")
    day = datetime(2026, 3, 1).date()
    with pytest.raises(NoLegalGround):
        record_certificate(application=application, issued_on=day, is_clear=True, by=alice, on=day)
    policy_on(cohort, alice)
    with pytest.raises(NoLegalGround):  # the other group is not asked
        record_certificate(application=make_application(cohort), issued_on=day, is_clear=True, by=alice, on=day)
    check = record_certificate(application=application, issued_on=day, is_clear=True, by=alice, on=day)
    assert (check.issued_on, check.is_clear, check.by, check.on) == (day, True, alice, day)
    set_record_policy(programme=cohort.programme, by=alice)
    assert not RecordCheck.objects.exists()


@pytest.mark.parametrize(
    ("issued", "accepted"), [("2026-03-15", True), ("2025-12-15", True), ("2025-12-14", False), ("2026-03-16", False)]
)
def test_a_certificate_is_at_most_three_months_old(issued: str, accepted: bool, cohort: Cohort, alice: Person) -> None:
    policy_on(cohort, alice)
    act_: dict[str, Any] = {
        "issued_on": datetime.fromisoformat(issued).date(),
        "is_clear": True,
        "on": datetime(2026, 3, 15).date(),
    }
    application = make_application(cohort, group="first")
    if accepted:
        record_certificate(application=application, by=alice, **act_)
    else:
        with pytest.raises(TooOld):
            record_certificate(application=application, by=alice, **act_)
    assert RecordCheck.objects.exists() == accepted


def test_checks_go_at_once_without_a_start_and_three_months_after_the_end(cohort: Cohort, alice: Person) -> None:
    policy_on(cohort, alice)
    day = timezone.localdate()
    starts, stays = (make_application(cohort, name, group="first") for name in ("Jonas", "Karin"))
    for application in (starts, stays):
        record_certificate(application=application, issued_on=day, is_clear=True, by=alice)
    act(stays, Move.DECLINE, alice)
    assert [check.application for check in RecordCheck.objects.all()] == [starts]
    act(starts, Move.ACCEPT, alice)
    cohort.ends_on = day
    cohort.save()
    assert delete_outdated_checks(on=day + timedelta(days=90)) == 0
    assert delete_outdated_checks(on=day + timedelta(days=91)) == 1
    assert not RecordCheck.objects.exists()
