"""Changing a programme's forms in the browser: pages, questions, consents, each with plain buttons."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from resonanz.applications.actions import forms as actions
from resonanz.applications.forms.answers import AnswersForm
from resonanz.applications.forms.editor import ConsentTextForm, PageForm, QuestionForm, initial_texts
from resonanz.applications.queries.apply import (
    all_consents,
    consent_texts,
    coordinated_pages,
    coordinated_questions,
    pages_of,
    whole_form,
)
from resonanz.applications.rules.apply import coordinates_page, coordinates_question
from resonanz.applications.views.applicant import READ_AND_WRITE
from resonanz.applications.views.session import posted
from resonanz.core.fetch import fetch
from resonanz.people.queries import person_of
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Programme
from resonanz.programmes.queries import coordinated_by
from resonanz.programmes.rules import coordinates


def coordinated(request: HttpRequest, slug: str) -> Programme:
    """Return a programme that the reader coordinates, or 404."""
    return fetch(coordinated_by(request.user), coordinates, request.user, slug=slug)


def kept(old: dict[str, Any], new: dict[str, Any], programme: Programme) -> dict[str, Any]:
    """Return `new` texts with the languages of `old` that the programme's editor does not show."""
    return {code: text for code, text in old.items() if code not in programme.languages} | new


@login_required
@require_safe
def forms(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the forms of a programme with all pages and questions."""
    programme = coordinated(request, slug)
    groups = [(group, programme.group_name(group), whole_form(programme, group)) for group in (Group.SECOND, Group.FIRST)]
    context = {"programme": programme, "groups": groups, "consents": all_consents(programme)}
    return render(request, "applications/apply/editor/forms.html", context)


@login_required
@require_safe
def preview(request: HttpRequest, slug: str, group: str) -> HttpResponse:
    """Show a form as applicants see it, all pages below each other."""
    programme = coordinated(request, slug)
    if group not in Group.values:
        raise Http404
    pages = [
        (page, AnswersForm(page.asked, programme, {}, label_suffix="", prefix=page.key))  # type: ignore[attr-defined]
        for page in pages_of(programme, group)
    ]
    context = {"programme": programme, "group": group, "pages": pages, "name": programme.group_name(group)}
    return render(request, "applications/apply/editor/preview.html", context)


@login_required
@READ_AND_WRITE
def add_form_page(request: HttpRequest, slug: str, group: str) -> HttpResponse:
    """Add a page to a form."""
    programme = coordinated(request, slug)
    if group not in Group.values:
        raise Http404
    form = PageForm(programme, posted(request))
    if request.method == "POST" and form.is_valid():
        page = actions.add_page(programme=programme, group=group, by=person_of(request), **form.values)
        return redirect("applications:add_question", page.pk)
    return render(request, "applications/apply/editor/edit.html", {"programme": programme, "form": form, "what": "page"})


@login_required
@READ_AND_WRITE
def form_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Change title and explanation of a page."""
    page = fetch(coordinated_pages(request.user), coordinates_page, request.user, pk=pk)
    form = PageForm(page.programme, posted(request), initial=initial_texts(page, ["title", "text"]))
    if request.method == "POST" and form.is_valid():
        values = {name: kept(getattr(page, name), text, page.programme) for name, text in form.values.items()}
        actions.change_page(page=page, by=person_of(request), **values)
        return saved(request, page.programme)
    context = {"programme": page.programme, "form": form, "what": "page", "row": page}
    return render(request, "applications/apply/editor/edit.html", context)


@login_required
@READ_AND_WRITE
def add_form_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a question to a page."""
    page = fetch(coordinated_pages(request.user), coordinates_page, request.user, pk=pk)
    form = QuestionForm(page.programme, posted(request))
    if request.method == "POST" and form.is_valid():
        actions.add_question(page=page, by=person_of(request), **form.values)
        return saved(request, page.programme)
    context = {"programme": page.programme, "form": form, "what": "question", "page": page}
    return render(request, "applications/apply/editor/edit.html", context)


@login_required
@READ_AND_WRITE
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a question."""
    row = fetch(coordinated_questions(request.user), coordinates_question, request.user, pk=pk)
    programme = row.page.programme
    form = QuestionForm(programme, posted(request), question=row)
    if request.method == "POST" and form.is_valid():
        texts = {name: kept(getattr(row, name), form.values[name], programme) for name in ("label", "help", "purpose")}
        actions.change_question(question=row, by=person_of(request), **(form.values | texts))
        return saved(request, programme)
    context = {"programme": programme, "form": form, "what": "question", "row": row, "page": row.page}
    return render(request, "applications/apply/editor/edit.html", context)


@login_required
@require_POST
def act_on_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Move or remove a page."""
    page = fetch(coordinated_pages(request.user), coordinates_page, request.user, pk=pk)
    act, by, programme = request.POST.get("act"), person_of(request), page.programme
    if act in {"up", "down"}:
        actions.move_page(page=page, up=act == "up", by=by)
    elif act == "remove" and not actions.remove_page(page=page, by=by):
        messages.info(request, _("Questions that somebody has answered are no longer asked, but stay with their answers."))
    return redirect("applications:forms", programme.slug)


@login_required
@require_POST
def act_on_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Move, remove or restore a question."""
    row = fetch(coordinated_questions(request.user), coordinates_question, request.user, pk=pk)
    act, by, programme = request.POST.get("act"), person_of(request), row.page.programme
    if act in {"up", "down"}:
        actions.move_question(question=row, up=act == "up", by=by)
    elif act == "restore":
        actions.restore_question(question=row, by=by)
    elif act == "remove" and not actions.remove_question(question=row, by=by):
        messages.info(request, _("Somebody has answered this question. It is no longer asked, but stays with its answers."))
    return redirect("applications:forms", programme.slug)


@login_required
@READ_AND_WRITE
def consent(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Change the words of a consent, which makes a new version."""
    programme = coordinated(request, slug)
    texts = consent_texts(programme, key)
    if not texts:
        raise Http404
    form = ConsentTextForm(programme, posted(request), initial={f"text_{code}": row.text for code, row in texts.items()})
    if request.method == "POST" and form.is_valid():
        others = {code: row.text for code, row in texts.items() if code not in programme.languages}
        actions.new_consent_version(programme=programme, key=key, texts=others | form.text("text"), by=person_of(request))
        return saved(request, programme)
    version = next(iter(texts.values())).version
    context = {"programme": programme, "form": form, "what": "consent", "version": version, "key": key}
    return render(request, "applications/apply/editor/edit.html", context)


def saved(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Lead back to the forms of the programme."""
    messages.success(request, _("Saved."))
    return redirect("applications:forms", programme.slug)
