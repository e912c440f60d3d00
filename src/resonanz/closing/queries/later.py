"""Months later, for the team: what people do, whether the mentoring has helped, and who said so."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from resonanz.closing.enums import MOMENTS, Doing, FollowUpState, Helped
from resonanz.closing.models import FollowUp
from resonanz.programmes.models import Programme


@dataclass(frozen=True)
class Moment:
    """The answers so many months after the end; `asked` counts those whose answer is still awaited, too."""

    months: int
    asked: int
    answered: int
    doing: list[tuple[Doing, int]]
    helped: list[tuple[Helped, int]]


def moments_of(programme: Programme) -> list[Moment]:
    """Return the numbers of each moment at which somebody was asked, in one query."""
    rows = FollowUp.objects.filter(participation__cohort__programme=programme).order_by()
    numbers: Counter[tuple[int, str, str, str]] = Counter()
    for months, state, doing, helped, n in rows.values_list("months", "state", "doing", "helped").annotate(n=Count("pk")):
        numbers[months, state, doing, helped] += n

    def count(months: int, **wanted: str) -> int:
        fields = ("state", "doing", "helped")
        return sum(
            n
            for (asked, *values), n in numbers.items()
            if asked == months and wanted.items() <= dict(zip(fields, values, strict=True)).items()
        )

    return [
        Moment(
            months,
            count(months),
            count(months, state=FollowUpState.ANSWERED),
            [(each, count(months, doing=each)) for each in Doing],
            [(each, count(months, helped=each)) for each in Helped],
        )
        for months in MOMENTS
        if count(months)
    ]


def answers_of(programme: Programme) -> QuerySet[FollowUp]:
    """Return what people have answered, the newest first, with who they are."""
    rows = FollowUp.objects.filter(participation__cohort__programme=programme, state=FollowUpState.ANSWERED)
    return rows.select_related("participation__person", "participation__cohort__programme").order_by("-answered_on", "-pk")
