"""Somebody about whom there is something in every room, with words that occur nowhere else."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils import timezone

from resonanz.applications.actions.checks import attest_condition
from resonanz.applications.actions.work import add_note
from resonanz.applications.models import Announcement, Application, EligibilityRule, Interview, Proof, RecordCheck
from resonanz.mail.actions import queue_mail, stop_letters
from resonanz.matching.actions import keep_sheets, run_matching
from resonanz.people.actions import give_consent, pause_person
from resonanz.people.models import ConsentText, Person, Profile
from resonanz.programmes.actions.imports import keep_import
from resonanz.programmes.models import ImportRow, Interest, Organisation, Participation
from resonanz.tables import Table
from resonanz.tandems.actions import export_people
from tests.factories import House, make_cohort
from tests.factories.applications import with_rules
from tests.factories.apply import make_submitted
from tests.factories.surveys import make_answered, make_survey

# Words of hers that must be nowhere once her account is deleted.
NAMES = ("Zaubernuss", "Quittenbaum")
EMAIL = "zaubernuss@quitte.example"
WORDS = (*NAMES, "quitte.example", "Sternwarte", "Bernstein", "Flugzeugbau")


def make_known(house: House) -> Person:
    """Let Amina, who is in a tandem with Jonas, leave a trace in every room."""
    person: Person = house.amina.person
    person.email, person.first_name, person.last_name = EMAIL, *NAMES
    person.name_own_script, person.pronouns, person.language = "Quittenbaum", "sie Bernstein", "de"
    person.save()
    Profile.objects.filter(person=person).update(
        job_title={"de": "Flugzeugbau"}, about={"de": "Meine Sternwarte"}, employer="Sternwarte", birth_year=1984
    )
    make_survey(house.programme)
    make_answered(house.amina)
    applying(house, person)
    lists(house, person)
    pause_person(person=person, until=None, by=person)
    account(house, person)
    export_people(cohort=house.cohort, listed="people", columns=["email"], suffix="csv", by=house.alice)
    return person


def applying(house: House, person: Person) -> Application:
    """Hand in an application for another cohort, and let the team work on it."""
    application = make_submitted(make_cohort(house.programme), by=person, email=EMAIL)
    application.answers.filter(key="first_name").update(value=NAMES[0])
    Proof.objects.update_or_create(
        application=application, key="p", defaults={"name": "Bernstein.pdf", "media_type": "x", "content": b"Bernstein"}
    )
    add_note(application=application, text="Kennt die Sternwarte.", by=house.alice)
    with_rules(house.programme)
    rule = EligibilityRule.objects.filter(programme=house.programme, group=application.group).earliest("pk")
    attest_condition(application=application, rule=rule, verdict="met", seen="Bernstein", by=house.alice)
    Interview.objects.create(application=application, by=house.alice, starts_at=timezone.now(), place="Sternwarte")
    RecordCheck.objects.create(
        application=application, issued_on=timezone.localdate(), is_clear=True, on=timezone.localdate()
    )
    return application


def lists(house: House, person: Person) -> None:
    """Stand in a list that was read in, in a run, in spreadsheets, in letters to others."""
    rows: list[dict[str, Any]] = [
        {"E-Mail": EMAIL, "Vorname": NAMES[0], "Nachname": NAMES[1]},
        {"E-Mail": "x@example.org", "Vorname": "", "Nachname": ""},
    ]
    table = Table("people.csv", ["E-Mail", "Vorname", "Nachname"], rows, [2, 3])
    batch = keep_import(cohort=house.cohort, table=table, group="second", source="x", by=house.alice)
    first, second = ImportRow.objects.filter(batch=batch)
    ImportRow.objects.filter(pk=first.pk).update(person=person, values={"person": {"email": EMAIL}})
    twins = [{"kind": "name", "person": person.pk, "line": None, "name": " ".join(NAMES), "year": 1984}]
    ImportRow.objects.filter(pk=second.pk).update(twins=twins, is_twin=True)
    Participation.objects.filter(pk=house.amina.pk).update(capacity=2)  # so that the run knows her, too
    run_matching(cohort=house.cohort, objective="most_pairs", by=house.alice)
    keep_sheets(mentors=table, mentees=table, settings={}, by=person)
    queue_mail(
        key=f"tandem:{house.active.pk}:older:{house.jonas.person_id}", to=house.jonas.person.email, language="de",
        subject=f"Sie und {NAMES[0]}", text=f"Das ist {EMAIL}.",
    )  # fmt: skip


def account(house: House, person: Person) -> None:
    """Consents, sessions, second factor, letters, a company, an address that waits."""
    text = ConsentText.objects.create(scope=house.programme.scope, key="photo", language="de", text="Mein Bild.")
    give_consent(person=person, text=text, language="de", by=person)
    EmailAddress.objects.create(user=person, email=EMAIL)
    Authenticator.objects.create(user=person, type="totp", data={"secret": "Bernstein"})
    UserSession.objects.create(user=person, ip="192.0.2.1", session_key="Bernstein", user_agent="Sternwarte")
    queue_mail(key="k", to=EMAIL, language="de", subject="An Zaubernuss", text="Sternwarte")
    stop_letters(email=EMAIL, category="news", scope="")
    Interest.objects.create(programme=house.programme, email=EMAIL, group="second", language="de")
    Announcement.objects.create(
        cohort=house.cohort, organisation=Organisation.objects.create(name="Werk"), contact_name=" ".join(NAMES),
        contact_email=EMAIL, language="de", token_hash="x",
    )  # fmt: skip
    house.programme.contacts.create(name=" ".join(NAMES), email=EMAIL)
