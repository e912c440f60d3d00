"""The panel of the workbench: weights as sliders, musts as switches, whom to compare; and what a run is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from resonanz import engine
from resonanz.matching.actions import RunSettings
from resonanz.matching.enums import Objective, PairMarkKind
from resonanz.matching.models import MatchingRun
from resonanz.people.models import Person
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Participation, Programme
from resonanz.tables import InputError

MOST = 100  # where a slider ends, unless the programme's own weights go beyond


class WorkbenchForm(forms.Form):
    """What a run is to be computed with; without data it stands as `run` was computed, or as the programme has it."""

    objective = forms.ChoiceField(
        label=_("What matters most?"), choices=Objective.choices, widget=forms.RadioSelect, initial=Objective.MOST_PAIRS
    )

    def __init__(
        self,
        *args: Any,
        programme: Programme,
        people: Sequence[Participation],
        run: MatchingRun | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.programme, self.people, self.run = programme, people, run
        if run is not None:
            self.fields["objective"].initial = run.objective
        self.entries = {key: entries_of(programme.criteria, key) for key in ("criterion", "must")}
        self.labels = labels_of(programme)
        for number, entry in enumerate(self.entries["criterion"] if self.labels else []):
            self.fields[f"weight-{number}"] = forms.DecimalField(
                label=self.labels["criterion"][number],
                min_value=0,
                max_value=1000,
                max_digits=7,
                decimal_places=3,
                required=False,
                initial=weight_in(run, entry),
            )
        for number, entry in enumerate(self.entries["must"] if self.labels else []):
            self.fields[f"must-{number}"] = forms.BooleanField(
                label=self.labels["must"][number],
                required=False,
                initial=run is None or entry in entries_of(run.criteria, "must"),
            )

    def weights(self) -> list[tuple[forms.BoundField, int]]:
        """Return the fields of the weights, each with the end of its slider."""
        fields = [self[name] for name in self.fields if name.startswith("weight-")]
        values = [number_of(field.value()) for field in fields]
        end = max([MOST, *(int(value) for value in values)])
        return [(field, end) for field in fields]

    def musts(self) -> list[forms.BoundField]:
        """Return the switches."""
        return [self[name] for name in self.fields if name.startswith("must-")]

    def groups(self) -> list[dict[str, Any]]:
        """Return the people by group: name, how many are chosen, and each with whether she or he is."""
        chosen = self.chosen()
        result = []
        for group in (Group.SECOND, Group.FIRST):
            people = [(one, one.pk in chosen) for one in self.people if one.group == group]
            name = self.programme.group_name(group)
            result.append({"key": group, "name": name, "people": people, "chosen": sum(on for _one, on in people)})
        return result

    def shown(self) -> str:
        """Return the ids of all people of the list, so that who joins meanwhile is not taken for left out."""
        return ",".join(str(one.pk) for one in self.people)

    def chosen(self) -> set[int]:
        """Return the ids of the people who are to be compared."""
        everybody = {one.pk for one in self.people}
        return everybody - set(self.left_out())

    def left_out(self) -> list[int]:
        """Return the ids of the people who are not to be compared."""
        if not self.is_bound:
            return list(self.run.left_out) if self.run else []
        ticked = set(self.data.getlist("person")) if hasattr(self.data, "getlist") else set()
        return [int(pk) for pk in str(self.data.get("shown", "")).split(",") if pk.isdecimal() and pk not in ticked]

    def settings(self) -> RunSettings:
        """Return what was chosen; only for a valid form."""
        return RunSettings(
            objective=self.cleaned_data["objective"],
            criteria=self.criteria() if self.labels else None,
            left_out=self.left_out(),
            event=self.run.event if self.run else None,
            name=self.run.name if self.run else "",
        )

    def criteria(self) -> dict[str, Any]:
        """Return the programme's criteria with the weights and musts of this form."""
        values = self.cleaned_data
        made = {key: value for key, value in self.programme.criteria.items() if key not in self.entries}
        weights = [{**entry, "weight": self.weight(number, entry)} for number, entry in enumerate(self.entries["criterion"])]
        musts = [entry for number, entry in enumerate(self.entries["must"]) if values[f"must-{number}"]]
        return {**made, **({"must": musts} if musts else {}), **({"criterion": weights} if weights else {})}

    def weight(self, number: int, entry: Mapping[str, Any]) -> Any:
        """Return the typed weight of a criterion; where nothing was typed, what stood there before."""
        typed = self.cleaned_data[f"weight-{number}"]
        return weight_in(self.run, entry) if typed is None else plain(typed)


def labels_of(programme: Programme) -> dict[str, list[str]]:
    """Return what criteria and musts are called, in the reader's language; nothing where the engine cannot read them."""
    try:
        rules = engine.Criteria.parse(programme.criteria, programme.slug)
    except InputError:  # said in full when somebody computes
        return {}
    language = (get_language() or "de").split("-")[0]
    return {
        "criterion": [rule.label.text(language) for rule in rules.criteria],
        "must": [rule.label.text(language) for rule in rules.musts],
    }


def entries_of(criteria: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """Return the rules of one list of a criteria file."""
    return [dict(entry) for entry in criteria.get(key, []) if isinstance(entry, Mapping)]


def weight_in(run: MatchingRun | None, entry: Mapping[str, Any]) -> Any:
    """Return the weight of a criterion in `run`; the programme's own where the run does not have it."""
    for kept in entries_of(run.criteria, "criterion") if run else []:
        if without_weight(kept) == without_weight(entry):
            return kept.get("weight", 0)
    return entry.get("weight", 0)


def without_weight(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return a criterion without its weight: what it compares."""
    return {key: value for key, value in entry.items() if key != "weight"}


def number_of(value: Any) -> float:
    """Return a typed number; 0 for anything else."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return 0.0


def plain(value: Decimal) -> int | float:
    """Return a decimal as TOML and JSON write it: whole where it is whole."""
    return int(value) if value == int(value) else float(value)


class DescribeForm(forms.Form):
    """What a run is called, and what the team should know about it."""

    name = forms.CharField(label=_("Name of the run"), max_length=100, required=False)
    note = forms.CharField(
        label=_("Note for the team"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ColleagueChoice(forms.ModelChoiceField):
    """A choice of colleagues by full name."""

    def label_from_instance(self, obj: Person) -> str:
        """Return the full name."""
        return obj.full_name


class AssignForm(forms.Form):
    """Who goes on with a run."""

    to = ColleagueChoice(label=_("Colleague"), queryset=Person.objects.none(), empty_label=_("Please choose"))

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues  # type: ignore[attr-defined]


FREE = "free"  # to let go of a pin or a ban


class MarkForm(forms.Form):
    """What the team says about one pair."""

    mentor = forms.ModelChoiceField(queryset=Participation.objects.none())
    mentee = forms.ModelChoiceField(queryset=Participation.objects.none())
    kind = forms.ChoiceField(choices=[*PairMarkKind.choices, (FREE, "")])
    note = forms.CharField(max_length=300, required=False)

    def __init__(self, *args: Any, cohort: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Participation.objects.filter(cohort=cohort).select_related("person", "cohort__programme")
        for name, group in (("mentor", Group.FIRST), ("mentee", Group.SECOND)):
            self.fields[name].queryset = people.filter(group=group)  # type: ignore[attr-defined]
