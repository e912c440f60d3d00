"""Nothing is typed twice: earlier answers are offered to their person alone, and count when she keeps them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from resonanz.applications.actions.apply import save_answers
from resonanz.applications.actions.profile import fill_profile
from resonanz.applications.models import Application
from resonanz.applications.queries.apply import pages_of, token_of, values_of
from resonanz.applications.queries.earlier import offers
from resonanz.people.models import Person
from resonanz.programmes.models import Cohort
from tests.factories import make_cohort, make_person, make_programme
from tests.factories.apply import make_draft, make_submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort() -> Cohort:
    return make_cohort(make_programme(), state="open")


def offered(application: Application) -> dict[str, tuple[Any, str]]:
    """Return what all pages of a form offer: value and source by key."""
    values, found = values_of(application), {}
    for page in pages_of(application.cohort.programme, application.group):
        for key, offer in offers(application, page, values).items():
            found[key] = (offer.value, str(offer.source))
    return found


def test_the_next_cohort_is_offered_what_was_answered_but_nothing_special(cohort: Cohort) -> None:
    first = make_submitted(cohort, email="noor@example.org")
    again = make_draft(make_cohort(cohort.programme, state="open"), email="noor@example.org")
    found = offered(again)
    assert found["education"] == (values_of(first)["education"], "here")
    assert found["occupation"] == ({"code": "2221", "title": "Krankenschwester"}, "here")
    assert found["languages"] == ("de:B1;ar:native", "here")
    assert found["topics"] == (values_of(first)["topics"], "here")
    kept_out = {"migration", "target_group_consent", "notice", "suggest", "registered_proof", "labour_market_proof"}
    assert kept_out & set(found) == set()
    assert kept_out <= set(values_of(first))
    assert values_of(again) == {"first_name": "Noor"}


def test_another_programme_is_offered_what_fills_the_profile_and_no_more(cohort: Cohort) -> None:
    make_submitted(cohort, email="noor@example.org")
    other = make_draft(
        make_cohort(make_programme("mentoring-partnerschaft-muenchen"), state="open"), email="noor@example.org"
    )
    found = offered(other)
    assert found["languages"] == ("de:B1;ar:native", "elsewhere")
    assert {"education", "topics", "labour_market", "phone"} & set(found) == set()


def test_the_profile_goes_before_older_answers(cohort: Cohort) -> None:
    row = make_submitted(cohort, email="noor@example.org")
    participation = fill_profile(application=row, by=None)
    participation.person.profile.languages = "de:C1"
    participation.person.profile.save()
    again = make_draft(make_cohort(cohort.programme, state="open"), email="noor@example.org")
    assert offered(again)["languages"] == ("de:C1", "profile")


def test_an_option_that_is_gone_is_not_offered(cohort: Cohort) -> None:
    row = make_submitted(cohort, email="noor@example.org")
    row.answers.filter(key="education").update(value="wizard")
    row.answers.filter(key="topics").update(value=["gone", "recognition"])
    again = make_draft(make_cohort(cohort.programme, state="open"), email="noor@example.org")
    found = offered(again)
    assert "education" not in found
    assert found["topics"] == (["recognition"], "here")


def test_a_page_that_was_filled_in_offers_nothing_more(cohort: Cohort) -> None:
    make_submitted(cohort, email="noor@example.org")
    again = make_draft(make_cohort(cohort.programme, state="open"), email="noor@example.org")
    save_answers(application=again, values={"education": "master"}, by=None)
    assert {"occupation", "education", "recognition"} & set(offered(again)) == set()


def test_drafts_and_what_was_never_confirmed_offer_nothing(cohort: Cohort) -> None:
    person = make_person("Noor")
    begun = make_draft(make_cohort(cohort.programme, state="open"), email=person.email)
    save_answers(application=begun, values={"education": "master"}, by=None)
    assert "education" not in offered(make_draft(cohort, email=person.email))


def test_only_the_person_sees_earlier_answers(cohort: Cohort, client: Client) -> None:
    make_submitted(cohort, email="noor@example.org")
    Person.objects.filter(email="noor@example.org").update(last_login="2026-01-01T10:00:00Z")
    data = {"first_name": "Noor", "email": "noor@example.org", "language": "de", "accept": "on"}
    german = Client(headers={"accept-language": "de"})
    german.post("/programmes/mentoring-fuer-migrantinnen/apply/second/", data)
    draft = Application.objects.latest("pk")
    here = reverse("applications:page", args=[draft.pk, "occupation"])
    stranger = german.get(here).content.decode()
    assert ("Krankenschwester" in stranger, "bitte prüfen" in stranger) == (False, False)
    german.get(reverse("applications:open_link", args=[token_of(draft.nonce)]))
    own = german.get(here).content.decode()
    assert 'value="Krankenschwester"' in own
    assert own.count("Aus der letzten Bewerbung; bitte prüfen.") == 4
    assert values_of(draft) == {"first_name": "Noor"}


def test_who_is_logged_in_types_nothing_twice(cohort: Cohort) -> None:
    profile = {"languages": "de:C1", "place": "AT-9020", "place_name": "Klagenfurt", "about": {"de": "Hallo."}}
    person = make_person("Amina", "Yusuf", profile=profile)
    draft = make_draft(make_cohort(cohort.programme, state="open"), by=person)
    assert offered(draft) == {
        "last_name": ("Yusuf", "profile"),
        "languages": ("de:C1", "profile"),
        "place": ("AT-9020", "profile"),
        "about": ("Hallo.", "profile"),
    }
