"""Letters about a request, one function each, in the recipient's language.

They say that there is a request, a question, an answer, and never what stands in it: that is read on the page, by the two.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from resonanz.mail.actions import queue_mail
from resonanz.matching.enums import RequestState
from resonanz.matching.models import Request
from resonanz.programmes.models import Participation

Text = Callable[[], str]
OTHERS, AVAILABILITY = "others", "availability"  # where a letter may lead, besides the request itself


def mail_request(request: Request) -> None:
    """Tell whoever is asked that somebody has written."""
    write(
        request,
        request.mentor,
        "asked",
        lambda: _("A request for you from {name}"),
        lambda: _(
            "{name} has written to you and asks whether you would accompany her or him. What it is about stands on "
            "your page; "
            "only you two can read it.\n\n"
            "You may say yes, ask something back, or decline: a kind word is enough. Please answer by {day}, so that {name} "
            "does not wait in vain."
        ),
    )


def mail_asked_back(request: Request) -> None:
    """Tell whoever asked that a question came back."""
    write(
        request,
        request.mentee,
        "asked-back",
        lambda: _("{name} has a question for you"),
        lambda: _(
            "{name} has read your request and would like to know something before deciding. The question stands on "
            "your page. "
            "Please answer it by {day}."
        ),
    )


def mail_replied(request: Request) -> None:
    """Tell whoever asked back that the reply is there."""
    write(
        request,
        request.mentor,
        "replied",
        lambda: _("{name} has answered your question"),
        lambda: _("{name} has answered your question. Now it is your turn again: please decide by {day}."),
    )


def mail_declined(request: Request) -> None:
    """Tell whoever asked that the answer is no, kindly; the reason stands on the page."""
    write(
        request,
        request.mentee,
        "declined",
        lambda: _("An answer to your request"),
        lambda: _(
            "{name} has read your request and cannot say yes this time. That happens often and says nothing about you "
            "or your "
            "aim; what {name} wrote to you stands on the page of the request.\n\n"
            "Your place is free again: there are others who suit you. Have a look at who comes next."
        ),
        to_page=OTHERS,
    )


def mail_withdrawn(request: Request) -> None:
    """Tell whoever was asked that there is nothing to decide any more."""
    write(
        request,
        request.mentor,
        "withdrawn",
        lambda: _("The request from {name} has been taken back"),
        lambda: _("{name} has taken the request back. There is nothing for you to do. Thank you for giving your time."),
    )


def mail_expired(request: Request) -> None:
    """Tell both that nobody answered in time, without blame; each hears what it means for her or him."""
    waited = request.turn
    texts: dict[
        tuple[bool, bool], tuple[Text, str]
    ] = {  # (is it the one who asked, whose turn it was) → text, where it leads
        (False, True): (
            lambda: _(
                "the request from {name} has ended, because no answer came in time. {name} is free to ask somebody "
                "else now.\n\n"
                "Is there too much going on at present? Take a pause or offer fewer places: then nobody writes to you "
                "in vain."
            ),
            AVAILABILITY,
        ),
        (False, False): (
            lambda: _(
                "your question to {name} has not been answered in time, and so the request has ended. There is nothing "
                "for you "
                "to do. Thank you for reading it."
            ),
            "",
        ),
        (True, True): (
            lambda: _(
                "{name} had a question, and no answer came in time; so your request has ended. You may ask {name} "
                "again, or have "
                "a look at who else suits you."
            ),
            OTHERS,
        ),
        (True, False): (
            lambda: _(
                "{name} has not answered in time, and so your request has ended. That is not about you: people are "
                "busy, ill or "
                "on the road.\n\n"
                "Your place is free again. Have a look at who comes next for you."
            ),
            OTHERS,
        ),
    }
    for to in (request.mentee, request.mentor):
        text, to_page = texts[to == request.mentee, to == waited]
        write(request, to, "expired", lambda: _("The request between {name} and you has ended"), text, to_page=to_page)


def mail_no_place(request: Request) -> None:
    """Tell whoever asked that the last place has gone to somebody else."""
    write(
        request,
        request.mentee,
        "no-place",
        lambda: _("{name} has no free place any more"),
        lambda: _(
            "{name} accompanies as many people now as there is time for, and so your request has ended. That is not "
            "about you.\n\n"
            "Your place is free again. Have a look at who comes next for you."
        ),
        to_page=OTHERS,
    )


def mail_settled(request: Request) -> None:
    """Tell whoever was asked that it is settled: the other has found somebody."""
    write(
        request,
        request.mentor,
        "settled",
        lambda: _("{name} has found somebody"),
        lambda: _(
            "{name} has found somebody who said yes, and so the request to you is settled. There is nothing for you to "
            "do. Thank "
            "you for being there."
        ),
    )


def mail_waits(request: Request, to: Participation, until: date) -> None:
    """Tell one of the two that the other pauses for a short while, and that the request waits."""
    write(
        request,
        to,
        f"waits:{until.isoformat()}",
        lambda: _("{name} is away until {until}"),
        lambda: _(
            "{name} takes a short pause, up to and including {until}. The request is not lost: it waits, and the time "
            "for an "
            "answer begins anew after that."
        ),
        until=until,
    )


def mail_paused(request: Request, to: Participation) -> None:
    """Tell one of the two that the other pauses for longer, and that the request has ended for that reason."""
    asker = to.pk == request.mentee_id
    write(
        request,
        to,
        "paused",
        lambda: _("{name} takes a pause"),
        lambda: (
            _(
                "{name} takes a longer pause, and so your request has ended. That is not about you. Your place is free "
                "again: "
                "have a look at who comes next for you."
            )
            if asker
            else _("{name} takes a longer pause, and so the request to you has ended. There is nothing for you to do.")
        ),
        to_page=OTHERS if asker else "",
    )


def mail_gone(request: Request, to: Participation) -> None:
    """Tell one of the two that the request has ended because it cannot come to anything any more."""
    asker = to.pk == request.mentee_id
    write(
        request,
        to,
        "gone",
        lambda: _("A request has ended"),
        lambda: (
            _(
                "{name} takes part in the programme no longer, or the round is over, and so your request has ended. "
                "That is not "
                "about you."
            )
            if asker
            else _(
                "{name} takes part in the programme no longer, or the round is over, and so the request to you has "
                "ended. There "
                "is nothing for you to do."
            )
        ),
    )


def mail_reminder(request: Request) -> None:
    """Remind whoever's turn it is; at most once a day, however many ask for it."""
    asks = request.state == RequestState.ASKED_BACK
    write(
        request,
        request.turn,
        f"reminder:{timezone.localdate().isoformat()}",
        lambda: _("{name} is waiting for your answer"),
        lambda: (
            _("{name} has asked you something about your request and waits for your answer until {day}.")
            if asks
            else _(
                "the request from {name} is still waiting for your answer, until {day}. A short no is also an answer, and "
                "kinder than none: it takes two taps."
            )
        ),
    )


