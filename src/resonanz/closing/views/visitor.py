"""Pages without signing in: checking a certificate, answering months later, what a programme has changed."""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from resonanz.closing.actions.later import AlreadySaid, answer_later, stop_questions
from resonanz.closing.enums import FollowUpState
from resonanz.closing.forms.participant import LaterForm, NameForm
from resonanz.closing.models import FollowUp
from resonanz.closing.queries.certificates import by_code, is_name_of
from resonanz.closing.queries.due import by_token
from resonanz.closing.queries.feedback import changes_of
from resonanz.core.limits import Limit
from resonanz.programmes.queries import answering, visible_to

names = Limit(most=10, seconds=60)  # a name can be tried so often in a minute: enough to type, too little to guess


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether a certificate is valid, and nothing else; whether it bears a name only to whoever types that name."""
    found = by_code(code)
    if found is None:
        return render(request, "closing/verify.html", {"code": code[:20]}, status=404)
    form = NameForm(request.POST or None)
    said, is_too_often = None, False
    if form.is_bound and form.is_valid():
        is_too_often = not names.allows(request)
        said = None if is_too_often else is_name_of(found, form.cleaned_data["name"])
    context = {
        "certificate": found,
        "programme": found.programme,
        "code": found.code,
        "form": form,
        "said": said,
        "is_too_often": is_too_often,
        "is_nameless": not found.certified_name,
    }
    return render(request, "closing/verify.html", context)


@require_safe
def heard(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a programme does differently because somebody wished it."""
    programme = get_object_or_404(visible_to(request.user), slug=slug)
    return render(request, "closing/heard.html", {"programme": programme, "changes": list(changes_of(programme))})


def question_of(request: HttpRequest, token: str) -> FollowUp | None:
    """Return the question that the link names; from now on the language is that of its person, unless a reader chose one."""
    question = by_token(token)
    if question is not None:
        has_chosen = request.user.is_authenticated or settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        language = question.participation.person.language
        if language and not has_chosen:
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()
    return question


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def later(request: HttpRequest, token: str) -> HttpResponse:
    """Ask three questions; by POST, keep the answers. After that, say what became of it."""
    question = question_of(request, token)
    if question is None:
        return render(request, "closing/gone.html")
    programme = question.participation.cohort.programme
    context = {"programme": programme, "question": question, "token": token}
    if question.state != FollowUpState.ASKED:
        return render(request, "closing/said.html", context)
    form = LaterForm(request.POST or None)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        with suppress(AlreadySaid):  # the page says what was said before
            answer_later(
                question=question,
                doing=values["doing"],
                helped=values["helped"],
                may_ask_again=values["again"] == "yes",
            )
        return redirect("closing:later", token)
    return render(request, "closing/later.html", {**context, "form": form, "controllers": answering(programme)})


@never_cache
@require_POST
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask this person nothing more."""
    question = question_of(request, token)
    if question is not None:
        with suppress(AlreadySaid):
            stop_questions(question=question)
    return redirect("closing:later", token)
