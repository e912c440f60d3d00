"""What the two wrote in this room: for two of the team in an emergency, and for the day when its time is over."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from resonanz.tandems.models import Tandem
from resonanz.tandems.signals import Opened, Outlived
from resonanz.together.enums.diary import Audience
from resonanz.together.models import Appointment, DiaryEntry, Goal, Hurdle, Meeting, PlanChange, PlanTopic, Visit


def opened_texts(tandem: Tandem, since: date | None, until: date | None) -> list[Opened]:
    """Return notes of meetings, entries of the diary and goals with steps that both can read, written between two days.

    What somebody wrote for herself alone is nobody's but hers, in an emergency, too.
    """
    entries = DiaryEntry.objects.filter(tandem=tandem, audience=Audience.TANDEM).select_related("by")
    notes = Meeting.objects.filter(tandem=tandem).exclude(note="").select_related("logged_by__person")
    texts = [
        Opened(row.created_at, str(row.get_kind_display()), row.by.full_name, " / ".join(words(row, "hoped", "text")))
        for row in entries
    ]
    texts += [
        Opened(row.created_at, _("Note of a meeting"), row.logged_by.person.full_name, row.opened("note")) for row in notes
    ]
    for goal in (
        Goal.objects.filter(tandem=tandem, audience=Audience.TANDEM).select_related("by").prefetch_related("steps__by")
    ):
        texts.append(Opened(goal.created_at, _("Goal"), goal.by.full_name, " / ".join(words(goal, "title", "text"))))
        texts += [Opened(step.created_at, _("Step"), step.by.full_name, step.opened("title")) for step in goal.steps.all()]
    return [text for text in texts if between(timezone.localdate(text.at), since, until)]


def words(row: DiaryEntry | Goal, *columns: str) -> list[str]:
    """Return the texts of a row that are not empty."""
    return [text for column in columns if (text := row.opened(column))]


def between(day: date, since: date | None, until: date | None) -> bool:
    """Whether a day lies between two, each of which may be open."""
    return (since is None or day >= since) and (until is None or day <= until)


def outlived(tandems: QuerySet[Tandem]) -> list[Outlived]:
    """Return what goes some time after the end of tandems: diaries, hurdles and goals as a whole, of facts only the words.

    That and when the two met, what their plan was and what they agreed on are facts of the tandem, which are kept longer.
    """
    whole = [Outlived(model.objects.filter(tandem__in=tandems)) for model in (DiaryEntry, Hurdle, Goal)]
    return [*whole, *(with_words(model, tandems, columns) for model, columns in WORDS.items())]


WORDS: dict[Any, tuple[str, ...]] = {
    Meeting: ("note",),
    Appointment: ("place", "matter"),
    Visit: ("preparation", "reflection"),
    PlanTopic: ("note",),
    PlanChange: ("said",),
}


def with_words(model: Any, tandems: QuerySet[Tandem], columns: tuple[str, ...]) -> Outlived:
    """Return the rows of a model that still have words in one of `columns`."""
    written = Q()
    for column in columns:
        written |= ~Q(**{column: ""})
    return Outlived(model.objects.filter(written, tandem__in=tandems), columns)
