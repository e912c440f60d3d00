"""Pages that belong to no single room."""

from django.urls import path

from resonanz.core import views

app_name = "core"
urlpatterns = [
    path("style/", views.style, name="style"),
    path("service-worker.js", views.service_worker, name="service_worker"),
    path("occupations/", views.occupations, name="occupations"),
]
