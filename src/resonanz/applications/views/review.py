"""One application: its answers and conditions, the work of the team on it, and the decision with its letter."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from resonanz.applications.actions.acceptance import AlreadyTakesPart
from resonanz.applications.actions.checks import NoLegalGround, TooOld, attest_condition, record_certificate
from resonanz.applications.actions.profile import NotConfirmed
from resonanz.applications.actions.review import (
    AlreadyDecided,
    HasAnother,
    move_application,
    reasons_of,
)
from resonanz.applications.actions.waitlist import move_on_waitlist
from resonanz.applications.actions.work import add_note, assign_application
from resonanz.applications.enums import DECLINE_KINDS, LETTER_MOVES, LETTER_OF, MOVES, LetterKind, Move
from resonanz.applications.forms.review import (
    AssignForm,
    AttestForm,
    LetterForm,
    MoveForm,
    NoteForm,
    RecordCheckForm,
    documents_of,
    proof_of,
)
from resonanz.applications.mails.review import Letter, draft
from resonanz.applications.models import Application
from resonanz.applications.queries.answers import reader_language
from resonanz.applications.queries.review import (
    form_of,
    loose_answers,
    policy_of,
    rows,
    rule_of,
    visible_applications,
    visible_proofs,
    with_findings,
)
from resonanz.applications.rules.review import reviews
from resonanz.applications.templatetags.review import happened
from resonanz.core.fetch import fetch
from resonanz.people.queries import person_of


def application_of(request: HttpRequest, pk: int) -> Application:
    """Return an application that the reader may review, with what its conditions are judged from."""
    return fetch(with_findings(visible_applications(request.user)), reviews, request.user, pk=pk)


@login_required
@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one application."""
    application = application_of(request, pk)
    return render(request, "applications/review/application.html", page_of(application))


def page_of(application: Application, **forms: Any) -> dict[str, Any]:
    """Return what the page of one application shows; `forms` are those that came back with a mistake."""
    (row,) = rows([application])
    pages = form_of(application)
    programme = application.cohort.programme
    proofs = {proof.key: proof for proof in application.proofs.defer("content")}
    return {
        "application": application,
        "programme": programme,
        "row": row,
        "findings": [(f, documents_of(f.rule), proof_of(f.rule, proofs)) for f in row.findings],
        "pages": pages,
        "loose": loose_answers(application, pages),
        "notes": application.notes.select_related("by"),
        "history": application.history.select_related("by"),
        "talks": application.interviews.select_related("by"),
        "letter_moves": [(move, Move(move).label) for move in LETTER_MOVES if move in row.moves],
        "note_form": NoteForm(),
        "assign_form": AssignForm(programme=programme, initial={"to": application.assigned_to_id}),
        "policy": policy_of(application),
        "certificate_form": RecordCheckForm(),
        **forms,
    }


@login_required
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an application up, open it again, or record that the person withdrew; nobody gets a letter."""
    application = application_of(request, pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please choose what is to be done on the page of the application."))
        return redirect("applications:review", pk)
    wanted, me = form.cleaned_data["move"], person_of(request)
    try:
        move_application(application=application, move=wanted, version=form.cleaned_data["version"], by=me)
        messages.success(request, happened(application.person.full_name, application.state))
    except AlreadyDecided as error:
        if not error.is_repetition(wanted, me):
            messages.warning(request, late(error))
    except HasAnother:
        messages.error(request, _("This person has another open application in this cohort. Decide that one."))
    return redirect("applications:review", pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Show the letter that goes with a decision; by POST, decide and send it."""
    application, me = application_of(request, pk), person_of(request)
    if move not in LETTER_MOVES:
        raise Http404
    kind = letter_kind(request, application, move)
    letter = draft(application, kind, me)
    initial = {"subject": letter.subject, "text": letter.text, "version": application.version}
    form = LetterForm(request.POST or None, initial=initial, language=application.language)
    lost = None
    if request.method == "POST" and form.is_valid():
        try:
            move_application(
                application=application,
                move=move,
                version=form.cleaned_data["version"],
                letter=Letter(form.cleaned_data["subject"], form.cleaned_data["text"]),
                reasons=reasons_of(application, kind) if move == Move.DECLINE else [],
                by=me,
            )
            messages.success(request, happened(application.person.full_name, application.state))
            return redirect("applications:review", pk)
        except AlreadyDecided as error:
            if error.is_repetition(move, me):
                return redirect("applications:review", pk)
            lost, form = error, form.with_version(error.application.version)
        except NotConfirmed:
            form.add_error(None, _("The person has not confirmed this application yet, so it cannot be accepted."))
        except (AlreadyTakesPart, HasAnother):
            form.add_error(None, _("This person takes part in this cohort already, or has another open application."))
    if request.method != "POST" and application.state not in MOVES[move][0]:
        messages.info(request, _("This is not possible any more; the history below says what happened."))
        return redirect("applications:review", pk)
    context = {
        "application": application,
        "programme": application.cohort.programme,
        "move": Move(move),
        "kind": kind,
        "kinds": [(k, LetterKind(k).label) for k in DECLINE_KINDS] if move == Move.DECLINE else [],
        "form": form,
        "beside": translation_of(application, kind, request),
        "lost": late(lost) if lost else "",
        "is_possible": application.state in MOVES[move][0],
        "row": rows([application])[0],
    }
    return render(request, "applications/review/decide.html", context, status=409 if lost else 200)


