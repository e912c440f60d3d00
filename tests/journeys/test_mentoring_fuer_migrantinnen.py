"""Kärnten: fourteen things to do together, a date still open, German with a colon; and the way in Arabic."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.steps import AR, DE, doors, facts, groups, open_programme, walk

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
        "Durchgang 12": "Termin noch offen",
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
