"""Pages about letters."""

from django.urls import path

from resonanz.mail import views

app_name = "mail"
urlpatterns = [
    path("letters/stop/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
