"""Every column of every model is declared, once; the codes and words of the declarations are whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest
from django.apps import apps

from resonanz.core.sealed import sealed_models
from resonanz.people.models import Person
from resonanz.privacy.declarations import (
    PLURAL,
    Declaration,
    declarations,
    empty,
    exported,
    impersonal,
    labels,
    technical,
    words,
)
from resonanz.privacy.queries.values import EXTRA

LANGUAGES = {"de", "en", "ar"}


def columns() -> set[tuple[str, str]]:
    """Every column of every model of ours and of what we build upon."""
    return {
        (model._meta.label, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
    }


def named_impersonal() -> set[tuple[str, str]]:
    every = columns()
    found: set[tuple[str, str]] = set()
    for model, names in impersonal().items():
        found |= {(m, c) for m, c in every if m == model} if names == "*" else {(model, name) for name in names}
    return found


def test_every_column_is_declared_or_named_as_not_personal() -> None:
    declared = {(entry.model, column) for entry in declarations() for column in (*entry.columns, *entry.links)}
    free = {(model, column) for model, column in columns() if column in technical()}
    assert sorted(columns() - declared - named_impersonal() - free) == []
    assert sorted((declared | named_impersonal()) - columns()) == []


def test_no_column_is_declared_twice() -> None:
    counts = Counter((entry.model, column) for entry in declarations() for column in (*entry.columns, *entry.links))
    assert [column for column, count in counts.items() if count > 1] == []
    assert {column for column in counts if column in named_impersonal()} == set()


def test_every_code_has_words_in_three_languages() -> None:
    texts: list[Mapping[str, str]] = [text for kind in words().values() for text in kind.values()]
    texts += [entry.label for entry in declarations()] + list(labels().values())
    assert [text for text in texts if set(text) != LANGUAGES or not all(text.values())] == []
    used = {plural: {getattr(entry, one) for entry in declarations()} - {""} for one, plural in PLURAL.items()}
    assert used == {plural: set(codes) for plural, codes in words().items()}


def test_every_column_that_people_get_has_a_label() -> None:
    wanted = {column for entry in exported() for column in (*entry.columns, *EXTRA.get((entry.model, entry.columns[0]), ()))}
    assert wanted == set(labels())


@pytest.mark.parametrize("entry", declarations(), ids=lambda entry: f"{entry.model}.{entry.columns[0]}")
def test_a_declaration_can_be_carried_out(entry: Declaration, db: None) -> None:
    assert entry.erased in {"deleted", "emptied", "kept", "shared", "apart"}
    assert bool(entry.because) == (entry.erased in {"kept", "shared"})
    assert bool(entry.private) == (entry.erased == "shared")
    assert list(entry.private_rows_of(Person(pk=987654))) == []
    assert list(entry.rows_of(Person(pk=987654, email="nobody@example.org"))) == []
    if entry.erased == "emptied":
        for column in entry.columns:
            empty(entry.table._meta.get_field(column))
    if entry.erased in {"deleted", "emptied", "kept", "shared"}:
        assert entry.of or entry.by_email or entry.by_code


MADE_BY_BOTH = {"together.AgreementVersion", "together.PlanTopic", "together.PlanChange"}  # and read by both
OF_THE_TEAM = {"care.CareNote", "messaging.Opening"}  # what staff wrote down for staff


def test_confidential_columns_are_declared_by_who_wrote_them_and_are_in_the_download() -> None:
    """A path to both of a tandem would give each what the other wrote; it is right only for what both make together."""
    found = {(entry.model, column): entry for entry in declarations() for column in entry.sealed}
    assert set(found) == {(model._meta.label, column) for model in sealed_models() for column in model.SEALED}
    assert {entry.model for entry in found.values() if len(entry.of) != 1} == MADE_BY_BOTH | OF_THE_TEAM
    assert {entry.model for entry in found.values() if entry.withheld} == OF_THE_TEAM
