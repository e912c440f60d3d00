"""Deleting an account: nothing of the person is left anywhere, others keep what is theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from resonanz.applications.models import Application, Step
from resonanz.applications.queries.mine import untaken
from resonanz.core.models import LogEntry
from resonanz.mail.actions import Attachment, queue_mail
from resonanz.mail.models import OutboxMail
from resonanz.matching.actions import run_matching
from resonanz.matching.models import Mark, Request, Wish, WishList
from resonanz.people.models import Person
from resonanz.privacy.actions.erase import erase_person
from resonanz.privacy.declarations import declarations, empty
from resonanz.programmes.actions import NotPossible, appoint_staff
from resonanz.programmes.actions.imports import keep_import
from resonanz.programmes.enums import StaffRole
from resonanz.programmes.models import ImportRow, Invitation, Participation
from resonanz.tables import read_table
from resonanz.tandems.enums import State
from tests.factories import PASSWORD, House, make_cohort, make_person
from tests.factories.applications import make_application
from tests.factories.apply import make_draft, make_submitted
from tests.factories.privacy import EMAIL, NAMES, WORDS, make_known
from tests.factories.requests import make_choosing, make_community, make_request

pytestmark = pytest.mark.django_db


def everything_stored() -> Iterator[tuple[str, str]]:
    """Yield every value of the whole database as text, with where it stands."""
    for model in apps.get_models(include_auto_created=True):
        names = [field.attname for field in model._meta.concrete_fields]
        for row in model._default_manager.values(*names):
            for name, value in row.items():
                yield (
                    f"{model._meta.label}.{name}",
                    bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value),
                )


def traces(*words: str) -> set[str]:
    """Return where in the database one of `words` still stands, whatever its case."""
    small = [word.lower() for word in words]
    return {where for where, text in everything_stored() if any(word in text.lower() for word in small)}


def test_somebody_known_everywhere_leaves_no_word(house: House) -> None:
    person = make_known(house)
    assert len(traces(*WORDS)) > 25
    erase_person(person=person, by=person)
    # The farewell to her own address, and the letter that tells Jonas with whom his tandem has ended, still have to go.
    OutboxMail.objects.filter(key=f"person:{person.pk}:farewell").delete()
    OutboxMail.objects.filter(key=f"tandem:{house.active.pk}:end:{house.jonas.person_id}").delete()
    assert traces(*WORDS) == set()


def test_every_declaration_is_carried_out(house: House) -> None:
    person = make_known(house)
    before = [(entry, list(entry.rows_of(person))) for entry in declarations() if entry.of or entry.by_email]
    erase_person(person=person, by=person)
    for entry, rows in before:
        left = list(entry.table._default_manager.filter(pk__in=[row.pk for row in rows]))
        if entry.erased == "deleted":
            assert left == [], entry.model
        elif entry.erased == "emptied":
            fields = [entry.table._meta.get_field(column) for column in entry.columns]
            assert {field.name: getattr(row, field.name) for row in left for field in fields} in (
                {},
                {field.name: empty(field) for field in fields if isinstance(field, models.Field)},
            ), entry.model


def test_others_keep_their_tandem_and_read_of_a_former_participant(
    house: House, client_of: Callable[[Person | None], Client]
) -> None:
    erase_person(person=house.amina.person, by=house.amina.person)
    house.active.refresh_from_db()
    assert (house.active.state, house.active.ended_on is not None) == (State.ENDED, True)
    house.jonas.refresh_from_db()
    assert house.jonas.taken == 0
    page = client_of(house.jonas.person).get(reverse("tandems:tandem", args=[house.active.pk])).content.decode()
    assert "ehemals beteiligte Person" in page
    assert "Amina" not in page
    letters = OutboxMail.objects.filter(to=house.jonas.person.email).order_by("pk")
    assert [letter.key for letter in letters if ":end:" in letter.key] == [
        f"tandem:{house.active.pk}:end:{house.jonas.person_id}"
    ]


def test_requests_wishes_and_marks_go_with_either_of_the_two() -> None:
    community = make_community()
    make_choosing(community)
    amina, karin, jonas = community.amina, community.karin, community.jonas
    email = amina.person.email
    waiting = make_request(amina, community.marta)
    make_request(community.olena, jonas)
    OutboxMail.objects.filter(to=email).update(to="before@example.org")
    erase_person(person=karin.person, by=karin.person)
    assert not Mark.objects.exists()
    erase_person(person=amina.person, by=amina.person)
    assert list(Request.objects.values_list("mentee", flat=True)) == [community.olena.pk]
    assert (Wish.objects.exists(), WishList.objects.exists(), amina.matching_events.exists()) == (False, False, False)
    # Whoever waited with her is told that the request has ended; nothing to her or about her is left beside.
    letters = OutboxMail.objects.filter(key__startswith=f"request:{waiting.pk}:").values_list("key", "to")
    assert list(letters) == [(f"request:{waiting.pk}:gone:{community.marta.person_id}", community.marta.person.email)]
    assert not OutboxMail.objects.filter(to="before@example.org").exists()
    assert traces(email) == {"mail.OutboxMail.to"}  # the farewell


def test_a_wish_for_somebody_who_left_is_no_wish_any_more() -> None:
    community = make_community()
    make_choosing(community)
    erase_person(person=community.jonas.person, by=community.jonas.person)
    assert (Wish.objects.exists(), WishList.objects.get().by) == (False, community.amina)  # she has answered all the same


def test_figures_stay_right(house: House) -> None:
    application = make_submitted(make_cohort(house.programme), by=house.amina.person)
    steps = Step.objects.filter(application=application).count()
    people, applications = Participation.objects.count(), Application.objects.count()
    erase_person(person=house.amina.person, by=house.amina.person)
    application.refresh_from_db()
    assert (Participation.objects.count(), Application.objects.count()) == (people, applications)
    assert application.state == "withdrawn"
    assert Step.objects.filter(application=application).count() == steps + 1


def test_the_log_keeps_the_number_and_no_name(house: House) -> None:
    person = house.amina.person
    erase_person(person=person, by=person)
    entry = LogEntry.objects.get(verb="erase_person")
    assert (entry.actor_id, entry.subject, entry.detail) == (person.pk, f"people.person:{person.pk}", {})


def test_nobody_signs_in_with_what_is_left_and_the_address_is_free(house: House, client: Client) -> None:
    person = house.amina.person
    email = person.email
    erase_person(person=person, by=person)
    client.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    again = make_person("Amina", email=email)
    assert again.pk != person.pk


def test_doing_it_twice_changes_nothing(house: House) -> None:
    for _ in range(2):
        erase_person(person=house.amina.person, by=house.amina.person)
    assert LogEntry.objects.filter(verb="erase_person").count() == 1
    assert OutboxMail.objects.filter(key__endswith=":farewell").count() == 1


def test_the_last_coordinator_names_somebody_first(house: House) -> None:
    with pytest.raises(NotPossible):
        erase_person(person=house.charlie, by=house.charlie)
    house.charlie.refresh_from_db()
    assert house.charlie.erased_at is None
    appoint_staff(programme=house.other_programme, person=house.bob, role=StaffRole.COORDINATOR, by=house.charlie)
    erase_person(person=house.charlie, by=house.charlie)
    assert [staff.person for staff in house.other_programme.staff.all()] == [house.bob]


def test_a_coordinator_whose_colleague_was_deactivated_is_the_last(house: House) -> None:
    Person.objects.filter(pk=house.bob.pk).update(is_active=False)
    with pytest.raises(NotPossible):
        erase_person(person=house.alice, by=house.alice)


def test_the_last_operator_cannot_vanish(house: House) -> None:
    otto = make_person("Otto", is_operator=True)
    with pytest.raises(NotPossible):
        erase_person(person=otto, by=otto)
    make_person("Ottilie", is_operator=True)
    erase_person(person=otto, by=otto)
    otto.refresh_from_db()
    assert (otto.is_operator, otto.first_name, otto.email) == (False, "", f"erased-{otto.pk}@invalid")


def reauthenticated(client: Client) -> Client:
    """Give the password once more, as the pages ask for it."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def test_with_a_password_it_is_asked_for_once_more(house: House, client_of: Callable[[Person | None], Client]) -> None:
    client = client_of(house.amina.person)
    assert client.post(reverse("privacy:leave")).headers["Location"] == reverse("privacy:confirm_leave")
    answer = client.post(reverse("privacy:confirm_leave"))
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert Person.objects.filter(erased_at__isnull=False).count() == 0
    answer = reauthenticated(client).post(reverse("privacy:confirm_leave"))
    assert answer.headers["Location"] == reverse("privacy:gone")
    assert "_auth_user_id" not in client.session
    house.amina.person.refresh_from_db()
    assert house.amina.person.erased_at is not None


