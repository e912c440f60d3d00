"""Pages of people."""

from django.urls import path

from resonanz.people import views

app_name = "people"
urlpatterns = [
    path("language/", views.language, name="language"),
    path("me/", views.me, name="me"),
    path("me/address/", views.address, name="address"),
    path("me/address/confirm/", views.confirm_address, name="confirm_address"),
    path("me/consents/", views.consents, name="consents"),
    path("me/consents/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
