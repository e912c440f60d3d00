"""Two spreadsheets in, pairs with reasons out: a bad cell is shown beside its row, and the mended file goes through."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from resonanz.programmes.models import Staff
from tests.journeys.conftest import Visit
from tests.journeys.steps import sign_in

MENTORS = (
    "E-Mail;Branche;Sprachen;Plätze\nkarin@firma.example;Pflege;Deutsch, Englisch;2\njonas@firma.example;Bau;Deutsch;{}\n"
)
MENTEES = """E-Mail;Branche;Sprachen
amina@post.example;Pflege;Arabisch, Englisch
oleh@post.example;Bau;Ukrainisch, Deutsch
noor@post.example;Pflege;Dari, Deutsch
"""
PAIRS = [
    ("karin@firma.example", "amina@post.example"),
    ("karin@firma.example", "noor@post.example"),
    ("jonas@firma.example", "oleh@post.example"),
]
WRONG = "Die Kapazität „viele“ ist keine ganze Zahl ab 0; bitte eintragen, für wie viele Mentees Platz ist."


def test_from_two_files_to_pairs(visit: Visit, tmp_path: Path) -> None:
    page = visit()
    sign_in(page, Staff.objects.get(programme__slug="mentegra").person.email)
    page.get_by_role("link", name="Tabellen abgleichen").click()
    bring(page, tmp_path, places="viele")
    map_columns(page)
    expect(page.get_by_role("alert").get_by_role("link")).to_have_text(f"mentoren.csv, Zeile 3: {WRONG}")
    row = page.get_by_role("row").filter(has_text="jonas@firma.example")
    expect(row.get_by_role("cell")).to_have_text(["3", "jonas@firma.example", "Bau", "Deutsch", "viele", WRONG])
    expect(row.locator(".cell-error")).to_have_text("viele")
    page.get_by_role("link", name="Zwei Tabellen abgleichen").click()
    bring(page, tmp_path, places="1")
    map_columns(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("3 Paare")
    rows = page.get_by_role("table").locator("tbody tr")
    assert sorted(pair(row.inner_text()) for row in rows.all()) == sorted(PAIRS)
    amina = rows.filter(has_text="amina@post.example")
    expect(amina).to_contain_text("beide: „Pflege“")
    expect(amina).to_contain_text("gemeinsam: Englisch; nur ")
    workbook = load_workbook(download(page, tmp_path))
    assert workbook.sheetnames == ["Paare", "Ohne Paar", "Einstellungen"]
    found = [tuple(map(str, row[:2])) for row in workbook["Paare"].iter_rows(min_row=2, values_only=True)]
    assert sorted(found) == sorted(PAIRS)
    page.get_by_role("button", name="Beide Tabellen jetzt löschen").click()
    expect(page.get_by_role("status").first).to_contain_text("Beide Tabellen sind gelöscht.")


def bring(page: Page, folder: Path, places: str) -> None:
    """Upload both files as a spreadsheet program saves them: semicolons, and a byte order mark in front."""
    for name, text in (("mentoren.csv", MENTORS.format(places)), ("mentees.csv", MENTEES)):
        (folder / name).write_text(text, encoding="utf-8-sig")
    page.locator("[name=mentors]").set_input_files(folder / "mentoren.csv")
    page.locator("[name=mentees]").set_input_files(folder / "mentees.csv")
    page.get_by_role("button", name="Weiter zu den Spalten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Was bedeuten die Spalten?")


def map_columns(page: Page) -> None:
    """Say what the columns mean: who is who, how many places, and that languages are lists."""
    expect(page.locator("[name=mentor_id]")).to_have_value("E-Mail")
    expect(page.locator("[name=mentee_id]")).to_have_value("E-Mail")
    page.locator("[name=places_column]").select_option("Plätze")
    languages = page.get_by_role("group", name="Vergleich 2")
    expect(languages.get_by_label("Spalte Mentees")).to_have_value("Sprachen")
    languages.get_by_label("Was wird verglichen?").select_option("gemeinsame Einträge zweier Listen")
    page.get_by_role("button", name="Die besten Paare finden").click()


def pair(text: str) -> tuple[str, str]:
    """Return mentor and mentee of a row, whichever comes first in it."""
    words = text.split()
    mentor = next(word for word in words if word.endswith("@firma.example"))
    return mentor, next(word for word in words if word.endswith("@post.example"))


def download(page: Page, folder: Path) -> Path:
    """Take the pairs along as a workbook."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name="XLSX").click()
    assert waiting.value.suggested_filename == "Paare.xlsx"
    waiting.value.save_as(folder / "pairs.xlsx")
    return folder / "pairs.xlsx"
