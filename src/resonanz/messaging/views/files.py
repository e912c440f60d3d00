"""Files of the two, and the links to third persons."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as notes
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from resonanz.core.fetch import fetch
from resonanz.core.sealed import SomebodyElses
from resonanz.messaging.actions import (
    CannotWrite,
    change_audience,
    remove_file,
    revoke_share,
    share_file,
    store_file,
)
from resonanz.messaging.enums import MEDIA_TYPES, FileKind
from resonanz.messaging.forms.files import AudienceForm, FileForm, ShareForm
from resonanz.messaging.models import TandemFile
from resonanz.messaging.queries.files import files_of, files_seen_by, own_shares, shares_of, token_of
from resonanz.messaging.queries.messages import obstacle
from resonanz.messaging.queries.settings import settings_of, time_of
from resonanz.messaging.rules import may_converse, owns_file, owns_share
from resonanz.people.queries import person_of
from resonanz.programmes.actions import NotPossible
from resonanz.programmes.rules import anyone
from resonanz.tandems.queries import visible_to

READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@READ_AND_WRITE
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the files of the two, and take a new one."""
    tandem, person = fetch(visible_to(request.user), may_converse, request.user, pk=pk), person_of(request)
    settings = settings_of(tandem.cohort.programme)
    form = FileForm(request.POST or None, request.FILES or None, most_mb=settings.file_mb)
    if request.method == "POST" and form.is_valid():
        name, kind, content = form.cleaned_data["file"]
        values = {"audience": form.cleaned_data["audience"], "key": form.cleaned_data["key"]}
        try:
            made = store_file(tandem=tandem, name=name, kind=kind, content=content, by=person, **values)
            notes.success(request, _("Saved. The file is kept encrypted."))
            return redirect("messaging:file", pk, made.pk)
        except CannotWrite:
            form.add_error(None, _("At present nothing can be changed here."))
        except NotPossible as error:
            form.add_error(None, str(error))
        except SomebodyElses as error:
            raise PermissionDenied from error
    found = list(files_of(tandem, person))
    context = {
        "tandem": tandem,
        "programme": tandem.cohort.programme,
        "other": tandem.other(person).person,
        "form": form,
        "mine": [described(row) for row in found if row.owner_id == person.pk],
        "theirs": [described(row) for row in found if row.owner_id != person.pk],
        "obstacle": obstacle(tandem),
        "time": time_of(tandem, settings),
    }
    return render(request, "messaging/files.html", context)


def described(row: TandemFile) -> dict[str, Any]:
    """Return a file with its name, and how many links to it are open."""
    return {"row": row, "name": row.opened("name"), "open": sum(share.is_open for share in row.shares.all())}


@login_required
@READ_AND_WRITE
def file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show one file; its owner sees the links and makes new ones."""
    row = fetch(files_seen_by(request.user), anyone, request.user, pk=number, tandem=pk)
    person, is_own = person_of(request), row.owner_id == request.user.pk
    form = ShareForm(request.POST or None, initial={"language": get_language() or "de", "days": 7})
    if request.method == "POST":
        if not is_own:
            raise PermissionDenied
        if form.is_valid():
            try:
                made = share_file(file=row, by=person, **form.cleaned_data)
                return redirect(reverse("messaging:file", args=[pk, number]) + f"#link-{made.pk}")
            except CannotWrite:
                form.add_error(None, _("At present nothing can be changed here."))
            except NotPossible as error:
                form.add_error(None, str(error))
            except SomebodyElses as error:
                raise PermissionDenied from error
    context = {
        "tandem": row.tandem,
        "programme": row.tandem.cohort.programme,
        "other": row.tandem.other(person).person,
        "file": row,
        "name": row.opened("name"),
        "is_own": is_own,
        "form": form,
        "audience": AudienceForm(initial={"audience": row.audience}),
        "shares": links(request, row) if is_own else [],
        "obstacle": obstacle(row.tandem),
        "time": SimpleLazyObject(lambda: time_of(row.tandem)),
    }
    return render(request, "messaging/file.html", context)


def links(request: HttpRequest, row: TandemFile) -> list[dict[str, Any]]:
    """Return the links to a file for its owner, opened, with what came back."""
    return [
        {
            "row": share,
            "name": share.opened("name"),
            "purpose": share.opened("purpose"),
            "address": request.build_absolute_uri(reverse("messaging:shared", args=[token_of(share)])),
            "feedback": [(entry.created_at, entry.opened("text")) for entry in share.feedback.all()],
        }
        for share in shares_of(row)
    ]


@login_required
@require_safe
def download(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Hand out a file to one of the two who may see it."""
    row = fetch(files_seen_by(request.user), anyone, request.user, pk=number, tandem=pk)
    return as_file(row, row.opened_bytes("content"))


def as_file(row: TandemFile, content: bytes) -> HttpResponse:
    """Return a file that no browser shows, runs, guesses about or keeps."""
    response = HttpResponse(content, content_type=MEDIA_TYPES[FileKind(row.kind)])
    response.headers["Content-Disposition"] = content_disposition_header(True, row.opened("name")) or "attachment"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store, private"
    return response


@login_required
@require_POST
def audience(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Change who sees a file."""
    row = fetch(files_seen_by(request.user), owns_file, request.user, pk=number, tandem=pk)
    form = AudienceForm(request.POST)
    if form.is_valid():
        try:
            change_audience(file=row, audience=form.cleaned_data["audience"], by=person_of(request))
            notes.success(request, _("Saved."))
        except CannotWrite:
            notes.info(request, _("At present nothing can be changed here."))
    else:
        notes.error(request, _("Please choose who sees the file."))
    return redirect("messaging:file", pk, number)


@login_required
@require_POST
def remove(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Delete a file and every link to it."""
    row = fetch(files_seen_by(request.user), owns_file, request.user, pk=number, tandem=pk)
    remove_file(file=row, by=person_of(request))
    notes.success(request, _("The file and all links to it are gone."))
    return redirect("messaging:files", pk)


@login_required
@require_POST
def revoke(request: HttpRequest, pk: int, share: int) -> HttpResponse:
    """Close a link."""
    row = fetch(own_shares(request.user), owns_share, request.user, pk=share, file__tandem=pk)
    revoke_share(share=row, by=person_of(request))
    notes.success(request, _("The link leads nowhere any more."))
    return redirect("messaging:file", pk, row.file_id)
