"""`python -m bench imports`: a list of 5,000 people read in, taken back and exported on SQLite; seconds and peak memory.

Runs in the product's own environment, on a database file in a temporary folder with the settings of an installation.
Memory is the highest resident size of the process within each step, the interpreter and Django (the first line) included.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROWS = 5_000
FIRST = "Amina Leyla Karl Jonas Olena Maria Anna Peter Fatima Yusuf Noor Karin Eva Johann Samira Ali Iryna Mehmet Sara Paul"
LAST = "Huber Moser Yilmaz Demir Kovalenko Hassan Steiner Gruber Petrenko Ahmadi Wagner Bauer Popescu Horvat Novak Rahimi"
SYLLABLES = "ba ber den dor el fen gar hof ing ka lan mar nik or pe ris sen tal ul wik"
JOBS = [
    "Krankenpflegerin",
    "Bauingenieur",
    "Tischler",
    "Buchhalterin",
    "Lehrerin",
    "Elektriker",
    "Köchin",
    "Softwareentwickler",
]
HEAD = ["Vorname", "Nachname", "E-Mail", "Rolle", "Geburtsjahr", "PLZ", "Wohnort", "Beruf", "Deutschniveau", "Muttersprache"]


def run() -> None:
    """Measure every step and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"RESONANZ_DATA_DIR": folder, "RESONANZ_DEMO": "1", "DJANGO_SETTINGS_MODULE": "resonanz.settings"}
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        print(f"{'step':58} {'seconds':>8} {'MB':>6}")
        print(f"{'(before)':58} {'':8} {peak():6.0f}")
        steps()


def steps() -> None:
    """A list on its way in and out again."""
    from resonanz.core.jobs import work_once
    from resonanz.people.actions import create_person
    from resonanz.people.models import Person
    from resonanz.programmes.actions import load_preset, preset_files, read_preset
    from resonanz.programmes.actions.imports import confirm_columns, keep_import, start_import, start_undo
    from resonanz.programmes.models import Cohort, ImportBatch, ImportRow, Participation, Staff
    from resonanz.tables import csv_bytes, read_table, xlsx_bytes
    from resonanz.tandems.actions import export_people
    from resonanz.tandems.queries import export_columns

    preset = next(path for path in preset_files() if path.stem == "mentoring-fuer-migrantinnen")
    programme = load_preset(data=read_preset(preset), by=None)
    cohort = Cohort.objects.create(programme=programme, number=99)
    maria = create_person(email="maria@example.org", first_name="Maria", by=None)
    Staff.objects.create(programme=programme, person=maria, role="coordinator")
    rows = people(random.Random(1))
    book = measured("write the list as Excel", lambda: xlsx_bytes({"people": (HEAD, rows)}))
    text = csv_bytes(HEAD, rows, delimiter=";")
    measured(f"read it from Excel ({len(book) // 1024} kB)", lambda: read_table(book, "people.xlsx"))
    table = measured(f"read it from CSV ({len(text) // 1024} kB)", lambda: read_table(text, "people.csv"))

    def bring() -> ImportBatch:
        return keep_import(cohort=cohort, table=table, group="", source="bench", by=maria)

    for mode, tells in (("all", False), ("each", False), ("each", True)):
        batch = measured("keep it, guess the columns", bring)
        confirm_columns(batch=batch, mapping=batch.mapping, by=maria)
        measured("check every row, find duplicates", work_once)
        ImportRow.objects.filter(batch=batch, choice="").update(choice="new")
        batch.refresh_from_db()
        start_import(batch=batch, mode=mode, tells=tells, by=maria)
        label = {"all": "all or nothing", "each": "row by row"}[mode] + (", and write to everybody" if tells else "")
        measured(f"read {ROWS} people in, {label}", work_once)
        assert Participation.objects.filter(cohort=cohort).count() == ROWS
        columns = list(export_columns(programme, "people"))
        if not tells:
            batch.refresh_from_db()
            start_undo(batch=batch, by=maria)
            measured("take all back", work_once)
            assert Person.objects.count() == 1
            ImportBatch.objects.all().delete()
    headings, cells = measured(
        f"export: {len(columns)} columns of everybody",
        lambda: export_people(cohort=cohort, listed="people", columns=columns, suffix="xlsx", by=maria),
    )
    measured("write the export as Excel", lambda: xlsx_bytes({"people": (headings, cells)}))


def people(chance: random.Random) -> list[list[Any]]:
    """Return rows of invented people: some namesakes, many similar names, as in a real list."""
    last = [*LAST.split(), *("".join(chance.choices(SYLLABLES.split(), k=3)).capitalize() for _ in range(2_000))]
    return [
        [
            chance.choice(FIRST.split()),
            chance.choice(last),
            f"person{number}@example.org",
            chance.choice(["Mentor", "Mentee"]),
            chance.randint(1950, 2004),
            chance.choice(["9020", "9500", "9100", "9300"]),
            "",
            chance.choice(JOBS),
            chance.choice(["A2", "B1", "B2", "C1"]),
            chance.choice(["Arabisch", "Türkisch", "Ukrainisch", "Deutsch"]),
        ]
        for number in range(ROWS)
    ]


def measured(name: str, step: Callable[[], Any]) -> Any:
    """Do one step; print its seconds and the peak of memory."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    start = time.perf_counter()
    result = step()
    print(f"{name:58} {time.perf_counter() - start:8.2f} {peak():6.0f}", flush=True)
    return result


def peak() -> float:
    """Return the highest resident size since it was last reset, in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
