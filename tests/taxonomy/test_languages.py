from __future__ import annotations

import pytest
from babel import Locale
from babel.localedata import locale_identifiers
from hypothesis import given, settings
from hypothesis import strategies as st

from resonanz.taxonomy import languages
from resonanz.taxonomy.languages import (
    Level,
    UnknownLanguage,
    UnknownLevel,
    code_of,
    common,
    direction,
    format_skills,
    level_name,
    name,
    own_name,
    parse_skills,
)

A1, A2, B1, B2, C1, C2, NATIVE = Level


def test_levels_are_ordered() -> None:
    assert list(Level) == sorted(Level)
    assert [level.value for level in Level] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("", {}),
        (" ; ,", {}),
        ("de:C1;ar:native; English:B2", {"de": C1, "ar": NATIVE, "en": B2}),
        ("de:C1, ar:native\nen:B2", {"de": C1, "ar": NATIVE, "en": B2}),
        ("Deutsch: c1", {"de": C1}),
        ("DE : C1 ;", {"de": C1}),
        ("German (C1)", {"de": C1}),
        ("German C1", {"de": C1}),
        ("Deutsch - C1", {"de": C1}),
        ("Deutsch=C1", {"de": C1}),
        ("deu:B1; ger:A2", {"de": B1}),
        ("de:B1; Deutsch:B2", {"de": B2}),
        ("de:B2; Deutsch:B1", {"de": B2}),
        ("de-AT:B1", {"de": B1}),
        ("pt_BR:C2", {"pt": C2}),
        ("de:B1/B2", {"de": B1}),
        ("de:B1-B2", {"de": B1}),
        ("de:B2+", {"de": B2}),
        ("Arabisch:Muttersprache", {"ar": NATIVE}),
        ("Arabic: mother tongue", {"ar": NATIVE}),
        ("Deutsch fließend", {"de": C1}),
        ("Deutsch", {"de": B2}),
        ("de; ar:native", {"de": B2, "ar": NATIVE}),
        ("العربية:native؛ Deutsch:A2", {"ar": NATIVE, "de": A2}),
        ("العربية:native، Deutsch:A2", {"ar": NATIVE, "de": A2}),
        ("українська:native", {"uk": NATIVE}),
        ("Türkçe:native", {"tr": NATIVE}),
        ("Turkce:native", {"tr": NATIVE}),
        ("Farsi:native", {"fa": NATIVE}),
        ("Dari:native", {"prs": NATIVE}),
        ("fa-AF:native", {"prs": NATIVE}),
        ("prs:native; fa:B2", {"prs": NATIVE, "fa": B2}),
        ("pes:native", {"fa": NATIVE}),
        ("Kurmanji:native", {"ku": NATIVE}),
        ("kmr:native", {"ku": NATIVE}),
        ("Sorani:native", {"ckb": NATIVE}),
        ("Kurdisch (Sorani): B2", {"ckb": B2}),
        ("Kurdisch (Sorani)", {"ckb": B2}),
        ("Paschtu:native; Pashto:B1", {"ps": NATIVE}),
        ("ትግርኛ:native", {"ti": NATIVE}),
        ("Tigrinisch:native", {"ti": NATIVE}),
        ("Af-Soomaali:native", {"so": NATIVE}),
        ("BKS:native", {"sh": NATIVE}),
        ("nb:B1", {"no": B1}),
    ],
)
def test_parse_skills(text: str, skills: dict[str, Level]) -> None:
    assert parse_skills(text) == skills
    assert list(parse_skills(text)) == list(skills)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("xx:B1", "xx"),
        ("Narnisch", "Narnisch"),
        ("de:C1; Narnisch: B2", "Narnisch"),
        (":B2", ":B2"),
        ("und:B1", "und"),
    ],
)
def test_unknown_languages_are_named(text: str, wrong: str) -> None:
    with pytest.raises(UnknownLanguage) as caught:
        parse_skills(text)
    assert caught.value.text == wrong
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("de:D1", "D1"), ("de:", ""), ("de:B3", "B3"), ("de (gut so)", "gut so"), ("de:A1/X", "A1/X")],
)
def test_unknown_levels_are_named(text: str, wrong: str) -> None:
    with pytest.raises(UnknownLevel) as caught:
        parse_skills(text)
    assert caught.value.text == wrong
    assert isinstance(caught.value, ValueError)


def test_format_skills() -> None:
    assert format_skills({"de": C1, "ar": NATIVE}) == "de:C1; ar:native"
    assert format_skills({}) == ""


@settings(deadline=None)  # the first call loads CLDR
@given(st.dictionaries(st.sampled_from(sorted(languages.codes())), st.sampled_from(Level)))
def test_what_is_formatted_is_read_back(skills: dict[str, Level]) -> None:
    assert parse_skills(format_skills(skills)) == skills
    assert list(parse_skills(format_skills(skills))) == list(skills)


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_name_is_read_back(language: str) -> None:
    read = {code: code_of(name(code, language)) for code in languages.codes()}
    # Three languages are called by what is the code of another.
    assert {code: back for code, back in read.items() if back != code} == {
        "de": {"bkm": "kv", "gaa": "ga", "ii": "yi"},
        "en": {"bkm": "kv", "gaa": "ga"},
    }[language]


