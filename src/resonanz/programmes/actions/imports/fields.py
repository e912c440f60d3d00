"""What stands in a cell of a list of people, read into our columns, or one sentence that says what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone, translation

from resonanz.core.text import fold
from resonanz.people.enums import FormOfAddress
from resonanz.people.models import Person, Profile
from resonanz.phrases import P, Phrase
from resonanz.programmes.actions.imports.words import DAYS, FORMS, PARTS
from resonanz.programmes.enums import Group
from resonanz.programmes.enums import PersonField as F
from resonanz.programmes.models import Cohort, Programme
from resonanz.tables import did_you_mean
from resonanz.taxonomy import countries, languages, occupations, places

MOST_PLACES = 50
MOST_WORDS = 2_000  # characters of a text in the person's own words
YOUNGEST, OLDEST = 10, 110
BIRTH = re.compile(r"([0-9]{4})|([0-9]{4})-[0-9]{1,2}-[0-9]{1,2}(?:[ T].*)?|(?:[0-9]{1,2}[./]\s?){2}([0-9]{4})")


class Wrong(ValueError):
    """What stands in a cell cannot be used; `phrase` says why and what to do."""

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(phrase.text())
        self.phrase = phrase


@dataclass(frozen=True)
class Context:
    """What a cell is read against: the programme's country, language, groups and topics."""

    country: str
    language: str
    group: str  # of the whole sheet; empty where a column says it
    groups: Mapping[str, str] = field(default_factory=dict)  # letters of a name → group
    topics: Mapping[str, str] = field(default_factory=dict)  # folded key or title → key
    titles: tuple[str, ...] = ()  # of the topics, for «did you mean»

    @classmethod
    def of(cls, cohort: Cohort, group: str) -> Context:
        """Return the context of an import into `cohort`."""
        programme = cohort.programme
        topics: dict[str, str] = {}
        titles: list[str] = []
        for topic in programme.topics.all():
            for text in (topic.key, *topic.title.values()):
                topics.setdefault(fold(text), topic.key)
            titles += topic.title.values()
        groups: dict[str, str] = {}
        for language in ("de", "en"):
            with translation.override(language):
                groups |= {letters(programme.group_name(key)): key for key in Group.values}
                if not programme.is_reciprocal:
                    groups |= one_of_each(programme, language)
        country = programme.country if programme.country in places_countries() else ""
        return cls(country, (programme.languages or ["de"])[0], group, groups, topics, tuple(titles))


def one_of_each(programme: Programme, language: str) -> dict[str, str]:
    """Return what one person of each group is called, in every form that the programme's words have."""
    nouns = {"{Mentor}": Group.FIRST, "{Mentee}": Group.SECOND}
    return {
        letters(programme.wording.render(noun, language, person_form=form or None)): group.value
        for noun, group in nouns.items()
        for form in ("", *FormOfAddress.values)
    }


@dataclass
class Reading:
    """One row as it will be written, and what is wrong with it by field."""

    person: dict[str, Any] = field(default_factory=dict)
    profile: dict[str, Any] = field(default_factory=dict)
    participation: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, Phrase] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, Any]:
        """What is written, ready for JSON."""
        return {"person": self.person, "profile": self.profile, "participation": self.participation}


def read_row(cells: Mapping[str, str], context: Context) -> Reading:
    """Read the cells of one row by field; every mistake is found, not only the first."""
    reading = Reading(participation={"group": context.group, "capacity": 1, "topics": []})
    for name, text in cells.items():
        reader = READERS.get(F(name))
        if reader is None or not text:
            continue
        try:
            reader(text, reading, context)
        except Wrong as error:
            reading.wrong[name] = error.phrase
    finish_name(cells, reading)
    finish_place(cells, reading, context)
    finish_skills(cells, reading)
    if not reading.person.get("email") and F.EMAIL not in reading.wrong:
        reading.wrong[F.EMAIL] = P("There is no e-mail address; nobody can sign in without one. Write it into the sheet.")
    if not reading.participation["group"] and F.GROUP not in reading.wrong:
        reading.wrong[F.GROUP] = P("It does not say on which side this person takes part; write mentor or mentee.")
    return reading


def fitting(model: type, column: str, text: str) -> str:
    """Return `text` without doubled blanks, or say that it is too long for its column."""
    text = " ".join(text.split())
    longest = model._meta.get_field(column).max_length  # type: ignore[attr-defined]
    if len(text) > longest:
        raise Wrong(P("This is too long ({count} characters); write at most {most}.", count=len(text), most=longest))
    return text


