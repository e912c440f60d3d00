"""What has had its time goes, once; what has not, stays."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from resonanz.applications.actions.apply import delete_application
from resonanz.applications.models import Application
from resonanz.core.models import LogEntry
from resonanz.mail.actions import queue_mail
from resonanz.mail.models import OutboxMail
from resonanz.privacy.actions import retain
from tests.factories import House
from tests.factories.applications import make_application

pytestmark = pytest.mark.django_db


def days_ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def declined(house: House, days: int) -> Application:
    application = make_application(house.cohort, f"Declined{days}", state="declined")
    Application.objects.filter(pk=application.pk).update(decided_at=days_ago(days))
    return application


def letter(key: str, category: str, days: int, state: str = "sent") -> OutboxMail:
    mail = queue_mail(key=key, to="k@example.org", language="de", subject="S", text="T", category=category)
    OutboxMail.objects.filter(pk=mail.pk).update(due_at=days_ago(days), state=state)
    return mail


def test_declined_applications_go_by_the_months_of_their_programme(house: House) -> None:
    old, new = declined(house, 190), declined(house, 170)
    call_command("retain")
    assert [Application.objects.filter(pk=row.pk).exists() for row in (old, new)] == [False, True]
    assert LogEntry.objects.filter(verb="delete_application", subject=f"applications.application:{old.pk}").count() == 1
    house.programme.retention = {"rejected_applications": 5}
    house.programme.save()
    call_command("retain")
    assert not Application.objects.filter(pk=new.pk).exists()


def test_letters_are_emptied_and_still_known(house: House) -> None:
    rows = [
        letter("a", "matter", 31), letter("b", "matter", 29), letter("c", "account", 2), letter("d", "matter", 40, "queued"),
    ]  # fmt: skip
    call_command("retain")
    assert [OutboxMail.objects.get(pk=row.pk).text for row in rows] == ["", "T", "", "T"]
    assert queue_mail(key="a", to="k@example.org", language="de", subject="S", text="again").pk == rows[0].pk


def test_the_log_of_a_programme_goes_and_its_end_is_noted_once(house: House) -> None:
    entries = LogEntry.objects.filter(scope=house.programme.scope)
    entries.update(at=days_ago(370))
    count = entries.count()
    for _ in range(2):
        call_command("retain")
    assert [(row.verb, row.detail) for row in entries.all()] == [("delete_outdated", {"what": "log", "count": count})]


def test_a_dry_run_counts_and_deletes_nothing(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    declined(house, 190)
    call_command("retain", "--dry-run")
    assert (
        f"{house.programme.slug}: 1 applications, 0 rows of what ended tandems wrote and shared, 0 log entries, "
        "0 questionnaires." in capsys.readouterr().out.splitlines()
    )
    assert Application.objects.filter(state="declined").count() == 1


def test_sign_ins_go_when_their_session_is_over(house: House) -> None:
    now = timezone.now()
    for key, expires in (("old", now - timedelta(hours=1)), ("new", now + timedelta(hours=1))):
        Session.objects.create(session_key=key, session_data="x", expire_date=expires)
    for key in ("old", "new", "gone"):
        UserSession.objects.create(user=house.alice, session_key=key, ip="127.0.0.1", user_agent="x")
    call_command("retain")
    assert list(UserSession.objects.values_list("session_key", flat=True)) == ["new"]
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]


def test_an_application_that_was_opened_anew_meanwhile_stays(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    both = [declined(house, 190).pk, declined(house, 191).pk]

    def delete_and_open(*, application: Application, by: None) -> None:
        delete_application(application=application, by=by)
        Application.objects.filter(pk__in=both).update(state="review")  # as a colleague does at the same time

    monkeypatch.setattr(retain, "delete_application", delete_and_open)
    assert retain.delete_declined() == 1
    assert [row.state for row in Application.objects.filter(pk__in=both)] == ["review"]
