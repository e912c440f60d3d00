"""Letters of the review: drafted from templates, shown to staff before they go, sent in the applicant's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from resonanz.applications.calendar import calendar_file
from resonanz.applications.eligibility import Code, Finding, findings
from resonanz.applications.enums import DecidedBy, LetterKind, Verdict, Way
from resonanz.applications.mails.values import VALUES
from resonanz.applications.models import Application, Interview
from resonanz.core.text import in_language
from resonanz.mail.actions import Attachment, queue_mail
from resonanz.mail.enums import Shown
from resonanz.people.models import Person
from resonanz.programmes.models import Programme
from resonanz.wording import WordingError


class Letter(NamedTuple):
    """What goes to one person."""

    subject: str
    text: str


def template_of(programme: Programme, kind: str, group: str, language: str) -> Letter:
    """Return the template of a letter: the programme's own (for the group first) in that language, else the product's."""
    own = {
        row.group: row
        for row in programme.letter_texts.all()
        if row.kind == kind and row.language == language and row.group in ("", group)
    }
    if row := own.get(group) or own.get(""):
        return Letter(row.subject, row.text)
    with translation.override(language):
        return product_letter(kind)


def draft(
    application: Application,
    kind: str,
    by: Person,
    *,
    language: str | None = None,
    talk: Interview | None = None,
    template: Letter | None = None,
) -> Letter:
    """Return a letter with its values filled in, in the applicant's language unless another is told."""
    programme: Programme = application.cohort.programme
    language = language or application.language
    template = template or template_of(programme, kind, application.group, language)
    with translation.override(language):
        values = values_of(application, by, language, talk)
    form = application.person.form_of_address or None
    subject, text = (programme.wording.render(part, language, person_form=form, **values) for part in template)
    return Letter(" ".join(subject.split()), re.sub(r"\n{3,}", "\n\n", text).strip() + "\n")


def values_of(application: Application, by: Person, language: str, talk: Interview | None = None) -> dict[str, Any]:
    """Return what a template may name; nothing of a special category is among it."""
    programme = application.cohort.programme
    missed = [finding for finding in findings(application) if is_told(finding)]
    start = timezone.localtime(talk.starts_at) if talk else None
    return {
        "first_name": application.person.first_name,
        "programme": in_language(programme.name, language),
        "reasons": "\n".join(f"– {finding.reason.text(language)}" for finding in missed)
        or _("At present not every condition of the programme is met."),
        "help": "\n".join(dict.fromkeys(help_of(missed, programme, language))),
        "day": date_format(start, "l, j. F Y" if language == "de" else "l, j F Y") if start else "",
        "time": date_format(start, "H:i") if start else "",
        "minutes": talk.minutes if talk else "",
        "way": Way(talk.way).label if talk else "",
        "place": talk.place if talk else "",
        "sender": by.full_name,
    }


def is_told(finding: Finding) -> bool:
    """Whether a letter may name this condition: nothing private, and no judgement of a person from a talk."""
    is_judgement = finding.decided_by == DecidedBy.INTERVIEW and finding.code == Code.REFUTED
    return finding.verdict == Verdict.UNMET and not finding.is_private and not is_judgement


def help_of(missed: Iterable[Finding], programme: Programme, language: str) -> Iterable[str]:
    """Yield what could help with each condition that is not met, where the programme says so in this language."""
    for finding in missed:
        if text := finding.rule.help_text.get(language):
            yield programme.wording.render(text, language)


def problems_of(programme: Programme, text: str, language: str) -> list[str]:
    """Return one sentence for each placeholder of `text` that nobody could fill."""
    return [str(problem.text(translation.get_language() or "de")) for problem in problems(programme, text, language)]


def problems(programme: Programme, text: str, language: str) -> list[Any]:
    """Return what is wrong with a template, as phrases."""
    try:
        return list(programme.wording.problems(text, language, VALUES))
    except WordingError as error:  # pragma: no cover - the wording returns its problems
        return [error.phrase]


def send_letter(application: Application, cause: str, letter: Letter, attachments: Sequence[Attachment] = ()) -> None:
    """Queue one letter to the applicant; the same cause never writes twice. Part of the act that causes it."""
    queue_mail(
        key=f"application:{application.pk}:{cause}",
        to=application.person.email,
        language=application.language,
        subject=letter.subject,
        text=letter.text,
        scope=application.cohort.programme.scope,
        shown=Shown.TEXT,
        attachments=attachments,
    )


