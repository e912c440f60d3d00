"""Why two people go together, kept such that it can be shown in any language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from django.conf import settings

from resonanz import engine
from resonanz.phrases import Phrase
from resonanz.programmes.models import Participation, Programme
from resonanz.taxonomy import isco


def titles_by_criterion(
    programme: Programme, criteria: Mapping[str, Any], people: Iterable[Participation]
) -> list[dict[str, Any]]:
    """Return, for each criterion, what to show in each language for the words that the engine compared.

    Topics it knows by key, occupations by code where it only tells them apart; interests in the programme's first language,
    beside which each person gave the others.
    """
    people = list(people)
    topics = {topic.key: topic.title for topic in programme.topics.all()}
    names = {
        "topics": topics,
        "topics_back": topics,
        "occupation": {code: occupation_titles(code) for code in {one.person.profile.occupation for one in people} if code},
        "interests": dict(pair for participation in people for pair in translated_interests(participation)),
    }
    rules = engine.Criteria.parse(criteria, programme.slug).criteria
    return [names.get(rule.kind.mentee or "", {}) for rule in rules]


@cache
def occupation_titles(code: str) -> dict[str, str]:
    """Return what an occupation is called in each language of the product."""
    return {language: isco.title(code, language) for language, _name in settings.LANGUAGES} if isco.exists(code) else {}


def translated_interests(participation: Participation) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each interest in every language with all its names, where the lists of the languages run side by side."""
    lists = {
        code: [word.strip() for word in words.split(";")] for code, words in participation.person.profile.interests.items()
    }
    if len({len(words) for words in lists.values()}) == 1:
        for names in zip(*lists.values(), strict=True):
            texts = dict(zip(lists, names, strict=True))
            yield from ((name, texts) for name in names)


def reasons_as_json(reasons: Sequence[engine.Reason], titles: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the reasons of one pair in a form that can still be shown in any language."""
    return [
        {
            "criterion": reason.criterion.to_json(),
            "points": float(reason.points),
            "of": float(reason.of),
            "text": titled(reason.text, own).to_json(),
        }
        for reason, own in zip(reasons, titles, strict=True)
    ]


def titled(value: Any, titles: Mapping[str, Any]) -> Any:
    """Return a phrase (or one of its values) with topic keys replaced by titles, also within a list joined by «; »."""
    if isinstance(value, Phrase):
        return replace(value, values={name: titled(entry, titles) for name, entry in value.values.items()})
    if isinstance(value, list | tuple):
        return [titled(entry, titles) for entry in value]
    if isinstance(value, str) and value and all(key in titles for key in value.split("; ")):
        return [titles[key] for key in value.split("; ")]
    return value