@pytest.mark.parametrize(
    ("code", "language", "expected"),
    [
        ("de", "de", "Deutsch"),
        ("de", "en", "German"),
        ("ar", "uk", "арабська"),
        ("de", "ar", "الألمانية"),
        ("prs", "de", "Dari"),
        ("prs", "en", "Dari"),
        ("ckb", "de", "Kurdisch (Sorani)"),
        ("ku", "de", "Kurdisch"),
        ("ps", "de", "Paschtu"),
        ("ti", "en", "Tigrinya"),
        ("so", "en", "Somali"),
        ("de", "xx", "German"),
        ("de", "prs", "آلمانی"),
    ],
)
def test_name(code: str, language: str, expected: str) -> None:
    assert name(code, language) == expected


def test_name_of_no_language() -> None:
    with pytest.raises(UnknownLanguage):
        name("xx")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ar", "العربية"),
        ("de", "Deutsch"),
        ("uk", "українська"),
        ("prs", "دری"),
        ("ckb", "کوردیی ناوەندی"),
        ("syr", "ܣܘܪܝܝܐ"),
        ("rom", "Romany"),
    ],
)
def test_own_name(code: str, expected: str) -> None:
    assert own_name(code) == expected


def test_level_name() -> None:
    assert level_name(B1) == "B1"
    assert level_name(B1, "ar") == "B1"
    assert level_name(NATIVE) == "Erstsprache"
    assert level_name(NATIVE, "de-AT") == "Erstsprache"
    assert level_name(NATIVE, "en") == "first language"
    assert level_name(NATIVE, "sw") == "first language"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "ltr"),
        ("ar", "rtl"),
        ("ar-SY", "rtl"),
        ("fa_AF", "rtl"),
        ("prs", "rtl"),
        ("ps", "rtl"),
        ("ckb", "rtl"),
        ("ku", "ltr"),
        ("ku-Arab", "rtl"),
        ("az-Latn", "ltr"),
        ("ur", "rtl"),
        ("he", "rtl"),
        ("ti", "ltr"),
        ("so", "ltr"),
    ],
)
def test_direction(language: str, expected: str) -> None:
    assert direction(language) == expected


def test_direction_agrees_with_cldr() -> None:
    right_to_left = "ar ckb dv fa he ks lrc mzn nqo ps rhg sd sdh syr trw ug ur yi"
    left_to_right = "am az bs de en es fr ha hy ka ku pa ru so sq sw ti tr uk uz vi zh"
    plain = sorted(set(f"{right_to_left} {left_to_right}".split()) & set(locale_identifiers()))
    assert len(plain) >= 38
    assert {tag: direction(tag) for tag in plain} == {tag: Locale.parse(tag).text_direction for tag in plain}


@pytest.mark.parametrize(
    ("a", "b", "level", "expected"),
    [
        ({}, {"de": C1}, A1, []),
        ({"de": C1}, {"de": B1}, B1, ["de"]),
        ({"de": C1}, {"de": A2}, B1, []),
        ({"de": C1, "ar": NATIVE, "en": B2}, {"de": B1, "ar": NATIVE, "en": B2}, B1, ["ar", "en", "de"]),
        ({"de": C1, "en": C1}, {"en": C1, "de": C1}, B1, ["de", "en"]),
        ({"fa": NATIVE}, {"prs": NATIVE}, B2, ["fa"]),
        ({"prs": NATIVE}, {"fa": NATIVE}, B2, ["prs"]),
        ({"bs": NATIVE}, {"sr": NATIVE, "hr": B1}, C1, ["bs"]),
        ({"fa": B1, "prs": NATIVE}, {"fa": NATIVE}, B1, ["prs"]),
        ({"ku": NATIVE}, {"ckb": NATIVE}, A1, []),
    ],
)
def test_common(a: dict[str, Level], b: dict[str, Level], level: Level, expected: list[str]) -> None:
    assert common(a, b, level) == expected


# Languages of the pages, of the job titles, and of those who come.
READ = ("de", "en", "ar", "uk", "fa", "tr", "ru", "fr", "ps", "ku", "ckb", "ti", "so")


@pytest.mark.parametrize("reader", READ)
def test_the_languages_people_bring_have_names_in_the_languages_they_read(reader: str) -> None:
    brought = [*READ, "prs", "am", "sq", "sr", "hr", "bs", "ro", "bg", "hu", "pl", "es", "zh", "vi", "hy", "ka", "az"]
    english = {code: languages.name(code, "en") for code in brought}
    names = {code: languages.name(code, reader) for code in brought}
    assert all(names.values())
    if reader not in ("en", "de", "so"):  # German and Somali write some names as English does
        assert [code for code in brought if names[code] == english[code]] == []
    assert (languages.level_name(languages.Level.NATIVE, reader) == "first language") == (reader == "en")
