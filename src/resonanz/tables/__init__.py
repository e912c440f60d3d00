"""Spreadsheets in and out: read what people have, write what they can open, and say plainly what is wrong."""

from resonanz.tables.problems import InputError, InputProblem, did_you_mean, quoted
from resonanz.tables.read import load, read_table
from resonanz.tables.table import Table
from resonanz.tables.write import (
    csv_bytes,
    json_bytes,
    write_csv,
    write_json,
    write_whole,
    write_xlsx,
    xlsx_bytes,
)

__all__ = [
    "InputError",
    "InputProblem",
    "Table",
    "csv_bytes",
    "did_you_mean",
    "json_bytes",
    "load",
    "quoted",
    "read_table",
    "write_csv",
    "write_json",
    "write_whole",
    "write_xlsx",
    "xlsx_bytes",
]
