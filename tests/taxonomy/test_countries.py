from __future__ import annotations

import pytest

from resonanz.taxonomy import _cldr
from resonanz.taxonomy.countries import codes, name


def test_codes_are_those_of_iso_3166_and_kosovo() -> None:
    assert len(codes()) == 250
    assert list(codes()) == sorted(set(codes()))
    assert {"AT", "SY", "UA", "XK", "TW", "PS"} <= set(codes())
    assert {"EU", "UN", "ZZ", "XA", "EZ"} & set(codes()) == set()


@pytest.mark.parametrize(
    ("code", "language", "expected"),
    [
        ("AT", "de", "Österreich"),
        ("at", "en", "Austria"),
        (" AT ", "de-AT", "Österreich"),
        ("UA", "ar", "أوكرانيا"),
        ("UA", "uk", "Україна"),
        ("AF", "prs", "افغانستان"),
        ("SY", "no-such-language", "Syria"),
    ],
)
def test_name(code: str, language: str, expected: str) -> None:
    assert name(code, language) == expected


@pytest.mark.parametrize("code", ["", "EU", "ZZ", "AUT", "Österreich"])
def test_no_country(code: str) -> None:
    with pytest.raises(KeyError):
        name(code)


@pytest.mark.parametrize("reader", ["de", "en", "ar", "uk", "fa", "tr", "ru", "fr", "ps", "ku", "ckb", "ti", "so"])
def test_every_country_has_a_name_in_the_languages_people_read(reader: str) -> None:
    own = _cldr.territories(reader)
    assert [code for code in codes() if not own.get(code)] == []
