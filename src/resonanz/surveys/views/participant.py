"""The questionnaire as a person meets it: by the mailed link alone, in the own language, on a phone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from resonanz.programmes.enums import DataClass
from resonanz.programmes.queries import answering
from resonanz.surveys.actions.answering import AlreadySaid, answer_survey, refuse_survey, take_answers_back
from resonanz.surveys.enums import State
from resonanz.surveys.forms.answers import QuestionnaireForm
from resonanz.surveys.models import Invitation
from resonanz.surveys.queries.results import funders_of
from resonanz.surveys.queries.sheets import by_token
from resonanz.surveys.queries.usual import questions_of

View = Callable[[HttpRequest, Invitation, str], HttpResponse]


def by_link(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """Open the invitation that the link names, in the language of its person unless the reader chose one; cache nothing."""

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        invitation = by_token(token)
        if invitation is None:
            return render(request, "surveys/gone.html")
        has_chosen = request.user.is_authenticated or settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        language = invitation.participation.person.language
        if language and not has_chosen:
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()
        return view(request, invitation, token)

    return opened


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def questionnaire(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """Say what the answers are for, and ask; by POST, keep them. Once that is done, say what became of it."""
    programme = invitation.participation.cohort.programme
    context = {"programme": programme, "invitation": invitation, "token": token}
    if invitation.state != State.ASKED or not programme.survey.is_on:
        return render(request, "surveys/said.html", context)
    form = QuestionnaireForm(
        questions_of(programme.survey, invitation.moment), request.POST if request.method == "POST" else None
    )
    if form.is_bound and form.is_valid():
        with suppress(AlreadySaid):  # the page says what was said before
            answer_survey(invitation=invitation, answers=form.answers)
        return redirect("surveys:questionnaire", token)
    months = programme.months_kept(DataClass.SURVEYS)
    context |= {
        "form": form,
        "controllers": answering(programme),
        "funders": funders_of(programme) or [_("whoever funds the programme")],
        "kept": ngettext("{n} month", "{n} months", months).format(n=months),
    }
    return render(request, "surveys/questionnaire.html", context)


@require_POST
@by_link
def refuse(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """Take a no."""
    with suppress(AlreadySaid):  # the page says what was said before
        refuse_survey(invitation=invitation)
    return redirect("surveys:questionnaire", token)


@require_POST
@by_link
def take_back(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """Delete the answers of the person."""
    with suppress(AlreadySaid):  # the page says what was said before
        take_answers_back(invitation=invitation)
    return redirect("surveys:questionnaire", token)
