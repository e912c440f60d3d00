"""A table as a spreadsheet shows it: named columns, rows of text, and the number of each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload


@dataclass(frozen=True)
class Table(Sequence[dict[str, str]]):
    """Rows of text by column name; `lines[i]` is the number a spreadsheet shows beside `rows[i]`.

    A table is a sequence of its rows, so it can be handed over wherever a list of mappings is expected.
    """

    name: str
    columns: list[str]
    rows: list[dict[str, str]]
    lines: list[int]

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, index: int) -> dict[str, str]: ...
    @overload
    def __getitem__(self, index: slice) -> list[dict[str, str]]: ...
    def __getitem__(self, index: int | slice) -> dict[str, str] | list[dict[str, str]]:
        return self.rows[index]
