"""Colleagues with logins of their own: invited by mail, each role with its rights, and never nobody."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from resonanz.applications.models import Application
from resonanz.mail.models import OutboxMail
from resonanz.people.models import Person
from resonanz.programmes.actions import NotPossible, accept_invitation, appoint_staff, dismiss_staff, invite_colleague
from resonanz.programmes.enums import StaffRole
from resonanz.programmes.mails import token_of
from resonanz.programmes.models import Invitation
from resonanz.programmes.queries import coordinated_by, reviewed_by
from resonanz.programmes.rules import coordinates, reviews
from tests.factories import House, make_person
from tests.factories.applications import make_application

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]
SITE = "https://mentoring.example"


def invite(house: House, email: str, role: str = "reviewer") -> Invitation:
    return invite_colleague(programme=house.programme, email=email, role=role, by=house.alice, site=SITE)


def test_a_new_colleague_gets_a_letter_a_login_and_a_role(house: House, client_of: ClientOf, client: Client) -> None:
    url = reverse("programmes:team", args=[house.programme.slug])
    assert client_of(house.alice).post(url, {"email": "Rita@Example.org", "role": "reviewer"}).status_code == 302
    mail = OutboxMail.objects.get(to="rita@example.org")
    found = re.search(r"http://testserver(/invitations/\S+)", mail.text)
    assert found is not None
    page = client.post(found[1], {"first_name": "Rita", "password": "kurz"}).content.decode()
    assert "Dieses Passwort ist zu kurz" in page
    answer = client.post(found[1], {"first_name": "Rita", "last_name": "Neu", "password": "ein langer Satz 7"})
    assert answer.status_code == 302
    rita = Person.objects.get(email="rita@example.org")
    assert client.session["_auth_user_id"] == str(rita.pk)
    assert (rita.full_name, rita.check_password("ein langer Satz 7")) == ("Rita Neu", True)
    assert (coordinates.test(rita, house.programme), reviews.test(rita, house.programme)) == (False, True)
    assert (list(coordinated_by(rita)), list(reviewed_by(rita))) == ([], [house.programme])
    assert "gilt nicht mehr" in client.get(found[1]).content.decode()


def test_who_has_a_login_joins_with_it_and_nobody_else_can(house: House, client_of: ClientOf) -> None:
    url = reverse("programmes:invitation", args=[token_of(invite(house, house.charlie.email, "coordinator"))])
    for stranger in (None, house.bob):
        client_of(stranger).post(url, {"first_name": "X", "password": "ein langer Satz 7"})
    assert not coordinates.test(house.charlie, house.programme)
    assert client_of(house.charlie).post(url).status_code == 302
    assert coordinates.test(house.charlie, house.programme)


def test_who_coordinates_needs_no_second_role(house: House) -> None:
    rita = make_person("Rita")
    accept_invitation(invitation=invite(house, rita.email), person=rita)
    accept_invitation(invitation=invite(house, rita.email, "coordinator"), person=rita)
    assert [staff.role for staff in house.programme.staff.filter(person=rita)] == [StaffRole.COORDINATOR]


def test_an_invitation_works_once_and_for_14_days(house: House, client: Client) -> None:
    rita = make_person("Rita")
    invitation = invite(house, rita.email)
    accept_invitation(invitation=invitation, person=rita)
    with pytest.raises(NotPossible):
        accept_invitation(invitation=invitation, person=rita)
    old = invite(house, "old@example.org")
    Invitation.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=15))
    page = client.post(
        reverse("programmes:invitation", args=[token_of(old)]), {"first_name": "O", "password": "ein Satz 77"}
    )
    assert "Diese Einladung gilt nicht mehr" in page.content.decode()
    assert not Person.objects.filter(email="old@example.org").exists()


def test_a_new_invitation_replaces_the_old_one(house: House) -> None:
    first, second = invite(house, "rita@example.org"), invite(house, "rita@example.org", "coordinator")
    assert list(house.programme.invitations.all()) == [second]
    assert first.pk != second.pk
    assert OutboxMail.objects.filter(to="rita@example.org").count() == 2


def test_the_last_coordinator_stays(house: House) -> None:
    alice, bob = (house.programme.staff.get(person=person) for person in (house.alice, house.bob))
    dismiss_staff(staff=bob, by=house.alice)
    with pytest.raises(NotPossible):
        dismiss_staff(staff=alice, by=house.alice)
    assert coordinates.test(house.alice, house.programme)


def test_a_colleague_of_another_programme_is_out_of_reach(house: House, client_of: ClientOf) -> None:
    staff = house.other_programme.staff.get(person=house.charlie)
    url = reverse("programmes:dismiss", args=[house.programme.slug, staff.pk])
    assert client_of(house.alice).post(url).status_code == 404
    assert coordinates.test(house.charlie, house.other_programme)


def test_somebody_who_has_the_role_already_is_not_invited_again(house: House, client_of: ClientOf) -> None:
    url = reverse("programmes:team", args=[house.programme.slug])
    page = client_of(house.alice).post(url, {"email": house.bob.email, "role": "coordinator"}).content.decode()
    assert "Jemand mit dieser Adresse hat diese Aufgabe bereits." in page


def test_what_somebody_looked_after_is_free_once_the_last_role_is_gone(house: House) -> None:
    application = make_application(house.cohort)
    Application.objects.filter(pk=application.pk).update(assigned_to=house.bob)
    roles = [house.programme.staff.get(person=house.bob)]
    appoint_staff(programme=house.programme, person=house.bob, role=StaffRole.REVIEWER, by=None)
    roles.append(house.programme.staff.get(person=house.bob, role="reviewer"))
    for role, assigned in zip(roles, (house.bob, None), strict=True):
        dismiss_staff(staff=role, by=house.alice)
        application.refresh_from_db()
        assert application.assigned_to == assigned
