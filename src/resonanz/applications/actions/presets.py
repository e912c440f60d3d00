"""Forms and consents out of a preset; `presets/README.md` describes the keys.

Loading again renews the form: a page or question that the preset no longer has goes, or is archived where somebody has
answered it. A consent whose words have changed becomes a new version; the old one stays with those who agreed to it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from resonanz.applications.actions.forms import new_consent_version, remove_question
from resonanz.applications.enums import KINDS_THAT_FILL, Audience, Fills, QuestionKind
from resonanz.applications.models import FormPage, Question
from resonanz.people.models import ConsentText
from resonanz.programmes.actions import PresetError
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Programme

CATALOGUE = Path(__file__).parent.parent / "data" / "questions.toml"
INFORMAL = "de_informal"
TEXTS = ("label", "help", "purpose", "title", "text")
COLUMNS = {
    "kind", "label", "help", "purpose", "options", "limits", "fills", "audience", "required", "completes_profile",
    "is_special", "key",
}  # fmt: skip


@cache
def catalogue() -> dict[str, Any]:
    """Return the pages and questions that most forms have in common."""
    return tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))


def load_forms(*, programme: Programme, data: Mapping[str, Any]) -> None:
    """Make or renew the consents and the forms of a programme; raises PresetError."""
    for entry in data.get("consent", []):
        check_texts(programme, entry["text"], f"consent {entry['key']}")
        words = {language: programme.wording.render(text, language) for language, text in entry["text"].items()}
        new_consent_version(programme=programme, key=entry["key"], texts=words)
    consents = {entry["key"] for entry in data.get("consent", [])}
    for group in Group.values:
        pages = [entry for entry in data.get("form", []) if entry.get("group") == group]
        renew_form(programme, group, pages, consents)
    for entry in data.get("form", []):
        if entry.get("group") not in Group.values:
            raise PresetError(f'{programme.slug}: a form page needs group = "first" or "second".')


def renew_form(programme: Programme, group: str, entries: list[Mapping[str, Any]], consents: set[str]) -> None:
    """Bring the pages of one group in line with the preset; what is new is made at once."""
    kept, keys = [], set()
    informal = programme.is_informal.get("mentor" if group == Group.FIRST else "mentee", False)
    pages = {page.key: page for page in FormPage.objects.filter(programme=programme, group=group)}
    known = {row.key: row for row in Question.objects.filter(page__programme=programme, page__group=group)}
    new: list[Question] = []
    for place, entry in enumerate(entries):
        page = load_page(programme, group, entry, place, informal, pages)
        kept.append(page.pk)
        for position, spec in enumerate(questions_of(programme, entry, informal)):
            check_question(programme, spec, consents)
            if spec["key"] in keys:
                raise PresetError(f"{programme.slug}: the question «{spec['key']}» is asked twice in one form.")
            keys.add(spec["key"])
            question = described_by(known.get(spec["key"]) or Question(key=spec["key"]), page, spec, position)
            if question.pk:
                question.save()
            else:
                new.append(question)
    Question.objects.bulk_create(new)
    for key, question in known.items():
        if key not in keys:
            remove_question(question=question, by=None)
    for page in FormPage.objects.filter(programme=programme, group=group).exclude(pk__in=kept) if pages else []:
        if not page.questions.exists():
            page.delete()


def load_page(
    programme: Programme, group: str, entry: Mapping[str, Any], place: int, informal: bool, known: Mapping[str, FormPage]
) -> FormPage:
    """Make or renew one page."""
    key = entry["page"]
    texts = {**catalogue()["page"].get(key, {}), **{name: entry[name] for name in ("title", "text") if name in entry}}
    if "title" not in texts:
        raise PresetError(f"{programme.slug}: the form page «{key}» needs a title; it is not in the catalogue of pages.")
    fields = {name: spoken(texts.get(name, {}), informal) for name in ("title", "text")}
    for name, text in fields.items():
        check_texts(programme, text, f"form page {key}, {name}")
    page = known.get(key) or FormPage(programme=programme, group=group, key=key)
    page.title, page.text, page.position = fields["title"], fields["text"], place
    page.save()
    return page


def questions_of(programme: Programme, entry: Mapping[str, Any], informal: bool) -> Iterator[dict[str, Any]]:
    """Yield the questions of a page: those of the catalogue, each with what the preset says otherwise."""
    own = {question["key"]: question for question in entry.get("question", [])}
    for name in entry["questions"]:
        known = catalogue()["question"].get(name, {})
        if not known and name not in own:
            raise PresetError(f"{programme.slug}: the question «{name}» is neither in the catalogue nor in the form.")
        mine = {key: value for key, value in own.get(name, {}).items() if key != "key"}
        spec = {"key": name, **known, **mine}
        if unknown := sorted(spec.keys() - COLUMNS):
            raise PresetError(f"{programme.slug}: nobody knows the key «{unknown[0]}» of the question «{name}».")
        spec.update({text: spoken(spec[text], informal) for text in TEXTS if text in spec})
        spec["options"] = [
            {"key": option["key"], "label": spoken(option["label"], informal)} for option in spec.get("options", [])
        ]
        yield spec


def spoken(texts: Mapping[str, str], informal: bool) -> dict[str, str]:
    """Return a text by language, the German one as the programme addresses people."""
    made = {language: text for language, text in texts.items() if language != INFORMAL}
    if informal and INFORMAL in texts:
        made["de"] = texts[INFORMAL]
    return made


def described_by(question: Question, page: FormPage, spec: Mapping[str, Any], position: int) -> Question:
    """Return the question as `spec` describes it, not saved yet; one that stands on another page now moves."""
    question.page, question.position, question.is_archived = page, position, False
    question.kind = spec["kind"]
    question.label, question.help, question.purpose = (spec.get(name, {}) for name in ("label", "help", "purpose"))
    question.options, question.limits = spec["options"], spec.get("limits", {})
    question.is_required = spec.get("required", False)
    question.completes_profile = spec.get("completes_profile", False)
    question.fills = spec.get("fills", "")
    question.audience = spec.get("audience", Audience.STAFF)
    question.is_special = spec.get("is_special", False)
    return question


def check_question(programme: Programme, spec: Mapping[str, Any], consents: set[str]) -> None:
    """Refuse a question that could not be asked."""
    where = f"{programme.slug}: question «{spec['key']}»"
    if spec.get("kind") not in QuestionKind.values:
        raise PresetError(f"{where}: the kind must be one of {', '.join(QuestionKind.values)}.")
    if spec.get("audience", Audience.STAFF) not in Audience.values:
        raise PresetError(f"{where}: the audience must be one of {', '.join(Audience.values)}.")
    fills = spec.get("fills", "")
    if fills and fills not in Fills.values:
        raise PresetError(f"{where}: nothing is called «{fills}»; presets/README.md says what can be filled.")
    if fills and spec["kind"] not in KINDS_THAT_FILL[fills]:
        raise PresetError(f"{where}: an answer of the kind «{spec['kind']}» cannot fill «{fills}».")
    if spec.get("completes_profile") and not fills:
        raise PresetError(f"{where}: what completes the profile must fill something of it.")
    wanted = spec.get("limits", {}).get("consent") or (spec["key"] if spec["kind"] == QuestionKind.CONSENT else "")
    if wanted and wanted not in consents:
        raise PresetError(f"{where}: there is no [[consent]] with the key «{wanted}».")
    if spec.get("is_special") and not wanted:
        raise PresetError(f"{where}: a special category needs limits = {{ consent = … }}.")
    for name in ("label", "help", "purpose"):
        check_texts(programme, spec.get(name, {}), f"question {spec['key']}, {name}")
    for option in spec["options"]:
        check_texts(programme, option["label"], f"question {spec['key']}, option {option['key']}")


def check_texts(programme: Programme, texts: Mapping[str, str], where: str) -> None:
    """Refuse a text that cannot be said in the programme's wording."""
    for language, text in texts.items():
        for problem in programme.wording.problems(text, language):
            raise PresetError(f"{programme.slug}: {where}: {problem}")


