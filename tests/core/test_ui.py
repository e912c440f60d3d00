"""What templates draw and how a label leads to what is wrong with it."""

from __future__ import annotations

import pytest

from resonanz.core.templatetags.ui import breakable, columns, lead


@pytest.mark.parametrize(
    ("label", "led"),
    [("Name", "Name:"), ("Wer war da?", "Wer war da?"), ("ماذا حدث؟", "ماذا حدث؟"), ("Bis:", "Bis:")],
)
def test_a_label_has_one_mark_at_its_end(label: str, led: str) -> None:
    assert lead(label) == led


def test_small_bars_with_a_line() -> None:
    assert columns([1, 2], 2) == (
        '<svg class="small-bars" viewBox="0 0 19 24" width="19" height="24" aria-hidden="true">'
        '<rect x="0" y="12" width="8" height="12"></rect><rect x="11" y="0" width="8" height="24"></rect>'
        '<line x1="0" x2="19" y1="0" y2="0"></line></svg>'
    )


def test_an_address_breaks_at_its_joints() -> None:
    assert breakable("a.b@münchen.example") == "a<wbr>.b<wbr>@münchen<wbr>.example"
    assert breakable("<i>@x") == "&lt;i&gt;<wbr>@x"
