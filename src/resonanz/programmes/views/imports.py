"""A list of people on its way into a cohort: bring it, say what the columns mean, look at every row, read in, take back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from resonanz.core import jobs
from resonanz.core.fetch import fetch
from resonanz.people.queries import person_of
from resonanz.programmes import queries
from resonanz.programmes.actions import imports as actions
from resonanz.programmes.enums import ImportState, RowState
from resonanz.programmes.forms.imports import ColumnsForm, ImportForm, OpenRowsForm, StartForm, choices_from
from resonanz.programmes.forms.tables import sentences
from resonanz.programmes.models import ImportBatch
from resonanz.programmes.rules import coordinates, is_invited, may_import
from resonanz.programmes.views.import_shown import columns_shown, left_out_file, rows_shown, said
from resonanz.tables import InputError

PAGE_SIZE = 50
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
WORKING = (ImportState.CHECKING, ImportState.RUNNING, ImportState.UNDOING)


def find(request: HttpRequest, pk: int) -> ImportBatch:
    """Return the import that the address names, if this person may see it."""
    return fetch(queries.visible_imports(request.user), may_import, request.user, pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a list of people for a cohort, and show the earlier ones."""
    cohort = fetch(queries.cohorts_coordinated_by(request.user), coordinates, request.user, pk=pk)
    form = ImportForm(request.POST or None, request.FILES or None, programme=cohort.programme)
    if request.method == "POST" and form.is_valid():
        table, rest = form.cleaned_data["file"], {key: form.cleaned_data[key] for key in ("group", "source")}
        try:
            batch = actions.keep_import(cohort=cohort, table=table, by=person_of(request), **rest)
            return redirect("programmes:import_columns", batch.pk)
        except InputError as error:
            form.add_error("file", sentences(error))
    context = {"cohort": cohort, "programme": cohort.programme, "form": form, "earlier": queries.imports_into(cohort)[:20]}
    return render(request, "programmes/imports/upload.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what the columns mean, and have every row checked."""
    batch = find(request, pk)
    if batch.state not in (ImportState.UPLOADED, ImportState.CHECKED):
        return redirect("programmes:import_status", pk)
    form = ColumnsForm(request.POST or None, batch=batch)
    if request.method == "POST" and form.is_valid():
        return act(request, pk, lambda: actions.confirm_columns(batch=batch, mapping=form.mapping(), by=person_of(request)))
    rows = list(queries.import_rows(batch)[:200])
    context = {
        **frame(batch),
        "form": form,
        "columns": columns_shown(form, rows),
        "row_count": queries.import_rows(batch).count(),
    }
    return render(request, "programmes/imports/columns.html", context)


@login_required
@require_safe
def import_status(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a list is, or lead to the page where it stands."""
    batch = find(request, pk)
    if batch.state in WORKING:
        lonely = batch.job is not None and jobs.is_lonely(batch.job)
        return render(request, "programmes/imports/status.html", {**frame(batch), "job": batch.job, "lonely": lonely})
    pages = {ImportState.UPLOADED: "columns", ImportState.CHECKED: "rows"}
    return redirect(f"programmes:import_{pages.get(ImportState(batch.state), 'result')}", pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every row with what is wrong and whom it may repeat; keep what is decided about the rows of one page."""
    batch = find(request, pk)
    if batch.state != ImportState.CHECKED:
        return redirect("programmes:import_status", pk)
    show = request.GET.get("show", "all")
    if request.method == "POST":
        return act(
            request,
            pk,
            lambda: actions.decide_rows(batch=batch, choices=choices_from(request.POST), by=person_of(request)),
            _("Saved."),
            request.get_full_path(),
        )
    page = Paginator(queries.import_rows(batch, show), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        **frame(batch),
        "numbers": queries.import_numbers(batch),
        "show": show if show in queries.ROWS_SHOWN else "all",
        "page": page,
        "rows": rows_shown(batch, list(page)),
        "form": StartForm(initial={"mode": batch.mode}),
    }
    return render(request, "programmes/imports/rows.html", context)


@login_required
@require_POST
def import_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide the same for all rows that wait for a decision, or leave out all with mistakes."""
    batch, form = find(request, pk), OpenRowsForm(request.POST)
    if not form.is_valid():
        return redirect("programmes:import_rows", pk)
    choice, by = form.cleaned_data["choice"], person_of(request)
    if choice == "wrong":
        return act(request, pk, lambda: actions.leave_out_wrong_rows(batch=batch, by=by), _("Saved."))
    return act(request, pk, lambda: actions.decide_open_rows(batch=batch, choice=choice, by=by), _("Saved."))


@login_required
@require_POST
def import_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a checked list read in."""
    batch, form = find(request, pk), StartForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please choose what happens if rows have mistakes."))
        return redirect("programmes:import_rows", pk)
    try:
        return act(request, pk, lambda: actions.start_import(batch=batch, by=person_of(request), **form.cleaned_data))
    except actions.NotReady:
        count = actions.not_ready(batch)
        text = ngettext(
            "Nothing was read in: {n} row is wrong or must be decided. Mend it, leave it out, or choose row by row.",
            "Nothing was read in: {n} rows are wrong or must be decided. Mend them, leave them out, or choose row by row.",
            count,
        )
        messages.error(request, text.format(n=count))
        return redirect("programmes:import_rows", pk)


@login_required
@require_POST
def import_work(request: HttpRequest, pk: int) -> HttpResponse:
    """Do the waiting step within this request, for installations where no worker runs; or try again what failed."""
    batch = find(request, pk)
    actions.try_again(batch=batch, by=person_of(request))
    batch.refresh_from_db()
    if batch.job is not None:
        jobs.work(batch.job)
    return redirect("programmes:import_status", pk)


@login_required
@require_safe
def import_result(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what became of a list: who was read in, who was left out and why, what could not be taken back."""
    batch = find(request, pk)
    if batch.state not in (ImportState.DONE, ImportState.UNDONE):
        return redirect("programmes:import_status", pk)
    context = {
        **frame(batch),
        "numbers": queries.result_numbers(batch),
        "left": rows_shown(batch, list(queries.rows_in_state(batch, RowState.LEFT)[:PAGE_SIZE])),
        "kept": rows_shown(batch, list(queries.rows_in_state(batch, RowState.KEPT)[:PAGE_SIZE])),
        "can_undo": actions.can_undo(batch),
        "suffixes": list(TYPES),
    }
    return render(request, "programmes/imports/result.html", context)


@login_required
@require_safe
def import_left(request: HttpRequest, pk: int, suffix: str) -> HttpResponse:
    """Hand out the rows that were left out, as they stood in the list, with the reasons beside them."""
    batch = find(request, pk)
    if suffix not in TYPES:
        raise Http404
    rows = queries.rows_in_state(batch, RowState.LEFT)
    response = HttpResponse(left_out_file(batch, list(rows), suffix), content_type=TYPES[suffix])
    name = _("left-out")
    response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response


@login_required
@require_POST
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a whole import taken back."""
    batch = find(request, pk)
    try:
        return act(request, pk, lambda: actions.start_undo(batch=batch, by=person_of(request)))
    except actions.TooLate:
        messages.error(
            request, _("An import can be taken back within a day; that day is over. People can still be removed one by one.")
        )
        return redirect("programmes:import_result", pk)


@login_required
@require_POST
def import_forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a list that was never read in."""
    batch = find(request, pk)
    try:
        actions.forget_import(batch=batch, by=person_of(request))
    except actions.AlreadyStarted:
        return too_late(request, pk)
    messages.success(request, _("The list has been deleted. Nobody was read in."))
    return redirect("programmes:import_people", batch.cohort_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask somebody who has an account, and whom the list of another programme names, whether to take part."""
    participation = fetch(queries.invitations_of(request.user), is_invited, request.user, pk=pk)
    programme = participation.cohort.programme
    if request.method == "POST":
        yes = request.POST.get("answer") == "yes"
        try:
            actions.answer_invitation(participation=participation, yes=yes, by=person_of(request))
            messages.success(
                request,
                _("Welcome to {programme}.").format(programme=programme)
                if yes
                else _("You do not take part. The team sees nothing of you."),
            )
        except actions.AlreadyStarted:
            messages.info(request, _("This has been answered already."))
        return redirect("people:me")
    return render(request, "programmes/imports/invitation.html", {"participation": participation, "programme": programme})


def act(request: HttpRequest, pk: int, action: Any, success: str = "", target: str = "") -> HttpResponse:
    """Do one act and lead on; where somebody was faster, say so."""
    try:
        action()
    except actions.AlreadyStarted:
        return too_late(request, pk)
    if success:
        messages.success(request, success)
    return redirect(target) if target else redirect("programmes:import_status", pk)


def too_late(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that somebody was faster, and show where the list stands."""
    messages.info(request, _("Somebody went on with this list a moment ago; this is where it stands now."))
    return redirect("programmes:import_status", pk)


def frame(batch: ImportBatch) -> dict[str, Any]:
    """Return what every page of an import shows."""
    note = said(batch.note) if batch.note else ""
    return {"batch": batch, "cohort": batch.cohort, "programme": batch.cohort.programme, "note": note}