def dump_forms(programme: Programme) -> dict[str, Any]:
    """Return forms and consents of `programme` as a preset holds them; `load_forms` makes the same of it again.

    Every part of a question is written, also where the catalogue says the same: what a town has changed stays changed.
    """
    consents: dict[str, dict[str, str]] = {}
    for row in ConsentText.objects.filter(scope=programme.scope).order_by("key", "version"):
        consents.setdefault(row.key, {})[row.language] = row.text
    forms = []
    for page in programme.form_pages.prefetch_related("questions"):
        questions = [question for question in page.questions.all() if not question.is_archived]
        if questions:
            entry = {"group": page.group, "page": page.key, "title": page.title, "text": page.text}
            keys = [question.key for question in questions]
            forms.append({**entry, "questions": keys, "question": [described(question) for question in questions]})
    return {"consent": [{"key": key, "text": text} for key, text in consents.items()], "form": forms}


def described(question: Question) -> dict[str, Any]:
    """Return one question as `described_by` reads it."""
    return {
        "key": question.key,
        "kind": question.kind,
        "label": question.label,
        "help": question.help,
        "purpose": question.purpose,
        "options": question.options,
        "limits": question.limits,
        "required": question.is_required,
        "completes_profile": question.completes_profile,
        "fills": question.fills,
        "audience": question.audience,
        "is_special": question.is_special,
    }
