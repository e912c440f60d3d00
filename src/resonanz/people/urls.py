"""Pages of people."""

from django.urls import path

from resonanz.people import views

app_name = "people"
urlpatterns = [
    path("language/", views.language, name="language"),
    path("me/", views.me, name="me"),
    path("me/pause/", views.pause, name="pause"),
    path("me/pause/end/", views.stop_pause, name="end_pause"),
    path("me/address/", views.address, name="address"),
    path("me/address/confirm/", views.confirm_address, name="confirm_address"),
    path("me/consents/", views.consents, name="consents"),
    path("me/consents/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
