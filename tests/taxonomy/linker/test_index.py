from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resonanz.taxonomy.linker import Linker, Match

LABELS = [
    ("c1", "Bauingenieur"),
    ("c2", "Maurer"),
    ("c2", "Maurermeister"),
    ("c3", "Ärztin"),
    ("c4", "лікар"),
]


def test_rank_puts_the_same_text_first_with_score_one() -> None:
    linker = Linker(LABELS)
    assert linker.rank("Bauingenieur", 1) == [Match("c1", "Bauingenieur", 1.0)]
    assert linker.rank("лікар", 1) == [Match("c4", "лікар", 1.0)]


def test_rank_names_each_concept_once_with_its_best_label() -> None:
    found = Linker([*LABELS, ("c5", "Mauerwerker")]).rank("Maurer")
    assert found[0] == Match("c2", "Maurer", 1.0)
    assert [match.concept_id for match in found].count("c2") == 1
    assert "c5" in [match.concept_id for match in found]


def test_ties_break_by_concept_whatever_the_order_of_the_labels() -> None:
    pairs = [("b", "Koch"), ("a", "Koch"), ("c", "Koch")]
    expected = [Match("a", "Koch", 1.0), Match("b", "Koch", 1.0), Match("c", "Koch", 1.0)]
    assert Linker(pairs).rank("Koch") == expected
    assert Linker(pairs[::-1]).rank("Koch") == expected


@pytest.mark.parametrize("text", ["", "   ", "§$%", "漢字"])
def test_nothing_known_gives_nothing(text: str) -> None:
    assert Linker(LABELS).rank(text) == []
    assert Linker(LABELS).scores(text) is None


def test_an_empty_list_can_be_asked() -> None:
    assert Linker([]).rank("Maurer") == []


LINKER, THE_SAME = Linker(LABELS), Linker(LABELS)


@settings(deadline=None)  # the first call loads NumPy
@given(st.text(max_size=40), st.integers(1, 5))
def test_rank_is_sorted_bounded_and_repeatable(text: str, k: int) -> None:
    found = LINKER.rank(text, k)
    assert len(found) <= k
    assert all(0 < match.score <= 1 for match in found)
    assert found == sorted(found, key=lambda match: (-match.score, match.concept_id))
    assert found == THE_SAME.rank(text, k)


@settings(deadline=None)
@given(st.permutations(LABELS), st.sampled_from(["Maurer", "Ingenieur", "Arzt", "Bau"]))
def test_the_order_of_the_labels_does_not_matter(pairs: list[tuple[str, str]], text: str) -> None:
    assert Linker(pairs).rank(text) == LINKER.rank(text)


def test_every_concept_that_shares_something_is_ranked_once() -> None:
    pairs = [(f"c{i:03}", f"{word}er") for i, word in enumerate(("Mal", "Maur", "Gärtn", "Bäck", "Dach", "Tisch"))]
    found = Linker(pairs).rank("Maurer", len(pairs))
    assert found[0] == Match("c001", "Maurer", 1.0)
    assert sorted(match.concept_id for match in found) == [concept for concept, _ in pairs]


def _first(labels: list[str], text: str) -> str:
    return Linker([(f"{i:02}", label) for i, label in enumerate(labels)]).rank(text, 1)[0].label


TITLES = [
    "Produktionsleiter Lederwaren",
    "Bauingenieur",
    "Krankenpfleger",
    "Verkäufer für Musik und Video",
    "Softwareentwickler",
    "Leiter einer Wäscherei",
    "Lehrer für Deutsch",
    "Fachkraft für Abfallwirtschaft",
    "Kraftfahrzeugmechatroniker",
    "Grundschullehrer",
    "Elektriker",
]


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("Krankenflegerin", "Krankenpfleger"),  # a typing error
        ("Sofwareentwikler", "Softwareentwickler"),
        ("Krankenpfleger (m/w/d)", "Krankenpfleger"),
        ("Bauingenieur*in", "Bauingenieur"),
        ("Elektrikerinnen", "Elektriker"),
        ("Elektriker/Elektrikerin", "Elektriker"),
        ("Bauingenieurin [Tiefbau]", "Bauingenieur"),
        ("Manager in der Lederwarenfertigung", "Produktionsleiter Lederwaren"),  # a compound and two synonyms
        ("Wäschereimanagerin", "Leiter einer Wäscherei"),
        ("KFZ-Mechaniker", "Kraftfahrzeugmechatroniker"),
        ("Lehrkraft für Primarstufe", "Grundschullehrer"),
        ("Musikfachhändlerin", "Verkäufer für Musik und Video"),
        ("Spezialist Müllwirtschaft", "Fachkraft für Abfallwirtschaft"),
        ("Programmierer von Software", "Softwareentwickler"),
    ],
)
def test_titles_are_found_however_they_are_written(written: str, label: str) -> None:
    assert _first(TITLES, written) == label


