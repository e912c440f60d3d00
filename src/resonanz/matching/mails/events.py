"""Letters after a meeting of everybody: whom would you like, and a reminder."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from resonanz.mail.actions import queue_mail
from resonanz.matching.models import MatchingEvent
from resonanz.programmes.models import Participation


def mail_wishes_open(event: MatchingEvent, to: Participation) -> None:
    """Ask a guest whom she or he would like to work with; once for each guest."""
    with translation.override(to.person.language or "de"):
        send(
            event,
            to,
            "open",
            _("Whom would you like to work with?"),
            _(
                "Hello {first_name},\n\n"
                "thank you for coming to “{event}”. With whom would you like to form a tandem? Choose up to {n} people "
                "until {day}, in the order of your wishes. Nobody is a possible answer, too.\n\n"
                "Only the team sees your wishes. They decide who is suggested to whom; after that both still say yes or "
                "no.\n\n"
                "Kind regards\n{programme}"
            ),
        )


def mail_wishes_reminder(event: MatchingEvent, to: Participation, on: str) -> None:
    """Remind a guest who has not answered yet; `on` is the day, and on one day nobody is reminded twice."""
    with translation.override(to.person.language or "de"):
        send(
            event,
            to,
            f"reminder:{on}",
            _("Your wishes are still missing"),
            _(
                "Hello {first_name},\n\n"
                "after “{event}” we do not know your wishes yet. Until {day} you can still choose up to {n} people; it "
                "takes a minute. If there is nobody, tell us that, too.\n\n"
                "Only the team sees your wishes.\n\n"
                "Kind regards\n{programme}"
            ),
        )


def send(event: MatchingEvent, to: Participation, cause: str, subject: str, text: str) -> None:
    """Queue one letter of an event; the same cause never writes to the same guest twice."""
    queue_mail(
        key=f"matching-event:{event.pk}:{cause}:{to.pk}",
        to=to.person.email,
        language=translation.get_language() or "de",
        subject=subject,
        text=text.format(
            first_name=to.person.first_name,
            event=event.title,
            n=event.most_wishes,
            day=date_format(event.wishes_until, "DATE_FORMAT"),
            programme=event.cohort.programme,
        ),
        scope=event.cohort.programme.scope,
        link=(_("Choose"), reverse("matching:wishes", args=[event.pk])),
    )
