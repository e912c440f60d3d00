"""The import of the official ESCO files: what is read, kept, found, refused and removed."""

from __future__ import annotations

import csv
import gzip
import os
from pathlib import Path

import pytest

from resonanz.cli import main
from resonanz.taxonomy import esco, link
from resonanz.taxonomy.occupations import Hit, code_of, search

SHARED = Path(
    os.environ.get("RESONANZ_SHARED_DATA")
    or os.environ.get("RESONANZ_TEST_DATA")
    or Path(__file__).parents[3] / "shared" / "data"
)
OFFICIAL = [SHARED / "esco" / f"occupations_{language}.csv" for language in ("de", "en")]
COLUMNS = ["conceptType", "conceptUri", "iscoGroup", "preferredLabel", "altLabels", "status", "code"]
# Invented occupations, so that the test shows what the import alone can find.
ROWS = [
    ["Occupation", "http://esco/1", "2221", "Mondpfleger/Mondpflegerin", "Mondpfleger\nMondpflegerin\nLunarer Pfleger"],
    ["Occupation", "http://esco/2", "110", "Sternenwart/Sternenwartin", "Sternenwart"],
    ["Occupation", "http://esco/3", "2142", "Wolkenbauer/Wolkenbauerin", "Wolkenbauer"],
]
THANKS = "This service uses the ESCO classification of the European Commission.\n"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RESONANZ_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return tmp_path / "var"


def write(path: Path, rows: list[list[str]], columns: list[str] = COLUMNS) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([*row, "released", f"{row[2]}.1"][: len(columns)] for row in rows)
    return path


def run(*arguments: object) -> int:
    return main(["esco", *map(str, arguments)])


def test_an_imported_title_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of("Mondpflegerin") is None
    assert run("import", write(tmp_path / "occupations_de.csv", ROWS)) == 0
    assert capsys.readouterr().out == "de: 3 occupations with 8 titles\n" + THANKS
    shown = Hit("2221", "Mondpfleger/Mondpflegerin", 1.0)
    assert link("Mondpflegerin", k=1) == [shown]
    assert link("Mondpfleger:in (m/w/d)", k=1) == [shown]
    assert link("lunarer Pfleger", k=1) == [Hit("2221", "Lunarer Pfleger", 1.0)]
    assert link("Mondflegerin", k=1)[0].code == "2221"
    assert search("Mondpf", "de", k=1)[0].code == "2221"
    assert code_of("Sternenwart") == "0110"  # the leading zero comes back
    assert code_of("Krankenpflegerin") == "2221"
    assert run("remove", "de") == 0
    assert capsys.readouterr().out == "Nothing is imported from ESCO.\n"
    assert code_of("Mondpflegerin") is None


def test_our_own_titles_go_before_imported_ones(tmp_path: Path) -> None:
    rows = [["Occupation", "http://esco/1", "9112", "Krankenpflegerin", ""]]
    run("import", write(tmp_path / "occupations_de.csv", rows))
    assert link("Krankenpflegerin", k=1) == [Hit("2221", "Krankenpflegerin/Krankenpfleger", 1.0)]
    assert code_of("Krankenpflegerin") == "2221"


def test_the_import_is_idempotent(tmp_path: Path, data: Path) -> None:
    run("import", write(tmp_path / "occupations_de.csv", ROWS))
    first = esco.path("de").read_bytes()
    run("import", write(tmp_path / "occupations_de.csv", ROWS[::-1]))
    assert esco.path("de").read_bytes() == first
    assert [path.name for path in (data / "esco").iterdir()] == ["de.tsv.gz"]


def test_the_file_carries_the_attribution(tmp_path: Path) -> None:
    run("import", write(tmp_path / "occupations_de.csv", ROWS))
    assert gzip.decompress(esco.path("de").read_bytes()).decode().splitlines()[1] == "# " + THANKS.strip()


def test_every_language_can_be_imported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ukrainian = write(tmp_path / "occupations_uk.csv", [["Occupation", "http://esco/1", "2221", "місячна сестра", ""]])
    named = write(tmp_path / "berufe.csv", [["Occupation", "http://esco/1", "2221", "księżycowa siostra", ""]])
    assert run("import", ukrainian) == 0
    assert run("import", named, "--language", "pl") == 0
    assert capsys.readouterr().out.endswith("pl: 1 occupations with 1 titles\nuk: 1 occupations with 1 titles\n" + THANKS)
    assert link("місячна сестра", k=1) == [Hit("2221", "місячна сестра", 1.0)]
    assert link("ksiezycowa siostra", k=1) == [Hit("2221", "księżycowa siostra", 1.0)]


