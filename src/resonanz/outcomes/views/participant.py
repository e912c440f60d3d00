"""Outcomes and referrals of one tandem: for the two, and for the team, which sees facts and no words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from resonanz.core.fetch import fetch
from resonanz.core.sealed import SomebodyElses
from resonanz.outcomes.actions.outcomes import decide_outcome, record_outcome, withdraw_outcome
from resonanz.outcomes.actions.referrals import move_referral, refer
from resonanz.outcomes.enums import Kind, OutcomeState
from resonanz.outcomes.forms.participant import FilterForm, OutcomeForm, ReferralForm, ResultForm
from resonanz.outcomes.models import Outcome, Referral
from resonanz.outcomes.queries import (
    begun_visible_to,
    kinds_of,
    offered_to,
    outcomes_visible_to,
    referrals_visible_to,
    services_found,
    services_of,
    title_of,
)
from resonanz.outcomes.rules import may_decide, may_record, may_withdraw, was_referred
from resonanz.people.queries import person_of
from resonanz.tandems.actions import AlreadyDecided
from resonanz.tandems.models import Tandem


def tandem_of(request: HttpRequest, pk: int) -> Tandem:
    """Return the tandem at this address, for the two and their team."""
    return fetch(begun_visible_to(request.user), may_record, request.user, pk=pk)


@login_required
@require_safe
def outcomes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what has come of a tandem; what waits for the reader's word comes first."""
    tandem = tandem_of(request, pk)
    side = tandem.side_of(request.user)
    kinds = kinds_of(tandem.cohort.programme)
    rows = outcomes_visible_to(request.user).filter(tandem=tandem).exclude(state=OutcomeState.WITHDRAWN)
    shown = [seen(row, request.user, side, title_of(kinds, row.kind)) for row in rows]
    context = {
        "tandem": tandem,
        "side": side,
        "asked": [row for row in shown if row["asks_me"]],
        "rows": [row for row in shown if not row["asks_me"]],
        "people": [tandem.mentee, tandem.mentor],
    }
    return render(request, "outcomes/outcomes.html", context)


def seen(row: Outcome, person: Any, side: str, title: str) -> dict[str, Any]:
    """Return an outcome as `person` may see it: the two with the word, the team only where the word is for it."""
    may_take_back = may_withdraw.test(person, row) and (
        row.state == OutcomeState.WAITING or (row.state == OutcomeState.CONFIRMED and row.about_id == person.pk)
    )
    return {
        "row": row,
        "title": title,
        "word": row.opened("word") if side or row.for_team else "",
        "asks_me": row.state == OutcomeState.WAITING and row.about_id == person.pk,
        "may_take_back": may_take_back,
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, pk: int, group: str) -> HttpResponse:
    """Record what has come about for one of the two."""
    tandem = tandem_of(request, pk)
    about = next((one for one in (tandem.mentee, tandem.mentor) if one.group == group), None)
    if about is None:
        raise Http404
    is_team = not tandem.side_of(request.user)
    form = OutcomeForm(request.POST or None, kinds=offered_to(about), is_team=is_team)
    if form.is_bound and form.is_valid():
        by = person_of(request)
        try:
            made = record_outcome(tandem=tandem, about=about.person, by=by, **form.cleaned_data)
        except SomebodyElses:
            return used_already(request, "outcomes:record", pk, group)
        messages.success(request, said(made))
        return redirect("outcomes:outcomes", pk)
    context = {"tandem": tandem, "about": about, "is_me": about.person_id == request.user.pk, "form": form}
    return render(request, "outcomes/record.html", context)


def said(outcome: Outcome) -> str:
    """Return what is said after something was recorded; a setback gets a kind word."""
    if outcome.kind == Kind.SETBACK:
        return _("Noted. Setbacks belong to every way; that you look at it is a step forward already.")
    if outcome.state == OutcomeState.CONFIRMED:
        return _("Noted. It stands on your line now.")
    return _("Noted. {name} is asked whether it is so.").format(name=outcome.about.get_short_name())


