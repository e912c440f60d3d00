"""München: German with both forms, and a start at any time; the whole way works without JavaScript."""

from __future__ import annotations

from tests.journeys.conftest import Visit
from tests.journeys.steps import DE, doors, facts, groups, open_programme, walk

SLUG, NAME = "mentoring-partnerschaft-muenchen", "Mentoring-Partnerschaft München"


def test_public_page_without_javascript(visit: Visit) -> None:
    page = visit(script=False)
    open_programme(page, SLUG, NAME)
    assert doors(page) == ["Ich suche eine Mentorin oder einen Mentor", "Ich möchte Mentorin oder Mentor werden"]
    assert groups(page) == ["Mentees", "Mentorinnen und Mentoren"]
    assert facts(page) == {"Wie lange": "4 Monate", "Wo": "München", "Beginn": "jederzeit", "Sprachen": "Deutsch, Englisch"}


def test_two_become_a_tandem_without_javascript(visit: Visit) -> None:
    walk(visit, SLUG, DE, DE, script=False)
