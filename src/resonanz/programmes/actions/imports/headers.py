"""What the columns of a list of people probably mean, by their names and by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from django.conf import settings
from django.utils import translation

from resonanz.core.text import fold
from resonanz.programmes.enums import PersonField as F
from resonanz.taxonomy import languages

# As people write them, German and English, in the form that `plain` gives.
NAMES: dict[str, str] = {
    F.GROUP: "rolle; role; seite; side; gruppe; group; teilnahme als; funktion im programm; mentor oder mentee; "
    "mentor mentee; mentor in mentee; mentorin oder mentee; typ; art der teilnahme; participant type; takes part as",
    F.FULL_NAME: "name; vor und nachname; vor und zuname; vorname nachname; vorname und nachname; vorname name; "
    "voller name; vollstandiger name; full name; name vollstandig; teilnehmer; teilnehmerin; teilnehmende; person; "
    "participant; mentor; mentorin; mentor in; mentee; kontakt; nachname vorname; name vorname; first and last name",
    F.FIRST_NAME: "vorname; vornamen; rufname; first name; firstname; given name; given names; forename; vname",
    F.LAST_NAME: "nachname; zuname; familienname; last name; lastname; surname; family name; nname; familien name",
    F.NAME_OWN_SCRIPT: "name in eigener schrift; name in der eigenen schrift; name in own script; native name; "
    "name originalschrift; name in your own script",
    F.EMAIL: "e mail; email; mail; e mail adresse; emailadresse; e mailadresse; mailadresse; mail adresse; email address; "
    "e mail address; e mail address; elektronische adresse; kontakt e mail; e mail privat; private e mail",
    F.FORM_OF_ADDRESS: "anrede; geschlecht; form of address; salutation; title; gender; sex; ansprache",
    F.LANGUAGE: "korrespondenzsprache; kontaktsprache; sprache der briefe; sprache der mails; bevorzugte sprache; "
    "preferred language; contact language; language of letters; language of mails; interface language",
    F.BIRTH_YEAR: "geburtsjahr; geb jahr; jahrgang; geburtsdatum; geb datum; geb; geboren; geboren am; geburtstag; "
    "year of birth; birth year; birthyear; date of birth; birthday; birth date; birthdate; dob; yob",
    F.POSTCODE: "plz; postleitzahl; plz ort; plz wohnort; postcode; post code; zip; zip code; zipcode; postal code",
    F.PLACE_NAME: "ort; wohnort; stadt; gemeinde; city; town; place; place of residence; wohnsitz; location",
    F.COUNTRY: "land; country; wohnland; staat; country of residence; landercode",
    F.JOB_TITLE: "beruf; erlernter beruf; berufsbezeichnung; tatigkeit; ausbildung; position; jobtitel; job; occupation; "
    "profession; job title; trade; current job; aktueller beruf; berufliche tatigkeit; stelle; fachgebiet; qualification",
    F.OCCUPATION: "isco; isco code; isco 08; berufscode; occupation code; occupation isco code; beruf isco code",
    F.LANGUAGES: "sprachen; sprachkenntnisse; sprachen mit niveau; languages; language skills; spoken languages; "
    "weitere sprachen; sprachen und niveau; languages with level; fremdsprachen; gesprochene sprachen",
    F.GERMAN_LEVEL: "deutschniveau; deutsch niveau; deutschkenntnisse; deutsch; niveau deutsch; sprachniveau; "
    "sprachniveau deutsch; german level; level of german; german; german skills; deutsch level; cefr; ger niveau",
    F.FIRST_LANGUAGE: "muttersprache; muttersprachen; erstsprache; erstsprachen; first language; mother tongue; "
    "native language; native languages; herkunftssprache",
    F.EMPLOYER: "firma; unternehmen; arbeitgeber; betrieb; organisation; institution; company; employer; organization; "
    "firma institution; unternehmen organisation; arbeitsstelle; dienstgeber; dienstgeberin",
    F.FIELD: "branche; fachbereich; sektor; industry; sector; field; field of work; wirtschaftszweig; berufsfeld; "
    "tatigkeitsfeld; bereich",
    F.AVAILABILITY: "verfugbarkeit; freie zeiten; zeiten; availability; free times; available times; wann zeit",
    F.INTERESTS: "interessen; hobbys; hobbies; interests; stichworte; keywords",
    F.ABOUT: "uber mich; kurzprofil; vorstellung; motivation; about; about me; about oneself; bio; kurzbeschreibung; "
    "ein satz uber mich; uber sich",
    F.TOPICS: "themen; wunschthemen; themenwunsche; angebotene themen; topics; wished topics; offered topics; ziele; "
    "inhalte; unterstutzung bei; goals",
    F.TOPICS_BACK: "themen umgekehrt; lernwunsche; lerninteressen; mochte lernen; topics the other way round; "
    "wants to learn",
    F.CAPACITY: "kapazitat; platze; anzahl mentees; anzahl platze; anzahl der mentees; capacity; places; "
    "places for tandems; platze fur tandems; number of mentees; max mentees; maximale anzahl mentees; freie platze",
}
# Beginnings that give a column away however it goes on ("E-Mail (privat)", "Beruf laut Zeugnis").
BEGINNINGS = (
    F.EMAIL, F.FIRST_NAME, F.LAST_NAME, F.BIRTH_YEAR, F.POSTCODE, F.JOB_TITLE, F.LANGUAGES, F.GERMAN_LEVEL,
    F.FIRST_LANGUAGE, F.EMPLOYER, F.FIELD, F.AVAILABILITY, F.INTERESTS, F.TOPICS, F.CAPACITY, F.PLACE_NAME,
)  # fmt: skip
SHORTEST_BEGINNING = 4
SAMPLE = 60
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z")
POSTCODE = re.compile(r"(?:[A-Za-z]{1,2}\s*-?\s*)?\d{4,5}\Z")


def guess_columns(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Return column → PersonField for the columns whose meaning can be guessed; each field is guessed once at most.

    The whole name decides first, then its beginning, then what stands in the column.
    """
    guessed: dict[str, str] = {}
    samples = {column: [row[index] for row in rows if row[index]][:SAMPLE] for index, column in enumerate(columns)}
    for look in (by_name, by_beginning, lambda column: by_content(samples[column])):
        for column in columns:
            field = None if column in guessed else look(column)
            if field and field not in guessed.values():
                guessed[column] = field
    return told_apart(guessed, columns)