def note_place_name(text: str, reading: Reading) -> None:
    """Keep the name of a place, or note that it is too long."""
    try:
        reading.profile["place_name"] = fitting(Profile, "place_name", text)
    except Wrong as error:
        reading.wrong[F.PLACE_NAME] = error.phrase


def person_text(column: str) -> Reader:
    """Return a reader for a short text about the person."""

    def read(text: str, reading: Reading, context: Context) -> None:
        reading.person[column] = fitting(Person, column, text)

    return read


def profile_text(column: str) -> Reader:
    """Return a reader for a short text of the profile."""

    def read(text: str, reading: Reading, context: Context) -> None:
        reading.profile[column] = fitting(Profile, column, text)

    return read


def profile_words(column: str) -> Reader:
    """Return a reader for a text of the profile that is kept with its language: the programme's first."""

    def read(text: str, reading: Reading, context: Context) -> None:
        if len(text) > MOST_WORDS:
            message = P("This is too long ({count} characters); write at most {most}.", count=len(text), most=MOST_WORDS)
            raise Wrong(message)
        reading.profile[column] = {context.language: text.strip()}

    return read


def read_full_name(text: str, reading: Reading, context: Context) -> None:
    """Split «Yusuf, Amina» at the comma and «Amina Yusuf» before its last word; a name of one word is a first name."""
    words = " ".join(text.split())
    if "," in words:
        last, _comma, first = words.partition(",")
    else:
        first, _blank, last = words.rpartition(" ")
        first, last = (first, last) if first else (last, "")
    reading.person.setdefault("first_name", fitting(Person, "first_name", first.strip() or last.strip()))
    reading.person.setdefault("last_name", fitting(Person, "last_name", last.strip() if first.strip() else ""))


def read_email(text: str, reading: Reading, context: Context) -> None:
    """Read one address; «Amina Yusuf <amina@…>» and mailto: are understood."""
    found = re.fullmatch(r".*<([^<>]+)>", text.strip())
    address = (found[1] if found else text).strip().removeprefix("mailto:").lower()
    try:
        validate_email(address)
    except ValidationError as error:
        if re.search(r"[;, ]\S+@", address):
            raise Wrong(P("There are several addresses in this cell; keep the one that opens the account.")) from error
        raise Wrong(P("“{text}” is no e-mail address; it must look like name@example.org.", text=text[:60])) from error
    reading.person["email"] = fitting(Person, "email", address)


def read_group(text: str, reading: Reading, context: Context) -> None:
    """Read on which side somebody takes part: mentor, mentee, first, second, or the programme's own word."""
    found = group_of(text, context)
    if found is None:
        names = [P("“{text}”", text=name) for name in ("Mentor", "Mentee")]
        raise Wrong(P("“{text}” names no side; write one of {names}.", text=text[:60], names=names))
    reading.participation["group"] = found


def group_of(text: str, context: Context) -> str | None:
    """Return the group that `text` names; the programme's own words are known by their first letters in any form."""
    word = letters(text)
    if word in Group.values:
        return word
    if "mentor" in word and "mentee" in word:
        return None
    for name, group in context.groups.items():
        if word == name or (len(word) >= 5 and name[:6] == word[:6]):
            return group
    if word.startswith("mentor"):
        return Group.FIRST
    return Group.SECOND if word.startswith("mentee") else None


def read_form(text: str, reading: Reading, context: Context) -> None:
    """Read how German speaks about a person, from «Frau», «w», «divers» and the like."""
    words = set(re.findall(r"\w+", fold(text)))
    if labelled := form_labels().get(fold(text)):
        reading.person["form_of_address"] = labelled
        return
    for form, known in FORMS.items():
        if words & set(known.split()):
            reading.person["form_of_address"] = form
            return
    if words - {"keine", "angabe", "k", "a", "none", "not", "said"}:
        raise Wrong(P("“{text}” is no form of address; write Frau, Herr or neutral, or leave it empty.", text=text[:60]))


@lru_cache(maxsize=1)
def form_labels() -> dict[str, str]:
    """Return the forms of address by what our own exports call them, in each language."""
    labels: dict[str, str] = {}
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            labels |= {fold(str(form.label)): form.value for form in FormOfAddress}
    return labels


