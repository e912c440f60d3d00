"""The public pages: what they say, in German and English."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from resonanz.programmes.enums import ProgrammeState
from tests.factories import make_programme
from tests.programmes.test_presets import SLUGS

pytestmark = pytest.mark.django_db


def public_page(client: Client, slug: str, language: str = "de") -> str:
    client.cookies["language"] = language
    return client.get(reverse("programmes:programme", args=[slug])).content.decode()


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_no_placeholder_is_left_on_any_page(client: Client, slug: str, language: str) -> None:
    make_programme(slug)
    page = public_page(client, slug, language)
    assert "{" not in page.split("<main")[1]


def test_kaernten_says_how_long_how_many_hours_and_that_the_date_is_open(client: Client) -> None:
    make_programme()
    page = public_page(client, "mentoring-fuer-migrantinnen")
    for words in ("6 Monate", "5 bis 7 Stunden im Monat", "Durchgang 11", "Termin noch offen", "eine:n Mentor:in"):
        assert words in page, words


def test_the_same_in_english(client: Client) -> None:
    make_programme()
    page = public_page(client, "mentoring-fuer-migrantinnen", "en")
    for words in ("6 months", "5 to 7 hours a month", "Cohort 11", "date still open", "I look for a mentor"):
        assert words in page, words


def test_each_programme_keeps_its_own_forms(client: Client) -> None:
    forms = {
        "mentegra": "Mentor*in",
        "mentoring-partnerschaft-muenchen": "Mentorin oder",
        "mentoring-fuer-migrantinnen": "Mentor:in",
    }
    for slug, form in forms.items():
        make_programme(slug)
        assert form in public_page(client, slug), slug


def test_the_brand_is_never_rewritten(client: Client) -> None:
    make_programme("mentor-mentor")
    assert ">Mentor:Mentor</h1>" in public_page(client, "mentor-mentor")


def test_the_colour_comes_as_a_style_sheet(client: Client) -> None:
    programme = make_programme()
    answer = client.get(reverse("programmes:accent", args=[programme.slug]))
    assert answer.content.decode() == f":root {{ --accent: {programme.accent}; }}\n"
    assert answer.headers["Content-Type"] == "text/css"


def test_an_unpublished_programme_does_not_exist(client: Client) -> None:
    programme = make_programme()
    programme.state = ProgrammeState.DRAFT
    programme.save()
    assert client.get(reverse("programmes:programme", args=[programme.slug])).status_code == 404
    assert str(programme) not in client.get(reverse("programmes:list")).content.decode()
