"""Addresses of the funder's questionnaire: by a mailed link, and in a programme's settings."""

from django.urls import path

from resonanz.surveys.views import coordinator, participant

app_name = "surveys"
own = "programmes/<slug:slug>/settings/questionnaire"
urlpatterns = [
    path("questions/<str:token>/", participant.questionnaire, name="questionnaire"),
    path("questions/<str:token>/no/", participant.refuse, name="refuse"),
    path("questions/<str:token>/take-back/", participant.take_back, name="take_back"),
    path(f"{own}/", coordinator.survey, name="survey"),
    path(f"{own}/questions/<slug:moment>/", coordinator.questions, name="questions"),
    path(f"{own}/results/", coordinator.results, name="results"),
    path(f"{own}/export/", coordinator.export, name="export"),
]
