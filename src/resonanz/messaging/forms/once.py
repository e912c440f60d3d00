"""The hidden key that makes a form one act, however often a phone sends it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms


class OnceForm(forms.Form):
    """A form whose page makes a key; sent twice, it does one thing."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def clean_key(self) -> UUID:
        """Return the key; a new one where none was sent."""
        key: Any = self.cleaned_data["key"]
        return key if isinstance(key, UUID) else uuid4()
