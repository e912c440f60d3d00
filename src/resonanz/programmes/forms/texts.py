"""Texts in every language of a programme side by side, with the wording's placeholders checked in each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import get_language

from resonanz.programmes.models import Programme
from resonanz.taxonomy import languages

# Nothing a text field sends on purpose; a database or a mail would stumble over it.
CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")


class PlainText(forms.CharField):
    """A text with ordinary line breaks and without invisible control characters."""

    def to_python(self, value: Any) -> str:
        """Return what was typed, with line breaks as the rest of the world writes them."""
        text = super().to_python(value) or ""
        return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass(frozen=True)
class Text:
    """One text of a programme: how it is called, how long it usually is, and whether the wording speaks in it."""

    label: Any
    lines: int = 1
    help: Any = ""
    is_spoken: bool = True
    is_required: bool = False  # in the first language; the others may follow later
    longest: int = 20_000
    values: tuple[str, ...] = ()  # what may stand in braces besides the wording's nouns, such as "needed"


@dataclass(frozen=True)
class Shown:
    """One text of a form for the template: its fields by language, and which of them wait for a translation."""

    text: Text
    fields: list[tuple[Any, str, bool]]  # bound field, language, missing


class TextsForm(forms.Form):
    """A form some of whose fields are texts in every language of the programme.

    `initial` and the cleaned values hold a text as `{language: text}` under its name; the fields are called
    `<name>_<language>`. Texts in languages that the programme does not use at present are kept.
    """

    TEXTS: ClassVar[Mapping[str, Text]] = {}

    def __init__(self, *args: Any, programme: Programme, initial: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        self.programme = programme
        self.before: dict[str, dict[str, str]] = {}
        flat = dict(initial or {})
        for name in self.TEXTS:
            texts = flat.pop(name, None) or {}
            self.before[name] = texts
            flat = {**{f"{name}_{language}": texts.get(language, "") for language in programme.languages}, **flat}
        kwargs["initial"] = flat
        super().__init__(*args, **kwargs)
        for name, text in self.TEXTS.items():
            for place, language in enumerate(programme.languages):
                self.fields[f"{name}_{language}"] = text_field(text, language, required=text.is_required and place == 0)

    def clean(self) -> dict[str, Any]:
        """Say beside each field what is wrong with its placeholders, and gather the texts by name."""
        values: dict[str, Any] = super().clean() or {}
        for name, text in self.TEXTS.items():
            typed: dict[str, str] = {}
            for language in self.programme.languages:
                typed[language] = words = values.pop(f"{name}_{language}", "")
                for problem in self.programme.wording.problems(words, language, text.values) if text.is_spoken else ():
                    self.add_error(f"{name}_{language}", problem.text(get_language() or "de"))
            values[name] = {language: words for language, words in {**self.before[name], **typed}.items() if words}
        return values

    def texts(self) -> list[Shown]:
        """Return the texts for the template."""
        return [self.shown(name) for name in self.TEXTS]

    def shown(self, name: str) -> Shown:
        """Return one text for the template."""
        fields = [(self[f"{name}_{language}"], language) for language in self.programme.languages]
        told = any(field.value() for field, _language in fields)
        return Shown(self.TEXTS[name], [(field, language, told and not field.value()) for field, language in fields])

    def others(self) -> list[Any]:
        """Return the visible fields that are no texts."""
        names = {f"{name}_{language}" for name in self.TEXTS for language in self.programme.languages}
        return [field for field in self.visible_fields() if field.name not in names]


def text_field(text: Text, language: str, *, required: bool) -> PlainText:
    """Return the field of one text in one language, marked as being in that language."""
    attributes = {"lang": language, "dir": languages.direction(language)}
    widget: forms.Widget = forms.TextInput(attributes)
    if text.lines > 1:
        widget = forms.Textarea({**attributes, "rows": text.lines})
    return PlainText(
        label=format_lazy("{label} · {language}", label=text.label, language=LanguageName(language)),
        max_length=text.longest,
        required=required,
        widget=widget,
    )


class LanguageName:
    """The name of a language in the language of the page, found when it is shown."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __str__(self) -> str:
        return languages.name(self.code, (get_language() or "de").split("-")[0])
