"""The conditions of the five programmes, case by case: verdict and code, at every boundary."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import pytest

from resonanz.applications.actions.rules import dump_rules, load_rules, rules_of
from resonanz.applications.eligibility import Finding, evaluate, findings, overall, valid_until
from resonanz.applications.enums import DecidedBy, Education, Verdict
from resonanz.applications.models import Attestation, EligibilityRule, Question
from resonanz.programmes.actions import PresetError, preset_files, read_preset
from resonanz.taxonomy.languages import Level
from resonanz.wording import Wording
from tests.factories import make_programme
from tests.factories.applications import make_application

TODAY = date(2026, 3, 15)
KAERNTEN, MENTEGRA, MUENCHEN = "mentoring-fuer-migrantinnen", "mentegra", "mentoring-partnerschaft-muenchen"
RECIPROCAL, ALUMNI = "mentor-mentor", "alumniportal"


@cache
def rules(slug: str) -> dict[tuple[str, str], EligibilityRule]:
    path = next(file for file in preset_files() if file.stem == slug)
    return {(rule.group, rule.key): rule for rule in rules_of(read_preset(path))}


def seen(verdict: str, on: date, until: date | None = None) -> Attestation:
    return Attestation(verdict=verdict, on=on, valid_until=until, decided_by=DecidedBy.STAFF)


YES, NO = seen("met", TODAY), seen("unmet", TODAY)
Case = tuple[str, str, str, Mapping[str, Any], Attestation | None, str]
# programme, group, rule, answers, what the team has attested → verdict and code
CASES: list[Case] = [
    # Kärnten: education, each level and what is no level
    (KAERNTEN, "second", "education", {"education": "none"}, None, "unmet unmet"),
    (KAERNTEN, "second", "education", {"education": "compulsory"}, None, "unmet unmet"),
    (KAERNTEN, "second", "education", {"education": "apprenticeship"}, None, "met met"),
    (KAERNTEN, "second", "education", {"education": "secondary"}, None, "met met"),
    (KAERNTEN, "second", "education", {"education": "doctorate"}, None, "met met"),
    (KAERNTEN, "second", "education", {"education": "wizard"}, None, "open unclear"),
    (KAERNTEN, "second", "education", {"education": ""}, None, "open missing"),
    (KAERNTEN, "second", "education", {}, None, "open missing"),
    (KAERNTEN, "second", "education", {"education": "compulsory"}, YES, "met attested"),
    (KAERNTEN, "second", "education", {"education": "master"}, NO, "unmet refuted"),
    # German at B1: each side of the boundary, and what is written otherwise
    (KAERNTEN, "second", "german", {"languages": "de:A1"}, None, "unmet unmet"),
    (KAERNTEN, "second", "german", {"languages": "de:A2;ar:native"}, None, "unmet unmet"),
    (KAERNTEN, "second", "german", {"languages": "de:B1;ar:native"}, None, "met met"),
    (KAERNTEN, "second", "german", {"languages": "ar:native;de:B2"}, None, "met met"),
    (KAERNTEN, "second", "german", {"languages": "de:C2"}, None, "met met"),
    (KAERNTEN, "second", "german", {"languages": "de:native"}, None, "met met"),
    (KAERNTEN, "second", "german", {"languages": "ar:native;en:C1"}, None, "unmet unmet"),
    (KAERNTEN, "second", "german", {"languages": "de;ar:native"}, None, "open unclear"),
    (KAERNTEN, "second", "german", {"languages": "de:fabulous"}, None, "open unclear"),
    (KAERNTEN, "second", "german", {"languages": ""}, None, "open missing"),
    (KAERNTEN, "second", "german", {}, None, "open missing"),
    (KAERNTEN, "second", "german", {"languages": "de:A2"}, YES, "met attested"),
    (KAERNTEN, "second", "german", {"languages": "de:B1"}, NO, "unmet refuted"),
    # migration background: asked, never proved
    (KAERNTEN, "second", "migration", {"migration": "yes"}, None, "met met"),
    (KAERNTEN, "second", "migration", {"migration": "no"}, None, "unmet unmet"),
    (KAERNTEN, "second", "migration", {"migration": "unsure"}, None, "open unsure"),
    (KAERNTEN, "second", "migration", {}, None, "open missing"),
    # the region: Carinthia begins with 9, but East Tyrol, a Tyrolean and two Styrian postcodes do, too
    (KAERNTEN, "second", "region", {"place": "AT-9020"}, None, "met met"),
    (KAERNTEN, "second", "region", {"place": "AT-9800"}, None, "met met"),
    (KAERNTEN, "second", "region", {"place": "AT-9900"}, None, "unmet unmet"),
    (KAERNTEN, "second", "region", {"place": "AT-9782"}, None, "unmet unmet"),
    (KAERNTEN, "second", "region", {"place": "AT-9323"}, None, "unmet unmet"),
    (KAERNTEN, "second", "region", {"place": "AT-8010"}, None, "unmet unmet"),
    (KAERNTEN, "second", "region", {"place": "DE-90402"}, None, "unmet unmet"),
    (KAERNTEN, "second", "region", {"place": "AT"}, None, "open unclear"),
    (KAERNTEN, "second", "region", {"place": "AT-9999"}, None, "open unclear"),
    (KAERNTEN, "second", "region", {"place": "SI"}, None, "unmet unmet"),
    (KAERNTEN, "second", "region", {}, None, "open missing"),
    (KAERNTEN, "first", "region", {"place": "AT-9500"}, None, "met met"),
    (KAERNTEN, "first", "region", {"place": "AT-1010"}, None, "open talk"),
    # access to the labour market: a promise until the team has seen to it, for twelve months
    (KAERNTEN, "second", "labour-market", {"labour_market": "yes"}, None, "open unchecked"),
    (KAERNTEN, "second", "labour-market", {"labour_market": "unsure"}, None, "open unsure"),
    (KAERNTEN, "second", "labour-market", {"labour_market": "no"}, None, "unmet unmet"),
    (KAERNTEN, "second", "labour-market", {}, None, "open missing"),
    (KAERNTEN, "second", "labour-market", {"labour_market": "yes"}, YES, "met attested"),
    (KAERNTEN, "second", "labour-market", {}, YES, "met attested"),
    (KAERNTEN, "second", "labour-market", {"labour_market": "yes"}, NO, "unmet refuted"),
    (KAERNTEN, "second", "labour-market", {"labour_market": "yes"}, seen("met", date(2025, 3, 15)), "met attested"),
    (KAERNTEN, "second", "labour-market", {"labour_market": "yes"}, seen("met", date(2025, 3, 14)), "open expired"),
    (KAERNTEN, "second", "labour-market", {"labour_market": "yes"}, seen("met", TODAY, TODAY), "met attested"),
    (KAERNTEN, "second", "labour-market", {}, seen("met", date(2026, 3, 1), date(2026, 3, 14)), "open expired"),
    (KAERNTEN, "second", "labour-market", {"labour_market": "no"}, seen("met", date(2024, 1, 1)), "unmet unmet"),
    # registered as seeking work: three months
    (KAERNTEN, "second", "registered", {"registered": "yes"}, None, "open unchecked"),
    (KAERNTEN, "second", "registered", {"registered": "no"}, None, "unmet unmet"),
    (KAERNTEN, "second", "registered", {"registered": "yes"}, seen("met", date(2025, 12, 15)), "met attested"),
    (KAERNTEN, "second", "registered", {"registered": "yes"}, seen("met", date(2025, 12, 14)), "open expired"),
    # found out in a talk
    (KAERNTEN, "second", "initiative", {}, None, "open talk"),
    (KAERNTEN, "second", "initiative", {}, YES, "met attested"),
    (KAERNTEN, "second", "initiative", {}, NO, "unmet refuted"),
    (KAERNTEN, "first", "leadership", {}, None, "open talk"),
    # Cologne: the target group counts with a consent only; without one it is spoken about
    (MENTEGRA, "second", "target-group", {"target_group": "yes", "consents": "target_group"}, None, "met met"),
    (MENTEGRA, "second", "target-group", {"target_group": "no", "consents": "target_group"}, None, "unmet unmet"),
    (MENTEGRA, "second", "target-group", {"target_group": "yes"}, None, "open no_consent"),
    (MENTEGRA, "second", "target-group", {"target_group": "no"}, None, "open no_consent"),
    (MENTEGRA, "second", "target-group", {"consents": "target_group"}, None, "open no_consent"),
    (MENTEGRA, "second", "target-group", {}, YES, "met attested"),
    (MENTEGRA, "second", "qualification", {"education": "apprenticeship"}, None, "met met"),
    (MENTEGRA, "second", "qualification", {"education": "compulsory"}, None, "open talk"),
    (MENTEGRA, "second", "qualification", {"education": "compulsory"}, YES, "met attested"),
    (MENTEGRA, "second", "region", {"place": "DE-50667"}, None, "met met"),
    (MENTEGRA, "second", "region", {"place": "DE-53111"}, None, "met met"),
    (MENTEGRA, "second", "region", {"place": "DE-42929"}, None, "met met"),
    (MENTEGRA, "second", "region", {"place": "DE-53474"}, None, "unmet unmet"),
    (MENTEGRA, "second", "region", {"place": "DE-40213"}, None, "unmet unmet"),
    (MENTEGRA, "second", "region", {"place": "AT-5020"}, None, "unmet unmet"),
    (MENTEGRA, "first", "region", {"place": "DE-40213"}, None, "open talk"),
    (MENTEGRA, "first", "company", {}, None, "open talk"),
    # Munich
    (MUENCHEN, "second", "qualification", {"education": "compulsory"}, None, "unmet unmet"),
    (MUENCHEN, "second", "qualification", {"education": "bachelor"}, None, "met met"),
    (MUENCHEN, "second", "migration", {"migration": "yes"}, None, "met met"),
    (MUENCHEN, "second", "migration", {"migration": "no"}, None, "unmet unmet"),
    (MUENCHEN, "second", "region", {"place": "DE-80331"}, None, "met met"),
    (MUENCHEN, "second", "region", {"place": "DE-82110"}, None, "met met"),
    (MUENCHEN, "second", "region", {"place": "DE-86150"}, None, "unmet unmet"),
    (MUENCHEN, "first", "region", {"place": "DE-86150"}, None, "open talk"),
    (MUENCHEN, "first", "experience", {}, None, "open talk"),
    # the reciprocal programme: the school's students, of age
    (RECIPROCAL, "second", "student", {"student": "yes"}, None, "open unchecked"),
    (RECIPROCAL, "second", "student", {"student": "no"}, None, "unmet unmet"),
    (RECIPROCAL, "second", "student", {"student": "yes"}, YES, "met attested"),
    (RECIPROCAL, "second", "age", {"birth_date": "2008-03-15"}, None, "met met"),
    (RECIPROCAL, "second", "age", {"birth_date": "2008-03-16"}, None, "unmet unmet"),
    (RECIPROCAL, "second", "age", {"birth_date": "2027-01-01"}, None, "open unclear"),
    (RECIPROCAL, "second", "age", {"birth_date": "18"}, None, "open unclear"),
    (RECIPROCAL, "second", "age", {}, None, "open missing"),
    (RECIPROCAL, "first", "region", {"place": "DE-63739"}, None, "met met"),
    (RECIPROCAL, "first", "region", {"place": "DE-97877"}, None, "open talk"),
    (RECIPROCAL, "first", "leadership", {}, YES, "met attested"),
    # worldwide: who belongs to the network is looked up
    (ALUMNI, "second", "alumni", {}, None, "open unchecked"),
    (ALUMNI, "second", "alumni", {}, YES, "met attested"),
    (ALUMNI, "second", "alumni", {}, NO, "unmet refuted"),
    (ALUMNI, "first", "alumni", {}, seen("met", date(2001, 1, 1)), "met attested"),
    (ALUMNI, "first", "experience", {}, None, "open talk"),
]


def judged(slug: str, group: str, key: str, answers: Mapping[str, Any], attested: Attestation | None) -> Finding:
    consents = {answers["consents"]} if "consents" in answers else set()
    return evaluate(rules(slug)[group, key], answers, attested, consents=consents, on=TODAY, wording=Wording("star"))


@pytest.mark.parametrize(("slug", "group", "key", "answers", "attested", "expected"), CASES)
def test_case(
    slug: str, group: str, key: str, answers: Mapping[str, Any], attested: Attestation | None, expected: str
) -> None:
    found = judged(slug, group, key, answers, attested)
    assert f"{found.verdict} {found.code}" == expected
    assert all(found.reason.text(language) for language in ("de", "en", "ar"))


def test_every_condition_of_the_five_has_a_case() -> None:
    assert len(CASES) >= 60
    cases = {(slug, group, key) for slug, group, key, *_ in CASES}
    assert cases == {(slug, *place) for slug in (KAERNTEN, MENTEGRA, MUENCHEN, RECIPROCAL, ALUMNI) for place in rules(slug)}


REASONS = [
    ("german", {"languages": "de:A2"}, "de",
     "Für dieses Programm brauchen Sie Deutsch mindestens auf Niveau B1; Sie haben A2 angegeben."),
    ("german", {"languages": "de:A2"}, "en", "For this programme you need German at least at level B1; you stated A2."),
    ("german", {"languages": "ar:native"}, "de",
     "Für dieses Programm brauchen Sie Deutsch mindestens auf Niveau B1; Sie haben noch kein Niveau angegeben."),
    ("german", {"languages": "de:A2"}, "ar",
     "يتطلّب هذا البرنامج اللغة الألمانية بمستوى \u2068B1\u2069 على الأقل؛ وقد ذكرتم \u2068A2\u2069."),
    ("education", {"education": "compulsory"}, "de",
     "Für dieses Programm brauchen Sie mindestens eine abgeschlossene Lehre oder die Matura; "
     "Sie haben angegeben: Pflichtschule."),
    ("region", {"place": "AT-9900"}, "de", "Dieses Programm findet in Kärnten statt; Sie haben 9900 Lienz angegeben."),
    ("registered", {}, "de", "Dazu fehlt noch eine Antwort: Als arbeitssuchend gemeldet"),
    ("registered", {"registered": "yes"}, "en", "The team still checks this: Registered as seeking work"),
    ("initiative", {}, "de", "Das klären wir in einem Gespräch: Eigeninitiative und Freude am Lernen"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "answers", "language", "sentence"), REASONS)
def test_reasons_are_exact_and_in_the_readers_language(
    key: str, answers: dict[str, Any], language: str, sentence: str
) -> None:
    assert judged(KAERNTEN, "second", key, answers, None).reason.text(language) == sentence


def rule(kind: str, **fields: Any) -> EligibilityRule:
    return EligibilityRule(key="x", group="first", kind=kind, question="q", text={"en": "x"}, **fields)


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("needed", list(Level))
def test_a_level_meets_what_is_not_above_it(level: Level, needed: Level) -> None:
    condition = rule("language", settings={"language": "en", "at_least": needed.name})
    met = evaluate(condition, {"q": f"en:{level.name}"}, on=TODAY).verdict == Verdict.MET
    assert met == (level >= needed)


@pytest.mark.parametrize("stated", list(Education))
@pytest.mark.parametrize("needed", list(Education))
def test_an_education_meets_what_is_not_above_it(stated: Education, needed: Education) -> None:
    order = list(Education)
    met = evaluate(rule("education", settings={"at_least": needed}), {"q": stated}, on=TODAY).verdict == Verdict.MET
    assert met == (order.index(stated) >= order.index(needed))


@pytest.mark.parametrize(
    ("born", "on", "verdict"),
    [
        ("2008-02-29", date(2026, 2, 28), "unmet"),
        ("2008-02-29", date(2026, 3, 1), "met"),
        ("1961-03-15", TODAY, "met"),
        ("1960-03-16", TODAY, "met"),
        ("1960-03-15", TODAY, "unmet"),
    ],
)
def test_age_counts_completed_years_on_the_day(born: str, on: date, verdict: str) -> None:
    assert evaluate(rule("age", settings={"least": 18, "most": 65}), {"q": born}, on=on).verdict == verdict


@pytest.mark.parametrize(
    ("postcode", "met"),
    [("DE-79999", False), ("DE-80000", True), ("DE-85999", True), ("DE-86000", False), ("DE-8000", False)],
)
def test_a_range_of_postcodes_includes_both_ends(postcode: str, met: bool) -> None:
    condition = rule("region", settings={"postcodes": {"DE": ["80000-85999"]}})
    assert (evaluate(condition, {"q": postcode}, on=TODAY).verdict == Verdict.MET) == met


def test_several_answers_meet_when_one_of_them_does() -> None:
    condition = rule("answer", settings={"one_of": ["nurse", "doctor"]})
    assert evaluate(condition, {"q": ["cook", "nurse"]}, on=TODAY).verdict == Verdict.MET
    assert evaluate(condition, {"q": ["cook"]}, on=TODAY).verdict == Verdict.UNMET


@pytest.mark.parametrize(
    ("months", "on", "until"),
    [(3, date(2025, 11, 30), date(2026, 2, 28)), (12, date(2024, 2, 29), date(2025, 2, 28)), (1, TODAY, date(2026, 4, 15))],
)
def test_a_check_counts_for_whole_months(months: int, on: date, until: date) -> None:
    assert valid_until(rule("attestation", settings={"valid_months": months}), on) == until


def test_the_whole_is_as_good_as_its_weakest_part() -> None:
    met, unmet, open_ = (judged(KAERNTEN, "second", "german", {"languages": text}, None) for text in ("de:B1", "de:A2", ""))
    assert overall([]) == overall([met]) == Verdict.MET
    assert overall([met, open_]) == Verdict.OPEN
    assert overall([met, open_, unmet]) == Verdict.UNMET


@pytest.mark.django_db
@pytest.mark.parametrize("slug", [KAERNTEN, MENTEGRA, MUENCHEN, RECIPROCAL, ALUMNI])
def test_rules_are_loaded_dumped_and_loaded_again(slug: str) -> None:
    programme = make_programme(slug)
    data = read_preset(next(file for file in preset_files() if file.stem == slug))
    load_rules(programme, data)
    dumped = dump_rules(programme)
    load_rules(programme, dumped)
    assert dump_rules(programme) == dumped
    assert [entry["key"] for entry in dumped["rule"]] == [entry["key"] for entry in data["rule"]]


@pytest.mark.django_db
def test_a_condition_on_an_especially_personal_answer_must_be_private() -> None:
    programme = make_programme(KAERNTEN)
    data = read_preset(next(file for file in preset_files() if file.stem == KAERNTEN))
    rule = next(entry for entry in data["rule"] if entry["kind"] == "language")
    asked = Question.objects.filter(page__programme=programme, page__group=rule["group"], key=rule["question"])
    asked.update(is_special=True)
    with pytest.raises(PresetError, match="please add private = true"):
        load_rules(programme, data)
    for entry in data["rule"]:
        entry["settings"] = {**entry.get("settings", {}), "private": True}
    load_rules(programme, data)
    assert EligibilityRule.objects.filter(programme=programme, settings__private=True).count() == len(data["rule"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": "magic"}, "kind is «magic»"),
        ({"group": "third"}, "group is «third»"),
        ({"decided_by": "dice"}, "decided_by is «dice»"),
        ({"settings": {"at_least": "B1", "language": "de", "speed": 3}}, "nobody knows the setting «speed»"),
        ({"settings": {"at_least": "B7", "language": "de"}}, "Please choose a level; in a file it is a level such as «B1»."),
        (
            {"settings": {"at_least": "B1", "language": ["de"]}},
            "Please choose a language; in a file it is a code such as «de».",
        ),
        ({"kind": "education", "settings": {"at_least": "B1"}}, "in a file it is one of none, compulsory,"),
        ({"kind": "region", "settings": {}}, "Please say where: a country, a state or postcodes."),
        ({"kind": "region", "settings": {"countries": ["XY"]}}, "Countries are codes such as «AT»."),
        ({"kind": "region", "settings": {"states": ["Wien"]}}, "states is a table of country and list."),
        (
            {"kind": "region", "settings": {"states": {"AT": ["Bayern"]}}},
            "«Bayern» is none of the states of AT. Known are: Burg",
        ),
        (
            {"kind": "region", "settings": {"states": {"FR": ["Alsace"]}}},
            "We know no postcodes of «FR», only of DE, AT, CH and",
        ),
        ({"kind": "region", "settings": {"postcodes": {"AT": [90]}}}, "«90» is no postcode of 4 digits."),
        ({"kind": "region", "settings": {"postcodes": {"AT": ["90200"]}}}, "«90200» is no postcode of 4 digits."),
        ({"kind": "region", "settings": {"postcodes": {"AT": ["02"]}}}, "No postcode begins with «02»."),
        (
            {"kind": "region", "settings": {"postcodes": {"DE": ["80-85999"]}}},
            "In the range «80-85999» both postcodes need 5",
        ),
        (
            {"kind": "region", "settings": {"postcodes": {"AT": ["9999-9000"]}}},
            "the first postcode is higher than the last.",
        ),
        (
            {"kind": "region", "settings": {"states": {"AT": ["Wien"]}, "postcodes": {"AT": ["90"]}}},
            "None of these postcodes lies in the states that are ticked",
        ),
        ({"kind": "age", "settings": {}}, "Please give the least age, the highest age, or both."),
        ({"kind": "age", "settings": {"least": "18"}}, "Please give whole years from 0 to 120."),
        ({"kind": "age", "settings": {"least": 30, "most": 20}}, "The highest age is below the least age"),
        ({"kind": "answer", "settings": {"one_of": "yes"}}, "Answers are a list of the keys of options."),
        ({"kind": "answer", "settings": {"one_of": []}}, "Please choose at least one answer that meets the condition."),
        ({"kind": "answer", "settings": {"valid_months": 0}}, "Please give whole months from 1 to 120."),
        ({"kind": "answer", "settings": {"documents": ["Pass"]}}, "Each kind of proof is a text for each language."),
        ({"kind": "answer", "settings": {"otherwise": "maybe"}}, "A no can lead to a talk"),
        ({"kind": "answer", "settings": {}, "unmet": {"de": "Nur {needed}."}}, "needed"),  # there is no such value
        ({"question": ""}, "the key «question» is missing"),
        ({"unmet": {"de": "Es fehlt {nixda}."}}, "nixda"),
    ],
)
def test_a_rule_that_nobody_could_evaluate_is_refused(change: dict[str, Any], sentence: str) -> None:
    good = {
        "group": "second", "key": "german", "kind": "language", "question": "languages", "text": {"de": "Deutsch"},
        "settings": {"language": "de", "at_least": "B1"},
    }  # fmt: skip
    programme = make_programme()
    load_rules(programme, {"rule": [good]})
    with pytest.raises(PresetError, match=sentence):
        load_rules(programme, {"rule": [good | change]})
    assert programme.eligibility_rules.count() == 1


@pytest.mark.django_db
def test_findings_of_a_real_application() -> None:
    application = make_application()
    assert {finding.rule.key: str(finding.code) for finding in findings(application)} == {
        "education": "met",
        "german": "met",
        "migration": "met",
        "region": "met",
        "labour-market": "unchecked",
        "registered": "unchecked",
        "initiative": "talk",
    }
