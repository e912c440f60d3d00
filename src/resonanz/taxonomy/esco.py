"""Titles of the official ESCO classification, imported by the operator and used beside our own.

ESCO is not shipped (`docs/decisions/0014-titles-and-esco.md`). `resonanz esco import` reads the CSV files that the
European Commission offers for download and keeps one small file a language in the data folder; whoever links or
searches afterwards finds its titles, too.
"""

from __future__ import annotations

import gzip
import logging
import os
import re
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from resonanz.phrases import P, Phrase
from resonanz.taxonomy import isco

# As the Commission words it for services that use the classification (CC BY 4.0).
ATTRIBUTION = P("This service uses the ESCO classification of the European Commission.")
COLUMNS = ("conceptUri", "iscoGroup", "preferredLabel", "altLabels")
MOST_LABELS = 500  # of one occupation; ESCO has up to some eighty
LONGEST = 300  # letters of a label

_LANGUAGE = re.compile(r"[_-]([a-z]{2})(?=[._ (-]|$)")
_HEAD = "# resonanz esco 1"
_log = logging.getLogger(__name__)


class Occupation(NamedTuple):
    """One ESCO occupation: its ISCO-08 unit group, its own code and address, and its titles, the preferred first."""

    isco: str
    code: str
    uri: str
    labels: tuple[str, ...]


class Mistake(NamedTuple):
    """One thing wrong in a file: index of the row from 0, or None for the whole file; column; what to do."""

    row: int | None
    column: str | None
    message: Phrase


class Stored(NamedTuple):
    """What is imported for one language; `occupations` is 0 where the file is damaged."""

    language: str
    occupations: int
    titles: int


Stamp = tuple[tuple[str, int, int], ...]


def language_of(name: str) -> str:
    """Return the language in the name of an official file: "occupations_de.csv" gives "de"; "" where there is none."""
    found = _LANGUAGE.findall(name.lower().removesuffix(".csv"))
    return found[-1] if found else ""


def read(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> tuple[list[Occupation], list[Mistake]]:
    """Return the occupations of an official export, sorted by address, and every mistake found in it.

    `rows` are texts by column, as `tables.read_table` gives them. Needed are `conceptUri`, `iscoGroup` (a leading
    zero may be lost), `preferredLabel` and `altLabels` (one a line); other columns are ignored, but `code`. Rows
    that ESCO does not mark as a released occupation are left out.
    """
    if missing := [column for column in COLUMNS if column not in columns]:
        message = P(
            "This is no list of ESCO occupations: the column “{column}” is missing. "
            "Take the file “occupations” of the CSV download on the ESCO portal.",
            column=missing[0],
        )
        return [], [Mistake(None, None, message)]
    found: dict[str, Occupation] = {}
    mistakes: list[Mistake] = []
    for index, row in enumerate(rows):
        if row.get("conceptType", "Occupation") != "Occupation" or row.get("status", "released") != "released":
            continue
        if mistake := _mistake(index, row):
            mistakes.append(mistake)
        else:
            uri = row["conceptUri"]
            found[uri] = Occupation(row["iscoGroup"].zfill(4), row.get("code", ""), uri, _labels(row))
    if not found and not mistakes:
        mistakes.append(Mistake(None, None, P("There is no released occupation in this file.")))
    return [found[uri] for uri in sorted(found)], mistakes


def pack(occupations: Sequence[Occupation]) -> bytes:
    """Return the file of one language: the same occupations give the same bytes."""
    rows = ("\t".join((one.isco, one.code, one.uri, *one.labels)) for one in occupations)
    text = "\n".join((_HEAD, f"# {ATTRIBUTION.template}", *rows)) + "\n"
    return gzip.compress(text.encode(), mtime=0)


def unpack(data: bytes) -> list[Occupation]:
    """Return what `pack` wrote; ValueError for anything else."""
    try:
        lines = gzip.decompress(data).decode().splitlines()
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise ValueError("no file of ours") from error
    if lines[:1] != [_HEAD]:
        raise ValueError("no file of ours")
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    if any(len(row) < 4 or not isco.exists(row[0]) for row in rows):
        raise ValueError("a row of the file is cut")
    return [Occupation(row[0], row[1], row[2], tuple(row[3:])) for row in rows]


def folder(data: Path | None = None) -> Path:
    """Return where the files are: `esco` in `data`, by default in the data folder (`RESONANZ_DATA_DIR`, else "var")."""
    return (data or Path(os.environ.get("RESONANZ_DATA_DIR", "var"))) / "esco"


def path(language: str, data: Path | None = None) -> Path:
    """Return the file of one language, whether it exists or not."""
    return folder(data) / f"{language}.tsv.gz"


def stamp() -> Stamp:
    """Return what is imported, as name, time and size of each file: equal as long as nothing has changed."""
    try:
        with os.scandir(folder()) as entries:
            files = [(entry.name, entry.stat()) for entry in entries if entry.name.endswith(".tsv.gz")]
    except OSError:
        return ()
    return tuple(sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in files))


def installed(data: Path | None = None) -> list[Stored]:
    """Return what is imported, by language."""
    found = []
    for file in sorted(folder(data).glob("*.tsv.gz")):
        try:
            occupations = unpack(file.read_bytes())
        except (OSError, ValueError):
            occupations = []
        language = file.name.removesuffix(".tsv.gz")
        found.append(Stored(language, len(occupations), sum(len(one.labels) for one in occupations)))
    return found


def load() -> dict[str, list[Occupation]]:
    """Return the imported occupations by language; a damaged file is left out and reported in the log."""
    found = {}
    for file in sorted(folder().glob("*.tsv.gz")):
        try:
            found[file.name.removesuffix(".tsv.gz")] = unpack(file.read_bytes())
        except (OSError, ValueError) as error:
            _log.warning("%s cannot be read (%s); run “resonanz esco import” again.", file, error)
    return found


def _mistake(index: int, row: Mapping[str, str]) -> Mistake | None:
    group = row["iscoGroup"]
    if not (group.isdecimal() and len(group.zfill(4)) == 4 and isco.exists(group.zfill(4))):
        return Mistake(index, "iscoGroup", P("“{text}” is no ISCO-08 unit group; download the file again.", text=group))
    if not row["conceptUri"] or "\t" in row["conceptUri"]:
        return Mistake(index, "conceptUri", P("The address of the occupation is missing; download the file again."))
    if not row["preferredLabel"]:
        return Mistake(index, "preferredLabel", P("The title is missing; download the file again."))
    if any(len(label) > LONGEST for label in _labels(row)) or len(_labels(row)) > MOST_LABELS:
        return Mistake(index, "altLabels", P("This is too long for titles; download the file again."))
    return None


def _labels(row: Mapping[str, str]) -> tuple[str, ...]:
    """Return the titles of a row, each once, the preferred first."""
    lines = [row["preferredLabel"].replace("\n", " "), *row["altLabels"].splitlines()]
    return tuple(dict.fromkeys(label for label in (" ".join(line.split()) for line in lines) if label))
