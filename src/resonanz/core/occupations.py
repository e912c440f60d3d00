"""The form field for an occupation: people write it in their own words, we find the unit group of ISCO-08.

With JavaScript suggestions appear while one types. Without it, or when nobody chose one of them, the server looks the
words up; if several occupations may be meant, the form comes back and asks which, and one's own words are always a
good answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from threading import Thread
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from resonanz.taxonomy import esco, occupations

MOST_CHOICES = 6
MOST_SUGGESTIONS = 8
LEAST_LETTERS = 2
OWN_WORDS = "none"  # what is sent when somebody chose none of the occupations


class Occupation(NamedTuple):
    """The value of the field: the ISCO-08 code, "" where there is none, and the words of the person."""

    code: str
    label: str

    def __bool__(self) -> bool:
        return bool(self.label)


class Written(NamedTuple):
    """What came with the form: the words, and what was chosen for exactly these words, if anything."""

    text: str
    chosen: str


class Choice(NamedTuple):
    """One occupation that may be meant: its code, the title found, and the title of its group for the reader."""

    code: str
    label: str
    group: str

    @property
    def breakable(self) -> str:
        """The label with a place to break the line after each stroke, for narrow pages."""
        return self.label.replace("/", "/\N{ZERO WIDTH SPACE}")


def choices(text: str, k: int = MOST_CHOICES) -> list[Choice]:
    """Return the unit groups that `text` may mean, best first, with titles in the language of the request."""
    language = get_language()
    hits = [hit for hit in occupations.link(text, language, k + 2) if len(hit.code) == 4]
    return [Choice(hit.code, hit.label, group_title(hit.code)) for hit in hits[:k]]


def suggestions(text: str, k: int = MOST_SUGGESTIONS) -> list[Choice]:
    """Return the unit groups that what was typed so far may become, best first; nothing for a single letter."""
    if len(text.strip()) < LEAST_LETTERS:
        return []
    hits = [hit for hit in occupations.search(text, get_language(), k + 2) if len(hit.code) == 4]
    return [Choice(hit.code, hit.label, group_title(hit.code)) for hit in hits[:k]]


def group_title(code: str) -> str:
    """Return the title of a group in the language of the request."""
    return occupations.title(code, get_language() or "de")


def resolve(written: Written) -> Occupation | None:
    """Return the occupation that is meant, or None where the person must be asked."""
    text, chosen = written
    if not text:
        return Occupation("", "")
    if chosen == OWN_WORDS:
        return Occupation("", text)
    if len(chosen) == 4 and occupations.exists(chosen):
        return Occupation(chosen, text)
    hits = [hit for hit in occupations.link(text, get_language(), MOST_CHOICES) if len(hit.code) == 4]
    if not hits:
        return Occupation("", text)
    sure = [hit for hit in hits if hit.score == 1.0]
    return Occupation(sure[0].code, text) if len(sure) == 1 else None


class OccupationInput(forms.Widget):
    """A text field with suggestions (ARIA 1.2 combobox), and the question which occupation is meant."""

    template_name = "core/widgets/occupation.html"

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Written:
        """Return what was written; a choice counts only for the words that it was made for."""
        text = " ".join(str(data.get(name) or "").split())
        made_for = " ".join(str(data.get(f"{name}_for") or "").split())
        chosen = str(data.get(f"{name}_choice") or data.get(f"{name}_code") or "")
        return Written(text, chosen if made_for == text else "")

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Say whether the field was not in the form at all."""
        return name not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the code, the choices to be made, and ESCO's attribution where its titles are used."""
        prepare(esco.stamp())
        written, known = _shown(value)
        context = super().get_context(name, None, attrs)
        context["widget"] |= {
            "text": written.text,
            "code": known.code or (OWN_WORDS if written.text else "") if known else "",
            "choices": [] if known else choices(written.text),
            "own_words": OWN_WORDS,
            "attribution": esco.ATTRIBUTION.text(get_language() or "de") if esco.stamp() else "",
        }
        return context


class OccupationField(forms.Field):
    """A field whose value is an `Occupation`; initial values are one, or a pair of code and label.

    Nobody is kept from handing in a form because we do not know their occupation: unknown words are accepted with
    the code "".
    """

    widget = OccupationInput
    default_error_messages = {
        "choose": _("Please choose which occupation you mean, or keep your own words."),
        "long": _("Please name your occupation in at most %(most)d letters."),
    }

    def __init__(self, *, max_length: int = 150, **kwargs: Any) -> None:
        self.max_length = max_length
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let the browser stop at the greatest length."""
        return {"maxlength": str(self.max_length)}

    def clean(self, value: Any) -> Occupation:
        """Return the occupation that is meant; ValidationError where the person must be asked."""
        written = value if isinstance(value, Written) else Written("", "")
        if self.required and not written.text:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(written.text) > self.max_length:
            raise ValidationError(self.error_messages["long"], code="long", params={"most": self.max_length})
        found = resolve(written)
        if found is None:
            raise ValidationError(self.error_messages["choose"], code="choose")
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what is meant, not how it was sent."""
        written, _known = _shown(data)
        before, known = _shown(initial)
        return written.text != before.text or (resolve(written) or known) != known


def _shown(value: Any) -> tuple[Written, Occupation | None]:
    """Return the words and the occupation of a value that was sent, of an initial value, or of none."""
    if isinstance(value, Written):
        return value, resolve(value)
    known = Occupation(*value) if value else Occupation("", "")
    return Written(known.label, known.code), known


@lru_cache(maxsize=1)
def prepare(stamp: esco.Stamp) -> None:
    """Have the titles in Latin letters made ready beside the request, so that the first suggestions come at once."""
    Thread(target=occupations.search, args=("ab",), daemon=True).start()
