"""Pages of people."""

from django.urls import path

from resonanz.people import views

app_name = "people"
urlpatterns = [
    path("language/", views.language, name="language"),
]
