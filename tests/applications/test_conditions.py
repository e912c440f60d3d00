"""Conditions changed in the browser: saved as they were, refused with a sentence, told before they change anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from resonanz.applications.actions.checks import attest_condition
from resonanz.applications.actions.conditions import (
    add_rule,
    change_rule,
    move_rule,
    remove_rule,
    show_rule,
)
from resonanz.applications.actions.forms import remove_question
from resonanz.applications.actions.rules import dump_rules, load_rules
from resonanz.applications.eligibility import Asked, findings, form_problems
from resonanz.applications.enums import RuleKind, Verdict
from resonanz.applications.models import Application, Attestation, EligibilityRule, Question
from resonanz.applications.queries.conditions import (
    asked_of,
    condition_values,
    conditions_shown,
    on_public_page,
    rule_shown,
)
from resonanz.core.models import LogEntry
from resonanz.people.models import Person
from resonanz.programmes.actions import (
    ChangedMeanwhile,
    ProgrammeArchived,
    archive_programme,
    as_preset,
    as_toml,
    fingerprint,
    load_preset,
    parse_preset,
)
from resonanz.programmes.enums import PassageKind
from resonanz.programmes.models import Programme
from resonanz.programmes.queries import Gap, gaps
from tests.factories import House, make_person, make_programme
from tests.factories.applications import make_application
from tests.programmes.forms import filled
from tests.programmes.test_presets import SLUGS

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]


def at(house: House, name: str, *more: Any, query: str = "") -> str:
    return reverse(f"applications:{name}", args=[house.programme.slug, *more]) + query


def named(house: House, key: str, group: str = "second") -> EligibilityRule:
    return house.programme.eligibility_rules.get(group=group, key=key)


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("slug", SLUGS)
def test_saving_each_condition_unchanged_changes_nothing(slug: str, house: House, client_of: ClientOf) -> None:
    programme = Programme.objects.filter(slug=slug).first() or make_programme(slug)
    if programme != house.programme:
        programme.staff.create(person=house.alice, role="coordinator")
    before, client = dump_rules(programme), client_of(house.alice)
    for rule in programme.eligibility_rules.all():
        url = reverse("applications:rule", args=[slug, rule.pk])
        assert client.post(url, filled(client, url)).status_code == 302, rule.key
    assert dump_rules(programme) == before
    assert not LogEntry.objects.filter(verb="change_rule").exists()


@pytest.mark.parametrize("slug", SLUGS)
def test_every_condition_of_the_five_can_be_judged_by_its_form(slug: str) -> None:
    shown = conditions_shown(make_programme(slug))
    assert [
        (entry.rule.key, list(map(str, entry.problems))) for side in shown for entry in side.rules if entry.problems
    ] == []
    assert [str(sentence) for side in shown for sentence in side.contradictions] == []


NEW: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {  # kind → what is typed, and the settings that come of it
    "education": ({"question": "education", "at_least": "bachelor"}, {"at_least": "bachelor"}),
    "language": ({"question": "languages", "language": "fa", "at_least": "C1"}, {"language": "fa", "at_least": "C1"}),
    "region": (
        {"question": "place", "countries": ["LI"], "more_countries": "Italien, SI", "states_AT": ["Kärnten", "Tirol"],
         "postcodes_DE": "80000 – 85999, 94"},
        {"countries": ["LI", "IT", "SI"], "states": {"AT": ["Kärnten", "Tirol"]},
         "postcodes": {"DE": ["80000-85999", "94"]}},
    ),
    "answer": (
        {"question": "migration", "answers_of": "migration", "one_of": ["no"], "private": "on"},
        {"one_of": ["no"], "unsure": [], "private": True},
    ),
    "attestation": (
        {"question": "", "decided_by": "staff", "valid_months": "6", "documents_de": "Ausweis\nZeugnis",
         "documents_en": "Card", "otherwise": "on", "private": "on"},
        {"valid_months": 6, "documents": [{"de": "Ausweis", "en": "Card"}, {"de": "Zeugnis"}], "otherwise": "talk",
         "private": True},
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", NEW)
def test_a_new_condition_is_kept_with_its_settings(kind: str, house: House, client_of: ClientOf) -> None:
    client, url = client_of(house.alice), at(house, "add_rule", "second", query=f"?kind={kind}")
    typed, settings = NEW[kind]
    data = filled(client, url) | {"text_de": "Neu und {mentee}", "text_en": "New thing"} | typed
    assert client.post(url, data).status_code == 302
    rule = house.programme.eligibility_rules.latest("pk")
    assert (rule.key, rule.kind, rule.group, rule.settings) == ("new-thing", kind, "second", settings)
    assert (rule.question, rule.text) == (typed["question"], {"de": "Neu und {mentee}", "en": "New thing"})
    assert rule == house.programme.eligibility_rules.filter(group="second").last()
    entry = LogEntry.objects.get(verb="add_rule")
    assert (entry.actor, entry.scope, entry.detail) == (
        house.alice,
        house.programme.scope,
        {"key": "new-thing", "kind": kind},
    )
    again = reverse("applications:rule", args=[house.programme.slug, rule.pk])
    assert client.post(again, filled(client, again)).status_code == 302
    assert house.programme.eligibility_rules.get(pk=rule.pk).settings == settings


def test_an_age_and_a_target_group_are_kept() -> None:
    programme, client = make_programme("mentor-mentor"), Client()
    person = make_person("Alice")
    programme.staff.create(person=person, role="coordinator")
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    url = reverse("applications:add_rule", args=[programme.slug, "second"]) + "?kind=age"
    assert client.post(url, filled(client, url) | {"text_de": "Jung", "least": "16", "most": "27"}).status_code == 302
    rule = programme.eligibility_rules.latest("pk")
    assert (rule.kind, rule.question, rule.settings) == ("age", "birth_date", {"least": 16, "most": 27})
    mentegra = make_programme("mentegra")
    mentegra.staff.create(person=person, role="coordinator")
    target = mentegra.eligibility_rules.get(kind=RuleKind.TARGET_GROUP)
    url = reverse("applications:rule", args=[mentegra.slug, target.pk])
    assert client.post(url, filled(client, url) | {"one_of": ["no"]}).status_code == 302
    target.refresh_from_db()
    assert target.settings == {"consent": "target_group", "one_of": ["no"]}


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("german", {"at_least": ""}, "Hier fehlt noch eine Angabe."),
        ("german", {"text_de": ""}, "Hier fehlt noch eine Angabe."),
        ("german", {"text_de": "{nobody}"}, "nobody"),
        ("german", {"unmet_de": "Nur {needed}, nicht {state}."}, "{state}"),
        ("migration", {"unmet_de": "Nur {needed}."}, "{needed}"),
        ("migration", {"private": ""}, "Bitte kreuzen Sie „Vertraulich“ an, damit kein Brief und kein Protokoll sie nennt."),
        ("migration", {"one_of": []}, "Bitte wählen Sie mindestens eine Antwort, mit der die Voraussetzung erfüllt ist."),
        (
            "migration",
            {"one_of": ["other"]},
            "Bitte wählen Sie unter den Antworten auf diese Frage.",
        ),
        ("region", {"states_AT": []}, "Bitte sagen Sie, wo: ein Land, ein Bundesland oder Postleitzahlen."),
        ("region", {"more_countries": "Atlantis"}, "Wir kennen kein Land «Atlantis»."),
        ("region", {"postcodes_AT": "9000-8000"}, "Im Bereich «9000-8000» ist die erste Postleitzahl höher als die letzte."),
        ("region", {"postcodes_AT": "10"}, "Keine dieser Postleitzahlen liegt in den angekreuzten Bundesländern"),
        ("registered", {"decided_by": "rule"}, "rule"),
    ],
)
def test_what_could_not_be_judged_gets_a_sentence(
    key: str, typed: dict[str, Any], sentence: str, house: House, client_of: ClientOf
) -> None:
    before, client, url = dump_rules(house.programme), client_of(house.alice), at(house, "rule", named(house, key).pk)
    answer = client.post(url, filled(client, url) | {"help_de": "Bleibt stehen."} | typed)
    assert answer.status_code == 200
    assert sentence in words(answer)
    assert "Bleibt stehen." in words(answer)
    assert dump_rules(house.programme) == before


def test_what_the_form_no_longer_asks_is_said_in_the_list_and_the_rest_can_still_be_saved(
    house: House, client_of: ClientOf
) -> None:
    client, rule = client_of(house.alice), named(house, "german")
    make_application(house.cohort)
    question = Question.objects.get(page__programme=house.programme, page__group="second", key="languages")
    assert not remove_question(question=question, by=None)
    sentence = "Diese Frage wird nicht mehr gestellt"
    assert sentence in words(client.get(at(house, "rules")))
    url = at(house, "rule", rule.pk)
    assert sentence in words(client.get(url))
    assert client.post(url, filled(client, url) | {"text_en": "German B1"}).status_code == 302
    rule.refresh_from_db()
    assert rule.text["en"] == "German B1"


def test_every_way_in_which_a_form_can_leave_a_condition_undecided_is_named() -> None:
    programme = make_programme("mentegra")
    asked = asked_of(programme)["second"]
    target = programme.eligibility_rules.get(kind=RuleKind.TARGET_GROUP)

    def fields(rule: EligibilityRule, given: Asked) -> list[str]:
        return [problem.field for problem in form_problems(rule, given)]

    assert fields(target, asked) == []
    assert fields(target, Asked(asked.questions, asked.options, frozenset())) == ["consent"]
    assert fields(target, Asked({}, {}, asked.consents)) == ["question"]
    target.settings = {**target.settings, "one_of": ["yes", "perhaps"]}
    assert fields(target, asked) == ["one_of"]
    target.settings = {**target.settings, "one_of": ["perhaps"], "proof": "nothing"}
    assert fields(target, asked) == ["one_of", "proof"]
    target.question = "place"
    assert fields(target, asked) == ["question", "proof"]
    education = programme.eligibility_rules.get(group="second", kind=RuleKind.EDUCATION)
    assert fields(education, Asked(asked.questions, {"education": {"a", "b"}})) == ["question"]


def test_choosing_another_question_shows_its_answers_and_keeps_what_was_typed(house: House, client_of: ClientOf) -> None:
    client, url = client_of(house.alice), at(house, "add_rule", "second", query="?kind=answer")
    data = filled(client, url) | {"text_de": "Darf arbeiten", "question": "labour_market", "choose": "1"}
    answer = client.post(url, data)
    form = answer.context["form"]
    assert [key for key, _label in form.fields["one_of"].choices] == ["yes", "no", "unsure"]
    assert (form["one_of"].value(), form["unsure"].value(), form.errors) == (["yes"], ["unsure"], {})
    assert "Darf arbeiten" in words(answer)
    unseen = {name: value for name, value in data.items() if name != "choose"}  # saved without a look at the answers
    answer = client.post(url, unseen)
    assert "Bitte sehen Sie nach, welche Antworten auf diese Frage" in words(answer)
    assert house.programme.eligibility_rules.filter(key="darf-arbeiten").count() == 0
    seen = {"answers_of": "labour_market", "one_of": ["yes"], "unsure": ["unsure"]}
    assert client.post(url, unseen | seen).status_code == 302
    assert named(house, "darf-arbeiten").settings == {}  # the usual needs no saying


def test_two_who_change_the_same_condition(house: House, client_of: ClientOf) -> None:
    client, url = client_of(house.alice), at(house, "rule", named(house, "german").pk)
    data = filled(client, url) | {"help_de": "Meins."}
    change_rule(rule=named(house, "german"), by=house.bob, help_text={"de": "Seins."})
    answer = client.post(url, data)
    assert "Meins." in words(answer)
    assert named(house, "german").help_text == {"de": "Seins."}
    mark = fingerprint(condition_values(named(house, "german")))
    assert change_rule(rule=named(house, "german"), by=house.alice, seen=mark, help_text={"de": "X"}) == ["help_text"]
    with pytest.raises(ChangedMeanwhile):
        change_rule(rule=named(house, "german"), by=house.alice, seen=mark, help_text={"de": "Y"})


def test_what_nobody_was_judged_by_is_deleted_and_the_rest_is_archived(house: House, client_of: ClientOf) -> None:
    client, rule = client_of(house.alice), named(house, "german")
    assert remove_rule(rule=named(house, "migration"), by=house.alice)
    application = make_application(house.cohort)
    attest_condition(application=application, rule=rule, verdict="unmet", by=house.alice)
    url = at(house, "remove_rule", rule.pk)
    assert "1 Bewerbung" in words(client.get(url))
    assert client.post(url).status_code == 302
    rule.refresh_from_db()
    assert rule.is_archived
    assert [entry["key"] for entry in dump_rules(house.programme)["rule"] if entry["key"] in ("german", "migration")] == []
    fresh = Application.objects.get(pk=application.pk)
    assert "german" not in {finding.rule.key for finding in findings(fresh)}
    assert client.get(at(house, "rule", rule.pk)).status_code == 404
    again = add_rule(
        programme=house.programme, group="second", kind="language", by=None, question="languages", text={"en": "German"},
        settings={"language": "de", "at_least": "A2"},
    )  # fmt: skip
    assert again.key == "german-2"  # what was attested was about the other
    assert "1 Bewerbung" in words(client.get(at(house, "restore_rule", rule.pk)))
    assert client.post(at(house, "restore_rule", rule.pk)).status_code == 302
    found = {finding.rule.key: finding.verdict for finding in findings(Application.objects.get(pk=application.pk))}
    assert (found["german"], found["german-2"]) == (Verdict.UNMET, Verdict.MET)
    assert Attestation.objects.filter(application=application, key="german").exists()
    verbs = LogEntry.objects.filter(verb__in=["remove_rule", "restore_rule"]).order_by("id")
    assert [(entry.verb, entry.detail.get("archived")) for entry in verbs] == [
        ("remove_rule", False), ("remove_rule", True), ("restore_rule", None),
    ]  # fmt: skip


def test_loading_a_file_replaces_what_counts_and_keeps_what_is_archived(house: House) -> None:
    make_application(house.cohort)
    data = dump_rules(house.programme)
    for key in ("german", "migration"):
        remove_rule(rule=named(house, key), by=None)
    load_rules(house.programme, {"rule": [entry for entry in data["rule"] if entry["key"] != "migration"]})
    rows = house.programme.eligibility_rules.filter(group="second", key__in=["german", "migration"])
    assert {row.key: row.is_archived for row in rows} == {"german": False, "migration": True}


def test_conditions_move_within_their_side(house: House) -> None:
    def keys() -> list[str]:
        return list(house.programme.eligibility_rules.filter(group="second").values_list("key", flat=True))

    before = keys()
    move_rule(rule=named(house, before[1]), up=True, by=house.alice)
    assert keys() == [before[1], before[0], *before[2:]]
    move_rule(rule=named(house, before[1]), up=True, by=house.alice)  # it is the first already
    assert keys() == [before[1], before[0], *before[2:]]
    move_rule(rule=named(house, before[1]), up=False, by=house.alice)
    assert keys() == before


def test_the_words_on_the_public_page_follow(house: House, client_of: ClientOf) -> None:
    rule = named(house, "german")
    points = house.programme.passages.filter(kind=PassageKind.CONDITION)
    count = points.count()
    assert on_public_page(rule) is None
    assert client_of(house.alice).post(at(house, "show_rule", rule.pk)).status_code == 302
    assert not show_rule(rule=rule, by=house.alice)
    assert points.count() == count + 1
    change_rule(rule=rule, by=house.alice, text={"de": "Deutsch B2", "en": "German B2"})
    point = points.get(text={"de": "Deutsch B2", "en": "German B2"})
    assert (point.group, point.position) == ("second", max(points.values_list("position", flat=True)))
    remove_rule(rule=named(house, "german"), by=house.alice)
    assert points.count() == count


def test_another_level_or_age_on_the_public_page_is_named(house: House) -> None:
    rule = named(house, "german")
    change_rule(rule=rule, by=None, settings={"language": "de", "at_least": "B2"})
    house.programme.passages.create(kind="condition", group="second", text={"de": "Englisch auf Niveau A1."}, position=90)
    sentences = [str(sentence) for side in conditions_shown(house.programme) for sentence in side.contradictions]
    assert len(sentences) == 1
    assert "Sie sprechen Deutsch auf dem Niveau B1 oder besser." in sentences[0]
    adults = add_rule(
        programme=house.programme, group="second", kind="age", by=None, question="birth_date", settings={"least": 18},
        text={"de": "Erwachsen"},
    )  # fmt: skip
    house.programme.passages.create(kind="condition", group="second", text={"de": "Ab 16 Jahren, 10 Stunden"}, position=91)
    assert len([1 for side in conditions_shown(house.programme) for _sentence in side.contradictions]) == 2
    change_rule(rule=adults, by=None, settings={"least": 16})
    assert len([1 for side in conditions_shown(house.programme) for _sentence in side.contradictions]) == 1


def test_a_condition_says_what_it_means_in_the_readers_language(house: House) -> None:
    asked = asked_of(house.programme)["second"]
    shown = {key: rule_shown(house.programme, named(house, key), asked).summary for key in ("german", "region", "migration")}
    assert shown == {"german": "Deutsch, B1", "region": "Österreich: Kärnten", "migration": "ja"}


def test_an_archived_programme_keeps_its_conditions(house: House, client_of: ClientOf) -> None:
    house.programme.cohorts.all().delete() if not house.cohort else house.programme.cohorts.update(state="finished")
    archive_programme(programme=house.programme, by=None)
    with pytest.raises(ProgrammeArchived):
        change_rule(rule=named(house, "german"), by=house.alice, help_text={})
    client, url = client_of(house.alice), at(house, "rule", named(house, "german").pk)
    answer = client.post(url, filled(client, url) | {"help_de": "Neu."})
    assert answer.headers["Location"] == reverse("programmes:overview", args=[house.programme.slug])
    assert named(house, "german").help_text.get("de") != "Neu."


def test_what_was_changed_in_the_browser_comes_back_out_of_the_file(house: House, client_of: ClientOf) -> None:
    client = client_of(house.alice)
    for kind, (typed, _settings) in NEW.items():
        url = at(house, "add_rule", "first" if kind == "attestation" else "second", query=f"?kind={kind}")
        assert client.post(url, filled(client, url) | {"text_de": f"Neu {kind}"} | typed).status_code == 302
    before = dump_rules(house.programme)
    assert len(before["rule"]) == house.programme.eligibility_rules.count()
    data = parse_preset(as_toml(as_preset(house.programme)).encode(), "export.toml")
    copy = load_preset(data={**data, "slug": "copy"}, by=None)
    assert dump_rules(copy)["rule"] == before["rule"]


def test_the_overview_counts_what_is_not_translated(house: House, client_of: ClientOf) -> None:
    assert gaps(house.programme) == []
    change_rule(rule=named(house, "german"), by=None, text={"de": "Deutsch B1"}, help_text={"en": "A course"})
    Question.objects.filter(page__programme=house.programme, page__group="second", key="place").update(help={"de": "Ort"})
    assert gaps(house.programme) == [
        Gap("applications:rules", "", "en", 1),
        Gap("applications:rules", "", "de", 1),
        Gap("applications:forms", "", "en", 1),
    ]
    page = words(client_of(house.alice).get(reverse("programmes:overview", args=[house.programme.slug])))
    assert f'<a href="{at(house, "rules")}">Voraussetzungen</a>' in page


def test_changing_what_somebody_deleted_meanwhile_is_said(house: House) -> None:
    rule = EligibilityRule.objects.filter(programme=house.programme).earliest("pk")
    EligibilityRule.objects.filter(pk=rule.pk).delete()
    with pytest.raises(ChangedMeanwhile):
        change_rule(rule=rule, by=house.alice, text={"de": "Anders"})
