"""The command `resonanz`: from spreadsheets to pairs, and a sentence for everything that is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from resonanz.cli import main
from resonanz.tables import read_table

EXAMPLES = Path(__file__).parents[1] / "docs" / "examples"
FILES = [
    str(EXAMPLES / "mentors.csv"),
    str(EXAMPLES / "mentees.csv"),
    "--criteria",
    str(EXAMPLES / "criteria.toml"),
]
PAIRS = [
    ("m01", "e01"),
    ("m02", "e02"),
    ("m05", "e03"),
    ("m03", "e04"),
    ("m06", "e05"),
    ("m05", "e06"),
    ("m01", "e07"),
]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")


def test_json(tmp_path: Path) -> None:
    out = tmp_path / "pairs.json"
    assert main(["match", *FILES, "--out", str(out)]) == 0
    data = json.loads(out.read_text())
    assert [(pair["mentor"], pair["mentee"]) for pair in data["pairs"]] == PAIRS
    assert list(data) == ["objective", "total", "optimal", "bound", "gap", "pairs", "unmatched"]
    assert (data["optimal"], data["bound"], data["gap"]) == (True, data["total"], 0)
    assert data["unmatched"] == {
        "mentors": [{"id": "m04", "why": "1 possible mentee, who has another mentor"}],
        "mentees": [],
    }


def test_csv_and_workbook(tmp_path: Path) -> None:
    table, book = tmp_path / "pairs.csv", tmp_path / "pairs.xlsx"
    assert main(["match", *FILES, "--out", str(table)]) == 0
    assert main(["match", *FILES, "--out", str(book), "--language", "de"]) == 0
    rows = read_table(table)
    assert rows.columns == ["mentor", "mentee", "score", "percent", "reasons"]
    assert [(row["mentor"], row["mentee"]) for row in rows] == PAIRS
    assert rows[0]["reasons"].startswith("occupation: 40 of 40 (same occupation: Nursing professionals) · topics: ")
    assert load_workbook(book).sheetnames == ["Paare", "Ohne Paar", "Einstellungen"]


def test_the_terminal_shows_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", *FILES]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("7 pairs, total score ")
    assert max(len(line) for line in lines) <= 80
    assert lines[-2:] == ["Mentors without a mentee: 1", "  m04: 1 possible mentee, who has another mentor"]


def test_explain_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", *FILES, "--pair", "m04:e03"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == [
        "m04 and e03 are not a possible pair.",
        "",
        "Conditions",
        "  NOT MET · different organisation: both: “Handwerk Plus”",
    ]
    assert main(["explain", *FILES, "--pair", "m04:e03", "--language", "de"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Punkte, wenn es möglich wäre: 100 von 100 (100 %)"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--pin", "m01"], "--pin: “m01” is no pair; write the mentor's id, a colon and the mentee's id."),
        (["--capacity", "-1"], "mentors.csv: The capacity is -1, but must not be negative."),
        (
            ["--pin", "m04:e03"],
            "mentors.csv, row 5: pin m04:e03: the pair fails the condition “different organisation” (both: "
            "“Handwerk "
            "Plus”); drop the pin or change the condition.",
        ),
    ],
)
def test_bad_input_touches_no_file(
    arguments: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "pairs.csv"
    out.write_text("kept")
    assert main(["match", *FILES, "--out", str(out), *arguments]) == 2
    captured = capsys.readouterr()
    assert (captured.err, captured.out, out.read_text()) == (sentence + "\n", "", "kept")


def test_an_unknown_ending_is_refused_before_any_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "pairs.pdf"
    assert main(["match", *FILES, "--out", str(out)]) == 2
    assert capsys.readouterr().err == f"{out}: We cannot write “.pdf” files; choose .csv, .json or .xlsx.\n"
    assert not out.exists()


def test_all_files_are_checked_at_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.touch()
    assert main(["match", str(empty), "missing.csv", "--criteria", "missing.toml"]) == 2
    assert [line.split(":")[0] for line in capsys.readouterr().err.splitlines()] == [
        "empty.csv",
        "missing.csv",
        "missing.toml",
    ]


def test_ids_may_contain_colons(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,x\na:b,1\nc,1\n")
    (tmp_path / "b.csv").write_text("id,x\nd,1\n")
    (tmp_path / "c.toml").write_text('[[criterion]]\nkind = "equal"\ncolumn = "x"\nweight = 1\n')
    files = [str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "--criteria", str(tmp_path / "c.toml")]
    out = tmp_path / "o.json"
    assert main(["match", *files, "--pin", "a:b:d", "--out", str(out)]) == 0
    assert [pair["mentor"] for pair in json.loads(out.read_text())["pairs"]] == ["a:b"]


def test_usage_errors_end_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match"]) == 2
    assert main([]) == 2
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("resonanz ")


def test_matching_needs_no_django() -> None:
    code = (
        "import sys; from resonanz.cli import main; status = main(sys.argv[1:]); "
        "assert not [name for name in sys.modules if name.split('.')[0] == 'django']; sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", code, "match", *FILES], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
