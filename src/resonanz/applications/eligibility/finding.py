"""What was found about one condition, and why, in words for every language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.utils import translation

from resonanz.applications.enums import DecidedBy, RuleKind, Verdict
from resonanz.applications.models import Attestation, EligibilityRule
from resonanz.phrases import Phrase
from resonanz.wording import Wording

REASON_VALUES: dict[str, tuple[str, ...]] = {  # what a programme's own sentence may name; nothing for the other kinds
    RuleKind.EDUCATION: ("needed", "stated"),
    RuleKind.LANGUAGE: ("needed", "stated"),
    RuleKind.REGION: ("stated",),
    RuleKind.AGE: ("needed", "stated"),
}
NAMED = {name for names in REASON_VALUES.values() for name in names}


class Code(StrEnum):
    """Why a condition counts as met, not met or open. Kept in histories and figures, so the values never change."""

    MET = "met"
    ATTESTED = "attested"  # the team has seen to it, and it is met
    UNMET = "unmet"  # by what the person says
    REFUTED = "refuted"  # the team has seen to it, and it is not met
    MISSING = "missing"
    UNCLEAR = "unclear"  # an answer that says neither yes nor no, such as a country where a postcode counts
    UNSURE = "unsure"  # the person says so
    UNCHECKED = "unchecked"
    EXPIRED = "expired"
    TALK = "talk"
    NO_CONSENT = "no_consent"


@dataclass(frozen=True)
class Reason:
    """One sentence: the programme's own words where it has them in the reader's language, else the product's."""

    phrase: Phrase
    own: Mapping[str, str] = field(default_factory=dict)
    wording: Wording = field(default_factory=Wording)

    def text(self, language: str) -> str:
        """Return the sentence in `language`, a code such as "de"."""
        code = language.split("-")[0]
        if own := self.own.get(code):
            values = {name: shown(value, code) for name, value in self.phrase.values.items() if name in NAMED}
            return self.wording.render(own, code, **values)
        return self.phrase.text(code)

    def __str__(self) -> str:
        return self.text(translation.get_language() or "de")


@dataclass(frozen=True)
class Finding:
    """What is known about one condition of one application."""

    rule: EligibilityRule
    verdict: Verdict
    code: Code
    reason: Reason
    attestation: Attestation | None = None  # also one that has expired

    @property
    def decided_by(self) -> DecidedBy:
        """Who finds out."""
        return DecidedBy(self.rule.decided_by)

    @property
    def is_private(self) -> bool:
        """Whether it says something about a person that belongs neither into letters nor into the log."""
        return is_private(self.rule)


def is_private(rule: EligibilityRule) -> bool:
    """Whether a condition touches origin, flight or the like: asked for separately, and never repeated elsewhere."""
    return rule.kind == RuleKind.TARGET_GROUP or bool(rule.settings.get("private"))


def labels(label: Any) -> dict[str, str]:
    """Return a lazily translated `label` in every language of the product."""
    texts = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            texts[code] = str(label)
    return texts


def shown(value: Any, language: str) -> str:
    """Return a phrase's value as text."""
    return Phrase("{value}", {"value": value}).text(language)
