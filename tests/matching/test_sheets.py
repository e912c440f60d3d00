"""Spreadsheets in the browser do the same job as the command."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from resonanz.core.models import LogEntry
from resonanz.matching.actions import delete_outdated_sheets
from resonanz.matching.models import SheetMatch
from resonanz.people.models import Person
from tests.factories import House

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]
DATA = Path(os.environ.get("RESONANZ_TEST_DATA", Path(__file__).parents[3] / "shared" / "data")) / "mentor-match-small"
MENTORS = "name;Sprachen;Plätze\nKarin;de:C1;2\nJonas;en:C1;1\n"
MENTEES = "name;Sprachen;Plätze\nAmina;de:B1;\nOlena;de:B2;\nNoor;en:C1;\n"


def bring(client: Client, mentors: str | bytes = MENTORS, mentees: str | bytes = MENTEES, criteria: str = "") -> Any:
    files: dict[str, Any] = {
        name: SimpleUploadedFile(f"{name}.csv", text.encode() if isinstance(text, str) else text)
        for name, text in (("mentors", mentors), ("mentees", mentees))
    }
    if criteria:
        files["criteria"] = SimpleUploadedFile("criteria.toml", criteria.encode())
    return client.post(reverse("matching:sheets"), files)


def columns(**criteria: Any) -> dict[str, Any]:
    """The columns page as posted, with one comparison."""
    row = {"kind": "languages", "mentor": "Sprachen", "mentee": "Sprachen", "weight": "10", **criteria}
    return {
        "mentor_id": "name",
        "mentee_id": "name",
        "places_column": "Plätze",
        "places": "1",
        "objective": "most_pairs",
        "criteria-TOTAL_FORMS": "1",
        "criteria-INITIAL_FORMS": "0",
        **{f"criteria-0-{name}": value for name, value in row.items()},
    }


def test_from_two_spreadsheets_to_pairs(house: House, client_of: ClientOf) -> None:
    client = client_of(house.alice)
    answer = bring(client)
    sheets = SheetMatch.objects.get()
    assert answer.headers["Location"] == reverse("matching:columns", args=[sheets.pk])
    page = client.get(answer.headers["Location"]).content.decode()
    assert "mentors.csv" in page
    assert '<option value="name" selected>' in page
    data = columns(must="on", level="B1")
    answer = client.post(reverse("matching:columns", args=[sheets.pk]), data)
    assert answer.headers["Location"] == reverse("matching:pairs", args=[sheets.pk])
    page = client.get(answer.headers["Location"]).content.decode()
    assert "3 Paare" in page


def test_the_files_to_take_along_hold_the_same_pairs(house: House, client_of: ClientOf) -> None:
    client = client_of(house.alice)
    bring(client)
    sheets = SheetMatch.objects.get()
    client.post(reverse("matching:columns", args=[sheets.pk]), columns(must="on", level="B1"))

    def download(suffix: str, name: str = "Paare") -> bytes:
        answer = client.get(reverse("matching:download", args=[sheets.pk, suffix]))
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}.{suffix}"'
        return answer.content

    pairs = [(p["mentor"], p["mentee"]) for p in json.loads(download("json"))["pairs"]]
    rows = list(csv.reader(io.StringIO(download("csv").decode("utf-8-sig")), delimiter=";"))
    assert pairs == [("Karin", "Amina"), ("Jonas", "Noor"), ("Karin", "Olena")]
    assert [(row[0], row[1]) for row in rows[1:]] == pairs
    assert download("xlsx")[:2] == b"PK"


def test_ids_may_stand_in_columns_of_different_names(house: House, client_of: ClientOf) -> None:
    client = client_of(house.alice)
    bring(client, mentees=MENTEES.replace("name;", "Mentee;"))
    sheets = SheetMatch.objects.get()
    client.post(reverse("matching:columns", args=[sheets.pk]), columns(must="on", level="B1") | {"mentee_id": "Mentee"})
    pairs = json.loads(client.get(reverse("matching:download", args=[sheets.pk, "json"])).content)["pairs"]
    assert len(pairs) == 3


def test_what_is_wrong_stands_beside_its_row_and_nothing_typed_is_lost(house: House, client_of: ClientOf) -> None:
    client = client_of(house.alice)
    bring(client, mentors=MENTORS.replace("de:C1", "de:C9"))
    sheets = SheetMatch.objects.get()
    answer = client.post(reverse("matching:columns", args=[sheets.pk]), columns(weight="7.5"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "C9" in page
    assert "Zeile 2" in page
    assert 'class="row-error"' in page
    assert 'value="7.5"' in page


def test_one_more_comparison_keeps_those_typed(house: House, client_of: ClientOf) -> None:
    client = client_of(house.alice)
    bring(client)
    sheets = SheetMatch.objects.get()
    page = client.post(reverse("matching:columns", args=[sheets.pk]), columns(weight="7.5") | {"more": "1"})
    assert len(page.context["criteria"].forms) == 2
    assert 'value="7.5"' in page.content.decode()


def test_a_criteria_file_is_used_as_it_stands(house: House, client_of: ClientOf) -> None:
    client = client_of(house.alice)
    criteria = (
        '[settings]\nid = "name"\ncapacity = "Plätze"\n[[must]]\nkind = "languages"\ncolumn = "Sprachen"\nlevel = "B2"\n'
    )
    bring(client, criteria=criteria)
    sheets = SheetMatch.objects.get()
    client.post(reverse("matching:columns", args=[sheets.pk]), columns())
    pairs = json.loads(client.get(reverse("matching:download", args=[sheets.pk, "json"])).content)["pairs"]
    assert [(p["mentor"], p["mentee"]) for p in pairs] == [("Jonas", "Noor"), ("Karin", "Olena")]


BAD = {
    "empty": (b"", "mentors.csv"),
    "header only": (b"name;Sprachen\n", "mentors.csv"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "PNG"),
    "a PDF": (b"%PDF-1.7 ...", "PDF"),
    "two columns of one name": (b"name;name\na;b\n", "name"),
    "a broken workbook": (b"PK\x03\x04broken", "mentors.csv"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_a_sentence_at_its_field(house: House, client_of: ClientOf, name: str) -> None:
    content, word = BAD[name]
    answer = bring(client_of(house.alice), mentors=content)
    assert answer.status_code == 200
    errors = answer.context["form"].errors["mentors"]
    assert len(errors) == 1
    assert word in errors[0]
    assert not SheetMatch.objects.exists()


@pytest.mark.parametrize("criteria", ["[[must", '[[must]]\nkind = "horoscope"\n', "x = 1\n", "\x00"])
def test_a_bad_criteria_file_gets_a_sentence(house: House, client_of: ClientOf, criteria: str) -> None:
    answer = bring(client_of(house.alice), criteria=criteria)
    assert (answer.status_code, len(answer.context["form"].errors["criteria"])) == (200, 1)


def test_spreadsheets_are_gone_after_a_day(house: House, client_of: ClientOf) -> None:
    client = client_of(house.alice)
    bring(client)
    sheets = SheetMatch.objects.get()
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert client_of(house.alice).get(reverse("matching:columns", args=[sheets.pk])).status_code == 404
        assert delete_outdated_sheets() == 1
    assert not SheetMatch.objects.exists()


def test_they_can_be_deleted_at_once(house: House, client_of: ClientOf) -> None:
    client = client_of(house.alice)
    bring(client)
    page = client.post(reverse("matching:forget", args=[SheetMatch.objects.get().pk]), follow=True)
    assert "Beide Tabellen sind gelöscht." in page.content.decode()
    assert not SheetMatch.objects.exists()


def test_the_log_holds_numbers_not_names(house: House, client_of: ClientOf) -> None:
    bring(client_of(house.alice))
    assert LogEntry.objects.get(verb="keep_sheets").detail == {"mentors": 2, "mentees": 3}


def test_the_public_sample_gives_the_same_as_the_command(house: House, client_of: ClientOf) -> None:
    if not DATA.exists():
        pytest.skip(f"the sample spreadsheets are not at {DATA}")
    client = client_of(house.alice)
    bring(client, (DATA / "mentors.csv").read_bytes(), (DATA / "mentees.csv").read_bytes())
    sheets = SheetMatch.objects.get()
    order = "AA, AO, EO, HEO, SEO, Grade 7, Grade 6, SCS1, SCS2, SCS3, SCS4"
    rows = [
        {"kind": "different", "mentor": "organisation", "mentee": "organisation", "must": "on"},
        {"kind": "step", "mentor": "grade", "mentee": "grade", "must": "on", "order": order, "fits": "1, 2"},
        {"kind": "step", "mentor": "grade", "mentee": "grade", "weight": "12", "order": order, "fits": "1 = 0.75, 2 = 1"},
        {"kind": "equal", "mentor": "profession", "mentee": "profession", "weight": "10"},
        {"kind": "overlap", "mentor": "characteristics", "mentee": "identity to match", "weight": "6"},
    ]
    data = {
        "mentor_id": "email address",
        "mentee_id": "email address",
        "places": "3",
        "objective": "most_pairs",
        "criteria-TOTAL_FORMS": "5",
        "criteria-INITIAL_FORMS": "0",
        **{f"criteria-{n}-{key}": value for n, row in enumerate(rows) for key, value in row.items()},
    }
    assert client.post(reverse("matching:columns", args=[sheets.pk]), data).status_code == 302
    result = json.loads(client.get(reverse("matching:download", args=[sheets.pk, "json"])).content)
    assert (len(result["pairs"]), result["total"]) == (50, 1038)


@pytest.mark.parametrize(
    ("row", "field", "sentence"),
    [
        ({"mentor": ""}, "mentor", "Bitte wählen Sie eine Spalte."),
        ({"kind": "step", "fits": "1"}, "order", "Bitte nennen Sie mindestens zwei Stufen"),
        ({"kind": "step", "order": "a, b"}, "fits", "Bitte sagen Sie, welche Abstände gut sind"),
        ({"kind": "near"}, "amount", "Bitte sagen Sie, in welchem Umkreis"),
    ],
)
def test_what_a_comparison_still_needs_stands_at_its_field(
    house: House, client_of: ClientOf, row: dict[str, str], field: str, sentence: str
) -> None:
    client = client_of(house.alice)
    bring(client)
    answer = client.post(reverse("matching:columns", args=[SheetMatch.objects.get().pk]), columns(**row))
    (errors,) = [form.errors for form in answer.context["criteria"].forms]
    assert list(errors) == [field]
    assert errors[field][0].startswith(sentence)


def test_wishes_need_one_column_only(house: House, client_of: ClientOf) -> None:
    client = client_of(house.alice)
    bring(client, mentees="name;Wunsch\nAmina;Jonas\nOlena;\n", mentors="name;Sprachen\nJonas;de:C1\nKarin;de:C1\n")
    sheets = SheetMatch.objects.get()
    data = columns(kind="prefers", mentor="", mentee="Wunsch") | {"places_column": ""}
    assert client.post(reverse("matching:columns", args=[sheets.pk]), data).status_code == 302
    pairs = json.loads(client.get(reverse("matching:download", args=[sheets.pk, "json"])).content)["pairs"]
    assert ("Jonas", "Amina") in [(pair["mentor"], pair["mentee"]) for pair in pairs]


@pytest.mark.parametrize("total", ["²", "9" * 5000, "-1", "x"])
def test_a_strange_number_of_comparisons_is_no_accident(house: House, client_of: ClientOf, total: str) -> None:
    client = client_of(house.alice)
    bring(client)
    url = reverse("matching:columns", args=[SheetMatch.objects.get().pk])
    for more in ({}, {"more": "1"}):
        assert client.post(url, columns() | {"criteria-TOTAL_FORMS": total, **more}).status_code in {200, 302, 422}


def test_steps_of_five_thousand_digits_are_no_steps(house: House, client_of: ClientOf) -> None:
    client = client_of(house.alice)
    bring(client)
    data = columns(kind="step", order="a, b", fits="9" * 5000, must="on")
    answer = client.post(reverse("matching:columns", args=[SheetMatch.objects.get().pk]), data)
    assert answer.status_code == 200
    assert "fits" in answer.context["criteria"].forms[0].errors


def test_what_is_too_large_to_send_is_refused_before_it_is_read(house: House, client_of: ClientOf) -> None:
    client = client_of(house.alice)
    answer = client.generic("POST", reverse("people:language"), b"x", CONTENT_LENGTH=str(50 * 1024**3))
    assert (answer.status_code, SheetMatch.objects.count()) == (413, 0)
