"""All pages of applications."""

from resonanz.applications.urls import review

app_name = "applications"
urlpatterns = [*review.urlpatterns]
