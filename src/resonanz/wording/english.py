"""English forms, and those of every language whose nouns are simply singular or plural."""

from __future__ import annotations

from resonanz.wording.nouns import PlainNoun

_DETERMINERS = {
    "definite": ("the", "the"),
    "negative": ("no", "no"),
    "my": ("my", "my"),
    "your_informal": ("your", "your"),
    "your": ("your", "your"),
    "your_plural": ("your", "your"),
    "their": ("their", "their"),
    "our": ("our", "our"),
    "every": ("every", "all"),
    "this": ("this", "these"),
    "which": ("which", "which"),
}
_PERSONAL = {
    "feminine": {"nom": "she", "gen": "her", "dat": "her", "akk": "her"},
    "masculine": {"nom": "he", "gen": "his", "dat": "him", "akk": "him"},
}
_THEY = {"nom": "they", "gen": "their", "dat": "them", "akk": "them"}
_RELATIVE = {"nom": "who", "gen": "whose", "dat": "whom", "akk": "whom"}


def phrase(
    noun: PlainNoun,
    *,
    case: str = "nom",
    number: str = "sg",
    determiner: str | None = None,
    adjectives: tuple[str, ...] = (),
    pronoun: str | None = None,
    form: str | None = None,
) -> str:
    """Return the English noun phrase ("an experienced mentor"), or the pronoun that stands for it."""
    if pronoun == "relative":
        return _RELATIVE[case]
    if pronoun:
        return (_PERSONAL.get(form or "", _THEY) if number == "sg" else _THEY)[case]
    words = [*adjectives, plain(noun, number)]
    if determiner == "indefinite":
        words = words if number == "pl" else [_article(noun, words[0], adjectives), *words]
    elif determiner is not None:
        words.insert(0, _DETERMINERS[determiner][number == "pl"])
    text = " ".join(words)
    if case != "gen":
        return text
    return text + ("’" if number == "pl" and text.endswith("s") else "’s")


def plain(noun: PlainNoun, number: str) -> str:
    """Return the noun alone, as languages without grammar tables here use it."""
    return noun.plural if number == "pl" else noun.singular


def _article(noun: PlainNoun, first: str, adjectives: tuple[str, ...]) -> str:
    if noun.article and not adjectives:
        return noun.article
    return "an" if first[0].lower() in "aeiou" else "a"
