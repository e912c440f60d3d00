from __future__ import annotations

from collections import Counter

import pytest

from resonanz.taxonomy import text as titles
from resonanz.taxonomy.linker.language import DATA, Speech, languages

GERMAN = Speech(["Leiter für das Lager", "Koch in der Küche"])


@pytest.mark.parametrize(
    ("labels", "spoken"),
    [
        (["Leiter für das Lager", "Koch in der Küche"], ["de"]),
        (["head of the laundry", "driver for hire"], ["en"]),
        (["chef de la cuisine", "vendeur pour les clients"], ["fr"]),
        (["jefe de los camareros", "profesor para el instituto"], ["es"]),
        (["direttore della cucina", "autista dello scuolabus"], ["it"]),
        (["kierownik do spraw kadr", "sprzedawca oraz kasjer"], ["pl"]),
        (["Maurer", "Koch"], ["de", "en"]),
        ([], ["de", "en"]),
    ],
)
def test_the_language_shows_in_function_words(labels: list[str], spoken: list[str]) -> None:
    assert [language.code for language in Speech(labels).languages] == spoken


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Leiter/in (m/w/d) für den Bereich Einkauf", ["leiterin", "einkauf"]),
        ("Aerztin und Ärztin", ["arztin"]),
        ("Feuerwehrmann", ["feuerwehrmann"]),
        ("für", ["fur"]),  # nothing else is left
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert GERMAN.words(text) == words


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("leiterin", "leiter"),
        ("leiterinnen", "leiter"),
        ("kauffrau", "kauffrau"),  # a synonym in its own right
        ("kamerafrau", "kameramann"),
        ("technischer", "technisch"),
        ("technische", "technisch"),
        ("in", "in"),
    ],
)
def test_base(word: str, base: str) -> None:
    assert GERMAN.base(word) == base


@pytest.mark.parametrize(
    ("labels", "feminine", "masculine"),
    [
        (["chef de cuisine pour les clients"], "directrice", "directeur"),
        (["jefe de los camareros"], "profesora", "profesor"),
        (["direttore della cucina"], "direttrice", "direttore"),
    ],
)
def test_base_in_other_languages_is_the_same_for_both_genders(labels: list[str], feminine: str, masculine: str) -> None:
    speech = Speech(labels)
    assert speech.base(feminine) == speech.base(masculine)


def test_every_word_stands_for_one_thing_only() -> None:
    for column, language in enumerate(languages(), start=1):
        for kind in ("head", "part"):
            words = Counter(
                titles.key(word)
                for line in DATA.read_text(encoding="utf-8").splitlines()
                if line.startswith(kind + "\t")
                for word in set(line.split("\t")[column].split() if len(line.split("\t")) > column else [])
            )
            twice = {word for word, count in words.items() if count > 1}
            assert twice == set(), (language.code, kind)


def test_the_data_are_whole() -> None:
    assert [language.code for language in languages()] == ["de", "en", "fr", "es", "it", "pl"]
    for language in languages():
        assert language.function_words, language.code
        assert language.endings, language.code
        assert len(language.heads) > 60, language.code
        assert len(language.parts) > 60, language.code
