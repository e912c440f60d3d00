"""What the team sets up: which kinds of outcomes are offered, and the directory of services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from resonanz.core.text import in_language, series
from resonanz.outcomes.enums import Kind, ServiceKind
from resonanz.programmes.forms.lists import GroupRow, TextsRow, kept_texts, unused_key
from resonanz.programmes.forms.rows import Rows
from resonanz.programmes.forms.texts import PlainText, Text
from resonanz.programmes.models import Programme
from resonanz.taxonomy import languages

OWN = "own"


class KindRow(GroupRow):
    """One kind of outcome."""

    TEXTS = {
        "title": Text(gettext_lazy("Own name"), is_spoken=False, longest=150, help=gettext_lazy("Empty: the usual name."))
    }
    key = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        before = str(self.data.get(self.add_prefix("key"), "") if self.is_bound else self.initial.get("key") or "")
        known = {"", OWN, *Kind.values}
        kept = [(before, _("a kind of your own"))] if before not in known and before in self.own_keys() else []
        self.fields["key"].choices = [  # type: ignore[attr-defined]
            ("", "–"), *Kind.choices, *kept, (OWN, _("a kind of your own")),
        ]  # fmt: skip
        self.order_fields(["key", "group"])

    def own_keys(self) -> set[str]:
        """Return the keys of a programme's own kinds."""
        row = getattr(self.programme, "outcome_settings", None)
        return {kind["key"] for kind in row.kinds} if row else set()

    def has_changed(self) -> bool:
        """Whether a kind is chosen or named; the group alone is no content."""
        return any(name not in ("was", "group") for name in self.changed_data)

    def clean(self) -> dict[str, Any]:
        """A kind of one's own needs a name."""
        values = super().clean()
        key = values.get("key")
        if not key and "key" not in self.errors:
            self.add_error("key", _("Please choose a kind, or remove this row."))
        if key and key not in Kind.values and not any(values.get("title", {}).values()):
            self.add_error(f"title_{self.programme.languages[0]}", _("Please give your own kind a name."))
        return values


class ServiceRow(TextsRow):
    """One service of the directory."""

    TEXTS = {"note": Text(gettext_lazy("Note"), lines=2, is_spoken=False, longest=600)}
    name = PlainText(label=gettext_lazy("Name"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("What for"), choices=ServiceKind.choices)
    languages = PlainText(
        label=gettext_lazy("Languages"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("With commas between them, such as: German, Arabic, fa"),
    )
    hours = PlainText(label=gettext_lazy("Opening hours"), max_length=200, required=False)
    address = PlainText(label=gettext_lazy("Address"), max_length=300, required=False)
    phone = PlainText(label=gettext_lazy("Telephone"), max_length=40, required=False)
    url = forms.URLField(label=gettext_lazy("Web address"), required=False, max_length=200, assume_scheme="https")

    field_order = ["name", "kind", "languages", "hours", "address", "phone", "url"]

    def has_changed(self) -> bool:
        """Whether anything is typed; the kind alone is no content."""
        return any(name not in ("was", "kind") for name in self.changed_data)

    def clean_languages(self) -> list[str]:
        """Return the codes of the languages, given by code or name."""
        codes = []
        for word in self.cleaned_data["languages"].replace("،", ",").replace(";", ",").split(","):
            if not word.strip():
                continue
            try:
                codes.append(languages.code_of(word))
            except languages.UnknownLanguage as error:
                raise forms.ValidationError(
                    _("Nobody here knows the language «{word}». Please write it in German or English, or as a code.").format(
                        word=word.strip()[:40]
                    )
                ) from error
        return list(dict.fromkeys(codes))


def as_service_rows(services: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the directory as its rows show it: languages are words."""
    reader = (get_language() or "de").split("-")[0]
    return [
        {name: value for name, value in row.items() if name != "pk"}
        | {"languages": series(languages.name(code, reader) for code in row["languages"])}
        for row in services
    ]


def as_services(rows: Rows, before: Sequence[Mapping[str, Any]], programme: Programme) -> list[dict[str, Any]]:
    """Return what was typed as services; one that stays is the same one."""
    found, taken = [], set()
    was = [values["was"] for values in rows.values()]
    for place, values in zip(was, kept_texts(rows, ["note"], programme), strict=True):
        pk = before[place]["pk"] if place is not None and place < len(before) and place not in taken else None
        taken.add(place)
        found.append({**values, "pk": pk})
    return found


def as_kinds(rows: Rows, programme: Programme) -> list[dict[str, Any]]:
    """Return what was typed as kinds, each once; a new one of the programme's own gets a key."""
    found: dict[str, dict[str, Any]] = {}
    typed = kept_texts(rows, ["title"], programme)
    taken = {row["key"] for row in typed} | {row["key"] for row in rows.before} | set(Kind.values)
    for row in typed:
        if row["key"] == OWN:
            row["key"] = unused_key(in_language(row["title"], programme.languages[0]), taken)
            taken.add(row["key"])
        found.setdefault(row["key"], row)
    return list(found.values())
