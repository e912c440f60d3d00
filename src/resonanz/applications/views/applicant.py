"""The applicant's pages: what to expect, the questions one page after the other, the overview, and what happens next."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from resonanz.applications.actions.apply import (
    AlreadyDecided,
    AlreadyHandedIn,
    Incomplete,
    accept_terms,
    confirm_address,
    finish_changes,
    save_answers,
    send_link,
    start_application,
    submit_application,
    take_back_consent,
    withdraw_application,
)
from resonanz.applications.actions.capture import confirm_application, refuse_application
from resonanz.applications.enums import WAITING, ApplicationState, QuestionKind
from resonanz.applications.forms.answers import AnswersForm
from resonanz.applications.forms.start import AcceptForm, LinkForm, StartForm
from resonanz.applications.models import Application
from resonanz.applications.queries.answers import shown_place
from resonanz.applications.queries.apply import (
    answers_shown,
    asked_audiences,
    by_token,
    expectations,
    given_consents,
    handed_in,
    has_form,
    joinable_cohort,
    next_page,
    open_by_email,
    pages_of,
    values_of,
)
from resonanz.applications.queries.earlier import offers
from resonanz.applications.queries.standing import Line, decline_of, lines, own_standing
from resonanz.applications.rules.apply import is_being_filled, may_fill, may_see, may_withdraw
from resonanz.applications.views.session import actor, by_link_or_login, held, hold, on_behalf, own, posted, speak, too_often
from resonanz.core.fetch import fetch
from resonanz.people.models import Person
from resonanz.programmes.enums import DataClass, Group
from resonanz.programmes.models import Programme
from resonanz.programmes.queries import answering, published, with_public_page
from resonanz.programmes.rules import anyone

# A decision says why in its own words; before it, and while one waits, the applicant sees how the answers stand.
CONDITIONS_SHOWN = {ApplicationState.DRAFT, *WAITING, ApplicationState.WAITLISTED}
READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])


def programme_of(request: HttpRequest, slug: str, group: str) -> Programme:
    """Return a published programme whose group exists, or 404."""
    programme = fetch(with_public_page(published()), anyone, request.user, slug=slug)
    if group not in Group.values:
        raise Http404
    return programme


def programme_with_form(request: HttpRequest, slug: str, group: str) -> Programme:
    """Return a published programme that has a form for this group, or 404."""
    programme = programme_of(request, slug, group)
    if not has_form(programme, group):
        raise Http404
    return programme


@READ_AND_WRITE
def start(request: HttpRequest, slug: str, group: str) -> HttpResponse:
    """Show what to expect, and begin an application."""
    programme = programme_of(request, slug, group)
    cohort = joinable_cohort(programme) if has_form(programme, group) else None
    person = request.user if isinstance(request.user, Person) else None
    known = {"first_name": person.first_name, "email": person.email} if person else {}
    form = StartForm(programme, posted(request), initial=known)
    if request.method == "POST" and cohort and form.is_valid():
        data = form.cleaned_data
        if too_often(request, "start_application", data["email"]):
            form.add_error(None, _("Several applications were begun from here. Please try again in an hour."))
        else:
            values = {name: data[name] for name in ("email", "first_name", "language")}
            application = start_application(cohort=cohort, group=group, by=person, **values)
            hold(request, application, "begun")
            return speak(redirect("applications:page", application.pk, first_page(application)), data["language"])
    context = {"programme": programme, "group": group, "cohort": cohort, "form": form, **told(programme, group)}
    return render(request, "applications/apply/start.html", context)


def told(programme: Programme, group: str) -> dict[str, Any]:
    """Return what an applicant reads first."""
    return {"expectations": expectations(programme, group), "side": programme.side_of(group)}


def first_page(application: Application) -> str:
    """Return the key of the page to go on with: where the applicant stopped, else the first."""
    keys = [page.key for page in pages_of(application.cohort.programme, application.group)]
    return application.page if application.page in keys else keys[0]


@require_safe
def notice(request: HttpRequest, slug: str, group: str) -> HttpResponse:
    """Show what happens to an applicant's data, made from the form itself."""
    programme = programme_with_form(request, slug, group)
    context = {
        "programme": programme,
        "group": group,
        "pages": asked_audiences(programme, group),
        "controllers": answering(programme),
        "declined_months": programme.months_kept(DataClass.REJECTED_APPLICATIONS),
    }
    return render(request, "applications/apply/notice.html", context)


