"""The command `resonanz`: match and explain straight from spreadsheets; everything else is handed to Django.

What takes time to load (NumPy, SciPy, Django) is imported where it is used, so that help and mistakes answer
at once.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from resonanz.phrases import P, Phrase

if TYPE_CHECKING:
    from resonanz.engine import Criteria
    from resonanz.tables import InputProblem, Table

HANDED_TO_DJANGO = {
    "preset": "list, load and write programmes as preset files",
    "demo": "fill an empty installation with invented people",
    "serve": "run the web product on this machine",
    "manage": "any other administrative command",
}
BAD_INPUT = 2
MOST_PROBLEMS = 50  # printed; a wrong column would else print the whole file


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 failed, 2 bad input."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments and arguments[0] in HANDED_TO_DJANGO:
        return _hand_to_django(arguments)
    try:
        options = _parser().parse_args(arguments)
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else BAD_INPUT
    _write_any_letter()
    from resonanz.tables import InputError

    language = options.language or _language_of_the_terminal()
    try:
        status: int = options.run(options, language)
        sys.stdout.flush()
    except InputError as error:
        _complain(error.problems, language)
        return BAD_INPUT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader (head, less) has seen enough
        return 0
    except KeyboardInterrupt:
        return 130
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="resonanz", description="Runs mentoring programmes.")
    parser.add_argument("--version", action="version", version=f"resonanz {_version()}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    people = argparse.ArgumentParser(add_help=False)
    people.add_argument("mentors", metavar="MENTORS", type=Path, help="spreadsheet of the mentors (CSV, XLSX)")
    people.add_argument("mentees", metavar="MENTEES", type=Path, help="spreadsheet of the mentees (CSV, XLSX)")
    people.add_argument("--criteria", metavar="FILE.toml", type=Path, required=True, help="see docs/criteria.md")
    people.add_argument("--id", metavar="COLUMN", help="column that identifies people (default: id)")
    people.add_argument("--language", choices=("en", "de"), help="of the sentences (default: your terminal's)")

    matching = commands.add_parser("match", parents=[people], help="pair mentors and mentees from two spreadsheets")
    matching.add_argument("--out", metavar="FILE", type=Path, help="write the result to FILE.csv, .json or .xlsx")
    matching.add_argument("--objective", choices=("most_pairs", "best_total", "fairest"), help="default: most_pairs")
    matching.add_argument("--minimum", metavar="POINTS", type=float, help="make no pair with fewer points than this")
    matching.add_argument("--capacity", metavar="N|COLUMN", help="mentees per mentor (default: 1)")
    matching.add_argument("--pin", metavar="MENTOR:MENTEE", action="append", default=[], help="a pair to keep")
    matching.add_argument("--forbid", metavar="MENTOR:MENTEE", action="append", default=[], help="a pair to rule out")
    matching.set_defaults(run=_match)

    explaining = commands.add_parser("explain", parents=[people], help="say why two people fit or do not")
    explaining.add_argument("--pair", metavar="MENTOR:MENTEE", required=True)
    explaining.set_defaults(run=_explain)

    _add_esco(commands)
    for name, text in HANDED_TO_DJANGO.items():
        commands.add_parser(name, help=text, add_help=False)
    return parser


def _add_esco(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands around the official ESCO files."""
    where = argparse.ArgumentParser(add_help=False)
    where.add_argument("--out", metavar="FOLDER", type=Path, help="data folder (default: RESONANZ_DATA_DIR, else var)")
    where.set_defaults(language=None)  # the sentences are in the terminal's
    esco = commands.add_parser("esco", help="import job titles from the official ESCO files")
    acts = esco.add_subparsers(title="commands", metavar="COMMAND", required=True)
    importing = acts.add_parser("import", parents=[where], help="read occupations_de.csv and the like")
    importing.add_argument("files", metavar="FILE", type=Path, nargs="+", help="the occupations, as ESCO offers them in CSV")
    importing.add_argument(
        "--language", dest="titles_in", metavar="CODE", help="of the titles in the file (default: from its name)"
    )
    importing.set_defaults(run=_esco_import)
    acts.add_parser("list", parents=[where], help="say what is imported").set_defaults(run=_esco_list)
    removing = acts.add_parser("remove", parents=[where], help="remove what was imported in a language")
    removing.add_argument("languages", metavar="LANGUAGE", nargs="+")
    removing.set_defaults(run=_esco_remove)


def _match(options: argparse.Namespace, language: str) -> int:
    from resonanz.engine import match, report
    from resonanz.engine.fast import ready

    if options.out is not None:
        report.check_target(options.out)
    ready.on_preparing = lambda: print(P("Preparing, once on this machine …").text(language), file=sys.stderr)
    mentors, mentees, criteria = _read(options)
    column = options.id or criteria.settings.id or "id"
    with report.ProgressBar() as bar:
        result = match(
            mentors,
            mentees,
            criteria,
            id=options.id,
            capacity=_number_or_column(options.capacity),
            objective=options.objective,
            pins=[_pair(text, mentors, mentees, column, "--pin") for text in options.pin],
            forbids=[_pair(text, mentors, mentees, column, "--forbid") for text in options.forbid],
            minimum=options.minimum,
            progress=bar,
        )
    if options.out is not None:
        report.write(options.out, result, report.settings_rows(options, criteria, result, language), language)
    print(report.summary(result, language))
    if options.out is not None:
        print(P("Written to {file}.", file=str(options.out)).text(language))
    return 0


