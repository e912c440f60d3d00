"""Letters about the questionnaire, in the recipient's language. The team sees nothing of them: not even who was reminded."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from resonanz.mail.actions import queue_mail
from resonanz.mail.enums import Category, Shown
from resonanz.surveys.enums import Moment
from resonanz.surveys.models import Invitation
from resonanz.surveys.queries.due import ANSWER_WITHIN
from resonanz.surveys.queries.sheets import token_of

WEEKS = ANSWER_WITHIN.days // 7


def mail_questions(invitation: Invitation) -> None:
    """Ask somebody to answer a few questions for the funder, or to say no."""
    with translation.override(language_of(invitation)):
        why = {
            Moment.ENTRY: _("you have begun in {programme}."),
            Moment.EXIT: _("your time in {programme} is over."),
            Moment.LATER: _("some months ago your time in {programme} was over."),
        }[Moment(invitation.moment)]
        send(
            invitation,
            "ask",
            _("A few questions for those who fund {programme}"),
            _(
                "Hello {first_name},\n\n"
                "{why} The programme is paid for with public money, and whoever gives it wants to know whom it reaches. "
                "May we ask you a few questions? It takes about three minutes.\n\n"
                "Your answers are kept without your name. You need not answer: then nothing changes for you, and we do not "
                "ask again. The questions are open for {weeks} weeks.\n\n"
                "Kind regards\n{programme}"
            ),
            why=why,
        )


def mail_reminder(invitation: Invitation) -> None:
    """Ask once more, and no third time."""
    with translation.override(language_of(invitation)):
        send(
            invitation,
            "remind",
            _("Would you still answer a few questions for {programme}?"),
            _(
                "Hello {first_name},\n\n"
                "two weeks ago we asked you a few questions for those who fund {programme}. They are still open, and they "
                "take about three minutes. Your answers are kept without your name.\n\n"
                "If you would rather not, you need not do anything. This is our only reminder.\n\n"
                "Kind regards\n{programme}"
            ),
            category=Category.REMINDER,
        )


def language_of(invitation: Invitation) -> str:
    """Return the language in which the person is written to."""
    return invitation.participation.person.language or "de"


def send(
    invitation: Invitation, cause: str, subject: str, text: str, category: str = Category.MATTER, **values: Any
) -> None:
    """Queue one letter; the same cause never writes twice."""
    programme, person = invitation.participation.cohort.programme, invitation.participation.person
    values = {name: value.format(programme=programme) for name, value in values.items()}
    values |= {"first_name": person.first_name, "programme": programme, "weeks": WEEKS}
    queue_mail(
        key=f"survey:{invitation.pk}:{cause}",
        to=person.email,
        language=translation.get_language() or "de",
        subject=subject.format(**values),
        text=text.format(**values),
        category=category,
        scope=programme.scope,
        shown=Shown.NOTHING,
        link=(_("Look at the questions"), reverse("surveys:questionnaire", args=[token_of(invitation)])),
    )
