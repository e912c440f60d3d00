"""Talks with applicants: booking, moving, cancelling, and the calendar file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from resonanz.applications.actions.review import AlreadyDecided
from resonanz.applications.actions.talks import TalkChanged, book_talk, cancel_talk, move_talk
from resonanz.applications.calendar import own_calendar
from resonanz.applications.enums import MOVES, LetterKind, Move
from resonanz.applications.forms.review import LetterForm, TalkForm
from resonanz.applications.mails.review import Letter, draft
from resonanz.applications.models import Application, Interview
from resonanz.applications.queries.answers import reader_language
from resonanz.applications.queries.mine import talks_of
from resonanz.applications.queries.review import visible_talks
from resonanz.applications.rules.review import reviews
from resonanz.applications.views.review import application_of, late
from resonanz.core.fetch import fetch
from resonanz.people.queries import person_of
from resonanz.programmes.queries import reviewed_by


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """Book a talk in two steps: when and where, then the letter as it goes."""
    application, me = application_of(request, pk), person_of(request)
    if application.state not in MOVES[Move.TALK][0]:
        messages.info(request, _("This is not possible any more; the history below says what happened."))
        return redirect("applications:review", pk)
    page = TalkPage(request, application, LetterKind.TALK, TalkForm(request.POST or None), application.version)
    if page.is_to_send():
        try:
            book_talk(
                application=application,
                when=page.form.when,
                version=page.letter_form.cleaned_data["version"],
                letter=page.letter,
                by=me,
            )
            messages.success(request, _("The talk is booked, and the invitation is on its way."))
            return redirect("applications:review", pk)
        except AlreadyDecided as error:
            if error.is_repetition(Move.TALK, me):
                return redirect("applications:review", pk)
            page.take_back(late(error), error.application.version)
    return render(request, "applications/review/talk.html", page.context())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a talk: the same two steps."""
    interview = fetch(visible_talks(request.user), reviews, request.user, pk=pk)
    if interview.is_cancelled:
        messages.info(request, _("This talk is cancelled. Book a new one."))
        return redirect("applications:review", interview.application_id)
    form = TalkForm(request.POST) if request.method == "POST" else TalkForm.of(interview)
    page = TalkPage(request, interview.application, LetterKind.TALK_MOVED, form, interview.revision + 1, interview=interview)
    if page.is_to_send():
        try:
            revision = page.letter_form.cleaned_data["version"] - 1
            move_talk(interview=interview, when=page.form.when, revision=revision, letter=page.letter, by=person_of(request))
            messages.success(request, _("The talk is moved, and the letter is on its way."))
        except TalkChanged:
            messages.warning(request, _("Somebody moved or cancelled this talk a moment ago; nothing was changed."))
        return redirect("applications:review", interview.application_id)
    return render(request, "applications/review/talk.html", page.context())


class TalkPage:
    """The two steps of booking or moving a talk: `step` is "show" for the letter, "send" to carry it out."""

    def __init__(
        self,
        request: HttpRequest,
        application: Application,
        kind: str,
        form: TalkForm,
        version: int,
        interview: Interview | None = None,
    ) -> None:
        self.application, self.kind, self.form, self.interview = application, kind, form, interview
        self.step = request.POST.get("step", "")
        self.lost = ""
        self.letter_form: Any = None
        self.beside: Letter | None = None
        if form.is_bound and form.is_valid() and self.step in ("show", "send"):
            planned = Interview(application=application, **form.when._asdict())
            me = person_of(request)
            letter = draft(application, kind, me, talk=planned)
            reader = reader_language()
            if reader != application.language:
                self.beside = draft(application, kind, me, talk=planned, language=reader)
            self.letter_form = LetterForm(
                request.POST if self.step == "send" else None,
                initial={**letter._asdict(), "version": version},
                language=application.language,
            )

    def is_to_send(self) -> bool:
        """Whether everything is there to carry it out."""
        return self.step == "send" and self.letter_form is not None and self.letter_form.is_valid()

    @property
    def letter(self) -> Letter:
        """The letter as it was left."""
        return Letter(self.letter_form.cleaned_data["subject"], self.letter_form.cleaned_data["text"])

    def take_back(self, sentence: str, version: int) -> None:
        """Show the page again, with everything that was typed, because somebody else was faster."""
        self.lost = sentence
        self.letter_form = self.letter_form.with_version(version)

    def context(self) -> dict[str, Any]:
        """Return what the page shows."""
        return {
            "application": self.application,
            "programme": self.application.cohort.programme,
            "interview": self.interview,
            "form": self.form,
            "letter_form": self.letter_form,
            "beside": self.beside,
            "lost": self.lost,
        }


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a talk; the applicant gets a letter that takes it out of the calendar."""
    interview = fetch(visible_talks(request.user), reviews, request.user, pk=pk)
    try:
        cancel_talk(interview=interview, by=person_of(request))
        messages.success(request, _("The talk is cancelled, and the letter is on its way."))
    except TalkChanged:
        messages.info(request, _("This talk was cancelled already."))
    return redirect("applications:review", interview.application_id)


@login_required
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out a talk as a file for the team's own calendar."""
    interview = fetch(visible_talks(request.user), reviews, request.user, pk=pk)
    return as_file([interview], f"talk-{interview.pk}.ics")


@login_required
@require_safe
def my_talks(request: HttpRequest) -> HttpResponse:
    """Hand out all one's own talks of the next days as one file."""
    if not reviewed_by(request.user).exists():
        raise PermissionDenied
    return as_file(talks_of(person_of(request)), "talks.ics")


def as_file(talks: Iterable[Interview], name: str) -> HttpResponse:
    """Return talks as a file that calendars open, each under the applicant's name."""
    titles = ((talk, _("Talk with {name}").format(name=talk.application.person.full_name)) for talk in talks)
    response = HttpResponse(own_calendar(titles), content_type="text/calendar; method=PUBLISH; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