def test_another_folder(tmp_path: Path) -> None:
    file = write(tmp_path / "occupations_de.csv", ROWS)
    assert run("import", file, "--out", tmp_path / "elsewhere") == 0
    assert esco.installed(tmp_path / "elsewhere") == [esco.Stored("de", 3, 8)]
    assert code_of("Mondpflegerin") is None


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("occupations_de.csv", 0),
        ("occupations_de (1).csv", 0),
        ("v1.2.0_occupations_de.csv", 0),
        ("occupations.csv", 2),
    ],
)
def test_the_language_comes_from_the_file_name(name: str, sentence: int, tmp_path: Path) -> None:
    assert run("import", write(tmp_path / name, ROWS)) == sentence
    assert [one.language for one in esco.installed()] == ([] if sentence else ["de"])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (["Occupation", "http://esco/9", "9999", "X", ""], "“9999” is no ISCO-08 unit group; download the file again."),
        (["Occupation", "http://esco/9", "12345", "X", ""], "“12345” is no ISCO-08 unit group; download the file again."),
        (["Occupation", "", "2221", "X", ""], "The address of the occupation is missing; download the file again."),
        (["Occupation", "http://esco/9", "2221", "", ""], "The title is missing; download the file again."),
        (["Occupation", "http://esco/9", "2221", "X" * 301, ""], "This is too long for titles; download the file again."),
    ],
)
def test_a_mistake_is_one_sentence_and_changes_nothing(
    row: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = write(tmp_path / "occupations_en.csv", ROWS)
    bad = write(tmp_path / "occupations_de.csv", [*ROWS, row])
    assert run("import", good, bad) == 2
    error = capsys.readouterr().err
    assert error.startswith("occupations_de.csv, row ")
    assert error.endswith(f": {message}\n")
    assert error.count("\n") == 1
    assert esco.installed() == []


def test_other_files_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    skills = write(tmp_path / "skills_de.csv", [["Skill", "http://esco/1", "x"]], ["conceptType", "conceptUri", "skillType"])
    none = write(tmp_path / "occupations_de.csv", [["ISCOGroup", "http://esco/1", "2221", "Pflege", ""]])
    (tmp_path / "occupations_fr.csv").write_bytes(b"\x1f\x8b\x08\0nothing")
    assert run("import", skills, none, tmp_path / "occupations_fr.csv", tmp_path / "gone_de.csv") == 2
    assert capsys.readouterr().err.splitlines() == [
        "skills_de.csv: This is no list of ESCO occupations: the column “iscoGroup” is missing. "
        "Take the file “occupations” of the CSV download on the ESCO portal.",
        "occupations_de.csv: There is no released occupation in this file.",
        "occupations_fr.csv: This is no spreadsheet but gzip; save the list as .xlsx or CSV.",
        "gone_de.csv: There is no such file; check the name and the folder.",
    ]


def test_two_files_of_one_language_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = (write(tmp_path / name, ROWS) for name in ("a_de.csv", "b_de.csv"))
    assert run("import", one, other) == 2
    assert capsys.readouterr().err == "b_de.csv: Two files have titles in the language “de”; import one of them.\n"


def test_remove_of_what_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("remove", "../secret") == 2
    assert capsys.readouterr().err == (
        "../secret: Nothing is imported in this language; “resonanz esco list” says what is.\n"
    )


@pytest.mark.parametrize("damage", [b"", b"nothing", b"\x1f\x8b\x08\0\0\0\0\0\0\xff"])
def test_a_damaged_store_stops_nobody(damage: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("import", write(tmp_path / "occupations_de.csv", ROWS))
    capsys.readouterr()
    esco.path("de").write_bytes(damage)
    assert code_of("Mondpflegerin") is None
    assert code_of("Krankenpflegerin") == "2221"
    assert run("list") == 0
    assert capsys.readouterr().out == "de: the file is damaged; import it again\n" + THANKS
    cut = esco.pack([esco.Occupation("2221", "2221.1", "http://esco/1", ("Mondpfleger",))])[:-20]
    esco.path("de").write_bytes(cut)
    with pytest.raises(ValueError, match="no file of ours"):
        esco.unpack(cut)
    assert run("remove", "de") == 0


@pytest.mark.skipif(not all(map(Path.exists, OFFICIAL)), reason=f"the official ESCO files are not in {SHARED / 'esco'}")
def test_the_official_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", *OFFICIAL) == 0
    assert capsys.readouterr().out == (
        "de: 3039 occupations with 18729 titles\nen: 3039 occupations with 33321 titles\n" + THANKS
    )
    assert code_of("Technische Direktorin für Bühne, Film und Fernsehen") == "2654"
    assert link("biomedical laboratory assistant", k=1)[0].code == "3212"
    assert link("Medizinisch-technische Laborantin", k=1)[0].code == "3212"
    assert link("медсестра", k=1)[0].code == "2221"
