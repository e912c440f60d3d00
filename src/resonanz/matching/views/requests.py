"""Requests: asking somebody, what both do with it, and what the team sees of it, which is that and when."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from resonanz.core.fetch import fetch
from resonanz.matching.actions.requests import (
    CannotAsk,
    RemindedToday,
    accept_request,
    ask_back,
    ask_mentor,
    decline_request,
    offer_places,
    remind_of_request,
    reply_to_question,
    withdraw_request,
)
from resonanz.matching.enums import KIND_TEXTS, OPEN_REQUESTS, DeclineReason
from resonanz.matching.forms.requests import AskForm, DeclineForm, PlacesForm, QuestionForm, ReplyForm, in_use
from resonanz.matching.models import Request
from resonanz.matching.queries.requests import (
    askable,
    gives_time,
    hindrance,
    may_request,
    own_side,
    request_numbers,
    requests_in,
    requests_of,
    texts_of,
    visible_to_team,
)
from resonanz.matching.rules import is_asked, is_asking, may_match, may_read, may_remind
from resonanz.people.actions import pause_person
from resonanz.people.forms import PauseForm
from resonanz.people.queries import person_of
from resonanz.programmes.actions import NoFreePlace, PlacesInUse
from resonanz.programmes.models import Participation
from resonanz.programmes.queries import cohorts_coordinated_by, published
from resonanz.programmes.rules import anyone
from resonanz.tandems.actions import AlreadyDecided, AlreadyTogether

PAGE_SIZE = 50


@login_required
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Show the requests to and from somebody: what waits for her or him, what waits for others, what is over."""
    person = person_of(request)
    rows = requests_of(person)
    waiting = list(rows.filter(state__in=OPEN_REQUESTS))
    context = {
        "mine": [row for row in waiting if row.turn.person_id == person.pk],
        "others": [row for row in waiting if row.turn.person_id != person.pk],
        "earlier": Paginator(rows.exclude(state__in=OPEN_REQUESTS), PAGE_SIZE).get_page(request.GET.get("page")),
        "gives_time": list(gives_time(person)),
    }
    return render(request, "matching/requests.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to somebody: three parts on one page, with advice; nothing typed is lost where something is in the way."""
    mentor = fetch(askable(request.user), anyone, request.user, pk=pk)
    mentee = own_side(request.user, mentor)
    form, found = AskForm(request.POST or None), hindrance(mentee, mentor)
    if request.method == "POST" and form.is_valid() and not found:
        try:
            made = ask_mentor(mentee=mentee, mentor=mentor, texts=form.cleaned_data, by=person_of(request))
        except CannotAsk as error:
            found = error.hindrance
        else:
            messages.success(request, _("Your request is on its way. We write to you as soon as there is an answer."))
            return redirect("matching:request", made.pk)
    context = {
        "mentor": mentor,
        "programme": mentor.cohort.programme,
        "form": form,
        "hindrance": found,
        "sentence": found.label.format(name=mentor.person.card_name) if found else "",
        "is_written": request.method == "POST",
    }
    return render(request, "matching/ask.html", context)


@login_required
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one request to one of the two: what was written, what they share, and what can be done."""
    return show(request, fetch(requests_of(request.user), may_read, request.user, pk=pk))


@login_required
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes: the two are a tandem."""
    row = fetch(requests_of(request.user), is_asked, request.user, pk=pk)
    try:
        tandem = accept_request(request=row, by=person_of(request))
    except AlreadyDecided:
        return too_late(request, row)
    except AlreadyTogether:
        messages.info(request, _("The team has brought you two together already. Please answer that suggestion."))
        return redirect("tandems:mine")
    except NoFreePlace as error:
        messages.error(request, no_place(row, error.participation))
        return redirect("matching:request", pk)
    messages.success(request, _("You are a tandem. Both of you have got a letter with what helps to begin."))
    return redirect("tandems:tandem", tandem.pk)


@login_required
@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say no, kindly."""
    row = fetch(requests_of(request.user), is_asked, request.user, pk=pk)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return show(request, row, decline=form)
    reason, kind_word = form.cleaned_data["reason"], form.cleaned_data["kind_word"]
    try:
        decline_request(request=row, reason=reason, kind_word=kind_word, by=person_of(request))
        messages.success(
            request, _("Thank you for answering. {name} has been told.").format(name=row.mentee.person.card_name)
        )
    except AlreadyDecided:
        return too_late(request, row)
    return redirect("matching:requests")


@login_required
@require_POST
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask one thing before deciding."""
    row = fetch(requests_of(request.user), is_asked, request.user, pk=pk)
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return show(request, row, question=form)
    try:
        ask_back(request=row, question=form.cleaned_data["question"], by=person_of(request))
        messages.success(request, _("Your question is on its way. We write to you as soon as there is an answer."))
    except AlreadyDecided:
        return too_late(request, row)
    return redirect("matching:request", pk)


@login_required
@require_POST
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the question."""
    row = fetch(requests_of(request.user), is_asking, request.user, pk=pk)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return show(request, row, reply=form)
    try:
        reply_to_question(request=row, reply=form.cleaned_data["reply"], by=person_of(request))
        messages.success(request, _("Your answer is on its way."))
    except AlreadyDecided:
        return too_late(request, row)
    return redirect("matching:request", pk)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own request back."""
    row = fetch(requests_of(request.user), is_asking, request.user, pk=pk)
    try:
        withdraw_request(request=row, by=person_of(request))
        messages.success(request, _("Your request has been taken back. You can ask somebody else."))
    except AlreadyDecided:
        return too_late(request, row)
    return redirect("matching:requests")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def availability(request: HttpRequest, slug: str) -> HttpResponse:
    """Show for how many people somebody has time, and change that or take a pause."""
    programme = fetch(published(), anyone, request.user, slug=slug)
    row, person = gives_time(request.user).filter(cohort__programme=programme).first(), person_of(request)
    if row is None:
        raise Http404
    pauses = request.POST.get("act") == "pause"
    places = PlacesForm(None if pauses else request.POST or None, participation=row)
    pause = PauseForm(request.POST if pauses else None)
    if request.method == "POST" and (pause if pauses else places).is_valid():
        if pauses:
            pause_person(person=person, until=pause.cleaned_data["until"], by=person)
            messages.success(request, _("You are pausing. Until then you are suggested to nobody."))
            return redirect("matching:availability", slug)
        try:
            offer_places(participation=row, capacity=places.cleaned_data["capacity"], by=person)
        except PlacesInUse:  # a moment ago one was free
            row.refresh_from_db(fields=["taken"])
            places.add_error("capacity", in_use(row.taken))
        else:
            messages.success(request, _("Saved."))
            return redirect("matching:availability", slug)
    context = {"programme": programme, "participation": row, "places": places, "pause": pause}
    return render(request, "matching/availability.html", context)


@login_required
@require_safe
def cohort_requests(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the team which requests wait and for how long; never what stands in them."""
    cohort = fetch(cohorts_coordinated_by(request.user), may_match, request.user, pk=pk)
    context = {
        "cohort": cohort,
        "programme": cohort.programme,
        "numbers": request_numbers(cohort),
        "rows": Paginator(requests_in(cohort), PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "matching/cohort_requests.html", context)


@login_required
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to whoever's turn it is, as the team."""
    row = fetch(visible_to_team(request.user), may_remind, request.user, pk=pk)
    try:
        remind_of_request(request=row, by=person_of(request))
        messages.success(request, _("{name} has been reminded.").format(name=row.turn.person.full_name))
    except RemindedToday:
        messages.info(request, _("A reminder has gone out today already; one a day is enough."))
    except AlreadyDecided:
        messages.info(request, _("This request has been answered in the meantime."))
    return redirect("matching:cohort_requests", row.cohort_id)


def show(request: HttpRequest, row: Request, **forms: Form) -> HttpResponse:
    """Show a request with its forms, those with a mistake unfolded and with all that was typed."""
    side = row.side_of(request.user)
    other = row.other(request.user)
    context: dict[str, Any] = {
        "row": row,
        "programme": row.cohort.programme,
        "side": side,
        "other": other,
        "texts": texts_of(row),
        "kind_text": kind_text(row, other),
        "forms": {"question": QuestionForm(), "reply": ReplyForm(), "decline": DeclineForm(initial={"reason": ""})} | forms,
        "unfold": next(iter(forms), ""),
        "gives_time": side == "mentor" and may_request(request.user).filter(pk=row.mentor_id).exists(),
    }
    return render(request, "matching/request.html", context)


def kind_text(row: Request, other: Participation) -> str:
    """Return how whoever asked reads the reason of a no; "" where none was given."""
    if not row.decline_reason:
        return ""
    return KIND_TEXTS[DeclineReason(row.decline_reason)].format(name=other.person.card_name)


def too_late(request: HttpRequest, row: Request) -> HttpResponse:
    """Say that somebody was faster, and show what became of the request."""
    messages.info(request, _("This request has been decided in the meantime; nothing was changed."))
    return redirect("matching:request", row.pk)


def no_place(row: Request, who: Participation) -> str:
    """Return the sentence for a yes that comes a moment too late, for whichever of the two it is about."""
    if who.pk == row.mentor_id:
        return _("You have no free place at present, or you are pausing. Look at your places first, then say yes.")
    if who.person.is_paused:
        return _("{name} is pausing at present. The request waits; please answer after that.").format(
            name=who.person.card_name
        )
    return _("{name} has found somebody in the meantime. Thank you for your yes.").format(name=who.person.card_name)
