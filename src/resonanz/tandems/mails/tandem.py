"""Letters when a tandem starts and ends."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from resonanz.applications.queries.answers import shown_times
from resonanz.mail.actions import Attachment
from resonanz.programmes.models import Participation
from resonanz.tandems.calendar import first_date_file
from resonanz.tandems.mails.sending import language_of, moment_in_words, send
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import why_in_words


def first_questions(tandem: Tandem, side: str) -> list[str]:
    """Return five questions to begin with for `side`, in the language and with the address that this side is used to.

    Each asks them of the other; never about origin or flight. Where both are mentor and mentee, one is what the two could
    learn from each other.
    """
    programme = tandem.cohort.programme
    if programme.is_informal.get(side):
        ask = [
            pgettext("between people who say du", "How did you come to your occupation?"),
            pgettext("between people who say du", "What does a good day look like for you?"),
            pgettext("between people who say du", "What are you especially good at, and who has told you so?"),
            pgettext("between people who say du", "What would you like to learn from me, and what can I learn from you?")
            if programme.is_reciprocal
            else pgettext("between people who say du", "What should be different when our time together ends?"),
        ]
    else:
        ask = [
            pgettext("between people who say Sie", "How did you come to your occupation?"),
            pgettext("between people who say Sie", "What does a good day look like for you?"),
            pgettext("between people who say Sie", "What are you especially good at, and who has told you so?"),
            pgettext("between people who say Sie", "What would you like to learn from me, and what can I learn from you?")
            if programme.is_reciprocal
            else pgettext("between people who say Sie", "What should be different when our time together ends?"),
        ]
    return [*ask, _("When and where do we meet best, and how do we reach each other in between?")]


def mail_start(tandem: Tandem, to: Participation) -> None:
    """Tell one of the two that both said yes: how to reach the other, why they two, when to meet, what to ask."""
    with translation.override(language_of(to.person)):
        other = tandem.other(to.person)
        why = why_in_words(tandem)
        send(
            tandem,
            to.person,
            "start",
            _("You are a tandem: {name} and you").format(name=other.person.full_name),
            "\n\n".join(
                [
                    _("Hello {first_name},").format(first_name=to.person.first_name),
                    _("you have both said yes. This is how you reach {name}: {email}").format(
                        name=other.person.full_name, email=other.person.email
                    ),
                    *([listed(_("Why you two:"), why)] if why else []),
                    meeting(tandem),
                    listed(_("Five questions to begin with:"), first_questions(tandem, tandem.side_of(to.person))),
                    _("Kind regards\n{programme}").format(programme=tandem.cohort.programme),
                ]
            ),
            attachments=[first_date(tandem)] if tandem.first_dates else [],
        )


def meeting(tandem: Tandem) -> str:
    """Return the paragraph about the first meeting: dates on which both are free, or when each is."""
    if tandem.first_dates:
        moments = [moment_in_words(datetime.fromisoformat(moment)) for moment in tandem.first_dates]
        return listed(
            _("The best next step: a first meeting, in a public place or online. By your profiles you are both free:"),
            moments,
        )
    times = [
        _("{name}: {times}").format(
            name=each.person.get_short_name(), times=shown_times(each.person.profile.availability) or _("not said yet")
        )
        for each in (tandem.mentee, tandem.mentor)
    ]
    return listed(
        _(
            "The best next step: a first meeting within the next two weeks, in a public place or online. By your profiles "
            "you have no free time in common; a short message usually finds one. Usually free:"
        ),
        times,
    )


def listed(heading: str, lines: list[str]) -> str:
    """Return a paragraph with a list below it."""
    return "\n".join([heading, *(f"– {line}" for line in lines)])


def first_date(tandem: Tandem) -> Attachment:
    """Return the first of the suggested dates as a calendar file, in the language that is active."""
    content = first_date_file(tandem, 0, _("First meeting: {pair}").format(pair=tandem))
    return Attachment("treffen.ics", 'text/calendar; method=PUBLISH; charset="utf-8"', content)


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
