"""Alumniportal: online, always open, as long as the two agree; everything in English."""

from __future__ import annotations

from playwright.sync_api import expect

from resonanz.programmes.models import Participation
from tests.journeys.conftest import Visit
from tests.journeys.steps import EN, doors, facts, groups, open_programme, sign_in, walk

SLUG, NAME = "alumniportal", "Alumniportal Deutschland"


def test_public_page(visit: Visit) -> None:
    page = visit()
    open_programme(page, SLUG, NAME)
    assert doors(page) == ["Ich suche eine*n Mentor*in", "Ich möchte Mentor*in werden"]
    assert groups(page) == ["Mentees", "Mentor*innen"]
    assert facts(page) == {
        "Wie lange": "nach Absprache, oft 6 bis 12 Monate",
        "Wo": "weltweit, online",
        "Beginn": "jederzeit",
        "Sprachen": "Deutsch, Englisch",
    }


def test_two_become_a_tandem_in_english(visit: Visit) -> None:
    page = visit("en")
    open_programme(page, SLUG, NAME)
    assert doors(page) == ["I look for a mentor", "I want to be a mentor"]
    assert facts(page)["How long"] == "as the two agree, often 6 to 12 months"
    walk(visit, SLUG, EN, EN, language="en")


def test_an_incomplete_profile_says_what_is_missing(visit: Visit) -> None:
    row = Participation.objects.filter(cohort__programme__slug=SLUG, group="second").earliest("pk")
    row.person.profile.about = {}
    row.person.profile.save()
    phone = visit("en", width=390)
    row.person.language = "en"
    row.person.save()
    sign_in(phone, row.person.email)
    phone.goto(f"/programmes/{SLUG}/profile/")
    expect(phone.get_by_text("Without these answers, nobody can be suggested to you.")).to_be_visible()
    phone.locator(".missing-list").get_by_role("link", name="One sentence about you").click()
    phone.locator("[name=about]").fill("I like rivers.")
    phone.get_by_role("button", name="Save").last.click()
    expect(phone.get_by_text("Your profile is complete.")).to_be_visible()
    expect(phone.locator("blockquote")).to_have_text("I like rivers.")
