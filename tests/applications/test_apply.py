"""Beginning, answering, handing in, taking back: what holds, and what nobody may learn."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from resonanz.applications.actions.apply import (
    AlreadyDecided,
    AlreadyHandedIn,
    Incomplete,
    ask_for_changes,
    confirm_address,
    delete_drafts,
    finish_changes,
    remind_drafts,
    save_answers,
    submit_application,
    take_back_consent,
    withdraw_application,
)
from resonanz.applications.enums import ApplicationState
from resonanz.applications.models import Application, Proof
from resonanz.applications.queries.apply import by_token, given_consents, joinable_cohort, token_of, values_of
from resonanz.mail.models import OutboxMail
from resonanz.people.models import Person
from resonanz.programmes.models import Cohort
from tests.factories import make_cohort, make_person, make_programme
from tests.factories.apply import answers_for, make_draft, make_submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort() -> Cohort:
    return make_cohort(make_programme(), state="open")


def subjects(email: str) -> list[str]:
    return list(OutboxMail.objects.filter(to=email).order_by("pk").values_list("subject", flat=True))


def age(application: Application, days: int) -> None:
    Application.objects.filter(pk=application.pk).update(changed_at=timezone.now() - timedelta(days=days))


def test_beginning_makes_a_person_and_mails_the_link(cohort: Cohort) -> None:
    draft = make_draft(cohort, email="Noor@Example.org")
    assert (draft.state, draft.person.email, draft.person.first_name) == ("draft", "noor@example.org", "Noor")
    assert (draft.confirmed_at, draft.person.has_usable_password()) == (None, False)
    assert by_token(token_of(draft.nonce)) == draft
    assert token_of(draft.nonce) in OutboxMail.objects.get().text
    assert values_of(draft) == {"first_name": "Noor"}


def test_the_secret_of_the_link_is_long_and_only_its_hash_is_kept(cohort: Cohort) -> None:
    draft = make_draft(cohort)
    token = token_of(draft.nonce)
    assert len(bytes.fromhex(token)) == 32
    assert token not in {str(value) for value in Application.objects.values_list("nonce", "token_hash").get()}


def test_what_was_accepted_is_kept_word_for_word(cohort: Cohort) -> None:
    draft = make_draft(cohort)
    kinds = {entry["kind"] for entry in draft.terms}
    assert kinds == {"task", "limit", "condition", "benefit"}
    assert "Sie müssen keinen Arbeitsplatz versprechen." in {entry["text"] for entry in draft.terms}


def test_an_account_is_not_changed_by_a_stranger_who_knows_its_address(cohort: Cohort) -> None:
    person = make_person("Amina", "Yusuf", profile={"languages": "de:C1"})
    draft = make_draft(cohort, email=person.email, first_name="Mallory")
    person.refresh_from_db()
    assert (draft.person, person.first_name) == (person, "Amina")
    assert values_of(draft) == {"first_name": "Mallory"}


def test_a_draft_holds_nothing_that_was_told_before(cohort: Cohort) -> None:
    profile = {"languages": "de:C1", "place": "AT-9020", "place_name": "Klagenfurt", "about": {"de": "Hallo."}}
    draft = make_draft(cohort, by=make_person("Amina", "Yusuf", profile=profile))
    assert draft.confirmed_at is not None
    assert values_of(draft) == {"first_name": "Noor"}


def test_an_incomplete_draft_says_what_is_missing(cohort: Cohort) -> None:
    draft = make_draft(cohort)
    values = answers_for(draft, only_needed=True)
    save_answers(application=draft, values={**values, "languages": None}, by=None)
    with pytest.raises(Incomplete) as error:
        submit_application(application=draft, by=None)
    assert [question.key for question in error.value.questions] == ["languages"]


def test_handing_in_puts_the_consents_in_force_and_confirms_by_mail(cohort: Cohort) -> None:
    row = make_submitted(cohort)
    assert row.state == ApplicationState.SUBMITTED
    assert {consent.text.key for consent in given_consents(row)} == {"notice", "suggest", "target_group"}
    assert [step.after for step in row.history.all()] == ["draft", "submitted"]
    assert subjects(row.person.email)[-1] == "Wir haben Ihre Bewerbung erhalten"


def test_a_person_hands_in_once_per_cohort(cohort: Cohort) -> None:
    first = make_submitted(cohort)
    again = make_draft(cohort, email=first.person.email)
    save_answers(application=again, values=answers_for(again), by=None)
    with pytest.raises(AlreadyHandedIn):
        submit_application(application=again, by=first.person)
    withdraw_application(application=first, by=first.person)
    submit_application(application=again, by=first.person)
    again.refresh_from_db()
    assert again.state == ApplicationState.SUBMITTED


def test_withdrawing_deletes_the_files(cohort: Cohort) -> None:
    row = make_submitted(cohort)
    save_answers(application=row, values={}, proofs={"registered_proof": ("ams.pdf", "application/pdf", b"%PDF-")}, by=None)
    assert values_of(row)["registered_proof"] == {"received": timezone.localdate().isoformat()}
    withdraw_application(application=row, by=row.person)
    assert (row.state, Proof.objects.count()) == (ApplicationState.WITHDRAWN, 0)
    with pytest.raises(AlreadyDecided):
        withdraw_application(application=row, by=row.person)


def test_a_consent_taken_back_takes_its_answers_along(cohort: Cohort) -> None:
    row = make_submitted(cohort)
    assert values_of(row)["migration"] == "yes"
    take_back_consent(application=row, key="target_group", by=row.person)
    assert {"migration", "target_group_consent"} & set(values_of(row)) == set()
    assert {consent.text.key for consent in given_consents(row)} == {"notice", "suggest"}


def test_the_team_asks_for_a_change_and_the_applicant_is_done(cohort: Cohort) -> None:
    row, alice = make_submitted(cohort), make_person("Alice")
    ask_for_changes(application=row, text="Bitte nennen Sie Ihr Sprachniveau.", by=alice)
    assert "Bitte nennen Sie Ihr Sprachniveau." in OutboxMail.objects.latest("pk").text
    finish_changes(application=row, by=row.person)
    assert row.changes_asked_at is None


def test_a_draft_is_reminded_of_once_and_deleted_after_thirty_days(cohort: Cohort) -> None:
    draft, fresh = make_draft(cohort), make_draft(cohort)
    age(draft, 8)
    assert (remind_drafts(), remind_drafts()) == (1, 0)
    assert subjects(draft.person.email)[-1] == "Ihre Bewerbung wartet noch auf Sie"
    age(draft, 31)
    assert delete_drafts() == 1
    assert list(Application.objects.all()) == [fresh]
    assert list(Person.objects.all()) == [fresh.person]


def test_deleting_a_draft_leaves_a_person_who_has_more_here(cohort: Cohort) -> None:
    person = make_person("Amina")
    age(make_draft(cohort, email=person.email), 31)
    delete_drafts()
    assert Person.objects.get() == person


def test_confirming_twice_keeps_the_first_time(cohort: Cohort) -> None:
    draft = make_draft(cohort)
    confirm_address(application=draft, by=draft.person)
    first = draft.confirmed_at
    confirm_address(application=draft, by=draft.person)
    assert draft.confirmed_at == first


def test_a_link_grows_old(cohort: Cohort) -> None:
    draft = make_draft(cohort)
    age(draft, 61)
    assert by_token(token_of(draft.nonce)) is None


@pytest.mark.parametrize(
    ("state", "days", "found"),
    [("open", None, True), ("announced", None, True), ("open", 0, True), ("open", -1, False), ("running", None, False)],
)
def test_which_round_one_can_join(state: str, days: int | None, found: bool) -> None:
    programme = make_programme("mentoring-fuer-migrantinnen")
    programme.cohorts.all().delete()
    until: Any = None if days is None else timezone.localdate() + timedelta(days=days)
    cohort = make_cohort(programme, state=state, applications_until=until)
    assert joinable_cohort(programme) == (cohort if found else None)
