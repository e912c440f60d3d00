"""Pages of matching: for coordinators, and requests of participants."""

from django.urls import path

from resonanz.matching.views import coordinator, criteria, requests, runs, sheets, workbench

app_name = "matching"
urlpatterns = [
    path("today/", coordinator.today, name="today"),
    path("programmes/<slug:slug>/settings/criteria/", criteria.criteria, name="criteria"),
    path("cohorts/<int:pk>/", coordinator.cohort, name="cohort"),
    path("cohorts/<int:pk>/match/", workbench.match, name="match"),
    path("cohorts/<int:pk>/pair/", coordinator.pair, name="pair"),
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
    path("requests/", requests.requests, name="requests"),
    path("requests/to/<int:pk>/", requests.ask, name="ask"),
    path("requests/<int:pk>/", requests.one, name="request"),
    path("requests/<int:pk>/accept/", requests.accept, name="accept_request"),
    path("requests/<int:pk>/decline/", requests.decline, name="decline_request"),
    path("requests/<int:pk>/question/", requests.question, name="ask_back"),
    path("requests/<int:pk>/reply/", requests.reply, name="reply"),
    path("requests/<int:pk>/withdraw/", requests.withdraw, name="withdraw_request"),
    path("requests/<int:pk>/remind/", requests.remind, name="remind_of_request"),
    path("programmes/<slug:slug>/availability/", requests.availability, name="availability"),
    path("cohorts/<int:pk>/requests/", requests.cohort_requests, name="cohort_requests"),
    path("spreadsheets/", sheets.sheets, name="sheets"),
    path("spreadsheets/<int:pk>/columns/", sheets.columns, name="columns"),
    path("spreadsheets/<int:pk>/pairs/", sheets.pairs, name="pairs"),
    path("spreadsheets/<int:pk>/pairs.<slug:suffix>", sheets.download, name="download"),
    path("spreadsheets/<int:pk>/forget/", sheets.forget, name="forget"),
]
