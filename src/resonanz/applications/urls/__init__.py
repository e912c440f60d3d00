"""All pages of applications."""

from resonanz.applications.urls import applicant, review

app_name = "applications"
urlpatterns = [*applicant.urlpatterns, *review.urlpatterns]
