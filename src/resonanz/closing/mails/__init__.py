"""Letters about the end of a tandem and what comes after it, in the recipient's language."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from resonanz.closing.models import Certificate, ClosingSettings, FollowUp, TalkDate
from resonanz.closing.queries.due import token_of
from resonanz.closing.queries.room import moment, sees_addresses, steps_of
from resonanz.closing.queries.talks import talk_file
from resonanz.mail.actions import Attachment, queue_mail
from resonanz.mail.enums import Category, Shown
from resonanz.programmes.models import Participation
from resonanz.tandems.mails.sending import day_in_words, language_of, send
from resonanz.tandems.mails.tandem import listed
from resonanz.tandems.models import Tandem


def closing_link(tandem: Tandem) -> tuple[str, str]:
    """Return label and address of the page with the steps."""
    return _("Our closing"), reverse("closing:closing", args=[tandem.pk])


def write(tandem: Tandem, to: Participation, cause: str, subject: str, paragraphs: list[str], **more: object) -> None:
    """Queue one letter made of paragraphs, with greeting and regards."""
    hello = _("Hello {first_name},").format(first_name=to.person.first_name)
    regards = _("Kind regards\n{programme}").format(programme=tandem.cohort.programme)
    link = more.pop("link", closing_link(tandem))
    text = "\n\n".join([hello, *filter(None, paragraphs), regards])
    send(tandem, to.person, f"closing:{cause}", subject, text, link=link, **more)  # type: ignore[arg-type]


def mail_reminder(tandem: Tandem, to: Participation) -> None:
    """Tell one of the two that the end comes near: what remains, what can be done."""
    with translation.override(language_of(to.person)):
        other = tandem.other(to.person).person.first_name
        steps = [step.title for step in steps_of(tandem, to.person)]
        write(
            tandem,
            to,
            "reminder",
            _("Your time with {name} comes to its end").format(name=other),
            [
                _(
                    "your time together in the programme ends on {day}. There is still time: what would the two of you "
                    "like to "
                    "get done until then?"
                ).format(day=day_in_words(tandem.ends_on)),
                listed(_("On the page “Our closing” you find, each as you like:"), steps),
                _("None of it is a duty. If you need more time together, tell us before that day."),
            ],
        )


def mail_farewell(tandem: Tandem, to: Participation, settings: ClosingSettings) -> None:
    """Say thank you on the day after the last one."""
    with translation.override(language_of(to.person)):
        other = tandem.other(to.person).person
        write(
            tandem,
            to,
            "farewell",
            _("Thank you for your time with {name}").format(name=other.first_name),
            [
                _(
                    "your time together in the programme has come to its end, as planned. Thank you for what you gave "
                    "each other."
                ),
                _("This is how you reach {name}: {email}").format(name=other.full_name, email=other.email)
                if sees_addresses(tandem)
                else "",
                _("On the page “Our closing” you can still tell us how it was, and see to your certificate.")
                if settings.has_certificate
                else _("On the page “Our closing” you can still tell us how it was."),
            ],
        )


def mail_goes_on(tandem: Tandem, to: Participation) -> None:
    """Tell one of the two that both go on by themselves."""
    with translation.override(language_of(to.person)):
        other = tandem.other(to.person).person
        write(
            tandem,
            to,
            "goes-on",
            _("You go on by yourselves: {name} and you").format(name=other.first_name),
            [
                _(
                    "you both want to go on without the programme. For us the tandem has ended with that: there is "
                    "nothing more "
                    "to enter, and nobody asks for anything. Your page stays for you to read."
                ),
                _("This is how you reach {name}: {email}").format(name=other.full_name, email=other.email),
                _("If something is not well, you may still write to us at any time."),
            ],
        )


def mail_wants_to_go_on(tandem: Tandem, to: Participation) -> None:
    """Ask one of the two whether she or he wants to go on by themselves, too."""
    with translation.override(language_of(to.person)):
        name = tandem.other(to.person).person.first_name
        write(
            tandem,
            to,
            "wants-to-go-on",
            _("{name} would like to go on with you without the programme").format(name=name),
            [
                _(
                    "{name} would like to go on meeting you without the programme. If you would like that, too, say so "
                    "on the "
                    "page “Our closing”. If not, you need not do anything: then everything stays as it is."
                ).format(name=name)
            ],
        )


def mail_dates(tandem: Tandem, to: Participation, talk: TalkDate) -> None:
    """Invite somebody to choose a date for the closing talk."""
    with translation.override(language_of(to.person)):
        write(
            tandem,
            to,
            f"dates:{talk.pk}",
            _("Dates for the closing talk"),
            [
                _("a new date for the closing talk has been added: {day}, {place}.").format(
                    day=moment(talk.starts_at), place=talk.place
                ),
                _("Please choose on the page when you would like to come. You may change it later."),
            ],
            link=(_("Choose a date"), reverse("closing:talk", args=[tandem.pk])),
        )


def mail_seat(tandem: Tandem, to: Participation, talk: TalkDate, seat: int) -> None:
    """Confirm a place in a closing talk, with a calendar file."""
    with translation.override(language_of(to.person)):
        content = talk_file(talk, _("Closing talk"))
        write(
            tandem,
            to,
            f"seat:{seat}:{talk.is_agreed}",
            _("Closing talk: {day}").format(day=moment(talk.starts_at)),
            [
                _("your closing talk: {day}, {place}.").format(day=moment(talk.starts_at), place=talk.place),
                ""
                if talk.is_agreed
                else _("One of you two has named this date. We write to you once the team has said yes."),
                _("If you cannot come, choose another date or take it back on the page."),
            ],
            link=(_("Look at the date"), reverse("closing:talk", args=[tandem.pk])),
            attachments=[Attachment("abschluss.ics", 'text/calendar; method=PUBLISH; charset="utf-8"', content)],
        )


def mail_called_off(tandem: Tandem, to: Participation, talk: TalkDate) -> None:
    """Tell somebody who wanted to come that a date does not take place."""
    with translation.override(language_of(to.person)):
        write(
            tandem,
            to,
            f"called-off:{talk.pk}",
            _("The closing talk on {day} does not take place").format(day=moment(talk.starts_at)),
            [
                _(
                    "the closing talk on {day} does not take place. We are sorry. Please choose another date on the page."
                ).format(day=moment(talk.starts_at))
            ],
            link=(_("Choose a date"), reverse("closing:talk", args=[tandem.pk])),
        )


def mail_certificate(certificate: Certificate) -> None:
    """Tell somebody that the certificate is there."""
    tandem, to = certificate.tandem, certificate.participation
    with translation.override(language_of(to.person)):
        write(
            tandem,
            to,
            f"certificate:{certificate.pk}",
            _("Your certificate is there"),
            [
                _("your certificate has been issued. You find it on the page as a file to print and to send."),
                _("Whoever gets it can check with its number that it is genuine; that page shows no name."),
            ],
            link=(_("Open the certificate"), reverse("closing:certificate", args=[tandem.pk])),
        )


def mail_withdrawn(certificate: Certificate) -> None:
    """Tell somebody that a certificate is not valid any more."""
    tandem, to = certificate.tandem, certificate.participation
    with translation.override(language_of(to.person)):
        write(
            tandem,
            to,
            f"certificate-withdrawn:{certificate.pk}",
            _("Your certificate {code} is no longer valid").format(code=certificate.code),
            [
                _("the team has withdrawn your certificate with the number {code}.").format(code=certificate.code),
                _("Reason: {reason}").format(reason=certificate.withdrawn_because),
                _("If a new one is issued, we write to you. Questions? Just answer this letter."),
            ],
            link=(_("Your certificate"), reverse("closing:certificate", args=[tandem.pk])),
        )


def mail_question(question: FollowUp) -> None:
    """Ask months later how somebody is doing."""
    with translation.override(language_of(question.participation.person)):
        send_question(
            question,
            "ask",
            _("How are you doing today?"),
            _(
                "Hello {first_name},\n\n"
                "{months} months ago your mentoring in {programme} ended. May we ask you three short questions? "
                "Three taps, no "
                "signing in.\n\n"
                "You need not answer. With one tap you tell us not to ask again.\n\n"
                "Kind regards\n{programme}"
            ),
        )


def mail_question_again(question: FollowUp) -> None:
    """Ask once more, and no third time."""
    with translation.override(language_of(question.participation.person)):
        send_question(
            question,
            "remind",
            _("Three taps: how are you doing today?"),
            _(
                "Hello {first_name},\n\n"
                "two weeks ago we asked you three short questions. If you like, you can still answer them. This is our only "
                "reminder.\n\n"
                "Kind regards\n{programme}"
            ),
            category=Category.REMINDER,
        )


def send_question(question: FollowUp, cause: str, subject: str, text: str, category: str = Category.MATTER) -> None:
    """Queue one letter about a question; the same cause never writes twice. The team sees nothing of its secret link."""
    participation = question.participation
    programme, person = participation.cohort.programme, participation.person
    queue_mail(
        key=f"tandem:{question.tandem_id}:follow-up:{question.months}:{cause}:{person.pk}",
        to=person.email,
        language=translation.get_language() or "de",
        subject=subject,
        text=text.format(first_name=person.first_name, programme=programme, months=question.months),
        category=category,
        scope=programme.scope,
        shown=Shown.ENVELOPE,
        link=(_("Answer in three taps"), reverse("closing:later", args=[token_of(question)])),
    )
