"""The settings of each kind of condition as fields: from what a rule holds to what is typed, and back unchanged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from resonanz.applications.eligibility.checks import DIGITS, OLDEST, states_of
from resonanz.applications.enums import Education, RuleKind
from resonanz.applications.forms.widgets import language_choices
from resonanz.applications.queries.answers import option_texts, reader_language
from resonanz.core.text import fold
from resonanz.taxonomy import countries, languages
from resonanz.taxonomy.languages import Level

if TYPE_CHECKING:
    from resonanz.applications.forms.conditions import RuleForm

YES, UNSURE = ["yes"], ["unsure"]  # what counts where a condition does not say


class SettingFields:
    """What one kind of condition has of its own."""

    def __init__(self, form: RuleForm) -> None:
        self.form = form
        self.before: Mapping[str, Any] = form.rule.settings
        self.names: list[str] = []

    def put(self, name: str, field: forms.Field, value: Any = None) -> None:
        """Add a field with its present value."""
        self.form.fields[name] = field
        self.form.initial.setdefault(name, value)
        self.names.append(name)

    def add(self) -> None:
        """Add the fields."""

    def settings(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return the settings that the fields say."""
        return {}

    def field_of(self, setting: str) -> str:
        """Return the field that shows a setting whose name is not that of a field."""
        return self.names[0] if self.names else "question"


