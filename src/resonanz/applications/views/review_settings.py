"""What a programme settles once: its letters, and whether it looks at certificates of criminal records."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from resonanz.applications.actions.checks import set_record_policy
from resonanz.applications.actions.work import restore_letter_text, write_letter_text
from resonanz.applications.enums import LetterKind
from resonanz.applications.forms.review import RecordPolicyForm, TemplateForm
from resonanz.applications.mails.review import template_of
from resonanz.applications.mails.values import VALUES
from resonanz.applications.models import RecordPolicy
from resonanz.applications.queries.answers import reader_language
from resonanz.applications.rules.review import reviews
from resonanz.core.fetch import fetch
from resonanz.people.queries import person_of
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Programme
from resonanz.programmes.queries import coordinated_by
from resonanz.taxonomy import languages

GROUPS = ["", *Group.values]  # whom a letter is for; empty: everybody
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def programme_of(request: HttpRequest, slug: str) -> Programme:
    """Return a programme whose applications the reader reviews."""
    return fetch(coordinated_by(request.user), reviews, request.user, slug=slug)


@login_required
@require_safe
def letters(request: HttpRequest, slug: str) -> HttpResponse:
    """List the letters of the review, and in which languages the programme has words of its own."""
    programme = programme_of(request, slug)
    own = {(row.kind, row.language, row.group) for row in programme.letter_texts.all()}
    kinds = [
        (
            kind,
            kind.label,
            [
                (code, languages.name(code, reader_language()), [g for g in GROUPS if (kind.value, code, g) in own])
                for code in LANGUAGES
            ],
        )
        for kind in LetterKind
    ]
    return render(request, "applications/review/letters.html", {"programme": programme, "kinds": kinds})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def letter_text(request: HttpRequest, slug: str, kind: str, language: str) -> HttpResponse:
    """Let a programme word one letter in one language; `group` in the address: for one group alone."""
    programme = programme_of(request, slug)
    group = request.GET.get("group", "")
    if kind not in LetterKind.values or language not in LANGUAGES or group not in GROUPS:
        raise Http404
    place: dict[str, Any] = {"programme": programme, "kind": kind, "group": group, "language": language}
    if request.method == "POST" and "restore" in request.POST:
        restore_letter_text(**place, by=person_of(request))
        messages.success(request, _("The usual text is used again."))
        return redirect("applications:letters", slug)
    initial = template_of(programme, kind, group, language)._asdict()
    form = TemplateForm(request.POST or None, initial=initial, programme=programme, language=language)
    if request.method == "POST" and form.is_valid():
        write_letter_text(**place, **form.cleaned_data, by=person_of(request))
        messages.success(request, _("The letter is kept."))
        return redirect("applications:letters", slug)
    context = {
        **place,
        "form": form,
        "label": LetterKind(kind).label,
        "language_name": languages.name(language, reader_language()),
        "others": [other for other in GROUPS if other != group],
        "values": VALUES,
        "is_own": programme.letter_texts.filter(kind=kind, group=group, language=language).exists(),
    }
    return render(request, "applications/review/letter_text.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record_policy(request: HttpRequest, slug: str) -> HttpResponse:
    """Switch on, with a legal ground, that certificates of criminal records are looked at; or switch it off."""
    programme = programme_of(request, slug)
    policy = RecordPolicy.objects.filter(programme=programme).first()
    fields = ("group", "legal_ground", "certificate", "months_old", "years_valid", "days_kept")
    initial = {name: getattr(policy, name) for name in fields} if policy else None
    form = RecordPolicyForm(request.POST or None, initial=initial, programme=programme)
    if request.method == "POST" and form.is_valid():
        set_record_policy(programme=programme, by=person_of(request), **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("applications:record_policy", slug)
    context = {"programme": programme, "form": form, "policy": policy}
    return render(request, "applications/review/record_policy.html", context)
