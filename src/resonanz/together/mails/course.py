"""Letters about agreement, plan, pause and more time. What the two write stands in none of them."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from resonanz.people.models import Person
from resonanz.tandems.mails.sending import day_in_words, language_of, send
from resonanz.tandems.models import Tandem
from resonanz.together.enums.course import Situation
from resonanz.together.models import AgreementVersion, CourseEvent, PlanChange

# What may stand in a letter, which others may read over somebody's shoulder; an illness or a question of residence may not.
HARMLESS = {Situation.JOB, Situation.INTERNSHIP, Situation.COURSE, Situation.MOVING}


def mail_agreement_shown(version: AgreementVersion, to: Person) -> None:
    """Tell the other that there is a version of the agreement to read."""
    tandem = version.tandem
    with translation.override(language_of(to)):
        name = tandem.other(to).person.get_short_name()
        send(
            tandem,
            to,
            f"agreement-{version.number}",
            _("{name} has shown you your agreement").format(name=name),
            _(
                "Hello {first_name},\n\n"
                "{name} has written down how the two of you could work together. Please read it in peace. You can say yes, "
                "or change what you would put differently; then it is {name}'s turn again.\n\n"
                "Nobody but the two of you sees what it says.\n\n"
                "Kind regards\n{programme}"
            ).format(first_name=to.get_short_name(), name=name, programme=tandem.cohort.programme),
            link=(_("Read the agreement"), reverse("together:agreement", args=[tandem.pk])),
        )


def mail_agreement_valid(version: AgreementVersion, to: Person) -> None:
    """Tell who wrote a version that the other has said yes."""
    tandem = version.tandem
    with translation.override(language_of(to)):
        name = tandem.other(to).person.get_short_name()
        send(
            tandem,
            to,
            f"agreement-{version.number}-valid",
            _("{name} has said yes to your agreement").format(name=name),
            _(
                "Hello {first_name},\n\n"
                "{name} has said yes: your agreement counts from today. You can download it as a document, and change it "
                "together at any time.\n\n"
                "Kind regards\n{programme}"
            ).format(first_name=to.get_short_name(), name=name, programme=tandem.cohort.programme),
            link=(_("Open the agreement"), reverse("together:agreement", args=[tandem.pk])),
        )


def mail_replanned(change: PlanChange, to: Person) -> None:
    """Tell both that the plan is a new one, and why where that may stand in a letter; never what was said about it."""
    tandem = change.tandem
    with translation.override(language_of(to)):
        why = change.named if change.opened("situation") in HARMLESS else _("it stands on the page of your plan")
        send(
            tandem,
            to,
            f"replan-{change.pk}",
            _("Your plan is a new one"),
            _(
                "Hello {first_name},\n\n"
                "life has changed, and so has your plan. Why: {why}.\n\n"
                "What you have done stays, and so does the end of your tandem. Look at the plan together when you meet "
                "next; you can change it at any time.\n\n"
                "Kind regards\n{programme}"
            ).format(first_name=to.get_short_name(), why=why, programme=tandem.cohort.programme),
            link=(_("Look at the plan"), reverse("together:plan", args=[tandem.pk])),
        )


def mail_paused(event: CourseEvent, to: Person) -> None:
    """Tell both that their tandem rests."""
    with translation.override(language_of(to)):
        until = (
            _("On {day} it goes on by itself.").format(day=day_in_words(event.until))
            if event.until
            else _("It goes on as soon as one of you says so on its page.")
        )
        _send(
            event,
            to,
            _("Your tandem takes a pause"),
            _(
                "Hello {first_name},\n\n"
                "your tandem with {name} rests for a while. {until}\n\n"
                "A pause needs no reason, and nobody has to make up for anything. Your plan and everything you have done "
                "stay as they are.\n\n"
                "Kind regards\n{programme}"
            ),
            until=until,
        )


def mail_resumed(event: CourseEvent, to: Person) -> None:
    """Tell both that it goes on."""
    with translation.override(language_of(to)):
        _send(
            event,
            to,
            _("Your tandem goes on"),
            _(
                "Hello {first_name},\n\n"
                "the pause is over, and your tandem with {name} goes on. A good first step: a short message, and a day for "
                "your next meeting.\n\n"
                "Is it too early? Then take another pause on the page of your tandem.\n\n"
                "Kind regards\n{programme}"
            ),
        )


def mail_extended(event: CourseEvent, to: Person) -> None:
    """Tell both that they have more time."""
    with translation.override(language_of(to)):
        _send(
            event,
            to,
            _("More time for the two of you"),
            _(
                "Hello {first_name},\n\n"
                "your tandem with {name} now lasts until {until}. Does that not suit you? Then talk about it, or just "
                "answer this mail.\n\n"
                "Kind regards\n{programme}"
            ),
            until=day_in_words(event.until),
        )


def _send(event: CourseEvent, to: Person, subject: str, text: str, *, until: str = "") -> None:
    """Queue one letter about the course; the names are filled in here."""
    tandem: Tandem = event.tandem
    name = tandem.other(to).person.get_short_name()
    values = {"first_name": to.get_short_name(), "name": name, "until": until, "programme": tandem.cohort.programme}
    send(tandem, to, f"{event.kind}-{event.pk}", subject, text.format(**values))