def _explain(options: argparse.Namespace, language: str) -> int:
    from resonanz.engine import explain, report

    mentors, mentees, criteria = _read(options)
    column = options.id or criteria.settings.id or "id"
    pair = _pair(options.pair, mentors, mentees, column, "--pair")
    print(report.explanation(explain(mentors, mentees, criteria, pair=pair, id=options.id), language))
    return 0


def _esco_import(options: argparse.Namespace, language: str) -> int:
    """Read all files before the first is written, so that a mistake changes nothing."""
    from resonanz.tables import InputError, InputProblem, read_table, write_whole
    from resonanz.taxonomy import esco

    problems: list[InputProblem] = []
    found: dict[str, list[esco.Occupation]] = {}
    for file in options.files:
        try:
            table = read_table(file)
        except InputError as error:
            problems += error.problems
            continue
        occupations, mistakes = esco.read(table.columns, list(table))
        for row, column, message in mistakes[:MOST_PROBLEMS]:
            problems.append(InputProblem(file.name, None if row is None else table.lines[row], column, message))
        if mistakes:
            continue
        spoken = str(options.titles_in or esco.language_of(file.name)).lower()
        if not re.fullmatch("[a-z]{2}", spoken):
            message = P("The file name does not say the language; name it, for example with --language de.")
            problems.append(InputProblem(file.name, None, None, message))
        elif spoken in found:
            message = P("Two files have titles in the language “{language}”; import one of them.", language=spoken)
            problems.append(InputProblem(file.name, None, None, message))
        else:
            found[spoken] = occupations
    if problems:
        raise InputError(problems)
    for spoken, occupations in found.items():
        path = esco.path(spoken, options.out)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = P("The folder cannot be made ({reason}); check its name.", reason=str(error.strerror))
            raise InputError(InputProblem(str(path.parent), None, None, message)) from error
        write_whole(path, esco.pack(occupations))
    return _esco_list(options, language)


def _esco_list(options: argparse.Namespace, language: str) -> int:
    from resonanz.taxonomy import esco

    stored = esco.installed(options.out)
    for one in stored:
        if one.occupations:
            sentence = P(
                "{language}: {occupations} occupations with {titles} titles",
                language=one.language,
                occupations=one.occupations,
                titles=one.titles,
            )
        else:
            sentence = P("{language}: the file is damaged; import it again", language=one.language)
        print(sentence.text(language))
    print(esco.ATTRIBUTION.text(language) if stored else P("Nothing is imported from ESCO.").text(language))
    return 0


def _esco_remove(options: argparse.Namespace, language: str) -> int:
    from resonanz.tables import InputError, InputProblem
    from resonanz.taxonomy import esco

    paths = {spoken: esco.path(spoken, options.out) for spoken in options.languages}
    known = {one.language for one in esco.installed(options.out)}
    if missing := [spoken for spoken in paths if spoken not in known]:
        message = P("Nothing is imported in this language; “resonanz esco list” says what is.")
        raise InputError([InputProblem(spoken, None, None, message) for spoken in missing])
    for path in paths.values():
        path.unlink()
    return _esco_list(options, language)


def _read(options: argparse.Namespace) -> tuple[Table, Table, Criteria]:
    """Read all three files and report what is wrong with any of them at once."""
    from resonanz.engine import load_criteria
    from resonanz.tables import InputError, read_table

    problems: list[InputProblem] = []
    tables: list[Table] = []
    criteria: list[Criteria] = []
    for path in (options.mentors, options.mentees):
        try:
            tables.append(read_table(path))
        except InputError as error:
            problems += error.problems
    try:
        criteria.append(load_criteria(options.criteria))
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(problems)
    return tables[0], tables[1], criteria[0]


def _number_or_column(text: str | None) -> int | str | None:
    try:
        return None if text is None else int(text)
    except ValueError:
        return text


def _pair(text: str, mentors: Table, mentees: Table, column: str, option: str) -> tuple[str, str]:
    """Split MENTOR:MENTEE; where ids contain colons themselves, at the colon that leaves two known ids."""
    from resonanz.tables import InputError, InputProblem

    parts = text.split(":")
    splits = [(":".join(parts[:cut]).strip(), ":".join(parts[cut:]).strip()) for cut in range(1, len(parts))]
    if not splits or not all(splits[0]):
        message = P("“{text}” is no pair; write the mentor's id, a colon and the mentee's id.", text=text)
        raise InputError(InputProblem(option, None, None, message))
    ids = [{row.get(column) for row in table} for table in (mentors, mentees)]
    return next((split for split in splits if split[0] in ids[0] and split[1] in ids[1]), splits[0])


def _complain(problems: Sequence[InputProblem], language: str) -> None:
    for problem in problems[:MOST_PROBLEMS]:
        print(problem.text(language), file=sys.stderr)
    if len(problems) > MOST_PROBLEMS:
        more: Phrase = P("… and {count} more of this kind.", count=len(problems) - MOST_PROBLEMS)
        print(more.text(language), file=sys.stderr)


def _language_of_the_terminal() -> str:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "de" if value.startswith("de") else "en"
    return "en"


def _write_any_letter() -> None:
    """A terminal that cannot show an arrow or an umlaut gets a question mark instead of a crash."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("resonanz")
    except PackageNotFoundError:
        return "(not installed)"


def _hand_to_django(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "resonanz.settings")
    if arguments[0] == "demo":
        os.environ["RESONANZ_DEMO"] = "1"
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["resonanz", *(arguments[1:] if arguments[0] == "manage" else arguments)])
    except ImproperlyConfigured as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
