"""What all pages with a programme's settings have in common, here and in upper rooms: who may open them, and saving
without overwriting others.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from resonanz.core.fetch import fetch
from resonanz.programmes.actions import ChangedMeanwhile, ProgrammeArchived, fingerprint
from resonanz.programmes.models import Programme
from resonanz.programmes.queries import staffed_by
from resonanz.programmes.rules import coordinates

View = Callable[..., HttpResponse]


def settings_page(*methods: str) -> Callable[[View], View]:
    """Let signed-in people ask by these methods, and lead back where the programme is archived."""

    def wrap(view: View) -> View:
        @login_required
        @require_http_methods([*methods, *(["HEAD"] if "GET" in methods else [])])
        @wraps(view)
        def wrapped(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, slug, *args, **kwargs)
            except ProgrammeArchived:
                messages.error(request, _("This programme is archived and can only be read. Restore it to change it."))
                return redirect("programmes:overview", slug)

        return wrapped

    return wrap


def own(request: HttpRequest, slug: str) -> Programme:
    """Return the programme at this address, for its coordinators; to others it does not exist."""
    return fetch(staffed_by(request.user), coordinates, request.user, slug=slug)


def page(request: HttpRequest, programme: Programme, template: str, **context: Any) -> HttpResponse:
    """Show a settings page of `programme`; `template` is looked for among its own where it names no room."""
    path = template if "/" in template else f"programmes/settings/{template}"
    return render(request, path, {"programme": programme, **context})


def site_of(request: HttpRequest) -> str:
    """Return the address of this installation without a slash at the end, for links in letters."""
    return request.build_absolute_uri("/").removesuffix("/")


def columns_of(programme: Programme, names: list[str]) -> dict[str, Any]:
    """Return columns as values, for the fingerprint of a page."""
    return {name: getattr(programme, name) for name in names}


class Showing:
    """What a page shows of the stored values, as a mark that travels with the form.

    A form that is sent back with mistakes keeps the mark it came with; after somebody else's change it gets a new one, so
    that whoever saves once more knows what is overwritten.
    """

    def __init__(self, request: HttpRequest, values: Any) -> None:
        self.request = request
        self.now = fingerprint(values)
        self.mark = request.POST.get("seen", self.now)

    def keep(self, act: Callable[[str], Any], done: str = "") -> bool:
        """Call `act` with the mark, say that it is done, and return whether it was."""
        try:
            act(self.mark)
        except ChangedMeanwhile:
            self.mark = self.now
            messages.warning(
                self.request,
                _(
                    "Somebody else has changed this page since you opened it. What you typed is still here: compare it in a "
                    "second window, and save once more to replace theirs."
                ),
            )
            return False
        messages.success(self.request, done or _("Saved."))
        return True
