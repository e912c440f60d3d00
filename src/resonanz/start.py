"""The front door: where "/" leads each of us, and the navigation. It knows all rooms."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from resonanz.programmes.queries import coordinated_by
from resonanz.programmes.rules import operates
from resonanz.tandems.queries import of_person


def home(request: HttpRequest) -> HttpResponse:
    """Lead coordinators to what needs them, participants to their tandem, and everybody else to the programmes."""
    if coordinated_by(request.user).exists():
        return redirect("matching:today")
    if operates.test(request.user) and not of_person(request.user).exists():
        return redirect("programmes:manage")
    if request.user.is_authenticated:
        return redirect("tandems:mine")
    return redirect("programmes:list")


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return the entries of the main menu for this reader, as `navigation` in every template."""
    person = getattr(request, "user", None)  # absent where a request failed before anybody was recognised
    if person is None or not person.is_authenticated:
        return {"navigation": entries(request, [(_("Programmes"), "programmes:list", "map-pin")])}
    wanted = []
    if coordinated_by(person).exists():
        wanted += [(_("Today"), "matching:today", "sun"), (_("Match spreadsheets"), "matching:sheets", "table-2")]
    if operates.test(person):
        wanted += [(_("Installation"), "programmes:manage", "layout-grid")]
    if of_person(person).exists() or not wanted:
        wanted += [(_("My tandem"), "tandems:mine", "users")]
    return {"navigation": entries(request, [*wanted, (_("Programmes"), "programmes:list", "map-pin")])}


# The pages of a programme's settings: label, URL name, icon, and further pages that belong to the same entry.
SETTINGS: list[tuple[str, str, str, tuple[str, ...]]] = [
    (gettext_noop("Overview"), "programmes:overview", "house", ()),
    (gettext_noop("Basics"), "programmes:basics", "settings", ()),
    (gettext_noop("Texts"), "programmes:texts", "languages", ()),
    (gettext_noop("Points of the page"), "programmes:passages", "list", ()),
    (gettext_noop("Wording"), "programmes:wording", "quote", ("programmes:nouns",)),
    (gettext_noop("Topics"), "programmes:topics", "book-open", ()),
    (gettext_noop("Criteria"), "matching:criteria", "sliders-horizontal", ()),
    (gettext_noop("Steps before approval"), "programmes:steps", "shield-check", ()),
    (gettext_noop("Organisations"), "programmes:organisations", "building-2", ("programmes:set_logo",)),
    (gettext_noop("Contact persons"), "programmes:contacts", "phone", ()),
    (gettext_noop("Cohorts"), "programmes:cohorts", "calendar", ("programmes:cohort", "programmes:summary")),
    (gettext_noop("Interested people"), "programmes:waiting", "bell", ()),
    (gettext_noop("Team"), "programmes:team", "users", ()),
    (gettext_noop("Data and periods"), "programmes:data", "lock", ()),
    (gettext_noop("Export"), "programmes:export", "download", ()),
]


def settings_pages(request: HttpRequest) -> dict[str, Any]:
    """Return the menu of a programme's settings as `settings_pages`, on each of its pages; nothing elsewhere."""
    match = request.resolver_match
    here = match.view_name if match else ""
    if match is None or not any(here in (name, *more) for _label, name, _icon, more in SETTINGS):
        return {}
    slug = match.kwargs["slug"]
    return {
        "settings_pages": [
            {
                "label": _(label),
                "url": reverse(name, args=[slug, "task"] if name == "programmes:passages" else [slug]),
                "icon": icon,
                "current": here in (name, *more),
            }
            for label, name, icon, more in SETTINGS
        ]
    }


def entries(request: HttpRequest, wanted: list[tuple[str, str, str]]) -> list[dict[str, Any]]:
    """Return menu entries (label, url, icon, current) for (label, URL name, icon)."""
    made = []
    for label, name, icon in wanted:
        url = reverse(name)
        made.append({"label": label, "url": url, "icon": icon, "current": request.path.startswith(url)})
    return made
