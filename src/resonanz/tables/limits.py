"""How large a list of people may be; whatever is larger is refused before memory is spent on it."""

from __future__ import annotations

from resonanz.phrases import P, Phrase
from resonanz.tables.problems import InputError, InputProblem

MAX_BYTES = 50_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
MAX_CELLS = 4_000_000  # of the whole rectangle, since readers allocate that
MAX_UNPACKED = 200_000_000  # bytes; a spreadsheet of 100,000 people unpacks to about 60 million
MAX_TEXT = 200_000_000  # characters; a workbook may name one long text in a million cells
MAX_LINES = 2_000_000  # line breaks of a CSV file, those inside cells and blank rows included
MAX_LINE = 1_000_000  # characters up to a line break
MAX_PROBLEMS = 100  # listed for one file


def too_large() -> Phrase:
    """The sentence for a file beyond the limits."""
    return P("The file is far too large for a list of people; keep only the rows and columns you need.")


def refused(name: str, message: Phrase) -> InputError:
    """Return the error for a file that is wrong as a whole."""
    return InputError(InputProblem(name, None, None, message))
