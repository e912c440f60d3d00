"""Changing forms and the texts of consents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from resonanz.applications.models import Answer, FormPage, Question
from resonanz.applications.queries.apply import consent_texts
from resonanz.core.models import log_action
from resonanz.people.models import ConsentText, Person
from resonanz.programmes.models import Programme


@transaction.atomic
def add_page(*, programme: Programme, group: str, title: Mapping[str, str], by: Person | None, **texts: Any) -> FormPage:
    """Add a page at the end of the form of `group`."""
    pages = FormPage.objects.filter(programme=programme, group=group)
    page = FormPage.objects.create(
        programme=programme,
        group=group,
        key=free_key(title, set(pages.values_list("key", flat=True)), "page"),
        title=dict(title),
        position=after_last(pages),
        **texts,
    )
    log_action("add_page", by=by, on=page, scope=programme.scope, key=page.key)
    return page


@transaction.atomic
def change_page(*, page: FormPage, by: Person | None, **texts: Any) -> None:
    """Change title and text of a page."""
    for name, value in texts.items():
        setattr(page, name, value)
    page.save(update_fields=[*texts])
    log_action("change_page", by=by, on=page, scope=page.programme.scope, key=page.key)


@transaction.atomic
def remove_page(*, page: FormPage, by: Person | None) -> bool:
    """Remove a page with its questions; return False where answered questions had to be archived and so it stays."""
    for question in page.questions.all():
        remove_question(question=question, by=by)
    if page.questions.exists():
        return False
    log_action("remove_page", by=by, on=page, scope=page.programme.scope, key=page.key)
    page.delete()
    return True


@transaction.atomic
def move_page(*, page: FormPage, up: bool, by: Person | None) -> None:
    """Move a page one place up or down."""
    pages = list(FormPage.objects.filter(programme=page.programme_id, group=page.group))
    if swap(pages, page, up):
        log_action("move_page", by=by, on=page, scope=page.programme.scope, up=up)


@transaction.atomic
def add_question(*, page: FormPage, by: Person | None, **fields: Any) -> Question:
    """Add a question at the end of `page`; its key is made from its label and never changes."""
    form = Question.objects.filter(page__programme=page.programme_id, page__group=page.group)
    question = Question.objects.create(
        page=page,
        key=free_key(fields["label"], set(form.values_list("key", flat=True)), "question"),
        position=after_last(page.questions.all()),
        **fields,
    )
    log_action("add_question", by=by, on=question, scope=page.programme.scope, key=question.key)
    return question


@transaction.atomic
def change_question(*, question: Question, by: Person | None, **fields: Any) -> None:
    """Change a question; key and kind stay, because answers hang on them."""
    for name, value in fields.items():
        setattr(question, name, value)
    question.save(update_fields=[*fields])
    log_action("change_question", by=by, on=question, scope=question.page.programme.scope, key=question.key)


@transaction.atomic
def move_question(*, question: Question, up: bool, by: Person | None) -> None:
    """Move a question one place up or down within its page."""
    if swap(list(question.page.questions.filter(is_archived=False)), question, up):
        log_action("move_question", by=by, on=question, scope=question.page.programme.scope, up=up)


@transaction.atomic
def remove_question(*, question: Question, by: Person | None) -> bool:
    """Remove a question; one that somebody has answered is archived instead. Return whether it is gone."""
    programme = question.page.programme
    answered = Answer.objects.filter(
        key=question.key, application__cohort__programme=programme, application__group=question.page.group
    ).exists()
    log_action("remove_question", by=by, on=question, scope=programme.scope, key=question.key, archived=answered)
    if answered:
        question.is_archived = True
        question.save(update_fields=["is_archived"])
    else:
        question.delete()
    return not answered


@transaction.atomic
def restore_question(*, question: Question, by: Person | None) -> None:
    """Ask an archived question again."""
    question.is_archived = False
    question.save(update_fields=["is_archived"])
    log_action("restore_question", by=by, on=question, scope=question.page.programme.scope, key=question.key)


@transaction.atomic
def new_consent_version(
    *, programme: Programme, key: str, texts: Mapping[str, str], by: Person | None = None
) -> dict[str, ConsentText]:
    """Keep the words of a consent; where they differ from the newest version, as the next one. Return what is in force.

    A version is whole: a language that is left out is no longer asked in.
    """
    wanted = {language: text.strip() for language, text in texts.items() if text.strip()}
    if not wanted:
        raise ValueError("a consent needs words in at least one language")
    current = consent_texts(programme, key)
    if {language: row.text for language, row in current.items()} == wanted:
        return current
    version = max((row.version for row in current.values()), default=0) + 1
    for language, text in wanted.items():
        row = ConsentText.objects.create(scope=programme.scope, key=key, version=version, language=language, text=text)
    log_action("new_consent_version", by=by, on=row, scope=programme.scope, key=key, version=version)
    return consent_texts(programme, key)


def free_key(texts: Mapping[str, str], taken: set[str], default: str) -> str:
    """Return a key for a new page or question: its English or first name, with a number where that is taken."""
    words = next((texts[language] for language in ("en", *texts) if texts.get(language)), "")
    stem = slugify(words)[:50] or default
    candidates = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
    return next(key for key in candidates if key not in taken)


def after_last(rows: Any) -> int:
    """Return the position after the last of `rows`."""
    last = rows.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def swap(rows: list[Any], row: Any, up: bool) -> bool:
    """Let `row` change places with its neighbour; positions are numbered anew. Return whether there was one."""
    place = rows.index(row)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return False
    rows[place], rows[other] = rows[other], rows[place]
    for position, each in enumerate(rows):
        each.position = position
    type(row).objects.bulk_update(rows, ["position"])
    return True
