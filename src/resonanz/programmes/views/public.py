"""The public pages of programmes, and what mailed links lead to."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from resonanz.core.fetch import fetch
from resonanz.people.models import Person
from resonanz.programmes.actions import (
    NotPossible,
    ProgrammeArchived,
    accept_invitation,
    ask_to_be_told,
    confirm_interest,
    join_by_invitation,
    withdraw_interest,
)
from resonanz.programmes.actions.interest import INVITED
from resonanz.programmes.enums import CohortState, Group, OrganisationRole, PassageKind
from resonanz.programmes.forms import InterestForm, NewColleagueForm
from resonanz.programmes.forms.frame import site_of
from resonanz.programmes.mails import INTEREST, INVITATION, pk_from
from resonanz.programmes.models import Interest, Invitation, Passage, Programme
from resonanz.programmes.queries import collects_interest, next_cohort, published, visible_to, with_public_page
from resonanz.programmes.rules import anyone
from resonanz.taxonomy import languages


@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    """Show all published programmes."""
    programmes = [(programme, next_cohort(programme)) for programme in published()]
    return render(request, "programmes/list.html", {"programmes": programmes})


@require_safe
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the public page of one programme; before it is published, to its own team."""
    row = fetch(with_public_page(visible_to(request.user)), anyone, request.user, slug=slug)
    return render(request, "programmes/programme.html", public_page(row))


@require_safe
def accent(request: HttpRequest, slug: str) -> HttpResponse:
    """Serve the programme's colour as a style sheet, because the content policy allows no style within a page."""
    row = fetch(visible_to(request.user), anyone, request.user, slug=slug)
    return kept(HttpResponse(f":root {{ --accent: {row.accent}; }}\n", content_type="text/css"), row)


@require_safe
def logo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Serve the logo of an organisation on this programme's pages."""
    row = fetch(visible_to(request.user), anyone, request.user, slug=slug)
    picture = get_object_or_404(row.logos, pk=pk)
    headers = {"Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff"}
    return kept(HttpResponse(bytes(picture.content), content_type="image/png", headers=headers), row)


@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the address of somebody who wants to be told the date; the answer is the same for every address."""
    row = fetch(published(), anyone, request.user, slug=slug)
    if not collects_interest(row):
        return redirect("programmes:programme", slug)
    language = get_language() or "de"
    initial = {"language": language, "group": Group.SECOND}
    form = InterestForm(request.POST or None, programme=row, languages=named_languages(), initial=initial)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="interest"):
            return render(request, "429.html", status=429)
        ask_to_be_told(programme=row, **form.cleaned_data, site=site_of(request))
        return redirect("programmes:interest_sent", slug)
    return render(request, "programmes/interest.html", {"programme": row, "form": form})


@require_safe
def interest_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that a letter is on its way, if the address can be written to."""
    row = fetch(published(), anyone, request.user, slug=slug)
    return render(request, "programmes/interest_sent.html", {"programme": row})


@require_http_methods(["GET", "HEAD", "POST"])
def interest_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Let the owner of an address confirm or withdraw it, by the mailed link and a button: programs only follow links."""
    pk = pk_from(token, INTEREST)
    if pk is None:
        raise Http404
    row = Interest.objects.select_related("programme").filter(pk=pk).first()
    done = ""
    if row is not None and request.method == "POST":
        done = "confirmed" if request.POST.get("act") == "confirm" else "withdrawn"
        if done == "confirmed":
            confirm_interest(interest=row)
        else:
            withdraw_interest(interest=row)
    programme = row.programme if row else None
    return render(request, "programmes/interest_answer.html", {"interest": row, "programme": programme, "done": done})


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let an invited colleague join: signed in with the invited address, or with a new login."""
    pk = pk_from(token, INVITATION)
    if pk is None:
        raise Http404
    row = Invitation.objects.select_related("programme", "invited_by").filter(pk=pk, created_at__gt=now() - INVITED).first()
    if row is None:
        return render(request, "programmes/invitation.html", {"invitation": None})
    account = Person.objects.filter(email=row.email).first()
    is_owner = account is not None and request.user == account
    form = None if account else NewColleagueForm(request.POST or None, email=row.email)
    if request.method == "POST" and (is_owner or (form is not None and form.is_valid())):
        return joined(request, row, account, form)
    context = {"invitation": row, "programme": row.programme, "account": account, "is_owner": is_owner, "form": form}
    return render(request, "programmes/invitation.html", context)


def joined(request: HttpRequest, row: Invitation, account: Person | None, form: NewColleagueForm | None) -> HttpResponse:
    """Let the owner of the invitation join, and lead to the programme."""
    try:
        if account is not None:
            accept_invitation(invitation=row, person=account)
        elif form is not None:
            person = join_by_invitation(invitation=row, **form.cleaned_data, language=get_language() or "de")
            login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
        messages.success(request, _("Welcome to the team of {programme}.").format(programme=row.programme))
    except (NotPossible, ProgrammeArchived, IntegrityError):
        messages.error(request, _("This invitation has been used or withdrawn already."))
    return redirect("home")


def kept(answer: HttpResponse, row: Programme) -> HttpResponse:
    """Let browsers keep `answer` for an hour; caches between may do so only where everybody may see it."""
    if row.is_published:
        patch_cache_control(answer, public=True, max_age=3600)
    else:
        add_never_cache_headers(answer)
    return answer


def named_languages() -> list[tuple[str, str]]:
    """Return the languages of our letters, each by its own name."""
    return [(code, languages.own_name(code)) for code, _name in settings.LANGUAGES]


def public_page(row: Programme) -> dict[str, Any]:
    """Return what the public page shows, from rows that are loaded already."""
    passages = list(row.passages.all())
    groups = {
        group.value: {
            "name": row.group_names.get(group.value, {}),
            "side": row.side_of(group),
            "conditions": of_kind(passages, PassageKind.CONDITION, group),
            "benefits": of_kind(passages, PassageKind.BENEFIT, group),
        }
        for group in (Group.SECOND, Group.FIRST)
    }
    partnerships = list(row.partnerships.all())
    logos = {entry.organisation_id: entry for entry in row.logos.defer("content")}
    return {
        "programme": row,
        "cohort": next_cohort(row),
        "asks_interest": collects_interest(row),
        "finished": [cohort for cohort in row.cohorts.all() if cohort.state == CohortState.FINISHED and cohort.summary],
        "groups": groups,
        "tasks": of_kind(passages, PassageKind.TASK),
        "limits": of_kind(passages, PassageKind.LIMIT),
        "steps": of_kind(passages, PassageKind.STEP),
        "questions": of_kind(passages, PassageKind.QUESTION),
        "voices": of_kind(passages, PassageKind.VOICE),
        "organisations": [
            (role.label, [(entry, logos.get(entry.organisation_id)) for entry in partnerships if entry.role == role])
            for role in OrganisationRole
            if any(entry.role == role for entry in partnerships)
        ],
    }


def of_kind(passages: list[Passage], kind: str, group: str = "") -> list[Passage]:
    """Return the passages of one kind; with `group`, those that concern it or everybody."""
    return [p for p in passages if p.kind == kind and (not group or p.group in ("", group))]
