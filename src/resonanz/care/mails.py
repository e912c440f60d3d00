"""Letters of care, in the recipient's language. None carries what somebody wrote, nor what somebody answered."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from resonanz.care.enums import CaseKind
from resonanz.care.models import Case, CheckIn
from resonanz.care.queries.cases import team_of, token_of
from resonanz.care.queries.check_ins import token_of as check_in_token
from resonanz.care.queries.settings import contact_of, settings_of
from resonanz.mail.actions import queue_mail
from resonanz.mail.enums import Category, Shown
from resonanz.people.models import Person
from resonanz.programmes.models import Participation, Programme
from resonanz.tandems.mails.sending import language_of, send
from resonanz.tandems.models import Tandem


def mail_check_in(check_in: CheckIn, *, again: bool = False) -> None:
    """Ask one of the two how it is going; `again`: once more, and no third time."""
    tandem, person = check_in.tandem, check_in.participation.person
    values = {
        "first_name": person.get_short_name(),
        "name": tandem.other(person).person.get_short_name(),
        "programme": tandem.cohort.programme,
    }
    with translation.override(language_of(person)):
        if again:
            subject = _("May we ask once more: how is it going with {name}?")
            text = _(
                "Hello {first_name},\n\n"
                "some days ago we asked how it is going with {name}. Three taps are enough. Only the team reads your "
                "answer; "
                "{name} does not see it.\n\n"
                "This is our only reminder.\n\n"
                "Kind regards\n{programme}"
            )
        else:
            subject = _("How is it going with {name}?")
            text = _(
                "Hello {first_name},\n\n"
                "how is it going with {name}? We have three short questions: they take a minute, and you need not "
                "sign in.\n\n"
                "Only the team reads your answer; {name} does not see it. If you need something, tell us there: we get in "
                "touch with you.\n\n"
                "Kind regards\n{programme}"
            )
        queue_mail(
            key=f"check-in:{check_in.pk}:{'remind' if again else 'ask'}",
            to=person.email,
            language=translation.get_language() or "de",
            subject=subject.format(**values),
            text=text.format(**values),
            category=Category.REMINDER if again else Category.MATTER,
            scope=tandem.cohort.programme.scope,
            shown=Shown.ENVELOPE,
            link=(_("Answer in three taps"), reverse("care:check_in", args=[check_in_token(check_in)])),
        )


def mail_wants_contact(check_in: CheckIn) -> None:
    """Tell the team that somebody would like to be contacted."""
    tandem, person = check_in.tandem, check_in.participation.person
    for colleague in team_of(tandem.cohort.programme):
        with translation.override(language_of(colleague)):
            write(
                tandem.cohort.programme,
                colleague,
                f"check-in:{check_in.pk}:contact:{colleague.pk}",
                _("{name} would like to be contacted").format(name=person.full_name),
                _(
                    "Hello {first_name},\n\n"
                    "in answer to our short question, {name} asks you to get in touch. Please call or write soon. "
                    "What else was "
                    "answered stands on the page of the tandem.\n\n"
                    "Kind regards\nResonanz"
                ).format(first_name=colleague.get_short_name(), name=person.full_name),
                (_("Open the tandem"), reverse("care:tandem", args=[tandem.pk])),
            )


def mail_case(case: Case) -> None:
    """Tell the team that somebody asks for help or reports something; urgent matters also go to whoever looks from "
    "outside."""
    for colleague in team_of(case.programme):
        with translation.override(language_of(colleague)):
            write(
                case.programme,
                colleague,
                f"case:{case.pk}:team:{colleague.pk}",
                subject_of(case),
                _(
                    "Hello {first_name},\n\n"
                    "{what} Number {number}. For its protection the text does not stand in this letter: whoever takes "
                    "it over "
                    "reads it on the page.\n\n"
                    "Kind regards\nResonanz"
                ).format(first_name=colleague.get_short_name(), what=what_came(case), number=case.number),
                (_("Look after it"), reverse("care:case", args=[case.pk])),
            )
    outside = settings_of(case.programme)
    if case.is_urgent and outside.outside_email:
        with translation.override((case.programme.languages or ["de"])[0]):
            queue_mail(
                key=f"case:{case.pk}:outside",
                to=outside.outside_email,
                language=translation.get_language() or "de",
                subject=subject_of(case),
                text=_(
                    "Hello {name},\n\n"
                    "the programme {programme} has received an urgent message. Number {number}. You are named as the person "
                    "outside the team who can be turned to. What it says stands nowhere in this letter: please call the "
                    "team and ask who looks after it.\n\n"
                    "Kind regards\nResonanz"
                ).format(name=outside.outside_name, programme=case.programme, number=case.number),
                scope=case.programme.scope,
                shown=Shown.ENVELOPE,
            )