def test_without_a_password_a_mailed_link_confirms_it(house: House, client_of: Callable[[Person | None], Client]) -> None:
    person = house.noor.person
    person.set_unusable_password()
    person.save()
    client = client_of(person)
    assert client.post(reverse("privacy:confirm_leave")).headers["Location"] == reverse("privacy:leave")
    client.post(reverse("privacy:leave"))
    link = OutboxMail.objects.latest("pk").link
    assert client_of(house.amina.person).get(link).headers["Location"] == reverse("privacy:leave")
    assert client.get(link).headers["Location"] == reverse("privacy:confirm_leave")
    assert client.post(reverse("privacy:confirm_leave")).headers["Location"] == reverse("privacy:gone")
    person.refresh_from_db()
    assert person.erased_at is not None


def test_the_page_says_what_hinders(house: House, client_of: Callable[[Person | None], Client]) -> None:
    page = client_of(house.charlie).get(reverse("privacy:leave")).content.decode()
    assert reverse("programmes:team", args=[house.other_programme.slug]) in page
    assert '<button class="button">' not in page


def test_names_that_are_looked_for_are_really_hers(house: House) -> None:
    person = make_known(house)
    assert (person.email, person.full_name) == (EMAIL, " ".join(NAMES))


def test_nothing_is_left_of_a_participation_at_rest_in_a_run(house: House) -> None:
    run = run_matching(cohort=house.cohort, objective="most_pairs", by=house.alice)
    assert house.noor.pk in {int(row["id"]) for row in run.mentees}
    Participation.objects.filter(pk=house.noor.pk).update(is_active=False)
    erase_person(person=house.noor.person, by=house.noor.person)
    run.refresh_from_db()
    assert house.noor.pk not in {int(row["id"]) for row in run.mentees}
    assert house.noor.pk not in {entry["participation"] for entry in run.unplaced}
    assert not Participation.objects.filter(pk=house.noor.pk).exists()


