"""The conversation of the two, the ways outside, and how one wants to be told."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages as notes
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from resonanz.core.fetch import fetch
from resonanz.core.limits import Limit
from resonanz.core.sealed import SomebodyElses
from resonanz.messaging.actions import (
    CannotWrite,
    TooLate,
    add_channel,
    change_preference,
    delete_message,
    edit_message,
    read_messages,
    remove_channel,
    write_message,
)
from resonanz.messaging.forms.messages import ChannelForm, MessageForm, PreferenceForm, initial_of
from resonanz.messaging.models import Message
from resonanz.messaging.queries.messages import (
    channels_of,
    conversation_of,
    obstacle,
    own_channels,
    own_messages,
    page_of,
    preference_of,
)
from resonanz.messaging.queries.settings import receipts_for, settings_of, time_of
from resonanz.messaging.rules import entered, may_converse, wrote
from resonanz.people.queries import person_of
from resonanz.programmes.actions import NotPossible
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import visible_to

READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])
WRITING = Limit(most=60, seconds=60)  # two who write quickly behind one address; a script gets no further


@login_required
@READ_AND_WRITE
def messages(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the conversation, the newest at the bottom, and write to the other."""
    tandem, person = fetch(visible_to(request.user), may_converse, request.user, pk=pk), person_of(request)
    form = MessageForm(request.POST or None)
    if "look" in request.GET:  # a link to "#newest" alone would load nothing where the page has that address already
        return redirect(reverse("messaging:messages", args=[pk]) + "#newest")
    if request.method == "POST":
        if not WRITING.allows(request):
            form.add_error(None, _("That was a lot at once. Please wait a minute, then send it again."))
            return show(request, tandem, form, status=429)
        if form.is_valid():
            try:
                write_message(tandem=tandem, text=form.cleaned_data["text"], key=form.cleaned_data["key"], by=person)
                return redirect(reverse("messaging:messages", args=[pk]) + "#newest")
            except CannotWrite:
                return show(request, tandem, form)
            except SomebodyElses as error:
                raise PermissionDenied from error
    return show(request, tandem, form)


def show(request: HttpRequest, tandem: Tandem, form: MessageForm, status: int = 200) -> HttpResponse:
    """Show a part of the conversation; looking at the newest messages counts as having read them."""
    person, conversation = person_of(request), conversation_of(tandem)
    in_the_way = obstacle(tandem)
    before = request.GET.get("before", "")
    start = int(before[:18]) if before.isascii() and before.isdecimal() else 0
    settings = settings_of(tandem.cohort.programme)
    page = page_of(conversation, person, before=start, is_writable=not in_the_way, settings=settings)
    if conversation and page.newest and request.method == "GET" and not start:
        read_messages(conversation=conversation, until=page.newest, by=person)
    context = frame(request, tandem) | {
        "time": time_of(tandem, settings),
        "page": page,
        "form": form,
        "obstacle": in_the_way,
        "is_early": bool(start),
        "earlier": "?" + urlencode({"before": page.earlier}) if page.earlier else "",
        "channels": [channel for channel in ways(tandem) if channel["person"] != person],
    }
    return render(request, "messaging/messages.html", context, status=status)


def frame(request: HttpRequest, tandem: Tandem) -> dict[str, Any]:
    """Return what every page of the two needs here."""
    other = tandem.other(request.user).person
    return {
        "tandem": tandem,
        "programme": tandem.cohort.programme,
        "other": other,
        "time": SimpleLazyObject(lambda: time_of(tandem)),
    }


def ways(tandem: Tandem) -> list[dict[str, Any]]:
    """Return how the two can be reached outside, opened."""
    return [
        {"row": row, "person": row.person, "kind": row.get_kind_display(), "value": row.opened("contact")}
        for row in channels_of(tandem)
    ]


@login_required
@READ_AND_WRITE
def edit(request: HttpRequest, pk: int, message: int) -> HttpResponse:
    """Change a message that one has just written."""
    row = fetch(own_messages(request.user), wrote, request.user, pk=message, conversation__tandem=pk)
    tandem = row.conversation.tandem
    form = MessageForm(request.POST or None, initial={"text": row.opened("text")})
    if form.is_bound and form.is_valid():
        try:
            edit_message(message=row, text=form.cleaned_data["text"], by=person_of(request))
            return back(row)
        except TooLate:
            form.add_error(None, _("This message has stood for more than an hour. Please write a new one instead."))
        except CannotWrite:
            form.add_error(None, _("At present nothing can be changed here."))
    return render(request, "messaging/edit.html", frame(request, tandem) | {"form": form, "message": row})


@login_required
@require_POST
def delete(request: HttpRequest, pk: int, message: int) -> HttpResponse:
    """Take a message back."""
    row = fetch(own_messages(request.user), wrote, request.user, pk=message, conversation__tandem=pk)
    try:
        delete_message(message=row, by=person_of(request))
    except TooLate:
        notes.info(request, _("This message has stood for more than a day and stays."))
    except CannotWrite:
        notes.info(request, _("At present nothing can be changed here."))
    return back(row)


def back(row: Message) -> HttpResponse:
    """Lead back to a message."""
    return redirect(reverse("messaging:messages", args=[row.conversation.tandem_id]) + f"#message-{row.pk}")


@login_required
@READ_AND_WRITE
def channels(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how one can be reached outside, and see how the other can."""
    tandem = fetch(visible_to(request.user), may_converse, request.user, pk=pk)
    form = ChannelForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            add_channel(tandem=tandem, by=person_of(request), **form.cleaned_data)
            notes.success(request, _("Saved. Only you two see it."))
            return redirect("messaging:channels", pk)
        except CannotWrite:
            form.add_error(None, _("At present nothing can be changed here."))
        except NotPossible as error:
            form.add_error(None, str(error))
        except SomebodyElses as error:
            raise PermissionDenied from error
    found = ways(tandem)
    context = frame(request, tandem) | {
        "form": form,
        "mine": [way for way in found if way["person"] == request.user],
        "theirs": [way for way in found if way["person"] != request.user],
        "obstacle": obstacle(tandem),
    }
    return render(request, "messaging/channels.html", context)


@login_required
@require_POST
def drop_channel(request: HttpRequest, pk: int, channel: int) -> HttpResponse:
    """Take away how one can be reached."""
    row = fetch(own_channels(request.user), entered, request.user, pk=channel, tandem=pk)
    remove_channel(channel=row, by=person_of(request))
    notes.success(request, _("Removed. The other does not see it any more."))
    return redirect("messaging:channels", pk)


@login_required
@READ_AND_WRITE
def preference(request: HttpRequest) -> HttpResponse:
    """Choose how one is told of messages."""
    person = person_of(request)
    receipts = receipts_for(person)
    form = PreferenceForm(initial=initial_of(preference_of(person), receipts), receipts=receipts)
    if request.method == "POST":
        form = PreferenceForm(request.POST, receipts=receipts)
        if form.is_valid():
            change_preference(person=person, by=person, **form.cleaned_data)
            notes.success(request, _("Saved."))
            return redirect("messaging:preference")
    return render(request, "messaging/preference.html", {"form": form})