def write(
    request: Request,
    to: Participation,
    cause: str,
    subject: Text,
    text: Text,
    *,
    to_page: str = "",
    until: date | None = None,
) -> None:
    """Queue one letter about a request; the same cause never writes to the same person twice.

    `subject` and `text` are called in the recipient's language; they may name the other («{name}», first name and initial),
    the last day for an answer («{day}») and the last day of a pause («{until}»).
    """
    programme, person = request.cohort.programme, to.person
    language = person.language or "de"
    with translation.override(language):
        values = {
            "name": request.other(person).person.card_name,
            "day": date_format(request.expires_on, "DATE_FORMAT"),
            "until": date_format(until, "DATE_FORMAT") if until else "",
        }
        queue_mail(
            key=f"request:{request.pk}:{cause}:{person.pk}",
            to=person.email,
            language=language,
            subject=subject().format(**values),
            text=_("Hello {first_name},\n\n{text}\n\nKind regards\n{programme}").format(
                first_name=person.first_name, text=text().format(**values), programme=programme
            ),
            scope=programme.scope,
            link=link_of(request, to_page),
        )


def link_of(request: Request, to_page: str) -> tuple[str, str]:
    """Return label and path of the button in a letter."""
    slug = request.cohort.programme.slug
    if to_page == AVAILABILITY:
        return _("My places and pauses"), reverse("matching:availability", args=[slug])
    if to_page == OTHERS:
        return _("Who comes next for you"), reverse("matching:find", args=[slug])
    return _("Open the request"), reverse("matching:request", args=[request.pk])
