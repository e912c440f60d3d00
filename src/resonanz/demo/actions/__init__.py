"""Loading the demo: presets, cohorts, invented people, and a life that has begun."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from resonanz.demo.actions.applications import load_applications
from resonanz.demo.actions.care import load_care
from resonanz.demo.actions.changes import change, wait
from resonanz.demo.actions.closing import load_closing_life
from resonanz.demo.actions.diary import load_diary
from resonanz.demo.actions.meetings import load_meetings
from resonanz.demo.actions.messages import load_messages
from resonanz.demo.actions.plan import live_together
from resonanz.demo.actions.requests import load_requests
from resonanz.demo.actions.surveys import load_survey
from resonanz.demo.queries import ADDRESSES, PASSWORD
from resonanz.matching.actions import reasons_of_pair
from resonanz.matching.actions.next_best import find_next_best
from resonanz.people.actions import create_person
from resonanz.people.models import Person
from resonanz.programmes.actions import (
    add_participant,
    appoint_staff,
    load_preset,
    preset_files,
    read_preset,
)
from resonanz.programmes.enums import PassageKind
from resonanz.programmes.models import Cohort, ContactPerson, Participation, Passage, Programme
from resonanz.tandems.actions import answer_suggestion, propose_tandem
from resonanz.tandems.enums import Answer
from resonanz.tandems.models import Tandem

FOLDER = Path(__file__).parent.parent / "data"


@transaction.atomic
def load_demo() -> int:
    """Load all presets and the invented people; return how many people were made, 0 where they are there already."""
    if Person.objects.exists():
        return 0
    password = make_password(PASSWORD)  # hashed once: two hundred slow hashes would keep the visitor waiting
    made = load_operator(password)
    for path in preset_files():
        programme = load_preset(data=read_preset(path), by=None)
        data = tomllib.loads((FOLDER / path.name).read_text(encoding="utf-8"))
        made += load_people(programme, data, password)
    return made


def load_operator(password: str) -> int:
    """Make the invented person who runs this installation and can make programmes."""
    operator = create_person(
        email=f"otto.operator@resonanz{ADDRESSES}", first_name="Otto", last_name="Hofstätter", is_operator=True, by=None
    )
    Person.objects.filter(pk=operator.pk).update(password=password)
    return 1


def load_people(programme: Programme, data: dict[str, Any], password: str) -> int:
    """Fill one programme with its staff, contacts, voices, cohorts, people and running tandems."""
    today = timezone.localdate()
    domain = data["staff"][0]["email"].partition("@")[2]
    load_page(programme, data)
    for entry in data.get("staff", []):
        person = make_person(domain, entry, password)
        appoint_staff(programme=programme, person=person, role=entry["role"], by=None)
    cohorts = {entry["key"]: load_cohort(programme, entry, today) for entry in data.get("cohort", [])}
    people: dict[tuple[str, str], Participation] = {}
    for entry in data["person"]:
        person = make_person(domain, entry, password)
        participation = add_participant(
            cohort=cohorts[entry["cohort"]],
            person=person,
            group=entry["group"],
            capacity=entry.get("places", 1),
            topics=entry.get("topics", []),
            topics_back=entry.get("topics_back", []),
            by=None,
        )
        if "waiting_days" in entry:
            wait(participation, today - timedelta(days=entry["waiting_days"]))
        people[entry["cohort"], f"{entry.get('last_name', '')}, {entry['first_name']}".removeprefix(", ")] = participation
    load_tandems(programme, data, people, today)
    load_meetings(programme)
    load_messages(data, people, today)
    load_requests(data, people)
    load_survey(programme, data, today)
    load_diary(programme, today)
    load_closing_life(programme, data, people, today)
    load_care(programme, data, today)
    return len(people) + len(data.get("staff", [])) + load_applications(programme, data, domain)


def load_page(programme: Programme, data: dict[str, Any]) -> None:
    """Add the invented contact persons and voices to the public page."""
    for place, entry in enumerate(data.get("contact", [])):
        ContactPerson.objects.create(programme=programme, position=place, **entry)
    for place, entry in enumerate(data.get("voice", [])):
        Passage.objects.create(
            programme=programme,
            kind=PassageKind.VOICE,
            position=place,
            text=entry["text"],
            more=entry["who"],
        )


def load_cohort(programme: Programme, entry: dict[str, Any], today: date) -> Cohort:
    """Make a cohort whose days count from `today`; one that the preset announced already is completed."""
    days = {
        f"{name}_on": today + timedelta(days=entry[f"{name}_in_days"])
        for name in ("starts", "ends")
        if f"{name}_in_days" in entry
    }
    if "applications_in_days" in entry:
        days["applications_until"] = today + timedelta(days=entry["applications_in_days"])
    cohort, _ = Cohort.objects.update_or_create(
        programme=programme,
        number=entry.get("number"),
        defaults={"name": entry.get("name", {}), "state": entry["status"], **days},
    )
    return cohort


def make_person(domain: str, entry: dict[str, Any], password: str) -> Person:
    """Make one invented person with a profile; the address says which programme and that it is invented."""
    name = ".".join(filter(None, (slugify(entry["first_name"]), slugify(entry.get("last_name", "")))))
    job = {"de": entry.get("job", ""), "en": entry.get("job_en", "")}
    profile = {key: entry[key] for key in PROFILE_KEYS if key in entry}
    person = create_person(
        email=entry.get("email") or f"{name}@{domain}",
        first_name=entry["first_name"],
        last_name=entry.get("last_name", ""),
        name_own_script=entry.get("name_own_script", ""),
        form_of_address=entry.get("form", ""),
        language=entry.get("language", ""),
        by=None,
        profile={**profile, "job_title": job},
    )
    Person.objects.filter(pk=person.pk).update(password=password)
    return person


PROFILE_KEYS = [
    "occupation", "languages", "place", "place_name", "availability", "interests", "employer", "field", "about",
]  # fmt: skip


def load_tandems(
    programme: Programme,
    data: dict[str, Any],
    people: dict[tuple[str, str], Participation],
    today: date,
) -> None:
    """Make the running tandems as people would: suggested, two answers, and begun some days ago."""
    for entry in data.get("tandem", []):
        mentor, mentee = (find(people, entry, group) for group in ("first", "second"))
        tandem = propose_tandem(
            cohort=mentor.cohort,
            mentor=mentor,
            mentee=mentee,
            by=None,
            reasons=reasons_of_pair(mentor, mentee),
        )
        answers = entry.get("answers", ["mentor", "mentee"])
        for side in sorted(answers, key=lambda side: tandem.asked_at(side) is None):  # whoever is asked first answers first
            person = (mentor if side == "mentor" else mentee).person
            tandem = answer_suggestion(tandem=tandem, answer=Answer.YES, by=person)
        if len(answers) == 2:
            backdate(tandem, today - timedelta(days=entry["started_days_ago"]))
            live_together(tandem, entry, today)
        if "changed" in entry:
            change(tandem, today=today, **entry["changed"])
    for cohort in programme.cohorts.filter(tandems__end_asked_by__in=["mentor", "mentee"]).distinct():
        find_next_best(cohort=cohort)


def backdate(tandem: Tandem, day: date) -> None:
    """Let a tandem have begun on `day`."""
    if tandem.started_on and tandem.ends_on:
        tandem.ends_on = day + (tandem.ends_on - tandem.started_on)
    tandem.started_on = day
    tandem.proposed_on = day - timedelta(days=9)
    tandem.save(update_fields=["started_on", "ends_on", "proposed_on"])


def find(people: dict[tuple[str, str], Participation], entry: dict[str, Any], group: str) -> Participation:
    """Return the person that a tandem of the data names, in its cohort where that is said."""
    matches: Iterator[Participation] = (
        person for (cohort, name), person in people.items() if name == entry[group] and entry.get("cohort", cohort) == cohort
    )
    return next(matches)
