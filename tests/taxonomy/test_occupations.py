from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path

import pytest

from resonanz.taxonomy import occupations
from resonanz.taxonomy.occupations import Hit, code_of, exists, parents, search, similarity, title

DATA = Path(
    os.environ.get("RESONANZ_SHARED_DATA")
    or os.environ.get("RESONANZ_TEST_DATA")
    or Path(__file__).parents[3] / "shared" / "data"
)
ESCO = DATA / "esco" / "occupations_en.csv"
# Groups in which many people of such programmes work, or want to.
COMMON = """
    1120 1211 1212 1219 1221 1321 1323 1324 1330 1342 1411 1412 2113 2131 2141 2142 2143 2144 2145
    2149 2151 2152 2153 2161 2163 2164 2165 2166 2211 2212 2221 2261 2262 2264 2265 2310 2320 2330
    2341 2342 2351 2352 2353 2359 2411 2413 2421 2422 2423 2424 2431 2432 2511 2512 2513 2514 2519
    2521 2522 2523 2529 2611 2619 2631 2632 2634 2635 2641 2642 2643 2651 2652 2654 3112 3113 3115
    3118 3211 3212 3213 3214 3221 3251 3256 3258 3313 3321 3322 3323 3331 3332 3343 3412 3431 3432
    3434 3512 3513 3521 4110 4120 4224 4321 4323 5120 5131 5132 5141 5142 5153 5221 5223 5230 5311
    5312 5321 5322 5414 6113 7112 7115 7122 7123 7126 7131 7212 7213 7222 7223 7231 7233 7411 7412
    7421 7511 7512 7522 7531 8160 8322 8331 8332 9112 9313 9321 9329 9333 9412
"""


def test_the_classification_is_complete() -> None:
    assert Counter(map(len, occupations.groups())) == {1: 10, 2: 43, 3: 130, 4: 436}


def test_every_group_has_its_parents_and_every_parent_a_child() -> None:
    codes = set(occupations.groups())
    assert all(code[:-1] in codes for code in codes if len(code) > 1)
    assert {code[:-1] for code in codes if len(code) > 1} == {code for code in codes if len(code) < 4}


@pytest.mark.skipif(not ESCO.exists(), reason=f"the official ESCO file is not at {ESCO}")
def test_every_code_that_esco_uses_exists() -> None:
    with ESCO.open(encoding="utf-8", newline="") as file:
        used = {row["iscoGroup"].zfill(4) for row in csv.DictReader(file)}
    assert len(used) == 426
    assert {code for code in used if not exists(code)} == set()


def test_titles_are_clean_text() -> None:
    for group in occupations.groups().values():
        assert group.en
        assert group.de
        assert bool(group.neutral) == ("{" in group.de), group.code
        for form in ("both", "feminine", "masculine", "neutral"):
            shown = title(group.code, "de", form)
            assert shown == shown.strip()
            assert not set(shown) & set("{}|+~^"), group.code


def test_job_titles_belong_to_unit_groups_and_stand_once() -> None:
    listed = occupations.job_titles()
    assert len(listed) == len(set(listed))
    assert all(len(job.code) == 4 and exists(job.code) for job in listed)
    assert {job.language for job in listed} == set(occupations.LANGUAGES)
    assert all(not job.feminine for job in listed if job.language in ("en", "tr", "fa"))
    for language in occupations.LANGUAGES:
        codes = [job.code for job in listed if job.language == language]
        assert codes == sorted(codes)


@pytest.mark.parametrize("language", ["de", "en"])
def test_common_groups_have_six_job_titles(language: str) -> None:
    count = Counter(job.code for job in occupations.job_titles() if job.language == language)
    assert {code: count[code] for code in COMMON.split() if count[code] < 5} == {}
    assert len([code for code in count if count[code] >= 6]) >= 120


def test_every_civil_group_has_six_job_titles_in_german_but_those_of_subsistence() -> None:
    count = Counter(job.code for job in occupations.job_titles() if job.language == "de")
    civil = [code for code in occupations.groups() if len(code) == 4 and code[0] != "0"]
    assert len(civil) == 433
    assert [code for code in civil if count[code] < 6] == ["6310", "6320", "6330", "6340", "9624"]


