"""Sentences of several views of this room: whose pair, who has no place, what is wrong."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from resonanz.matching.models import Proposal
from resonanz.people.models import Person
from resonanz.phrases import Phrase
from resonanz.programmes.models import Participation


def names(proposal: Proposal) -> str:
    """Return the two names of a proposal, for a message."""
    return f"{proposal.mentee.person.full_name} & {proposal.mentor.person.full_name}"


def no_place(person: Person) -> str:
    """Return the sentence for whoever came a moment too late."""
    if person.is_paused:
        return _("{name} is pausing at present and is suggested to nobody.").format(name=person.full_name)
    return _("{name} has no free place any more; somebody else was faster. Match again to find another pair.").format(
        name=person.full_name
    )


def problems_said(problems: list[dict[str, Any]]) -> list[str]:
    """Return why a run could not be computed, in the reader's language, with the names of those it is about."""
    if not problems:
        return []
    ids = {problem["participation"] for problem in problems if problem["participation"]}
    people = Participation.objects.select_related("person").in_bulk(ids)
    language = (get_language() or "de").split("-")[0]
    said = []
    for problem in problems:
        person = people.get(problem["participation"])
        sentence = Phrase.from_json(problem["why"]).text(language)
        said.append(f"{person.person.full_name}: {sentence}" if person else sentence)
    return said
