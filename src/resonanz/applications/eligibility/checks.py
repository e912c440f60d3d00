"""Whether a condition can be judged at all: its settings, and the form that it looks at.

Both editors (a preset file and the browser) ask here, so that both refuse the same with the same sentence. A condition may
also become wrong later, because somebody changes the form: then the list of conditions shows the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from resonanz.applications.eligibility.finding import is_private
from resonanz.applications.eligibility.kinds import begins
from resonanz.applications.enums import Education, QuestionKind, RuleKind
from resonanz.applications.models import EligibilityRule, Question
from resonanz.taxonomy import countries, languages, places
from resonanz.taxonomy.languages import Level

OLDEST = 120
MOST_MONTHS = 120
DIGITS = {"DE": 5, "AT": 4, "CH": 4, "LI": 4}
PART = re.compile(r"(\d+)(?:-(\d+))?\Z")
CHOICES = (QuestionKind.CHOICE, QuestionKind.CHOICES)
LOOKS_AT: dict[str, tuple[str, ...]] = {  # the kinds of questions whose answers each kind of condition understands
    RuleKind.EDUCATION: (QuestionKind.CHOICE,),
    RuleKind.LANGUAGE: (QuestionKind.LANGUAGES,),
    RuleKind.REGION: (QuestionKind.PLACE,),
    RuleKind.AGE: (QuestionKind.DATE,),
    RuleKind.ANSWER: CHOICES,
    RuleKind.ATTESTATION: CHOICES,
    RuleKind.TARGET_GROUP: CHOICES,
}


class Problem(NamedTuple):
    """What is wrong with one setting of a condition (or its question), and what to do."""

    field: str  # the setting; of a region with its country: "postcodes_AT"
    sentence: str | Promise


@dataclass(frozen=True)
class Asked:
    """What one side of a programme is asked: questions by key, archived ones too, and the consents there are."""

    questions: Mapping[str, Question] = field(default_factory=dict)
    options: Mapping[str, Set[str]] = field(default_factory=dict)  # by question key, of choices
    consents: Set[str] = frozenset()


def setting_problems(kind: str, settings: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with the settings of a condition, by what stands in presets/README.md."""
    yield from OF_KIND[kind](settings)
    months = settings.get("valid_months")
    if months is not None and not is_number(months, 1, MOST_MONTHS):
        yield Problem("valid_months", format_lazy(_("Please give whole months from 1 to {most}."), most=MOST_MONTHS))
    documents = settings.get("documents", [])
    if not isinstance(documents, list) or not all(is_texts(entry) for entry in documents):
        yield Problem("documents", _("Each kind of proof is a text for each language."))
    if not isinstance(settings.get("proof", ""), str):
        yield Problem("proof", _("The proof is the key of a question for a file."))
    if settings.get("otherwise", "talk") != "talk":
        yield Problem("otherwise", _("A no can lead to a talk («talk»), and to nothing else."))
    if not isinstance(settings.get("private", False), bool):
        yield Problem("private", _("Private is true or false."))


