"""The record of processing says what is declared, with the programme's periods; the forecast counts what commands delete."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from resonanz.applications.models import Application, RecordCheck, RecordPolicy
from resonanz.core.models import LogEntry
from resonanz.mail.actions import queue_mail
from resonanz.mail.models import OutboxMail
from resonanz.people.models import Person
from resonanz.privacy.declarations import declarations, words
from resonanz.privacy.queries.record import forecast, record_of
from resonanz.programmes.actions.imports import keep_import
from resonanz.programmes.models import ImportBatch, ImportRow, Interest, Invitation
from resonanz.tables import Table
from tests.factories import House
from tests.factories.applications import make_application
from tests.factories.surveys import make_survey

pytestmark = pytest.mark.django_db


def days_ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def lines(house: House) -> dict[str, tuple[str, str]]:
    """Each label with how long its data are kept, and what deleting an account does."""
    kinds = [kind for purpose in record_of(house.programme) for kind in purpose.kinds]
    return {label: (kind.kept, kind.end) for kind in kinds for label in kind.labels}


def test_every_declaration_stands_in_the_record_once(house: House) -> None:
    RecordPolicy.objects.create(programme=house.programme, legal_ground="§ 30a", certificate="X", days_kept=1)
    make_survey(house.programme)
    with translation.override("en"):
        found = [label for purpose in record_of(house.programme) for kind in purpose.kinds for label in kind.labels]
        kept, _end = lines(house)["Look at a certificate of criminal record"]
    assert sorted(found) == sorted(entry.label["en"] for entry in declarations())
    assert kept == "1 day after the activity has ended; without an acceptance only until the decision"


def test_the_periods_are_those_of_the_programme(house: House) -> None:
    house.programme.retention = {"rejected_applications": 5, "logs": 1, "interest": 3}
    with translation.override("de"):
        found = lines(house)
    assert found["Bewerbungen"][0] == (
        "ein Entwurf 30 Tage nach der letzten Änderung; abgelehnt oder zurückgezogen 5 Monate; "
        "sonst ohne feste Frist, bis Sie Ihr Konto löschen"
    )
    assert found["Was Sie getan haben"] == ("1 Monat", "bleibt, das Protokoll behält Nummern, keine Namen")
    assert found["Adresse, die auf einen Termin wartet"][0] == (
        "bis der Termin mitgeteilt ist, höchstens 3 Monate; unbestätigt 7 Tage"
    )
    assert "Einsicht in eine Strafregisterbescheinigung" not in found  # this programme asks for none


def test_no_text_names_a_period_that_nothing_carries_out() -> None:
    named = {name for texts in words()["kept"].values() for text in texts.values() for name in re.findall(r"{(\w+)}", text)}
    assert named == {"rejected_applications", "messages", "logs", "interest", "record_days", "surveys"}
    assert [text for kind in words().values() for texts in kind.values() if "«" in (text := texts["de"])] == []


def fill(house: House, days: int) -> None:
    """Make one row of each kind with a period, `days` old."""
    rows = {state: make_application(house.cohort, f"{state}{days}", state=state) for state in ("declined", "draft")}
    Application.objects.filter(pk=rows["declined"].pk).update(decided_at=days_ago(days))
    Application.objects.filter(pk=rows["draft"].pk).update(changed_at=days_ago(days))
    scope = house.programme.scope
    mail = queue_mail(
        key=f"k{days}", to="k@example.org", language="de", subject="S", text="T", scope=scope, category="matter"
    )
    OutboxMail.objects.filter(pk=mail.pk).update(due_at=days_ago(days), state="sent")
    programme, at = house.programme, "example.org"
    made = [
        Interest.objects.create(programme=programme, email=f"a{days}@{at}", group="first", language="de"),
        Interest.objects.create(
            programme=programme, email=f"b{days}@{at}", group="first", language="de", confirmed_at=days_ago(days)
        ),
        Invitation.objects.create(programme=programme, email=f"c{days}@{at}", role="reviewer", invited_by=house.alice),
    ]
    for row in made:
        type(row)._default_manager.filter(pk=row.pk).update(created_at=days_ago(days))
    for ran_at in (None, days_ago(days)):
        table = Table("people.csv", ["E-Mail"], [{"E-Mail": "x"}, {"E-Mail": "y"}], [2, 3])
        batch = keep_import(cohort=house.cohort, table=table, group="second", source="x", by=house.alice)
        ImportBatch.objects.filter(pk=batch.pk).update(created_at=days_ago(days), ran_at=ran_at)
        ImportRow.objects.filter(batch=batch, line=2).update(person=house.noor.person)
    LogEntry.objects.filter(scope=house.programme.scope).update(at=timezone.now())
    LogEntry.objects.filter(pk=LogEntry.objects.filter(scope=house.programme.scope).latest("pk").pk).update(
        at=days_ago(days)
    )


def counts(house: House) -> list[int]:
    return [due.count for due in forecast(house.programme)][:9]


def test_the_forecast_counts_what_the_commands_delete(house: House) -> None:
    fill(house, 400)
    assert counts(house) == [1] * 9
    for command in ("retain", "follow_up", "tidy"):
        call_command(command)
    assert counts(house) == [0] * 9
    assert Application.objects.filter(cohort__programme=house.programme, state__in=["declined", "draft"]).count() == 0
    assert (Interest.objects.count(), Invitation.objects.count(), ImportBatch.objects.count()) == (0, 0, 1)


def test_the_forecast_says_when_the_next_is_due(house: House) -> None:
    LogEntry.objects.all().delete()
    OutboxMail.objects.all().delete()
    fill(house, 3)
    found = [(due.next_on.date() - days_ago(3).date()).days for due in forecast(house.programme)[:9] if due.next_on]
    assert counts(house) == [0] * 9
    assert found[1:3] + found[5:] == [30, 30, 7, 14, 7, 7]
    assert [round(found[0] / 30.4), round(found[3] / 30.4), round(found[4] / 30.4)] == [6, 12, 12]


def test_checks_of_records_are_due_by_the_end_of_the_cohort(house: House) -> None:
    RecordPolicy.objects.create(programme=house.programme, legal_ground="§ 30a", certificate="X", days_kept=90)
    application = make_application(house.cohort, "Checked", state="accepted")
    RecordCheck.objects.create(application=application, issued_on=date(2020, 1, 1), is_clear=True, on=date(2020, 1, 2))
    today = timezone.localdate()
    for days, count, next_in in ((90, 0, 1), (91, 1, None)):
        application.cohort.ends_on = today - timedelta(days=days)
        application.cohort.save(update_fields=["ends_on"])
        due = forecast(house.programme)[-1]
        assert (due.count, due.next_on and (timezone.localdate(due.next_on) - today).days) == (count, next_in)
    call_command("tidy")
    assert RecordCheck.objects.count() == 0


def test_the_page_names_who_answers(house: House, client_of: Callable[[Person | None], Client]) -> None:
    house.programme.legal = {"controllers": [{"name": "Verein Brücke", "address": "Hafen 1"}], "contact": "d@example.org"}
    house.programme.save()
    page = client_of(house.alice).get(reverse("privacy:record", args=[house.programme.slug])).content.decode()
    assert [word for word in ("Verein Brücke", "Hafen 1", "d@example.org") if word not in page] == []
