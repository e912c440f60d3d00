"""The programmes and the invented people that come with the product: complete, valid and readable."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import resonanz
from resonanz.wording import STYLES, Wording

HOUSE = Path(resonanz.__file__).parent
SLUGS = [
    "alumniportal",
    "mentegra",
    "mentor-mentor",
    "mentoring-fuer-migrantinnen",
    "mentoring-partnerschaft-muenchen",
]
IN_ARABIC = {"mentegra", "mentoring-fuer-migrantinnen", "mentoring-partnerschaft-muenchen"}
LITERAL = {"name", "short_name", "place"}  # shown as they are
# What reasons and letters are filled with; nowhere else may a text name it.
VALUES = {
    "rule": ["needed", "stated"],
    "letter": ["first_name", "programme", "reasons", "help", "day", "time", "minutes", "way", "place", "sender"],
}
SIGN = re.compile(r"[*:/_]in(nen)?\b|[a-zäöüß]I(n|nnen)\b")
SLOT = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)-(morning|afternoon|evening)")
LANGUAGE = re.compile(r"[a-z]{2}:(native|[ABC][12])")
PLACE = re.compile(r"DE-\d{5}|AT-\d{4}|[A-Z]{2}")


@cache
def preset(slug: str) -> dict[str, Any]:
    """Return a preset."""
    return tomllib.loads((HOUSE / "presets" / f"{slug}.toml").read_text(encoding="utf-8"))


@cache
def people_of(slug: str) -> dict[str, Any]:
    """Return the invented people of a programme."""
    return tomllib.loads((HOUSE / "demo" / "data" / f"{slug}.toml").read_text(encoding="utf-8"))


def wording_of(slug: str, style: str | None = None) -> Wording:
    """Return the wording of a preset, or another style with its nouns."""
    own = preset(slug)["wording"]
    return Wording(style or own["style"], own.get("nouns", {}))


def texts(data: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, str]]]:
    """Yield every text with its languages, and where it stands."""
    if isinstance(data, dict):
        if path[:1] != ("wording",) and set(data) & {"de", "en"}:
            yield path, {key: value for key, value in data.items() if key not in ("side", "group", "consent")}
            return
        for key, value in data.items():
            yield from texts(value, (*path, key))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from texts(value, (*path, str(place)))


def templates(slug: str) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Yield every template of a preset with its place and language."""
    for path, text in texts(preset(slug)):
        if path[0] not in LITERAL:
            for language, template in text.items():
                yield path, language, template


