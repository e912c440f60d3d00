"""What is wrong with a file people gave us, said in one sentence that names the place and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from resonanz.phrases import P, Phrase

MAX_WRITTEN = 100  # problems spelt out in an error's own message; `problems` has them all


@dataclass(frozen=True)
class InputProblem:
    """One mistake: the file, the row as a spreadsheet numbers it, the column's name, and the sentence itself.

    `row` and `column` are None where the mistake concerns the whole file or the whole row.
    """

    file: str
    row: int | None
    column: str | None
    message: Phrase

    @property
    def phrase(self) -> Phrase:
        """The whole sentence with its place in front, as the command line prints it."""
        values = {"file": self.file, "message": self.message}
        if self.row is not None and self.column is not None:
            return P("{file}, row {row}, column “{column}”: {message}", row=self.row, column=self.column, **values)
        if self.row is not None:
            return P("{file}, row {row}: {message}", row=self.row, **values)
        if self.column is not None:
            return P("{file}, column “{column}”: {message}", column=self.column, **values)
        return P("{file}: {message}", **values)

    def text(self, language: str = "en") -> str:
        """Return the whole sentence in `language`."""
        return self.phrase.text(language)

    def __str__(self) -> str:
        return self.text()


class InputError(ValueError):
    """Input that cannot be used; carries every problem found, at least one, in the order of the file."""

    def __init__(self, problems: InputProblem | Iterable[InputProblem]) -> None:
        self.problems = (problems,) if isinstance(problems, InputProblem) else tuple(problems)
        super().__init__("\n".join(problem.text() for problem in self.problems[:MAX_WRITTEN]))


def did_you_mean(word: str, choices: Iterable[str]) -> Phrase:
    """Return " Did you mean “…”?" for the closest of `choices`, or an empty phrase where none is close."""
    by_folded = {choice.casefold(): choice for choice in choices}
    close = difflib.get_close_matches(word.casefold(), by_folded, n=1)
    return P(" Did you mean “{choice}”?", choice=by_folded[close[0]]) if close else Phrase("")


def quoted(words: Sequence[str], limit: int = 12) -> list[Phrase | str]:
    """Return the words in the reader's quotation marks, cut after `limit`; a phrase joins them."""
    shown: list[Phrase | str] = [P("“{text}”", text=word) for word in words[:limit]]
    return [*shown, "…"] if len(words) > limit else shown
