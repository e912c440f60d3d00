"""The participant's pages: suggestions, the choice among several, our tandem."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from resonanz.core.fetch import fetch
from resonanz.people.queries import person_of
from resonanz.tandems.actions import (
    AlreadyDecided,
    NoFreePlace,
    NotAsked,
    answer_suggestion,
    end_tandem,
)
from resonanz.tandems.calendar import first_date_file
from resonanz.tandems.enums import LIVE_STATES, State
from resonanz.tandems.forms import AnswerForm, DeadlineForm, OnBehalfForm
from resonanz.tandems.mails import first_questions
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import (
    companions,
    known_to,
    offered_together,
    participations_of,
    room_of,
    to_choose,
    visible_to,
    waiting_of,
)
from resonanz.tandems.rules import has_started, is_one_of_the_two, may_answer, may_end, may_see

PAGE_SIZE = 30  # entries of the shared line
BEGINNING = timedelta(days=30)  # as long as dates and questions for a first meeting are shown


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show all tandems of the person, candidates to choose from as one entry; one alone is shown at once."""
    tandems = list(known_to(request.user))
    offered = [pair for pair in tandems if pair.state == State.OFFERED]
    choices = {pair.offered_with_id: pair for pair in reversed(offered)}
    numbers = [sum(pair.offered_with_id == key for pair in offered) for key in choices]
    others = [pair for pair in tandems if pair.state != State.OFFERED]
    waiting = waiting_of(request.user)
    if len(others) + len(choices) == 1 and not waiting and all(pair.state in LIVE_STATES for pair in others):
        return redirect("tandems:tandem", others[0].pk) if others else redirect("tandems:choice", offered[0].pk)
    context = {
        "tandems": others,
        "choices": list(zip(choices.values(), numbers, strict=True)),
        "waiting": waiting,
        "participations": list(participations_of(request.user)),
    }
    return render(request, "tandems/mine.html", context)