def subject_of(case: Case) -> str:
    """Return the subject of a letter to the team, without a name: subjects are read on locked screens."""
    what = {
        CaseKind.HELP: _("Somebody asks for help"),
        CaseKind.REPORT: _("Something was reported"),
        CaseKind.CHANGE: _("Somebody would like a change"),
    }[CaseKind(case.kind)]
    return _("Urgent: {what}").format(what=what) if case.is_urgent else what


def what_came(case: Case) -> str:
    """Return the sentence about what came in."""
    if case.kind == CaseKind.HELP:
        return _("somebody in {programme} asks for help.").format(programme=case.programme)
    if case.kind == CaseKind.CHANGE:
        return _("somebody in {programme} would like to be with somebody else.").format(programme=case.programme)
    return _("something was reported in {programme}.").format(programme=case.programme)


def mail_receipt(case: Case) -> None:
    """Tell whoever told the team, and was signed in, that it has arrived, and where one sees what becomes of it."""
    if case.person is None:
        return
    with translation.override(case.language):
        write(
            case.programme,
            case.person,
            f"case:{case.pk}:receipt",
            _("We have received your message, number {number}").format(number=case.number),
            _(
                "Hello {first_name},\n\n"
                "thank you for turning to us. Your message has arrived; its number is {number}. Somebody of the team will "
                "look after it. On the page behind this button you see who that is and what comes of it.\n\n"
                "Kind regards\n{programme}"
            ).format(first_name=case.person.get_short_name(), number=case.number, programme=case.programme),
            (_("See what comes of it"), reverse("care:status", args=[token_of(case)])),
        )


def mail_news(case: Case, cause: int) -> None:
    """Tell whoever told the team that somebody looks after it, or that there is an answer; `cause` is the log entry."""
    if case.person is None or not case.person.is_active:
        return
    with translation.override(case.language):
        if case.settled_at is None and case.taken_by is not None:
            news = _("{name} is looking after it.").format(name=case.taken_by.full_name)
        else:
            news = _("There is an answer for you on its page.")
        write(
            case.programme,
            case.person,
            f"case:{case.pk}:news:{cause}",
            _("News about your message, number {number}").format(number=case.number),
            _("Hello {first_name},\n\nyour message number {number}: {news}\n\nKind regards\n{programme}").format(
                first_name=case.person.get_short_name(), number=case.number, news=news, programme=case.programme
            ),
            (_("See what comes of it"), reverse("care:status", args=[token_of(case)])),
        )


def write(programme: Programme, to: Person, key: str, subject: str, text: str, link: tuple[str, str]) -> None:
    """Queue one letter in the language that is active; the same key never writes twice."""
    queue_mail(
        key=key,
        to=to.email,
        language=translation.get_language() or "de",
        subject=subject,
        text=text,
        scope=programme.scope,
        shown=Shown.NOTHING,
        link=link,
    )


def mail_stopped(tandem: Tandem, to: Participation, cause: int) -> None:
    """Tell one of the two kindly that the tandem rests while the team clarifies something; no word of what."""
    programme = tandem.cohort.programme
    with translation.override(language_of(to.person)):
        send(
            tandem,
            to.person,
            f"stopped-{cause}",
            _("Your tandem with {name} rests for the moment").format(name=tandem.other(to.person).person.get_short_name()),
            _(
                "Hello {first_name},\n\n"
                "we would like to clarify something, and until then your tandem with {name} rests: please do not meet "
                "or write "
                "to each other for now. This is no judgement of anybody. We get in touch with you both, and tell you "
                "as soon "
                "as it goes on.\n\n"
                "{contact}\n\n"
                "Kind regards\n{programme}"
            ).format(
                first_name=to.person.get_short_name(),
                name=tandem.other(to.person).person.get_short_name(),
                contact=whom_to_ask(programme),
                programme=programme,
            ),
        )


def mail_goes_on(tandem: Tandem, to: Participation, cause: int) -> None:
    """Tell one of the two that the tandem goes on."""
    programme = tandem.cohort.programme
    with translation.override(language_of(to.person)):
        send(
            tandem,
            to.person,
            f"goes-on-{cause}",
            _("Your tandem with {name} goes on").format(name=tandem.other(to.person).person.get_short_name()),
            _(
                "Hello {first_name},\n\n"
                "what we wanted to clarify is clarified, and your tandem with {name} goes on. You can meet and write "
                "to each "
                "other again. Thank you for your patience. If you would rather not go on, or want to talk about it, that is "
                "fine as well.\n\n"
                "{contact}\n\n"
                "Kind regards\n{programme}"
            ).format(
                first_name=to.person.get_short_name(),
                name=tandem.other(to.person).person.get_short_name(),
                contact=whom_to_ask(programme),
                programme=programme,
            ),
        )


def whom_to_ask(programme: Programme) -> str:
    """Return the sentence that says whom one can ask, with name and telephone where they are known."""
    contact = contact_of(programme)
    if contact is None:
        return _("If you have a question, just answer this mail.")
    reach = ", ".join(filter(None, [contact.phone, contact.email]))
    return _("If you have a question: {name} is there for you. {reach}").format(name=contact.name, reach=reach).strip()
