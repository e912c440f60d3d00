"""The field for an occupation, with and without JavaScript, and the suggestions behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse
from django.utils import translation

from resonanz.core.occupations import Occupation, OccupationField, choices, suggestions
from resonanz.core.views import SUGGESTIONS
from resonanz.taxonomy import esco


class JobForm(forms.Form):
    job = OccupationField(label="Occupation")
    name = forms.CharField(required=False)


class OptionalForm(forms.Form):
    job = OccupationField(required=False, max_length=20)


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    SUGGESTIONS.reset()
    with translation.override("de"):
        yield
    SUGGESTIONS.reset()


def sent(text: str, code: str = "", made_for: str | None = None, choice: str = "") -> dict[str, str]:
    """Return what a browser sends."""
    data = {"job": text, "job_code": code, "job_for": text if made_for is None else made_for}
    return data | ({"job_choice": choice} if choice else {})


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (sent("Krankenpflegerin"), ("2221", "Krankenpflegerin")),
        (sent("  Krankenpfleger:in   (m/w/d) "), ("2221", "Krankenpfleger:in (m/w/d)")),
        (sent("медсестра"), ("2221", "медсестра")),
        (sent("Ich mache etwas mit Tieren", "5164"), ("5164", "Ich mache etwas mit Tieren")),
        (sent("Pflege im Krankenhaus", choice="2221"), ("2221", "Pflege im Krankenhaus")),
        (sent("Pflege im Krankenhaus", choice="none"), ("", "Pflege im Krankenhaus")),
        (sent("Pflege im Krankenhaus", "none"), ("", "Pflege im Krankenhaus")),
        (sent("漢字"), ("", "漢字")),  # nothing like it: the words are kept
        # What was chosen for other words does not count, as when somebody goes back and writes something else.
        (sent("Köchin", "2221", "Krankenpflegerin"), ("5120", "Köchin")),
        (sent("Köchin", "9999"), ("5120", "Köchin")),
        (sent("Köchin", "22"), ("5120", "Köchin")),
        ({"job": "Köchin"}, ("5120", "Köchin")),
    ],
)
def test_the_value_is_a_code_and_the_words(data: dict[str, str], value: tuple[str, str]) -> None:
    form = JobForm(data)
    assert form.errors == {}
    assert form.cleaned_data["job"] == Occupation(*value)


@pytest.mark.parametrize(
    ("text", "offered"), [("Pflege im Krankenhaus", "2221"), ("Krankenflegerin", "2221"), ("Ingenieur für Züge", "2149")]
)
def test_who_may_mean_several_is_asked(text: str, offered: str) -> None:
    form = JobForm(sent(text))
    assert form.errors == {"job": ["Bitte wählen Sie, welchen Beruf Sie meinen, oder behalten Sie Ihre eigenen Worte."]}
    page = form.as_p()
    assert f'value="{text}"' in page
    assert [f'name="job_choice" value="{choice.code}"' in page for choice in choices(text)] == [True] * len(choices(text))
    assert 'name="job_choice" value="none"' in page
    assert offered in {choice.code for choice in choices(text)}


def test_a_choice_for_other_words_is_asked_again() -> None:
    assert not JobForm(sent("Pflege zu Hause", made_for="Pflege im Krankenhaus", choice="2221")).is_valid()


def test_the_choice_survives_another_field_that_is_wrong() -> None:
    class Two(forms.Form):
        job = OccupationField()
        name = forms.CharField()

    page = Two(sent("Pflege im Krankenhaus", choice="2221")).as_p()
    assert '<input type="hidden" name="job_code" value="2221" data-combo-code>' in page
    assert "job_choice" not in page
    kept = Two(sent("Pflege im Krankenhaus", choice="none")).as_p()
    assert '<input type="hidden" name="job_code" value="none" data-combo-code>' in kept


def test_empty_is_a_mistake_only_where_it_is_required() -> None:
    assert JobForm({}).errors == {"job": ["Hier fehlt noch eine Angabe."]}
    form = OptionalForm({"job": "   "})
    assert form.errors == {}
    assert form.cleaned_data["job"] == Occupation("", "")
    assert not form.cleaned_data["job"]


def test_too_long_is_said() -> None:
    form = OptionalForm({"job": "x" * 21})
    assert form.errors == {"job": ["Bitte nennen Sie Ihren Beruf in höchstens 20 Zeichen."]}
    assert 'maxlength="20"' in form.as_p()


@pytest.mark.parametrize("initial", [Occupation("2221", "Krankenpflegerin"), ("2221", "Krankenpflegerin")])
def test_initial_values_are_shown_without_a_question(initial: Any) -> None:
    page = JobForm(initial={"job": initial}).as_p()
    assert 'value="Krankenpflegerin"' in page
    assert '<input type="hidden" name="job_code" value="2221" data-combo-code>' in page
    assert "job_choice" not in page


def test_has_changed_compares_what_is_meant() -> None:
    initial = {"job": Occupation("2221", "Krankenpflegerin")}
    assert JobForm(sent("Krankenpflegerin", "2221"), initial=initial).changed_data == []
    assert JobForm(sent("Krankenpflegerin"), initial=initial).changed_data == []
    assert JobForm(sent("Köchin"), initial=initial).changed_data == ["job"]


def test_the_field_is_a_plain_text_field_with_label_and_help() -> None:
    class Told(forms.Form):
        job = OccupationField(label="Occupation", help_text="In any language.")

    page = str(Told()["job"].as_field_group())
    assert '<label for="id_job">' in page
    assert '<input type="text" name="job" value="" dir="auto"' in page
    assert 'aria-describedby="id_job_helptext"' in page


def test_what_was_typed_is_escaped() -> None:
    page = JobForm(sent('"><script>x</script> Pflege')).as_p()
    assert "<script>x" not in page


def test_the_attribution_stands_where_esco_is_used(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    words = "Dieser Dienst verwendet die ESCO-Klassifikation der Europäischen Kommission."
    assert words not in JobForm().as_p()
    monkeypatch.setenv("RESONANZ_DATA_DIR", str(tmp_path))
    esco.folder().mkdir()
    esco.path("de").write_bytes(esco.pack([esco.Occupation("2221", "2221.1", "http://esco/1", ("Mondpflegerin",))]))
    assert words in JobForm().as_p()
    assert suggestions("Mondpf")[0].code == "2221"


def test_suggestions_come_with_their_group_and_a_sentence(client: Client) -> None:
    answer = client.get(reverse("core:occupations"), {"q": "Krankenpflegeri"}, headers={"accept-language": "de"})
    told = answer.json()
    assert told["results"][0] == {
        "code": "2221",
        "label": "Krankenpflegerin/Krankenpfleger",
        "group": "Akademische und vergleichbare Krankenpflegefachkräfte",
    }
    number = len(told["results"])
    assert 2 <= number <= 8
    assert told["message"] == f"{number} Vorschläge. Wählen Sie mit den Pfeiltasten."
    assert answer.headers["Cache-Control"] == "private, max-age=300"


@pytest.mark.parametrize(
    ("language", "text", "label", "group"),
    [
        ("en", "civil eng", "civil engineer", "Civil engineers"),
        ("en", "медсестр", "медсестра/медбрат", "Nursing professionals"),
        ("ar", "ممرض", "ممرضة/ممرض", "ممرضة/ممرض"),
    ],
)
def test_suggestions_in_other_languages(client: Client, language: str, text: str, label: str, group: str) -> None:
    answer = client.get(reverse("core:occupations"), {"q": text}, headers={"accept-language": language})
    assert (answer.json()["results"][0]["label"], answer.json()["results"][0]["group"]) == (label, group)


@pytest.mark.parametrize("text", ["", " ", "K", "漢字", "%%%%"])
def test_nothing_to_suggest(client: Client, text: str) -> None:
    answer = client.get(reverse("core:occupations"), {"q": text}, headers={"accept-language": "en"})
    assert answer.json() == {"results": [], "message": "No suggestion. You can keep your own words."}


def test_one_address_may_not_ask_without_end(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SUGGESTIONS, "most", 3)
    asked = [client.get(reverse("core:occupations"), headers={"accept-language": "de"}) for _ in range(4)]
    assert [answer.status_code for answer in asked] == [200, 200, 200, 429]
    assert asked[3].json()["message"] == "Zu viele Anfragen auf einmal. Bitte warten Sie eine Minute."
    assert client.get(reverse("core:occupations"), REMOTE_ADDR="192.0.2.7").status_code == 200


@pytest.mark.django_db
def test_suggestions_ask_no_database(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        client.get(reverse("core:occupations"), {"q": "Kranken"})