def letter_kind(request: HttpRequest, application: Application, move: str) -> str:
    """Return which letter goes with a move; for a decline, what was chosen, else the likeliest."""
    if move != Move.DECLINE:
        return LETTER_OF[Move(move)]
    chosen = request.GET.get("kind", "")
    if chosen in DECLINE_KINDS:
        return chosen
    return LetterKind.CONDITION if rows([application])[0].count_unmet else LetterKind.NO_PLACE


def translation_of(application: Application, kind: str, request: HttpRequest) -> Letter | None:
    """Return the drafted letter in the reader's language, where the applicant reads another."""
    reader = reader_language()
    return None if reader == application.language else draft(application, kind, person_of(request), language=reader)


def late(error: AlreadyDecided) -> str:
    """Return the sentence for whoever came a moment later."""
    state = error.application.get_state_display()
    if error.step is None:
        return _("The application has changed in the meantime; now: «{state}». Nothing was sent.").format(state=state)
    return happened(
        error.step.by.full_name if error.step.by else "", error.step.after, at=error.step.created_at, was_faster=True
    )


@login_required
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Let one of the team look at an application."""
    application = application_of(request, pk)
    form = AssignForm(request.POST, programme=application.cohort.programme)
    if form.is_valid():
        assign_application(application=application, to=form.cleaned_data["to"], by=person_of(request))
    else:
        messages.error(request, _("Please choose somebody from the team."))
    return redirect("applications:review", pk)


@login_required
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a note."""
    application = application_of(request, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return render(request, "applications/review/application.html", page_of(application, note_form=form), status=400)
    add_note(application=application, text=form.cleaned_data["text"], by=person_of(request))
    return redirect("applications:review", pk)


@login_required
@require_POST
def attest(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Keep what was found about one condition, and delete its proof."""
    application = application_of(request, pk)
    rule, form = rule_of(application, key), AttestForm(request.POST)
    if rule is None:
        raise Http404
    if not form.is_valid():
        messages.error(request, " ".join(str(sentence) for errors in form.errors.values() for sentence in errors))
        return redirect("applications:review", pk)
    attest_condition(application=application, rule=rule, by=person_of(request), **form.cleaned_data)
    messages.success(request, _("Kept. If there was a proof, it has been deleted."))
    return redirect("applications:review", pk)


@login_required
@require_POST
def waiting(request: HttpRequest, pk: int) -> HttpResponse:
    """Move somebody up or down on the waiting list."""
    application = application_of(request, pk)
    direction = "up" if request.POST.get("direction") == "up" else "down"
    try:
        move_on_waitlist(application=application, direction=direction, by=person_of(request))
    except AlreadyDecided as error:
        messages.warning(request, late(error))
    return redirect("applications:waitlist", application.cohort_id)


@login_required
@require_safe
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out a proof as a file that no browser runs or guesses about."""
    row = fetch(visible_proofs(request.user), reviews, request.user, pk=pk)
    response = HttpResponse(bytes(row.content), content_type=row.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{row.name.encode("ascii", "ignore").decode()}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_POST
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep that somebody looked at a certificate of criminal records."""
    application = application_of(request, pk)
    form = RecordCheckForm(request.POST)
    if not form.is_valid():
        page = page_of(application, certificate_form=form)
        return render(request, "applications/review/application.html", page, status=400)
    try:
        record_certificate(application=application, by=person_of(request), **form.cleaned_data)
        messages.success(request, _("Kept. Please hand the certificate back."))
    except NoLegalGround:
        messages.error(request, _("This programme does not look at certificates of criminal records."))
    except TooOld:
        messages.error(request, _("This certificate is too old, or its date is in the future. Please ask for a new one."))
    return redirect("applications:review", pk)


@login_required
@require_safe
def certificate_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the confirmation with which somebody asks the authority for a certificate, ready to print."""
    application = application_of(request, pk)
    policy = policy_of(application)
    if policy is None:
        raise Http404
    context = {"application": application, "programme": application.cohort.programme, "policy": policy}
    return render(request, "applications/review/certificate_letter.html", context)
