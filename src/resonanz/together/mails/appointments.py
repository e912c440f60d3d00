"""Letters about the dates of two people: when, never where or what about; that stands on their page."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from resonanz.mail.actions import Attachment, queue_mail
from resonanz.mail.enums import Category
from resonanz.programmes.models import Participation
from resonanz.tandems.mails.sending import language_of, moment_in_words
from resonanz.together.models import Appointment
from resonanz.together.queries.appointments import calendar_of


def mail_appointment(row: Appointment) -> None:
    """Tell the other that there is a date, with a calendar file."""
    to = row.tandem.other(row.made_by.person)
    with translation.override(language_of(to.person)):
        name = row.made_by.person.get_short_name()
        write(
            row,
            to,
            "made",
            _("{name} has entered your next meeting").format(name=name),
            _(
                "{name} has written down when you two meet next: {moment}. Where, and what it is about, stands on your "
                "page; only you two can read it.\n\n"
                "If it does not suit you, you can say so there, and choose another time."
            ).format(name=name, moment=moment_in_words(row.starts_at)),
            attached=True,
        )


def mail_cancelled(row: Appointment, new: Appointment | None) -> None:
    """Tell the other that somebody cannot come, and when the two meet instead."""
    if row.cancelled_by is None:
        return
    to = row.tandem.other(row.cancelled_by.person)
    with translation.override(language_of(to.person)):
        name = row.cancelled_by.person.get_short_name()
        moment = moment_in_words(row.starts_at)
        if new is not None:
            write(
                new,
                to,
                "moved",
                _("{name} cannot come: a new time").format(name=name),
                _(
                    "{name} cannot come at the time that you had agreed on ({moment}), and suggests another one: {new}. It "
                    "stands on your page already.\n\n"
                    "If it does not suit you, you can say so there, and choose another time."
                ).format(name=name, moment=moment, new=moment_in_words(new.starts_at)),
                attached=True,
            )
            return
        write(
            row,
            to,
            "cancelled",
            _("{name} cannot come").format(name=name),
            _(
                "{name} cannot come at the time that you had agreed on ({moment}). That happens. On your page you can "
                "agree on a new time."
            ).format(name=name, moment=moment),
        )


def mail_reminder(row: Appointment, to: Participation) -> None:
    """Remind one of the two that they meet tomorrow."""
    with translation.override(language_of(to.person)):
        name = row.tandem.other(to.person).person.get_short_name()
        write(
            row,
            to,
            "reminder",
            _("Tomorrow you meet {name}").format(name=name),
            _("you meet {name}: {moment}. Where, and what it is about, stands on your page.").format(
                name=name, moment=moment_in_words(row.starts_at)
            ),
            category=Category.REMINDER,
        )


def write(
    row: Appointment,
    to: Participation,
    cause: str,
    subject: str,
    body: str,
    *,
    attached: bool = False,
    category: str = Category.MATTER,
) -> None:
    """Queue one letter, in the language that is active; the same cause never writes to the same person twice."""
    tandem = row.tandem
    title = _("Meeting: {pair}").format(pair=tandem)
    file = Attachment("treffen.ics", 'text/calendar; method=PUBLISH; charset="utf-8"', calendar_of(row, title))
    queue_mail(
        key=f"tandem:{tandem.pk}:date-{row.pk}-{cause}:{to.person_id}",
        to=to.person.email,
        language=translation.get_language() or "de",
        subject=subject,
        text=_("Hello {first_name},\n\n{body}\n\nKind regards\n{programme}").format(
            first_name=to.person.get_short_name(), body=body, programme=tandem.cohort.programme
        ),
        scope=tandem.cohort.programme.scope,
        category=category,
        link=(_("Open our page"), reverse("tandems:tandem", args=[tandem.pk])),
        attachments=[file] if attached else [],
    )
