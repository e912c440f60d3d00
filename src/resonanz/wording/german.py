"""German forms: determiner, adjectives and noun in one case and number, and how a style joins two genders.

The forms of one gender are plain grammar tables. A style then joins the feminine and the masculine phrase:
word by word with a sign ("einer:m Mentor:in"), or as two whole phrases ("einer Mentorin oder einem Mentor").
"""

from __future__ import annotations

from resonanz.wording.nouns import GermanNoun, Word

STYLES = ("star", "colon", "pair", "binnen_i", "slash", "neutral")
FORMS = ("feminine", "masculine", "neutral")

SIGNS = {"star": "*", "colon": ":", "slash": "/", "binnen_i": "/"}
Endings = dict[str, tuple[str, ...]]

_CASE = {"nom": 0, "gen": 1, "dat": 2, "akk": 3}

# Columns: nom, gen, dat, akk.
_DEFINITE = {
    "masculine": ("der", "des", "dem", "den"),
    "feminine": ("die", "der", "der", "die"),
    "neuter": ("das", "des", "dem", "das"),
    "plural": ("die", "der", "den", "die"),
}
_RELATIVE = {
    "masculine": ("der", "dessen", "dem", "den"),
    "feminine": ("die", "deren", "der", "die"),
    "neuter": ("das", "dessen", "dem", "das"),
    "plural": ("die", "deren", "denen", "die"),
}
_PERSONAL = {
    "masculine": ("er", "seiner", "ihm", "ihn"),
    "feminine": ("sie", "ihrer", "ihr", "sie"),
    "neuter": ("es", "seiner", "ihm", "es"),
    "plural": ("sie", "ihrer", "ihnen", "sie"),
}
_STRONG: Endings = {  # endings of "dieser", and of an adjective with nothing before it
    "masculine": ("er", "es", "em", "en"),
    "feminine": ("e", "er", "er", "e"),
    "neuter": ("es", "es", "em", "es"),
    "plural": ("e", "er", "en", "e"),
}
_EIN = {
    "masculine": ("", "es", "em", "en"),
    "feminine": ("e", "er", "er", "e"),
    "neuter": ("", "es", "em", ""),
    "plural": ("e", "er", "en", "e"),
}
_WEAK: Endings = {
    "masculine": ("e", "en", "en", "en"),
    "feminine": ("e", "en", "en", "e"),
    "neuter": ("e", "en", "en", "e"),
    "plural": ("en", "en", "en", "en"),
}
_MIXED: Endings = {
    "masculine": ("er", "en", "en", "en"),
    "feminine": ("e", "en", "en", "e"),
    "neuter": ("es", "en", "en", "es"),
    "plural": ("en", "en", "en", "en"),
}
_EIN_WORDS = {
    "indefinite": "ein",
    "negative": "kein",
    "my": "mein",
    "your_informal": "dein",
    "your": "Ihr",
    "their": "ihr",
    "our": "unser",
    "your_plural": "euer",
}
_DER_WORDS = {"every": "jed", "this": "dies", "which": "welch"}
# "Every" and "no" speak of all at once: joined with "und", and never in the form that one person chose.
GENERAL = ("negative", "every")


def phrase(
    noun: GermanNoun,
    style: str,
    *,
    case: str = "nom",
    number: str = "sg",
    determiner: str | None = None,
    adjectives: tuple[str, ...] = (),
    pronoun: str | None = None,
    form: str | None = None,
) -> str:
    """Return the noun phrase, or the pronoun that stands for it, in `style`.

    `form` is the choice of the one person spoken of ("feminine", "masculine", "neutral"); it wins over the
    style in the singular, except with "kein" and "jeder".
    """
    chosen = _one_word(noun, style, form if number == "sg" and determiner not in GENERAL else None)
    if chosen is not None:
        words = _pronoun(chosen, case, number, pronoun) if pronoun else None
        return words or " ".join(_words(chosen, case, number, determiner, adjectives))
    feminine, masculine = _both(noun)
    if style == "neutral":
        style = "pair"  # the noun names no neutral word
    if pronoun:
        left, right = (_pronoun(word, case, number, pronoun) for word in (feminine, masculine))
        return _joined([left], [right], style, case, determiner)
    left_words = _words(feminine, case, number, determiner, adjectives)
    right_words = _words(masculine, case, number, determiner, adjectives)
    if style != "pair":
        signed = _signed_noun(noun, style, number)
        left_words[-1] = right_words[-1] = signed
    return _joined(left_words, right_words, style, case, determiner, plural=number == "pl")


def _one_word(noun: GermanNoun, style: str, form: str | None) -> Word | None:
    """Return the one word that is used, or None where the style has to join feminine and masculine."""
    if noun.fixed is not None:
        return noun.fixed
    if form == "feminine":
        return noun.feminine
    if form == "masculine":
        return noun.masculine
    if form == "neutral" or style == "neutral":
        return noun.neutral
    return None


