"""Invented content of the style page; used nowhere else."""

from __future__ import annotations

from django import forms, template

from resonanz.core.occupations import OccupationField

register = template.Library()


class SampleForm(forms.Form):
    """One field of every kind, with labels as a programme would write them."""

    name = forms.CharField(label="Vorname", help_text="So, wie wir Sie ansprechen dürfen.")
    email = forms.EmailField(label="E-Mail-Adresse")
    occupation = OccupationField(
        label="Beruf", required=False, help_text="Der Beruf, den Sie gelernt haben, in jeder Sprache."
    )
    region = forms.ChoiceField(
        label="Region",
        choices=[
            ("", "Bitte wählen"),
            ("klagenfurt", "Klagenfurt"),
            ("villach", "Villach"),
            ("online", "Nur online"),
        ],
    )
    start = forms.DateField(label="Frühester Beginn", widget=forms.DateInput(attrs={"type": "date"}))
    meeting = forms.ChoiceField(
        label="Wie möchten Sie sich treffen?",
        choices=[("here", "Vor Ort"), ("online", "Online"), ("both", "Beides")],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label="Worüber möchten Sie sprechen?",
        required=False,
        choices=[("cv", "Lebenslauf"), ("interview", "Vorstellungsgespräch"), ("recognition", "Anerkennung")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Mehreres ist möglich.",
    )
    about = forms.CharField(label="Ein Satz über Sie", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    proof = forms.FileField(label="Zeugnis", required=False, help_text="PDF oder Foto, höchstens 5 MB.")
    consent = forms.BooleanField(label="Das Team darf meine Angaben lesen, um mich zu vermitteln")


@register.simple_tag
def sample_form(with_errors: bool = False) -> SampleForm:
    """Return the sample form, empty or handed in with mistakes."""
    if not with_errors:
        return SampleForm(prefix="new")
    return SampleForm(
        {
            "bad-name": "Amina",
            "bad-email": "amina@",
            "bad-occupation": "Pflege im Krankenhaus",
            "bad-meeting": "here",
            "bad-about": "Ich bin Pflegefachfrau.",
        },
        prefix="bad",
    )
