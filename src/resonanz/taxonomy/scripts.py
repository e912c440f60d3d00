"""Alphabets: which one a text is written in, and its letters brought to the form that typists of one language share.

What `text` does for German, this does for the others: Arabic and Persian type the same letters with different
codes, Ukrainian has five apostrophes, French marks gender in its own ways. Nothing here knows which titles exist.
"""

from __future__ import annotations

import re
import unicodedata

Script = str  # "latin", "cyrillic", "arabic", "greek"

_LETTERS = {
    "latin": re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
    "cyrillic": re.compile("[\u0400-\u052f]"),
    "arabic": re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]"),
    "greek": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
}
_WRITTEN_IN = {
    **dict.fromkeys(("ar", "fa", "prs", "ps", "ckb", "ur"), "arabic"),
    **dict.fromkeys(("uk", "ru", "bg", "be", "mk", "sr"), "cyrillic"),
    "el": "greek",
}

# One letter for those that keyboards and habits mix: Arabic and Persian yeh and kaf, alef maksura, the forms of heh
# and ta marbuta. Hamza and madda on alef fall with the accents, in `text.words`.
_ARABIC = str.maketrans(
    {
        **dict.fromkeys("یىېۍ", "ي"),
        **dict.fromkeys("کڪ", "ك"),
        **dict.fromkeys("ةۀہھە", "ه"),
        "ٱ": "ا",
        "ـ": None,  # tatweel only stretches a word
        "\u200c": " ",  # the joint of "برنامه‌نویس", which many type as a space, or not at all
        "،": ",",
        "؛": ";",
    }
)
_CYRILLIC = str.maketrans("ґҐ", "гГ")
_APOSTROPHE = re.compile("(?<=\\w)['’ʼ`´ʹ′\"“”*](?=\\w)")
# "المهندس": the article, but not the first letters of a short word such as "آلات".
_ARTICLE = re.compile(r"\bال(?=\w{3})")
# مهندس/ة, مهندس(ة), مهندس -ة
_ARABIC_MARK = re.compile(r"(?<=\w)\s?[/(\-]\s?[ةه]\)?(?!\w)")
# infirmier·ère, technicien(ne), vendeur.euse, chargé-e, avocat/e, in the plural with s
_FRENCH_MARK = re.compile(
    r"(?<=\w{2})\s?(?:[·•./\-]\s?-?|\()"
    r"(?:e|ne|le|te|ve|fe|se|ère|ere|ière|iere|euse|rice|trice|ice|esse|sse)[·.\-]?s?\)?(?!\w)",
    re.IGNORECASE,
)
_AND = re.compile(r"(?<=\s)(?:et|ou|ve|veya|та|і|й|або|и|или|و|أو|یا)(?=\s)|[،؛+&]|(?<=\s)و(?=\w{3})")


def script_of(text: str) -> Script:
    """Return the alphabet that most letters of `text` belong to; "latin" where it has none."""
    counts = {script: len(letters.findall(text)) for script, letters in _LETTERS.items()}
    return max(counts, key=lambda script: counts[script])


def written_in(language: str) -> Script:
    """Return the alphabet of a language by its code ("uk" gives "cyrillic")."""
    return _WRITTEN_IN.get(language, "latin")


def normalise(text: str) -> str:
    """Return `text` with letters that one alphabet's typists mix made one; Latin letters stay as they are.

    Arabic: yeh, kaf, heh and ta marbuta in one form each, no tatweel, no article; Cyrillic: no apostrophe, ґ as г.
    Accents, dots, ё and ї are the matter of `text.words`, which treats all alphabets alike.
    """
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    if _LETTERS["arabic"].search(text):
        bare = "".join(ch for ch in text if not unicodedata.combining(ch))
        return _ARTICLE.sub("", bare.translate(_ARABIC))
    if _LETTERS["cyrillic"].search(text):
        return _APOSTROPHE.sub("", text).translate(_CYRILLIC)
    return text


def variants(text: str) -> list[str]:
    """Return `text`, normalised, and what it says without French or Arabic gender marks and with "and" as a stroke.

    The likeliest reading first, without repeats; `text.readings` takes each further.
    """
    plain = normalise(_ARABIC_MARK.sub("", text))
    unmarked = _FRENCH_MARK.sub("", plain)
    found = [plain, unmarked, _AND.sub("/", unmarked)]
    return list(dict.fromkeys(found))