@never_cache
@READ_AND_WRITE
def new_link(request: HttpRequest) -> HttpResponse:
    """Send the link of an application again; the answer is the same whether there is one or not."""
    form = LinkForm(posted(request))
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if too_often(request, "send_link", email):
            form.add_error(
                None, _("A link was asked for several times. Please look into your mailbox, or try again in an hour.")
            )
        else:
            for application in open_by_email(email)[:5]:
                send_link(application=application)
            messages.success(request, _("If there is an application with this address, its link is in the mailbox now."))
            return redirect("applications:new_link")
    return render(request, "applications/apply/new_link.html", {"form": form})


@never_cache
@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Open an application by its mailed link, in the applicant's language."""
    application = by_token(token)
    if application is None:
        messages.info(request, _("This link is too old or not complete. Ask for a new one here."))
        return redirect("applications:new_link")
    hold(request, application, "link")
    return speak(redirect("applications:application", application.pk), application.language)


@never_cache
@by_link_or_login
@require_safe
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an application to the applicant: all answers of a draft, or where it stands."""
    row = own(request, may_see, pk)
    by_team = on_behalf(request, row)
    if row.terms_accepted_at is None and not by_team:
        return redirect("applications:terms", pk)
    pages, conditions = answers_shown(row), own_standing(row)
    draft = row.state == ApplicationState.DRAFT or (row.confirmed_at is None and not by_team)
    context = {
        "application": row,
        "programme": row.cohort.programme,
        "pages": pages,
        "conditions": conditions if row.state in CONDITIONS_SHOWN else None,
        "condition_lines": lines(conditions.told, [entry.page for entry in pages]),
        "decline": decline_of(row) if row.state == ApplicationState.DECLINED else None,
        "go_on": next((entry.page.key for entry in pages if not entry.is_complete), "") if draft and not by_team else "",
        "count_missing": sum(entry.count_missing for entry in pages),
        "is_confirmed": is_confirmed(request, row),
        "by_team": by_team,
        "may_fill": is_being_filled.test(request.user, row),
        "may_withdraw": may_withdraw.test(request.user, row),
        "other": handed_in(row) if row.confirmed_at and row.state == ApplicationState.DRAFT else None,
        "history": row.history.all(),
        "consents": given_consents(row) if is_confirmed(request, row) and not by_team else [],
    }
    return render(request, f"applications/apply/{'overview' if draft else 'status'}.html", context)


def is_confirmed(request: HttpRequest, row: Application) -> bool:
    """Whether the address is known to be the applicant's: the mailed link was used, here or before."""
    return bool(row.confirmed_at) or held(request).get(str(row.pk)) == "link"