def invitation(interview: Interview, method: Any) -> Attachment:
    """Return the calendar file that goes with a letter about a talk."""
    content = calendar_file(interview, summary=summary_of(interview), method=method)
    return Attachment("termin.ics", f'text/calendar; method={method}; charset="utf-8"', content)


def summary_of(interview: Interview) -> str:
    """Return the title of the entry, in the applicant's language."""
    application = interview.application
    with translation.override(application.language):
        return _("Talk: {programme}").format(
            programme=in_language(application.cohort.programme.short_name, application.language)
        )


def product_letter(kind: str) -> Letter:
    """Return the product's own template in the active language."""
    greeting = _("Hello {first_name},")
    closing = _("Kind regards\n{sender}\n{programme}")
    subject, body = {
        LetterKind.ACCEPTED: (
            _("You are in: {programme}"),
            _(
                "good news: you take part in {programme}. We are glad to have you.\n\n"
                "As a next step we look for somebody who goes well with you. As soon as we have a suggestion, we write to "
                "you. You may say yes or no to it."
            ),
        ),
        LetterKind.WAITLISTED: (
            _("You are on our waiting list: {programme}"),
            _(
                "thank you for your application to {programme}. All places are taken at present, so we have put you on the "
                "waiting list.\n\n"
                "You need not do anything. As soon as a place is free for you, we write to you. If your plans change, just "
                "answer this mail."
            ),
        ),
        LetterKind.ASKED: (
            _("A question about your application: {programme}"),
            _(
                "thank you for your application to {programme}. To be able to decide, we would like to know one thing "
                "more:\n\n"
                "…\n\n"
                "Please just answer this mail."
            ),
        ),
        LetterKind.CONDITION: (
            _("Your application to {programme}"),
            _(
                "thank you for your application and for your trust. At present we cannot offer you a place in "
                "{programme}:\n\n"
                "{reasons}\n\n"
                "{help}\n\n"
                "If something of this is wrong, or has changed, please answer this mail: a person reads it. You are "
                "welcome to apply again at any time."
            ),
        ),
        LetterKind.NO_MENTOR: (
            _("Your application to {programme}"),
            _(
                "thank you for your application and for your patience. We have searched for somebody who goes well with "
                "your occupation and your wishes, and this time we have found nobody. This says nothing about you or what "
                "you can do.\n\n"
                "May we write to you when somebody suitable joins us? Then just answer this mail."
            ),
        ),
        LetterKind.NO_PLACE: (
            _("Your application to {programme}"),
            _(
                "thank you for your application. More people have applied than we have places, and this time we cannot "
                "offer you one. This says nothing about you or what you can do.\n\n"
                "You are welcome to apply for the next time."
            ),
        ),
        LetterKind.OTHER_OFFER: (
            _("Your application to {programme}"),
            _(
                "thank you for your application. From what you told us, another offer could help you more than "
                "{programme}:\n\n"
                "…\n\n"
                "If you like, we make the contact. Just answer this mail."
            ),
        ),
        LetterKind.TALK: (
            _("Invitation to a talk: {day}, {time}"),
            _(
                "thank you for your application to {programme}. We would like to get to know you:\n\n"
                "{day}, {time} ({minutes} minutes)\n"
                "{way}: {place}\n\n"
                "You need not prepare anything. If the time does not suit you, please answer this mail; we will find "
                "another. The attached file puts the date into your calendar."
            ),
        ),
        LetterKind.TALK_MOVED: (
            _("New time for our talk: {day}, {time}"),
            _(
                "our talk is moved. The new time is:\n\n"
                "{day}, {time} ({minutes} minutes)\n"
                "{way}: {place}\n\n"
                "If it does not suit you, please answer this mail. The attached file changes the entry in your calendar."
            ),
        ),
        LetterKind.TALK_CANCELLED: (
            _("Our talk on {day} is cancelled"),
            _("our talk on {day} at {time} is cancelled. The attached file takes it out of your calendar."),
        ),
    }[LetterKind(kind)]
    return Letter(subject, f"{greeting}\n\n{body}\n\n{closing}\n")
