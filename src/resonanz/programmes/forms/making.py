"""Forms to make a programme, to announce and describe a cohort, to take a logo, to take a programme along."""

from __future__ import annotations

import io
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from resonanz.core.text import in_language
from resonanz.programmes.actions import PresetError, parse_preset, preset_files, read_preset
from resonanz.programmes.actions.presets import MAX_BYTES
from resonanz.programmes.enums import Rhythm
from resonanz.programmes.forms.texts import Text, TextsForm
from resonanz.programmes.models import Cohort, Organisation, Programme

MAX_LOGO = 1024 * 1024
MOST_PIXELS = 20_000_000
LOGO_BOX = (480, 240)
FORMATS = ["PNG", "JPEG", "WEBP"]


class CreateForm(forms.Form):
    """From what a new programme is made, and under which address."""

    source = forms.ChoiceField(label=_("Start from"))
    file = forms.FileField(
        label=_("Preset file"), required=False, help_text=_("Only if you start from a file: TOML, as «Export» writes it.")
    )
    slug = forms.SlugField(
        label=_("Short name in the address"),
        max_length=60,
        help_text=_("Small letters, digits and hyphens, such as mentoring-graz. It stays, so that links keep working."),
    )

    def __init__(self, *args: Any, own: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = {programme.slug: programme for programme in own}
        presets = [(f"preset:{path.stem}", in_language(read_preset(path)["name"])) for path in preset_files()]
        copies = [(f"copy:{slug}", str(programme)) for slug, programme in self.own.items()]
        self.fields["source"].choices = [  # type: ignore[attr-defined]
            (_("A preset that comes along"), presets),
            *([(_("A copy of your own programme"), copies)] if copies else []),
            ("file", _("a preset file that you upload")),
        ]

    def clean_slug(self) -> str:
        """Refuse an address that is taken."""
        slug = slugify(self.cleaned_data["slug"])
        if Programme.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("There is a programme with this address already. Please choose another."))
        return slug

    def clean(self) -> dict[str, Any]:
        """Read the file where one was chosen; what is wrong with it stands beside it."""
        values: dict[str, Any] = super().clean() or {}
        upload: UploadedFile | None = values.get("file")
        if values.get("source") != "file" or "file" in self.errors:
            return values
        if upload is None:
            self.add_error("file", _("Please choose the file."))
        elif (upload.size or 0) > MAX_BYTES:
            self.add_error("file", _("This file is larger than 512 kB. A preset is a text of a few pages."))
        else:
            try:
                values["data"] = parse_preset(upload.read(), upload.name or "preset.toml")
            except PresetError as error:
                self.add_error("file", error.sentence)
        return values


class LogoForm(forms.Form):
    """A logo: PNG, JPEG or WebP; its value is a picture of ours as (PNG, width, height)."""

    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.none())
    image = forms.FileField(label=_("Logo"), help_text=_("PNG, JPEG or WebP, at most 1 MB. It stands on a white ground."))

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Organisation.objects.filter(partnerships__programme=programme).distinct()
        self.fields["organisation"].queryset = own  # type: ignore[attr-defined]

    def clean_image(self) -> tuple[bytes, int, int]:
        """Draw the picture anew, small enough for a page; nothing of the upload itself is kept."""
        upload: UploadedFile = self.cleaned_data["image"]
        if (upload.size or 0) > MAX_LOGO:
            raise forms.ValidationError(_("This picture is larger than 1 MB. Please save it smaller."))
        content = upload.read()
        if b"<svg" in content[:2000].lower():
            raise forms.ValidationError(_("SVG files can carry scripts. Please save the logo as PNG."))
        try:
            return drawn_anew(content)
        except Image.DecompressionBombError as error:
            raise forms.ValidationError(_("This picture has too many pixels. Please save it smaller.")) from error
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
            raise forms.ValidationError(
                _("This is no picture that we can read. Please save the logo as PNG, JPEG or WebP.")
            ) from error


def drawn_anew(content: bytes) -> tuple[bytes, int, int]:
    """Return a picture as a PNG of at most LOGO_BOX with its width and height; raises what Pillow raises."""
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        image.draft("RGB", LOGO_BOX)  # a large JPEG is decoded at the size that is needed
        picture = image.convert("RGBA")
    picture.thumbnail(LOGO_BOX)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue(), picture.width, picture.height


class CohortForm(TextsForm):
    """A cohort's days and places; without a start the page says that the date is still open."""

    TEXTS = {
        "name": Text(_("Name"), longest=120, help=_("Empty: «Cohort» and its number.")),
    }
    starts_on = forms.DateField(
        label=_("Start"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave this empty while the date is still open."),
    )  # fmt: skip
    ends_on = forms.DateField(
        label=_("End"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )  # fmt: skip
    applications_until = forms.DateField(
        label=_("Applications until"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: no deadline."),
    )  # fmt: skip
    first_places = forms.IntegerField(required=False, min_value=0, max_value=5000)
    second_places = forms.IntegerField(
        required=False, min_value=0, max_value=5000, help_text=_("A hint for the team; nobody is turned away by it.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group in ("first", "second"):
            self.fields[f"{group}_places"].label = _("Looked for: %(group)s") % {"group": self.programme.group_name(group)}

    @staticmethod
    def initial_of(cohort: Cohort) -> dict[str, Any]:
        """Return the present values."""
        names = ["name", "starts_on", "ends_on", "applications_until", "first_places", "second_places"]
        return {name: getattr(cohort, name) for name in names}

    def clean(self) -> dict[str, Any]:
        """Check that the days stand in their order."""
        values = super().clean()
        starts, ends, until = (values.get(name) for name in ("starts_on", "ends_on", "applications_until"))
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The end lies before the start."))
        if ends and until and until > ends and self.programme.rhythm == Rhythm.COHORTS:
            self.add_error("applications_until", _("The deadline lies after the end."))
        return values


class SummaryForm(TextsForm):
    """What came of a cohort, for its history."""

    TEXTS = {"summary": Text(_("Summary"), lines=8, is_spoken=True)}


class ExportForm(forms.Form):
    """What goes along with a programme."""

    contacts = forms.BooleanField(label=_("With contact persons and the address for questions about data"), required=False)
