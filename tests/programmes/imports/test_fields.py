"""Every kind of cell, good and bad: what is written, or the one sentence that says what to do."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resonanz.programmes.actions.imports.fields import Context, read_row

CONTEXT = Context(
    country="AT",
    language="de",
    group="",
    groups={"fuhrungskrafte": "first", "talente": "second"},
    topics={"bewerbung": "job-search", "job-search": "job-search", "netzwerke": "networks"},
    titles=("Bewerbung", "Netzwerke"),
)
BASE = {"first_name": "Amina", "email": "amina@example.org", "group": "Mentee"}


def read(**cells: str) -> dict[str, Any]:
    """Return the columns written beyond those of BASE, joined, or the sentences by field."""
    reading = read_row({**BASE, **cells}, CONTEXT)
    if reading.wrong:
        return {field: phrase.text("en") for field, phrase in reading.wrong.items()}
    start = {"first_name": "Amina", "email": "amina@example.org", "group": "second", "capacity": 1, "topics": []}
    written = {**reading.person, **reading.profile, **reading.participation}
    return {name: value for name, value in written.items() if name not in start or start[name] != value}


GOOD = [
    ({"last_name": " Yusuf  Ali "}, {"last_name": "Yusuf Ali"}),
    ({"email": "Amina Yusuf <AMINA@Example.org>"}, {}),
    ({"email": "mailto:amina@example.org"}, {}),
    ({"first_name": "", "full_name": "Yusuf, Amina"}, {"last_name": "Yusuf"}),
    ({"first_name": "", "full_name": "Amina Yusuf"}, {"last_name": "Yusuf"}),
    ({"first_name": "", "full_name": "Amina"}, {"last_name": ""}),
    ({"first_name": "", "last_name": "Amina"}, {}),
    ({"group": "Mentor:in"}, {"group": "first"}),
    ({"group": "MENTORIN"}, {"group": "first"}),
    ({"group": "Führungskraft"}, {"group": "first"}),
    ({"group": "Talent"}, {}),
    ({"group": "second"}, {}),
    ({"form_of_address": "Frau"}, {"form_of_address": "feminine"}),
    ({"form_of_address": "m"}, {"form_of_address": "masculine"}),
    ({"form_of_address": "divers"}, {"form_of_address": "neutral"}),
    ({"form_of_address": "keine Angabe"}, {}),
    ({"language": "Arabisch"}, {"language": "ar"}),
    ({"language": "en"}, {"language": "en"}),
    ({"birth_year": "1988"}, {"birth_year": 1988}),
    ({"birth_year": "24.12.1988"}, {"birth_year": 1988}),
    ({"birth_year": "1988-12-24"}, {"birth_year": 1988}),
    ({"birth_year": "24/12/1988"}, {"birth_year": 1988}),
    ({"postcode": "9020"}, {"place": "AT-9020", "place_name": "Klagenfurt"}),
    ({"postcode": "A-9020", "place_name": "Klagenfurt"}, {"place": "AT-9020", "place_name": "Klagenfurt"}),
    ({"postcode": "D-50667"}, {"place": "DE-50667", "place_name": "Köln"}),
    ({"postcode": "50667", "country": "Deutschland"}, {"place": "DE-50667", "place_name": "Köln"}),
    ({"country": "Kenya", "place_name": "Nairobi"}, {"place": "KE", "place_name": "Nairobi"}),
    ({"country": "Kenia", "postcode": "00100"}, {"place": "KE", "place_name": "00100"}),
    ({"job_title": "Krankenpflegerin"}, {"job_title": {"de": "Krankenpflegerin"}, "occupation": "2221"}),
    ({"job_title": "Sternguckerin"}, {"job_title": {"de": "Sternguckerin"}}),
    ({"job_title": "Pflege", "occupation": "2221"}, {"job_title": {"de": "Pflege"}, "occupation": "2221"}),
    ({"languages": "Deutsch (C1), Arabisch: Muttersprache"}, {"languages": "de:C1;ar:native"}),
    ({"german_level": "B1"}, {"languages": "de:B1"}),
    ({"german_level": "Deutsch B1"}, {"languages": "de:B1"}),
    ({"german_level": "B1", "first_language": "Arabisch, Kurdisch"}, {"languages": "ar:native;ku:native;de:B1"}),
    ({"german_level": "B1", "languages": "de:C1"}, {"languages": "de:C1"}),
    ({"german_level": "-"}, {}),
    ({"employer": "Muster  GmbH"}, {"employer": "Muster GmbH"}),
    ({"availability": "Mo Abend; sat-morning, Dienstagvormittag"}, {"availability": "mon-evening;sat-morning;tue-morning"}),
    ({"topics": "bewerbung;Netzwerke;job-search"}, {"topics": ["job-search", "networks"]}),
    ({"capacity": "3"}, {"capacity": 3}),
    ({"capacity": "0"}, {"capacity": 0}),
    ({"interests": "Bergsteigen; Chor"}, {"interests": {"de": "Bergsteigen; Chor"}}),
]


@pytest.mark.parametrize(("cells", "written"), GOOD)
def test_good_cells(cells: dict[str, str], written: dict[str, Any]) -> None:
    assert read(**cells) == written


BAD = [
    ({"email": "amina"}, {"email": "“amina” is no e-mail address; it must look like name@example.org."}),
    (
        {"email": "a@example.org; b@example.org"},
        {"email": "There are several addresses in this cell; keep the one that opens the account."},
    ),
    ({"email": ""}, {"email": "There is no e-mail address; nobody can sign in without one. Write it into the sheet."}),
    ({"first_name": ""}, {"first_name": "There is no name; write at least a first name."}),
    ({"first_name": "A" * 151}, {"first_name": "This is too long (151 characters); write at most 150."}),
    ({"group": "Gast"}, {"group": "“Gast” names no side; write one of “Mentor”, “Mentee”."}),
    ({"group": "Mentorin/Mentee"}, {"group": "“Mentorin/Mentee” names no side; write one of “Mentor”, “Mentee”."}),
    ({"group": ""}, {"group": "It does not say on which side this person takes part; write mentor or mentee."}),
    (
        {"form_of_address": "Dr."},
        {"form_of_address": "“Dr.” is no form of address; write Frau, Herr or neutral, or leave it empty."},
    ),
    ({"birth_year": "88"}, {"birth_year": "“88” is no year of birth; write it like 1988."}),
    ({"birth_year": "2088"}, {"birth_year": "“2088” is no year of birth; write it like 1988."}),
    ({"birth_year": "١٩٨٨"}, {"birth_year": "“١٩٨٨” is no year of birth; write it like 1988."}),
    (
        {"postcode": "9999"},
        {"postcode": "“9999” is no postcode that we know; write it with its country, for example AT-9020."},
    ),
    ({"country": "Utopia"}, {"country": "“Utopia” is no country; write its name or its code of two letters."}),
    ({"occupation": "99999"}, {"occupation": "“99999” is no ISCO-08 code; write the occupation in words instead."}),
    ({"languages": "Klingonen"}, {"languages": "“Klingonen” is no language that we know; write for example Arabisch:C1."}),
    ({"german_level": "B7"}, {"german_level": "“B7” is no language level; write A1 to C2, or Muttersprache."}),
    (
        {"availability": "immer"},
        {"availability": "“immer” is no free time; write for example mon-evening or Montag Abend."},
    ),
    ({"topics": "Bewerbungen"}, {"topics": "The programme has no topic “Bewerbungen”. Did you mean “Bewerbung”?"}),
    ({"capacity": "viele"}, {"capacity": "“viele” is no number of places; write a number from 0 to 50."}),
    ({"capacity": "51"}, {"capacity": "“51” is no number of places; write a number from 0 to 50."}),
    ({"about": "x" * 2001}, {"about": "This is too long (2001 characters); write at most 2000."}),
    ({"place_name": "x" * 101}, {"place_name": "This is too long (101 characters); write at most 100."}),
]


@pytest.mark.parametrize(("cells", "sentences"), BAD)
def test_bad_cells_get_one_sentence(cells: dict[str, str], sentences: dict[str, str]) -> None:
    assert read(**cells) == sentences


def test_every_mistake_of_a_row_is_found() -> None:
    assert sorted(read(email="x", birth_year="x", capacity="x")) == ["birth_year", "capacity", "email"]


FIELDS = sorted({name for cells, _ in [*GOOD, *BAD] for name in cells})


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=60)))
def test_any_text_is_written_or_refused_but_never_an_accident(cells: dict[str, str]) -> None:
    reading = read_row(cells, CONTEXT)
    assert reading.wrong or (reading.person["email"] and reading.person["first_name"])
