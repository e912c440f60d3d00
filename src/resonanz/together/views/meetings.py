"""Entering a meeting in twenty seconds, and looking at, correcting or taking back what was entered."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from resonanz.core.fetch import fetch
from resonanz.core.offline import for_copy, keepable, stored
from resonanz.core.sealed import SomebodyElses
from resonanz.people.queries import person_of
from resonanz.programmes.actions import ChangedMeanwhile
from resonanz.tandems.actions import AlreadyDecided
from resonanz.tandems.models import Tandem
from resonanz.together.actions.meetings import (
    AlreadyLogged,
    correct_meeting,
    join_meeting,
    log_meeting,
    take_back_meeting,
)
from resonanz.together.actions.room import NotAtWork
from resonanz.together.forms.meetings import CorrectionForm, MeetingForm, SeenForm
from resonanz.together.models import Meeting
from resonanz.together.queries.meetings import in_hours, last_meeting, meetings_visible_to, named, titles_met
from resonanz.together.queries.rooms import is_at_work, rooms_of
from resonanz.together.rules.meetings import is_of_the_two
from resonanz.together.rules.rooms import may_open


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a meeting; where the other has entered one for that day, ask whether it is the same."""
    pair = fetch(rooms_of(request.user), may_open, request.user, pk=pk)
    if request.method != "POST":
        if not is_at_work(pair):
            return at_rest(request, pair)
        return empty_page(request, pair)
    form, twin = MeetingForm(request.POST, tandem=pair), None
    if form.is_valid():
        try:
            return enter(request, pair, form)
        except AlreadyLogged as error:
            twin = error.meeting
        except NotAtWork:
            return at_rest(request, pair)
        except AlreadyDecided:
            form.add_error(
                None, _("The entry of the other has been taken back in the meantime. Please save yours once more.")
            )
        except SomebodyElses:
            form = MeetingForm({**request.POST.dict(), "key": uuid4()}, tandem=pair)
            form.add_error(None, _("This could not be stored. Please send it once more."))
    return log_page(request, pair, form, twin)


def empty_page(request: HttpRequest, pair: Tandem) -> HttpResponse:
    """Show the empty form. What a phone keeps of it has no topics of the two's own: these are confidential."""
    asked = for_copy(request)
    form = MeetingForm(tandem=pair, last=last_meeting(pair), with_own=not asked)
    says_something = len(messages.get_messages(request)) > 0  # meant for this moment, not for a copy
    page = log_page(request, pair, form)
    return keepable(page) if not says_something and (asked or not form.shows_own) else page


def enter(request: HttpRequest, pair: Tandem, form: MeetingForm) -> HttpResponse:
    """Store what was typed, as an entry of its own or with the one that is there."""
    person, given = person_of(request), form.cleaned_data
    answer = request.POST.get("answer", "")
    if answer in {"same", "mine"} and request.POST.get("twin", "").isdecimal():
        entry = fetch(meetings_visible_to(request.user), is_of_the_two, request.user, tandem=pair, pk=request.POST["twin"])
        join_meeting(
            meeting=entry,
            key=given["key"],
            values=form.facts(),
            text=given["text"],
            keeps_facts=answer == "same",
            by=person,
        )
    else:
        entry = log_meeting(
            tandem=pair, key=given["key"], text=given["text"], is_another=answer == "another", by=person, **form.facts()
        )
    messages.success(request, _("Entered: {length}.").format(length=in_hours(entry.minutes)))
    return stored(request, reverse("tandems:tandem", args=[pair.pk]))


def log_page(request: HttpRequest, pair: Tandem, form: MeetingForm, twin: Meeting | None = None) -> HttpResponse:
    """Show the form, with the entry of the other that may be the same."""
    context = {
        "tandem": pair,
        "programme": pair.cohort.programme,
        "form": form,
        "twin": twin,
        "twin_length": in_hours(twin.minutes) if twin else "",
        "own_length": in_hours(form.cleaned_data["minutes"]) if twin else "",
        "is_own_twin": twin is not None and twin.logged_by.person_id == person_of(request).pk,
    }
    return render(request, "together/log.html", context)


def at_rest(request: HttpRequest, pair: Tandem) -> HttpResponse:
    """Say why nothing can be entered now, and lead back; a phone that sent it later keeps what was typed."""
    if pair.suspended_at:
        messages.info(request, _("The team is clarifying something at present. Until then nothing can be entered here."))
    else:
        messages.info(request, _("This tandem has ended, so nothing can be entered any more. You can still read it all."))
    return redirect("tandems:tandem", pair.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show one entry to the two, and take corrections of either."""
    entry = fetch(meetings_visible_to(request.user), is_of_the_two, request.user, tandem=pk, pk=number)
    if not (entry.counts and is_at_work(entry.tandem)):
        return meeting_page(request, entry, None)
    form = CorrectionForm(request.POST or None, meeting=entry)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            correct_meeting(
                meeting=entry, values=form.facts(), text=given["text"], seen=given["seen"], by=person_of(request)
            )
            messages.success(request, _("The entry has been corrected."))
            return redirect("together:hours", pk)
        except ChangedMeanwhile:
            form = CorrectionForm({**request.POST.dict(), "topics": given["topics"], "seen": entry.version}, meeting=entry)
            form.add_error(None, _("The entry was changed a moment ago. What you typed stands below. Please save again."))
        except (AlreadyDecided, NotAtWork):
            messages.info(request, _("This entry has been taken back in the meantime; nothing was changed."))
            return redirect("together:hours", pk)
    return meeting_page(request, entry, form)


def meeting_page(request: HttpRequest, entry: Meeting, form: CorrectionForm | None) -> HttpResponse:
    """Show one entry; without a form it can only be read."""
    context = {
        "tandem": entry.tandem,
        "programme": entry.tandem.cohort.programme,
        "meeting": entry,
        "length": in_hours(entry.minutes),
        "topics": named(entry.topics, titles_met(entry.tandem)),
        "note": entry.opened("note"),
        "form": form,
    }
    return render(request, "together/meeting.html", context)


@login_required
@require_POST
def take_back(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take an entry back that was a mistake."""
    entry = fetch(meetings_visible_to(request.user), is_of_the_two, request.user, tandem=pk, pk=number)
    form = SeenForm(request.POST)
    try:
        if not form.is_valid():
            raise ChangedMeanwhile
        take_back_meeting(meeting=entry, seen=form.cleaned_data["seen"], by=person_of(request))
        messages.success(request, _("The entry has been taken back and does not count any more."))
    except ChangedMeanwhile:
        messages.info(request, _("The entry was changed a moment ago. Please look at it once more."))
        return redirect("together:meeting", pk, number)
    except AlreadyDecided:
        messages.info(request, _("This entry has been taken back in the meantime; nothing was changed."))
    except NotAtWork:
        return at_rest(request, entry.tandem)
    return redirect("together:hours", pk)
