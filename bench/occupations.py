"""How well the linker finds occupations, and how fast: `python -m bench occupations`.

Two kinds of questions, both hidden from the linker:

- held-out synonyms: of each ESCO occupation that has one, a label is hidden with every label that differs from it
  only in gender or inflection, and asked for among all others. The linker was developed on another such choice.
- MELO (Avature, MIT): German job titles of the national classification, asked for among ESCO's labels. It was looked
  at several times to check, and decided that letters keep their gender endings and that two readings are enough.
  No synonym comes from it.

A question's rank is that of its best right label; the result is the mean of 1 / rank. "label ids" gives every
label an id of its own, so that nothing is known of synonyms and every label takes a rank, as in the published
results; "concept ids" tells which labels belong together.
"""

from __future__ import annotations

import csv
import os
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from resonanz.taxonomy import occupations
from resonanz.taxonomy import text as titles
from resonanz.taxonomy.linker import Linker, index, language

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("RESONANZ_SHARED_DATA", ROOT.parent / "shared" / "data"))
RESULTS = Path(__file__).with_suffix(".md")
SEED = 2
QUESTIONS = 800
PUBLISHED = {
    "text-embedding-3-large": 0.678,
    "E5-mistral": 0.664,
    "BGE-M3": 0.608,
    "multilingual USE": 0.561,
    "character TF-IDF": 0.544,
    "edit distance": 0.439,
}


class Task(NamedTuple):
    """Labels as (concept, label), and questions as (text, rows of the right labels)."""

    labels: list[tuple[str, str]]
    questions: list[tuple[str, set[int]]]

    def with_label_ids(self) -> Task:
        """Return the same task in which every label is a concept."""
        return Task([(f"{row:06}", label) for row, (_, label) in enumerate(self.labels)], self.questions)


class Measured(NamedTuple):
    """Mean reciprocal rank, CPU seconds to build, questions a CPU second with ten hits."""

    rank: float
    build: float
    speed: float


def run() -> None:
    """Measure, print and write bench/occupations.md; one sentence where the data are absent."""
    if not (DATA / "melo-deu").exists() or not (DATA / "esco").exists():
        print(
            f"The ESCO and MELO files are not at {DATA}; name their folder with RESONANZ_SHARED_DATA to measure the linker."
        )
        return
    lines: list[str] = []
    for line in chain(_head(), _final_table(), [""], _typing_table(), [""], _ablation_table()):
        print(line, flush=True)
        lines.append(line)
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def melo() -> Task:
    """Return the German MELO set; the concept of an element is what stands before its language."""
    elements = _rows("corpus_elements")
    row_of = {element: row for row, (element, _) in enumerate(elements)}
    right = defaultdict(set)
    for question, _, element, _ in _rows("annotations"):
        right[question].add(row_of[element])
    labels = [(element.split("_")[0], label) for element, label in elements]
    return Task(labels, [(text, right[question]) for question, text in _rows("queries")])


