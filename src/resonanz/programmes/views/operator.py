"""Pages of whoever runs the installation: all its programmes, and making new ones."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from resonanz.people.queries import person_of
from resonanz.programmes.actions import (
    NotPossible,
    PresetError,
    copy_programme,
    create_programme,
    preset_files,
    read_preset,
)
from resonanz.programmes.forms import CreateForm
from resonanz.programmes.models import Programme
from resonanz.programmes.queries import staffed_by, with_teams
from resonanz.programmes.rules import operates


@login_required
@require_safe
def manage(request: HttpRequest) -> HttpResponse:
    """Show all programmes of this installation; their settings belong to their coordinators."""
    if not operates.test(request.user):
        raise PermissionDenied
    own = set(staffed_by(request.user).values_list("pk", flat=True))
    return render(request, "programmes/manage.html", {"programmes": with_teams(Programme.objects.all()), "own": own})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Make a programme from a preset, a file, or a copy of one's own."""
    if not operates.test(request.user):
        raise PermissionDenied
    form = CreateForm(request.POST or None, request.FILES or None, own=staffed_by(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            programme = make(form, request)
            return redirect("programmes:overview", programme.slug)
        except PresetError as error:
            form.add_error("file" if form.cleaned_data["source"] == "file" else "source", error.sentence)
        except NotPossible as error:
            form.add_error("slug", str(error))
    return render(request, "programmes/create.html", {"form": form})


def make(form: CreateForm, request: HttpRequest) -> Programme:
    """Make what a valid form asks for."""
    values, by = form.cleaned_data, person_of(request)
    kind, _colon, name = values["source"].partition(":")
    if kind == "copy":
        return copy_programme(programme=form.own[name], slug=values["slug"], by=by)
    if kind == "preset":
        values["data"] = read_preset(next(path for path in preset_files() if path.stem == name))
    return create_programme(data=values["data"], slug=values["slug"], by=by)
