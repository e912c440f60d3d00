"""Letters to people who wait, or on whom somebody waits; the team sees each before it goes."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from resonanz.mail.actions import queue_mail
from resonanz.mail.enums import Category, Shown
from resonanz.mail.models import OutboxMail
from resonanz.matching.models import Request
from resonanz.people.models import Person
from resonanz.programmes.models import Participation
from resonanz.tandems.models import Tandem


class Letter(NamedTuple):
    """What goes to one person."""

    subject: str
    text: str


def language_of(person: Person) -> str:
    """Return the language in which `person` is written to."""
    return person.language or "de"


def draft_not_forgotten(to: Participation, *, language: str = "") -> Letter:
    """Return the letter to somebody who has waited long: not forgotten, what happens next, and a pause is possible."""
    with translation.override(language or language_of(to.person)):
        programme = to.cohort.programme
        return Letter(
            _("We have not forgotten you"),
            _(
                "Hello {first_name},\n\n"
                "you have been waiting for somebody since {day}. That is long, and we have not forgotten you: we go on "
                "looking for somebody who goes well with you.\n\n"
                "What can help: look over your profile, and tell us if something has changed. If you have no time at "
                "present, you can take a pause on your page. If you have a question, just answer this mail.\n\n"
                "Kind regards\n{programme}"
            ).format(first_name=to.person.get_short_name(), day=day_of(to.waiting_since), programme=programme),
        )


def draft_reminder(tandem: Tandem, to: Participation, *, language: str = "") -> Letter:
    """Return the letter to somebody who has not answered a suggestion yet."""
    with translation.override(language or language_of(to.person)):
        return Letter(
            _("{name} would be glad of your answer").format(name=tandem.other(to.person).person.card_name),
            _(
                "Hello {first_name},\n\n"
                "we have suggested {name} to you, and you have not answered yet. Please look at the suggestion, and say yes "
                "or no. Both are all right, and you need not give a reason. Only then can the other person plan.\n\n"
                "Kind regards\n{programme}"
            ).format(
                first_name=to.person.get_short_name(),
                name=tandem.other(to.person).person.card_name,
                programme=tandem.cohort.programme,
            ),
        )


def draft_request_reminder(request: Request, to: Participation, *, language: str = "") -> Letter:
    """Return the letter to somebody whose answer to a request is waited for."""
    other = request.mentee if to == request.mentor else request.mentor
    with translation.override(language or language_of(to.person)):
        return Letter(
            _("{name} waits for your answer").format(name=other.person.card_name),
            _(
                "Hello {first_name},\n\n"
                "{name} has written to you and waits for an answer. A short one is enough, and a no is all right, too: then "
                "{name} can ask somebody else.\n\n"
                "Kind regards\n{programme}"
            ).format(first_name=to.person.get_short_name(), name=other.person.card_name, programme=request.cohort.programme),
        )


def draft(cause: Tandem | Request | Participation, to: Participation, *, language: str = "") -> Letter:
    """Return the letter about a suggestion, a request or the waiting itself, in the recipient's language unless told."""
    if isinstance(cause, Tandem):
        return draft_reminder(cause, to, language=language)
    if isinstance(cause, Request):
        return draft_request_reminder(cause, to, language=language)
    return draft_not_forgotten(cause, language=language)


def day_of(day: date) -> str:
    """Return a day in words, in the active language."""
    return date_format(day, "DATE_FORMAT")


def send_waiting_letter(to: Participation, letter: Letter, *, key: str, link: str = "") -> bool:
    """Queue one letter with a button to `link` (else to the own page); return False where one with this key is there."""
    if OutboxMail.objects.filter(key=key).exists():
        return False
    language = language_of(to.person)
    with translation.override(language):
        queue_mail(
            key=key,
            to=to.person.email,
            language=language,
            subject=letter.subject,
            text=letter.text,
            category=Category.REMINDER,
            scope=to.cohort.programme.scope,
            shown=Shown.TEXT,
            link=(_("Open my page"), link or reverse("tandems:mine")),
        )
    return True
