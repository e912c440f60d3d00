"""Opening in an emergency as the team meets it: scope, a second person, letters, and no way alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.messaging.actions import remove_file
from resonanz.messaging.models import Message, Opening, TandemFile
from resonanz.people.models import Person
from resonanz.programmes.models import Staff
from tests.factories import House, make_person
from tests.factories.messaging import PDF, make_file, make_opened, make_opening, write

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


def take(house: House, opening: Opening, file: TandemFile) -> str:
    return reverse("messaging:take_opened", args=[house.active.pk, opening.pk, file.pk])


def named_looks() -> list[tuple[str, dict[str, int]]]:
    rows = LogEntry.objects.filter(verb__in=["open_content", "open_file"]).order_by("pk")
    return [(f"{row.actor.first_name if row.actor else ''} {row.verb}", row.detail) for row in rows]


def test_files_of_both_are_listed_and_each_download_is_written_down(
    house: House, client_of: Callable[[Person | None], Client]
) -> None:
    shared = make_file(house, "Vertrag.pdf", by=house.amina.person)
    alone = make_file(house, "Nur für mich.pdf", audience="me")
    opening = make_opened(house)
    alice, bob = client_of(house.alice), client_of(house.bob)
    answer = alice.post(take(house, opening, shared))
    assert (answer.content, answer.headers["Content-Disposition"], "no-store" in answer.headers["Cache-Control"]) == (
        PDF, 'attachment; filename="Vertrag.pdf"', True,
    )  # fmt: skip
    assert OutboxMail.objects.filter(key__contains=":opened-").count() == 2  # a download may be the first look
    page = bob.get(content(house, opening))
    assert [(file.pk, name) for file, name in page.context["files"]] == [(shared.pk, "Vertrag.pdf")]
    text = page.content.decode()
    assert [part in text for part in ("Vertrag.pdf", f"PDF, {len(PDF)}", "Amina Beispiel", "Nur für mich")] == [
        True, True, True, False,
    ]  # fmt: skip
    refused = alice.post(take(house, opening, alone))
    assert (refused.status_code, refused.headers["Location"]) == (
        302, reverse("messaging:opening", args=[house.active.pk, opening.pk]),
    )  # fmt: skip
    assert named_looks() == [("Alice open_file", {"file": shared.pk}), ("Bob open_content", {})]


def test_what_was_taken_back_or_deleted_since_is_not_handed_out(
    house: House, client_of: Callable[[Person | None], Client]
) -> None:
    back, gone, opening = make_file(house), make_file(house), make_opened(house)
    TandemFile.objects.filter(pk=back.pk).update(audience="me")
    gone_pk = take(house, opening, gone)
    remove_file(file=gone, by=house.jonas.person)
    client = client_of(house.alice)
    for url in (take(house, opening, back), gone_pk):
        answer = client.post(url, follow=True)
        assert "Diese Datei ist nicht mehr da" in answer.content.decode()
    assert named_looks() == []
    assert not OutboxMail.objects.filter(key__contains=":opened-").exists()


def test_files_of_other_days_and_other_tandems_stay_closed(
    house: House, client_of: Callable[[Person | None], Client]
) -> None:
    today = timezone.localdate()
    early, late = make_file(house), make_file(house)
    TandemFile.objects.filter(pk=early.pk).update(created_at=timezone.now() - timedelta(days=3))
    other = make_file(house)
    TandemFile.objects.filter(pk=other.pk).update(tandem=house.proposed)
    opening = make_opening(house, since=today - timedelta(days=1))
    client = client_of(house.alice)
    client.post(reverse("messaging:approve_opening", args=[house.active.pk, opening.pk]))
    assert [client.post(take(house, opening, file)).status_code for file in (early, other, late)] == [302, 302, 200]


def test_no_file_is_handed_out_before_approval_after_a_day_or_once_closed(
    house: House, client_of: Callable[[Person | None], Client]
) -> None:
    file, asked, opening = make_file(house), make_opening(house), make_opened(house)
    client = client_of(house.bob)
    assert client.post(take(house, asked, file)).status_code == 302
    Opening.objects.filter(pk=opening.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post(take(house, opening, file)).status_code == 302
    closed = make_opened(house)
    client.post(reverse("messaging:close_opening", args=[house.active.pk, closed.pk]))
    answer = client.post(take(house, closed, file), follow=True)
    assert "Hier ist nichts offen" in answer.content.decode()
    assert named_looks() == []


def test_days_in_the_wrong_order_are_told(house: House, client_of: Callable[[Person | None], Client]) -> None:
    data = {"category": "danger", "reason": "x", "since": "2026-03-02", "until": "2026-03-01"}
    answer = client_of(house.alice).post(reverse("messaging:openings", args=[house.active.pk]), data)
    assert (answer.status_code, Opening.objects.count()) == (200, 0)
    assert "Dieser Tag liegt vor dem ersten." in answer.content.decode()