@never_cache
@by_link_or_login
@READ_AND_WRITE
def terms(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what to expect to somebody whose application others have begun."""
    row = own(request, may_fill, pk)
    form = AcceptForm(posted(request))
    if request.method == "POST" and form.is_valid():
        accept_terms(application=row, by=actor(request, row))
        return redirect("applications:application", pk)
    programme = row.cohort.programme
    context = {"application": row, "programme": programme, "group": row.group, "form": form, **told(programme, row.group)}
    return render(request, "applications/apply/terms.html", context)


@never_cache
@by_link_or_login
@READ_AND_WRITE
def page(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Show one page of questions, and keep what is answered, also where something is still wrong."""
    row = own(request, may_fill, pk)
    pages = list(pages_of(row.cohort.programme, row.group))
    current = next((entry for entry in pages if entry.key == key), None)
    if current is None:
        raise Http404
    asked, values = asked_here(request, row, current), values_of(row)
    knows = is_confirmed(request, row) and not on_behalf(request, row)
    form = AnswersForm(
        asked,
        row.cohort.programme,
        values,
        offers=offers(row, current, values) if knows and request.method != "POST" else None,
        data=posted(request),
        files=request.FILES if request.method == "POST" else None,
        label_suffix="",
    )
    go = request.POST.get("go", "next")
    if request.method == "POST":
        valid = form.is_valid()
        save_answers(application=row, values=form.answers, proofs=form.proofs, page=key, by=actor(request, row))
        if go == "later" or (valid and go != "more"):
            changed = {question for question, value in form.answers.items() if value != values.get(question)}
            tell_place(request, asked, form, changed)
            return after(request, row, pages, current, go, changed)
    place = pages.index(current)
    context = {
        "application": row,
        "programme": row.cohort.programme,
        "page": current,
        "form": form,
        "place": place + 1,
        "count": len(pages),
        "before": pages[place - 1] if place else None,
        "by_team": on_behalf(request, row),
        "show_errors": go != "more",
        "doubts": doubts(row, pages, request.GET.get("after", "")) if request.method != "POST" else [],
    }
    return render(request, "applications/apply/page.html", context)


def asked_here(request: HttpRequest, row: Application, current: Any) -> list[Any]:
    """Return the questions of a page; the team neither consents for others nor asks what needs a consent."""
    if not on_behalf(request, row):
        return list(current.asked)
    return [question for question in current.asked if question.kind != QuestionKind.CONSENT and not question.is_special]


def after(
    request: HttpRequest, row: Application, pages: list[Any], current: Any, go: str, changed: set[str]
) -> HttpResponse:
    """Lead from a saved page to the next one, or to the overview.

    Where a changed answer stands against a condition, the next page says so, once: `?after=` names the page of the answer.
    """
    following = next_page(pages, current)
    while following and not asked_here(request, row, following):
        following = next_page(pages, following)
    if go == "next" and following and row.state == ApplicationState.DRAFT:
        address = reverse("applications:page", args=[row.pk, following.key])
        deciding = {line.told.question for line in doubts(row, pages, current.key)}
        return redirect(f"{address}?{urlencode({'after': current.key})}" if deciding & changed else address)
    if go == "later":
        messages.success(request, _("Saved. You can go on at any time with the link in our letter."))
    return redirect("applications:application", row.pk)


def doubts(row: Application, pages: list[Any], key: str) -> list[Line]:
    """Return the conditions that answers on one page of the form do not meet."""
    if key not in {page.key for page in pages}:
        return []
    return [line for line in lines(own_standing(row).unmet, pages) if line.page == key]


def tell_place(request: HttpRequest, asked: list[Any], form: AnswersForm, changed: set[str]) -> None:
    """Say as which place a postcode or a name was understood."""
    for question in asked:
        if question.kind == QuestionKind.PLACE and question.key in changed and (value := form.answers[question.key]):
            messages.info(request, _("Understood as: {place}").format(place=shown_place(value)))


@never_cache
@by_link_or_login
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand an application in, confirm one that others took down, or finish changes that the team asked for."""
    row = own(request, may_fill, pk)
    if held(request).get(str(pk)) == "link" and row.state == ApplicationState.DRAFT:
        confirm_address(application=row, by=row.person)
    if row.confirmed_at is None and row.state == ApplicationState.DRAFT:
        return render(request, "applications/apply/check_mail.html", {"application": row, "programme": row.cohort.programme})
    if row.state == ApplicationState.DRAFT:
        act = submit_application
    else:
        act = confirm_application if row.confirmed_at is None else finish_changes
    try:
        act(application=row, by=actor(request, row))
        messages.success(request, _("Thank you. Your application has reached us."))
    except Incomplete as error:
        messages.error(request, _("Something is still missing: {what}").format(what=names_of(row, error)))
    except (AlreadyHandedIn, AlreadyDecided):
        messages.info(request, _("You have handed in an application already; nothing was changed."))
    return redirect("applications:application", pk)


def names_of(row: Application, error: Incomplete) -> str:
    """Return the questions that are missing, in words."""
    return " · ".join(row.cohort.programme.speak(question.label) for question in error.questions)


@never_cache
@by_link_or_login
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an application back."""
    row = own(request, may_withdraw, pk)
    try:
        withdraw_application(application=row, by=actor(request, row))
        messages.success(request, _("Your application has been taken back."))
    except AlreadyDecided:
        messages.info(request, _("It has been decided in the meantime; nothing was changed."))
    return redirect("applications:application", pk)


@never_cache
@by_link_or_login
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Say no to an application that others have begun; it is deleted."""
    row = own(request, may_withdraw, pk)
    slug = row.cohort.programme.slug
    try:
        refuse_application(application=row, by=None)
    except AlreadyDecided:
        messages.info(request, _("You have confirmed it already. You can take it back below."))
        return redirect("applications:application", pk)
    messages.success(request, _("All your data from this application has been deleted."))
    return redirect("programmes:programme", slug)


@never_cache
@by_link_or_login
@require_POST
def take_back(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Take a consent back."""
    row = own(request, may_see, pk)
    if on_behalf(request, row) or not is_confirmed(request, row):
        raise PermissionDenied
    take_back_consent(application=row, key=key, by=actor(request, row))
    messages.success(request, _("Your consent has ended, and what was kept because of it is deleted."))
    return redirect("applications:application", pk)
