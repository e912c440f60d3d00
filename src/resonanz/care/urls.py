"""Pages of care: by a mailed link, for whoever is signed in, and for the team."""

from django.urls import path

from resonanz.care.views import cases, coordinator, participant, settings

app_name = "care"
urlpatterns = [
    path("check-ins/<str:token>/", participant.check_in, name="check_in"),
    path("help/", participant.help_page, name="help"),
    path("help/now/", participant.crisis, name="crisis"),
    path("report/", participant.report, name="report"),
    path("programmes/<slug:slug>/help/", participant.ask_help, name="ask_help"),
    path("programmes/<slug:slug>/report/", participant.report_to, name="report_to"),
    path("messages-to-the-team/<str:token>/", participant.status, name="status"),
    path("tandems/<int:pk>/no-contact/", participant.block, name="block"),
    path("tandems/<int:pk>/contact-again/", participant.unblock, name="unblock"),
    path("cohorts/<int:pk>/care/", coordinator.care, name="care"),
    path("tandems/<int:pk>/care/", coordinator.tandem, name="tandem"),
    path("tandems/<int:pk>/care/seen/", coordinator.seen, name="seen"),
    path("tandems/<int:pk>/care/stop/", coordinator.stop, name="stop"),
    path("tandems/<int:pk>/care/go-on/", coordinator.go_on, name="go_on"),
    path("cases/<int:pk>/", cases.case, name="case"),
    path("cases/<int:pk>/take/", cases.take, name="take"),
    path("cases/<int:pk>/read/", cases.read, name="read"),
    path("cases/<int:pk>/settle/", cases.settle, name="settle"),
    path("cases/<int:pk>/reopen/", cases.reopen, name="reopen"),
    path("programmes/<slug:slug>/settings/care/", settings.care_settings, name="settings"),
]
