"""Rewriting with the newest key what older keys have sealed, so that these can be dropped.

Every sealed column of a `Sealed` model is known by itself. What a room seals in another way it names with `sealed_in`, in
its receivers. A value is rewritten by an update that names the old one: what somebody changes meanwhile stays, and is
written with the newest key anyway. So it may be interrupted, repeated, and run beside the product.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models, transaction

from resonanz.core.crypto import Unreadable, decrypt, decrypt_bytes, encrypt, encrypt_bytes, key_of, newest_key
from resonanz.core.sealed import Sealed, sealed_models

BATCH = 200  # rows of one transaction
FEW = 10  # the same of files, which are large
Value = str | bytes


@dataclass(frozen=True)
class Place:
    """One column with ciphertext; `about` returns what it is bound to, `part` is a key inside a column with JSON."""

    model: str
    column: str
    about: Callable[[Any], str]
    part: str = ""

    @property
    def table(self) -> type[models.Model]:
        """The model itself."""
        return apps.get_model(self.model)

    @property
    def batch(self) -> int:
        """How many rows are looked at together."""
        return FEW if isinstance(self.table._meta.get_field(self.column), models.BinaryField) else BATCH

    def rows(self) -> models.QuerySet[Any]:
        """All rows, without what is large and not looked at here."""
        large = [field.name for field in self.table._meta.concrete_fields if isinstance(field, models.BinaryField)]
        return self.table._base_manager.order_by("pk").defer(*(name for name in large if name != self.column))


@dataclass
class Report:
    """What a rotation did: values rewritten, values that no key opens, and how many values each key has written now."""

    rewritten: int
    unreadable: int
    in_use: Counter[int]


PLACES: list[Place] = []


def sealed_in(model: str, column: str, about: Callable[[Any], str], part: str = "") -> None:
    """Name a column that holds ciphertext without its model being `Sealed`."""
    place = Place(model, column, about, part)
    PLACES[:] = [known for known in PLACES if (known.model, known.column, known.part) != (model, column, part)] + [place]


def places() -> Iterator[Place]:
    """Return every column of the product that holds ciphertext."""
    for model in sealed_models():
        for column in (*model.SEALED, *model.SEALED_BYTES):
            yield Place(model._meta.label, column, _binding(column))
    yield from PLACES


def rotate(progress: Callable[[str, int], None] = lambda column, count: None) -> Report:
    """Rewrite with the newest key what an older one has written; say what is left of the older ones."""
    rewritten = unreadable = 0
    in_use: Counter[int] = Counter()
    for place in places():
        done, failed, last = 0, 0, 0
        while True:
            with transaction.atomic():
                rows = list(place.rows().filter(pk__gt=last)[: place.batch])
                for row in rows:
                    number, wrong = _renew(place, row)
                    done, failed = done + number, failed + wrong
            if not rows:
                break
            last = rows[-1].pk
        progress(f"{place.model}.{place.column}", done)
        rewritten, unreadable = rewritten + done, unreadable + failed
        in_use += _count(place)
    return Report(rewritten, unreadable, in_use)


def _renew(place: Place, row: models.Model) -> tuple[int, int]:
    """Rewrite what one row holds in a place; return how many values were, and how many cannot be read."""
    stored = getattr(row, place.column)
    values = _values(place, stored)
    old = [value for value in values if key_of(value) not in (None, newest_key())]
    if not old:
        return 0, 0
    about, renewed = place.about(row), {}
    for value in old:
        try:
            renewed[value] = _again(value, about)
        except Unreadable:
            continue
    if not renewed:
        return 0, len(old)
    new: Any = [renewed.get(value, value) for value in values]
    if place.part:
        inside = new if isinstance(stored[place.part], list) else new[0]
        new = {**stored, place.part: inside}
    else:
        new = new[0]
    changed = place.table._base_manager.filter(pk=row.pk, **{place.column: stored}).update(**{place.column: new})
    return (len(renewed) if changed else 0), len(old) - len(renewed)


def _again(value: Value, about: str) -> Value:
    if isinstance(value, str):
        return encrypt(decrypt(value, about), about)
    return encrypt_bytes(decrypt_bytes(value, about), about)


def _values(place: Place, stored: Any) -> list[Value]:
    """Return the ciphertexts of a column, the empty ones left out."""
    if place.part:
        stored = (stored or {}).get(place.part)
    found = stored if isinstance(stored, list) else [stored]
    return [bytes(value) if isinstance(value, memoryview) else value for value in found if value]


def _count(place: Place) -> Counter[int]:
    counts: Counter[int] = Counter()
    rows = place.table._base_manager.order_by().values_list(place.column, flat=True)
    for stored in rows.iterator(chunk_size=place.batch):
        counts.update(number for value in _values(place, stored) if (number := key_of(value)) is not None)
    return counts


def _binding(column: str) -> Callable[[Any], str]:
    def about(row: Sealed) -> str:
        return row.bound_to(column)

    return about
