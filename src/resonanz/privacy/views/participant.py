"""One's own data: to see, to take along, to have deleted."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from resonanz.people.models import Person
from resonanz.people.queries import person_of
from resonanz.privacy.actions.erase import ask_to_leave, erase_person
from resonanz.privacy.actions.export import export_own_data
from resonanz.privacy.queries.leaving import fates, hindrances, known_tandems, open_applications
from resonanz.privacy.queries.own import access_to, numbers_of
from resonanz.programmes.actions import NotPossible
from resonanz.surveys.queries.sheets import links_of

READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])
SALT = "resonanz.privacy.leave"
LINK_LIFE = 60 * 60  # seconds
CONFIRMED = "leave_confirmed_at"  # in the session: when the mailed link was opened here
SHOWN = 20


@login_required
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """Show what there is about the person, and who of the staff had access."""
    person = person_of(request)
    access = access_to(person)
    kinds = [
        (
            {
                "purpose": entry.word("purpose"),
                "audience": entry.word("audience"),
                "basis": entry.word("basis"),
                "withheld": entry.word("withheld") if entry.withheld else "",
            },
            label,
            count,
        )
        for entry, label, count in numbers_of(person)
    ]
    context = {
        "kinds": kinds,
        "access": access[:SHOWN],
        "more": len(access) > SHOWN,
        "questionnaires": links_of(person),
    }
    return render(request, "privacy/own_data.html", context)


@login_required
@reauthentication_required
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """Give the person everything as one file, after the password was given again where there is one."""
    person = person_of(request)
    response = HttpResponse(export_own_data(person=person, by=person), content_type="application/zip")
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="resonanz-{day}.zip"'
    return response


@login_required
@READ_AND_WRITE
def leave(request: HttpRequest) -> HttpResponse:
    """Say what deleting the account means, then ask for the password or send a link."""
    person = person_of(request)
    by_mail = not get_reauthentication_flows(person)
    if request.method == "POST" and not by_mail:
        return redirect("privacy:confirm_leave")
    if request.method == "POST":
        if not ratelimit.consume(request, action="ask_to_leave", user=request.user):
            return HttpResponse(_("That was too often. Please wait an hour and try again."), status=429)
        ask_to_leave(person=person, token=token_of(person))
        messages.success(request, _("The link is on its way. It is good for an hour."))
        return redirect("privacy:leave")
    return render(request, "privacy/leave.html", consequences(person) | {"by_mail": by_mail})


@login_required
@require_safe
def open_leave(request: HttpRequest, token: str) -> HttpResponse:
    """Open the mailed link: it lets this browser, in which the same person is signed in, take the last step."""
    person = person_of(request)
    try:
        fits = signing.loads(token, salt=SALT, max_age=LINK_LIFE) == mark_of(person)
    except signing.BadSignature:
        fits = False
    if not fits:
        messages.error(request, _("This link is not good any more. Please ask for a new one."))
        return redirect("privacy:leave")
    request.session[CONFIRMED] = int(time.time())
    return redirect("privacy:confirm_leave")


@login_required
@reauthentication_required
@READ_AND_WRITE
def confirm_leave(request: HttpRequest) -> HttpResponse:
    """Ask a last time, then delete the account."""
    person = person_of(request)
    if not get_reauthentication_flows(person) and time.time() - request.session.get(CONFIRMED, 0) > LINK_LIFE:
        return redirect("privacy:leave")
    if request.method == "POST":
        try:
            erase_person(person=person, by=person)
        except NotPossible as error:
            messages.error(request, str(error))
            return redirect("privacy:leave")
        logout(request)
        return redirect("privacy:gone")
    return render(request, "privacy/leave.html", consequences(person) | {"is_last_step": True})


@require_safe
def gone(request: HttpRequest) -> HttpResponse:
    """Say good-bye."""
    return render(request, "privacy/gone.html")


def consequences(person: Person) -> dict[str, Any]:
    """Return what a page about deleting the account says."""
    goes, stays = fates(person)
    return {
        "hindrances": hindrances(person),
        "tandems": known_tandems(person),
        "applications": open_applications(person),
        "goes": goes,
        "stays": stays,
    }


def token_of(person: Person) -> str:
    """Return the secret of the mailed link."""
    return signing.dumps(mark_of(person), salt=SALT)


def mark_of(person: Person) -> str:
    """Return what a link is bound to: this person with this sign-in; after the account is gone it fits nobody."""
    return f"{person.pk}:{person.get_session_auth_hash()[:16]}"
