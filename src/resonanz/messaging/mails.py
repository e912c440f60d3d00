"""Letters of this room, one function each. They say that there is something to read, and never what."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from resonanz.mail.actions import after_quiet_hours, queue_mail
from resonanz.messaging.models import Feedback, MessagingSettings, Opening, Preference
from resonanz.messaging.queries.messages import preference_of
from resonanz.messaging.queries.settings import settings_of
from resonanz.people.models import Person
from resonanz.programmes.models import Programme
from resonanz.tandems.mails.sending import language_of
from resonanz.tandems.models import Tandem

PAUSE = timedelta(minutes=2)  # whoever has the page open reads it there, and needs no letter


def cause_of(tandem: Tandem, to: Person, read_until: int) -> str:
    """Return the key of the letter about unread messages: one for as long as nothing is read."""
    return f"tandem:{tandem.pk}:messages-{read_until}:{to.pk}"


def mail_message(tandem: Tandem, to: Person, read_until: int) -> None:
    """Tell somebody that the other has written; once until that is read, and not at night."""
    preference = preference_of(to)
    if not preference.is_mailed:
        return
    name = tandem.other(to).person.get_short_name()
    with translation.override(language_of(to)):
        queue_mail(
            key=cause_of(tandem, to, read_until),
            to=to.email,
            language=language_of(to),
            subject=_("{name} has written to you").format(name=name),
            text=_(
                "Hello {first_name},\n\n"
                "{name} has written to you. The message stands on your page; only you two can read it.\n\n"
                "If more messages follow before you have looked, no further letter comes. When letters come, and whether, "
                "you decide in the settings beside the messages.\n\n"
                "Kind regards\n{programme}"
            ).format(first_name=to.get_short_name(), name=name, programme=tandem.cohort.programme),
            scope=tandem.cohort.programme.scope,
            link=(_("Read the message"), reverse("messaging:messages", args=[tandem.pk])),
            due_at=due_at(preference, tandem.cohort.programme, timezone.now() + PAUSE),
        )


def due_at(preference: Preference, programme: Programme, moment: datetime) -> datetime:
    """Return when a letter may reach somebody: not in the quiet hours, which are her or his own where she or he set any,
    else those of the programme, else of the installation.
    """
    hours = hours_of(preference) or hours_of(settings_of(programme))
    return after_quiet_hours(moment, hours, zone_of(preference))


def hours_of(row: Preference | MessagingSettings) -> tuple[int, int] | None:
    """Return the quiet hours that are set there; None for none."""
    return None if row.quiet_from is None or row.quiet_until is None else (row.quiet_from, row.quiet_until)


def zone_of(preference: Preference) -> ZoneInfo | None:
    """Return the time zone in which somebody lives; None for that of the installation."""
    try:
        return ZoneInfo(preference.time_zone) if preference.time_zone else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def mail_feedback(feedback: Feedback) -> None:
    """Tell the owner of a file that the third person has written back."""
    file = feedback.share.file
    to, programme = file.owner, file.tandem.cohort.programme
    with translation.override(language_of(to)):
        queue_mail(
            key=f"tandem:{file.tandem_id}:feedback-{feedback.pk}:{to.pk}",
            to=to.email,
            language=language_of(to),
            subject=_("An answer about your file"),
            text=_(
                "Hello {first_name},\n\n"
                "the person to whom you gave the link has read your file and written something back. You find it on the "
                "page of the file; only you can read it.\n\n"
                "Kind regards\n{programme}"
            ).format(first_name=to.get_short_name(), programme=programme),
            scope=programme.scope,
            link=(_("Read the answer"), reverse("messaging:file", args=[file.tandem_id, file.pk])),
            due_at=due_at(preference_of(to), programme, timezone.now()),
        )


def mail_second_person(opening: Opening, to: Person) -> None:
    """Ask a colleague to look at a wish to open confidential content; which tandem stands on the page."""
    programme = opening.tandem.cohort.programme
    with translation.override(language_of(to)):
        queue_mail(
            key=f"opening:{opening.pk}:asked:{to.pk}",
            to=to.email,
            language=language_of(to),
            subject=_("A second person is needed"),
            text=_(
                "Hello {first_name},\n\n"
                "{name} asks to open confidential content of a tandem in an emergency. Nobody can do that alone. Please "
                "read the reason and decide; without you nothing is opened.\n\n"
                "Kind regards\n{programme}"
            ).format(first_name=to.get_short_name(), name=opening.asked_by.full_name, programme=programme),
            scope=programme.scope,
            link=(_("Read and decide"), reverse("messaging:opening", args=[opening.tandem_id, opening.pk])),
        )


def mail_opened(opening: Opening, to: Person) -> None:
    """Tell one of the two that the team has opened what they wrote: that, when, by whom and on which ground."""
    programme, second = opening.tandem.cohort.programme, opening.approved_by
    with translation.override(language_of(to)):
        queue_mail(
            key=f"tandem:{opening.tandem_id}:opened-{opening.pk}:{to.pk}",
            to=to.email,
            language=language_of(to),
            subject=_("The team has read what you two wrote"),
            text=_(
                "Hello {first_name},\n\n"
                "what you two write and share is confidential. Today the team has opened it nevertheless, because there was "
                "a report: {category}. Two people answer for that: {first} and {second}. It is written down when they read "
                "what and which file they download, and after 24 hours it is closed again. Diary entries and files that you "
                "keep for yourself alone were not opened.\n\n"
                "This does not mean that you did anything wrong. If you have questions, just answer this mail.\n\n"
                "Kind regards\n{programme}"
            ).format(
                first_name=to.get_short_name(),
                category=opening.get_category_display(),
                first=opening.asked_by.full_name,
                second=second.full_name if second else "",
                programme=programme,
            ),
            scope=programme.scope,
            link=(_("Open the page of this tandem"), reverse("tandems:tandem", args=[opening.tandem_id])),
        )
