"""Confidential columns: ciphertext bound to row and column, stored once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from resonanz.core.crypto import Unreadable
from resonanz.core.sealed import Sealed, SomebodyElses, store_once

with isolate_apps("resonanz.core"):  # no table of the product: nothing else may meet it

    class Slip(Sealed):
        """A row that exists only here."""

        SEALED = ("text", "answer")

        owner_id = models.IntegerField()
        text = models.TextField()
        answer = models.TextField(blank=True)

        class Meta:
            app_label = "core"


@pytest.fixture
def slips() -> Iterator[None]:
    with connection.schema_editor() as editor:
        editor.create_model(Slip)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Slip)


def slip(owner: int, text: str = "Ein Wort", **fields: Any) -> Slip:
    row = Slip(owner_id=owner, **fields)
    row.seal(text=text, answer="")
    return row


def test_a_text_is_ciphertext_in_the_row_and_opens_again() -> None:
    row = slip(1, "Nur für uns: كلمة")
    assert "Nur" not in row.text
    assert (row.opened("text"), row.opened("answer"), row.answer) == ("Nur für uns: كلمة", "", "")


def test_a_ciphertext_opens_only_in_its_row_and_column() -> None:
    one, other = slip(1, "eins"), slip(1, "zwei")
    one.answer, other.text = one.text, one.text
    for row, column in ((one, "answer"), (other, "text")):
        with pytest.raises(Unreadable):
            row.opened(column)


def test_only_named_columns_are_sealed() -> None:
    with pytest.raises(ValueError, match="owner is no sealed column"):
        slip(1).seal(owner="x")


@pytest.mark.django_db(transaction=True)
def test_the_same_form_is_stored_once_and_nobody_takes_over_a_row(slips: None) -> None:
    first = slip(1, "einmal")
    again = slip(1, "einmal, noch einmal geschickt", key=first.key)
    assert (store_once(first, same=["owner_id"]), store_once(again, same=["owner_id"])) == (True, False)
    assert (again.pk, again.opened("text"), Slip._base_manager.count()) == (first.pk, "einmal", 1)
    with pytest.raises(SomebodyElses):
        store_once(slip(2, "fremd", key=first.key), same=["owner_id"])
