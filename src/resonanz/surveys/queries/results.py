"""What the team sees: numbers by moment without small cells, and the rows for the funder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from resonanz.core.text import in_language, series
from resonanz.programmes.enums import OrganisationRole
from resonanz.programmes.models import Programme
from resonanz.surveys.enums import Kind, Moment, State
from resonanz.surveys.models import Invitation, Sheet, Survey, SurveyQuestion
from resonanz.surveys.queries.sheets import code_told, opened

LEAST = 5  # fewer people are shown as «fewer than 5», and are not handed out


@dataclass(frozen=True)
class Numbers:
    """How many people of a moment were asked, and what came of it; None where so few that one could guess who."""

    moment: Moment
    asked: int | None
    parts: dict[str, int | None]


def numbers_of(survey: Survey) -> list[Numbers]:
    """Return the numbers of each moment. Those who answered are counted by sheets, which outlive a deleted account."""
    rows = Invitation.objects.filter(participation__cohort__programme=survey.programme).exclude(state=State.ANSWERED)
    counted = {
        (moment, state): n for moment, state, n in rows.order_by().values_list("moment", "state").annotate(n=Count("pk"))
    }
    sheets = Sheet.objects.filter(programme=survey.programme).values_list("moment").annotate(n=Count("pk"))
    answered = dict(sheets.order_by())
    found = []
    for moment in Moment:
        parts = {state.value: counted.get((moment.value, state.value), 0) for state in State}
        parts[State.ANSWERED] = answered.get(moment.value, 0)
        total = sum(parts.values())
        found.append(Numbers(moment, total if total == 0 or total >= LEAST else None, without_small(parts)))
    return found


def without_small(parts: Mapping[str, int]) -> dict[str, int | None]:
    """Return numbers that add up to a known sum, such that nothing tells a small one: others are hidden with it.

    Of the hidden ones there are two at least, and together they are not few, either.
    """
    hidden = {name for name, n in parts.items() if 0 < n < LEAST}
    open_ones = sorted((n, name) for name, n in parts.items() if n >= LEAST)
    if 0 < sum(parts.values()) < LEAST:
        return dict.fromkeys(parts, None)
    while hidden and open_ones and (len(hidden) < 2 or sum(parts[name] for name in hidden) < LEAST):
        hidden.add(open_ones.pop(0)[1])
    return {name: None if name in hidden else n for name, n in parts.items()}


def people_told(programme: Programme) -> int:
    """Return how many people have answered at some moment."""
    return Sheet.objects.filter(programme=programme).values("code").distinct().count()


def funders_of(programme: Programme) -> list[str]:
    """Return the names of those who fund a programme, as its page says."""
    rows = programme.partnerships.filter(role=OrganisationRole.FUNDER)
    return list(rows.values_list("organisation__name", flat=True))


def export_table(survey: Survey) -> tuple[list[str], list[list[Any]]]:
    """Return headings and rows for the funder: code, moment, answers; in the order of the codes, which says nothing."""
    questions = {(row.moment, row.key): row for row in survey.questions.all()}
    rows = [
        (code_told(sheet.code), sheet.moment, opened(sheet)) for sheet in Sheet.objects.filter(programme=survey.programme)
    ]
    order = {moment: place for place, moment in enumerate(Moment.values)}
    rows.sort(key=lambda row: (row[0], order[row[1]]))
    columns = list(questions)
    for _code, moment, answers in rows:
        columns += [place for key in answers if (place := (moment, key)) not in columns]
    columns.sort(key=lambda place: order[place[0]])
    headings = [_("Code"), _("Moment"), *(heading(moment, key, questions) for moment, key in columns)]
    cells = [
        [
            code,
            str(Moment(moment).label),
            *(
                in_words(questions.get(place), answers[place[1]]) if place[0] == moment and place[1] in answers else ""
                for place in columns
            ),
        ]
        for code, moment, answers in rows
    ]
    return headings, cells


def heading(moment: str, key: str, questions: Mapping[tuple[str, str], SurveyQuestion]) -> str:
    """Return what a column is called; a question that is no longer asked by its key."""
    question = questions.get((moment, key))
    words = in_language(question.text) if question else key
    return _("{moment}: {question}").format(moment=Moment(moment).label, question=words)


def in_words(question: SurveyQuestion | None, answer: Any) -> Any:
    """Return an answer in the reader's language; as it is kept where the question or the option is gone."""
    match answer:
        case None:
            return pgettext("questionnaire", "no answer")
        case bool():
            return _("yes") if answer else _("no")
        case int():
            return answer
    labels = {entry["key"]: in_language(entry["label"]) for entry in question.options} if question else {}
    chosen = answer if isinstance(answer, list) else [answer]
    return series(labels.get(key, str(key)) for key in chosen)


def code_book(survey: Survey) -> tuple[list[str], list[list[Any]]]:
    """Return what each question offered, for whoever reads the rows later."""
    headings = [_("Moment"), _("Question"), _("Kind of answer"), _("Answers")]
    rows, order = [], Moment.values
    for row in sorted(survey.questions.all(), key=lambda row: order.index(row.moment)):
        offered = [in_language(option["label"]) for option in row.options]
        if row.kind == Kind.YES_NO:
            offered = [_("yes"), _("no")]
        if row.is_sensitive:
            offered.append(pgettext("questionnaire", "no answer"))
        rows.append([row.get_moment_display(), in_language(row.text), row.get_kind_display(), "; ".join(offered)])
    return headings, rows