@pytest.mark.parametrize("language", ["ar", "uk", "fa", "tr", "ru", "fr"])
def test_the_commonest_groups_have_titles_in_six_more_languages(language: str) -> None:
    jobs = [job for job in occupations.job_titles() if job.language == language]
    assert len({job.code for job in jobs}) == 227
    assert len({job.masculine for job in jobs}) == len(jobs) >= 450
    feminine = [job for job in jobs if job.feminine]
    assert all(job.feminine != job.masculine for job in feminine)
    if language in ("ar", "uk"):
        assert len(feminine) >= 0.8 * len(jobs)


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_unit_group_has_a_job_title(language: str) -> None:
    named = {job.code for job in occupations.job_titles() if job.language == language}
    assert {code for code in occupations.groups() if len(code) == 4} == named


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2142", "2142"),
        (" 2142 ", "2142"),
        ("0", "0"),
        ("01", "01"),
        ("0110", "0110"),
        ("2199", None),
        ("21420", None),
        ("", None),
        ("   ", None),
        ("—", None),
        ("Krankenpflegerin", "2221"),
        ("Krankenpfleger", "2221"),
        ("KRANKENPFLEGERIN", "2221"),
        ("Krankenpfleger/in", "2221"),
        ("Krankenpfleger/-in", "2221"),
        ("Krankenpfleger:in", "2221"),
        ("Krankenpfleger*in", "2221"),
        ("Krankenpfleger_in", "2221"),
        ("Krankenpfleger·in", "2221"),
        ("Krankenpfleger(in)", "2221"),
        ("KrankenpflegerIn", "2221"),
        ("KrankenpflegerInnen", "2221"),
        ("Krankenpfleger*innen", "2221"),
        ("Krankenpflegerinnen", "2221"),
        ("Krankenpflegerin/Krankenpfleger", "2221"),
        ("Krankenpfleger oder Krankenpflegerin", "2221"),
        ("Gesundheits- und Krankenpflegerin", "2221"),
        ("Gesundheits- und Krankenpfleger:in (m/w/d)", "2221"),
        ("Bauingenieur (m/w/d)", "2142"),
        ("Bauingenieur m/w/d", "2142"),
        ("Bauingenieur (w/m/x)", "2142"),
        ("Bauingenieur (all genders)", "2142"),
        ("Bauingenieur (Tiefbau)", "2142"),
        ("Bau-Ingenieur", "2142"),
        ("Bau Ingenieur", "2142"),
        ("Bauingenieure", "2142"),
        ("Bauingenieurinnen und Bauingenieure", "2142"),
        ("civil engineer", "2142"),
        ("Civil Engineers", "2142"),
        ("Ärztin", "2211"),
        ("Ärzt:in", "2211"),
        ("Arzt/Ärztin", "2211"),
        ("Aerztin", "2211"),
        ("Arztin", "2211"),
        ("A\u0308rztin", "2211"),  # the umlaut as letter and combining mark
        ("Köch*in", "5120"),
        ("Koechin", "5120"),
        ("Bäuerin", "6130"),
        ("Psycholog:in", "2634"),
        ("Sozialpädagogin", "2635"),
        ("Kaufmann/-frau im Einzelhandel", "5223"),
        ("Bankkauffrau", "3312"),
        ("Schweisser", "7212"),
        ("Verwaltungsangestellte:r", "4110"),
        ("Verwaltungsangestellte", "4110"),
        ("IT-Sicherheitsexpertin", "2529"),
        ("softwaredeveloper", "2512"),
        ("Führungskräfte", "1"),
        ("Managers", "1"),
    ],
)
def test_code_of(text: str, code: str | None) -> None:
    assert code_of(text) == code


@pytest.mark.parametrize(
    ("typo", "code"),
    [
        ("Krankenflegerin", "2221"),
        ("Krankenpfelgerin", "2221"),
        ("Bauingeneur", "2142"),
        ("Bauinginieur", "2142"),
        ("Softwareentwikler", "2512"),
        ("acountant", "2411"),
        ("Eletriker", "7411"),
        ("Kinderbetruerin", "5311"),
    ],
)
def test_code_of_forgives_small_typing_errors(typo: str, code: str) -> None:
    assert code_of(typo) == code


@pytest.mark.parametrize(
    "text",
    [
        "Kox",
        "xyz",
        "Lebenskünstler",
        "Takler",
        "Banane",
        "lift technician 3",
        "in",
        "m/w/d",
        "(m/w/d)",
        "/",
        "''",
    ],
)
def test_code_of_does_not_guess(text: str) -> None:
    assert code_of(text) is None


