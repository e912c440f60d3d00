"""Pages of tandems."""

from django.urls import path

from resonanz.tandems import views

app_name = "tandems"
urlpatterns = [
    path("tandems/", views.mine, name="mine"),
    path("tandems/<int:pk>/", views.tandem, name="tandem"),
    path("tandems/<int:pk>/answer/", views.answer, name="answer"),
    path("tandems/<int:pk>/end/", views.end, name="end"),
    path("cohorts/<int:pk>/export/", views.export, name="export"),
]
