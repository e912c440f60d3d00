"""The hidden key of a form."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from resonanz.core.keyed import KeyedForm


def test_every_page_makes_a_key_of_its_own_that_no_browser_fills_in() -> None:
    one, other = str(KeyedForm()["key"]), str(KeyedForm()["key"])
    assert one != other
    assert 'type="hidden"' in one
    assert 'autocomplete="off"' in one


def test_the_key_that_was_sent_is_kept_and_stands_in_the_page_that_comes_back() -> None:
    key = uuid4()
    form = KeyedForm({"key": str(key)})
    assert form.is_valid()
    assert form.cleaned_data["key"] == key
    assert str(key) in str(form["key"])


@pytest.mark.parametrize("sent", [{}, {"key": ""}, {"key": "x"}, {"key": "\0"}])
def test_without_a_key_one_is_made_and_nobody_is_blamed(sent: dict[str, str]) -> None:
    form = KeyedForm(sent)
    assert form.is_valid()
    assert isinstance(form.cleaned_data["key"], UUID)
