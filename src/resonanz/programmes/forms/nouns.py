"""A programme's own nouns, row by row: words for people with two forms, or single words with a gender of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from resonanz.programmes.forms.rows import Row
from resonanz.programmes.forms.texts import PlainText
from resonanz.wording import Wording, WordingError

GENDERS = [("", "–"), ("feminine", _("feminine (die)")), ("masculine", _("masculine (der)")), ("neuter", _("neuter (das)"))]
PEOPLE = ["feminine", "masculine", "feminine_plural", "masculine_plural", "oblique", "stem"]
WORD = ["word", "gender", "plural"]
NEUTRAL = ["neutral_word", "neutral_gender", "neutral_plural"]
ENGLISH = ["singular", "english_plural"]


def form(label: Any, help_text: Any = "") -> PlainText:
    """Return the field for one form of a noun."""
    return PlainText(label=label, max_length=60, required=False, help_text=help_text)


class NounRow(Row):
    """One noun. Either the two forms for people, or one word with its gender; English has no forms to choose from."""

    key = PlainText(
        label=_("Placeholder"),
        max_length=40,
        validators=[RegexValidator(r"^[a-z][a-z_]*\Z", _("Please use small letters without accents, such as godparent."))],
        help_text=_("As it stands in braces, such as mentor or mentee; a usual noun is replaced, a new one is added."),
    )
    feminine = form(_("Feminine, one"), _("such as Patin"))
    masculine = form(_("Masculine, one"), _("such as Pate"))
    feminine_plural = form(_("Feminine, several"), _("if not Patinnen"))
    masculine_plural = form(_("Masculine, several"), _("such as Paten"))
    oblique = form(_("Masculine, with den and dem"), _("if it changes: Paten"))
    stem = form(_("What stands before -in"), _("if it is not the masculine form: Pat"))
    neutral_word = form(_("Neutral word, one"), _("such as Begleitung"))
    neutral_gender = forms.ChoiceField(label=_("Its gender"), choices=GENDERS, required=False)
    neutral_plural = form(_("Neutral word, several"))
    word = form(_("A single word instead, one"), _("such as Runde"))
    gender = forms.ChoiceField(label=_("Gender of the single word"), choices=GENDERS, required=False)
    plural = form(_("A single word instead, several"))
    singular = form(_("English, one"))
    english_plural = form(_("English, several"))

    @staticmethod
    def initial_of(nouns: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return the programme's nouns as rows."""
        rows = []
        for key, languages in nouns.items():
            german, english = languages.get("de", {}), languages.get("en", {})
            neutral = german.get("neutral", {})
            rows.append(
                {"key": key}
                | {name: german[name] for name in [*PEOPLE, *WORD] if name in german}
                | {
                    name: neutral[name.removeprefix("neutral_")]
                    for name in NEUTRAL
                    if name.removeprefix("neutral_") in neutral
                }
                | {"singular": english.get("singular", ""), "english_plural": english.get("plural", "")}
            )
        return rows

    def noun(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """Return the noun by language; what the row does not show (rare forms, other languages) stays as it was."""
        values = self.cleaned_data
        languages = {code: spec for code, spec in before.items() if code not in ("de", "en")}
        shown = [*PEOPLE, *WORD, "neutral"]
        rare = {name: text for name, text in before.get("de", {}).items() if name not in shown}
        german = {name: values[name] for name in [*PEOPLE, *WORD] if values.get(name)}
        neutral = {name.removeprefix("neutral_"): values[name] for name in NEUTRAL if values.get(name)}
        if neutral:
            german["neutral"] = {**before.get("de", {}).get("neutral", {}), **neutral}
        if german:
            languages["de"] = {**rare, **german}
        english = {"singular": values.get("singular"), "plural": values.get("english_plural")}
        if any(english.values()):
            kept = {name: text for name, text in before.get("en", {}).items() if name == "article"}
            languages["en"] = {**kept, **{name: text for name, text in english.items() if text}}
        return languages


def nouns_of(rows: Iterable[Any], before: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the nouns that valid rows declare; a mistake is said at its row, and the noun left out."""
    nouns: dict[str, Any] = {}
    for row in rows:
        if not row.is_valid() or not row.has_changed():
            continue
        key = row.cleaned_data["key"]
        noun = row.noun(before.get(key, {}))
        try:
            if key in nouns:
                row.add_error("key", _("This placeholder stands in two rows. Please keep one."))
            elif not noun:
                row.add_error("key", _("Please give the forms of this word, or remove the row."))
            else:
                Wording("star", {key: noun})
                nouns[key] = noun
        except WordingError as error:
            row.add_error("key", error.phrase.text(get_language() or "de"))
    return nouns
