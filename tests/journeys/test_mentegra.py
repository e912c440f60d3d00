"""MENTEGRA: German with a star, a mentee who is always «die Mentee», and no fixed length."""

from __future__ import annotations

from tests.journeys.conftest import Visit
from tests.journeys.steps import DE, doors, facts, groups, open_programme, walk

SLUG, NAME = "mentegra", "MENTEGRA"


def test_public_page(visit: Visit) -> None:
    page = visit()
    open_programme(page, SLUG, NAME)
    assert doors(page) == ["Ich suche eine*n Mentor*in", "Ich möchte Mentor*in werden"]
    assert groups(page) == ["Mentees", "Mentor*innen"]
    assert facts(page) == {"Wo": "Region Köln", "Beginn": "Termin noch offen", "Sprachen": "Deutsch, Englisch"}
    tasks = page.locator("aside .check-list").first
    assert tasks.locator("li").first.inner_text() == "Zuhören und das Können der Mentee sehen"


def test_two_become_a_tandem(visit: Visit) -> None:
    walk(visit, SLUG, DE, DE)