def read_language(text: str, reading: Reading, context: Context) -> None:
    """Read the language of letters; it must be one that the product speaks."""
    spoken = dict(settings.LANGUAGES)
    try:
        code = languages.code_of(text)
    except languages.UnknownLanguage:
        code = ""
    if code not in spoken:
        choices = [{reader: languages.name(language, reader) for reader in spoken} for language in spoken]
        raise Wrong(P("Letters are written in {choices}; “{text}” is none of these.", choices=choices, text=text[:60]))
    reading.person["language"] = code


def read_birth_year(text: str, reading: Reading, context: Context) -> None:
    """Read a year, also out of a whole date."""
    found = BIRTH.fullmatch(text.strip())
    year = int(next(filter(None, found.groups()))) if found else 0
    now = timezone.localdate().year
    if not now - OLDEST <= year <= now - YOUNGEST:
        raise Wrong(P("“{text}” is no year of birth; write it like 1988.", text=text[:60]))
    reading.profile["birth_year"] = year


def read_occupation(text: str, reading: Reading, context: Context) -> None:
    """Read an ISCO-08 code."""
    code = text.strip().removeprefix("ISCO").strip()
    if not occupations.exists(code):
        raise Wrong(P("“{text}” is no ISCO-08 code; write the occupation in words instead.", text=text[:60]))
    reading.profile["occupation"] = code


def read_job(text: str, reading: Reading, context: Context) -> None:
    """Keep the occupation in the person's words, and its code where it is one we know."""
    title = " ".join(text.split())
    profile_words("job_title")(title, reading, context)
    if "occupation" not in reading.profile and (code := code_of(title)):
        reading.profile["occupation"] = code


@lru_cache(maxsize=20_000)
def code_of(title: str) -> str | None:
    """Return the ISCO-08 code of a title; a sheet has the same few again and again."""
    return occupations.code_of(title)


def read_availability(text: str, reading: Reading, context: Context) -> None:
    """Read «Mo Abend; sat-morning» as slots of the week."""
    slots = []
    for part in filter(None, map(str.strip, re.split(r"[;,\n]", text))):
        words = re.findall(r"[^\W\d_]+", fold(part))
        joined = next(((words[0][: -len(p)], p) for p in PARTS if len(words) == 1 and words[0].endswith(p)), None)
        day, time = joined or (words if len(words) == 2 else ("", ""))
        if day not in DAYS or time not in PARTS:
            raise Wrong(P("“{text}” is no free time; write for example mon-evening or Montag Abend.", text=part[:60]))
        slots.append(f"{DAYS[day]}-{PARTS[time]}")
    reading.profile["availability"] = fitting(Profile, "availability", ";".join(dict.fromkeys(slots)))


def read_topics(text: str, reading: Reading, context: Context) -> None:
    """Read topics of the programme, by key or by title in any of its languages."""
    reading.participation["topics"] = topic_keys(text, context)


def read_topics_back(text: str, reading: Reading, context: Context) -> None:
    """Read what the first group wishes for and the second offers, in the same way."""
    reading.participation["topics_back"] = topic_keys(text, context)


def topic_keys(text: str, context: Context) -> list[str]:
    """Return the keys of the topics that a cell names, each once."""
    keys = []
    whole = context.topics.get(fold(text))
    for part in [text] if whole else filter(None, map(str.strip, re.split(r"[;\n|]", text))):
        key = context.topics.get(fold(part))
        if key is None:
            hint = did_you_mean(part, context.titles)
            raise Wrong(P("The programme has no topic “{text}”.{hint}", text=part[:60], hint=hint))
        keys.append(key)
    return list(dict.fromkeys(keys))


def read_capacity(text: str, reading: Reading, context: Context) -> None:
    """Read for how many tandems somebody has a place."""
    number = text.strip().removesuffix(".0")
    if not re.fullmatch(r"[0-9]{1,3}", number) or int(number) > MOST_PLACES:
        raise Wrong(P("“{text}” is no number of places; write a number from 0 to {most}.", text=text[:60], most=MOST_PLACES))
    reading.participation["capacity"] = int(number)


def finish_name(cells: Mapping[str, str], reading: Reading) -> None:
    """See to it that everybody has a name: a last name alone is one."""
    if not reading.person.get("first_name"):
        reading.person["first_name"] = reading.person.pop("last_name", "")
    if not reading.person["first_name"]:
        field_name = next((f for f in (F.FIRST_NAME, F.FULL_NAME, F.LAST_NAME) if f in cells), F.FIRST_NAME)
        if not reading.wrong.keys() & {F.FIRST_NAME, F.FULL_NAME, F.LAST_NAME}:
            reading.wrong[field_name] = P("There is no name; write at least a first name.")


