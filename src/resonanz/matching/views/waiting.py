"""Lists of who waits in a cohort, with the act beside each name; every letter is shown before it goes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from resonanz.core.fetch import fetch
from resonanz.matching.actions.next_best import confirm_next, dismiss_next
from resonanz.matching.actions.waiting import remind_person
from resonanz.matching.forms.waiting import NudgeForm, OtherForm
from resonanz.matching.mails.waiting import Letter, draft, language_of
from resonanz.matching.models import Proposal
from resonanz.matching.queries.lists import PER_PAGE, listed, others_shown, people_to_write, rows_to_write
from resonanz.matching.queries.today import cohorts_today
from resonanz.matching.queries.waiting import visible_next
from resonanz.matching.rules import may_decide, may_match, may_write
from resonanz.matching.views.said import names, no_place
from resonanz.people.queries import person_of
from resonanz.programmes.actions import NoFreePlace
from resonanz.programmes.queries import cohorts_coordinated_by
from resonanz.tandems.actions import AlreadyDecided, AlreadyTogether

TITLES = {
    "next": gettext_lazy("Next best suggestions to confirm"),
    "change": gettext_lazy("Somebody would like a change"),
    "unmatched": gettext_lazy("Waiting for a long time"),
    "unanswered": gettext_lazy("Suggestions without an answer"),
    "request": gettext_lazy("Requests without an answer"),
    "draft": gettext_lazy("Drafts handed over to you"),
    "left": gettext_lazy("People who have left"),
}


@login_required
@require_safe
def stalled(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one list of a cohort: who waits, for what, since when, and what can be done."""
    cohort = fetch(cohorts_today(request.user), may_match, request.user, pk=pk)
    what = request.GET.get("what", "unmatched")
    if what not in TITLES:
        raise Http404
    page = Paginator(listed(cohort, what, request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "cohort": cohort,
        "programme": cohort.programme,
        "what": what,
        "heading": TITLES[what],
        "page": page,
        "today": timezone.localdate(),
        "others": others_shown(page.object_list) if what == "next" else {},
    }
    return render(request, "matching/stalled.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def nudge(request: HttpRequest, pk: int, what: str, row: int, to: int) -> HttpResponse:
    """Show a letter to somebody who waits, or on whom somebody waits, and send it."""
    cohort = fetch(cohorts_coordinated_by(request.user), may_match, request.user, pk=pk)
    rows = rows_to_write(cohort, what)
    if rows is None:
        raise Http404
    cause: Any = fetch(rows, may_write, request.user, pk=row)
    person = next((one for one in people_to_write(cause) if one.pk == to), None)
    back = f"{reverse('matching:stalled', args=[pk])}?what={what}"
    if person is None:
        messages.info(request, _("This has been answered in the meantime; nothing was sent."))
        return redirect(back)
    language, own = language_of(person.person), (get_language() or "de").split("-")[0]
    form = NudgeForm(request.POST or None, initial=draft(cause, person)._asdict(), language=language)
    if request.method == "POST" and form.is_valid():
        letter = Letter(form.cleaned_data["subject"], form.cleaned_data["text"])
        if remind_person(to=person, cause=cause, letter=letter, by=person_of(request)):
            messages.success(request, _("The letter to {name} is on its way.").format(name=person.person.full_name))
        else:
            messages.info(
                request, _("Somebody has written to {name} about this today already.").format(name=person.person.full_name)
            )
        return redirect(back)
    context = {
        "cohort": cohort,
        "programme": cohort.programme,
        "form": form,
        "to": person,
        "back": back,
        "language": language,
        "beside": draft(cause, person, language=own) if own != language else None,
    }
    return render(request, "matching/nudge.html", context)


@login_required
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a next best suggestion go out, or another one of those shown beside it."""
    proposal = fetch(visible_next(request.user), may_decide, request.user, pk=pk)
    form = OtherForm(request.POST, proposal=proposal)
    if not form.is_valid():
        messages.error(request, _("Please choose one of the people shown."))
        return back_to_next(proposal)
    try:
        made = confirm_next(proposal=proposal, by=person_of(request), mentor=form.cleaned_data["mentor"])
        messages.success(request, _("{pair}: the suggestion is on its way.").format(pair=made))
    except AlreadyDecided:
        messages.info(request, _("Somebody decided this proposal a moment ago; nothing was changed."))
    except AlreadyTogether:
        messages.info(request, _("These two have been suggested to each other already."))
    except NoFreePlace as error:
        messages.error(request, no_place(error.participation.person))
    return back_to_next(proposal)


@login_required
@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a next best suggestion aside; another one is looked for."""
    proposal = fetch(visible_next(request.user), may_decide, request.user, pk=pk)
    try:
        dismiss_next(proposal=proposal, by=person_of(request))
        messages.success(request, _("{pair}: set aside. Nobody was told.").format(pair=names(proposal)))
    except AlreadyDecided:
        messages.info(request, _("Somebody decided this proposal a moment ago; nothing was changed."))
    return back_to_next(proposal)


def back_to_next(proposal: Proposal) -> HttpResponse:
    """Lead back to the list of next best suggestions."""
    return redirect(f"{reverse('matching:stalled', args=[proposal.run.cohort_id])}?what=next")
