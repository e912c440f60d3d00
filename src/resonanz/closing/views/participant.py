"""The pages of the two: what is to be settled at the end, each as they like."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from resonanz.closing.actions.certificates import wish_certificate
from resonanz.closing.actions.feedback import AlreadyGiven, give_feedback
from resonanz.closing.actions.parting import go_on as say_go_on
from resonanz.closing.actions.parting import settle_afterwards
from resonanz.closing.actions.talks import TalkFull, When, choose_talk, leave_talk, name_date
from resonanz.closing.enums import TalkKind
from resonanz.closing.forms.participant import AfterwardsForm, CertificateForm, FeedbackForm, WhenForm
from resonanz.closing.models import Feedback
from resonanz.closing.queries.certificates import (
    certificate_of,
    issued_paper,
    lacking,
    preview,
    topics_to_choose,
    wish_of,
)
from resonanz.closing.queries.feedback import changes_of
from resonanz.closing.queries.room import (
    closing_of,
    closing_tandems,
    contact_of,
    own_side,
    parting_of,
    seat_of,
    sees_addresses,
    steps_of,
)
from resonanz.closing.queries.talks import dates_for, talk_file
from resonanz.closing.rules import may_close, may_settle_closing
from resonanz.core.fetch import fetch
from resonanz.core.sealed import SomebodyElses
from resonanz.people.queries import person_of
from resonanz.tandems.actions import AlreadyDecided
from resonanz.tandems.models import Tandem


def tandem_of(request: HttpRequest, pk: int) -> Tandem:
    """Return the tandem for reading, or for settling something by POST."""
    may = may_settle_closing if request.method == "POST" else may_close
    return fetch(closing_tandems(request.user), may, request.user, pk=pk)


def context_of(request: HttpRequest, tandem: Tandem, **more: Any) -> dict[str, Any]:
    """Return what every page here shows."""
    programme = tandem.cohort.programme
    return {
        "tandem": tandem,
        "programme": programme,
        "settings": closing_of(programme),
        "other": tandem.other(request.user),
        **more,
    }


@login_required
@require_safe
def closing(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the steps, none of them a duty, and how the tandem ends."""
    tandem = tandem_of(request, pk)
    other = tandem.other(request.user)
    mine, theirs = parting_of(tandem, own_side(tandem, request.user)), parting_of(tandem, other)
    return render(
        request,
        "closing/closing.html",
        context_of(
            request,
            tandem,
            steps=steps_of(tandem, request.user),
            goes_on=mine is not None and mine.goes_on,
            other_goes_on=theirs is not None and theirs.goes_on,
            sees_address=sees_addresses(tandem),
            contact=contact_of(tandem),
            changes=list(changes_of(tandem.cohort.programme)[:3]),
        ),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a date for the closing talk, change it, take it back; where the two talk alone, name one."""
    tandem = tandem_of(request, pk)
    settings = closing_of(tandem.cohort.programme)
    if settings.talk == TalkKind.NONE:
        raise Http404
    dates, seat = dates_for(tandem, settings), seat_of(tandem, own_side(tandem, request.user))
    naming = "name" in request.POST
    form = WhenForm(request.POST if naming else None) if settings.talk == TalkKind.ALONE else None
    if request.method == "POST":
        if naming and form is not None:
            if form.is_valid():
                values = form.cleaned_data
                when = When(values["starts_at"], values["minutes"], values["place"], settings.led_by)
                name_date(tandem=tandem, when=when, by=person_of(request))
                messages.success(request, _("Both of you have this date. We write as soon as the team has said yes."))
                return redirect("closing:talk", pk)
        else:
            return choose(request, tandem, dates)
    return render(request, "closing/talk.html", context_of(request, tandem, dates=dates, seat=seat, form=form))


def choose(request: HttpRequest, tandem: Tandem, dates: list[Any]) -> HttpResponse:
    """Take the chosen date, or take the choice back."""
    person = person_of(request)
    if "leave" in request.POST:
        if leave_talk(tandem=tandem, by=person):
            messages.success(request, _("Your date is taken back."))
        return redirect("closing:talk", tandem.pk)
    chosen = next((date for date in dates if str(date.pk) == request.POST.get("talk")), None)
    try:
        if chosen is None:
            raise TalkFull
        choose_talk(tandem=tandem, talk=chosen, by=person)
        messages.success(request, _("You have a seat. We have sent you the date by mail."))
    except TalkFull:
        messages.warning(request, _("This date is full or does not take place any more. Please choose another one."))
    return redirect("closing:talk", tandem.pk)


@login_required
@require_safe
def talk_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out one's own date as a calendar file."""
    tandem = tandem_of(request, pk)
    seat = seat_of(tandem, own_side(tandem, request.user))
    if seat is None:
        raise Http404
    headers = {"Content-Disposition": 'attachment; filename="abschluss.ics"'}
    content = talk_file(seat.talk, _("Closing talk"))
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how it was: to the team by name, and without a name."""
    tandem = tandem_of(request, pk)
    form = FeedbackForm(request.POST or None)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            give_feedback(
                tandem=tandem,
                key=values["key"],
                liked=values["liked"],
                wish=values["wish"],
                answers=form.answers,
                by=person_of(request),
            )
            messages.success(request, _("Thank you for your words. They help those who come after you."))
        except (AlreadyGiven, SomebodyElses):
            messages.info(request, _("We have your feedback already; nothing was changed."))
        return redirect("closing:closing", pk)
    given = Feedback.objects.filter(tandem=tandem, participation=own_side(tandem, request.user)).first()
    said = [given.opened("liked"), given.opened("wish")] if given else []
    return render(request, "closing/feedback.html", context_of(request, tandem, form=form, given=given, said=said))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def afterwards(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle what remains and how the two stay in touch."""
    tandem = tandem_of(request, pk)
    mine = parting_of(tandem, own_side(tandem, request.user))
    theirs = parting_of(tandem, tandem.other(request.user))
    initial = {}
    if mine is not None:
        initial = {
            "contact": mine.contact,
            "word": mine.opened("word"),
            "remains": mine.opened("remains"),
            "wants_network": mine.network_on is not None,
        }
    form = AfterwardsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        settle_afterwards(tandem=tandem, by=person_of(request), **form.cleaned_data)
        messages.success(request, _("Kept. You can change it at any time."))
        return redirect("closing:closing", pk)
    heard = [theirs.opened("word"), theirs.opened("remains")] if theirs else ["", ""]
    return render(
        request,
        "closing/afterwards.html",
        context_of(request, tandem, form=form, theirs=theirs, heard=heard, contact=contact_of(tandem)),
    )


@login_required
@require_POST
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one would like to go on without the programme, or take it back."""
    tandem = tandem_of(request, pk)
    try:
        if say_go_on(tandem=tandem, by=person_of(request), wants="stop" not in request.POST):
            messages.success(request, _("You go on by yourselves. All the best to you both!"))
        elif "stop" in request.POST:
            messages.success(request, _("Taken back. Everything stays as it is."))
        else:
            messages.success(request, _("Kept. As soon as the other says so, too, you go on by yourselves."))
    except AlreadyDecided:
        messages.info(request, _("This tandem has ended already; nothing was changed."))
    return redirect("closing:closing", pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how the certificate shall be, look at it, ask for a correction; once it is issued, open it."""
    tandem = tandem_of(request, pk)
    settings, own = closing_of(tandem.cohort.programme), own_side(tandem, request.user)
    if not settings.has_certificate:
        raise Http404
    issued, wish = certificate_of(tandem, own), wish_of(tandem, own)
    form = CertificateForm(request.POST or None, wish=wish, topics=topics_to_choose(tandem))
    if request.method == "POST" and form.is_valid():
        wish_certificate(tandem=tandem, by=person_of(request), **form.cleaned_data)
        messages.success(request, _("Kept. This is how your certificate will look: open the preview."))
        return redirect("closing:certificate", pk)
    meetings, hours = lacking(tandem, settings)
    context = context_of(
        request, tandem, form=form, issued=issued, wish=wish, meetings=meetings, hours=hours, is_kept=bool(wish.pk)
    )
    return render(request, "closing/certificate.html", context)


@login_required
@require_safe
def certificate_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out one's certificate, or before it is issued a preview that says so."""
    tandem = tandem_of(request, pk)
    settings, own = closing_of(tandem.cohort.programme), own_side(tandem, request.user)
    if not settings.has_certificate:
        raise Http404
    issued = certificate_of(tandem, own)
    content = issued_paper(issued) if issued else preview(wish_of(tandem, own), settings)
    name = f"zertifikat-{issued.code}.pdf" if issued else "vorschau.pdf"
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