def _both(noun: GermanNoun) -> tuple[Word, Word]:
    if noun.feminine is None or noun.masculine is None:
        raise TypeError("a noun without a fixed word has a feminine and a masculine one")
    return noun.feminine, noun.masculine


def _words(word: Word, case: str, number: str, determiner: str | None, adjectives: tuple[str, ...]) -> list[str]:
    gender = "plural" if number == "pl" else word.gender
    column = _CASE[case]
    before = _determiner(determiner, gender, column)
    endings = _endings(determiner, number)[gender]
    if number == "pl" and word.adjectival_plural:
        # The adjective has become the noun ("Teilnehmende") and takes the ending itself.
        return [*before, *(a + endings[column] for a in adjectives), word.adjectival_plural + endings[column]]
    stems = (*adjectives, word.adjective) if word.adjective else adjectives
    return [*before, *(stem + endings[column] for stem in stems), word.form(case, number)]


def _determiner(determiner: str | None, gender: str, column: int) -> list[str]:
    if determiner is None or (determiner == "indefinite" and gender == "plural"):
        return []
    if determiner == "definite":
        return [_DEFINITE[gender][column]]
    if determiner in _DER_WORDS:
        stem = "all" if determiner == "every" and gender == "plural" else _DER_WORDS[determiner]
        return [stem + _STRONG[gender][column]]
    stem, ending = _EIN_WORDS[determiner], _EIN[gender][column]
    return ["eur" + ending if stem == "euer" and ending else stem + ending]


def _endings(determiner: str | None, number: str) -> Endings:
    if determiner is None or (determiner == "indefinite" and number == "pl"):
        return _STRONG
    return _MIXED if determiner in _EIN_WORDS else _WEAK


def _pronoun(word: Word, case: str, number: str, pronoun: str) -> str:
    table = _RELATIVE if pronoun == "relative" else _PERSONAL
    return table["plural" if number == "pl" else word.gender][_CASE[case]]


def _signed_noun(noun: GermanNoun, style: str, number: str) -> str:
    feminine, masculine = _both(noun)
    if number == "pl" and noun.sign_plural:
        return noun.sign_plural
    left = feminine.plural if number == "pl" else feminine.singular
    right = masculine.plural if number == "pl" else masculine.singular
    if left == right:
        return left
    ending = "innen" if number == "pl" else "in"
    if left != noun.stem + ending:
        # Ärztin, Arzt: the stems differ, so no ending can be split off; the order is that of the articles.
        return f"{left}:{right}" if style == "colon" else f"{right}{SIGNS[style]}{left}"
    return noun.stem + ("I" + ending[1:] if style == "binnen_i" else SIGNS[style] + ending)


def _joined(
    left: list[str], right: list[str], style: str, case: str, determiner: str | None, *, plural: bool = False
) -> str:
    """Join the feminine words and the masculine ones as `style` does it."""
    if left == right:
        return " ".join(left)
    if style != "pair":
        pairs = zip(left, right, strict=True)
        return " ".join(a if a == b else _signed(a, b, style, case, determiner) for a, b in pairs)
    conjunction = "und" if plural or determiner in GENERAL else "oder"
    if left[-1] == right[-1]:  # "die oder der Mentee": the noun stands once
        return f"{' '.join(left[:-1])} {conjunction} {' '.join(right)}"
    if plural:  # "die Mentorinnen und Mentoren": article and adjectives stand once
        return f"{' '.join(left)} {conjunction} {right[-1]}"
    return f"{' '.join(left)} {conjunction} {' '.join(right)}"


def _signed(feminine: str, masculine: str, style: str, case: str, determiner: str | None) -> str:
    """Join two forms of one small word: an article, an adjective, a pronoun."""
    sign = SIGNS[style]
    if len(feminine) > 2 and masculine.startswith(feminine):
        return f"{feminine}{sign}{masculine[len(feminine) :]}"  # eine:n, erfahrene:r
    if len(masculine) > 2 and feminine.startswith(masculine):
        return f"{masculine}{sign}{feminine[len(masculine) :]}"  # ein:e, Ihr:e
    if style != "colon":
        return f"{masculine}{sign}{feminine}"  # dem*der, einem/einer
    if len(feminine) > 3 and feminine[:-1] == masculine[:-1]:
        return f"{feminine}:{masculine[-1]}"  # einer:m
    # The feminine comes first as in "der:des Mentor:in"; only the nominative article stays "der:die".
    return f"{masculine}:{feminine}" if (feminine, masculine) == ("die", "der") else f"{feminine}:{masculine}"
