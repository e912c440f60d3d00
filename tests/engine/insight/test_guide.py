"""The examples in the guide run as they stand, each going on from those before."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def test_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    examples = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "insight.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) == 10
    names: dict[str, object] = {}
    for example in examples:
        exec(example, names)  # noqa: S102 - our own guide