@login_required
@require_POST
def decide(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Say whether something is so, or take it back."""
    act = request.POST.get("act", "")
    if act not in ("yes", "no", "withdraw"):
        raise Http404
    may = may_withdraw if act == "withdraw" else may_decide
    row, by = fetch(outcomes_visible_to(request.user), may, request.user, tandem=pk, pk=number), person_of(request)
    try:
        if act == "withdraw":
            withdraw_outcome(outcome=row, by=by)
            messages.success(request, _("It has been taken back."))
        else:
            decide_outcome(outcome=row, confirmed=act == "yes", by=by)
            messages.success(request, _("Thank you.") if act == "yes" else _("Thank you. It does not count then."))
    except AlreadyDecided:
        messages.info(request, _("This has been decided in the meantime; nothing was changed."))
    return redirect("outcomes:outcomes", pk)


@login_required
@require_safe
def services(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the directory of services, by language and by what they are for."""
    tandem = tandem_of(request, pk)
    programme = tandem.cohort.programme
    form = FilterForm(request.GET, programme=programme)
    language, kind = form.wanted()
    context = {
        "tandem": tandem,
        "form": form,
        "services": services_found(programme, language, kind),
        "is_filtered": bool(language or kind),
        "has_any": services_of(programme).exists(),
    }
    return render(request, "outcomes/services.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_referral(request: HttpRequest, pk: int, service: int) -> HttpResponse:
    """Point one of the two to a service."""
    tandem = tandem_of(request, pk)
    row = get_object_or_404(services_of(tandem.cohort.programme), pk=service)
    form = ReferralForm(request.POST or None, tandem=tandem, by=request.user)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        people = {str(one.person_id): one.person for one in (tandem.mentee, tandem.mentor)}
        values["person"] = people[values["person"]]
        try:
            made = refer(tandem=tandem, service=row, by=person_of(request), **values)
        except SomebodyElses:
            return used_already(request, "outcomes:new_referral", pk, service)
        name = made.person.get_short_name()
        own = made.person_id == request.user.pk
        messages.success(request, _("Noted.") if own else _("{name} gets a letter with the way there.").format(name=name))
        return redirect("outcomes:referrals", pk)
    return render(request, "outcomes/new_referral.html", {"tandem": tandem, "service": row, "form": form})


@login_required
@require_safe
def referrals(request: HttpRequest, pk: int) -> HttpResponse:
    """Show to which services the two were pointed, and what came of it."""
    return show_referrals(request, tandem_of(request, pk))


@login_required
@require_POST
def move(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Say how far one has come with a service, as the person who was pointed there."""
    row = fetch(referrals_visible_to(request.user), was_referred, request.user, tandem=pk, pk=number)
    form = ResultForm(request.POST, referral=row)
    if not form.is_valid():
        return show_referrals(request, row.tandem, {row.pk: form})
    try:
        move_referral(referral=row, by=person_of(request), **form.cleaned_data)
        messages.success(request, _("Saved."))
    except AlreadyDecided:
        messages.info(request, _("This has been changed in the meantime; nothing was saved. Please look at it once more."))
    return redirect("outcomes:referrals", pk)


def show_referrals(request: HttpRequest, tandem: Tandem, forms: dict[int, ResultForm] | None = None) -> HttpResponse:
    """Show the referrals of a tandem, with a form that needs to be mended."""
    side = tandem.side_of(request.user)
    rows = referrals_visible_to(request.user).filter(tandem=tandem)
    shown = [referral_seen(row, request.user, side, (forms or {}).get(row.pk)) for row in rows]
    return render(request, "outcomes/referrals.html", {"tandem": tandem, "side": side, "referrals": shown})


def referral_seen(row: Referral, person: Any, side: str, form: ResultForm | None) -> dict[str, Any]:
    """Return a referral as `person` may see it: the two with their words, the team without."""
    is_mine = row.person_id == person.pk
    return {
        "row": row,
        "is_mine": is_mine,
        "reason": row.opened("reason") if side else "",
        "result": row.opened("result") if side else "",
        "form": (form or ResultForm(referral=row)) if is_mine else None,
    }


def used_already(request: HttpRequest, name: str, *args: Any) -> HttpResponse:
    """Say that a form cannot be used by two people, and open a fresh one."""
    messages.error(request, _("This form has been used already. Please open it anew and write it once more."))
    return redirect(name, *args)
