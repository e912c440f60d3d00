"""A letter to somebody who waits, and whom else a next best suggestion may be about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from resonanz.matching.models import Proposal
from resonanz.programmes.models import Participation
from resonanz.taxonomy import languages


class NudgeForm(forms.Form):
    """A letter as it goes to one person, in that person's language."""

    subject = forms.CharField(label=_("Subject"), max_length=150)
    text = forms.CharField(label=_("Letter"), max_length=4000, widget=forms.Textarea(attrs={"rows": 14}))

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"lang": language, "dir": languages.direction(language)}


class OtherForm(forms.Form):
    """Another mentor than the suggested one, among those shown; empty: the suggested one."""

    mentor = forms.ModelChoiceField(queryset=Participation.objects.none(), required=False)

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [entry["mentor"] for entry in proposal.run.again.get("others", {}).get(str(proposal.mentee_id), [])]
        people = Participation.objects.filter(pk__in=shown, cohort=proposal.run.cohort_id)
        self.fields["mentor"].queryset = people.select_related("person__profile", "cohort__programme")  # type: ignore[attr-defined]
