"""The heat map: every pair with its fit, what is chosen, marked and impossible, window by window."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from resonanz.matching.enums import PairMarkKind
from resonanz.matching.models import MatchingRun, PairMark
from resonanz.matching.queries import matrix as queries
from resonanz.matching.queries.insight import chosen_in, marks_of, model_of, names_in
from resonanz.matching.queries.matrix import Asked, Matrix, matrix_of
from tests.factories.bench import make_bench

pytestmark = pytest.mark.django_db


def table(run: MatchingRun, **asked: Any) -> Matrix:
    model = model_of(run)
    assert model is not None
    return matrix_of(run, model, chosen_in(run), marks_of(run), names_in(run), Asked(**asked))


def first_names(heads: Any) -> list[str]:
    return [head.name.split()[0] for head in heads]


def test_every_cell_has_the_fit_of_its_own_two_people() -> None:
    bench = make_bench()
    found = table(bench.run, order="name")
    assert first_names(found.columns) == ["Ada", "Bea"]
    assert {head.name.split()[0]: [cell.text for cell in cells] for head, cells in found.rows} == {
        "Cem": ["100", "63"],
        "Dua": ["63", "100"],
        "Eli": ["38", "0"],
        "Fay": ["A", "A"],
    }
    assert [(letter, label.text("en")) for letter, label in found.musts] == [("A", "a common language")]


def test_rows_stay_with_their_people_whatever_the_order_of_ids_as_text() -> None:
    """The engine sorts ids as text, where 100 comes before 99; the run keeps them as numbers grow."""
    bench = make_bench()
    rows = {row["id"]: row for row in bench.run.mentees}
    names = dict(zip(sorted(rows), ["9", "10", "99", "100"], strict=True))
    bench.run.mentees = [{**row, "id": names[row["id"]]} for row in bench.run.mentees]
    model = model_of(bench.run)
    assert model is not None
    found = matrix_of(bench.run, model, {}, {}, {}, Asked(order="name"))
    fits = {head.pk: [cell.text for cell in cells] for head, cells in found.rows}
    assert fits == {9: ["100", "63"], 10: ["63", "100"], 99: ["38", "0"], 100: ["A", "A"]}


def test_the_plan_lies_on_the_diagonal_and_who_is_left_comes_last() -> None:
    found = table(make_bench().run)
    assert first_names(head for head, _cells in found.rows)[2:] == ["Eli", "Fay"]
    assert [["is-chosen" in cell.classes for cell in cells] for _head, cells in found.rows] == [
        [True, False],
        [False, True],
        [False, False],
        [False, False],
    ]
    assert [head.edge for head, _cells in found.rows] == [False, False, True, False]


def test_what_the_team_says_stands_in_the_cell_in_words() -> None:
    bench = make_bench()
    for mentor, mentee, kind in (
        (bench.ada, bench.cem, PairMarkKind.PIN),
        (bench.ada, bench.dua, PairMarkKind.FORBID),
        (bench.bea, bench.fay, PairMarkKind.NOTE),
    ):
        PairMark.objects.create(cohort=bench.cohort, mentor=mentor, mentee=mentee, kind=kind, note="n", by=bench.zoe)
    bench.run.forbids = [[bench.bea.pk, bench.eli.pk]]  # as the run knew it
    found = table(bench.run, order="name", pair=(bench.ada.pk, bench.cem.pk))
    cells = {(head.name.split()[0], at): cell for head, row in found.rows for at, cell in enumerate(row)}
    assert [cells[key].label for key in (("Cem", 0), ("Dua", 0), ("Eli", 1), ("Fay", 1), ("Cem", 1))] == [
        "100 %, ausgewählt, festgehalten",
        "63 %, nie zusammen",
        "–, ausgeschlossen",
        "A, mit Notiz, unmöglich",
        "",
    ]
    assert cells["Cem", 0].classes.split() == ["fit-4", "is-chosen", "is-pin", "is-selected"]
    assert cells["Eli", 1].classes == "fit-no"


def test_windows_show_everybody_once_and_the_overview_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "WINDOW", 3)
    bench = make_bench()
    found = table(bench.run, order="name", row=1, column=9)
    assert [(span.first, span.last) for span in (*found.down, *found.across)] == [(1, 3), (4, 4), (1, 2)]
    assert (found.row, found.column) == (1, 1)
    assert first_names(head for head, _cells in found.rows) == ["Cem", "Dua", "Eli"]
    assert first_names(head for head, _cells in table(bench.run, order="name", row=2).rows) == ["Fay"]
    # Without a window in the address, the one with the pair.
    assert table(bench.run, order="name", pair=(bench.ada.pk, bench.fay.pk)).row == 2
    overview = found.overview
    assert overview is not None
    assert (overview.width, overview.height) == (2, 4)
    assert dict(overview.paths)["fit-no"] == "M0 3h1v1h-1zM1 3h1v1h-1z"
    assert [(window["x"], window["y"], window["height"]) for window in overview.windows] == [
        ("0", "0", "3"),
        ("0", "3", "1"),
    ]


def test_groups_of_an_order_are_set_apart() -> None:
    bench = make_bench()
    type(bench.cem.person.profile).objects.filter(person=bench.eli.person).update(occupation="5120", place="AT-8010")
    rows = [
        {**row, "occupation": "5120", "place": "AT-8010"} if int(row["id"]) == bench.eli.pk else row
        for row in bench.run.mentees
    ]
    bench.run.mentees = rows
    for order in ("occupation", "place"):
        found = table(bench.run, order=order)
        assert [(head.name.split()[0], head.edge) for head, _cells in found.rows] == [
            ("Cem", False),
            ("Dua", False),
            ("Fay", False),
            ("Eli", True),
        ]
    assert found.rows[-1][0].note == "Köchinnen und Köche"


def test_nobody_on_a_side_is_an_empty_table() -> None:
    bench = make_bench()
    bench.run.mentors = []
    found = table(bench.run)
    assert (found.columns, len(found.rows)) == ([], 4)


def test_a_chosen_cell_shows_its_pair_with_reasons_price_and_what_can_be_done(
    client_of: Callable[[Any], Client],
) -> None:
    bench = make_bench()
    address = reverse("matching:matrix", args=[bench.run.pk])
    client = client_of(bench.zoe)
    part = client.get(address, {"pair": f"{bench.ada.pk}-{bench.dua.pk}", "part": "pair"}, headers={"accept-language": "en"})
    text = words(part.content.decode())
    assert "Dua Beispiel & Ada Beispiel 63 %" in text
    assert "All together lose 12 points (37.5 %)." in text
    assert "Cem Beispiel: Bea Beispiel instead of Ada Beispiel" in text
    assert "<table" not in part.content.decode()
    whole = client.get(
        address, {"pair": f"{bench.ada.pk}-{bench.dua.pk}"}, headers={"accept-language": "en"}
    ).content.decode()
    assert text in words(whole)
    back = f"{address}?order=plan&amp;row=0&amp;col=0&amp;pair={bench.ada.pk}-{bench.dua.pk}#pair"
    assert f'name="next" value="{back}"' in part.content.decode()


def test_nonsense_in_the_address_shows_the_table(client_of: Callable[[Any], Client]) -> None:
    bench = make_bench()
    address = reverse("matching:matrix", args=[bench.run.pk])
    for query in ("?pair=1", "?pair=x-y&row=-1&col=99999999999", "?order=evil&row=٣", f"?pair={bench.ada.pk}-999999"):
        answer = client_of(bench.zoe).get(address + query)
        assert (answer.status_code, answer.content.decode().count("<td class=")) == (200, 8)


def test_a_run_that_cannot_be_matched_says_so(client_of: Callable[[Any], Client]) -> None:
    bench = make_bench()
    MatchingRun.objects.filter(pk=bench.run.pk).update(criteria={"must": [{"kind": "nothing"}]})
    for name in ("matching:matrix", "matching:person", "matching:advice"):
        answer = client_of(bench.zoe).get(reverse(name, args=[bench.run.pk]), headers={"accept-language": "en"})
        assert "This run could not be computed" in answer.content.decode()


def test_another_plan_than_the_one_kept_is_told(client_of: Callable[[Any], Client]) -> None:
    bench = make_bench()
    bench.run.proposals.filter(mentee=bench.cem).delete()
    answer = client_of(bench.zoe).get(reverse("matching:matrix", args=[bench.run.pk]), headers={"accept-language": "en"})
    assert "other pairs would come out today" in answer.content.decode()


def words(html: str) -> str:
    """The text of a page, without marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html).replace("&amp;", "&")).strip()
