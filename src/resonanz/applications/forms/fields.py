"""One field for each kind of question: what may be typed, and the sentence when it is wrong.

Every field cleans to the value that `Answer.value` keeps, or to None where nothing was answered.
"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resonanz.applications.enums import Fills, QuestionKind
from resonanz.applications.forms.widgets import AvailabilityWidget, LanguagesWidget, PlaceWidget
from resonanz.applications.models import Question
from resonanz.applications.queries.answers import as_slots, option_texts, reader_language
from resonanz.core.occupations import Occupation, OccupationField
from resonanz.core.text import fold
from resonanz.programmes.models import Programme
from resonanz.programmes.templatetags.programme_text import say
from resonanz.taxonomy import countries, languages, places

MOST_BYTES = 5 * 1024 * 1024
SIGNATURES = {
    b"%PDF-": ("application/pdf", "pdf"),
    b"\xff\xd8\xff": ("image/jpeg", "jpg"),
    b"\x89PNG\r\n\x1a\n": ("image/png", "png"),
}
NEEDED = gettext_lazy("Please answer this question.")


class TextAnswer(forms.CharField):
    """Words; nothing but blanks is no answer."""

    def clean(self, value: Any) -> str | None:
        """Return the words."""
        return super().clean(value) or None


class NameAnswer(TextAnswer):
    """A name in any script; no address and no link, because it stands in letters."""

    def validate(self, value: Any) -> None:
        """Refuse what is no name."""
        super().validate(value)
        if re.search(r"[<>@/\\]|www\.|\d{4}", value or ""):
            raise ValidationError(_("Please write a name only, without addresses or numbers."))


class PhoneAnswer(TextAnswer):
    """A telephone number as people write it."""

    def validate(self, value: Any) -> None:
        """Refuse what cannot be dialled."""
        super().validate(value)
        if value and not re.fullmatch(r"[+(]?[\d\s()/.\-–]{5,40}", value):
            raise ValidationError(_("Please write the number with digits, for example +43 463 12345."))


class ChoiceAnswer(forms.ChoiceField):
    """One of several options."""

    def clean(self, value: Any) -> str | None:
        """Return the key of the option."""
        return super().clean(value) or None


class ChoicesAnswer(forms.MultipleChoiceField):
    """Some of several options, at least and at most so many."""

    def __init__(self, *, least: int = 0, most: int | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.least, self.most = least, most

    def clean(self, value: Any) -> list[str] | None:
        """Return the keys of the options."""
        chosen = super().clean(value)
        if chosen and len(chosen) < self.least:
            raise ValidationError(_("Please choose at least {n}.").format(n=self.least))
        if self.most and len(chosen) > self.most:
            raise ValidationError(_("Please choose {n} at most.").format(n=self.most))
        return chosen or None


class DateAnswer(forms.DateField):
    """A day."""

    def clean(self, value: Any) -> Any:
        """Return the day as ISO text."""
        day = super().clean(value)
        return day.isoformat() if day else None


class LanguagesAnswer(forms.Field):
    """Languages with levels."""

    widget = LanguagesWidget

    def clean(self, value: Any) -> str | None:
        """Return "de:C1;ar:native"."""
        found: dict[str, str] = {}
        for code, level in value or []:
            if not code:
                raise ValidationError(_("Please choose a language for each level."))
            if not level:
                raise ValidationError(_("Please choose a level for each language."))
            try:
                languages.parse_skills(f"{code}:{level}")
            except ValueError as error:
                raise ValidationError(_("Please choose languages and levels from the lists.")) from error
            if code in found:
                raise ValidationError(_("One language stands here twice; please remove one of the two."))
            found[code] = level
        if self.required and not found:
            raise ValidationError(self.error_messages["required"])
        return ";".join(f"{code}:{level}" for code, level in found.items()) or None


class OccupationAnswer(OccupationField):
    """An occupation in the person's words, with the code that it stands for; suggested while one types."""

    def prepare_value(self, value: Any) -> Any:
        """Return a kept answer as the field shows it."""
        return Occupation(value.get("code", ""), value.get("title", "")) if isinstance(value, dict) else value

    def clean(self, value: Any) -> dict[str, str] | None:  # type: ignore[override]
        """Return {"code": …, "title": …}; the code is empty where nothing like it is known."""
        found = super().clean(value)
        return {"code": found.code, "title": found.label} if found else None


