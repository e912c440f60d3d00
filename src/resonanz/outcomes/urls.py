"""Pages of outcomes, referrals and the directory."""

from django.urls import path

from resonanz.outcomes.views import coordinator, participant

app_name = "outcomes"
urlpatterns = [
    path("tandems/<int:pk>/outcomes/", participant.outcomes, name="outcomes"),
    path("tandems/<int:pk>/outcomes/new/<slug:group>/", participant.record, name="record"),
    path("tandems/<int:pk>/outcomes/<int:number>/", participant.decide, name="decide"),
    path("tandems/<int:pk>/services/", participant.services, name="services"),
    path("tandems/<int:pk>/services/<int:service>/refer/", participant.new_referral, name="new_referral"),
    path("tandems/<int:pk>/referrals/", participant.referrals, name="referrals"),
    path("tandems/<int:pk>/referrals/<int:number>/", participant.move, name="move_referral"),
    path("cohorts/<int:pk>/outcomes/", coordinator.cohort, name="cohort"),
    path("cohorts/<int:pk>/outcomes/export/", coordinator.export, name="export"),
    path("programmes/<slug:slug>/settings/outcomes/", coordinator.kinds, name="kinds"),
    path("programmes/<slug:slug>/settings/services/", coordinator.directory, name="directory"),
]
