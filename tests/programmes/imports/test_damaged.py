"""What damaged, foreign and strange files get: one sentence at the field or beside the cell, and never a stack trace."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from resonanz.people.models import Person
from resonanz.phrases import Phrase
from resonanz.programmes.models import ImportBatch, ImportRow
from resonanz.tables import xlsx_bytes
from tests.factories import House
from tests.programmes.imports.conftest import check

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]
HEAD = "Vorname;E-Mail;Rolle"
GOOD = xlsx_bytes({"Personen": (["Vorname", "E-Mail", "Rolle"], [["Lea", "lea@example.org", "Mentee"]])})


def cut(data: bytes) -> bytes:
    """The first half of a workbook, as a broken download leaves it."""
    return data[: len(data) // 2]


def without_sheet(data: bytes) -> bytes:
    """A workbook whose sheet is missing inside."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as book:
        for name in source.namelist():
            if "sheet1" not in name:
                book.writestr(name, source.read(name))
    return target.getvalue()


def huge(data: bytes) -> bytes:
    """A small workbook whose sheet unpacks to 300 million zeros."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        for name in source.namelist():
            book.writestr(name, b"0" * 300_000_000 if "sheet1" in name else source.read(name))
    return target.getvalue()


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "Die Datei ist leer"),
    "blank lines": (lambda: b"\n  \n\t\n", "Die Datei ist leer"),
    "names only": (lambda: HEAD.encode(), "Es gibt Spaltennamen, aber keine Zeilen darunter"),
    "half a workbook": (lambda: cut(GOOD), "beschädigt"),
    "a workbook without its sheet": (lambda: without_sheet(GOOD), "beschädigt"),
    "an archive that is no workbook": (lambda: b"PK\x03\x04" + b"x" * 200, "beschädigt"),
    "a workbook that unpacks to 300 million zeros": (lambda: huge(GOOD), "viel zu groß"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "älteres Format"),
    "a locked workbook": (
        lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 100 + "EncryptedPackage".encode("utf-16-le"),
        "mit einem Passwort",
    ),
    "a PDF": (lambda: b"%PDF-1.7 ...", "PDF"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "PNG"),
    "a web page": (lambda: b"<!DOCTYPE html><table><tr><td>x", "HTML"),
    "random bytes": (lambda: bytes(range(256)) * 40 + b"\0" * 9000, "nicht als Text lesbar"),
    "a quotation mark left open": (lambda: f'{HEAD}\n"Lea;lea@example.org;Mentee\n'.encode(), "Anführungszeichen"),
    "two columns of one name": (lambda: b"Vorname;Vorname\nLea;Leo\n", "heißen so"),
    "a column without a name": (lambda: b"Vorname;;E-Mail\nLea;x;lea@example.org\n", "keinen Namen"),
    "more cells than names": (lambda: f"{HEAD}\nLea;lea@example.org;Mentee;zu viel\n".encode(), "zu viel"),
    "a zero byte in a cell": (lambda: f"{HEAD}\nLe\0a;lea@example.org;Mentee\n".encode(), "U+0000"),
    "too many columns": (
        lambda: (";".join(f"c{n}" for n in range(201)) + "\n" + "x;" * 200 + "x\n").encode(),
        "201 Spalten",
    ),
    "too many rows": (lambda: (f"{HEAD}\n" + "Lea;lea@example.org;Mentee\n" * 10_001).encode(), "10001 Zeilen"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_used_gets_one_sentence_and_keeps_what_was_typed(
    name: str, house: House, client_of: ClientOf
) -> None:
    make, words = REFUSED[name]
    data = {"file": SimpleUploadedFile("people.xlsx", make()), "group": "second", "source": "Anmeldebögen"}
    answer = client_of(house.alice).post(reverse("programmes:import_people", args=[house.cohort.pk]), data)
    errors = answer.context["form"].errors
    assert (answer.status_code, list(errors), len(errors["file"])) == (200, ["file"], 1)
    assert words in errors["file"][0]
    assert 'value="Anmeldebögen"' in answer.content.decode()
    assert not ImportBatch.objects.exists()


READ: dict[str, tuple[bytes, list[str]]] = {
    "Windows-1252": (f"{HEAD}\nZoë;zoe@example.org;Mentee\n".encode("cp1252"), ["Zoë"]),
    "UTF-16": (f"{HEAD}\nZoë;zoe@example.org;Mentee\n".encode("utf-16"), ["Zoë"]),
    "a byte-order mark": (f"\ufeff{HEAD}\nZoë;zoe@example.org;Mentee\n".encode(), ["Zoë"]),
    "tabs": (f"{HEAD}\nZoë;zoe@example.org;Mentee\n".replace(";", "\t").encode(), ["Zoë"]),
    "commas and quotation marks": (b'Vorname,E-Mail,Rolle\n"Zoe, die Erste",zoe@example.org,Mentee\n', ["Zoe, die Erste"]),
    "a hint to Excel": (f"sep=;\n{HEAD}\nZoe;zoe@example.org;Mentee\n".encode(), ["Zoe"]),
    "old Macintosh line ends": (f"{HEAD}\rZoe;zoe@example.org;Mentee\r".encode(), ["Zoe"]),
    "blank rows between": (f"{HEAD}\n;;\nZoe;zoe@example.org;Mentee\n\n;;\n".encode(), ["Zoe"]),
    "line breaks in a cell": (f'{HEAD}\n"Zoe\nMaria";zoe@example.org;Mentee\n'.encode(), ["Zoe Maria"]),
    "invisible characters": (f"{HEAD}\nZo\u200be\x07;zoe@example.org;Mentee\n".encode(), ["Zo\u200be"]),
    "a neutralised formula": (f"{HEAD}\n'=Zoe;zoe@example.org;Mentee\n".encode(), ["=Zoe"]),
    "Arabic": (f"{HEAD}\nآمنة;amina@example.org;Mentee\n".encode(), ["آمنة"]),
    "a workbook": (GOOD, ["Lea"]),
}


@pytest.mark.parametrize("name", READ)
def test_what_looks_strange_but_can_be_read_is_read(name: str, house: House, client_of: ClientOf) -> None:
    content, names = READ[name]
    data = {"file": SimpleUploadedFile("people", content), "group": "column", "source": "x"}
    answer = client_of(house.alice).post(reverse("programmes:import_people", args=[house.cohort.pk]), data)
    assert answer.status_code == 302, answer.context["form"].errors
    batch = check(ImportBatch.objects.get())
    rows = list(ImportRow.objects.filter(batch=batch))
    assert [(row.values["person"]["first_name"], row.problems) for row in rows] == [(name, []) for name in names]


def test_a_sheet_full_of_mistakes_is_shown_not_refused(house: House, client_of: ClientOf) -> None:
    lines = "\n".join(f"x{n};keine Adresse;Gast" for n in range(300))
    data = {"file": SimpleUploadedFile("people.csv", f"{HEAD}\n{lines}\n".encode()), "group": "column", "source": "x"}
    client = client_of(house.alice)
    client.post(reverse("programmes:import_people", args=[house.cohort.pk]), data)
    batch = check(ImportBatch.objects.get())
    assert ImportRow.objects.filter(batch=batch, is_wrong=True).count() == 300
    page = client.get(reverse("programmes:import_rows", args=[batch.pk]) + "?show=wrong&page=6")
    assert len(page.context["rows"]) == 50
    first = ImportRow.objects.filter(batch=batch).earliest("line")
    assert [Phrase.from_json(problem["text"]).text("de") for problem in first.problems] == [
        "„keine Adresse“ ist keine E-Mail-Adresse; sie muss aussehen wie name@example.org.",
        "„Gast“ nennt keine Seite; schreiben Sie eines von „Mentor“, „Mentee“.",
    ]
