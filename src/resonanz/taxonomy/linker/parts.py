"""Labels as sequences of parts: compounds split, everyday synonyms brought to one word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from resonanz.taxonomy.linker.compounds import Splitter
from resonanz.taxonomy.linker.language import Speech


class Reader:
    """Turns a text into words, forms and parts, in the languages of the list it was made for.

    `words(text)` are the telling words, each once.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.speech = Speech(texts)
        self.words = self.speech.words
        self._splitter: Splitter | None = None
        if self.speech.compounds:
            listed = [self.forms(self.words(text)) for text in texts]
            always = (word for word in (*self.speech.heads, *self.speech.parts) if len(word) > 1)
            self._splitter = Splitter((word for words in listed for word in words), always)

    def forms(self, words: Iterable[str]) -> list[str]:
        """Return `words` in their masculine or only form, each once: what two labels share that differ in gender."""
        return list(dict.fromkeys(map(self.speech.base, words)))

    def parts(self, words: Iterable[str]) -> list[str]:
        """Return what `words`, as `forms()` gives them, consist of: each part once, synonyms as one word."""
        found: list[str] = []
        for word in words:
            split = self._splitter.split(word) if self._splitter else (word,)
            found += [self._said(part, is_head=part is split[-1]) for part in split]
        return list(dict.fromkeys(found))

    def _said(self, part: str, *, is_head: bool) -> str:
        heads, parts = self.speech.heads, self.speech.parts
        listed = self.speech.listed(part) or part
        first, second = (heads, parts) if is_head else (parts, heads)
        return first.get(listed) or second.get(listed) or part
