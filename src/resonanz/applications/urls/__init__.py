"""Addresses of forms and applications."""

from resonanz.applications.urls import applicant

app_name = "applications"
urlpatterns = [
    *applicant.urlpatterns,
]
