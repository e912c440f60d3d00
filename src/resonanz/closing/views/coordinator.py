"""The team's pages: settings, who is near the end, dates and who came, the register, what was said."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from resonanz.closing.actions.certificates import (
    NotIssued,
    issue_certificate,
    issue_certificates,
    withdraw_certificate,
)
from resonanz.closing.actions.feedback import take_change_back, turn_into_change
from resonanz.closing.actions.later import AlreadySaid, forget_answer
from resonanz.closing.actions.parting import complete_tandem
from resonanz.closing.actions.settings import change_closing, settings_values
from resonanz.closing.actions.talks import (
    TalkFull,
    When,
    add_group_date,
    agree_to_date,
    call_off_talk,
    note_attendance,
    offer_date,
)
from resonanz.closing.enums import TalkKind
from resonanz.closing.forms.coordinator import ChangeForm, ClosingSettingsForm, GroupDateForm, WithdrawForm
from resonanz.closing.forms.participant import WhenForm
from resonanz.closing.models import Feedback, ProgrammeChange, TalkDate
from resonanz.closing.queries.certificates import certificates_coordinated_by, certificates_of, issued_paper
from resonanz.closing.queries.desk import count_without_talk, endings, to_invite_to_network
from resonanz.closing.queries.feedback import LEAST, changes_of, feedback_of, results_of
from resonanz.closing.queries.later import answers_of, moments_of
from resonanz.closing.queries.room import closing_of
from resonanz.closing.queries.talks import ending, talks_coordinated_by, talks_of
from resonanz.closing.rules import may_lead, may_withdraw
from resonanz.core.fetch import fetch
from resonanz.people.queries import person_of
from resonanz.programmes.forms.frame import Showing, own, page, settings_page
from resonanz.programmes.models import Programme
from resonanz.tandems.actions import AlreadyDecided
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import with_people


def why(code: str) -> str:
    """Return in words why a certificate was not issued."""
    return {
        "off": _("this programme has no certificates"),
        "erased": _("the account was deleted"),
        "there": _("has one already"),
        "unwanted": _("does not want one"),
        "correction": _("has asked for a correction; please see to it first"),
        "lacking": _("meetings or hours are lacking"),
    }[code]


@settings_page("GET", "POST")
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how this programme ends its tandems."""
    programme = own(request, slug)
    row = closing_of(programme)
    showing = Showing(request, settings_values(row))
    form = ClosingSettingsForm(request.POST or None, settings=row)
    if form.is_bound and form.is_valid():
        columns = form.columns
        if showing.keep(lambda seen: change_closing(programme=programme, by=person_of(request), seen=seen, **columns)):
            return redirect("closing:settings", slug)
    return page(request, programme, "closing/settings.html", form=form, seen=showing.mark, here="settings", row=row)


@settings_page("GET")
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who is near the end, and what is settled."""
    programme = own(request, slug)
    row = closing_of(programme)
    rows = endings(programme, row)
    return page(
        request, programme, "closing/desk.html",
        row=row, endings=rows, without_talk=count_without_talk(rows, row), network=to_invite_to_network(programme),
        here="desk",
    )  # fmt: skip


def tandem_in(programme: Programme, pk: int) -> Tandem:
    """Return a tandem of the programme that has begun."""
    rows = with_people(Tandem.objects.filter(cohort__programme=programme, started_on__isnull=False))
    return get_object_or_404(rows, pk=pk)


@settings_page("POST")
def issue(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Issue the certificate of one person, or of both."""
    programme = own(request, slug)
    tandem = tandem_in(programme, pk)
    sides = [each for each in (tandem.mentee, tandem.mentor) if request.POST.get("who") in ("both", str(each.pk))]
    for participation in sides:
        try:
            issue_certificate(
                tandem=tandem, participation=participation, by=person_of(request), in_spite="in_spite" in request.POST
            )
            messages.success(request, _("The certificate of {name} is issued.").format(name=participation.person.full_name))
        except NotIssued as error:
            messages.info(
                request,
                _("No certificate for {name}: {why}.").format(name=participation.person.full_name, why=why(error.why)),
            )
    return redirect("closing:desk", slug)


