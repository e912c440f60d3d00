"""Forms of the two, and of whoever opens a link months later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resonanz.closing.enums import SECOND_LANGUAGES, Agreement, Contact, Doing, Helped, Statement
from resonanz.closing.models import CertificateWish
from resonanz.core.keyed import KeyedForm

LONGEST = 2000
TAP = gettext_lazy("Please choose one of the answers.")


def words(label: Any, help_text: Any = "", longest: int = LONGEST) -> forms.CharField:
    """Return a field for words in whatever language; nobody must write any."""
    area = forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    return forms.CharField(label=label, help_text=help_text, max_length=longest, required=False, widget=area)


class FeedbackForm(KeyedForm):
    """Five taps and words without a name; two questions to the team by name. Nothing is compulsory."""

    use_required_attribute = False

    liked = words(gettext_lazy("What was good?"))
    wish = words(gettext_lazy("What should the programme change?"))
    unsaid = words(
        gettext_lazy("What else should we know, without your name?"),
        gettext_lazy("Please write nothing here by which somebody could recognise you or others."),
        1000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for statement in Statement:
            self.fields[statement.value] = forms.ChoiceField(
                label=statement.label, choices=Agreement.choices, widget=forms.RadioSelect, required=False
            )

    @property
    def taps(self) -> list[forms.BoundField]:
        """The five statements."""
        return [self[statement.value] for statement in Statement]

    @property
    def answers(self) -> dict[str, str]:
        """What the anonymous sheet keeps."""
        found = {statement.value: self.cleaned_data[statement.value] for statement in Statement}
        return {**found, "words": self.cleaned_data["unsaid"].strip()}

    def clean(self) -> dict[str, Any]:
        """Something must have been said."""
        values = super().clean() or {}
        said = [value for name, value in values.items() if name != "key" and value]
        if not said and not self.errors:
            raise forms.ValidationError(_("Please answer at least one question, or just leave this page."))
        return values


class AfterwardsForm(forms.Form):
    """How the two stay in touch, what remains, and whether one wants to be invited."""

    contact = forms.ChoiceField(
        label=gettext_lazy("How may the other reach me after the end?"),
        choices=Contact.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=gettext_lazy("Each of you says it alone. Of two different wishes the more reserved one counts."),
    )
    word = words(gettext_lazy("A word about that"), gettext_lazy("The other of you two can read it."))
    remains = words(
        gettext_lazy("What remains: what we have done, and what is still open"),
        gettext_lazy("For the two of you alone; the team cannot read it."),
    )
    wants_network = forms.BooleanField(
        label=gettext_lazy("Please invite me to meetings of current and former participants."),
        required=False,
        help_text=gettext_lazy(
            "For that the team keeps your name and your address. You can take it back here at any time, without a reason."
        ),
    )


class CertificateForm(forms.Form):
    """How somebody would like the certificate."""

    use_required_attribute = False

    is_wanted = forms.BooleanField(label=gettext_lazy("I would like a certificate"), required=False, initial=True)
    printed_name = forms.CharField(
        label=gettext_lazy("My name, as it shall stand there"),
        max_length=150,
        error_messages={"required": gettext_lazy("Please write the name that shall stand on the certificate.")},
    )
    printed_own_script = forms.CharField(
        label=gettext_lazy("My name in my own script"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    second_language = forms.ChoiceField(
        label=gettext_lazy("Second language"),
        choices=[("", gettext_lazy("German only")), *SECOND_LANGUAGES],
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("German always stands first."),
    )
    with_hours = forms.BooleanField(label=gettext_lazy("How many hours we have met"), required=False)
    printed_topics = forms.MultipleChoiceField(
        label=gettext_lazy("Topics that shall be named"), required=False, widget=forms.CheckboxSelectMultiple
    )
    correction = forms.CharField(
        label=gettext_lazy("Something is wrong? Please tell the team"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("Then nothing is issued before somebody has seen to it."),
    )

    def __init__(self, data: Any = None, *, wish: CertificateWish, topics: dict[str, str]) -> None:
        names = (
            "is_wanted",
            "printed_name",
            "printed_own_script",
            "second_language",
            "with_hours",
            "printed_topics",
            "correction",
        )
        super().__init__(data, initial={name: getattr(wish, name) for name in names})
        self.fields["printed_topics"].choices = list(topics.items())  # type: ignore[attr-defined]
        if not topics:
            del self.fields["printed_topics"]

    def clean_printed_name(self) -> str:
        """A name has letters."""
        name = " ".join(self.cleaned_data["printed_name"].split())
        if not any(map(str.isalpha, name)):
            raise forms.ValidationError(_("Please write the name that shall stand on the certificate."))
        return name

    def clean(self) -> dict[str, Any]:
        """Where there are no topics, none are named."""
        return {"printed_topics": [], **(super().clean() or {})}


class WhenForm(forms.Form):
    """When and where a talk is held."""

    use_required_attribute = False

    day = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Please choose a day."), "invalid": gettext_lazy("Please choose a day.")},
    )
    time = forms.TimeField(
        label=gettext_lazy("Time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": gettext_lazy("Please choose a time."), "invalid": gettext_lazy("Please choose a time.")},
    )
    place = forms.CharField(
        label=gettext_lazy("Place or link"),
        max_length=200,
        error_messages={"required": gettext_lazy("Please say where, or how: online, by phone.")},
    )
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=15, max_value=480, initial=60)

    def clean(self) -> dict[str, Any]:
        """A talk lies ahead."""
        values = super().clean() or {}
        if "day" in values and "time" in values:
            starts = timezone.make_aware(datetime.combine(values["day"], values["time"]))
            if starts <= timezone.now():
                self.add_error("day", _("This moment is over. Please choose one that lies ahead."))
            values["starts_at"] = starts
        return values


class LaterForm(forms.Form):
    """Three taps, months later."""

    use_required_attribute = False

    doing = forms.ChoiceField(
        label=gettext_lazy("What do you do at present?"),
        choices=Doing.choices,
        widget=forms.RadioSelect,
        error_messages={"required": TAP},
    )
    helped = forms.ChoiceField(
        label=gettext_lazy("Has the mentoring helped you?"),
        choices=Helped.choices,
        widget=forms.RadioSelect,
        error_messages={"required": TAP},
    )
    again = forms.ChoiceField(
        label=gettext_lazy("May we ask you once more later?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": TAP},
    )


class NameForm(forms.Form):
    """The name that a stranger compares with a certificate."""

    name = forms.CharField(
        label=gettext_lazy("Name on the paper"),
        max_length=150,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Please type the name exactly as it stands on the paper.")},
    )