@login_required
@require_safe
def tandem(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one tandem: what is next for the two, why they, and what has been."""
    pair = fetch(visible_to(request.user), may_see, request.user, pk=pk)
    if pair.state == State.OFFERED and pair.side_of(request.user):
        return redirect("tandems:choice", pk)
    return tandem_page(request, pair)


def tandem_page(request: HttpRequest, pair: Tandem, **forms: Any) -> HttpResponse:
    """Show the page of a tandem, with `forms` that were sent and need to be mended."""
    side = pair.side_of(request.user)
    helping = pair.waits_for and not side
    is_new = pair.started_on is not None and timezone.localdate() - pair.started_on <= BEGINNING
    context = {
        "tandem": pair,
        "programme": pair.cohort.programme,
        "side": side,
        "mine": pair.answer_of(side) if side else "",
        "other": pair.other(request.user) if side else None,
        "reserves": bool(side) and pair.chooser == side and to_choose(pair).exists(),
        "questions": first_questions(pair, side) if side and is_new and pair.state == State.ACTIVE else [],
        "form": answer_form(pair) if side else None,
        "is_new": is_new,
        "dates": upcoming(pair) if is_new else [],
        "deadline": DeadlineForm(initial={"answer_by": pair.answer_by}) if helping else None,
        "on_behalf": OnBehalfForm(tandem=pair) if helping else None,
        "companions": companions(pair),
        "room": room_of(pair, request.user),
        "both": [pair.mentee, pair.mentor],
        "names_shown": bool(pair.started_on) or not side,
        "people": [(pair.other(request.user), "")] if side else [(pair.mentee, ""), (pair.mentor, "partner")],
        **forms,
    }
    return render(request, "tandems/tandem.html", context)


@login_required
@require_safe
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the whole of the shared line, page by page."""
    pair = fetch(visible_to(request.user), may_see & has_started, request.user, pk=pk)
    events = room_of(pair, request.user, all_events=True).line
    page = Paginator(events, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"tandem": pair, "programme": pair.cohort.programme, "side": pair.side_of(request.user), "page_obj": page}
    return render(request, "tandems/whole_line.html", context)


def answer_form(pair: Tandem, data: Any = None) -> AnswerForm:
    """Return the form of one suggestion, whose fields have names of their own where several stand on a page."""
    return AnswerForm(data, auto_id=f"id{pair.pk}_%s")


def upcoming(pair: Tandem) -> list[tuple[int, str]]:
    """Return the dates suggested for a first meeting that are still ahead, each with its number."""
    now = timezone.now()
    return [(number, date) for number, date in enumerate(pair.first_dates, 1) if datetime.fromisoformat(date) > now]


@login_required
@require_safe
def choice(request: HttpRequest, pk: int) -> HttpResponse:
    """Show several candidates side by side, for the one who chooses among them."""
    pair = fetch(visible_to(request.user), is_one_of_the_two, request.user, pk=pk)
    if not pair.offered_with_id or pair.chooser != pair.side_of(request.user):
        raise Http404
    return choice_page(request, pair)


def choice_page(request: HttpRequest, pair: Tandem, wrong: AnswerForm | None = None) -> HttpResponse:
    """Show the candidates that can still be chosen; lead on where there are none, or one is being asked."""
    candidates = list(offered_together(pair))
    asking = next((each for each in candidates if each.is_open), None)
    left = [each for each in candidates if each.state == State.OFFERED]
    if asking or not left:
        return redirect("tandems:tandem", asking.pk) if asking else redirect("tandems:mine")
    cards = [(each, wrong if wrong and each.pk == pair.pk else answer_form(each)) for each in left]
    context = {"cards": cards, "programme": pair.cohort.programme, "answer_by": left[0].answer_by}
    return render(request, "tandems/choice.html", context)


@login_required
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the answer of one side to a suggestion."""
    pair = fetch(visible_to(request.user), may_answer, request.user, pk=pk)
    form = answer_form(pair, request.POST)
    if not form.is_valid():
        if "answer" in form.errors:
            messages.error(request, _("Please answer with yes, no or rather not."))
            return redirect("tandems:tandem", pk)
        return choice_page(request, pair, form) if pair.state == State.OFFERED else tandem_page(request, pair, form=form)
    person, was = person_of(request), pair.state
    try:
        answer_suggestion(tandem=pair, by=person, **form.cleaned_data)
    except (AlreadyDecided, NotAsked):
        messages.info(request, _("This suggestion has been decided in the meantime; nothing was changed."))
    except NoFreePlace as error:
        messages.warning(request, no_place(error, pair, own=error.participation.person_id == person.pk))
        return redirect("tandems:choice", pk)
    if was == State.OFFERED and pair.state == State.DECLINED:
        messages.success(
            request, _("{name} is no longer among your suggestions.").format(name=pair.other(person).person.card_name)
        )
    chose = pair.offered_with_id and pair.chooser == pair.side_of(person)
    return redirect("tandems:choice" if chose and not pair.is_open else "tandems:tandem", pk)


def no_place(error: NoFreePlace, pair: Tandem, *, own: bool) -> str:
    """Return the sentence for whoever came second, or has no place left."""
    if own:
        return _("You have no free place at present, so nobody new can be asked. The team can help you.")
    name = error.participation.person.card_name
    if to_choose(pair).exists():
        return _("{name} has just been taken: somebody else was faster. The others are still there for you.").format(
            name=name
        )
    return _("{name} has just been taken: somebody else was faster. We go on looking for you.").format(name=name)


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a tandem without fault, or take a suggestion back."""
    pair = fetch(visible_to(request.user), may_end, request.user, pk=pk)
    began = pair.started_on is not None
    try:
        if request.POST.get("seen", pair.state) != pair.state:
            raise AlreadyDecided
        end_tandem(tandem=pair, by=person_of(request))
        messages.success(
            request,
            _("The tandem has ended. Both are free for a new one.") if began else _("The suggestion has been taken back."),
        )
    except AlreadyDecided:
        messages.info(request, _("This has been decided in the meantime; nothing was changed. Please look at it once more."))
    return redirect("tandems:tandem", pk)


@login_required
@require_safe
def first_date(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Hand out one of the dates suggested for a first meeting as a calendar file."""
    pair = fetch(visible_to(request.user), is_one_of_the_two & has_started, request.user, pk=pk)
    if not 1 <= number <= len(pair.first_dates):
        raise Http404
    content = first_date_file(pair, number - 1, _("First meeting: {pair}").format(pair=pair))
    headers = {"Content-Disposition": f'attachment; filename="treffen-{number}.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
