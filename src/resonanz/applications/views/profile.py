"""One's own profile in a programme: as others see it, what is missing, and changing it."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from resonanz.applications.actions.profile import update_profile
from resonanz.applications.enums import Audience
from resonanz.applications.forms.answers import AnswersForm
from resonanz.applications.queries.apply import answer_shown
from resonanz.applications.queries.profile import completeness, participation_of, profile_questions, profile_values
from resonanz.applications.views.applicant import READ_AND_WRITE
from resonanz.applications.views.session import posted
from resonanz.core.fetch import fetch
from resonanz.people.queries import person_of
from resonanz.programmes.models import Participation
from resonanz.programmes.queries import published
from resonanz.programmes.rules import anyone


def own_participation(request: HttpRequest, slug: str) -> Participation:
    """Return how the person who is logged in takes part in a programme, or 404."""
    participation = participation_of(person_of(request), fetch(published(), anyone, request.user, slug=slug))
    if participation is None:
        raise Http404
    return participation


@login_required
@require_safe
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the own profile: the card that others see, what is missing and what that blocks, and who sees what."""
    participation = own_participation(request, slug)
    programme, person = participation.cohort.programme, participation.person
    questions = profile_questions(programme, participation.group)
    values = profile_values(questions, person, participation)
    context = {
        "programme": programme,
        "participation": participation,
        "complete": completeness(participation, questions),
        "pages": [
            (page, [answer_shown(question, values, programme) for question in entries])
            for page, entries in groupby(questions, key=lambda question: question.page)
        ],
        "audiences": Audience,
    }
    return render(request, "applications/apply/profile.html", context)


@login_required
@READ_AND_WRITE
def profile_page(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Change the part of the own profile that one page of the form asks for."""
    participation = own_participation(request, slug)
    programme, person = participation.cohort.programme, participation.person
    questions = [q for q in profile_questions(programme, participation.group) if q.page.key == key]
    if not questions:
        raise Http404
    values = profile_values(questions, person, participation)
    form = AnswersForm(questions, programme, values, data=posted(request), label_suffix="")
    go = request.POST.get("go", "save")
    if request.method == "POST" and form.is_valid() and go != "more":
        language = (get_language() or "de").split("-")[0]
        update_profile(participation=participation, questions=questions, values=form.answers, language=language, by=person)
        messages.success(request, _("Your profile has been changed."))
        return redirect("applications:profile", slug)
    context = {"programme": programme, "page": questions[0].page, "form": form, "show_errors": go != "more"}
    return render(request, "applications/apply/profile_page.html", context)
