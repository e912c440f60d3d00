"""Lists to take along, as a file of a spreadsheet in which no cell is run as a formula."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from resonanz.tables import csv_bytes, xlsx_bytes

SUFFIXES = [("xlsx", "Excel (.xlsx)"), ("csv", "CSV")]


def spreadsheet(name: str, suffix: str, tables: Mapping[str, tuple[Sequence[str], Iterable[Sequence[Any]]]]) -> HttpResponse:
    """Return tables (title → headings and rows) as a workbook; as CSV, in the reader's way, only the first of them."""
    if suffix == "xlsx":
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        body = xlsx_bytes(tables)
    else:
        kind = "text/csv; charset=utf-8"
        body = csv_bytes(*next(iter(tables.values())), delimiter=";" if get_language() == "de" else ",")
    response = HttpResponse(body, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.{suffix}") or "attachment"
    return response
