"""The letters of a programme, for its coordinators: what was sent, what waits, what came back, and sending it again.

A text is shown only where the team wrote it or saw it before it went; of every other letter, that and when.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from resonanz.mail.actions import retry_given_up, retry_mail
from resonanz.mail.letter import paragraphs
from resonanz.mail.queries import LETTERS_SHOWN, letter_numbers, letters_listed, letters_of, readable_letters, waits_in_vain
from resonanz.people.queries import person_of
from resonanz.programmes.forms.frame import own, page, settings_page

PAGE_SIZE = 50


@settings_page("GET")
def mail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the letters of the programme, newest first, by what became of them and by address."""
    programme = own(request, slug)
    show, word = request.GET.get("show", "all"), request.GET.get("q", "").strip()[:100]
    show = show if show in LETTERS_SHOWN else "all"
    numbers = letter_numbers(programme.scope)
    context = {
        "letters": Paginator(letters_listed(programme.scope, show, word), PAGE_SIZE).get_page(request.GET.get("page")),
        "show": show,
        "word": word,
        "numbers": numbers,
        "shown": [(name, label, numbers[name]) for name, label in labels().items()],
        "is_sender_silent": waits_in_vain() and not settings.DEMO,  # in the demo no letter ever leaves
    }
    return page(request, programme, "mail.html", **context)


def labels() -> dict[str, str]:
    """Return what the parts of the list are called, in their order."""
    return {
        "all": _("All"),
        "trouble": _("Came back"),
        "waiting": _("Waiting"),
        "sent": _("Sent"),
        "stopped": _("Not wanted"),
    }


@settings_page("GET")
def letter(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show a letter that the team wrote; every other one does not exist here."""
    programme = own(request, slug)
    row = get_object_or_404(readable_letters(programme.scope), pk=pk)
    return page(request, programme, "letter.html", letter=row, paragraphs=list(paragraphs(row.text)))


@settings_page("POST")
def send_again(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Send one letter again that came back or was given up."""
    row = get_object_or_404(letters_of(own(request, slug).scope), pk=pk)
    if retry_mail(mail=row, by=person_of(request)):
        messages.success(request, _("The letter to {address} is on its way once more.").format(address=row.to))
    else:
        messages.info(request, _("This letter is on its way already."))
    return redirect("programmes:mail", slug)


@settings_page("POST")
def send_all_again(request: HttpRequest, slug: str) -> HttpResponse:
    """Send all letters again that were given up because the mail server did not answer."""
    number = retry_given_up(scope=own(request, slug).scope, by=person_of(request))
    sentence = ngettext("{n} letter is on its way once more.", "{n} letters are on their way once more.", number)
    messages.success(request, sentence.format(n=number))
    return redirect("programmes:mail", slug)
