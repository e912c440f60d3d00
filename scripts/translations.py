"""Collect, compile and check translations: `translations.py collect|check`.

Two catalogues a language: `django` (pages and mails) and `engine` (sentences made where Django is not). Babel does all of
it, so no gettext need be installed. `check` is red when a text is missing from a catalogue, or when a complete language has
an entry that is empty, fuzzy, uses other placeholders than the original, or is not what the compiled file says.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_javascript, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

os.environ.setdefault("RESONANZ_DEMO", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "resonanz.settings")

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "resonanz"
PURE = ["engine", "tables", "taxonomy", "wording", "cli.py"]  # whose sentences go to the catalogue `engine`
KEYWORDS: dict[str, Any] = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
LANGUAGES = ["de", "ar"]  # English is the language of the originals
COMPLETE = ["de"]


def main(act: str) -> int:
    """Collect or check; return the exit code."""
    problems: list[str] = []
    for domain, template in (("django", pages()), ("engine", sentences())):
        for language in LANGUAGES:
            path = SOURCE / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
            if act == "collect":
                collect(path, template, language)
            else:
                problems += check(path, template, language)
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} things to mend; `make messages` collects new texts and compiles.")
    return 1 if problems else 0


def pages() -> Catalog:
    """Return all texts of pages, forms and mails."""
    from django.utils.translation.template import templatize

    catalog = Catalog(domain="django")
    for path in sorted(SOURCE.rglob("*.py")):
        if path.relative_to(SOURCE).parts[0] not in PURE and "migrations" not in path.parts:
            with path.open("rb") as file:
                add(catalog, path, extract_python(file, KEYWORDS, [], {}), KEYWORDS)
    for path in sorted([*SOURCE.rglob("templates/**/*.html"), *SOURCE.rglob("templates/**/*.txt")]):
        source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        found = extract_javascript(io.BytesIO(source.encode()), KEYWORDS, [], {"encoding": "utf-8"})
        add(catalog, path, found, KEYWORDS)
    return catalog


def sentences() -> Catalog:
    """Return all sentences marked with `P(…)`."""
    catalog = Catalog(domain="engine")
    paths = [
        path
        for name in [*PURE, "applications", "matching", "programmes"]
        for path in ((SOURCE / name).rglob("*.py") if (SOURCE / name).is_dir() else [SOURCE / name])
    ]
    for path in sorted(paths):
        with path.open("rb") as file:
            add(catalog, path, extract_python(file, {"P": None}, [], {}), {"P": None})
    return catalog


def add(catalog: Catalog, path: Path, found: Any, keywords: dict[str, Any]) -> None:
    """Put what an extractor found into `catalog`."""
    place = path.relative_to(ROOT).as_posix()
    for line, function, texts, _comments in found:
        values = [texts] if isinstance(texts, str) else list(texts or ())
        spec, context = keywords[function] or (1,), None
        if isinstance(spec[0], tuple):
            context, spec = values[spec[0][0] - 1], spec[1:]
        wanted = [values[place_ - 1] for place_ in spec if place_ <= len(values)]
        if wanted and all(wanted):
            catalog.add(tuple(wanted) if len(wanted) > 1 else wanted[0], locations=[(place, line)], context=context)


def read(path: Path, language: str) -> Catalog:
    """Read a catalogue; an empty one where there is no file yet."""
    if not path.exists():
        return Catalog(locale=language, domain=path.stem)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=path.stem)


def collect(path: Path, template: Catalog, language: str) -> None:
    """Bring a catalogue up to date with the texts, keep what is translated, and compile it."""
    catalog = read(path, language)
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.header_comment = "# Resonanz, AGPL-3.0-or-later. `make messages` keeps this file up to date."
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=110, sort_output=False, ignore_obsolete=True, include_lineno=False)
    path.with_suffix(".mo").write_bytes(compiled(catalog))
    print(f"{path.relative_to(ROOT)}: {sum(1 for m in catalog if m.id and not full(m))} to translate of {len(catalog)}")


def compiled(catalog: Catalog) -> bytes:
    """Return the catalogue as a `.mo` file."""
    buffer = io.BytesIO()
    whole = Catalog(locale=catalog.locale, domain=catalog.domain)
    whole.mime_headers = catalog.mime_headers
    for message in catalog:
        if message.id and full(message):  # a gap would hide the text of the language that steps in
            whole[message.id] = message
    write_mo(buffer, whole)
    return buffer.getvalue()


def check(path: Path, template: Catalog, language: str) -> list[str]:
    """Return one sentence for each thing that is wrong with a catalogue."""
    catalog = read(path, language)
    name = path.relative_to(ROOT)
    known = {(message.id, message.context) for message in catalog if message.id}
    wanted = {(message.id, message.context) for message in template if message.id}
    problems = [f"{name}: not collected yet: {text_of(key)!r}" for key in sorted(wanted - known, key=str)]
    problems += [f"{name}: no longer used: {text_of(key)!r}" for key in sorted(known - wanted, key=str)]
    for message in catalog:
        if not message.id:
            continue
        if language in COMPLETE and (not full(message) or message.fuzzy):
            problems.append(f"{name}: not translated: {first(message.id)!r}")
        problems += [f"{name}: {first(message.id)!r}: {sentence}" for sentence in wrong_placeholders(message)]
    if not path.with_suffix(".mo").exists() or path.with_suffix(".mo").read_bytes() != compiled(catalog):
        problems.append(f"{name}: the compiled file is out of date")
    return problems


def full(message: Message) -> bool:
    """Whether every form of a message is translated."""
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def first(text: Any) -> str:
    """Return the singular of an original."""
    return str(text[0] if isinstance(text, tuple | list) else text)


def text_of(key: tuple[Any, Any]) -> str:
    """Return the original of a key, for a sentence."""
    return first(key[0])


def placeholders(text: str) -> set[str]:
    """Return the named values of a text: %(name)s and {name}; the wording's grammar after the noun is free."""
    percent = set(re.findall(r"%\(\w+\)[sd]", text))
    return percent | {f"{{{name}}}" for name in re.findall(r"(?<!\{)\{([a-z_]+)\}(?!\})", text) if name not in NOUNS}


NOUNS = {"mentor", "mentors", "mentee", "mentees"}  # filled by the programme's wording, which has its own check


def wrong_placeholders(message: Message) -> Iterator[str]:
    """Yield a sentence for each translation whose values are not those of the original."""
    originals = list(message.id) if isinstance(message.id, tuple | list) else [message.id]
    forms = list(message.string) if isinstance(message.string, tuple | list) else [message.string]
    allowed = set().union(*(placeholders(text) for text in originals))
    needed = placeholders(originals[-1]) if len(originals) == 1 else set()
    for form in forms:
        if form and (not placeholders(form) <= allowed or not needed <= placeholders(form)):
            yield f"other placeholders than the original: {form!r}"


if __name__ == "__main__":
    import django

    django.setup()
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