def held_out(spoken: str, seed: int = SEED, most: int = QUESTIONS) -> Task:
    """Return the official ESCO labels in a language with one synonym of each occupation hidden, at most `most`."""
    choose = random.Random(seed)
    labels = [(f"isco{code}", occupations.title(code, spoken, "masculine")) for code in occupations.groups()]
    asked = []
    with (DATA / "esco" / f"occupations_{spoken}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            known = [row["preferredLabel"], *dict.fromkeys(label for label in row["altLabels"].split("\n") if label.strip())]
            candidates = [label for label in known[1:] if any(not _forms(label) & _forms(other) for other in known)]
            if candidates:
                hidden = choose.choice(candidates)
                asked.append((hidden, row["conceptUri"]))
                known = [label for label in known if not _forms(label) & _forms(hidden)]
            labels += [(row["conceptUri"], label) for label in known]
    rows = defaultdict(set)
    for number, (concept, _) in enumerate(labels):
        rows[concept].add(number)
    choose.shuffle(asked)
    return Task(labels, [(text, rows[concept]) for text, concept in asked if rows[concept]][:most])


def measure(task: Task) -> Measured:
    """Build a linker over the labels and ask every question."""
    start = time.process_time()
    linker = Linker(task.labels)
    build = time.process_time() - start
    total = 0.0
    for text, rows in task.questions:
        right = {task.labels[row][0] for row in rows}
        total += _reciprocal(linker, text, right, 30) or _reciprocal(linker, text, right, len(task.labels))
    start = time.process_time()
    for text, _ in task.questions[:400]:
        linker.rank(text, 10)
    seconds = time.process_time() - start
    return Measured(total / len(task.questions), build, min(400, len(task.questions)) / seconds)


def _reciprocal(linker: Linker, text: str, right: set[str], k: int) -> float:
    return next((1 / rank for rank, hit in enumerate(linker.rank(text, k), start=1) if hit.concept_id in right), 0.0)


def _final_table() -> Iterator[str]:
    yield "| set | labels | questions | MRR, label ids | MRR, concept ids | built in | questions a second, k = 10 |"
    yield "|---|---|---|---|---|---|---|"
    tasks: dict[str, Callable[[], Task]] = {
        "MELO, German": melo,
        "ESCO held out, German": lambda: held_out("de"),
        "ESCO held out, English": lambda: held_out("en"),
    }
    for name, make in tasks.items():
        task = make()
        alone, together = measure(task.with_label_ids()), measure(task)
        yield (
            f"| {name} | {len(task.labels):,} | {len(task.questions):,} | {alone.rank:.4f} | {together.rank:.4f} "
            f"| {alone.build:.1f} s | {alone.speed:.0f} |"
        )


TYPED = {
    "de": ["Krankenpflegerin", "Softwareentwickler", "Buchhalterin", "Elektroingenieur"],
    "en": ["nurse", "software developer", "accountant", "electrical engineer"],
    "ar": ["مهندس", "ممرضة"],
    "uk": ["медсестра", "бухгалтер"],
    "tr": ["öğretmen", "hemşire"],
}


def _typing_table() -> Iterator[str]:
    """What each key costs that somebody presses in a field for an occupation, from the second letter on."""
    seconds = []
    for _ in range(3):  # the first round warms, the fastest counts
        times = []
        for spoken, texts in TYPED.items():
            for text in texts:
                for length in range(2, len(text) + 1):
                    start = time.process_time()
                    occupations.search(text[:length], spoken, 10)
                    times.append(time.process_time() - start)
        seconds.append(times)
    fastest = sorted(min(rounds) for rounds in zip(*seconds, strict=True))
    yield "| suggestions while typing | keys | median | 99 of 100 within | slowest (asked: 50 ms) |"
    yield "|---|---|---|---|---|"
    shown = [1000 * fastest[place] for place in (len(fastest) // 2, int(len(fastest) * 0.99), -1)]
    yield f"| five languages | {len(fastest)} | " + " | ".join(f"{value:.1f} ms" for value in shown) + " |"


def _ablation_table() -> Iterator[str]:
    """Each step beside the one before it; fewer questions than above, since only the differences matter."""
    yield "| step, each on top of the one before | MELO | held out de | held out en |"
    yield "|---|---|---|---|"
    whole = melo()
    tasks = [Task(whole.labels, whole.questions[::4]), held_out("de", most=300), held_out("en", most=300)]
    no_synonyms = tuple(spoken._replace(heads={}, parts={}) for spoken in language.languages())
    letters_only = [(index, "PARTS", 0.0), (index, "LETTERS", 1.0)]
    steps: list[tuple[str, list[tuple[Any, str, Any]], bool]] = [
        ("letters of words", [*letters_only, (index, "REPEATED", 1.0)], True),
        ("a second gender form of a label counts half", letters_only, True),
        ("parts of words, split and by likeness", [(language, "languages", lambda: no_synonyms)], True),
        ("everyday synonyms", [], True),
        ("concept ids: one rank per concept, and synonyms learned from the list", [], False),
    ]
    for name, changes, alone in steps:
        with _changed(changes):
            ranks = [measure(task.with_label_ids() if alone else task).rank for task in tasks]
        yield f"| {name} | " + " | ".join(f"{rank:.4f}" for rank in ranks) + " |"


@contextmanager
def _changed(changes: list[tuple[Any, str, Any]]) -> Iterator[None]:
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in changes]
    for owner, name, value in changes:
        setattr(owner, name, value)
    try:
        yield
    finally:
        for owner, name, value in before:
            setattr(owner, name, value)


def _head() -> list[str]:
    published = ", ".join(f"{name} {rank:.3f}" for name, rank in PUBLISHED.items())
    return [
        "# The linker",
        "",
        *(line for line in (__doc__ or "").strip().splitlines()[2:]),
        "",
        f"Published on the German MELO set: {published}.",
        "Ours needs no model and no network. Times are CPU seconds of one thread on a machine shared with other work.",
        "",
    ]


def _rows(name: str) -> list[list[str]]:
    lines = (DATA / "melo-deu" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line]


def _forms(label: str) -> set[str]:
    """Return each reading of "Leiter/Leiterin" without gender and inflection."""
    return {"".join(map(_stem, titles.words(part))) for part in titles.plain(label).split("/")}


def _stem(word: str) -> str:
    for endings in (("innen", "in"), ("en", "es", "er", "em", "e", "s", "n")):
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= 4:
                word = word[: -len(ending)]
                break
    return word
