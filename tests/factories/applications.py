"""Applications for tests, made directly: how people fill them in is tested elsewhere."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from resonanz.applications.actions.checks import attest_condition, record_certificate, set_record_policy
from resonanz.applications.actions.review import move_application
from resonanz.applications.actions.rules import load_rules
from resonanz.applications.actions.talks import When, book_talk
from resonanz.applications.actions.work import add_note
from resonanz.applications.enums import ApplicationState
from resonanz.applications.mails.review import Letter
from resonanz.applications.models import Answer, Application, FormPage, Proof, Question
from resonanz.people.models import Person
from resonanz.programmes.actions import preset_files, read_preset
from resonanz.programmes.models import Cohort, Programme, Staff
from tests.factories import make_cohort, make_person, make_programme

numbers = count(1)
ANSWERS: dict[str, Any] = {
    "education": "bachelor",
    "languages": "de:B1;ar:native",
    "occupation": {"code": "2221", "title": "Diplomierte Krankenpflegerin"},
    "place": "AT-9020",
    "migration": "yes",
    "labour_market": "yes",
    "registered": "yes",
}
QUESTIONS = [
    ("place", "place", "partner"), ("occupation", "occupation", "suggested"), ("languages", "languages", "suggested"),
    ("education", "choice", "staff"), ("labour_market", "choice", "staff"), ("registered", "choice", "staff"),
    ("motivation", "long_text", "staff"), ("availability", "availability", "partner"), ("birth_date", "date", "staff"),
]  # fmt: skip
OPTIONS = [{"key": key, "label": {"de": de, "en": en}} for key, de, en in (("yes", "Ja", "Yes"), ("no", "Nein", "No"))]


def with_rules(programme: Programme) -> Programme:
    """Load the conditions of the programme's preset."""
    load_rules(programme, read_preset(next(file for file in preset_files() if file.stem == programme.slug)))
    return programme


def with_form(programme: Programme, group: str = "second") -> FormPage:
    """Give `programme` a form of one page, unless its preset has brought one."""
    if brought := FormPage.objects.filter(programme=programme, group=group).first():
        return brought
    page, made = FormPage.objects.get_or_create(
        programme=programme, group=group, key="all", defaults={"title": {"de": "Über Sie", "en": "About you"}}
    )
    if made:
        for place, (key, kind, audience) in enumerate(QUESTIONS):
            Question.objects.create(
                page=page, key=key, kind=kind, audience=audience, position=place, label={"de": key, "en": key},
                options=OPTIONS if kind == "choice" else [],
            )  # fmt: skip
    return page


def make_open_cohort(preset: str = "mentoring-fuer-migrantinnen") -> Cohort:
    """Make a cohort that takes applications, with its programme's conditions."""
    return make_cohort(with_rules(make_programme(preset)), state="open")


def make_application(
    cohort: Cohort | None = None,
    first_name: str = "Samira",
    *,
    person: Person | None = None,
    answers: dict[str, Any] | None = None,
    proofs: tuple[str, ...] = (),
    **fields: Any,
) -> Application:
    """Make an application that was handed in; `answers` change or (with None) leave out some of ANSWERS."""
    number = next(numbers)
    application = Application.objects.create(
        **{
            "cohort": cohort or make_open_cohort(),
            "group": "second",
            "person": person or make_person(first_name),
            "language": "de",
            "state": ApplicationState.SUBMITTED,
            "token_hash": f"{number:064d}",
            "submitted_at": timezone.now(),
            "confirmed_at": timezone.now(),
            **fields,
        }
    )
    given = {key: value for key, value in {**ANSWERS, **(answers or {})}.items() if value is not None}
    Answer.objects.bulk_create(Answer(application=application, key=key, value=value) for key, value in given.items())
    for key in proofs:
        Proof.objects.create(
            application=application, key=key, name=f"{key}.pdf", media_type="application/pdf", content=b"%PDF-1.7 proof"
        )
    return application


def reviewed_cohort(programme: Programme) -> Cohort:
    """Make a cohort whose applications stand in every state, with a talk, checks, notes and a history."""
    cohort = make_cohort(with_rules(programme), state="open")
    for group in ("first", "second"):
        with_form(programme, group)
    staff = Staff.objects.filter(programme=programme).select_related("person").first()
    by = staff.person if staff else make_person("Alice")
    set_record_policy(
        programme=programme,
        group="second",
        legal_ground="§ 30a BZRG: Die Treffen finden zum Teil in Unterkünften für Familien statt.",
        certificate="Erweitertes Führungszeugnis",
        by=by,
    )
    motivation = "Ich bin Krankenpflegerin und möchte wieder in meinem Beruf arbeiten.\n\nIch lerne jeden Tag Deutsch."
    one = make_application(
        cohort, "Samira", answers={"motivation": motivation, "availability": "mon-evening;sat-morning"},
        proofs=("labour_market_proof",), language="ar",
    )  # fmt: skip
    rules = {rule.key: rule for rule in programme.eligibility_rules.filter(group="second")}
    attest_condition(application=one, rule=rules["registered"], verdict="met", seen="Bestätigung des AMS", by=by)
    attest_condition(application=one, rule=rules["initiative"], verdict="unmet", by=by)
    add_note(application=one, text="Ruft am Montag zurück.", by=by)
    record_certificate(application=one, issued_on=timezone.localdate(), is_clear=True, by=by)
    states = {"in_review": "Bahar", "waitlisted": "Chloe", "declined": "Dana", "accepted": "Elif", "withdrawn": "Farah"}
    for state, name in states.items():
        application = make_application(
            cohort, name,
            answers={"languages": "de:A2;fa:native", "occupation": {"code": "2142", "title": "Bauingenieurin"}},
            assigned_to=by,
            confirmed_at=None if state == "in_review" else timezone.now(), origin="phone",
            submitted_at=timezone.now() - timedelta(days=9),
        )  # fmt: skip
        move = {"in_review": "take_up", "waitlisted": "waitlist", "declined": "decline", "accepted": "accept"}.get(state)
        move_application(application=application, move=move or "withdraw", version=1, by=by)
    when = When(timezone.now() + timedelta(days=2), 30, "video", "https://meet.example.org/resonanz")
    invited = make_application(cohort, "Gülay", group="first", answers={"place": "AT-1010"})
    book_talk(application=invited, when=when, version=1, letter=Letter("Einladung", "Guten Tag"), by=by)
    return cohort