def contrast_on_white(colour: str) -> float:
    """Return the contrast of a colour such as "#1f6f5c" on white, as WCAG 2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def test_the_five_programmes_are_there() -> None:
    assert sorted(path.stem for path in (HOUSE / "presets").glob("*.toml")) == SLUGS
    assert sorted(path.stem for path in (HOUSE / "demo" / "data").glob("*.toml")) == SLUGS


@pytest.mark.parametrize("slug", SLUGS)
def test_a_preset_has_all_it_needs(slug: str) -> None:
    data = preset(slug)
    assert (data["schema"], data["slug"]) == (1, slug)
    for key in ("name", "sentence", "about", "place", "settings", "address", "wording", "groups", "criteria"):
        assert data[key], key
    assert 4 <= len(data["step"]) <= 6
    assert 3 <= len(data["question"]) <= 5
    for key in ("topic", "task", "limit", "condition", "benefit", "organisation"):
        assert data[key], key
    assert 2 <= len(data["about"]["de"].strip().split("\n\n")) <= 4


@pytest.mark.parametrize("slug", SLUGS)
def test_every_language_is_complete(slug: str) -> None:
    for path, text in texts(preset(slug)):
        assert set(text) == {"de", "en", *(["ar"] if slug in IN_ARABIC else [])}, path
        assert all(entry.strip() for entry in text.values()), path
    for path, text in texts(people_of(slug)):  # people's own words need not be there in Arabic
        assert set(text) - {"ar"} == {"de", "en"}, path
        assert all(entry.strip() for entry in text.values()), path


@pytest.mark.parametrize("slug", SLUGS)
def test_placeholders_are_valid(slug: str) -> None:
    wording = wording_of(slug)
    for path, language, template in templates(slug):
        assert [str(problem) for problem in wording.problems(template, language, VALUES.get(path[0], []))] == [], path
    for cohort in people_of(slug)["cohort"]:
        for language, template in cohort["name"].items():
            assert wording.problems(template, language) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_signs_come_from_the_wording_only(slug: str) -> None:
    for path, _, template in templates(slug):
        assert not SIGN.search(re.sub(r"\{[^}]*\}", "", template)), path


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("slug", SLUGS)
def test_every_style_suits_every_programme(slug: str, style: str) -> None:
    wording = wording_of(slug, style)
    shown = [
        wording.render(template, language, **dict.fromkeys(VALUES.get(path[0], []), "9020 Klagenfurt"))
        for path, language, template in templates(slug)
    ]
    assert not any("{" in text or "}" in text for text in shown)
    if style in ("pair", "neutral"):
        assert not any(SIGN.search(text) for text in shown)


@pytest.mark.parametrize("style", STYLES)
def test_the_brand_is_never_rewritten(style: str) -> None:
    data = preset("mentor-mentor")
    wording = wording_of("mentor-mentor", style)
    assert data["name"] == {"de": "Mentor:Mentor", "en": "Mentor:Mentor"}
    answer = wording.render(data["question"][0]["a"]["de"], "de")
    assert answer.endswith("Deshalb heißt das Programm Mentor:Mentor.")
    assert wording.render("{brand}: {mentors}", "de", brand=data["name"]["de"]).startswith("Mentor:Mentor: ")


def test_each_programme_has_its_own_colour() -> None:
    colours = [preset(slug)["settings"]["accent"] for slug in SLUGS]
    assert len(set(colours)) == len(SLUGS)
    assert all(contrast_on_white(colour) >= 4.5 for colour in colours)


def test_carinthia_has_its_catalogue() -> None:
    data = preset("mentoring-fuer-migrantinnen")
    assert (len(data["topic"]), len(data["task"])) == (14, 6)


@pytest.mark.parametrize("slug", SLUGS)
def test_no_preset_holds_a_date(slug: str) -> None:
    for cohort in preset(slug).get("cohort", []):
        assert cohort["status"] == "announced"
        assert set(cohort) <= {"number", "name", "status"}


@pytest.mark.parametrize("slug", SLUGS)
def test_topic_keys_are_unique_and_used_as_declared(slug: str) -> None:
    keys = [topic["key"] for topic in preset(slug)["topic"]]
    assert len(set(keys)) == len(keys)
    for person in people_of(slug)["person"]:
        assert person["topics"]
        assert set(person["topics"]) <= set(keys), person["last_name"]


@pytest.mark.parametrize("slug", SLUGS)
def test_invented_people_are_well_formed(slug: str) -> None:
    data = people_of(slug)
    cohorts = {cohort["key"] for cohort in data["cohort"]}
    assert 20 <= len(data["person"]) <= 60
    names = [(person["first_name"], person["last_name"]) for person in data["person"]]
    assert len(set(names)) == len(names)
    for person in data["person"]:
        assert person["cohort"] in cohorts
        assert person["group"] in ("first", "second")
        assert person["form"] in ("feminine", "masculine", "neutral")
        assert re.fullmatch(r"\d{4}", person["occupation"])
        assert all(LANGUAGE.fullmatch(entry) for entry in person["languages"].split(";"))
        assert all(SLOT.fullmatch(entry) for entry in person["availability"].split(";"))
        assert PLACE.fullmatch(person["place"])
        assert ("place_name" in person) == ("-" in person["place"])
        assert ("employer" in person) == (person["group"] == "first")


@pytest.mark.parametrize("slug", SLUGS)
def test_running_tandems_name_people_of_their_cohort(slug: str) -> None:
    data = people_of(slug)
    people = {
        (
            person["cohort"],
            person["group"],
            f"{person['last_name']}, {person['first_name']}".removeprefix(", "),
        )
        for person in data["person"]
    }
    assert 6 <= len(data["tandem"]) <= 12
    for tandem in data["tandem"]:
        assert {(tandem["cohort"], side, tandem[side]) for side in ("first", "second")} <= people
        assert tandem["started_days_ago"] > 0


@pytest.mark.parametrize("slug", SLUGS)
def test_one_running_tandem_and_a_coordinator_can_log_in(slug: str) -> None:
    data = people_of(slug)
    logins = {f"{person['last_name']}, {person['first_name']}" for person in data["person"] if person.get("login")}
    assert len(logins) == 2
    assert any({tandem["first"], tandem["second"]} == logins for tandem in data["tandem"])
    assert [staff["role"] for staff in data["staff"] if staff.get("login")] == ["coordinator"]
    assert all(entry["email"].endswith(".demo.example") for entry in data["staff"] + data["contact"])
    assert all(voice["consent"] for voice in data["voice"])
    assert len(data["voice"]) == 2
