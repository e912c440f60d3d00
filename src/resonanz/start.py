"""The front door: where "/" leads each of us, and the navigation. It knows all rooms."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from resonanz.matching.queries.events import asking
from resonanz.matching.queries.offered import where_looking
from resonanz.matching.queries.requests import may_request
from resonanz.programmes.enums import StaffRole
from resonanz.programmes.queries import programme_of, roles_of
from resonanz.programmes.rules import operates
from resonanz.tandems.queries import known_to


def roles_here(request: HttpRequest) -> set[str]:
    """Return the roles of whoever asks, looked up once in a request."""
    roles: set[str] | None = getattr(request, "staff_roles", None)
    if roles is None:
        roles = request.staff_roles = roles_of(request.user)  # type: ignore[attr-defined]
    return roles


def home(request: HttpRequest) -> HttpResponse:
    """Lead each to what is next: coordinators, reviewers, the operator, participants; everybody else to the programmes."""
    roles = roles_here(request)
    if StaffRole.COORDINATOR in roles:
        return redirect("matching:today")
    if roles:
        return redirect("applications:mine")
    if operates.test(request.user) and not known_to(request.user).exists():
        return redirect("programmes:manage")
    if request.user.is_authenticated:
        return redirect("tandems:mine")
    return redirect("programmes:list")


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return the entries of the main menu for this reader, as `navigation` in every template."""
    person = getattr(request, "user", None)  # absent where a request failed before anybody was recognised
    if person is None or not person.is_authenticated:
        return {"navigation": entries(request, [(_("Programmes"), "programmes:list", "map-pin")])}
    needed = getattr(request, "second_factor_needed", False)
    if needed:
        return {"navigation": [], "second_factor_needed": True}
    wanted: list[tuple[Any, ...]] = []
    roles = roles_here(request)
    if StaffRole.COORDINATOR in roles:
        wanted += [(_("Today"), "matching:today", "sun")]
    if roles:
        wanted += [(_("My applications"), "applications:mine", "inbox")]
    if StaffRole.COORDINATOR in roles:
        wanted += [(_("Match spreadsheets"), "matching:sheets", "table-2")]
    if operates.test(person):
        wanted += [(_("Installation"), "programmes:manage", "layout-grid")]
    if known_to(person).exists() or not wanted:
        wanted += [(_("My tandem"), "tandems:mine", "users")]
    slug = programme_of(person)
    event = asking(person) if slug else None
    if event:
        wanted += [(_("My wishes"), "matching:wishes", "heart-handshake", event.pk)]
    finding = where_looking(person) if slug else ""
    if finding:
        wanted += [(_("Find somebody"), "matching:find", "search", finding)]
    if slug:
        if may_request(person).exists():
            wanted += [(_("Requests"), "matching:requests", "inbox")]
        wanted += [(_("My profile"), "applications:profile", "user", slug)]
    found: dict[str, Any] = {"navigation": entries(request, [*wanted, (_("Programmes"), "programmes:list", "map-pin")])}
    if finding:
        found["find_url"] = reverse("matching:find", args=[finding])
    if event:
        found |= {"wishes_event": event, "wishes_url": reverse("matching:wishes", args=[event.pk])}
    return found


