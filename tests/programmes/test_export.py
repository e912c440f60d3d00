"""A programme written as a preset file and read again is the same programme."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Model, QuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resonanz.core.models import LogEntry
from resonanz.programmes.actions import as_preset, as_toml, export_programme, load_preset, parse_preset
from resonanz.programmes.enums import ApprovalStep, DataClass, Group
from resonanz.programmes.models import ContactPerson, Programme
from tests.factories import make_person, make_programme
from tests.programmes.test_presets import SLUGS

pytestmark = pytest.mark.django_db
OWN = {"id", "created_at", "changed_at", "programme_id", "programme"}


def columns(row: Model) -> dict[str, Any]:
    """All columns of a row that say something about the programme."""
    return {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in OWN}


def everything(programme: Programme) -> dict[str, Any]:
    """The programme with its parts, as plain values."""
    parts: dict[str, QuerySet[Any]] = {
        "topics": programme.topics.all(),
        "passages": programme.passages.all(),
        "partnerships": programme.partnerships.all(),
        "cohorts": programme.cohorts.all(),
        "contacts": programme.contacts.all(),
    }
    return {"": columns(programme), **{name: [columns(row) for row in rows] for name, rows in parts.items()}}


def rewritten(programme: Programme, *, contacts: bool) -> Programme:
    """Write the programme down, forget it, and read it again."""
    text = export_programme(programme=programme, by=None, contacts=contacts)
    programme.delete()
    return load_preset(data=parse_preset(text.encode(), "export.toml"), by=None)


@pytest.mark.parametrize("slug", SLUGS)
def test_each_of_the_five_comes_back_as_it_was(slug: str) -> None:
    programme = make_programme(slug)
    before = everything(programme)
    assert everything(rewritten(programme, contacts=False)) == before


def test_steps_periods_controllers_and_contacts_come_back() -> None:
    programme = make_programme()
    programme.steps = [
        {"key": "talk", "group": "", "title": {}, "is_required": True},
        {"key": "city-tour", "group": Group.SECOND, "title": {"de": "Rundgang", "ar": "جولة"}, "is_required": False},
        {"key": ApprovalStep.CRIMINAL_RECORD, "group": "first", "title": {}, "is_required": True, "ground": "§ 72a"},
    ]
    programme.retention = {DataClass.LOGS: 6, DataClass.TANDEMS: 60}
    programme.legal = {
        "controllers": [{"name": "Verein", "address": "Weg 1", "duties": {"de": "Auskunft"}}],
        "contact": "daten@example.org",
    }
    programme.save()
    ContactPerson.objects.create(programme=programme, name="Maria", role={"de": "{Coordinator}"}, email="m@example.org")
    before = everything(programme)
    assert everything(rewritten(programme, contacts=True)) == before


def test_people_stay_here() -> None:
    programme = make_programme()
    programme.legal = {"contact": "daten@example.org"}
    programme.save()
    ContactPerson.objects.create(programme=programme, name="Maria Muster", email="maria@example.org")
    programme.passages.create(kind="voice", text={"de": "Gut."}, more={"de": "Nora Test"})
    text = export_programme(programme=programme, by=make_person("Alice"))
    assert [word for word in ("Maria", "maria@", "daten@", "Nora", "Alice") if word in text] == []
    assert LogEntry.objects.get(verb="export_programme").detail == {"contacts": False}


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)
PLAIN = WORDS.map(lambda text: text.replace("{", "{{").replace("}", "}}"))  # a brace itself is written twice
TEXTS = st.dictionaries(st.sampled_from(["de", "en", "ar"]), PLAIN, min_size=1)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])  # a machine may be busy
@given(name=TEXTS, about=TEXTS, tasks=st.lists(TEXTS, max_size=4), months=st.none() | st.integers(1, 60))
def test_whatever_is_typed_comes_back(
    name: dict[str, str], about: dict[str, str], tasks: list[dict[str, str]], months: int | None
) -> None:
    about = {language: f"{text}\n\n{text}" for language, text in about.items()}
    data: dict[str, Any] = {"schema": 1, "slug": "any", "name": name, "sentence": name, "about": about, "task": tasks}
    if months:
        data["settings"] = {"duration_months": [months, months + 1]}
    first = load_preset(data=data, by=None)
    try:
        before = everything(first)
        again = load_preset(data=parse_preset(as_toml(as_preset(first)).encode(), "any.toml"), by=None)
        assert everything(again) == before
    finally:
        first.delete()


def test_the_command_writes_what_loads_again(tmp_path: Path) -> None:
    programme, out = make_programme("mentegra"), tmp_path / "mentegra.toml"
    call_command("preset", "export", "mentegra", "--out", str(out), stdout=StringIO())
    screen = StringIO()
    call_command("preset", "export", "mentegra", stdout=screen)
    assert screen.getvalue() == out.read_text(encoding="utf-8")
    before = everything(programme)
    programme.delete()
    call_command("preset", "load", str(out), stdout=StringIO())
    assert everything(Programme.objects.get()) == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nothing"], "There is no programme «nothing»; there are: mentegra."),
        (
            ["mentegra", "--out", "/nowhere/at/all.toml"],
            "/nowhere/at/all.toml cannot be written: No such file or directory.",
        ),
    ],
)
def test_the_command_says_what_is_missing(arguments: list[str], sentence: str) -> None:
    make_programme("mentegra")
    with pytest.raises(CommandError) as error:
        call_command("preset", "export", *arguments, stdout=StringIO())
    assert str(error.value) == sentence
