"""Pages of matching, for coordinators."""

from django.urls import path

from resonanz.matching.views import coordinator, criteria, sheets, workbench

app_name = "matching"
urlpatterns = [
    path("today/", coordinator.today, name="today"),
    path("programmes/<slug:slug>/settings/criteria/", criteria.criteria, name="criteria"),
    path("cohorts/<int:pk>/", coordinator.cohort, name="cohort"),
    path("cohorts/<int:pk>/match/", workbench.match, name="match"),
    path("cohorts/<int:pk>/pair/", coordinator.pair, name="pair"),
    path("proposals/<int:pk>/accept/", workbench.accept, name="accept"),
    path("proposals/<int:pk>/dismiss/", workbench.dismiss, name="dismiss"),
    path("matching-runs/<int:pk>/accept/", workbench.accept_run, name="accept_run"),
    path("spreadsheets/", sheets.sheets, name="sheets"),
    path("spreadsheets/<int:pk>/columns/", sheets.columns, name="columns"),
    path("spreadsheets/<int:pk>/pairs/", sheets.pairs, name="pairs"),
    path("spreadsheets/<int:pk>/pairs.<slug:suffix>", sheets.download, name="download"),
    path("spreadsheets/<int:pk>/forget/", sheets.forget, name="forget"),
]
