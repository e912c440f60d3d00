"""The front door: where "/" leads each of us, and the navigation. It knows all rooms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from resonanz.programmes.queries import coordinated_by, programme_of
from resonanz.tandems.queries import of_person


def home(request: HttpRequest) -> HttpResponse:
    """Lead coordinators to what needs them, participants to their tandem, and everybody else to the programmes."""
    if coordinated_by(request.user).exists():
        return redirect("matching:today")
    if request.user.is_authenticated:
        return redirect("tandems:mine")
    return redirect("programmes:list")


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return the entries of the main menu for this reader, as `navigation` in every template."""
    person = getattr(request, "user", None)  # absent where a request failed before anybody was recognised
    if person is None or not person.is_authenticated:
        return {"navigation": entries(request, [(_("Programmes"), "programmes:list", "map-pin")])}
    wanted: list[tuple[str, ...]] = []
    if coordinated_by(person).exists():
        wanted += [(_("Today"), "matching:today", "sun"), (_("Match spreadsheets"), "matching:sheets", "table-2")]
    if of_person(person).exists() or not wanted:
        wanted += [(_("My tandem"), "tandems:mine", "users")]
    if slug := programme_of(person):
        wanted += [(_("My profile"), "applications:profile", "user", slug)]
    return {"navigation": entries(request, [*wanted, (_("Programmes"), "programmes:list", "map-pin")])}


def entries(request: HttpRequest, wanted: Iterable[tuple[str, ...]]) -> list[dict[str, Any]]:
    """Return menu entries (label, url, icon, current) for (label, URL name, icon, and its arguments)."""
    made = []
    for label, name, icon, *args in wanted:
        url = reverse(name, args=args)
        made.append({"label": label, "url": url, "icon": icon, "current": request.path.startswith(url)})
    return made