@pytest.mark.parametrize(
    ("labels", "written", "label"),
    [
        (
            ["directeur de production", "technicien de maintenance", "vendeur de chaussures"],
            "responsable de la fabrication",
            0,
        ),
        (["directeur de production", "technicien de maintenance", "vendeur de chaussures"], "technicien·ne d'entretien", 1),
        (["director de hotel", "conductor de camión", "profesor de idiomas"], "chofer de camión", 1),
        (["direttore di albergo", "autista di camion", "insegnante di lingue"], "docente di lingue", 2),
        (["kierownik hotelu", "kierowca autobusu", "nauczyciel języka"], "lektorka języka", 2),
        (["head of the laundry", "teacher of languages", "truck driver"], "lorry driver", 2),
        (["head of the laundry", "teacher of languages", "truck driver"], "laundry manager", 0),
    ],
)
def test_other_languages_have_their_synonyms_and_endings(labels: list[str], written: str, label: int) -> None:
    assert _first(labels, written) == labels[label]


def test_a_second_gender_form_counts_half() -> None:
    found = Linker([("1", "Maler"), ("2", "Malerin"), ("3", "Malermeister")]).rank("Maler", 3)
    assert [match.concept_id for match in found] == ["1", "3", "2"]


def test_equal_labels_of_several_concepts_stay_together() -> None:
    found = Linker([("1", "Koch"), ("2", "Köchin"), ("3", "Koch")]).rank("Koch", 3)
    assert found[:2] == [Match("1", "Koch", 1.0), Match("3", "Koch", 1.0)]


def test_synonyms_are_learned_from_labels_that_share_a_concept() -> None:
    taught = [("a", "Harfen wickeln"), ("a", "Harfen lenzen"), ("b", "Geigen wickeln"), ("b", "Geigen lenzen")]
    asked = [("c", "Trommeln wickeln"), ("d", "Trommeln sammeln")]
    alone = Linker([(f"{i}", label) for i, (_, label) in enumerate([*taught, *asked])])
    together = Linker([*taught, *asked])
    assert [match.concept_id for match in together.rank("Trommeln lenzen", 1)] == ["c"]
    assert _score(together, "Trommeln lenzen", "Trommeln wickeln") > _score(alone, "Trommeln lenzen", "Trommeln wickeln")
    assert _score(together, "Trommeln lenzen", "Trommeln sammeln") == _score(alone, "Trommeln lenzen", "Trommeln sammeln")


def _score(linker: Linker, text: str, label: str) -> float:
    return next(match.score for match in linker.rank(text, 99) if match.label == label)


def test_whoever_is_still_typing_sees_what_begins_like_it() -> None:
    labels = [("1", "Krankenpflegehelfer"), ("2", "Krankenpfleger"), ("3", "Altenpfleger")]
    assert [match.concept_id for match in Linker(labels).rank("Krankenpfl")] == ["2", "1", "3"]


MANY = Linker(
    [
        (f"{front}{head}", f"{front}{head}{ending}")
        for front in (
            "Holz",
            "Metall",
            "Glas",
            "Leder",
            "Papier",
            "Wasser",
            "Strom",
            "Garten",
            "Haus",
            "Schiff",
            "Auto",
            "Bahn",
        )
        for head in (
            "techniker",
            "arbeiter",
            "verkäufer",
            "prüfer",
            "planer",
            "helfer",
            "schleifer",
            "meister",
            "maler",
            "lader",
        )
        for ending in ("", "in", " im Betrieb", " am Bau")
    ]
)


@pytest.mark.parametrize("text", ["Holztechniker", "Prüfer für Glas", "Metall", "Baustrom", "arbeiterin"])
def test_fewer_hits_are_the_beginning_of_all_hits(text: str) -> None:
    everything = MANY.rank(text, len(MANY.labels))
    assert len(everything) <= 120
    assert [MANY.rank(text, k) for k in (1, 8, 40)] == [everything[:k] for k in (1, 8, 40)]


def test_a_very_long_text_is_read_from_its_beginning() -> None:
    assert MANY.rank("Holztechniker" + " Holztechniker" * 20_000, 1)[0].label == "Holztechniker"
    assert MANY.rank("techniker" * 20_000, 1)[0].label.endswith("techniker")
