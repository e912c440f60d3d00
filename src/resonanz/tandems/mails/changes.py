"""Letters about what changes on the way: another mentor, a second mentor, leaving."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from resonanz.mail.actions import queue_mail
from resonanz.programmes.models import Participation
from resonanz.tandems.mails.sending import language_of, send
from resonanz.tandems.models import Tandem


def mail_change(tandem: Tandem, to: Participation, *, pauses: bool) -> None:
    """Tell who asked for a change that it is all right, and what happens next."""
    with translation.override(language_of(to.person)):
        following = (
            _("You are pausing now. Nobody is suggested to you until you end the pause on your page.")
            if pauses
            else _("We are looking for somebody else for you now, and write to you. You need not do anything.")
        )
        send(
            tandem,
            to.person,
            "change",
            _("Your wish for a change has arrived"),
            _(
                "Hello {first_name},\n\n"
                "your tandem with {name} has ended. It is good that you said so: that happens, and nobody is to blame. "
                "We have told {name} that it has ended, but not why.\n\n"
                "{following}\n\n"
                "If you would like to talk about it, just answer this mail.\n\n"
                "Kind regards\n{programme}"
            ).format(
                first_name=to.person.get_short_name(),
                name=tandem.other(to.person).person.get_short_name(),
                following=following,
                programme=tandem.cohort.programme,
            ),
        )


def mail_co_mentor(tandem: Tandem, made: Tandem) -> None:
    """Tell the first mentor of a tandem who has been asked to join in."""
    person = tandem.mentor.person
    with translation.override(language_of(person)):
        send(
            made,
            person,
            "co-mentor",
            _("A second person for {name}").format(name=tandem.mentee.person.get_short_name()),
            _(
                "Hello {first_name},\n\n"
                "we have asked {other} to accompany {name} as well. This is no judgement of you: two see more than one, and "
                "share the work. Your tandem goes on as it is. If both say yes, we write to you.\n\n"
                "Kind regards\n{programme}"
            ).format(
                first_name=person.get_short_name(),
                other=made.mentor.person.card_name,
                name=tandem.mentee.person.get_short_name(),
                programme=tandem.cohort.programme,
            ),
            link=page_of(tandem),
        )


def mail_co_mentor_started(made: Tandem) -> None:
    """Tell the first mentor that a second one has begun, and how to reach her or him."""
    if made.joins is None:
        return
    person = made.joins.mentor.person
    with translation.override(language_of(person)):
        send(
            made,
            person,
            "co-mentor-start",
            _("{other} is with you now").format(other=made.mentor.person.full_name),
            _(
                "Hello {first_name},\n\n"
                "{other} and {name} have both said yes. From now on you accompany {name} together. This is how you reach "
                "{other}: {email}\n\n"
                "The best next step: talk briefly about who does what.\n\n"
                "Kind regards\n{programme}"
            ).format(
                first_name=person.get_short_name(),
                other=made.mentor.person.full_name,
                name=made.mentee.person.get_short_name(),
                email=made.mentor.person.email,
                programme=made.cohort.programme,
            ),
            link=page_of(made.joins),
        )


def mail_left(to: Participation, *, cause: int) -> None:
    """Tell somebody that she or he has left the programme, and thank; `cause` tells one leaving from another."""
    programme = to.cohort.programme
    with translation.override(language_of(to.person)):
        queue_mail(
            key=f"participation:{to.pk}:left:{cause}",
            to=to.person.email,
            language=translation.get_language() or "de",
            subject=_("You have left {programme}").format(programme=programme),
            text=_(
                "Hello {first_name},\n\n"
                "you do not take part in {programme} any more. Open suggestions and tandems have ended, and everybody "
                "concerned has been told, without reasons. Your account and your history stay yours.\n\n"
                "Thank you for having been with us. If you would like to come back, or if this was a mistake, just answer "
                "this mail.\n\n"
                "Kind regards\n{programme}"
            ).format(first_name=to.person.get_short_name(), programme=programme),
            scope=programme.scope,
            link=(_("Open my page"), reverse("tandems:mine")),
        )


def page_of(tandem: Tandem) -> tuple[str, str]:
    """Return label and address of a tandem's page."""
    return _("Open the page of this tandem"), reverse("tandems:tandem", args=[tandem.pk])
