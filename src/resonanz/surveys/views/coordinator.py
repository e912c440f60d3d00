"""The team's side: switching the questionnaire on, its questions, the numbers, and the rows for the funder."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from resonanz.core.downloads import spreadsheet
from resonanz.people.queries import person_of
from resonanz.programmes.actions import NotPossible
from resonanz.programmes.forms.frame import Showing, own, page, settings_page
from resonanz.programmes.forms.rows import Rows
from resonanz.programmes.models import Programme
from resonanz.surveys.actions.export import export_sheets
from resonanz.surveys.actions.presets import MOST_QUESTIONS
from resonanz.surveys.actions.settings import change_survey, replace_questions, survey_of, survey_values
from resonanz.surveys.enums import Moment
from resonanz.surveys.forms.settings import ExportForm, QuestionRow, SurveySettingsForm, as_questions, as_rows, initial_of
from resonanz.surveys.queries.due import is_long_enough, planned_hours
from resonanz.surveys.queries.results import LEAST, funders_of, numbers_of, people_told
from resonanz.surveys.queries.usual import as_values, questions_of, usual_questions


@settings_page("GET", "POST")
def survey(request: HttpRequest, slug: str) -> HttpResponse:
    """Switch the questionnaire on or off, and say who is asked and when."""
    programme = own(request, slug)
    row = survey_of(programme)
    showing = Showing(request, survey_values(row))
    form = SurveySettingsForm(request.POST or None, initial=initial_of(row), programme=programme)
    if form.is_bound and form.is_valid():
        columns = form.cleaned_data
        if showing.keep(lambda seen: change_survey(programme=programme, by=person_of(request), seen=seen, **columns)):
            return redirect("surveys:survey", slug)
    planned = planned_hours(row)
    return page(
        request, programme, "surveys/settings.html",
        form=form, survey=row, seen=showing.mark, planned=planned, is_long_enough=is_long_enough(row),
        is_of_programme=bool(programme.hours_from and programme.months_from), funders=funders_of(programme),
        **tabs_of(programme, "settings"),
    )  # fmt: skip


@settings_page("GET", "POST")
def questions(request: HttpRequest, slug: str, moment: str) -> HttpResponse:
    """Choose and edit the questions of one moment, in every language of the programme."""
    programme = own(request, slug)
    if moment not in Moment.values:
        raise Http404
    row = survey_of(programme)
    before = as_values(questions_of(row, moment)) if row.pk else usual_questions(moment)
    showing = Showing(request, before)
    data = request.POST or None
    shown: list[Any] = as_rows(before)
    if request.method == "POST" and "usual" in request.POST:
        shown, data = as_rows(usual_questions(moment)), None
        messages.info(request, _("These are the usual questions. Nothing is saved yet."))
    rows = Rows(QuestionRow, shown, data, most=MOST_QUESTIONS, form_kwargs={"programme": programme})
    if rows.is_valid():
        typed = as_questions(rows, before, programme)

        def save(seen: str) -> None:
            replace_questions(programme=programme, moment=moment, questions=typed, by=person_of(request), seen=seen)

        if showing.keep(save):
            return redirect("surveys:questions", slug, moment)
    return page(
        request, programme, "surveys/questions.html",
        rows=rows, seen=showing.mark, moment=Moment(moment), **tabs_of(programme, moment),
    )  # fmt: skip


@settings_page("GET")
def results(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how many were asked and what came of it, never who."""
    programme = own(request, slug)
    row = survey_of(programme)
    return page(
        request, programme, "surveys/results.html",
        survey=row, numbers=numbers_of(row), least=LEAST, most_hidden=LEAST - 1, is_enough=people_told(programme) >= LEAST,
        **tabs_of(programme, "results"),
    )  # fmt: skip


@settings_page("GET", "POST")
@reauthentication_required
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out the rows for the funder, after the password was given once more."""
    programme = own(request, slug)
    row = survey_of(programme)
    form = ExportForm(request.POST or None)
    if form.is_bound and form.is_valid():
        suffix = form.cleaned_data["suffix"]
        try:
            tables = export_sheets(survey=row, suffix=suffix, by=person_of(request))
            return spreadsheet(f"{programme.slug}-{_('answers')}", suffix, tables)
        except NotPossible as error:
            messages.error(request, str(error))
            return redirect("surveys:results", slug)
    if people_told(programme) < LEAST:
        return redirect("surveys:results", slug)
    return page(request, programme, "surveys/export.html", form=form, **tabs_of(programme, "results"))


def tabs_of(programme: Programme, here: str) -> dict[str, Any]:
    """Return the pages of the questionnaire, for the tabs on each of them."""
    return {"here": here, "moments": list(Moment)}
