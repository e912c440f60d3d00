"""Confidential columns: what two people write is stored as ciphertext, bound to its row and column; and stored once.

A model with such columns inherits `Sealed` and names them in `SEALED`, those that hold bytes in `SEALED_BYTES`. Its `key` is
made by the page that shows the form (a hidden field), so that a form sent twice, or sent later from a phone without a
network, is stored once. The same key binds each ciphertext to its row: moved elsewhere, it cannot be opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar
from uuid import uuid4

from django.apps import apps
from django.db import IntegrityError, models, transaction

from resonanz.core.crypto import decrypt, decrypt_bytes, encrypt, encrypt_bytes
from resonanz.core.models import Record


class Sealed(Record):
    """A row whose columns named in SEALED are ciphertext, and which the same form makes only once."""

    SEALED: ClassVar[tuple[str, ...]] = ()
    SEALED_BYTES: ClassVar[tuple[str, ...]] = ()

    key = models.UUIDField(default=uuid4, unique=True, editable=False)  # of the form that made the row; see the module

    class Meta:
        abstract = True

    def seal(self, **texts: str) -> None:
        """Set columns to `texts`, encrypted; an empty text stays empty. Does not save."""
        for column, text in texts.items():
            if column not in self.SEALED:
                raise ValueError(f"{column} is no sealed column of {self._meta.label}.")
            setattr(self, column, encrypt(text, self.bound_to(column)) if text else "")

    def opened(self, column: str) -> str:
        """Return the text of a sealed column. Unreadable where the key is gone, or the row was tampered with."""
        stored: str = getattr(self, column)
        return decrypt(stored, self.bound_to(column)) if stored else ""

    def seal_bytes(self, **contents: bytes) -> None:
        """Set columns to `contents`, encrypted. Does not save."""
        for column, content in contents.items():
            if column not in self.SEALED_BYTES:
                raise ValueError(f"{column} is no sealed column of {self._meta.label}.")
            setattr(self, column, encrypt_bytes(content, self.bound_to(column)))

    def opened_bytes(self, column: str) -> bytes:
        """Return the content of a sealed column of bytes. Unreadable as in `opened`."""
        return decrypt_bytes(bytes(getattr(self, column)), self.bound_to(column))

    def bound_to(self, column: str) -> str:
        """Return what the ciphertext of a column is bound to."""
        return f"{self._meta.label_lower}:{self.key}:{column}"


class SomebodyElses(Exception):
    """The key of a form belongs to a row of somebody else."""


def store_once(row: Sealed, *, same: Iterable[str]) -> bool:
    """Insert `row`; return False where the same form has made it already, and let `row` be that one.

    `same` names the columns that must agree then (whose it is), without opening anything. Call it inside the transaction
    of an action, and write log and letters only where it returns True.

    Raises:
        SomebodyElses: the key is that of a row of somebody else.
    """
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        found = type(row)._base_manager.filter(key=row.key).first()
        if found is None:
            raise
        if any(getattr(found, column) != getattr(row, column) for column in same):
            raise SomebodyElses from None
        row.__dict__.update(found.__dict__)
        return False
    return True


def sealed_models() -> Iterator[type[Sealed]]:
    """Return every model that has confidential columns."""
    models_of_all: Iterable[type[Any]] = apps.get_models()
    return (model for model in models_of_all if issubclass(model, Sealed) and (model.SEALED or model.SEALED_BYTES))