# The pages of a programme's settings: label, URL name, icon, and further pages that belong to the same entry.
SETTINGS: list[tuple[str, str, str, tuple[str, ...]]] = [
    (gettext_noop("Overview"), "programmes:overview", "house", ()),
    (gettext_noop("Basics"), "programmes:basics", "settings", ()),
    (gettext_noop("Texts"), "programmes:texts", "languages", ()),
    (gettext_noop("Points of the page"), "programmes:passages", "list", ()),
    (gettext_noop("Wording"), "programmes:wording", "quote", ("programmes:nouns",)),
    (gettext_noop("Topics"), "programmes:topics", "book-open", ()),
    (gettext_noop("Organisations"), "programmes:organisations", "building-2", ("programmes:set_logo",)),
    (gettext_noop("Contact persons"), "programmes:contacts", "phone", ()),
    (gettext_noop("Cohorts"), "programmes:cohorts", "calendar", ("programmes:cohort", "programmes:summary")),
    (gettext_noop("Interested people"), "programmes:waiting", "bell", ()),
    (
        gettext_noop("Conditions"),
        "applications:rules",
        "circle-check",
        ("applications:add_rule", "applications:rule", "applications:remove_rule", "applications:restore_rule"),
    ),
    (gettext_noop("Forms"), "applications:forms", "file-text", ()),
    (gettext_noop("Letters"), "applications:letters", "mail", ("applications:record_policy",)),
    (gettext_noop("Steps before approval"), "programmes:steps", "shield-check", ()),
    (gettext_noop("Criteria"), "matching:criteria", "sliders-horizontal", ()),
    (gettext_noop("Introductions"), "programmes:introductions", "handshake", ()),
    (gettext_noop("Agreement and plan"), "together:plan_settings", "route", ("together:materials",)),
    (gettext_noop("Diary"), "together:prompts", "pencil", ()),
    (gettext_noop("Messages and files"), "messaging:settings", "message-circle", ()),
    (gettext_noop("Outcomes"), "outcomes:kinds", "sprout", ()),
    (gettext_noop("Advice and services"), "outcomes:directory", "life-buoy", ()),
    (gettext_noop("Check-ins and signs"), "care:settings", "heart-handshake", ()),
    (
        gettext_noop("Closing"),
        "closing:settings",
        "flag",
        (
            "closing:desk",
            "closing:talks",
            "closing:attendance",
            "closing:register",
            "closing:withdraw",
            "closing:voices",
            "closing:answers",
            "closing:change",
        ),
    ),
    (
        gettext_noop("Funder's questionnaire"),
        "surveys:survey",
        "circle-help",
        ("surveys:questions", "surveys:results", "surveys:export"),
    ),
    (gettext_noop("Team"), "programmes:team", "users", ()),
    (gettext_noop("Sent mail"), "programmes:mail", "mail", ("programmes:letter",)),
    (gettext_noop("Data and periods"), "programmes:data", "lock", ()),
    (gettext_noop("Record of processing"), "privacy:record", "list", ()),
    (gettext_noop("Export"), "programmes:export", "download", ()),
]
# Where a group of these pages begins.
HEADINGS = {
    "programmes:overview": gettext_noop("Programme"),
    "applications:rules": gettext_noop("Applying"),
    "matching:criteria": gettext_noop("Matching"),
    "together:plan_settings": gettext_noop("Tandem at work"),
    "programmes:team": gettext_noop("Team and data"),
}


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
                "heading": _(HEADINGS[name]) if name in HEADINGS else "",
                "names": (name, *more),
                "url": reverse(name, args=[slug, "task"] if name == "programmes:passages" else [slug]),
                "icon": icon,
                "current": here in (name, *more),
            }
            for label, name, icon, more in SETTINGS
        ]
    }


def entries(request: HttpRequest, wanted: Iterable[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Return menu entries (label, url, icon, current) for (label, URL name, icon, and its arguments)."""
    made: list[dict[str, Any]] = []
    for label, name, icon, *args in wanted:
        url = reverse(name, args=args)
        made.append({"label": label, "url": url, "icon": icon, "current": False})
    here = [entry for entry in made if request.path.startswith(entry["url"])]
    if here:  # one of them: the search lies below the programmes
        max(here, key=lambda entry: len(entry["url"]))["current"] = True
    return made


class StaffMiddleware:
    """What is asked of staff only: a second factor where the operator says so, and an end to sessions left alone.

    Staff without a second factor reach nothing but the pages to set one up, whatever the address.
    """

    OPEN = ("mfa_", "account_logout", "account_reauthenticate")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and is_staff(request) and self.was_left_alone(request):
            logout(request)
            request.staff_roles = set()  # type: ignore[attr-defined]
            messages.info(request, _("You were away for a while. Please sign in again."))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """Lead staff who need a second factor to its page."""
        if not settings.STAFF_SECOND_FACTOR or not request.user.is_authenticated or not is_staff(request):
            return None
        name = request.resolver_match.url_name or "" if request.resolver_match else ""
        needed = not get_adapter().is_mfa_enabled(request.user, ["totp", "webauthn"])
        request.second_factor_needed = needed  # type: ignore[attr-defined]
        may_open = name.startswith(self.OPEN) or request.resolver_match.view_name == "people:language"  # type: ignore[union-attr]
        return redirect("mfa_index") if needed and not may_open else None

    def was_left_alone(self, request: HttpRequest) -> bool:
        """Whether nobody did anything for too long; remembers this moment, to the minute, where not."""
        now, last = int(time.time()), request.session.get("last_seen")
        if last is not None and now - last > 60 * settings.STAFF_IDLE_MINUTES:
            return True
        if last is None or now - last >= 60:
            request.session["last_seen"] = now
        return False


def is_staff(request: HttpRequest) -> bool:
    """Whether whoever asks works for a programme or for the installation."""
    return bool(request.user.is_operator or roles_here(request))  # type: ignore[union-attr]