def test_listed_forms_all_lead_to_a_code() -> None:
    lost = [
        form for job in occupations.job_titles() for form in (job.masculine, job.feminine) if form and code_of(form) is None
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("both", "Bauingenieurinnen und Bauingenieure"),
        ("feminine", "Bauingenieurinnen"),
        ("masculine", "Bauingenieure"),
        ("neutral", "Bauingenieurwesen"),
    ],
)
def test_title_in_german(form: occupations.Form, expected: str) -> None:
    assert title("2142", "de", form) == expected
    assert title("2142", "de-AT", form) == expected


def test_title_joins_two_pairs_so_that_they_can_be_told_apart() -> None:
    assert title("2111") == "Physikerinnen und Physiker sowie Astronominnen und Astronomen"


def test_title_of_a_neutral_group_is_the_same_in_every_form() -> None:
    forms: tuple[occupations.Form, ...] = ("both", "feminine", "masculine", "neutral")
    assert {title("2341", "de", form) for form in forms} == {"Lehrkräfte im Primarbereich"}


def test_title_is_english_where_there_is_no_other() -> None:
    assert title("2142", "en") == "Civil engineers"
    assert title("2142", "so", "feminine") == "Civil engineers"
    assert title("8132", "uk") == "Photographic products machine operators"
    assert title("21", "uk") == "Science and engineering professionals"


def test_unknown_codes_are_refused() -> None:
    with pytest.raises(KeyError):
        title("9999")
    with pytest.raises(KeyError):
        parents("9999")
    assert not exists("")
    assert not exists("9999")


def test_parents() -> None:
    assert parents("2142") == ["2", "21", "214"]
    assert parents("0110") == ["0", "01", "011"]
    assert parents("2") == []


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("2142", "2142", 1.0),
        ("2142", "2144", 0.75),
        ("2142", "2151", 0.5),
        ("2142", "2211", 0.25),
        ("2142", "3142", 0.0),
        ("214", "2142", 0.75),
        ("214", "214", 0.75),
        ("", "2142", 0.0),
        ("2142", "9142", 0.0),
    ],
)
def test_similarity(a: str, b: str, expected: float) -> None:
    assert similarity(a, b) == expected
    assert similarity(b, a) == expected


def test_search_finds_by_the_beginning_of_a_title() -> None:
    assert search("Krankenpfl", "de", k=1)[0].code == "2221"
    assert search("Softwareent", "de", k=1)[0].code == "2512"
    assert search("civil eng", "en", k=1) == [Hit("2142", "civil engineer", search("civil eng", "en", k=1)[0].score)]


def test_search_gives_a_written_out_title_the_highest_score() -> None:
    assert search("Bauingenieur:in (m/w/d)", k=1) == [Hit("2142", "Bauingenieurin/Bauingenieur", 1.0)]
    assert search("Köchin", k=1) == [Hit("5120", "Köchin/Koch", 1.0)]


def test_search_names_each_code_once_and_sorts_by_score() -> None:
    hits = search("Ingenieur", k=8)
    assert len(hits) == 8
    assert len({hit.code for hit in hits}) == 8
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 <= hit.score <= 1 for hit in hits)
    assert hits == search("Ingenieur", k=8)


def test_search_prefers_a_language() -> None:
    english = {job.masculine for job in occupations.job_titles() if job.language == "en"}
    official = {title(code, "en") for code in occupations.groups()}
    assert {hit.label for hit in search("engineer", "en")} <= english | official
    assert search("Köchin", "uk", k=1) == [Hit("5120", "Köchin/Koch", 1.0)]


@pytest.mark.parametrize("text", ["", " ", "%%%", "☃", "漢字"])
def test_search_for_nothing_finds_nothing(text: str) -> None:
    assert search(text) == []


def test_search_takes_codes_and_wider_groups() -> None:
    assert search("2142") == [Hit("2142", "Bauingenieurinnen und Bauingenieure", 1.0)]
    assert search(" 2142 ", "en-GB") == [Hit("2142", "Civil engineers", 1.0)]
    assert search("Lehrkräfte", k=1) == [Hit("23", "Lehrkräfte", 1.0)]
