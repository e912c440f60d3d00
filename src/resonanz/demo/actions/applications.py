"""Invented applications for the next round, made as people would make them."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from resonanz.applications.actions.apply import (
    confirm_address,
    save_answers,
    start_application,
    submit_application,
    withdraw_application,
)
from resonanz.applications.actions.capture import announce_people, capture_application, hand_over_application
from resonanz.applications.enums import Origin, QuestionKind
from resonanz.applications.models import Application, Question
from resonanz.applications.queries.apply import consent_texts, joinable_cohort
from resonanz.programmes.models import Cohort, Programme


def load_applications(programme: Programme, data: dict[str, Any], domain: str) -> int:
    """Make the applications of one programme; return how many people were made."""
    entries, cohort = data.get("application", []), joinable_cohort(programme)
    if cohort is None:
        return 0
    for entry in entries:
        if entry["state"] == "unconfirmed":
            take_down(cohort, entry, domain)
        elif entry["state"] != "announced":
            apply(cohort, entry, domain)
    announced = [entry for entry in entries if entry["state"] == "announced"]
    for company, people in groupby(announced, key=lambda entry: entry["company"]):
        announce(cohort, company, list(people), domain)
    return len(entries)


def apply(cohort: Cohort, entry: dict[str, Any], domain: str) -> None:
    """Let somebody begin, answer, and hand in or take back."""
    names = {name: entry[name] for name in ("first_name", "last_name", "language", "group")}
    row = start_application(cohort=cohort, email=address(entry, domain), by=None, **names)
    save_answers(application=row, values=entry["answers"], by=None)
    if entry["state"] != "draft":
        save_answers(application=row, values=consents(row), by=None)
        confirm_address(application=row, by=row.person)
        submit_application(application=row, by=row.person)
    if entry["state"] == "withdrawn":
        withdraw_application(application=row, by=row.person)
    days = timedelta(days=entry["days_ago"])
    begun = {"submitted_at": row.submitted_at - days} if row.submitted_at else {}
    Application.objects.filter(pk=row.pk).update(created_at=row.created_at - days, **begun)
    row.history.update(created_at=timezone.now() - days)


def consents(row: Application) -> dict[str, Any]:
    """Tick the consents of a form; one that belongs to an answer, only where that was given."""
    programme, given = row.cohort.programme, set(row.answers.values_list("key", flat=True))
    form = Question.objects.filter(page__programme=programme, page__group=row.group)
    found = {}
    for question in form.filter(kind=QuestionKind.CONSENT):
        belongs = [q.key for q in form if q.consent_key == question.consent_key and q.kind != QuestionKind.CONSENT]
        if not belongs or given & set(belongs):
            texts = consent_texts(programme, question.consent_key)
            text = texts.get(row.language) or texts["de"]
            found[question.key] = {"text": text.pk, "at": timezone.now().isoformat(timespec="seconds")}
    return found


def take_down(cohort: Cohort, entry: dict[str, Any], domain: str) -> None:
    """Let the team write down what somebody said on the phone; the person has not confirmed it yet."""
    staff = cohort.programme.staff.select_related("person").order_by("pk")[0].person
    names = {name: entry[name] for name in ("first_name", "last_name", "language", "group")}
    row = capture_application(cohort=cohort, email=address(entry, domain), origin=Origin.PHONE, by=staff, **names)
    save_answers(application=row, values=entry["answers"], by=staff)
    hand_over_application(application=row, by=staff)


def announce(cohort: Cohort, company: str, people: list[dict[str, Any]], domain: str) -> None:
    """Let a company announce some of its people."""
    rows = [{**entry, "email": address(entry, domain), "occupation": ""} for entry in people]
    announce_people(
        cohort=cohort,
        company=company,
        contact_name="Ute Lassnig",
        contact_email=f"ute.lassnig@{domain}",
        language=people[0]["language"],
        people=[{name: row[name] for name in ("first_name", "last_name", "email", "occupation")} for row in rows],
    )


def address(entry: dict[str, Any], domain: str) -> str:
    """Return an invented address."""
    name = ".".join(filter(None, (slugify(entry["first_name"]), slugify(entry["last_name"]))))
    return f"{name}@{domain}"
