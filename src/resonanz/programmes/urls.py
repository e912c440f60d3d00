"""Public pages of programmes."""

from django.urls import path

from resonanz.programmes import views

app_name = "programmes"
urlpatterns = [
    path("programmes/", views.programme_list, name="list"),
    path("programmes/<slug:slug>/", views.programme, name="programme"),
    path("programmes/<slug:slug>/accent.css", views.accent, name="accent"),
]
