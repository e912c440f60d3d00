"""Pages of tandems."""

from django.urls import path

from resonanz.tandems.views import changes, coordinator, lists, participant

app_name = "tandems"
urlpatterns = [
    path("tandems/", participant.mine, name="mine"),
    path("tandems/<int:pk>/", participant.tandem, name="tandem"),
    path("tandems/<int:pk>/line/", participant.line, name="line"),
    path("tandems/<int:pk>/choice/", participant.choice, name="choice"),
    path("tandems/<int:pk>/answer/", participant.answer, name="answer"),
    path("tandems/<int:pk>/answer-for/", coordinator.answer_for, name="answer_for"),
    path("tandems/<int:pk>/deadline/", coordinator.extend, name="extend"),
    path("tandems/<int:pk>/first-meeting-<int:number>.ics", participant.first_date, name="first_date"),
    path("tandems/<int:pk>/end/", participant.end, name="end"),
    path("tandems/<int:pk>/change/", changes.change, name="change"),
    path("tandems/<int:pk>/settle/", changes.settle, name="settle"),
    path("tandems/<int:pk>/co-mentor/", changes.co_mentor, name="co_mentor"),
    path("participations/<int:pk>/leave/", changes.leave, name="leave"),
    path("participations/<int:pk>/return/", changes.come_back, name="come_back"),
    path("cohorts/<int:pk>/export/", lists.export, name="export"),
]
