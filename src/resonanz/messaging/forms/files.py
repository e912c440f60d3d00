"""A file, known by its content and not by its name; a link for a third person; what that person writes."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resonanz.core.keyed import KeyedForm
from resonanz.messaging.enums import Audience, FileKind

MEGABYTE = 1024 * 1024
MOST_DAYS = 30
SIGNATURES = {b"%PDF-": FileKind.PDF, b"\xff\xd8\xff": FileKind.JPG, b"\x89PNG\r\n\x1a\n": FileKind.PNG}
ODT = b"application/vnd.oasis.opendocument.text"
MACROS = ("vbaproject.bin", "basic/", "scripts/")  # where office documents keep programs


class FileForm(KeyedForm):
    """A file for oneself, or for the two."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.odt,.jpg,.jpeg,.png"}),
        error_messages={"required": gettext_lazy("Please choose a file.")},
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Who sees it?"), choices=Audience.choices, widget=forms.RadioSelect, initial=Audience.TANDEM
    )

    def __init__(self, *args: Any, most_mb: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most_mb = most_mb
        text = _("PDF, Word (.docx), OpenDocument (.odt), or a photo; {n} MB at most.")
        self.fields["file"].help_text = text.format(n=most_mb)

    def clean_file(self) -> tuple[str, str, bytes]:
        """Return (name, kind, bytes) of what the file really is."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > self.most_mb * MEGABYTE:
            text = _("This file is larger than {n} MB. Please save it smaller, for instance as a PDF.")
            raise forms.ValidationError(text.format(n=self.most_mb))
        content = file.read()
        kind = kind_of(content)
        if kind is None:
            raise forms.ValidationError(
                _("This is none of the files that can be kept here: PDF, .docx, .odt, JPEG or PNG, without macros.")
            )
        return clean_name(file.name or "", kind), kind.value, content


def kind_of(content: bytes) -> FileKind | None:
    """Return what bytes are, by what is in them; None for everything else, and for documents with programs in them."""
    for signature, kind in SIGNATURES.items():
        if content.startswith(signature):
            return kind
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = {name.lower() for name in archive.namelist()}
            if any(part in name for name in names for part in MACROS):
                return None
            if "mimetype" in names:
                with archive.open("mimetype") as entry:
                    return FileKind.ODT if entry.read(100).strip() == ODT else None
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, EOFError, ValueError):
        return None
    return FileKind.DOCX if {"[content_types].xml", "word/document.xml"} <= names else None


def clean_name(name: str, kind: FileKind) -> str:
    """Return a harmless file name, in whatever script, with the ending of what the file is."""
    base = name.replace("\\", "/").rpartition("/")[2]
    stem = base.rpartition(".")[0] or base
    safe = re.sub(r"[^-\w ()]+", "_", stem).strip("_ ")[:80]
    return f"{safe or 'file'}.{kind.value}"


class AudienceForm(forms.Form):
    """Who sees a file."""

    audience = forms.ChoiceField(label=gettext_lazy("Who sees it?"), choices=Audience.choices, widget=forms.RadioSelect)


class ShareForm(KeyedForm):
    """Whom a link is for, what for, and for how long."""

    name = forms.CharField(
        label=gettext_lazy("Who gets the link?"),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=gettext_lazy("One person, by name. It stands on the page that she or he opens."),
    )
    purpose = forms.CharField(
        label=gettext_lazy("What for?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=gettext_lazy("For instance: feedback on my CV. This person reads it, too."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of this person"), choices=settings.LANGUAGES)
    days = forms.IntegerField(
        label=gettext_lazy("For how many days?"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=7,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class FeedbackForm(KeyedForm):
    """What the third person writes back."""

    text = forms.CharField(
        label=gettext_lazy("Your feedback"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Please write something first.")},
    )
