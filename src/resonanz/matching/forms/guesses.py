"""What the columns of two spreadsheets probably mean, so that the page begins with a sensible filling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from resonanz.matching.enums import Objective
from resonanz.matching.models import SheetMatch
from resonanz.tables import Table
from resonanz.taxonomy import languages, occupations, places

# Names of columns, German and English, as people write them; compared in lower case.
ID_NAMES = {"id", "nr", "nummer", "number", "email", "e-mail", "mail", "email address", "e-mail-adresse", "mailadresse"}
PLACES_NAMES = {"places", "plätze", "capacity", "kapazität", "anzahl mentees"}
EMPLOYER_NAMES = {"organisation", "organization", "employer", "arbeitgeber", "firma", "unternehmen", "company", "betrieb"}
OCCUPATION_NAMES = {"occupation", "beruf", "job", "job title", "profession", "isco"}
NAME_NAMES = ["first name", "firstname", "vorname", "last name", "lastname", "nachname", "surname", "name"]
DAYS = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
MOST_DISTINCT = 20  # a column of more different values tells people apart; it compares nothing
KILOMETRES = 50
SAMPLE = 60


def mapping_guess(sheets: SheetMatch, mentors: Table, mentees: Table) -> dict[str, Any]:
    """Return a first filling of MappingForm: what was kept, else what the columns look like."""
    kept, columns = sheets.settings.get("settings", {}), sheets.settings.get("columns", {})
    capacity = kept.get("capacity", places_column(mentors) or 1)
    return {
        "mentor_id": columns.get("mentor") or kept.get("id") or telling_column(mentors),
        "mentee_id": columns.get("mentee") or kept.get("id") or telling_column(mentees),
        "places_column": capacity if isinstance(capacity, str) else "",
        "places": 1 if isinstance(capacity, str) else capacity,
        "objective": kept.get("objective", Objective.MOST_PAIRS),
    }


def telling_column(table: Table) -> str:
    """Return the column that tells people apart: one with such a name, else the first that is all there and different."""
    telling = [column for column in table.columns if tells_apart(table, column)]
    named = [column for column in telling if column.lower() in ID_NAMES]
    return (named or telling or table.columns)[0]


def tells_apart(table: Table, column: str) -> bool:
    """Whether every row has a value of its own in `column`."""
    values = filled(table, column)
    return len(set(values)) == len(values) == len(table)


def places_column(mentors: Table) -> str:
    """Return the column that says how many mentees a mentor can take, "" where none has such a name."""
    return next((column for column in mentors.columns if column.lower() in PLACES_NAMES), "")


def criteria_guess(mentors: Table, mentees: Table) -> list[dict[str, Any]]:
    """Return first comparisons for the columns that both spreadsheets have; one empty line where there is none."""
    aside = {telling_column(mentors), telling_column(mentees), places_column(mentors)}
    shared = [column for column in mentors.columns if column in mentees.columns and column not in aside]
    guesses = [(column, guess_kind(mentors, mentees, column)) for column in shared if column.lower() not in NAME_NAMES]
    rows = [{"mentor": column, "mentee": column, "weight": 10, **guess} for column, guess in guesses if guess]
    return rows[:8] or [{"weight": 10}]


def guess_kind(mentors: Table, mentees: Table, column: str) -> dict[str, Any]:
    """Return how to compare a column by what stands in it; nothing where no comparison suggests itself."""
    values = [*filled(mentors, column), *filled(mentees, column)]
    if not values:
        return {}
    if column.lower() in EMPLOYER_NAMES:
        return {"kind": "different", "must": True}  # nobody is mentored from within the same house
    if mostly(values, is_languages):
        return {"kind": "languages"}
    if mostly(values, is_availability):
        return {"kind": "availability"}
    if mostly(values, lambda value: places.locate(value) is not None):
        return {"kind": "near", "amount": KILOMETRES}
    if column.lower() in OCCUPATION_NAMES and mostly(values, lambda value: occupations.code_of(value) is not None):
        return {"kind": "occupation"}
    if sum(";" in value for value in values) * 3 >= len(values):
        return {"kind": "overlap"}
    few = all(1 < len(set(filled(table, column))) <= MOST_DISTINCT for table in (mentors, mentees))
    return {"kind": "equal"} if few else {}


def mostly(values: list[str], test: Callable[[str], bool]) -> bool:
    """Whether nine in ten of the first values pass `test`: a typing error must not hide what a column is."""
    sample = values[:SAMPLE]
    return sum(map(test, sample)) >= 0.9 * len(sample)


def is_languages(value: str) -> bool:
    """Whether `value` is a list of languages, at least one with its level."""
    try:
        return ":" in value and bool(languages.parse_skills(value))
    except ValueError:
        return False


def is_availability(value: str) -> bool:
    """Whether `value` is a list of slots such as mon-evening."""
    slots = [slot.strip().lower() for slot in value.replace(",", ";").split(";") if slot.strip()]
    return all(slot[:3] in DAYS and "-" in slot for slot in slots)


def filled(table: Table, column: str) -> list[str]:
    """Return the values of a column without the empty ones."""
    return [row[column] for row in table.rows if row[column]]


def names_of(table: Table, id_column: str) -> dict[str, str]:
    """Return what to call each person: first and last name where there are such columns, else nothing."""
    columns = [c for name in NAME_NAMES for c in table.columns if c.lower() == name and c != id_column]
    return {row[id_column]: " ".join(filter(None, (row[column] for column in columns))) for row in table.rows}
