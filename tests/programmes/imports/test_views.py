"""The pages of a list: from the upload to the result, in the browser's order."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from resonanz.core.jobs import work_once
from resonanz.core.models import Job, JobState
from resonanz.people.models import Person
from resonanz.programmes.actions.imports import keep_import
from resonanz.programmes.models import ImportBatch, ImportRow, Participation
from resonanz.tables import Table, read_table
from tests.factories import House
from tests.programmes.imports.conftest import LIST, Bring, check, rows_of, run

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]


def upload(client: Client, house: House, content: bytes | str = LIST, **data: str) -> Any:
    file = SimpleUploadedFile("people.csv", content.encode() if isinstance(content, str) else content)
    posted = {"file": file, "group": "column", "source": "Anmeldebögen", **data}
    return client.post(reverse("programmes:import_people", args=[house.cohort.pk]), posted)


def address(name: str, batch: ImportBatch) -> str:
    return reverse(f"programmes:import_{name}", args=[batch.pk])


def as_guessed(batch: ImportBatch) -> dict[str, str]:
    """The columns page as posted, every guess left as it is."""
    return {f"column-{n}": batch.mapping.get(column, "") for n, column in enumerate(batch.columns)}


def test_from_the_upload_to_the_result(house: House, client_of: ClientOf) -> None:
    client = client_of(house.alice)
    answer = upload(client, house)
    batch = ImportBatch.objects.get()
    assert answer.headers["Location"] == address("columns", batch)
    page = client.get(address("columns", batch)).content.decode()
    assert '<option value="birth_year" selected>' in page
    assert "Krankenpflegerin" in page
    assert client.post(address("columns", batch), as_guessed(batch)).headers["Location"] == address("status", batch)
    assert "0 % erledigt" in client.get(address("status", batch)).content.decode()
    work_once()
    assert client.get(address("status", batch)).headers["Location"] == address("rows", batch)
    assert "2 Personen aufnehmen" in client.get(address("rows", batch)).content.decode()
    assert client.post(address("start", batch), {"mode": "all"}).headers["Location"] == address("status", batch)
    work_once()
    assert client.get(address("status", batch)).headers["Location"] == address("result", batch)
    assert "2 Personen aufgenommen" in client.get(address("result", batch)).content.decode()
    assert client.post(address("undo", batch)).headers["Location"] == address("status", batch)
    work_once()
    assert "2 Personen wieder entfernt" in client.get(address("result", batch)).content.decode()


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"column-0": "first_name", "column-3": "group"}, "Bitte sagen Sie, in welcher Spalte die E-Mail-Adressen stehen"),
        ({"column-2": "email", "column-3": "group"}, "Bitte sagen Sie, in welcher Spalte die Namen stehen."),
        ({"column-0": "first_name", "column-2": "email"}, "Bitte sagen Sie, welche Spalte angibt, auf welcher Seite"),
        (
            {"column-0": "first_name", "column-1": "first_name", "column-2": "email", "column-3": "group"},
            "Das bedeutet schon die Spalte «Vorname».",
        ),
    ],
)
def test_columns_that_cannot_work_get_a_sentence(
    house: House, client_of: ClientOf, bring: Bring, columns: dict[str, str], sentence: str
) -> None:
    batch = bring()
    answer = client_of(house.alice).post(address("columns", batch), columns)
    assert (answer.status_code, sentence in answer.content.decode()) == (200, True)
    assert ImportBatch.objects.get().state == "uploaded"


def test_mistakes_stand_beside_their_cells(house: House, client_of: ClientOf, bring: Bring) -> None:
    batch = check(bring(LIST.replace("B1", "B9")))
    answer = client_of(house.alice).get(address("rows", batch) + "?show=wrong")
    (entry,) = answer.context["rows"]
    assert [(cell["column"], cell["wrong"]) for cell in entry["cells"] if cell["wrong"]] == [
        ("Deutschniveau", ["„B9“ ist kein Sprachniveau; schreiben Sie A1 bis C2 oder Muttersprache."])
    ]
    assert "import-cell-wrong" in answer.content.decode()


def test_choices_of_a_page_are_kept(house: House, client_of: ClientOf, bring: Bring) -> None:
    batch = check(bring(f"Name;E-Mail;Rolle\n{house.amina.person.full_name};zwei@example.org;Mentee\n"))
    (row,) = rows_of(batch)
    client = client_of(house.alice)
    page = client.get(address("rows", batch)).context["rows"][0]
    assert page["options"] == [
        ("", "bitte entscheiden"),
        ("new", "eine andere Person"),
        (f"same-{house.amina.person.pk}", "dieselbe wie Amina Beispiel"),
        ("out", "auslassen"),
    ]
    client.post(address("rows", batch) + "?show=open", {f"row-{row.pk}": f"same-{house.amina.person.pk}"})
    row.refresh_from_db()
    assert (row.choice, row.same_as) == ("same", house.amina.person)


@pytest.mark.parametrize("posted", ["same-x", "same-999999999999999999999", "NEW", "", "<script>"])
def test_nonsense_is_no_choice(house: House, client_of: ClientOf, bring: Bring, posted: str) -> None:
    batch = check(bring())
    (row, _) = rows_of(batch)
    assert client_of(house.alice).post(address("rows", batch), {f"row-{row.pk}": posted}).status_code == 302
    row.refresh_from_db()
    assert row.choice == "new"


def test_all_or_nothing_says_how_many_rows_are_in_the_way(house: House, client_of: ClientOf, bring: Bring) -> None:
    batch = check(bring(LIST.replace("B1", "B9")))
    page = client_of(house.alice).post(address("start", batch), {"mode": "all"}, follow=True).content.decode()
    assert "Niemand wurde aufgenommen: 1 Zeile ist fehlerhaft oder noch zu entscheiden." in page


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_was_left_out_comes_with_its_reasons(house: House, client_of: ClientOf, bring: Bring, suffix: str) -> None:
    batch = run(check(bring(LIST.replace("B1", "B9"))), "each")
    answer = client_of(house.alice).get(reverse("programmes:import_left", args=[batch.pk, suffix]))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="nicht-aufgenommen.{suffix}"'
    table = read_table(answer.content, "left")
    assert table.columns == [*batch.columns, "Warum ausgelassen"]
    assert [row["Warum ausgelassen"] for row in table.rows] == [
        "Deutschniveau: „B9“ ist kein Sprachniveau; schreiben Sie A1 bis C2 oder Muttersprache."
    ]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_was_left_out_comes_back_corrected(house: House, client_of: ClientOf, bring: Bring, suffix: str) -> None:
    client = client_of(house.alice)
    batch = run(check(bring(LIST.replace("B1", "B9"))), "each")
    again = bring_back(house, client, batch, suffix, "B9", "Z9")
    table = left_out(client, again, suffix)
    assert (table.columns, [row["Warum ausgelassen"] for row in table.rows]) == (
        [*batch.columns, "Warum ausgelassen"],
        ["Deutschniveau: „Z9“ ist kein Sprachniveau; schreiben Sie A1 bis C2 oder Muttersprache."],
    )
    last = bring_back(house, client, again, suffix, "Z9", "B1")
    assert [row.state for row in rows_of(last)] == ["made"]
    assert Person.objects.get(email="leyla@example.org").profile.languages == "de:B1"


def left_out(client: Client, batch: ImportBatch, suffix: str) -> Table:
    """What was left out of a list, as it is downloaded."""
    return read_table(client.get(reverse("programmes:import_left", args=[batch.pk, suffix])).content, "left")


def bring_back(house: House, client: Client, batch: ImportBatch, suffix: str, wrong: str, right: str) -> ImportBatch:
    """Read in what was left out of a list, with one cell corrected."""
    table = left_out(client, batch, suffix)
    table.rows[0]["Deutschniveau"] = table.rows[0]["Deutschniveau"].replace(wrong, right)
    return run(check(keep_import(cohort=house.cohort, table=table, group="", source="noch einmal", by=house.alice)), "each")


def test_what_was_left_out_holds_no_formula(house: House, client_of: ClientOf, bring: Bring) -> None:
    batch = run(check(bring("Vorname;E-Mail;Rolle\n=HYPERLINK(1);x;Mentee\n")), "each")
    content = client_of(house.alice).get(reverse("programmes:import_left", args=[batch.pk, "csv"])).content
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][0] == "'=HYPERLINK(1)"


def test_without_a_worker_the_page_says_so_after_twenty_seconds_and_does_it_itself(
    house: House, client_of: ClientOf, bring: Bring
) -> None:
    batch = bring()
    client = client_of(house.alice)
    client.post(address("columns", batch), as_guessed(batch))
    assert "Niemand arbeitet daran" not in client.get(address("status", batch)).content.decode()
    with time_machine.travel(timezone.now() + timedelta(seconds=21)):
        assert "Niemand arbeitet daran" in client_of(house.alice).get(address("status", batch)).content.decode()
    client.post(address("work", batch))
    assert client.get(address("status", batch)).headers["Location"] == address("rows", batch)


def test_a_step_that_was_given_up_can_be_tried_again(house: House, client_of: ClientOf, bring: Bring) -> None:
    batch = bring()
    client = client_of(house.alice)
    client.post(address("columns", batch), as_guessed(batch))
    Job.objects.update(state=JobState.FAILED)
    assert "auch beim dritten Versuch" in client.get(address("status", batch)).content.decode()
    client.post(address("work", batch))
    assert ImportBatch.objects.get().state == "checked"


def test_a_second_click_is_told_where_the_list_stands(house: House, client_of: ClientOf, bring: Bring) -> None:
    batch = run(check(bring()))
    page = client_of(house.alice).post(address("start", batch), {"mode": "all"}, follow=True).content.decode()
    assert "vor einem Augenblick" in page
    assert Person.objects.filter(email="leyla@example.org").count() == 1


def test_undo_after_a_day_says_so(house: House, client_of: ClientOf, bring: Bring) -> None:
    batch = run(check(bring()))
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        client = client_of(house.alice)
        assert "Ganze Liste" not in client.get(address("result", batch)).content.decode()
        assert "dieser Tag ist vorbei" in client.post(address("undo", batch), follow=True).content.decode()


def test_an_unread_list_can_be_deleted(house: House, client_of: ClientOf, bring: Bring) -> None:
    batch = check(bring())
    answer = client_of(house.alice).post(address("forget", batch), follow=True)
    assert "Die Liste ist gelöscht. Niemand wurde aufgenommen." in answer.content.decode()
    assert not ImportRow.objects.exists()


def test_each_address_leads_where_the_list_stands(house: House, client_of: ClientOf, bring: Bring) -> None:
    client = client_of(house.alice)
    fresh, done = bring(), run(check(bring()))
    assert client.get(address("rows", fresh)).headers["Location"] == address("status", fresh)
    assert client.get(address("result", fresh)).headers["Location"] == address("status", fresh)
    assert client.get(address("columns", done)).headers["Location"] == address("status", done)
    assert client.get(address("rows", done)).headers["Location"] == address("status", done)


def test_a_colleague_of_the_programme_may_go_on(house: House, client_of: ClientOf, bring: Bring) -> None:
    batch = check(bring())
    assert client_of(house.bob).get(address("rows", batch)).status_code == 200


@pytest.mark.parametrize(("answer", "left"), [("yes", 1), ("no", 0), ("", 0)])
def test_an_invitation_is_answered_by_the_one_it_is_for(
    house: House, client_of: ClientOf, bring: Bring, answer: str, left: int
) -> None:
    dora = house.dora.person
    run(check(bring(f"Vorname;E-Mail;Rolle\nD;{dora.email};Mentee\n")))
    url = reverse("programmes:import_question", args=[Participation.objects.get(person=dora, cohort=house.cohort).pk])
    assert client_of(house.alice).get(url).status_code == 404
    assert client_of(dora).get(url).status_code == 200
    client_of(dora).post(url, {"answer": answer})
    assert Participation.objects.filter(person=dora, cohort=house.cohort, is_active=True).count() == left
    assert client_of(dora).get(url).status_code == 404
