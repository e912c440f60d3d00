"""Letters about a tandem, one function each, in the recipient's language."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from resonanz.mail.actions import queue_mail
from resonanz.people.models import Person
from resonanz.programmes.models import Participation
from resonanz.tandems.models import Tandem


def mail_suggestion(tandem: Tandem, to: Participation) -> None:
    """Tell one of the two that there is somebody to meet, and that the answer is free."""
    with translation.override(language_of(to.person)):
        other = tandem.other(to.person).person
        send(
            tandem,
            to.person,
            "suggestion",
            _("A suggestion for you: {name}").format(name=other.card_name),
            _(
                "Hello {first_name},\n\n"
                "we would like to introduce {name} to you. Why you two could go well together stands on your "
                "page in {programme}.\n\n"
                "Both of you decide. You may say yes or no, and you need not give a reason.\n\n"
                "Kind regards\n{programme}"
            ).format(first_name=to.person.first_name, name=other.card_name, programme=tandem.cohort.programme),
        )


def mail_start(tandem: Tandem, to: Participation) -> None:
    """Tell one of the two that both said yes, and how to reach the other."""
    with translation.override(language_of(to.person)):
        other = tandem.other(to.person).person
        send(
            tandem,
            to.person,
            "start",
            _("You are a tandem: {name} and you").format(name=other.full_name),
            _(
                "Hello {first_name},\n\n"
                "you have both said yes. This is how you reach {name}: {email}\n\n"
                "The best next step: agree on a first meeting within the next two weeks, in a public place or online.\n\n"
                "Kind regards\n{programme}"
            ).format(
                first_name=to.person.first_name,
                name=other.full_name,
                email=other.email,
                programme=tandem.cohort.programme,
            ),
        )


def mail_no_tandem(tandem: Tandem, to: Participation) -> None:
    """Tell the other side, without a reason and without blame, that it did not work out."""
    with translation.override(language_of(to.person)):
        send(
            tandem,
            to.person,
            "no-tandem",
            _("We go on looking for you"),
            _(
                "Hello {first_name},\n\n"
                "this suggestion did not come about. That happens often and says nothing about you. "
                "We go on looking and will write to you.\n\n"
                "Kind regards\n{programme}"
            ).format(first_name=to.person.first_name, programme=tandem.cohort.programme),
        )


def mail_end(tandem: Tandem, to: Participation) -> None:
    """Tell one of the two that the tandem has ended, without fault."""
    with translation.override(language_of(to.person)):
        send(
            tandem,
            to.person,
            "end",
            _("Your tandem with {name} has ended").format(name=tandem.other(to.person).person.first_name),
            _(
                "Hello {first_name},\n\n"
                "your tandem with {name} has ended. Nobody is to blame for that: tandems may end at any time. "
                "If you would like to talk about it, or to start anew with somebody else, just answer us.\n\n"
                "Thank you for the time you gave.\n\n"
                "Kind regards\n{programme}"
            ).format(
                first_name=to.person.first_name,
                name=tandem.other(to.person).person.first_name,
                programme=tandem.cohort.programme,
            ),
        )


def language_of(person: Person) -> str:
    """Return the language in which `person` is written to."""
    return person.language or "de"


def send(tandem: Tandem, person: Person, cause: str, subject: str, text: str) -> None:
    """Queue one letter of a tandem; the same cause never writes to the same person twice."""
    queue_mail(
        key=f"tandem:{tandem.pk}:{cause}:{person.pk}",
        to=person.email,
        language=translation.get_language() or "de",
        subject=subject,
        text=text,
        scope=tandem.cohort.programme.scope,
        link=(_("Open the page of this tandem"), reverse("tandems:tandem", args=[tandem.pk])),
    )
