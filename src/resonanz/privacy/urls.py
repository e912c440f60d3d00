"""Addresses about data: one's own, and what the team must be able to show."""

from django.urls import path

from resonanz.privacy.views import coordinator, participant

app_name = "privacy"
urlpatterns = [
    path("me/data/", participant.own_data, name="own_data"),
    path("me/data/download/", participant.download, name="download"),
    path("me/leave/", participant.leave, name="leave"),
    path("me/leave/confirm/", participant.confirm_leave, name="confirm_leave"),
    path("me/leave/link/<str:token>/", participant.open_leave, name="open_leave"),
    path("programmes/<slug:slug>/record-of-processing/", coordinator.record, name="record"),
    path("goodbye/", participant.gone, name="gone"),
]
