"""The public pages of programmes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from resonanz.core.fetch import fetch
from resonanz.programmes.enums import Group, OrganisationRole, PassageKind
from resonanz.programmes.models import Passage, Programme
from resonanz.programmes.queries import next_cohort, published, with_public_page
from resonanz.programmes.rules import anyone


@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    """Show all published programmes."""
    programmes = [(programme, next_cohort(programme)) for programme in published()]
    return render(request, "programmes/list.html", {"programmes": programmes})


@require_safe
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the public page of one programme."""
    row = fetch(with_public_page(published()), anyone, request.user, slug=slug)
    return render(request, "programmes/programme.html", public_page(row))


@require_safe
@cache_control(public=True, max_age=3600)
def accent(request: HttpRequest, slug: str) -> HttpResponse:
    """Serve the programme's colour as a style sheet, because the content policy allows no style within a page."""
    row = fetch(published(), anyone, request.user, slug=slug)
    return HttpResponse(f":root {{ --accent: {row.accent}; }}\n", content_type="text/css")


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
    return {
        "programme": row,
        "cohort": next_cohort(row),
        "groups": groups,
        "tasks": of_kind(passages, PassageKind.TASK),
        "limits": of_kind(passages, PassageKind.LIMIT),
        "steps": of_kind(passages, PassageKind.STEP),
        "questions": of_kind(passages, PassageKind.QUESTION),
        "voices": of_kind(passages, PassageKind.VOICE),
        "organisations": [
            (role.label, [entry.organisation for entry in partnerships if entry.role == role])
            for role in OrganisationRole
            if any(entry.role == role for entry in partnerships)
        ],
    }


def of_kind(passages: list[Passage], kind: str, group: str = "") -> list[Passage]:
    """Return the passages of one kind; with `group`, those that concern it or everybody."""
    return [p for p in passages if p.kind == kind and (not group or p.group in ("", group))]
