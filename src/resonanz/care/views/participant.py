"""What participants and visitors meet: the question with three taps, help, reports, and no more contact."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from resonanz.care.actions.cases import tell_team
from resonanz.care.actions.check_ins import AlreadySaid, answer_check_in
from resonanz.care.enums import CaseKind
from resonanz.care.forms import BlockForm, CheckInForm, HelpForm, ReportForm
from resonanz.care.models import Case
from resonanz.care.queries import cases as told
from resonanz.care.queries.check_ins import answerable, by_token
from resonanz.care.queries.settings import contact_of, emergency_numbers, settings_of
from resonanz.care.rules import may_block, takes_part_in
from resonanz.core.fetch import fetch
from resonanz.core.sealed import SomebodyElses
from resonanz.people.queries import person_of
from resonanz.programmes.models import Programme
from resonanz.programmes.queries import published
from resonanz.programmes.rules import anyone
from resonanz.tandems.actions import block_person, unblock_person
from resonanz.tandems.models import Block
from resonanz.tandems.queries import visible_to


def speak(request: HttpRequest, language: str) -> None:
    """Answer in the language of whoever got the link, unless the reader has chosen one."""
    has_chosen = request.user.is_authenticated or settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    if language and not has_chosen:
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: HttpRequest, token: str) -> HttpResponse:
    """Ask how it is going, by the mailed link alone; by POST, keep the answer. Once that is done, thank."""
    row = by_token(token)
    if row is None:
        return render(request, "care/gone.html")
    speak(request, row.participation.person.language)
    programme = row.tandem.cohort.programme
    context: dict[str, Any] = {
        "check_in": row,
        "programme": programme,
        "other": row.tandem.other(row.participation.person).person,
        "contact": contact_of(programme),
    }
    if not answerable(row):
        return render(request, "care/said.html", context)
    form = CheckInForm(request.POST or None)
    if form.is_bound and form.is_valid():
        with suppress(AlreadySaid):  # the page says what is so now
            answer_check_in(check_in=row, **form.cleaned_data)
        return redirect("care:check_in", token)
    return render(request, "care/check_in.html", {**context, "form": form})


@login_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Lead to the help of one's programme; ask which, where there are several."""
    return to_programme(request, "care:ask_help")


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Lead to the form for reports of one's programme; ask which, where there are several or nobody is signed in."""
    return to_programme(request, "care:report_to")


def to_programme(request: HttpRequest, name: str) -> HttpResponse:
    """Lead to a page of the reader's programme, or let her or him choose."""
    mine = told.programmes_of(request.user) if request.user.is_authenticated else Programme.objects.none()
    found = list(mine) or list(published())
    if len(found) == 1 and mine:
        return redirect(name, found[0].slug)
    own = told.own_cases(request.user) if request.user.is_authenticated else Case.objects.none()
    context = {
        "programmes": found if mine or name == "care:report_to" else [],
        "address": name,
        "own": [(case, told.token_of(case)) for case in own],
    }
    return render(request, "care/choose.html", context)


@require_safe
def crisis(request: HttpRequest) -> HttpResponse:
    """Show whom to call at once, to everybody."""
    mine = told.programmes_of(request.user) if request.user.is_authenticated else Programme.objects.none()
    country = mine.values_list("country", flat=True).first() or ""
    return render(request, "care/crisis.html", {"countries": emergency_numbers(country)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask_help(request: HttpRequest, slug: str) -> HttpResponse:
    """Say who helps, and take a word from somebody who takes part."""
    programme = fetch(told.programmes_of(request.user), takes_part_in, request.user, slug=slug)
    return tell(request, programme, CaseKind.HELP)


@require_http_methods(["GET", "HEAD", "POST"])
def report_to(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a report about a programme, from whoever has the address; who takes part is known by name."""
    is_own = request.user.is_authenticated and told.programmes_of(request.user).filter(slug=slug).exists()
    rows = told.programmes_of(request.user) if is_own else published()
    return tell(request, fetch(rows, anyone, request.user, slug=slug), CaseKind.REPORT)


def tell(request: HttpRequest, programme: Programme, kind: str) -> HttpResponse:
    """Show the form for help or for a report; by POST, tell the team and lead to the page with the number."""
    person = person_of(request) if takes_part(request, programme) else None
    tandems = told.tandems_to_name(person, programme) if person else None
    asked = request.GET.get("tandem", "")
    initial = {"tandem": asked} if asked.isdecimal() else {}
    make = HelpForm if kind == CaseKind.HELP else ReportForm
    form = make(request.POST or None, person=person, tandems=tandems, initial=initial)
    if form.is_bound and form.is_valid():
        if person is None and not ratelimit.consume(request, action="report"):
            return render(request, "429.html", status=429)
        try:
            case = tell_team(programme=programme, kind=kind, by=person, language=get_language() or "de", **form.cleaned_data)
        except SomebodyElses:
            form.add_error(
                None, _("This form was opened by somebody else. Please open the page anew and send it once more.")
            )
        else:
            messages.success(request, _("Your message has arrived. Thank you for turning to us."))
            return redirect("care:status", told.token_of(case))
    own = told.own_cases(person).filter(programme=programme) if person else []
    context = {
        "programme": programme,
        "form": form,
        "contact": contact_of(programme),
        "outside": settings_of(programme),
        "person": person,
        "own": [(case, told.token_of(case)) for case in own],
    }
    return render(request, f"care/{'help' if kind == CaseKind.HELP else 'report'}.html", context)


def takes_part(request: HttpRequest, programme: Programme) -> bool:
    """Whether the reader is signed in and takes part in the programme."""
    return request.user.is_authenticated and bool(takes_part_in.test(request.user, programme))


@never_cache
@require_safe
def status(request: HttpRequest, token: str) -> HttpResponse:
    """Show whoever told the team what became of it, by the secret link: the number, who looks after it, the answer."""
    case = told.by_token(token)
    if case is None:
        return render(request, "care/gone.html")
    speak(request, case.language)
    context = {
        "case": case,
        "programme": case.programme,
        "answer": case.opened("answer"),
        "contact": contact_of(case.programme),
        "url": request.build_absolute_uri(),
    }
    return render(request, "care/status.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def block(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what it means that nothing goes between the two any more; by POST, let it be so. The other never learns of it."""
    pair = fetch(visible_to(request.user), may_block, request.user, pk=pk)
    person, other = person_of(request), pair.other(request.user).person
    form = BlockForm(request.POST or None)
    if form.is_bound and form.is_valid():
        block_person(other=other, by=person)
        if form.cleaned_data["tells"]:
            with suppress(SomebodyElses):
                tell_team(
                    programme=pair.cohort.programme,
                    kind=CaseKind.CHANGE,
                    text=_("I would like to be with somebody else."),
                    key=form.cleaned_data["key"],
                    language=get_language() or "de",
                    by=person,
                    tandem=pair,
                )
        messages.success(request, _("Done. Nothing goes between you two any more; {name} is not told.").format(
            name=other.get_short_name()))  # fmt: skip
        return redirect("care:block", pk)
    is_blocked = Block.objects.filter(person=person, other=other).exists()
    context = {"tandem": pair, "programme": pair.cohort.programme, "other": other, "form": form, "is_blocked": is_blocked}
    return render(request, "care/block.html", context)


@login_required
@require_POST
def unblock(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own block back."""
    pair = fetch(visible_to(request.user), may_block, request.user, pk=pk)
    if unblock_person(other=pair.other(request.user).person, by=person_of(request)):
        messages.success(request, _("You can be in contact again. Nobody is told."))
    return redirect("care:block", pk)