@settings_page("POST")
def complete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End a tandem whose time is over."""
    programme = own(request, slug)
    try:
        complete_tandem(tandem=tandem_in(programme, pk), by=person_of(request))
        messages.success(request, _("The tandem has ended; both get a letter of thanks."))
    except AlreadyDecided:
        messages.info(request, _("This tandem has ended already; nothing was changed."))
    return redirect("closing:desk", slug)


@settings_page("GET", "POST")
def talks(request: HttpRequest, slug: str) -> HttpResponse:
    """Show all dates, and add one: for groups, or for one tandem."""
    programme = own(request, slug)
    row = closing_of(programme)
    if row.talk == TalkKind.NONE:
        return page(request, programme, "closing/talks.html", row=row, talks=[], form=None, here="talks")
    near = list(ending(programme, row)) if row.talk == TalkKind.ALONE else []
    start = {"led_by": row.led_by}
    form: WhenForm = GroupDateForm(request.POST or None, initial=start)
    if row.talk == TalkKind.ALONE:
        form = WhenForm(request.POST or None)
    if form.is_bound and form.is_valid():
        values, person = form.cleaned_data, person_of(request)
        when = When(values["starts_at"], values["minutes"], values["place"], values.get("led_by", row.led_by))
        if row.talk == TalkKind.GROUP:
            add_group_date(programme=programme, when=when, seats=values["seats"], by=person)
            messages.success(request, _("The date is there. Those near their end are invited by mail."))
            return redirect("closing:talks", slug)
        chosen = next((tandem for tandem in near if str(tandem.pk) == request.POST.get("tandem")), None)
        if chosen is not None:
            offer_date(tandem=chosen, when=when, by=person)
            messages.success(request, _("The date is offered to both."))
            return redirect("closing:talks", slug)
        form.add_error(None, _("Please choose the tandem."))
    return page(
        request, programme, "closing/talks.html",
        row=row, talks=talks_of(programme), form=form, near=near, here="talks",
    )  # fmt: skip


def talk_in(request: HttpRequest, slug: str, pk: int) -> TalkDate:
    """Return a date of this programme."""
    programme = own(request, slug)
    return fetch(talks_coordinated_by(request.user).filter(programme=programme), may_lead, request.user, pk=pk)


@settings_page("GET", "POST")
def attendance(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show who comes; note who came, and issue certificates for those."""
    talk = talk_in(request, slug, pk)
    if request.method == "POST":
        if not talk.has_begun:
            messages.info(request, _("This talk has not begun yet. You can note afterwards who came."))
            return redirect("closing:attendance", slug, pk)
        chosen = {int(number) for number in request.POST.getlist("came") if number.isdecimal()}
        seats = list(talk.taken_seats.all())
        note_attendance(talk=talk, came=chosen, by=person_of(request))
        if "issue" in request.POST:
            wanted = [(tandem_in(talk.programme, seat.tandem_id), seat.participation) for seat in seats if seat.pk in chosen]
            tell(request, *issue_certificates(wanted=wanted, by=person_of(request)))
        else:
            messages.success(request, _("Noted who came."))
        return redirect("closing:attendance", slug, pk)
    return page(request, talk.programme, "closing/attendance.html", talk=talk, row=closing_of(talk.programme), here="talks")


def tell(request: HttpRequest, count: int, left: list[tuple[str, str]]) -> None:
    """Say how many certificates were issued, and who got none and why."""
    if count:
        text = ngettext("{n} certificate is issued.", "{n} certificates are issued.", count)
        messages.success(request, text.format(n=count))
    for name, code in left:
        messages.info(request, _("No certificate for {name}: {why}.").format(name=name, why=why(code)))