def education(settings: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with a level of education."""
    if settings.get("at_least") not in Education.values:
        yield Problem(
            "at_least",
            format_lazy(_("Please choose a level; in a file it is one of {levels}."), levels=", ".join(Education.values)),
        )


def language(settings: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with a language and its level."""
    code, level = settings.get("language"), settings.get("at_least")
    if not isinstance(code, str) or code not in languages.codes():
        yield Problem("language", _("Please choose a language; in a file it is a code such as «de»."))
    if not isinstance(level, str) or level not in Level.__members__:
        yield Problem("at_least", _("Please choose a level; in a file it is a level such as «B1»."))


def region(settings: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with countries, states and postcodes."""
    named, states, postcodes = settings.get("countries", []), settings.get("states", {}), settings.get("postcodes", {})
    if not named and not states and not postcodes:
        yield Problem("countries", _("Please say where: a country, a state or postcodes."))
        return
    if not isinstance(named, list) or not all(isinstance(code, str) and code in countries.codes() for code in named):
        yield Problem("countries", _("Countries are codes such as «AT»."))
    for name, parts in (("states", states), ("postcodes", postcodes)):
        if not isinstance(parts, Mapping) or not all(isinstance(entry, list) for entry in parts.values()):
            yield Problem(name, format_lazy(_("{name} is a table of country and list."), name=name))
            return
        for code in sorted(parts.keys() - DIGITS.keys()):
            yield Problem(name, format_lazy(_("We know no postcodes of «{code}», only of DE, AT, CH and LI."), code=code))
    for code in DIGITS:
        yield from of_country(code, states.get(code, []), postcodes.get(code, []))


def of_country(code: str, states: list[Any], parts: list[Any]) -> Iterator[Problem]:
    """Yield what is wrong with the states and postcodes of one country."""
    known = states_of(code)
    for state in states:
        if state not in known:
            yield Problem(
                f"states_{code}",
                format_lazy(
                    _("«{state}» is none of the states of {code}. Known are: {known}."),
                    state=str(state)[:60], code=code, known=", ".join(known),
                ),
            )  # fmt: skip
            return
    for part in parts:
        if sentence := wrong_postcode(code, part):
            yield Problem(f"postcodes_{code}", sentence)
            return
    if states and parts and not any(
        place.country == code and place.state in states and any(begins(place.postcode, part) for part in parts)
        for place in places.places().values()
    ):  # fmt: skip
        yield Problem(
            f"postcodes_{code}",
            _("None of these postcodes lies in the states that are ticked, so nobody could meet this. Please change one."),
        )


def wrong_postcode(code: str, part: Any) -> str | Promise:
    """Return what is wrong with a beginning or a range of postcodes of a country; empty where nothing is."""
    digits = DIGITS[code]
    example: dict[str, Any] = {"part": str(part)[:40], "n": digits, "low": "9" + "0" * (digits - 1), "high": "9" * digits}
    found = PART.match(part) if isinstance(part, str) and part.isascii() else None
    if found is None or len(found[1]) > digits:
        return format_lazy(
            _("«{part}» is no postcode of {n} digits. Write a beginning such as 90, or a range such as {low}-{high}."),
            **example,
        )
    if found[2] is None:
        if not any(country == code and postcode.startswith(part) for country, postcode in places.places()):
            return format_lazy(_("No postcode begins with «{part}»."), **example)
        return ""
    if not len(found[1]) == len(found[2]) == digits:
        return format_lazy(_("In the range «{part}» both postcodes need {n} digits, such as {low}-{high}."), **example)
    if found[1] > found[2]:
        return format_lazy(_("In the range «{part}» the first postcode is higher than the last."), **example)
    return ""


@cache
def states_of(code: str) -> tuple[str, ...]:
    """Return the states or cantons of a country as the table of postcodes names them."""
    return tuple(sorted({place.state for place in places.places().values() if place.country == code}))


def age(settings: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with the bounds of an age."""
    least, most = settings.get("least"), settings.get("most")
    if least is None and most is None:
        yield Problem("least", _("Please give the least age, the highest age, or both."))
    for name, value in (("least", least), ("most", most)):
        if value is not None and not is_number(value, 0, OLDEST):
            yield Problem(name, format_lazy(_("Please give whole years from 0 to {most}."), most=OLDEST))
            return
    if least is not None and most is not None and least > most:
        yield Problem("most", _("The highest age is below the least age, so nobody could meet this."))


def answers(settings: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with answers that count."""
    for name in ("one_of", "unsure"):
        if not is_list_of_words(settings.get(name, [])):
            yield Problem(name, _("Answers are a list of the keys of options."))
    if settings.get("one_of") == []:
        yield Problem("one_of", _("Please choose at least one answer that meets the condition."))
    if not isinstance(settings.get("consent", ""), str):
        yield Problem("consent", _("The consent is the key of a consent."))


OF_KIND: dict[str, Callable[[Mapping[str, Any]], Iterator[Problem]]] = {
    RuleKind.EDUCATION: education,
    RuleKind.LANGUAGE: language,
    RuleKind.REGION: region,
    RuleKind.AGE: age,
    RuleKind.ANSWER: answers,
    RuleKind.ATTESTATION: answers,
    RuleKind.TARGET_GROUP: answers,
}


def form_problems(rule: EligibilityRule, asked: Asked) -> Iterator[Problem]:
    """Yield why the form of this side, as it is now, leaves a condition undecided: what it looks at is not asked."""
    settings = rule.settings
    if rule.question or rule.kind != RuleKind.ATTESTATION:
        yield from question_problems(rule, asked)
    if proof := settings.get("proof"):
        question = asked.questions.get(proof)
        if question is None or question.is_archived or question.kind != QuestionKind.FILE:
            yield Problem("proof", _("The form does not ask for the file of the proof any more."))
    if rule.kind == RuleKind.TARGET_GROUP:
        key = settings.get("consent", "target_group")
        if key not in asked.consents:
            yield Problem(
                "consent",
                format_lazy(
                    _("There is no consent «{key}» yet. Without it the answer does not count, and a talk has to settle it."),
                    key=key,
                ),
            )


def question_problems(rule: EligibilityRule, asked: Asked) -> Iterator[Problem]:
    """Yield what is wrong with the question that a condition looks at."""
    question = asked.questions.get(rule.question)
    if question is None:
        sentence = _("The form of this group has no question «{key}», so this stays open for everybody.")
        yield Problem("question", format_lazy(sentence, key=rule.question))
        return
    if question.is_archived:
        yield Problem("question", _("This question is no longer asked, so this stays open for whoever applies from now on."))
    if question.kind not in LOOKS_AT[rule.kind]:
        yield Problem("question", _("This kind of condition does not understand the answers to this question."))
        return
    if question.is_special and not is_private(rule):
        sentence = _("The answer is especially personal. Please tick “Private”, so that no letter and no log names it.")
        yield Problem("private", sentence)
    if question.kind not in CHOICES:
        return
    options = asked.options.get(question.key, frozenset())
    if rule.kind == RuleKind.EDUCATION:
        if not options & set(Education.values):
            yield Problem("question", _("None of the answers to this question is a level of education that we know."))
    elif not options & set(rule.settings.get("one_of", ["yes"])):
        yield Problem("one_of", _("The question has no answer that meets this condition, so nobody can meet it."))
    elif gone := sorted(set(rule.settings.get("one_of", [])) - options):
        yield Problem("one_of", format_lazy(_("The question has no answer «{key}» any more."), key=gone[0]))


def suitable(kind: str, asked: Asked) -> list[Question]:
    """Return the questions of a form that a kind of condition can look at, in the order of the form."""
    found = [entry for entry in asked.questions.values() if entry.kind in LOOKS_AT[kind] and not entry.is_archived]
    if kind == RuleKind.EDUCATION:
        return [entry for entry in found if asked.options.get(entry.key, frozenset()) & set(Education.values)]
    return found


def is_number(value: Any, least: int, most: int) -> bool:
    """Whether a value is a whole number within bounds."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def is_texts(value: Any) -> bool:
    """Whether a value is a text for each language."""
    return isinstance(value, Mapping) and all(isinstance(text, str) for text in value.values())


def is_list_of_words(value: Any) -> bool:
    """Whether a value is a list of texts."""
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)
