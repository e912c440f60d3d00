"""Changing a form: the texts of a page in each language of the programme, a question, a consent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from resonanz.applications.enums import KINDS_THAT_FILL, Audience, Fills, QuestionKind
from resonanz.applications.models import FormPage, Question
from resonanz.programmes.models import Programme
from resonanz.taxonomy import languages

WITH_OPTIONS = {QuestionKind.CHOICE, QuestionKind.CHOICES}


class TextsForm(forms.Form):
    """Texts with one field for each language of the programme; subclasses name them in `texts`."""

    use_required_attribute = False
    texts: tuple[tuple[str, bool, bool], ...] = ()  # name, is it needed, is it long

    def __init__(self, programme: Programme, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.programme = programme
        for name, needed, long in self.texts:
            for code in programme.languages:
                widget = forms.Textarea(attrs={"rows": 3, "lang": code}) if long else forms.TextInput(attrs={"lang": code})
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=self.label_of(name, code), required=needed, max_length=4000 if long else 300, widget=widget
                )

    def label_of(self, name: str, code: str) -> str:
        """Return the label of one text in one language."""
        words = {
            "title": _("Title"),
            "text": _("Explanation"),
            "label": _("Question"),
            "help": _("Help"),
            "purpose": _("Why it is asked"),
        }[name]
        return f"{words} ({languages.name(code, get_language() or 'de')})"

    def clean(self) -> dict[str, Any]:
        """Refuse a placeholder that the programme's wording does not know."""
        for name, _needed, _long in self.texts:
            for code in self.programme.languages:
                field = f"{name}_{code}"
                for problem in self.programme.wording.problems(self.cleaned_data.get(field, ""), code):
                    self.add_error(field, str(problem))
        return self.cleaned_data

    def text(self, name: str) -> dict[str, str]:
        """Return one text by language; what is empty is left out."""
        values = {code: self.cleaned_data[f"{name}_{code}"].strip() for code in self.programme.languages}
        return {code: value for code, value in values.items() if value}


def initial_texts(row: FormPage | Question, names: list[str]) -> dict[str, str]:
    """Return the texts of a row as the fields want them."""
    return {f"{name}_{code}": text for name in names for code, text in getattr(row, name).items()}


class PageForm(TextsForm):
    """Title and explanation of a page."""

    texts = (("title", True, False), ("text", False, True))

    @property
    def values(self) -> dict[str, Any]:
        """The columns of the page; languages that the programme does not name stay as they were."""
        return {"title": self.text("title"), "text": self.text("text")}


class QuestionForm(TextsForm):
    """One question. The kind is chosen once, because answers hang on it."""

    texts = (("label", True, False), ("help", False, True), ("purpose", True, True))

    def __init__(self, programme: Programme, *args: Any, question: Question | None = None, **options: Any) -> None:
        if question is not None:
            options["initial"] = {**initial_of(question, programme), **options.get("initial", {})}
        super().__init__(programme, *args, **options)
        self.question = question
        if question is None:
            kinds = [choice for choice in QuestionKind.choices if choice[0] != QuestionKind.CONSENT]
            self.fields["kind"] = forms.ChoiceField(label=_("Kind of answer"), choices=kinds)
        kind = question.kind if question else None
        if kind is None or kind in WITH_OPTIONS:
            self.fields["options"] = forms.CharField(
                label=_("Options"),
                required=False,
                widget=forms.Textarea(attrs={"rows": 5}),
                help_text=_("For a choice: one a line, the languages separated by “|” in the order {languages}.").format(
                    languages=" | ".join(programme.languages)
                ),
            )
        fills = [entry for entry in Fills.choices if kind is None or kind in KINDS_THAT_FILL[entry[0]]]
        self.fields["audience"] = forms.ChoiceField(label=_("Who sees the answer"), choices=Audience.choices)
        self.fields["fills"] = forms.ChoiceField(
            label=_("Fills in the profile"), choices=[("", _("nothing")), *fills], required=False
        )
        self.fields["is_required"] = forms.BooleanField(label=_("An answer is needed"), required=False)
        self.fields["completes_profile"] = forms.BooleanField(
            label=_("Without an answer the profile is incomplete"), required=False
        )
        self.order_fields(["kind"])

    def clean(self) -> dict[str, Any]:
        """See that the parts fit together."""
        data = super().clean()
        kind, fills = self.question.kind if self.question else data.get("kind", ""), data.get("fills", "")
        if fills and kind and kind not in KINDS_THAT_FILL[fills]:
            self.add_error("fills", _("An answer of this kind cannot fill this part of the profile."))
        if data.get("completes_profile") and not fills:
            self.add_error("completes_profile", _("Choose which part of the profile the answer fills."))
        topics = self.question is not None and self.question.limits.get("options") == "topics"
        if kind in WITH_OPTIONS and not topics and not data.get("options", "").strip():
            self.add_error("options", _("Please write at least two options, one a line."))
        return data

    def clean_options(self) -> str:
        """Refuse lines with more parts than the programme has languages."""
        value: str = self.cleaned_data["options"]
        count = len(self.programme.languages)
        for line in filter(None, map(str.strip, value.splitlines())):
            if len(line.split("|")) > count:
                raise ValidationError(_("This line has more parts than there are languages: {line}").format(line=line))
        return value

    @property
    def values(self) -> dict[str, Any]:
        """The columns of the question."""
        data = self.cleaned_data
        names = ("audience", "fills", "is_required", "completes_profile")
        found = {name: self.text(name) for name, _needed, _long in self.texts} | {name: data[name] for name in names}
        if self.question is None:
            found["kind"] = data["kind"]
        if "options" in self.fields:
            found["options"] = as_options(data["options"], self.programme, self.question)
        return found


def initial_of(question: Question, programme: Programme) -> dict[str, Any]:
    """Return a question as its form shows it."""
    names = ("audience", "fills", "is_required", "completes_profile")
    lines = [" | ".join(option["label"].get(code, "") for code in programme.languages) for option in question.options]
    return {
        **initial_texts(question, ["label", "help", "purpose"]),
        **{name: getattr(question, name) for name in names},
        "options": "\n".join(lines),
    }


def as_options(text: str, programme: Programme, question: Question | None) -> list[dict[str, Any]]:
    """Return options from lines; one that stays keeps its key, so that answers keep their meaning."""
    before = {first_label(o["label"], programme): o["key"] for o in question.options} if question else {}
    options: list[dict[str, Any]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        words = [part.strip() for part in line.split("|")]
        label = {code: word for code, word in zip(programme.languages, words, strict=False) if word}
        taken = {option["key"] for option in options}
        stem = before.get(words[0]) or slugify(label.get("en", words[0]))[:40] or "option"
        key = next(k for k in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if k not in taken)
        options.append({"key": key, "label": label})
    return options


def first_label(label: dict[str, str], programme: Programme) -> str:
    """Return an option in the programme's first language."""
    return label.get(programme.languages[0], "")


class ConsentTextForm(TextsForm):
    """The words of a consent in each language; one left empty is no longer asked in."""

    texts = (("text", False, True),)

    def label_of(self, name: str, code: str) -> str:
        """Return the name of the language."""
        return languages.name(code, get_language() or "de")

    def clean(self) -> dict[str, Any]:
        """Refuse a consent without words; what stands here is shown word for word."""
        if not any(self.cleaned_data.get(f"text_{code}", "").strip() for code in self.programme.languages):
            self.add_error(None, _("Please write the consent in at least one language."))
        return self.cleaned_data
