"""Forms about what changes: another mentor, a second mentor, leaving."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from resonanz.programmes.models import Participation
from resonanz.tandems.enums import EARLY_ENDS, EndReason
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import possible_co_mentors

REASONS = [("", _("I would rather not say")), *EARLY_ENDS]


class ChangeForm(forms.Form):
    """Why somebody would like a change, if one wants to say, and what shall happen next."""

    then = forms.ChoiceField(
        label=_("What shall happen next?"),
        choices=[("next", _("Please look for somebody else for me")), ("pause", _("Not now: I take a pause first"))],
        widget=forms.RadioSelect,
        initial="next",
    )
    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=REASONS,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("You need not say. Only the team sees it, never the other person."),
    )

    def __init__(self, *args: Any, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_own:  # the team does not pause anybody, and may not know why
            del self.fields["then"]
            self.fields["reason"].choices = [("", _("not known")), *EARLY_ENDS]  # type: ignore[attr-defined]
            self.fields["reason"].help_text = _("Only the team sees it.")


class LeaveForm(forms.Form):
    """Why somebody leaves the programme, if one wants to say."""

    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=[choice for choice in REASONS if choice[0] != EndReason.CHANGE],
        required=False,
        widget=forms.RadioSelect,
        help_text=_("You need not say. Only the team sees it, never the other person."),
    )


class MentorChoice(forms.ModelChoiceField):
    """A choice of people with a free place, by name and occupation."""

    def label_from_instance(self, obj: Participation) -> str:
        """Return name and occupation of one participation."""
        title = obj.person.profile.job_title.get(get_language()) or obj.person.profile.job_title.get("de", "")
        return f"{obj.person.full_name} · {title}" if title else obj.person.full_name


class CoMentorForm(forms.Form):
    """Who is to accompany a mentee beside the first mentor."""

    mentor = MentorChoice(label=_("Who?"), queryset=Participation.objects.none(), empty_label=_("Please choose"))
    note = forms.CharField(label=_("Why?"), max_length=300, required=False, help_text=_("Only the team sees this."))

    def __init__(self, *args: Any, tandem: Tandem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentor"].queryset = possible_co_mentors(tandem)  # type: ignore[attr-defined]
