"""Kärnten: fourteen things to do together, a date still open, German with a colon; and the way in Arabic."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from resonanz.applications.models import Application
from tests.journeys.conftest import Visit
from tests.journeys.steps import AR, DE, apply, doors, facts, groups, hand_in, open_programme, walk

SLUG, NAME = "mentoring-fuer-migrantinnen", "Mentoring für MigrantInnen"
CONTENTS = [
    "Passende Arbeit suchen",
    "Arbeitskultur in Österreich",
    "Fachsprache",
    "Kontakte und Netzwerke",
    "Leben und Gesellschaft",
    "Anerkennung von Abschlüssen",
    "Praktikum und Volontariat",
    "Was der Arbeitsmarkt sucht",
    "Gemeinsam unterwegs",
    "Eigene Stärken nutzen",
    "Selbstvertrauen",
    "Erwartungen prüfen",
    "Weiterbildung",
    "Ein Unternehmen gründen",
]


def test_public_page(visit: Visit) -> None:
    page = visit()
    open_programme(page, SLUG, NAME)
    assert doors(page) == ["Ich suche eine:n Mentor:in", "Ich möchte Mentor:in werden"]
    assert groups(page) == ["Mentees", "Mentor:innen"]
    assert facts(page) == {
        "Wie lange": "6 Monate",
        "Zeit": "5 bis 7 Stunden im Monat",
        "Wo": "Kärnten",
        "Durchgang 12": "Termin noch offen\nSagen Sie mir Bescheid",
        "Sprachen": "Deutsch, Englisch",
    }
    together = page.locator("h2", has_text="Was Sie gemeinsam tun können").locator("xpath=..")
    assert together.locator("li strong").all_inner_texts() == CONTENTS
    assert len(CONTENTS) == 14


def test_two_become_a_tandem(visit: Visit) -> None:
    walk(visit, SLUG, DE, DE)


def test_two_become_a_tandem_in_arabic(visit: Visit) -> None:
    page = visit(width=390)
    page.goto(f"/programmes/{SLUG}/")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    page.locator("details[data-menu]").first.locator("summary").click()
    page.get_by_role("button", name="العربيّة").click()
    expect(page).to_have_url(f"/programmes/{SLUG}/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert doors(page) == ["أبحث عن مرشد أو مرشدة", "أريد المشاركة في الإرشاد"]
    assert facts(page)["الوقت"] == "5 إلى 7 ساعات في الشهر"
    ways = walk(visit, SLUG, DE, AR, language="ar")
    for phone in (ways.mentee, ways.mentor):
        expect(phone.locator("html")).to_have_attribute("lang", "ar")
        expect(phone.locator("html")).to_have_attribute("dir", "rtl")


MENTEE = {
    "first_name": "Shirin",
    "adult": "yes",
    "occupation": "Apothekerin",
    "education": "master",
    "languages_language": "de",
    "languages_level": "B2",
    "place": "9020",
    "availability": "mon-evening",
    "topics": "recognition",
    "labour_market": "yes",
    "registered": "yes",
    "migration": "yes",
    "target_group_consent": True,
    "notice": True,
    "suggest": True,
}


@pytest.mark.parametrize(
    ("language", "script", "said", "next_step"),
    [
        ("de", False, "Danke. Ihre Bewerbung ist bei uns angekommen.", "Wir lesen Ihre Bewerbung"),
        ("en", True, "Thank you. Your application has reached us.", "We read your application"),
    ],
)
def test_a_mentee_applies_on_a_phone(visit: Visit, language: str, script: bool, said: str, next_step: str) -> None:
    phone, email = visit(language, width=390, script=script), f"shirin.{language}@example.org"
    apply(phone, SLUG, "second", email, MENTEE)
    hand_in(phone, email, said)
    expect(phone.locator(".next-when")).to_have_text(next_step)
    row = Application.objects.get(person__email=email)
    assert (row.state, row.language, row.confirmed_at is not None) == ("submitted", language, True)
    assert {key: value for key, value in row.answers.values_list("key", "value") if key in {"place", "languages"}} == {
        "place": "AT-9020",
        "languages": "de:B2",
    }
