"""The lists of a programme, row by row: points of the page, topics, steps, organisations, contact persons, nouns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from resonanz.programmes.enums import ApprovalStep, Group, OrganisationRole, PassageKind
from resonanz.programmes.forms.rows import Row, Rows
from resonanz.programmes.forms.texts import PlainText, Text, TextsForm
from resonanz.programmes.models import Programme

EVERYBODY = ("", _("both groups"))


class TextsRow(Row, TextsForm):
    """A row with texts. An empty one is left out although it has a required text."""


class GroupRow(TextsRow):
    """A row that may concern one group alone."""

    group = forms.ChoiceField(label=_("Whom it concerns"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(group.value, self.programme.group_name(group)) for group in Group]
        self.fields["group"].choices = [EVERYBODY, *names]  # type: ignore[attr-defined]

    def has_changed(self) -> bool:
        """Whether anything is typed; the group alone is no content."""
        return any(name not in ("was", "group", "is_required") for name in self.changed_data)


class PointRow(TextsRow):
    """A point of the page that concerns everybody: a task, a limit, a step."""

    TEXTS = {"text": Text(_("Text"), lines=2, is_required=True, longest=600)}


class GroupPointRow(GroupRow):
    """A condition or a benefit."""

    TEXTS = {"text": Text(_("Text"), lines=2, is_required=True, longest=600)}


class QuestionRow(TextsRow):
    """A question and its answer."""

    TEXTS = {
        "text": Text(_("Question"), is_required=True, longest=300),
        "more": Text(_("Answer"), lines=3, is_required=True, longest=3000),
    }


class VoiceRow(TextsRow):
    """What somebody said, and who; never rewritten."""

    TEXTS = {
        "text": Text(_("What was said"), lines=3, is_spoken=False, is_required=True, longest=1000),
        "more": Text(
            _("Who says it"), is_spoken=False, longest=200, help=_("Only with the person's written consent; or anonymously.")
        ),
    }


PASSAGE_ROWS: dict[str, type[TextsForm]] = {
    PassageKind.TASK: PointRow,
    PassageKind.LIMIT: PointRow,
    PassageKind.CONDITION: GroupPointRow,
    PassageKind.BENEFIT: GroupPointRow,
    PassageKind.STEP: PointRow,
    PassageKind.QUESTION: QuestionRow,
    PassageKind.VOICE: VoiceRow,
}


class TopicRow(TextsRow):
    """One content of the catalogue; its key stays, because profiles name topics by it."""

    TEXTS = {
        "title": Text(_("Topic"), is_required=True, longest=150),
        "text": Text(_("What the two can do"), lines=2, longest=600),
    }
    key = forms.SlugField(required=False, max_length=60, widget=forms.HiddenInput)

    def has_changed(self) -> bool:
        """Whether anything is typed; the key alone is no content."""
        return any(name not in ("was", "key") for name in self.changed_data)


class StepRow(GroupRow):
    """One step before somebody is approved."""

    TEXTS = {"title": Text(_("Own name"), longest=150, help=_("Empty: the usual name."))}
    key = forms.ChoiceField(label=_("Step"), required=False)
    is_required = forms.BooleanField(label=_("Nobody is approved without it"), required=False)
    ground = PlainText(
        label=_("Legal ground"),
        max_length=500,
        required=False,
        help_text=_(
            "Only for the certificate of criminal record: the law that allows you to ask for it, and why it applies. In "
            "mentoring among adults there is usually none."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(key, key) for key in (self.key_before(),) if key and key not in ApprovalStep.values]
        self.fields["key"].choices = [  # type: ignore[attr-defined]
            ("", "–"), *ApprovalStep.choices, *own, ("own", _("a step of your own")),
        ]  # fmt: skip
        self.order_fields(["key", "group"])

    def key_before(self) -> str:
        """Return the key that the row has or was sent with; a step of one's own keeps it."""
        if self.is_bound:
            sent = str(self.data.get(self.add_prefix("key"), ""))
            return sent if any(sent == step["key"] for step in self.programme.steps) else ""
        return str(self.initial.get("key") or "")

    def clean(self) -> dict[str, Any]:
        """A certificate needs its ground, a step of one's own needs a name."""
        values = super().clean()
        key = values.get("key")
        if not key:
            self.add_error("key", _("Please choose a step, or remove this row."))
        if key == ApprovalStep.CRIMINAL_RECORD and not values.get("ground"):
            self.add_error(
                "ground",
                _("Without a legal ground this certificate must not be asked for. Please name it, or remove the step."),
            )
        if key and key not in ApprovalStep.values and not values.get("title"):
            self.add_error(f"title_{self.programme.languages[0]}", _("Please give your own step a name."))
        return values


class OrganisationRow(Row):
    """An organisation and what it is to the programme."""

    name = PlainText(label=_("Organisation"), max_length=200)
    role = forms.ChoiceField(label=_("Role"), choices=OrganisationRole.choices)
    url = forms.URLField(label=_("Web address"), required=False, max_length=200, assume_scheme="https")

    def has_changed(self) -> bool:
        """Whether anything is typed; the role alone is no content."""
        return any(name not in ("was", "role") for name in self.changed_data)


class ContactRow(TextsRow):
    """A contact person, shown to everybody."""

    TEXTS = {"role": Text(_("What for"), longest=150)}
    name = PlainText(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = PlainText(label=_("Telephone"), max_length=40, required=False)

    field_order = ["name", "email", "phone"]


class ControllerRow(TextsRow):
    """Who is responsible for people's data."""

    TEXTS = {"duties": Text(_("What this organisation decides and answers for"), lines=2, longest=1000)}
    name = PlainText(label=_("Organisation"), max_length=200)
    address = PlainText(label=_("Postal address"), max_length=500, required=False)

    field_order = ["name", "address"]


class LegalForm(forms.Form):
    """The one address for all questions about data."""

    contact = forms.EmailField(
        label=_("E-mail address for questions about data"),
        required=False,
        help_text=_("One address for all, also where several organisations are responsible together."),
    )


def kept_texts(rows: Rows, names: list[str], programme: Programme) -> list[dict[str, Any]]:
    """Return the filled rows, each text with the languages that the programme does not use at present but had."""
    filled = []
    for values in rows.values():
        was = values.pop("was", None)
        before: Mapping[str, Any] = rows.before[was] if was is not None and was < len(rows.before) else {}
        for name in names:
            resting = {code: text for code, text in before.get(name, {}).items() if code not in programme.languages}
            values[name] = {**resting, **values.get(name, {})}
        filled.append(values)
    return filled


def unused_key(title: str, taken: set[str]) -> str:
    """Return a new key for a topic or a step: its title in small letters, numbered where that is taken."""
    stem = slugify(title)[:50] or "topic"
    keys = [stem, *(f"{stem}-{number}" for number in range(2, 1000))]
    return next(key for key in keys if key not in taken)
