"""The profile is filled once, changed by the person alone, and says what is missing in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from resonanz.applications.actions.apply import save_answers
from resonanz.applications.actions.capture import capture_application
from resonanz.applications.actions.profile import NotConfirmed, fill_profile
from resonanz.applications.queries.profile import completeness
from resonanz.people.models import Person
from resonanz.programmes.enums import Group
from tests.factories import make_cohort, make_participation, make_person, make_programme
from tests.factories.apply import make_submitted

pytestmark = pytest.mark.django_db


def test_the_answers_fill_person_profile_and_participation() -> None:
    row = make_submitted(make_cohort(make_programme(), state="open"), Group.FIRST)
    participation = fill_profile(application=row, by=None)
    person, profile = participation.person, participation.person.profile
    assert (person.first_name, person.last_name, person.language) == ("Noor", "Ein Satz.", "de")
    assert (profile.occupation, profile.job_title) == ("2221", {"de": "Krankenschwester"})
    assert (profile.place, profile.place_name, profile.languages) == ("AT-9020", "Klagenfurt", "de:B1;ar:native")
    assert (profile.availability, profile.about) == ("mon-evening;sat-morning", {"de": "Ein Satz."})
    assert (participation.group, participation.capacity, participation.topics) == ("first", 2, ["job-search"])
    assert fill_profile(application=row, by=None) == participation


def test_what_the_person_changed_since_then_stays() -> None:
    row = make_submitted(make_cohort(make_programme(), state="open"))
    row.person.profile.languages = "de:C2"
    row.person.profile.save()
    participation = fill_profile(application=row, by=None)
    assert participation.person.profile.languages == "de:C2"
    assert participation.person.profile.place == "AT-9020"


def test_nobody_takes_part_by_what_others_wrote() -> None:
    cohort = make_cohort(make_programme(), state="open")
    row = capture_application(
        cohort=cohort,
        group="second",
        origin="phone",
        email="a@example.org",
        first_name="A",
        last_name="",
        language="de",
        by=make_person("Alice"),
    )
    save_answers(application=row, values={"languages": "de:B1"}, by=None)
    with pytest.raises(NotConfirmed):
        fill_profile(application=row, by=None)


def test_what_is_missing_is_named_and_can_be_added(client_of: Callable[[Person | None], Client]) -> None:
    cohort = make_cohort(make_programme("alumniportal"))
    topics = [cohort.programme.topics.all()[0].key]
    participation = make_participation(cohort, Group.SECOND, "Putri", topics=topics, profile={"languages": ""})
    found = completeness(participation)
    assert ([question.key for question in found.missing], found.share) == (["languages", "about"], 67)
    client = client_of(participation.person)
    page = client.get(reverse("applications:profile", args=["alumniportal"]), headers={"accept-language": "de"})
    assert "Ohne diese Antworten kann Ihnen niemand vorgeschlagen werden." in page.content.decode()
    url = reverse("applications:profile_page", args=["alumniportal", "languages"])
    client.post(url, {"languages_language": ["id"], "languages_level": ["native"]})
    url = reverse("applications:profile_page", args=["alumniportal", "wishes"])
    client.post(url, {"topics": topics, "about": "Wasser ist mein Fach."}, headers={"accept-language": "de"})
    participation = type(participation).objects.get()
    assert participation.person.profile.about == {"de": "Wasser ist mein Fach."}
    assert completeness(participation).is_complete
