"""Opening in an emergency as the team meets it: scope, a second person, letters, and no way alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from resonanz.mail.models import OutboxMail
from resonanz.messaging.models import Message, Opening
from resonanz.people.models import Person
from resonanz.programmes.models import Staff
from tests.factories import House, make_person
from tests.factories.messaging import make_opened, make_opening, write

pytestmark = pytest.mark.django_db


def content(house: House, opening: Opening) -> str:
    return reverse("messaging:content", args=[house.active.pk, opening.pk])


def test_only_the_days_asked_for_are_opened(house: House, client_of: Callable[[Person | None], Client]) -> None:
    today = timezone.localdate()
    for days in (3, 2, 1, 0):
        row = write(house, f"vor {days} Tagen")
        Message.objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(days=days))
    opening = make_opening(house, since=today - timedelta(days=2), until=today - timedelta(days=1))
    client_of(house.alice).post(reverse("messaging:approve_opening", args=[house.active.pk, opening.pk]))
    page = client_of(house.bob).get(content(house, opening)).content.decode()
    assert [f"vor {days} Tagen" in page for days in (3, 2, 1, 0)] == [False, True, True, False]
    assert ("no-store" in client_of(house.bob).get(content(house, opening)).headers["Cache-Control"], "Bob" in page) == (
        True, True,
    )  # fmt: skip


def test_a_deleted_message_stays_deleted(house: House, client_of: Callable[[Person | None], Client]) -> None:
    row = write(house, "Weg damit")
    client_of(house.jonas.person).post(reverse("messaging:delete_message", args=[house.active.pk, row.pk]))
    page = client_of(house.alice).get(content(house, make_opened(house))).content.decode()
    assert ("Weg damit" in page, "In diesen Tagen wurde nichts geschrieben." in page) == (False, True)


def test_a_colleague_is_asked_and_the_two_are_told_afterwards(
    house: House, client_of: Callable[[Person | None], Client]
) -> None:
    otto = make_person("Otto", is_operator=True)
    write(house, "Nur für uns")
    data = {"category": "harassment", "reason": "Anruf von heute früh", "withheld_because": ""}
    url = reverse("messaging:openings", args=[house.active.pk])
    assert client_of(house.bob).post(url, data).status_code == 302
    opening = Opening.objects.get()
    assert "Anruf" not in opening.reason
    asked = OutboxMail.objects.filter(key__startswith=f"opening:{opening.pk}:asked:")
    assert list(asked.values_list("to", flat=True)) == [house.alice.email]  # not Otto: there is a colleague
    assert not OutboxMail.objects.filter(text__contains="Anruf").exists()
    assert client_of(otto).get(reverse("messaging:opening", args=[house.active.pk, opening.pk])).status_code == 200
    assert (
        client_of(house.bob).post(reverse("messaging:approve_opening", args=[house.active.pk, opening.pk])).status_code
        == 403
    )
    client_of(house.alice).post(reverse("messaging:approve_opening", args=[house.active.pk, opening.pk]))
    told = OutboxMail.objects.filter(key__contains=":opened-").order_by("to")
    assert list(told) == []
    client_of(house.alice).get(content(house, opening))
    client_of(house.bob).get(content(house, opening))
    assert [row.to for row in told.all()] == sorted([house.amina.person.email, house.jonas.person.email])
    assert ["Bob Beispiel" in row.text and "Alice Beispiel" in row.text for row in told.all()] == [True, True]
    assert not any("Nur für uns" in row.text for row in told.all())


def test_withholding_needs_both_signatures(house: House, client_of: Callable[[Person | None], Client]) -> None:
    for reason, signs, withheld in (("Gefahr", True, True), ("Gefahr", False, False), ("", True, False)):
        opening = make_opening(house, withheld_because=reason)
        approve = reverse("messaging:approve_opening", args=[house.active.pk, opening.pk])
        client_of(house.alice).post(approve, {"withholds": "on"} if signs else {})
        client_of(house.alice).get(content(house, opening))
        letters = OutboxMail.objects.filter(key__contains=f":opened-{opening.pk}:").count()
        opening.refresh_from_db()
        assert (opening.is_withheld, letters) == (withheld, 0 if withheld else 2)
    first = Opening.objects.earliest("pk")
    client_of(house.bob).post(reverse("messaging:tell_opened", args=[house.active.pk, first.pk]))
    assert OutboxMail.objects.filter(key__contains=f":opened-{first.pk}:").count() == 2


def test_alone_there_is_no_form(house: House, client_of: Callable[[Person | None], Client]) -> None:
    Staff.objects.filter(person=house.bob).delete()
    page = client_of(house.alice).get(reverse("messaging:openings", args=[house.active.pk])).content.decode()
    assert ("Allein kann niemand etwas öffnen." in page, 'name="reason"' in page) == (True, False)
    make_person("Otto", is_operator=True)
    page = client_of(house.alice).get(reverse("messaging:openings", args=[house.active.pk])).content.decode()
    assert 'name="reason"' in page


def test_after_a_day_it_is_closed(house: House, client_of: Callable[[Person | None], Client]) -> None:
    opening = make_opened(house)
    Opening.objects.filter(pk=opening.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = client_of(house.alice).get(content(house, opening))
    assert (answer.status_code, answer.headers["Location"]) == (
        302, reverse("messaging:opening", args=[house.active.pk, opening.pk]),
    )  # fmt: skip


def test_days_in_the_wrong_order_are_told(house: House, client_of: Callable[[Person | None], Client]) -> None:
    data = {"category": "danger", "reason": "x", "since": "2026-03-02", "until": "2026-03-01"}
    answer = client_of(house.alice).post(reverse("messaging:openings", args=[house.active.pk]), data)
    assert (answer.status_code, Opening.objects.count()) == (200, 0)
    assert "Dieser Tag liegt vor dem ersten." in answer.content.decode()