@settings_page("POST")
def call_off(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Call a date off."""
    talk = talk_in(request, slug, pk)
    try:
        call_off_talk(talk=talk, by=person_of(request))
        messages.success(request, _("The date is called off; whoever wanted to come is told."))
    except TalkFull:
        messages.info(request, _("This was done already; nothing was changed."))
    return redirect("closing:talks", slug)


@settings_page("POST")
def agree(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say yes to a date that one of the two has named."""
    talk = talk_in(request, slug, pk)
    try:
        agree_to_date(talk=talk, by=person_of(request))
        messages.success(request, _("Agreed; both get the date by mail."))
    except TalkFull:
        messages.info(request, _("This was done already; nothing was changed."))
    return redirect("closing:talks", slug)


@settings_page("GET")
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every certificate that was issued."""
    programme = own(request, slug)
    return page(
        request, programme, "closing/register.html",
        certificates=list(certificates_of(programme)), row=closing_of(programme), here="register",
    )  # fmt: skip


@settings_page("GET", "POST")
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Withdraw a certificate with a reason."""
    programme = own(request, slug)
    row = fetch(certificates_coordinated_by(request.user).filter(programme=programme), may_withdraw, request.user, pk=pk)
    form = WithdrawForm(request.POST or None)
    if form.is_bound and form.is_valid():
        if withdraw_certificate(certificate=row, because=form.cleaned_data["because"], by=person_of(request)):
            messages.success(request, _("Withdrawn. Whoever checks it is told that it is no longer valid."))
        return redirect("closing:register", slug)
    return page(request, programme, "closing/withdraw.html", certificate=row, form=form, here="register")


@settings_page("GET")
def paper(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Hand out an issued certificate, to be printed for the celebration."""
    programme = own(request, slug)
    row = fetch(certificates_coordinated_by(request.user).filter(programme=programme), may_withdraw, request.user, pk=pk)
    if not row.printed:
        raise Http404
    return HttpResponse(
        issued_paper(row),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="zertifikat-{row.code}.pdf"'},
    )


@settings_page("GET")
def voices(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what people said by name, what many said without, and the wishes for the programme."""
    programme = own(request, slug)
    rows = [(row, row.opened("liked"), row.opened("wish")) for row in feedback_of(programme)]
    return page(
        request, programme, "closing/voices.html",
        rows=rows, results=results_of(programme), least=LEAST, changes=list(changes_of(programme)), here="voices",
    )  # fmt: skip


@settings_page("GET")
def answers(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what people do months later, in numbers and one by one."""
    programme = own(request, slug)
    return page(
        request, programme, "closing/answers.html",
        row=closing_of(programme), moments=moments_of(programme), answers=list(answers_of(programme)), here="answers",
    )  # fmt: skip


@settings_page("POST")
def forget(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Delete an answer whose person has taken the consent back."""
    question = get_object_or_404(answers_of(own(request, slug)), pk=pk)
    try:
        forget_answer(question=question, by=person_of(request))
        messages.success(request, _("The answer is deleted. Nothing more will be asked."))
    except AlreadySaid:
        pass  # a colleague was faster; it is gone
    return redirect("closing:answers", slug)


@settings_page("GET", "POST")
def change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Turn a wish (or, with the number 0, something heard elsewhere) into a change that everybody reads."""
    programme = own(request, slug)
    wished = get_object_or_404(feedback_of(programme).exclude(wish=""), pk=pk) if pk else None
    form = ChangeForm(request.POST or None, programme=programme, initial=sentences(wished))
    if form.is_bound and form.is_valid():
        turn_into_change(programme=programme, sentence=form.sentence, feedback=wished, by=person_of(request))
        messages.success(request, _("Everybody can read it now."))
        return redirect("closing:voices", slug)
    text = wished.opened("wish") if wished else ""
    return page(request, programme, "closing/change.html", form=form, wish=text, pk=pk, here="voices")


def sentences(wished: Feedback | None) -> dict[str, Any]:
    """Return the public sentence of a wish as the form shows it."""
    made = getattr(wished, "change", None)
    return {f"sentence_{language}": text for language, text in made.sentence.items()} if made else {}


@settings_page("POST")
def forget_change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a public sentence back."""
    programme = own(request, slug)
    take_change_back(change=get_object_or_404(ProgrammeChange, programme=programme, pk=pk), by=person_of(request))
    messages.success(request, _("The sentence is taken back."))
    return redirect("closing:voices", slug)
