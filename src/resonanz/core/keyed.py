"""Forms that make one row, however often they are sent; the counterpart of `core.sealed`, which stores under their key."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms


class KeyField(forms.UUIDField):
    """The hidden key of a form. Where none came, or none that can be read, it is a new one: nobody can mend what is hidden.

    Browsers must not fill in the key of an older page (`autocomplete`): what is written under it would be taken for the
    same once more. For pages that come back from the browser's memory, see js/app.js.
    """

    widget = forms.HiddenInput(attrs={"autocomplete": "off", "data-key": ""})

    def __init__(self) -> None:
        super().__init__(required=False, initial=uuid4)

    def clean(self, value: Any) -> UUID:
        """Return the key that was sent, or a new one."""
        try:
            key = super().clean(value)
        except forms.ValidationError:
            key = None
        return key if isinstance(key, UUID) else uuid4()


class KeyedForm(forms.Form):
    """A form that makes one row, however often it is sent."""

    key = KeyField()
