"""Forms about a cohort: two people brought together by hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from resonanz.programmes.enums import Group
from resonanz.programmes.models import Cohort, Participation
from resonanz.programmes.queries import with_free_place


class PersonChoice(forms.ModelChoiceField):
    """A choice of people by full name."""

    def label_from_instance(self, obj: Participation) -> str:
        """Return name and occupation of one participation."""
        title = obj.person.profile.job_title.get(get_language()) or obj.person.profile.job_title.get("de", "")
        return f"{obj.person.full_name} · {title}" if title else obj.person.full_name


class PairForm(forms.Form):
    """Two people to suggest to each other by hand, and why."""

    mentee = PersonChoice(label=_("Mentee"), queryset=Participation.objects.none(), empty_label=_("Please choose"))
    mentor = PersonChoice(label=_("Mentor"), queryset=Participation.objects.none(), empty_label=_("Please choose"))
    note = forms.CharField(
        label=_("Why these two?"), max_length=300, required=False, help_text=_("Only the team sees this.")
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = with_free_place(cohort)
        for name, group in (("mentee", Group.SECOND), ("mentor", Group.FIRST)):
            self.fields[name].queryset = free.filter(group=group)  # type: ignore[attr-defined]
            self.fields[name].label = cohort.programme.group_name(group)