class PlaceAnswer(forms.Field):
    """A place by country and postcode or town; a town in one's own words where postcodes are not known."""

    def clean(self, value: Any) -> str | None:
        """Return "AT-9020" or "ID Bandung"."""
        country, town = value["country"], value["town"][:100]
        if not town:
            if self.required:
                raise ValidationError(self.error_messages["required"])
            return None
        if country not in countries.codes():
            raise ValidationError(_("Please choose a country."))
        if country not in places.COUNTRIES:
            return f"{country} {town}"
        place = places.locate(town, country) or by_name(town, country)
        if place is None or place.country != country:
            raise ValidationError(
                _("We do not know this postcode in {country}. Please check it.").format(
                    country=countries.name(country, reader_language())
                )
                if re.search(r"\d", town)
                else _("We do not know this place. Please write the postcode.")
            )
        return f"{place.country}-{place.postcode}"


def by_name(town: str, country: str) -> places.Place | None:
    """Return the place of that name with the lowest postcode, or None."""
    wanted = fold(town)
    if len(wanted) < 3:
        return None
    of_country = (place for place in places.places().values() if place.country == country)
    named = [place for place in of_country if fold(place.name) == wanted or fold(place.name).startswith(f"{wanted} ")]
    return min(named, key=lambda place: (fold(place.name) != wanted, place.postcode), default=None)


class AvailabilityAnswer(forms.Field):
    """Free times in the week."""

    widget = AvailabilityWidget

    def clean(self, value: Any) -> str | None:
        """Return "mon-evening;sat-morning"."""
        slots = as_slots(";".join(value or []))
        if self.required and not slots:
            raise ValidationError(self.error_messages["required"])
        return ";".join(slots) or None


class ProofAnswer(forms.FileField):
    """A file that is looked at once: PDF, JPEG or PNG, known by its first bytes."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return (clean name, media type, bytes), or None."""
        file: UploadedFile | None = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return None
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(_("This file is larger than 5 MB. A photo in a smaller size is enough."))
        content = file.read()
        for signature, (media_type, ending) in SIGNATURES.items():
            if content.startswith(signature):
                return clean_name(file.name or "", ending), media_type, content
        raise ValidationError(_("Please choose a PDF, or a photo as JPEG or PNG."))


def clean_name(name: str, ending: str) -> str:
    """Return a harmless file name with the ending of what the file is."""
    base = name.replace("\\", "/").rpartition("/")[2]
    stem = base.rpartition(".")[0] or base
    safe = re.sub(r"[^-\w]+", "_", stem).strip("_")[:80]
    return f"{safe or 'file'}.{ending}"


def choices_of(question: Question, programme: Programme) -> list[tuple[str, str]]:
    """Return the options of a choice for its field, each marked where it is in another language than the page."""
    return [(key, say(programme, text)) for key, text in option_texts(question, programme)]


def field_for(question: Question, programme: Programme) -> forms.Field:
    """Return the field of a question, without its texts; consents come from `consent_field`."""
    limits = question.limits
    common: dict[str, Any] = {"required": question.is_required, "error_messages": {"required": NEEDED}}
    length = {"max_length": limits.get("most_length", 2000 if question.kind == QuestionKind.LONG_TEXT else 300)}
    match question.kind:
        case QuestionKind.LONG_TEXT:
            return TextAnswer(**common, **length, widget=forms.Textarea(attrs={"rows": 4}))
        case QuestionKind.CHOICE:
            return ChoiceAnswer(**common, choices=choices_of(question, programme), widget=forms.RadioSelect)
        case QuestionKind.CHOICES:
            return ChoicesAnswer(
                **common,
                choices=choices_of(question, programme),
                widget=forms.CheckboxSelectMultiple,
                least=limits.get("least", 0),
                most=limits.get("most"),
            )
        case QuestionKind.DATE:
            return DateAnswer(**common, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        case QuestionKind.NUMBER:
            return forms.IntegerField(**common, min_value=limits.get("least"), max_value=limits.get("most"))
        case QuestionKind.LANGUAGES:
            return LanguagesAnswer(**common, widget=LanguagesWidget(programme.languages))
        case QuestionKind.OCCUPATION:
            return OccupationAnswer(**common)
        case QuestionKind.PLACE:
            return PlaceAnswer(**common, widget=PlaceWidget(programme.country))
        case QuestionKind.AVAILABILITY:
            return AvailabilityAnswer(**common)
        case QuestionKind.FILE:
            return ProofAnswer(**common, widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}))
        case _:
            kind = TextAnswer
            if question.fills in {Fills.FIRST_NAME, Fills.LAST_NAME, Fills.NAME_OWN_SCRIPT}:
                kind = NameAnswer
            elif limits.get("format") == "phone":
                kind = PhoneAnswer
            return kind(**common, **length)