def test_letters_to_an_address_from_before_go_too(house: House) -> None:
    person = house.amina.person
    application = make_submitted(make_cohort(house.programme), by=person, email=person.email)
    draft = make_draft(make_cohort(house.programme), by=person, email=person.email)
    keys = [f"person:{person.pk}:x", f"application:{application.pk}:x", f"application:{draft.pk}:x"]
    keys += [f"tandem:{house.active.pk}:x:{person.pk}"]
    for key in keys:
        queue_mail(key=key, to="before@example.org", language="de", subject="S", text="T")
    erase_person(person=person, by=person)
    assert not OutboxMail.objects.filter(to="before@example.org").exists()


def test_letters_to_others_are_emptied_with_their_files(house: House) -> None:
    mail = queue_mail(
        key=f"tandem:{house.active.pk}:x:{house.jonas.person_id}", to="j@example.org", language="de", subject="S", text="T",
        link=("L", "/l/"), attachments=[Attachment("a.ics", "text/calendar", b"Amina")],
    )  # fmt: skip
    OutboxMail.objects.filter(pk=mail.pk).update(state="sent")
    erase_person(person=house.amina.person, by=house.amina.person)
    mail.refresh_from_db()
    assert (mail.subject, mail.text, mail.link, mail.link_label, mail.attachments) == ("", "", "", "", [])


def test_a_letter_that_is_just_going_to_the_other_goes_whole_or_not_at_all(house: House) -> None:
    """Were it emptied while its sender may still die, it would go again, blank."""
    key = f"tandem:{house.active.pk}:{{}}:{house.jonas.person_id}"
    for what in ("x", "end"):
        queue_mail(key=key.format(what), to="j@example.org", language="de", subject="S", text="T")
    OutboxMail.objects.filter(to="j@example.org").update(state="sending", leased_until=timezone.now())
    erase_person(person=house.amina.person, by=house.amina.person)
    left = OutboxMail.objects.filter(to="j@example.org", state="sending")
    assert [(mail.key, mail.text) for mail in left] == [(key.format("end"), "T")]


def test_what_a_colleague_leaves_behind_is_found_by_the_others(house: House) -> None:
    application = make_submitted(house.cohort)
    done = make_application(house.cohort, "Done", state="declined")
    Application.objects.filter(pk__in=[application.pk, done.pk]).update(assigned_to=house.bob)
    invitation = Invitation.objects.create(
        programme=house.programme, email="new@example.org", role="reviewer", invited_by=house.bob
    )
    queue_mail(key=f"invitation:{invitation.pk}", to="new@example.org", language="de", subject="S", text="Bob")
    OutboxMail.objects.filter(key=f"invitation:{invitation.pk}").update(state="sent")
    erase_person(person=house.bob, by=house.bob)
    assert application.pk in [task.row.application.pk for task in untaken(house.alice)]
    done.refresh_from_db()
    assert done.assigned_to == house.bob
    assert Invitation.objects.filter(pk=invitation.pk).exists()
    assert OutboxMail.objects.get(key=f"invitation:{invitation.pk}").text == ""


def test_lists_whose_columns_nobody_has_named_forget_the_address_and_nobody_elses(house: House) -> None:
    email = house.amina.person.email
    lines = ["Vorname;Kontakt", f"Amina; {email.upper()} ", f"Anna;x{email}"]
    table = read_table("\n".join(lines).encode(), "x.csv")
    keep_import(cohort=house.cohort, table=table, group="second", source="x", by=house.alice)
    erase_person(person=house.amina.person, by=house.amina.person)
    assert [row.cells[0] for row in ImportRow.objects.all()] == ["Anna"]
