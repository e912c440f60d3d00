"""Mentor:Mentor: both are mentor and mentee, so the two groups go by their own names, and no page sorts them otherwise."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.steps import DE, doors, facts, groups, open_programme, walk

SLUG, NAME = "mentor-mentor", "Mentor:Mentor"
LABEL = re.compile(r"\b(Mentor\*in(nen)?|Mentees?|Mentor|Mentoren|Mentorin)\b")


def test_public_page(visit: Visit) -> None:
    page = visit()
    open_programme(page, SLUG, NAME)
    assert doors(page) == groups(page) == ["Talente", "Führungskräfte"]
    assert facts(page) == {
        "Wie lange": "3 Monate",
        "Wo": "Bayern",
        "Beginn": "Termin noch offen\nSagen Sie mir Bescheid",
        "Sprachen": "Deutsch, Englisch",
    }
    expect(page.locator(".hero .eyebrow")).to_have_text("Bayern · Pilotprojekt")
    expect(page.locator(".hero .lead")).to_contain_text("Jede*r Tandempartner*in ist Mentor*in und Mentee zugleich.")


def test_two_become_a_tandem_and_nobody_is_sorted(visit: Visit) -> None:
    ways = walk(visit, SLUG, DE, DE)
    ways.desk.goto(f"/cohorts/{ways.tandem.cohort_id}/?show=people")
    labels = set(ways.desk.locator(".table-stack tbody td:first-of-type").all_inner_texts())
    assert labels == {"Talente", "Führungskräfte"}
    for page in (ways.desk, ways.mentee, ways.mentor):
        without_name = page.locator("main").inner_text().replace(NAME, "")
        assert LABEL.findall(without_name) == []
