"""What a programme sets for agreement and plan, and what it offers to read about a topic."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from resonanz.core.text import in_language
from resonanz.programmes.forms.lists import TextsRow
from resonanz.programmes.forms.texts import Text
from resonanz.programmes.models import Programme
from resonanz.together.enums.course import AgreementWish, Situation
from resonanz.together.models import PlanSettings
from resonanz.together.queries.plan import rules_of, titles_of, usual

MOST_MONTHS = 24


class PlanSettingsForm(forms.Form):
    """The agreement, how much more time the two may take, and what a change in life means for a plan."""

    agreement = forms.ChoiceField(label=_("Agreement of the two"), choices=AgreementWish.choices, widget=forms.RadioSelect)
    extension_months = forms.IntegerField(
        label=_("Months that the two may extend by themselves"),
        min_value=0,
        max_value=MOST_MONTHS,
        help_text=_("Beyond the duration of the programme. The team may always give more. Days of a pause come on top."),
    )

    def __init__(self, *args: Any, programme: Programme, settings: PlanSettings, **kwargs: Any) -> None:
        start: dict[str, Any] = {"agreement": settings.agreement, "extension_months": settings.extension_months}
        titles = {key: in_language(words) for key, words in titles_of(programme).items()}
        catalogue = [topic.key for topic in programme.topics.all()]
        for situation in Situation.values:
            drop, insert = rules_of(settings, situation)
            start[f"drop_{situation}"] = [key for key in drop if key in catalogue]
            start[f"insert_{situation}"] = [key for key in insert if key in titles]
        super().__init__(*args, **{**kwargs, "initial": start})
        self.programme, self.settings = programme, settings
        for situation in Situation:
            for act, label, keys in (
                ("drop", _("Leave out"), catalogue),
                ("insert", _("Add"), list(titles)),
            ):
                self.fields[f"{act}_{situation.value}"] = forms.MultipleChoiceField(
                    label=label,
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                    choices=[(key, titles[key]) for key in keys],
                )

    def basics(self) -> list[Any]:
        """Return the fields that stand first."""
        return [self["agreement"], self["extension_months"]]

    def situations(self) -> list[tuple[str, Any, Any]]:
        """Return each situation in words, with its two fields."""
        return [(str(each.label), self[f"drop_{each.value}"], self[f"insert_{each.value}"]) for each in Situation]

    def columns(self) -> dict[str, Any]:
        """Return what to keep: of the rules only those that differ from the usual ones."""
        values, catalogue = self.cleaned_data, {topic.key for topic in self.programme.topics.all()}
        known, rules = set(titles_of(self.programme)), {}
        for situation in Situation.values:
            rule = {"drop": values[f"drop_{situation}"], "insert": values[f"insert_{situation}"]}
            common = {
                "drop": [key for key in usual()[situation]["drop"] if key in catalogue],
                "insert": [key for key in usual()[situation]["insert"] if key in known],
            }
            if {name: set(keys) for name, keys in rule.items()} != {name: set(keys) for name, keys in common.items()}:
                rules[situation] = rule
        return {"agreement": values["agreement"], "extension_months": values["extension_months"], "replan": rules}


class MaterialRow(TextsRow):
    """Something to read or to watch about one topic."""

    TEXTS = {
        "title": Text(_("What it is"), is_spoken=False, is_required=True, longest=150),
        "text": Text(_("In a sentence or two"), lines=2, is_spoken=False, longest=1000),
    }
    url = forms.URLField(
        label=_("Address on the web"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("It opens on a page of its own; nothing of it is loaded before."),
    )
