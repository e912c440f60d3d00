"""A list of people in Excel comes in, is looked at, decided about, and taken back; and a list goes out, harmless."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from resonanz.core.jobs import work_once
from resonanz.core.models import Job
from resonanz.demo.queries import PASSWORD
from resonanz.people.models import Person
from resonanz.programmes.models import Cohort, ImportBatch, ImportRow, Participation, Programme, Staff
from resonanz.tables import xlsx_bytes
from tests.factories import make_cohort, make_participation
from tests.journeys.conftest import Visit
from tests.journeys.steps import sign_in

HEAD = ["Vorname", "Familienname", "E-Mail-Adresse", "Rolle", "Geburtsdatum", "Stand Deutsch", "Interne Notiz"]
GUESSED = ["first_name", "last_name", "email", "group", "birth_year", "", ""]
KNOWN = (
    "Diese Adresse hat schon ein Konto. Was die Person dort eingetragen hat, bleibt, wie es ist; wer noch in keinem Ihrer "
    "Programme ist, wird zuerst gefragt."
)
WRONG = "„B9“ ist kein Sprachniveau; schreiben Sie A1 bis C2 oder Muttersprache."
HINT = (
    "Auf dieser Seite lässt sich ein Fehler nicht berichtigen. Entweder Sie lassen die Zeile aus: Sind die anderen "
    "aufgenommen, laden Sie die ausgelassenen Zeilen als Datei herunter, jede mit ihrem Fehler, berichtigen sie dort und "
    "laden diese Datei als neue Liste hoch. Oder Sie löschen diese Liste, berichtigen Ihre eigene Datei und laden sie noch "
    "einmal hoch."
)
PICTURE = "liste.xlsx: Das ist keine Tabelle, sondern JPEG; bitte die Liste als .xlsx oder CSV speichern."


@pytest.fixture
def cohort(visit: Visit) -> Cohort:
    """An empty cohort beside one in which Nour, Leyla and Samira take part."""
    programme = Programme.objects.get(slug="mentoring-fuer-migrantinnen")
    earlier = make_cohort(programme, state="closed")
    for name, year in (("Nour", 1988), ("Leyla", 1990), ("Samira", 1985)):
        make_participation(earlier, "second", name, profile={"birth_year": year})
    return make_cohort(programme, state="open")


def test_a_list_comes_in_row_by_row_and_is_taken_back(visit: Visit, cohort: Cohort, tmp_path: Path) -> None:
    nour, leyla, samira = (Person.objects.get(first_name=name, last_name="Beispiel") for name in ("Nour", "Leyla", "Samira"))
    rows = [
        ["Nour", "Beispiel", nour.email, "Mentee", "1988", "B1", "ruft an"],
        ["Leyla", "Beispiel", "leyla.neu@example.org", "Mentee", "3.4.1990", "B2", ""],
        ["Samyra", "Beispiel", "samyra@example.org", "Mentee", "1985", "B1", ""],
        ["Olena", "Kovalenko", "olena.k@example.org", "Mentee", "1992", "B9", ""],
        ["Karl", "Moser", "karl.m@example.org", "Mentor", "1970", "", ""],
    ]
    before = Person.objects.count()
    page = at_the_upload(visit, cohort)
    bring(page, tmp_path / "anmeldungen.xlsx", xlsx_bytes({"Personen": (HEAD, rows)}))
    assert [select.input_value() for select in page.locator("main table select").all()] == GUESSED
    page.get_by_label("Stand Deutsch", exact=True).select_option("Deutschniveau")
    page.get_by_role("button", name="Alle Zeilen prüfen").click()
    watch_the_work(page, "Alle Zeilen werden geprüft", "Alle Zeilen ansehen")

    assert facts(page) == {
        "Zeilen": "5", "Aufnahmebereit": "3", "Mit Fehlern": "1", "Zu entscheiden": "1", "Ausgelassen": "0",
    }  # fmt: skip
    assert notes(page, 2) == [KNOWN]
    assert notes(page, 3) == [f"Gleicher Name: Leyla Beispiel, {leyla.email}, Jahrgang 1990"]
    assert notes(page, 4) == [f"Ähnlicher Name: Samira Beispiel, {samira.email}, Jahrgang 1985"]
    expect(page.locator("#row-5 .import-cell-wrong dd")).to_have_text(f"B9{WRONG}")
    expect(page.locator(".field-error")).to_have_count(1)
    expect(page.get_by_text("Noch ist niemand aufgenommen.")).to_be_visible()
    expect(page.locator("main .notice:not([hidden])", has_text="berichtigen")).to_have_text(HINT)
    assert (Person.objects.count(), Participation.objects.filter(cohort=cohort).count()) == (before, 0)

    assert chosen(page) == [
        "in den Durchgang aufnehmen",
        "bitte entscheiden",
        "eine andere Person",
        "erst berichtigen",
        "aufnehmen",
    ]
    page.get_by_label("Was mit Zeile 3 geschieht").select_option("dieselbe wie Leyla Beispiel")
    page.get_by_role("button", name="Auswahl dieser Seite speichern").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    page.get_by_label("alles oder nichts").check()
    page.get_by_role("button", name="4 Personen aufnehmen").click()
    expect(page.get_by_text("Niemand wurde aufgenommen: 1 Zeile ist fehlerhaft oder noch zu entscheiden.")).to_be_visible()
    page.get_by_label("Zeile für Zeile").check()
    page.get_by_role("button", name="4 Personen aufnehmen").click()
    watch_the_work(page, "Die Personen werden aufgenommen", "4 Personen aufgenommen", percent=40)

    assert facts(page) == {"Aufgenommen": "4", "davon neu": "2", "Ausgelassen": "1"}
    joined = Participation.objects.filter(cohort=cohort)
    assert set(joined.values_list("person__email", "group")) == {
        (nour.email, "second"),
        (leyla.email, "second"),
        ("samyra@example.org", "second"),
        ("karl.m@example.org", "first"),
    }
    assert Person.objects.get(email="samyra@example.org").profile.languages == "de:B1"
    left = load_workbook(download(page, "Alle als XLSX", tmp_path / "left.xlsx"))["ausgelassen"]
    assert [list(row) for row in left.iter_rows(values_only=True)] == [
        [*HEAD, "Warum ausgelassen"],
        ["Olena", "Kovalenko", "olena.k@example.org", "Mentee", "1992", "B9", "", f"Stand Deutsch: {WRONG}"],
    ]

    page.locator("summary", has_text="Ganze Liste zurücknehmen").click()
    page.get_by_role("button", name="Liste zurücknehmen").click()
    watch_the_work(page, "Die Liste wird zurückgenommen", "4 Personen wieder entfernt")
    assert (Person.objects.count(), joined.count()) == (before, 0)
    assert set(ImportRow.objects.values_list("line", "state")) == {
        (2, "undone"), (3, "undone"), (4, "undone"), (5, "left"), (6, "undone"),
    }  # fmt: skip


def test_a_photo_that_is_called_a_workbook_gets_one_sentence(visit: Visit, cohort: Cohort, tmp_path: Path) -> None:
    page = at_the_upload(visit, cohort)
    photo = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 40
    (tmp_path / "liste.xlsx").write_bytes(photo)
    fill(page, tmp_path / "liste.xlsx")
    expect(page.locator("main .field-error")).to_have_text([PICTURE])
    expect(page.get_by_label("Woher stammen die Daten?")).to_have_value("Anmeldebögen Herbst")
    expect(page.get_by_label("Beide: Eine Spalte sagt, wer was ist")).to_be_checked()
    assert not ImportBatch.objects.exists()


def test_a_list_goes_out_with_the_columns_chosen_and_nothing_that_runs(visit: Visit, cohort: Cohort, tmp_path: Path) -> None:
    danger = '=HYPERLINK("http://x.example";"Klick")'
    person = make_participation(cohort, "second", "Noor").person
    Person.objects.filter(pk=person.pk).update(first_name=danger)
    page = at_the_cohort(visit, cohort)
    page.get_by_role("link", name="Liste herunterladen").click()
    page.locator("main input[type=password]").fill(PASSWORD)
    page.locator("main form.form .actions button").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Liste herunterladen")
    for box in page.locator("[name=columns]").all():
        box.set_checked(box.get_attribute("value") in ("first_name", "email"))
    page.get_by_label("CSV").check()
    with download(page, "Herunterladen", tmp_path / "people.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=";")) == [["Vorname", "E-Mail"], [f"'{danger}", person.email]]
    page.get_by_label("Excel (.xlsx)").check()
    (_head, (name, mail)) = load_workbook(download(page, "Herunterladen", tmp_path / "people.xlsx"))["personen"].iter_rows()
    assert [(cell.value, cell.data_type) for cell in (name, mail)] == [(danger, "s"), (person.email, "s")]


def at_the_cohort(visit: Visit, cohort: Cohort) -> Page:
    """Open a cohort as its coordinator."""
    page = visit()
    sign_in(page, Staff.objects.get(programme=cohort.programme).person.email)
    page.goto(f"/cohorts/{cohort.pk}/")
    return page


def at_the_upload(visit: Visit, cohort: Cohort) -> Page:
    """Go on from the cohort to where a list is brought."""
    page = at_the_cohort(visit, cohort)
    page.get_by_role("link", name="Personen aufnehmen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Personen aus einer Liste aufnehmen")
    return page


def fill(page: Page, path: Path) -> None:
    """Fill in the first page, and send it."""
    page.get_by_label("Liste der Personen").set_input_files(path)
    page.get_by_label("Beide: Eine Spalte sagt, wer was ist").check()
    page.get_by_label("Woher stammen die Daten?").fill("Anmeldebögen Herbst")
    page.get_by_role("button", name="Weiter zu den Spalten").click()


def bring(page: Page, path: Path, content: bytes) -> None:
    """Bring a list, as far as its columns."""
    path.write_bytes(content)
    fill(page, path)
    expect(page.get_by_role("heading", level=1)).to_have_text("Was bedeuten die Spalten?")


def watch_the_work(page: Page, title: str, then: str, percent: int = 0) -> None:
    """Stay on a page that shows how far the work is, until it leads on by itself."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator("#how-far")).to_have_text("0 % erledigt")
    if percent:
        Job.objects.filter(pk=Job.objects.latest("pk").pk).update(percent=percent)
        expect(page.locator("#how-far")).to_have_text(f"{percent} % erledigt")
    assert work_once() == 1
    while work_once():  # the demo may have given the worker something to do before
        pass
    expect(page.get_by_role("heading", level=1)).to_have_text(then)


def facts(page: Page) -> dict[str, str]:
    """Return the numbers of a page."""
    terms, values = (page.locator(f"dl.facts {tag}").all_inner_texts() for tag in ("dt", "dd"))
    return dict(zip(terms, values, strict=True))


def notes(page: Page, line: int) -> list[str]:
    """Return what is said about one row, beside its cells."""
    return page.locator(f"#row-{line} .import-row-notes span").all_inner_texts()


def chosen(page: Page) -> list[str]:
    """Return what happens with each row, as it is chosen now."""
    return page.locator(".import-row-choice select option:checked").all_inner_texts()


def download(page: Page, name: str, path: Path) -> Path:
    """Click on what hands out a file, and keep it."""
    with page.expect_download() as waiting:
        page.locator("main a, main button").filter(has_text=name).click()
    waiting.value.save_as(path)
    return path