class EducationFields(SettingFields):
    """The lowest level of education."""

    def add(self) -> None:
        """One level."""
        choices = [("", _("please choose")), *Education.choices]
        self.put("at_least", forms.ChoiceField(label=_("At least"), choices=choices), self.before.get("at_least"))

    def settings(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The level."""
        return {"at_least": data["at_least"]}


class LanguageFields(SettingFields):
    """A language and its lowest level."""

    def add(self) -> None:
        """A language, and a level of the CEFR."""
        reader, code = reader_language(), self.before.get("language", "")
        choices: list[Any] = [("", _("please choose")), *language_choices()]
        offered = {key for _group, entries in language_choices() for key, _name in entries}
        if code and code not in offered and code in languages.codes():
            choices.append((code, languages.name(code, reader)))
        levels = [(level.name, languages.level_name(level, reader)) for level in Level]
        self.put("language", forms.ChoiceField(label=_("Language"), choices=choices), code)
        self.put(
            "at_least",
            forms.ChoiceField(label=_("At least"), choices=[("", _("please choose")), *levels]),
            self.before.get("at_least"),
        )

    def settings(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Language and level."""
        return {"language": data["language"], "at_least": data["at_least"]}


class RegionFields(SettingFields):
    """Countries, and of those whose postcodes we know, states and postcodes."""

    def add(self) -> None:
        """A box for each near country, a line for further ones, then states and postcodes by country."""
        reader = reader_language()
        named = [code for code in self.before.get("countries", []) if code in countries.codes()]
        near = [(code, countries.name(code, reader)) for code in DIGITS]
        self.put(
            "countries",
            forms.MultipleChoiceField(
                label=_("Whole countries"), choices=near, required=False, widget=forms.CheckboxSelectMultiple,
                help_text=_("Of a country with states or postcodes below, only those count."),
            ),
            [code for code in named if code in DIGITS],
        )  # fmt: skip
        self.put(
            "more_countries",
            CountriesField(label=_("Further countries"), required=False, help_text=_("Names, separated by commas.")),
            ", ".join(countries.name(code, reader) for code in named if code not in DIGITS),
        )
        states, postcodes = self.before.get("states", {}), self.before.get("postcodes", {})
        for code, name in near:
            self.put(
                f"states_{code}",
                forms.MultipleChoiceField(
                    label=format_lazy(_("{country}: states or cantons"), country=name),
                    choices=[(state, state) for state in states_of(code)],
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                ),
                states.get(code, []),
            )  # fmt: skip
            self.put(
                f"postcodes_{code}",
                PostcodesField(
                    label=format_lazy(_("{country}: postcodes"), country=name), required=False,
                    help_text=format_lazy(
                        _("Beginnings or ranges, separated by commas, such as 90, {low}-{high}. Empty: all."),
                        low="91" + "0" * (DIGITS[code] - 2), high="92" + "9" * (DIGITS[code] - 2),
                    ),
                ),
                ", ".join(map(str, postcodes.get(code, []))),
            )  # fmt: skip

    def settings(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """What is ticked and typed; lists in the order that they had where they hold the same."""
        before_states, before_postcodes = self.before.get("states", {}), self.before.get("postcodes", {})
        found: dict[str, Any] = {
            "countries": in_old_order([*data["countries"], *data["more_countries"]], self.before.get("countries", [])),
            "states": {
                code: in_old_order(data[f"states_{code}"], before_states.get(code, []))
                for code in DIGITS
                if data[f"states_{code}"]
            },
            "postcodes": {
                code: in_old_order(data[f"postcodes_{code}"], before_postcodes.get(code, []))
                for code in DIGITS
                if data[f"postcodes_{code}"]
            },
        }
        return {name: value for name, value in found.items() if value}

    def by_country(self) -> list[tuple[str, Any, Any, bool]]:
        """Return for the template each country with its two fields, and whether it is to be open."""
        form, reader = self.form, reader_language()
        rows = []
        for code in DIGITS:
            states, postcodes = form[f"states_{code}"], form[f"postcodes_{code}"]
            is_open = bool(states.value() or postcodes.value() or states.errors or postcodes.errors)
            rows.append((countries.name(code, reader), states, postcodes, is_open))
        return rows


class AgeFields(SettingFields):
    """The least and the highest age."""

    def add(self) -> None:
        """Two numbers."""
        for name, label in (("least", _("Youngest age")), ("most", _("Oldest age"))):
            field = forms.IntegerField(label=label, required=False, min_value=0, max_value=OLDEST)
            field.help_text = _("In completed years. Empty: no bound.")
            self.put(name, field, self.before.get(name))

    def settings(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The bounds that are given."""
        return {name: data[name] for name in ("least", "most") if data.get(name) is not None}


class AnswerFields(SettingFields):
    """Which answers to the question meet the condition, and which leave it open."""

    def add(self) -> None:
        """Boxes with the answers of the question that is chosen at the moment."""
        self.options = self.options_of(self.question_now())
        known = {key for key, _label in self.options}
        common: dict[str, Any] = {
            "choices": self.options,
            "required": False,
            "widget": forms.CheckboxSelectMultiple,
            "error_messages": {"invalid_choice": _("Please choose among the answers to this question.")},
        }
        meets = forms.MultipleChoiceField(label=_("These answers meet it"), **common)
        open_ = forms.MultipleChoiceField(label=_("These leave it open, because the person is not sure"), **common)
        if self.options:
            self.put("one_of", meets, [key for key in self.before.get("one_of", YES) if key in known])
            self.put("unsure", open_, [key for key in self.before.get("unsure", UNSURE) if key in known])

    def question_now(self) -> str:
        """Return the key of the question that is chosen on the page as it was sent, else the condition's."""
        key = self.form.data.get("question", "") if self.form.is_bound else self.form.initial.get("question", "")
        return str(key or "")

    def options_of(self, key: str) -> list[tuple[str, Any]]:
        """Return the answers to a question in words."""
        question = self.form.asked.questions.get(key)
        if question is None:
            return []
        return [(option, self.form.programme.speak(text)) for option, text in option_texts(question, self.form.programme)]

    def settings(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The answers that are ticked; what a condition means without saying stays unsaid."""
        found: dict[str, Any] = {}
        if not data["question"]:
            return found
        known = {key for key, _label in self.options}
        for name, usual in (("one_of", YES), ("unsure", UNSURE)):
            chosen = list(data.get(name, []))
            if name in self.before or set(chosen) != set(usual) & known:
                found[name] = in_old_order(chosen, self.before.get(name, []))
        if not data.get("one_of") and self.options:
            found["one_of"] = []
        return found


class TargetGroupFields(AnswerFields):
    """The same, and the consent without which the answer counts for nothing."""

    def add(self) -> None:
        """The answers, then the consent."""
        super().add()
        key = self.before.get("consent", "target_group")
        keys = sorted({*self.form.asked.consents, key})
        self.put(
            "consent",
            forms.ChoiceField(
                label=_("Only with this consent"), choices=[(entry, entry) for entry in keys],
                help_text=_("Belonging to a group is especially personal. Without the consent the answer does not count."),
            ),
            key,
        )  # fmt: skip

    def settings(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The answers and the consent."""
        found = super().settings(data)
        if "consent" in self.before or data["consent"] != "target_group":
            found["consent"] = data["consent"]
        return found


SETTINGS_OF: dict[str, type[SettingFields]] = {
    RuleKind.EDUCATION: EducationFields,
    RuleKind.LANGUAGE: LanguageFields,
    RuleKind.REGION: RegionFields,
    RuleKind.AGE: AgeFields,
    RuleKind.ANSWER: AnswerFields,
    RuleKind.ATTESTATION: AnswerFields,
    RuleKind.TARGET_GROUP: TargetGroupFields,
}


class PostcodesField(forms.CharField):
    """Beginnings and ranges of postcodes in one line; its value is a list."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=2000, **options)

    def clean(self, value: Any) -> list[str]:
        """Return the parts, each once, with plain hyphens."""
        text = re.sub(r"\s*[-–—]\s*", "-", super().clean(value))
        return list(dict.fromkeys(filter(None, re.split(r"[\s,;]+", text))))


class CountriesField(forms.CharField):
    """Names of countries in one line, in any language of the product, or their codes; its value is a list of codes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=2000, **options)

    def clean(self, value: Any) -> list[str]:
        """Return the codes; a name that nobody knows is named."""
        known = {fold(countries.name(code, reader)): code for code in countries.codes() for reader in ("de", "en", "ar")}
        found = []
        for name in filter(None, map(str.strip, re.split(r"[,;،\n]", super().clean(value)))):
            code = name.upper() if name.upper() in countries.codes() else known.get(fold(name))
            if code is None:
                raise ValidationError(
                    gettext("We know no country «{name}». Please check how it is written.").format(name=name)
                )
            found.append(code)
        return list(dict.fromkeys(found))


def in_old_order(new: list[Any], old: Any) -> list[Any]:
    """Return `old` where it holds the same as `new`, so that saving unchanged changes nothing."""
    return list(old) if isinstance(old, list) and set(map(str, old)) == set(map(str, new)) else new
