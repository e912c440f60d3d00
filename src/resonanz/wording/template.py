"""Reading a text with placeholders: which parts are literal, which are nouns with case, number and article.

A placeholder is written in braces: `{[article] [adjective-] noun[:features]}`, for example `{mentors}`,
`{Ihr mentor:dat}` or `{ein erfahren- mentor:akk}`. docs/wording.md describes the whole syntax.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from resonanz.phrases import P, Phrase

CASES = ("nom", "gen", "dat", "akk")
NUMBERS = ("sg", "pl")
PRONOUNS = ("personal", "relative")

# German and English words name the same determiner, so a translator may keep the word of the source text.
DETERMINERS: dict[str, str] = {
    **dict.fromkeys(("der", "the"), "definite"),
    **dict.fromkeys(("ein", "a", "an"), "indefinite"),
    **dict.fromkeys(("kein", "no"), "negative"),
    **dict.fromkeys(("mein", "my"), "my"),
    **dict.fromkeys(("dein",), "your_informal"),
    **dict.fromkeys(("Ihr", "your"), "your"),
    **dict.fromkeys(("ihr", "their"), "their"),
    **dict.fromkeys(("unser", "our"), "our"),
    **dict.fromkeys(("euer",), "your_plural"),
    **dict.fromkeys(("jeder", "every", "each"), "every"),
    **dict.fromkeys(("dieser", "this"), "this"),
    **dict.fromkeys(("welcher", "which"), "which"),
}
FEATURES: dict[str, tuple[str, str]] = {
    **{case: ("case", case) for case in CASES},
    "acc": ("case", "akk"),
    "sg": ("number", "sg"),
    "pl": ("number", "pl"),
    "pron": ("pronoun", "personal"),
    "rel": ("pronoun", "relative"),
}
PRONOUN_WORDS = ("er", "he", "they")

_PART = re.compile(r"\{\{|\}\}|\{|\}")
_NOUN = re.compile(r"[^\W\d_]\w*\Z")
_ADJECTIVE = re.compile(r"[^\W\d_]+-\Z")


class WordingError(ValueError):
    """A text, a noun or a setting that cannot be used; `phrase` says why, in the reader's language."""

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(phrase.text())
        self.phrase = phrase


@dataclass(frozen=True)
class Slot:
    """One placeholder: the noun and the form that is asked for."""

    source: str
    noun: str
    case: str = "nom"
    number: str | None = None
    determiner: str | None = None
    adjectives: tuple[str, ...] = ()
    pronoun: str | None = None
    capital: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether the placeholder is a single word, and so might be the name of a value."""
        return _NOUN.match(self.source[1:-1].strip()) is not None


@lru_cache(maxsize=4096)
def parse(template: str) -> tuple[str | Slot, ...]:
    """Return the literal texts and slots of `template`; raise `WordingError` if it cannot be read."""
    parts: list[str | Slot] = []
    position = 0
    while position < len(template):
        found = _PART.search(template, position)
        if found is None:
            parts.append(template[position:])
            break
        parts.append(template[position : found.start()])
        position = found.end()
        if found.group() in ("{{", "}}"):
            parts.append(found.group()[0])
        elif found.group() == "}":
            raise WordingError(
                P(
                    "There is a closing brace without an opening one after “{text}”; write }}}} for a brace.",
                    text=_excerpt(template, found.start()),
                )
            )
        else:
            end = template.find("}", position)
            if end < 0 or "{" in template[position:end]:
                raise WordingError(
                    P(
                        "The brace in “{text}” is never closed; close it, or write {{{{ for a brace.",
                        text=template[found.start() : found.start() + 30],
                    )
                )
            parts.append(parse_slot(template[found.start() : end + 1]))
            position = end + 1
    return tuple(part for part in parts if part != "")


def parse_slot(source: str) -> Slot:
    """Return the slot that `source`, a placeholder with its braces, describes."""
    head, colon, tail = source[1:-1].partition(":")
    words = head.split()
    if not words or (colon and not tail.strip()):
        raise WordingError(P("The placeholder {source} is empty; write a noun such as {example}.", **_shown(source)))
    options = _features(source, tail) if colon else {}
    determiner: str | None = None
    first, rest, noun = words[0], words[1:-1], words[-1]
    if len(words) > 1:
        if first.lower() in PRONOUN_WORDS:
            options.setdefault("pronoun", "personal")
        elif first.endswith("-"):
            rest = words[:-1]
        else:
            determiner = DETERMINERS.get(first) or DETERMINERS.get(first.lower())
            if determiner is None:
                raise WordingError(
                    P(
                        "In {source} the word “{word}” is not an article I know; the articles are: {known}.",
                        source=source,
                        word=first,
                        known=list(DETERMINERS),
                    )
                )
    for adjective in rest:
        if not _ADJECTIVE.match(adjective):
            raise WordingError(
                P(
                    "In {source} the word “{word}” stands where only an adjective may stand; write its stem "
                    "with a hyphen, such as “erfahren-”.",
                    source=source,
                    word=adjective,
                )
            )
    if not _NOUN.match(noun):
        raise WordingError(P("In {source} the word “{word}” cannot be the name of a noun.", source=source, word=noun))
    return Slot(
        source=source,
        noun=noun,
        determiner=determiner,
        adjectives=tuple(adjective[:-1] for adjective in rest),
        capital=words[0][0].isupper() and words[0] != "Ihr",  # the polite "Ihr" is no start of a sentence
        **options,
    )


def _features(source: str, tail: str) -> dict[str, str]:
    options: dict[str, str] = {}
    for word in tail.split("."):
        feature = FEATURES.get(word.strip())
        if feature is None:
            raise WordingError(
                P(
                    "In {source} “{word}” is no case and no number; after the colon may follow: {known}.",
                    source=source,
                    word=word.strip(),
                    known=list(FEATURES),
                )
            )
        name, value = feature
        if options.get(name, value) != value:
            raise WordingError(
                P(
                    "In {source} two cases or two numbers are asked for at once; keep one of them.",
                    source=source,
                )
            )
        options[name] = value
    return options


def _shown(source: str) -> dict[str, str]:
    return {"source": source, "example": "{mentor}"}


def _excerpt(template: str, end: int) -> str:
    return template[max(0, end - 25) : end]
