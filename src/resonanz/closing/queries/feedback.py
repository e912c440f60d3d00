"""Feedback: what the team reads by name, and what it reads without, from five answers up."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet
from django.utils import timezone

from resonanz.closing.enums import Agreement, Statement
from resonanz.closing.models import Feedback, FeedbackSheet, ProgrammeChange
from resonanz.core.crypto import decrypt, encrypt
from resonanz.programmes.models import Programme

LEAST = 5  # fewer are not shown: one could guess who it was
BLOCK = 4096  # characters: answers of one length do not tell by it what they are


def sealed(answers: Mapping[str, str], number: int) -> str:
    """Return answers as the sheet of this number keeps them: unreadable without the key, all of one length."""
    text = json.dumps(answers)
    return encrypt(text.ljust(-(-len(text) // BLOCK) * BLOCK), _place(number))


def opened(sheet: FeedbackSheet) -> dict[str, str]:
    """Return the answers of a sheet."""
    answers: dict[str, str] = json.loads(decrypt(sheet.answers, _place(sheet.pk)))
    return answers


def _place(number: int) -> str:
    return f"closing.feedbacksheet:{number}"


def shown_sheets(programme: Programme) -> list[FeedbackSheet]:
    """Return the sheets that the team may look at: of months that are over, in groups of months with five at least.

    A month with fewer waits until later ones make five of them, so that comparing today's numbers with those of last
    month never tells what fewer than five people said.
    """
    this_month = timezone.localdate().replace(day=1)
    rows = FeedbackSheet.objects.filter(programme=programme, month__lt=this_month).order_by("month", "pk")
    shown: list[FeedbackSheet] = []
    waiting: list[FeedbackSheet] = []
    for _month, sheets in groupby(rows, key=lambda sheet: sheet.month):
        waiting += sheets
        if len(waiting) >= LEAST:
            shown, waiting = shown + waiting, []
    return shown


@dataclass(frozen=True)
class Row:
    """One statement, with how many gave each answer."""

    statement: Statement
    counts: list[tuple[Agreement, int]]


@dataclass(frozen=True)
class Results:
    """The anonymous part as the team sees it: `n` people, rows of numbers, and words in no order of time."""

    n: int
    rows: list[Row]
    words: list[str]


def results_of(programme: Programme) -> Results:
    """Return the anonymous part; empty where too few have answered."""
    answers = [opened(sheet) for sheet in shown_sheets(programme)]
    rows = []
    for statement in Statement:
        counted = Counter(entry.get(statement.value, "") for entry in answers)
        rows.append(Row(statement, [(step, counted[step.value]) for step in Agreement]))
    words = sorted(entry["words"] for entry in answers if entry.get("words"))
    return Results(len(answers), rows if answers else [], words)


def feedback_of(programme: Programme) -> QuerySet[Feedback]:
    """Return what people said by name, the newest first, each with the change that came of it."""
    rows = Feedback.objects.filter(tandem__cohort__programme=programme)
    rows = rows.exclude(liked="", wish="")
    return rows.select_related("participation__person", "participation__cohort__programme", "change")


def changes_of(programme: Programme) -> QuerySet[ProgrammeChange]:
    """Return what the programme does differently, the newest first."""
    return ProgrammeChange.objects.filter(programme=programme)
