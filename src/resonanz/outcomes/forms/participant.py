"""Forms of the two and of their team: an outcome, a referral, how far it has come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from resonanz.core.keyed import KeyedForm
from resonanz.outcomes.enums import ServiceKind
from resonanz.outcomes.models import Referral
from resonanz.outcomes.queries import OfferedKind, languages_of, next_states
from resonanz.programmes.models import Programme
from resonanz.tandems.models import Tandem
from resonanz.together.forms.fields import DayField, long_text, past


class OutcomeForm(KeyedForm):
    """A fact with its day; the two may add a word."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What has come about?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what has come about.")},
    )
    on = DayField(label=gettext_lazy("Day"))
    word = long_text(gettext_lazy("A word about it"), rows=3)
    for_team = forms.BooleanField(label=gettext_lazy("The team may read this word"), required=False)

    def __init__(self, data: Any = None, *, kinds: Sequence[OfferedKind], is_team: bool) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})
        self.fields["kind"].choices = [(kind.key, kind.title) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["word"].help_text = _("Only you two read it, unless you tick the box below.")
        if is_team:
            del self.fields["word"], self.fields["for_team"]

    def clean_on(self) -> Any:
        """The day is not to come."""
        return past(self.cleaned_data["on"])


class ReferralForm(KeyedForm):
    """Whom one points to a service, and why."""

    person = forms.ChoiceField(label=gettext_lazy("For whom?"), widget=forms.RadioSelect)
    reason = long_text(gettext_lazy("Why?"), rows=3)
    on = DayField(label=gettext_lazy("Day"))

    def __init__(self, data: Any = None, *, tandem: Tandem, by: Any) -> None:
        side = tandem.side_of(by)
        people = [tandem.mentee.person, tandem.mentor.person]
        names = [(str(one.pk), _("For me") if one.pk == by.pk else one.get_short_name()) for one in people]
        super().__init__(data, initial={"on": timezone.localdate(), "person": names[0][0]})
        self.fields["person"].choices = names  # type: ignore[attr-defined]
        self.fields["reason"].help_text = (
            _("Only you two can read this, not the team.")
            if side
            else _("Only the two can read this afterwards, not your colleagues, and not you.")
        )

    def clean_on(self) -> Any:
        """The day is not to come."""
        return past(self.cleaned_data["on"])


class ResultForm(forms.Form):
    """How far one has come with a service, and what came of it."""

    state = forms.ChoiceField(
        label=gettext_lazy("How far is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose how far it is.")},
    )
    result = long_text(gettext_lazy("What came of it?"), rows=3, help_text=gettext_lazy("Only you two can read this."))

    def __init__(self, data: Any = None, *, referral: Referral) -> None:
        states = next_states(referral)
        super().__init__(data, initial={"result": referral.opened("result")}, auto_id=f"id{referral.pk}_%s")
        self.fields["state"].choices = [(state.value, state.label) for state in states]  # type: ignore[attr-defined]
        if len(states) == 1:
            self.fields["state"].widget = forms.HiddenInput()
            self.initial["state"] = states[0].value


class FilterForm(forms.Form):
    """Which services are shown."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("What for"), required=False)

    def __init__(self, data: Any = None, *, programme: Programme) -> None:
        super().__init__(data)
        reader = (get_language() or "de").split("-")[0]
        self.fields["language"].choices = [("", _("any")), *languages_of(programme, reader)]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("everything")), *ServiceKind.choices]  # type: ignore[attr-defined]

    def wanted(self) -> tuple[str, str]:
        """Return language and kind; "" for what was not asked, or does not exist."""
        self.is_valid()
        return self.cleaned_data.get("language", ""), self.cleaned_data.get("kind", "")