def finish_place(cells: Mapping[str, str], reading: Reading, context: Context) -> None:
    """Make postcode, place and country one: «AT-9020» where postcodes are known, else the country alone."""
    country, postcode, town = (cells.get(name, "").strip() for name in (F.COUNTRY, F.POSTCODE, F.PLACE_NAME))
    code = country_of(country) if country else context.country
    if country and not code:
        reading.wrong[F.COUNTRY] = P("“{text}” is no country; write its name or its code of two letters.", text=country[:60])
        return
    if town or (country and postcode and code not in places_countries()):
        note_place_name(town or postcode, reading)
    if country and code not in places_countries():
        reading.profile["place"] = code
        return
    if not postcode:
        return
    found = places.locate(postcode, code or None) or places.locate(f"{postcode} {town}", code or None)
    if found is None:
        message = P(
            "“{text}” is no postcode that we know; write it with its country, for example AT-9020.", text=postcode[:60]
        )
        reading.wrong[F.POSTCODE] = message
        return
    reading.profile["place"] = f"{found.country}-{found.postcode}"
    reading.profile.setdefault("place_name", found.name)


def finish_skills(cells: Mapping[str, str], reading: Reading) -> None:
    """Join the languages of up to three columns; of two levels of one language the higher counts."""
    skills: dict[str, languages.Level] = {}
    wordings = (
        (F.FIRST_LANGUAGE, lambda text: "; ".join(f"{part}: native" for part in re.split(r"\s*[;,/]\s*", text) if part)),
        (F.GERMAN_LEVEL, lambda text: f"de: {re.sub(r'(?i)^(deutsch|german)[ :]*', '', text) or text}"),
        (F.LANGUAGES, lambda text: text),
    )  # fmt: skip
    for name, written in wordings:
        text = cells.get(name, "").strip()
        if not text or text in {"-", "–"}:
            continue
        try:
            for code, level in languages.parse_skills(written(text)).items():
                skills[code] = max(level, skills.get(code, level))
        except languages.UnknownLanguage as error:
            message = P("“{text}” is no language that we know; write for example Arabisch:C1.", text=error.text[:60])
            reading.wrong[name] = message
        except languages.UnknownLevel as error:
            message = P("“{text}” is no language level; write A1 to C2, or Muttersprache.", text=error.text[:60])
            reading.wrong[name] = message
    if skills:
        text = languages.format_skills(skills).replace("; ", ";")
        try:
            reading.profile["languages"] = fitting(Profile, "languages", text)
        except Wrong as error:
            reading.wrong[F.LANGUAGES] = error.phrase


def letters(text: str) -> str:
    """Return the letters of `text` alone, folded: «Mentor:innen» gives «mentorinnen»."""
    return "".join(ch for ch in fold(text) if ch.isalpha())


def places_countries() -> tuple[str, ...]:
    """Return the countries whose postcodes are known."""
    return ("AT", "CH", "DE", "LI")


def country_of(text: str) -> str:
    """Return the code of a country given by code or name in German or English; "" where there is none such."""
    code = {"A": "AT", "D": "DE", "FL": "LI"}.get(text.upper(), text.upper())
    return code if code in countries.codes() else country_names().get(fold(text), "")


@lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """Return the code of each country by its folded name."""
    return {fold(countries.name(code, language)): code for language in ("en", "de") for code in countries.codes()}


Reader = Callable[[str, Reading, Context], None]
READERS: dict[str, Reader] = {
    F.GROUP: read_group,
    F.FIRST_NAME: person_text("first_name"),
    F.LAST_NAME: person_text("last_name"),
    F.FULL_NAME: read_full_name,
    F.NAME_OWN_SCRIPT: person_text("name_own_script"),
    F.EMAIL: read_email,
    F.FORM_OF_ADDRESS: read_form,
    F.LANGUAGE: read_language,
    F.BIRTH_YEAR: read_birth_year,
    F.JOB_TITLE: read_job,
    F.OCCUPATION: read_occupation,
    F.EMPLOYER: profile_text("employer"),
    F.FIELD: profile_text("field"),
    F.AVAILABILITY: read_availability,
    F.INTERESTS: profile_words("interests"),
    F.ABOUT: profile_words("about"),
    F.TOPICS: read_topics,
    F.TOPICS_BACK: read_topics_back,
    F.CAPACITY: read_capacity,
}
