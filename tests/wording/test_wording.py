"""Templates, own nouns and mistakes: what the wording accepts and what it says when it does not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resonanz.wording import (
    CASES,
    DETERMINERS,
    FORMS,
    NOUNS,
    NUMBERS,
    STYLES,
    Wording,
    WordingError,
    problems,
)

GODPARENT: dict[str, Any] = {
    "mentor": {
        "de": {
            "feminine": "Patin",
            "masculine": "Pate",
            "masculine_plural": "Paten",
            "oblique": "Paten",
            "stem": "Pat",
        },
        "en": {"singular": "sponsor", "plural": "sponsors"},
    }
}
WOMEN: dict[str, Any] = {"mentee": {"de": {"word": "Mentee", "gender": "feminine", "plural": "Mentees"}}}


def test_values_are_inserted_as_they_are() -> None:
    text = Wording("pair").render(
        "{Der mentor} {name} kommt aus «{brand}».", "de", name="{mentor} Ana*", brand="Mentor:Mentor"
    )
    assert text == "Die Mentorin oder der Mentor {mentor} Ana* kommt aus «Mentor:Mentor»."


def test_a_value_wins_over_a_noun_of_its_name() -> None:
    assert Wording().render("{mentor}: {der mentor}", "de", mentor="Karin") == "Karin: der*die Mentor*in"


def test_double_braces_are_braces() -> None:
    assert Wording().render("{{mentor}} {mentors}", "de") == "{mentor} Mentor*innen"


def test_who_chose_nothing_is_named_as_the_programme_does() -> None:
    assert Wording("colon").render("{Ihr mentor}", "de", person_form="") == "Ihr:e Mentor:in"
    assert Wording("colon").render("{Ihr mentor}", "de", person_form={"mentor": ""}) == "Ihr:e Mentor:in"


def test_own_nouns_replace_the_usual_ones() -> None:
    wording = Wording("colon", GODPARENT)
    assert wording.render("{Ihr mentor}, {mentors}", "de") == "Ihr:e Pat:in, Pat:innen"
    assert Wording("pair", GODPARENT).render("{der mentor:dat}", "de") == "der Patin oder dem Paten"
    assert wording.render("{a mentor}", "en") == "a sponsor"


def test_a_noun_replaced_in_one_language_stays_in_the_other() -> None:
    assert Wording("star", WOMEN).render("{Ihr mentee:akk}", "de") == "Ihre Mentee"
    assert Wording("star", WOMEN).render("{your mentee}", "en") == "your mentee"


def test_a_noun_without_a_neutral_word_uses_the_pair() -> None:
    assert Wording("neutral", GODPARENT).render("{der mentor}", "de") == "die Patin oder der Pate"


def test_new_nouns_can_be_added() -> None:
    doctor = {"de": {"feminine": "Ärztin", "masculine": "Arzt", "masculine_plural": "Ärzte"}}
    assert Wording("colon", {"doctor": doctor}).render("{ein doctor:dat}", "de") == "einer:m Ärztin:Arzt"
    assert Wording("pair", {"doctor": doctor}).render("{doctors:dat}", "de") == "Ärztinnen und Ärzten"


def test_other_languages_use_plain_nouns() -> None:
    nouns = {"mentor": {"tr": {"singular": "mentor", "plural": "mentorlar"}}}
    assert Wording("star", nouns).render("{der mentors}", "tr") == "mentorlar"
    assert Wording("star").render("{the mentors}", "uk") == "the mentors"  # no noun yet: the English one
    assert Wording("colon").render("{mentors}", "de-AT") == "Mentor:innen"


def test_noun_gives_a_single_form() -> None:
    assert Wording("colon").noun("mentor", "de", "gen", article="der") == "der:des Mentor:in"
    assert Wording("colon").noun("mentor", "de", "dat", "pl", "der") == "den Mentor:innen"
    assert Wording("colon").noun("mentor", "en", article="your") == "your mentor"
    assert Wording("colon").noun("mentor", "de", article="Ihr", person_form="feminine") == "Ihre Mentorin"


def test_the_text_to_read_aloud_has_no_sign() -> None:
    wording = Wording("colon")
    assert wording.aloud("{Ihr mentor:akk} und {mentees}", "de") == "Ihre Mentorin oder Ihren Mentor und Mentees"
    assert Wording("neutral").aloud("{mentors}", "de") == "Begleitpersonen"


@pytest.mark.parametrize(
    ("template", "start"),
    [
        ("{mentr}", "In {mentr} the noun “mentr” is not known"),
        ("{mentor:dativ}", "In {mentor:dativ} “dativ” is no case and no number"),
        ("{mentor:dat.gen}", "In {mentor:dat.gen} two cases or two numbers are asked for at once"),
        ("{dre mentor}", "In {dre mentor} the word “dre” is not an article I know"),
        (
            "{der erfahren mentor}",
            "In {der erfahren mentor} the word “erfahren” stands where only an adjective",
        ),
        ("Hallo {mentor", "The brace in “{mentor” is never closed"),
        ("{a {mentor}", "The brace in “{a {mentor}” is never closed"),
        ("Hallo mentor}", "There is a closing brace without an opening one after “Hallo mentor”"),
        ("{mentors:sg}", "In {mentors:sg} a plural is asked for in the singular"),
        ("{}", "The placeholder {} is empty"),
        ("{mentor:}", "The placeholder {mentor:} is empty"),
        ("{der men-tor}", "In {der men-tor} the word “men-tor” cannot be the name of a noun"),
        ("{12}", "In {12} the word “12” cannot be the name of a noun"),
    ],
)
def test_mistakes_are_explained(template: str, start: str) -> None:
    found = problems(template, "de")
    assert [str(problem)[: len(start)] for problem in found] == [start]
    with pytest.raises(WordingError) as caught:
        Wording().render(template, "de")
    assert caught.value.phrase == found[0]


def test_every_mistake_of_a_text_is_found() -> None:
    assert [problem.values["noun"] for problem in problems("{x} {mentor} {y}", "en")] == ["x", "y"]


def test_names_of_values_are_no_mistake() -> None:
    assert problems("{name}: {mentor}", "de", values=["name"]) == []
    assert len(problems("{name:dat}", "de", values=["name"])) == 1


@pytest.mark.parametrize(
    ("nouns", "start"),
    [
        (
            {"mentor": {"de": {"feminine": "Patin"}}},
            "The noun “mentor” is incomplete; add: masculine, masculine_plural",
        ),
        ({"mentor": {"de": {"wort": "Pate"}}}, "The noun “mentor” has an entry “wort” that I do not know"),
        (
            {"team": {"de": {"word": "Team", "gender": "n", "plural": "Teams"}}},
            "The noun “team” has the gender “n”; it must be one of",
        ),
        ({"mentor": {"de": "Pate"}}, "The noun “mentor” needs a table for each language"),
        ({"mentor": "Pate"}, "The noun “mentor” needs a table for each language"),
        ({"mentor": {"en": {"singular": "sponsor"}}}, "The noun “mentor” is incomplete; add: plural"),
        (
            {"team": {"en": {"singular": "team", "plural": "teams"}}},
            "The noun “team” has no words for the language “de”",
        ),
    ],
)
def test_incomplete_nouns_are_explained(nouns: dict[str, Any], start: str) -> None:
    with pytest.raises(WordingError) as caught:
        Wording("star", nouns)
    assert str(caught.value).startswith(start)


def test_unknown_settings_are_explained() -> None:
    with pytest.raises(WordingError, match="The style “dots” does not exist; choose one of: star, colon, pair"):
        Wording("dots")
    with pytest.raises(WordingError, match="The form “female” does not exist"):
        Wording().render("{mentor}", "de", person_form="female")
    with pytest.raises(WordingError, match="“dativ” is not known here"):
        Wording().noun("mentor", "de", "dativ")
    with pytest.raises(WordingError, match="the noun “patron” is not known"):
        Wording().noun("patron", "de")


unhurried = settings(deadline=None)  # a busy machine is no fault of the wording
keys = st.sampled_from(sorted(NOUNS))
articles = st.sampled_from(["", *(f"{word} " for word in DETERMINERS)])
adjectives = st.sampled_from(["", "erfahren- ", "nächst- lang- "])
features = st.lists(st.sampled_from([f".{word}" for word in ("pron", "rel")]), max_size=1).map("".join)
styles = st.sampled_from(STYLES)
forms = st.sampled_from([None, *FORMS])
languages = st.sampled_from(["de", "en", "uk"])
slots = st.builds(
    lambda article, adjective, key, case, number, more: f"{{{article}{adjective}{key}:{case}.{number}{more}}}",
    articles,
    adjectives,
    keys,
    st.sampled_from(CASES),
    st.sampled_from(NUMBERS),
    features,
)
literals = st.text(alphabet=st.characters(exclude_characters="{}", exclude_categories=["Cs"]), max_size=20)


@unhurried
@given(slots, styles, languages, forms)
def test_valid_placeholders_always_render(slot: str, style: str, language: str, form: str | None) -> None:
    text = Wording(style).render(slot, language, person_form=form)
    assert text.strip() == text != ""
    assert "  " not in text
    assert "{" not in text
    assert problems(slot, language) == []


@unhurried
@given(literals, slots, literals, styles, languages)
def test_text_around_a_placeholder_is_untouched(before: str, slot: str, after: str, style: str, language: str) -> None:
    wording = Wording(style)
    assert wording.render(before + slot + after, language) == before + wording.render(slot, language) + after


@unhurried
@given(st.text(), styles, languages)
def test_values_are_never_interpreted(value: str, style: str, language: str) -> None:
    assert Wording(style).render("{name}", language, name=value) == value


@unhurried
@given(st.text(), styles)
def test_escaped_text_survives(text: str, style: str) -> None:
    assert Wording(style).render(text.replace("{", "{{").replace("}", "}}"), "de") == text


@unhurried
@given(st.text(alphabet="{}: .abmentordi-", max_size=25))
def test_any_text_renders_or_is_explained(text: str) -> None:
    found = problems(text, "de")
    if found:
        with pytest.raises(WordingError):
            Wording().render(text, "de")
    else:
        Wording().render(text, "de")


@unhurried
@given(slots, styles, forms)
def test_a_person_who_chose_sees_no_sign(slot: str, style: str, form: str | None) -> None:
    singular = slot.replace(".pl", ".sg")
    text = Wording(style).render(singular, "de", person_form=form)
    general = singular.startswith(("{kein ", "{no ", "{jeder ", "{every ", "{each "))
    if form and not general:
        assert not any(sign in text for sign in "*:/")
