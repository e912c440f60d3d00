"""Lists that are edited by buttons: what was typed comes back in the new order, and nothing is lost."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from resonanz.programmes.forms import Row, Rows


class Word(Row):
    """A row with one word that must be there."""

    word = forms.CharField(max_length=5)


def sent(words: list[str], act: str = "") -> QueryDict:
    """What a browser sends for these words."""
    data = QueryDict(mutable=True)
    data.update({"rows-TOTAL_FORMS": str(len(words)), "rows-INITIAL_FORMS": str(len(words)), "rows-act": act})
    for place, word in enumerate(words):
        data.update({f"rows-{place}-word": word, f"rows-{place}-was": str(place)})
    return data


def shown(rows: Rows) -> list[Any]:
    """The words on the page after a button."""
    return [form["word"].value() for form in rows]


def after(words: list[str], act: str) -> list[Any]:
    """The words on the page after a button was pressed; nothing may be saved then."""
    rows = Rows(Word, [], sent(words, act))
    assert not rows.is_valid()
    return shown(rows)


def test_each_button() -> None:
    assert after(["a", "b", "c"], "up-2") == ["a", "c", "b"]
    assert after(["a", "b", "c"], "down-0") == ["b", "a", "c"]
    assert after(["a", "b", "c"], "remove-1") == ["a", "c"]
    assert after(["a"], "add") == ["a", None]
    assert after(["a"], "remove-0") == [None]  # an empty row stands ready


def test_a_button_does_not_judge_what_is_typed() -> None:
    rows = Rows(Word, [], sent(["much too long", ""], "add"))
    assert [form.errors for form in rows] == [{}, {}, {}]
    assert shown(rows) == ["much too long", "", None]


@given(words=st.lists(st.sampled_from("abc"), max_size=6), act=st.text(max_size=12) | st.sampled_from(["up-0", "down-99"]))
def test_no_button_loses_or_invents_a_word(words: list[str], act: str) -> None:
    rows = Rows(Word, [], sent(words, act))
    if not act.startswith(("remove", "add")) and Rows.was_rearranged(sent(words, act)):
        assert sorted(word for word in shown(rows) if word) == sorted(words)


def test_saving_leaves_out_empty_rows_wherever_they_stand_and_says_what_is_wrong() -> None:
    rows = Rows(Word, [], sent(["", "b", "", "d"]))
    assert rows.is_valid()
    assert [(row["was"], row["word"]) for row in rows.values()] == [(1, "b"), (3, "d")]
    assert not Rows(Word, [], sent(["b", "much too long"])).is_valid()
    assert not Rows(Word, []).is_valid()


def test_a_list_has_an_end() -> None:
    rows = Rows(Word, [], sent(["a"] * 3, "add"), most=3)
    assert (len(shown(rows)), rows.is_full) == (3, True)
