"""The declarations of `data/declarations.toml` as objects: what is kept about people, and what happens to it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Field, Model, Q, QuerySet

from resonanz.core.sealed import Sealed
from resonanz.core.text import in_language
from resonanz.people.models import Person
from resonanz.surveys.queries.sheets import sheets_of

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Declaration:
    """One kind of data: some columns of one model that share purpose, ground, audience, period and end."""

    model: str
    columns: tuple[str, ...]
    label: Mapping[str, str]
    purpose: str
    basis: str
    audience: str
    kept: str
    erased: str
    links: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    by_email: tuple[str, ...] = ()
    by_code: bool = False
    private: Mapping[str, Any] = field(default_factory=dict)
    withheld: str = ""
    because: str = ""

    @property
    def table(self) -> type[Model]:
        """The model itself."""
        return apps.get_model(self.model)

    def rows_of(self, person: Person) -> QuerySet[Any]:
        """Return the rows that are about `person`; none where no path leads there."""
        if self.by_code:
            return sheets_of(person).order_by("month", "pk")
        wanted = Q(pk__in=[])
        for path in self.of:
            wanted |= Q(**{path: person.pk})
        for column in self.by_email:
            wanted |= Q(**{f"{column}__iexact": person.email})
        return self.table._default_manager.filter(wanted).order_by("pk")

    def private_rows_of(self, person: Person) -> QuerySet[Any]:
        """Return those of the rows that nobody but `person` has ever been shown: with the account, they go."""
        return self.rows_of(person).filter(**self.private) if self.private else self.table._default_manager.none()

    @property
    def sealed(self) -> tuple[str, ...]:
        """The columns that hold confidential text. Whoever `of` leads to has written them, and gets them in clear."""
        return tuple(set(self.columns) & set(self.table.SEALED)) if issubclass(self.table, Sealed) else ()

    def filled_rows_of(self, person: Person) -> QuerySet[Any]:
        """Return those of the rows in which something stands; where only columns are emptied, rows outlive that."""
        rows = self.rows_of(person)
        if self.erased == "emptied":
            nothing = {column: empty(self.table._meta.get_field(column)) for column in self.columns}
            rows = rows.exclude(**{f"{name}__isnull" if v is None else name: v is None or v for name, v in nothing.items()})
        return rows

    def word(self, kind: str, **periods: str) -> str:
        """Return in the reader's language what a code of this declaration means: "purpose", "basis", "because" …

        `periods` are a programme's own, in words, for "kept": `logs="12 months"`.
        """
        text = in_language(words()[PLURAL[kind]][getattr(self, kind)])
        return text.format(**periods) if periods else text


def empty(field: Any) -> Any:
    """Return what stands in a column when nothing does."""
    assert isinstance(field, Field)  # noqa: S101 - for the type checker: declarations name columns
    if field.null:
        return None
    return field.get_default() if field.has_default() else ""


PLURAL = {
    "purpose": "purposes",
    "basis": "bases",
    "audience": "audiences",
    "kept": "kept",
    "erased": "ends",
    "withheld": "withheld",
    "because": "because",
}


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def declarations() -> tuple[Declaration, ...]:
    """Return all declarations in the order of the file."""
    found = []
    for entry in _read("declarations.toml")["data"]:
        values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
        found.append(Declaration(**values))
    return tuple(found)


def exported() -> Iterator[Declaration]:
    """Yield the declarations whose data a person gets."""
    return (entry for entry in declarations() if not entry.withheld)


def words() -> dict[str, dict[str, dict[str, str]]]:
    """Return the meaning of every code: kind of code → code → language → text."""
    found = _read("declarations.toml")
    return {kind: found[kind] for kind in PLURAL.values()}


def impersonal() -> dict[str, Any]:
    """Return the columns that are about no person, by model; "*" for all of a model."""
    return dict(_read("declarations.toml")["impersonal"])


def technical() -> tuple[str, ...]:
    """Return the columns that every model may have and that say nothing by themselves."""
    return tuple(_read("declarations.toml")["technical"])


def labels() -> dict[str, dict[str, str]]:
    """Return what exported columns are called: column → language → text."""
    return _read("labels.toml")


def column_label(column: str) -> str:
    """Return what a column is called in the reader's language."""
    return in_language(labels()[column])


def said(verb: str) -> str:
    """Return an act of the log in the reader's language."""
    return in_language(_sentences().get(verb) or _sentences()["*"])


@cache
def _sentences() -> dict[str, dict[str, str]]:
    return {verb: entry["text"] for entry in _read("verbs.toml")["said"] for verb in entry["verbs"]}
