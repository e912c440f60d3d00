"""Pages of matching, for coordinators."""

from django.urls import path

from resonanz.matching.views import (
    advice,
    cohort,
    compare,
    criteria,
    matrix,
    person,
    runs,
    sheets,
    today,
    waiting,
    workbench,
)

app_name = "matching"
urlpatterns = [
    path("today/", today.today, name="today"),
    path("programmes/<slug:slug>/settings/criteria/", criteria.criteria, name="criteria"),
    path("cohorts/<int:pk>/", cohort.cohort, name="cohort"),
    path("cohorts/<int:pk>/match/", workbench.match, name="match"),
    path("cohorts/<int:pk>/pair/", cohort.pair, name="pair"),
    path("cohorts/<int:pk>/waiting/", waiting.stalled, name="stalled"),
    path("cohorts/<int:pk>/waiting/<slug:what>/<int:row>/write/<int:to>/", waiting.nudge, name="nudge"),
    path("next/<int:pk>/confirm/", waiting.confirm, name="confirm_next"),
    path("next/<int:pk>/dismiss/", waiting.dismiss, name="dismiss_next"),
    path("proposals/<int:pk>/accept/", workbench.accept, name="accept"),
    path("cohorts/<int:pk>/runs/", runs.runs, name="runs"),
    path("cohorts/<int:pk>/mark/", workbench.mark, name="mark"),
    path("matching-runs/<int:pk>/", workbench.run, name="run"),
    path("matching-runs/<int:pk>/waiting/", runs.waiting, name="waiting"),
    path("matching-runs/<int:pk>/publish/", runs.publish, name="publish"),
    path("matching-runs/<int:pk>/record/", runs.record, name="record"),
    path("matching-runs/<int:pk>/record.<slug:suffix>", runs.download, name="download_run"),
    path("matching-runs/<int:pk>/check/", runs.check, name="check"),
    path("matching-runs/<int:pk>/assign/", runs.assign, name="assign"),
    path("matching-runs/<int:pk>/discard/", runs.discard, name="discard"),
    path("matching-runs/<int:pk>/matrix/", matrix.matrix, name="matrix"),
    path("matching-runs/<int:pk>/people/", person.people, name="person"),
    path("matching-runs/<int:pk>/people/<int:participation>/", person.person, name="run_person"),
    path("matching-runs/<int:pk>/compare/<int:other>/", compare.compare, name="compare"),
    path("matching-runs/<int:pk>/advice/", advice.advice, name="advice"),
    path("matching-runs/<int:pk>/advice/ask/", advice.ask, name="ask_advice"),
    path("spreadsheets/", sheets.sheets, name="sheets"),
    path("spreadsheets/<int:pk>/columns/", sheets.columns, name="columns"),
    path("spreadsheets/<int:pk>/pairs/", sheets.pairs, name="pairs"),
    path("spreadsheets/<int:pk>/pairs.<slug:suffix>", sheets.download, name="download"),
    path("spreadsheets/<int:pk>/forget/", sheets.forget, name="forget"),
]
