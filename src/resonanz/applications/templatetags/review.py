"""How templates of the review say answers, reasons and what happened."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from resonanz.applications.eligibility import Code, Finding
from resonanz.applications.enums import ApplicationState, NextStep, QuestionKind, Verdict
from resonanz.applications.models import Question
from resonanz.applications.queries.answers import reader_language, shown
from resonanz.applications.queries.mine import Task
from resonanz.core.templatetags.ui import icon
from resonanz.programmes.models import Programme
from resonanz.taxonomy import languages

register = template.Library()
TONES = {Verdict.MET: "good", Verdict.UNMET: "bad", Verdict.OPEN: "warn"}
STATE_TONES = {"accepted": "good", "declined": "bad", "interview": "accent", "waitlisted": "warn"}


@register.simple_tag
def answer_text(programme: Programme, question: Question, value: Any) -> SafeString | str:
    """Return an answer in words, by the kind of its question."""
    if value in (None, "", [], {}):
        return "–"
    words = shown(question, value, programme)
    if question.kind == QuestionKind.LONG_TEXT:
        return format_html('<div class="prose" dir="auto">{}</div>', mark_safe(linebreaks(words, autoescape=True)))  # noqa: S308
    return format_html("<bdi>{}</bdi>", words)


@register.simple_tag
def loose_text(value: Any) -> str:
    """Return an answer whose question is gone."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


BRIEF = {
    Code.MISSING: _lazy("The answer is missing."),
    Code.UNCLEAR: _lazy("The answer does not settle it."),
    Code.UNSURE: _lazy("The person is not sure."),
    Code.UNCHECKED: _lazy("Stated; still to be checked."),
    Code.EXPIRED: _lazy("The check has expired."),
    Code.TALK: _lazy("To be found out in a talk."),
    Code.NO_CONSENT: _lazy("Nothing stated with consent; ask in a talk."),
}


@register.filter
def in_brief(finding: Finding) -> str:
    """Return for the team why a condition is not met or open; its title stands beside it."""
    return str(BRIEF[finding.code]) if finding.code in BRIEF else finding.reason.text(reader_language())


@register.filter
def tone(verdict: str) -> str:
    """Return the tone of a verdict: "good", "bad" or "warn"."""
    return TONES[Verdict(verdict)]


@register.filter
def state_tone(state: str) -> str:
    """Return the tone of a state; empty for an ordinary one."""
    return STATE_TONES.get(state, "")


@register.filter
def is_expired(day: date | None) -> bool:
    """Whether a day is over."""
    return day is not None and day < timezone.localdate()


SENTENCES = {
    ApplicationState.IN_REVIEW: lambda: _("{name}: in review."),
    ApplicationState.ACCEPTED: lambda: _("{name}: accepted. The letter is on its way."),
    ApplicationState.WAITLISTED: lambda: _("{name}: on the waiting list. The letter is on its way."),
    ApplicationState.DECLINED: lambda: _("{name}: declined. The letter is on its way."),
    ApplicationState.WITHDRAWN: lambda: _("{name}: withdrawn."),
}
FASTER = {
    ApplicationState.SUBMITTED: lambda: _("{name} opened this application again on {day} at {time}."),
    ApplicationState.IN_REVIEW: lambda: _("{name} took this application up on {day} at {time}."),
    ApplicationState.INTERVIEW: lambda: _("{name} invited the person to a talk on {day} at {time}."),
    ApplicationState.ACCEPTED: lambda: _("{name} accepted this application on {day} at {time}."),
    ApplicationState.WAITLISTED: lambda: _("{name} put this application on the waiting list on {day} at {time}."),
    ApplicationState.DECLINED: lambda: _("{name} declined this application on {day} at {time}."),
    ApplicationState.WITHDRAWN: lambda: _("{name} withdrew this application on {day} at {time}."),
}


def happened(name: str, state: str, at: datetime | None = None, was_faster: bool = False) -> str:
    """Return the sentence for what was done with somebody's application, or for what `name` did a moment earlier."""
    if not was_faster or at is None:
        return SENTENCES[ApplicationState(state)]().format(name=name)
    local = timezone.localtime(at)
    sentence = FASTER[ApplicationState(state)]().format(
        name=name or _("Somebody"), day=date_format(local, "SHORT_DATE_FORMAT"), time=date_format(local, "H:i:s")
    )
    rest = _("Nothing was sent, and nothing else was changed.")
    return f"{sentence} {rest}"


@register.simple_tag
def what_happened(outcome: Any) -> str:
    """Return for one of several applications what somebody else did a moment earlier."""
    step = outcome.step
    if step is None:
        return _("It has changed in the meantime; nothing was sent.")
    return happened(step.by.full_name if step.by else "", step.after, at=step.created_at, was_faster=True)


STEPS: dict[str, tuple[str, str]] = {  # icon, and where on the page of the application it is done
    NextStep.READ: ("eye", ""),
    NextStep.ATTEST: ("file-text", "#conditions"),
    NextStep.RECORD: ("message-circle", "#conditions"),
    NextStep.DECIDE: ("circle-check", "#decide"),
    NextStep.TALK: ("calendar", "#talks"),
    NextStep.CHANGES: ("clock", ""),
    NextStep.CONFIRMATION: ("mail", ""),
}


@register.filter
def anchor(step: str) -> str:
    """Return where on the page of an application its next step is done."""
    return STEPS[step][1]


@register.filter
def step_icon(step: str) -> SafeString:
    """Draw what comes next."""
    return icon(STEPS[step][0])


@register.simple_tag
def next_step(task: Task) -> str:
    """Return in words what comes next with an application."""
    if task.talk is not None:
        local = timezone.localtime(task.talk.starts_at)
        day, time = date_format(local, "SHORT_DATE_FORMAT"), date_format(local, "H:i")
        return _("talk on {day} at {time}").format(day=day, time=time)
    if task.step == NextStep.ATTEST:
        return ngettext("check {n} proof", "check {n} proofs", task.count).format(n=task.count)
    return str(task.step.label)


@register.filter
def language_name(code: str) -> str:
    """Return the name of a language in the reader's language."""
    return languages.name(code, reader_language())


@register.filter
def direction(code: str) -> str:
    """Return "ltr" or "rtl" for a language."""
    return languages.direction(code)


@register.filter
def get(values: dict[str, Any], key: str) -> Any:
    """Return an entry of a dict by a key that is a variable."""
    return values.get(key, 0)


@register.simple_tag
def group_name(programme: Programme, group: str) -> str:
    """Return what the people of a group are called."""
    return programme.group_name(group)
