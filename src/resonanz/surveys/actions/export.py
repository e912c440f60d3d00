"""Handing out the rows that the funder gets."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from resonanz.core.models import log_action
from resonanz.people.models import Person
from resonanz.programmes.actions import NotPossible
from resonanz.surveys.models import Survey
from resonanz.surveys.queries.results import LEAST, code_book, export_table, people_told

Tables = dict[str, tuple[list[str], list[list[Any]]]]


@transaction.atomic
def export_sheets(*, survey: Survey, suffix: str, by: Person) -> Tables:
    """Return the rows for the funder and what the questions offered; the log notes how many rows, never what is in them.

    Raises:
        NotPossible: so few have answered that one could guess who.
    """
    programme = survey.programme
    if people_told(programme) < LEAST:
        raise NotPossible(
            _("Fewer than {n} people have answered. One could guess whose answers they are; please wait.").format(n=LEAST)
        )
    headings, rows = export_table(survey)
    log_action("export_survey", by=by, on=survey, scope=programme.scope, rows=len(rows), format=suffix)
    return {_("answers"): (headings, rows), _("questions"): code_book(survey)}
