"""Alumniportal: online, always open, as long as the two agree; everything in English."""

from __future__ import annotations

from tests.journeys.conftest import Visit
from tests.journeys.steps import EN, doors, facts, groups, open_programme, walk

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