def told_apart(guessed: dict[str, str], columns: Sequence[str]) -> dict[str, str]:
    """«Name» beside a first name is the last name; a whole name beside both is left out."""
    fields = set(guessed.values())
    whole = next((column for column in columns if guessed.get(column) == F.FULL_NAME), None)
    if whole is None or F.FIRST_NAME not in fields:
        return guessed
    if F.LAST_NAME in fields:
        return {column: field for column, field in guessed.items() if column != whole}
    return {**guessed, whole: F.LAST_NAME}


def by_name(column: str) -> str | None:
    """Return the field that goes by exactly this name."""
    return known_names().get(plain(column))


def by_beginning(column: str) -> str | None:
    """Return the field with one of whose names the column begins."""
    name = plain(column)
    found = [
        (len(known), field)
        for known, field in known_names().items()
        if field in BEGINNINGS and len(known) >= SHORTEST_BEGINNING and name.startswith(f"{known} ")
    ]
    return max(found)[1] if found else None


def by_content(values: Sequence[str]) -> str | None:
    """Return the field whose values look like these; only what can hardly be anything else."""
    if not values:
        return None
    if mostly(bool(ADDRESS.match(value)) for value in values):
        return F.EMAIL
    if mostly(is_skills(value) for value in values):
        return F.LANGUAGES
    return F.POSTCODE if mostly(is_postcode(value) for value in values) else None


def mostly(answers: Iterable[bool]) -> bool:
    """Whether nine in ten say yes: a typing error must not hide what a column is."""
    said = list(answers)
    return sum(said) >= 0.9 * len(said)


def is_skills(value: str) -> bool:
    """Whether `value` lists languages with their levels."""
    try:
        return any(mark in value for mark in ":(") and bool(languages.parse_skills(value))
    except ValueError:
        return False


def is_postcode(value: str) -> bool:
    """Whether `value` may be a postcode and is no year."""
    return bool(POSTCODE.match(value)) and not (value.isdecimal() and 1900 <= int(value) <= 2100)


def plain(name: str) -> str:
    """Return the name of a column without case, accents, stars, colons, brackets and doubled blanks."""
    return " ".join(re.sub(r"[^\w]+|_", " ", fold(name)).split())


@cache
def known_names() -> dict[str, str]:
    """Return every known name of a field; the labels of our own exports, in each language, are among them."""
    names = {plain(name): field for field, text in NAMES.items() for name in text.split(";")}
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            for field in F:
                names.setdefault(plain(str(field.label)), field)
    return names
