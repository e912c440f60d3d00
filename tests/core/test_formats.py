"""Days and times as each language writes them."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.template import Context, Template
from django.utils import translation

MOMENT = datetime(2026, 11, 27, 19, 5)


@pytest.mark.parametrize(
    ("language", "short", "long"),
    [
        ("de", "27.11.2026, 19:05", "27. November 2026, 19:05"),
        ("en", "27 Nov 2026, 19:05", "27 November 2026, 19:05"),
        ("ar", "27\u200f/11\u200f/2026، 19:05", "27 نوفمبر 2026، 19:05"),
    ],
)
def test_moments(language: str, short: str, long: str) -> None:
    text = '{{ moment|date:"SHORT_DATETIME_FORMAT" }}|{{ moment|date:"DATETIME_FORMAT" }}'
    with translation.override(language):
        assert Template(text).render(Context({"moment": MOMENT})) == f"{short}|{long}"
