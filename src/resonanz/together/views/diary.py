"""The diary of one of the two, and what is in the way."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from resonanz.core.fetch import fetch
from resonanz.core.offline import keepable, stored
from resonanz.core.sealed import SomebodyElses
from resonanz.people.queries import person_of
from resonanz.tandems.models import Tandem
from resonanz.together.actions.diary import change_entry, note_hurdle, remove_entry, remove_hurdle, write_entry
from resonanz.together.enums.diary import Audience, EntryKind
from resonanz.together.forms.diary import EntryForm, HurdleForm
from resonanz.together.models import DiaryEntry
from resonanz.together.queries.diary import entries_readable_by, hurdles_readable_by, prompt_of
from resonanz.together.queries.rooms import rooms_of
from resonanz.together.rules.diary import wrote_it
from resonanz.together.rules.rooms import may_open

PAGE_SIZE = 20


@login_required
@require_safe
def diary(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one's own entries and those that the other shows, the newest first, all or of one kind."""
    tandem = fetch(rooms_of(request.user), may_open, request.user, pk=pk)
    rows, kind = entries_readable_by(request.user).filter(tandem=tandem), request.GET.get("kind", "")
    if kind in EntryKind.values:
        rows = rows.filter(kind=kind)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "tandem": tandem,
        "other": tandem.other(request.user).person,
        "prompt": prompt_of(tandem, timezone.localdate()),
        "page": page,
        "entries": [opened(entry, request.user) for entry in page],
        "kinds": EntryKind.choices,
        "kind": kind if kind in EntryKind.values else "",
    }
    return render(request, "together/diary.html", context)


def opened(entry: DiaryEntry, person: Any) -> dict[str, Any]:
    """Return an entry in clear for somebody who may read it."""
    return {
        "row": entry,
        "text": entry.opened("text"),
        "hoped": entry.opened("hoped"),
        "is_mine": entry.by_id == person.pk,
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_entry(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Write an entry of one kind; without a network the phone keeps it and sends it later, and it is stored once."""
    tandem, person = fetch(rooms_of(request.user), may_open, request.user, pk=pk), person_of(request)
    if kind not in EntryKind.values:
        raise Http404
    form = EntryForm(request.POST or None, tandem=tandem, person=person, kind=kind)
    if request.method != "POST":
        says_something = len(messages.get_messages(request)) > 0  # meant for this moment, not for a copy
        page = entry_page(request, tandem, form, kind)
        return page if says_something else keepable(page)
    if form.is_valid():
        try:
            write_entry(tandem=tandem, kind=kind, by=person, **form.cleaned_data)
        except SomebodyElses:
            messages.error(request, _("This form has been used already. Please open it anew and write it once more."))
            return redirect("together:new_entry", pk, kind)
        messages.success(request, _("Kept in your diary."))
        return stored(request, reverse("together:diary", args=[pk]))
    return entry_page(request, tandem, form, kind)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Change one's own entry, and who may read it."""
    row = fetch(entries_readable_by(request.user), wrote_it, request.user, tandem=pk, pk=number)
    form = EntryForm(request.POST or None, tandem=row.tandem, person=person_of(request), kind=row.kind, entry=row)
    if form.is_bound and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "key"}
        if change_entry(entry=row, by=person_of(request), **values):
            name = row.tandem.other(request.user).person.get_short_name()
            said = _("Saved. From now on only you can read this entry; {name} may have read it before.")
            messages.info(request, said.format(name=name))
        else:
            messages.success(request, _("Saved."))
        return redirect("together:diary", pk)
    return entry_page(request, row.tandem, form, row.kind)


@login_required
@require_POST
def remove(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take one's own entry away."""
    row = fetch(entries_readable_by(request.user), wrote_it, request.user, tandem=pk, pk=number)
    remove_entry(entry=row, by=person_of(request))
    messages.success(request, _("The entry has been deleted."))
    return redirect("together:diary", pk)


def entry_page(request: HttpRequest, tandem: Tandem, form: EntryForm, kind: str) -> HttpResponse:
    """Show the form of an entry, with a question that helps to begin; «another question» turns it on."""
    turn = request.GET.get("turn", "")
    number = int(turn) if turn.isdecimal() and len(turn) < 4 else 0
    context = {
        "tandem": tandem,
        "form": form,
        "kind": EntryKind(kind),
        "entry": form.entry,
        "prompt": prompt_of(tandem, timezone.localdate(), number) if kind == EntryKind.DAY and not form.entry else "",
        "next_turn": number + 1,
        "was_shared": form.entry is not None and form.entry.audience == Audience.TANDEM,
        "other": tandem.other(request.user).person,
    }
    return render(request, "together/entry.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hurdles(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is in the way and is nobody's own fault, and note more of it."""
    tandem, person = fetch(rooms_of(request.user), may_open, request.user, pk=pk), person_of(request)
    form = HurdleForm(request.POST or None, tandem=tandem, person=person)
    if form.is_bound and form.is_valid():
        try:
            note_hurdle(tandem=tandem, by=person, **form.cleaned_data)
        except SomebodyElses:
            messages.error(request, _("This form has been used already. Please open it anew and write it once more."))
            return redirect("together:hurdles", pk)
        messages.success(request, _("Noted. Thank you: what stands in many people's way can be changed once it is seen."))
        return redirect("together:hurdles", pk)
    page = Paginator(hurdles_readable_by(person).filter(tandem=tandem), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [{"row": row, "text": row.opened("text"), "is_mine": row.by_id == person.pk} for row in page]
    context = {"tandem": tandem, "other": tandem.other(person).person, "form": form, "hurdles": rows, "page": page}
    return render(request, "together/hurdles.html", context)


@login_required
@require_POST
def forget_hurdle(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take a hurdle away that one noted oneself."""
    row = fetch(hurdles_readable_by(request.user), wrote_it, request.user, tandem=pk, pk=number)
    remove_hurdle(hurdle=row, by=person_of(request))
    messages.success(request, _("The note has been deleted."))
    return redirect("together:hurdles", pk)
