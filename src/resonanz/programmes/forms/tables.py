"""A field that takes a spreadsheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from resonanz.tables import InputError, Table, read_table

MAX_UPLOAD = 20 * 1024 * 1024
MOST_PROBLEMS = 50  # shown at once; the rest shows itself when these are mended


class SheetField(forms.FileField):
    """An uploaded spreadsheet; its value is a `Table`, and what is wrong with the file stands at the field."""

    def clean(self, data: Any, initial: Any = None) -> Table | None:
        """Read the file; raise ValidationError with one sentence per problem."""
        upload: UploadedFile | None = super().clean(data, initial)
        if upload is None:
            return None
        if (upload.size or 0) > MAX_UPLOAD:
            raise forms.ValidationError(_("This file is larger than 20 MB. Please leave out what is not needed here."))
        try:
            return read_table(upload.read(), upload.name or "")
        except InputError as error:
            raise forms.ValidationError(sentences(error)) from error


def sentences(error: InputError) -> list[str]:
    """Return the sentences of `error` in the language of this request."""
    return [problem.text(get_language() or "de") for problem in error.problems[:MOST_PROBLEMS]]
