"""Forms of a matching event: what the team says about it, and whom a guest would like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from resonanz.matching.enums import EventState
from resonanz.matching.models import MatchingEvent
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Cohort, Participation
from resonanz.programmes.queries import participants

MOST_WISHES = 5  # beyond, an order is hardly meant


class GuestsField(forms.ModelMultipleChoiceField):
    """People of a cohort, by full name."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Participation) -> str:
        """Return the name."""
        return obj.person.full_name


class EventForm(forms.Form):
    """A meeting of everybody: when it was, until when wishes can be sent, and who was there."""

    title = forms.CharField(label=_("Title"), max_length=150)
    held_on = forms.DateField(label=_("Day of the meeting"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    wishes_until = forms.DateField(
        label=_("Wishes until"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Up to the end of this day everybody can choose and change."),
    )
    most_wishes = forms.IntegerField(
        label=_("Wishes of each"), min_value=1, max_value=MOST_WISHES, initial=3, help_text=_("At most so many, in order.")
    )

    def __init__(self, *args: Any, cohort: Cohort, event: MatchingEvent | None = None, **kwargs: Any) -> None:
        here = participants(cohort)
        known = set(event.guests.values_list("pk", flat=True)) if event else None
        names = ("title", "held_on", "wishes_until", "most_wishes")
        initial = {name: getattr(event, name) for name in names} if event else {}
        super().__init__(*args, **{**kwargs, "initial": {**initial, **kwargs.get("initial", {})}})
        self.is_open = event is not None and event.state == EventState.OPEN
        self.kept = list(event.guests.all()) if event is not None and self.is_open else []
        for group in Group.values:
            people = here.filter(group=group)
            if self.is_open:  # those who have been asked stay
                people = people.exclude(pk__in=known or ())
                if not people.exists():
                    continue
            ticked = [row.pk for row in people if known is None or row.pk in known]
            self.fields[group] = GuestsField(
                queryset=people, required=False, label=cohort.programme.group_name(group), initial=ticked
            )
        if self.is_open:
            del self.fields["most_wishes"]

    def clean(self) -> dict[str, Any]:
        """Check that the days stand in their order."""
        values: dict[str, Any] = super().clean() or {}
        held_on, until = values.get("held_on"), values.get("wishes_until")
        if held_on and until and until < held_on:
            self.add_error("wishes_until", _("The last day for wishes lies before the meeting."))
        elif until and until < timezone.localdate():
            self.add_error("wishes_until", _("This day is over already. Please choose today or a later day."))
        return values

    def values(self, event: MatchingEvent | None = None) -> dict[str, Any]:
        """Return what the action takes."""
        values = {name: self.cleaned_data[name] for name in ("title", "held_on", "wishes_until")}
        values["most_wishes"] = self.cleaned_data.get("most_wishes", event.most_wishes if event else 1)
        return values | {"guests": [guest for group in Group.values for guest in self.cleaned_data.get(group, [])]}


class WishesForm(forms.Form):
    """On each person's card, which wish she or he is; works with nothing but the keyboard."""

    def __init__(
        self, data: Any = None, *, others: Sequence[Participation], most: int, before: Sequence[Participation] = ()
    ) -> None:
        super().__init__(data)
        self.others, self.most = others, most
        ranks = {other.pk: rank for rank, other in enumerate(before, start=1)}
        choices = [("", _("none")), *((str(n), str(n)) for n in range(1, most + 1))]
        for other in others:
            self.fields[f"wish-{other.pk}"] = forms.ChoiceField(
                label=_("Wish number"),
                choices=choices,
                required=False,
                initial=str(ranks.get(other.pk, "")),
                widget=forms.Select(attrs={"class": "input"}),
            )
        self.nobody = data is not None and "nobody" in data

    def cards(self) -> list[tuple[Participation, forms.BoundField]]:
        """Return each person with the field on the card."""
        return [(other, self[f"wish-{other.pk}"]) for other in self.others]

    def clean(self) -> dict[str, Any]:
        """See to it that every number stands once, and that an answer without a wish is meant."""
        values: dict[str, Any] = super().clean() or {}
        by_rank: dict[str, list[Participation]] = {}
        for other in self.others:
            if rank := values.get(f"wish-{other.pk}"):
                by_rank.setdefault(rank, []).append(other)
        for rank, people in sorted(by_rank.items()):
            if len(people) > 1:
                names = ", ".join(other.person.card_name for other in people)
                text = _("Wish {n} stands on several cards: {names}. Please give each number once.")
                self.add_error(None, str(text).format(n=rank, names=names))
        if not by_rank and not self.nobody and not self.errors:
            self.add_error(None, _("You have not chosen anybody yet. If there is nobody, please use the button for that."))
        self.chosen = [] if self.nobody else [people[0] for _rank, people in sorted(by_rank.items())]
        return values
