"""Addresses of closing: of the two, of visitors, of the team."""

from django.urls import path

from resonanz.closing.views import coordinator, participant, visitor

app_name = "closing"
ours = "tandems/<int:pk>/closing"
own = "programmes/<slug:slug>/settings/closing"
urlpatterns = [
    path(f"{ours}/", participant.closing, name="closing"),
    path(f"{ours}/talk/", participant.talk, name="talk"),
    path(f"{ours}/talk.ics", participant.talk_calendar, name="talk_calendar"),
    path(f"{ours}/feedback/", participant.feedback, name="feedback"),
    path(f"{ours}/afterwards/", participant.afterwards, name="afterwards"),
    path(f"{ours}/go-on/", participant.go_on, name="go_on"),
    path(f"{ours}/certificate/", participant.certificate, name="certificate"),
    path(f"{ours}/certificate.pdf", participant.certificate_file, name="certificate_file"),
    path("certificates/<str:code>/", visitor.verify, name="verify"),
    path("programmes/<slug:slug>/heard/", visitor.heard, name="heard"),
    path("later/<str:token>/", visitor.later, name="later"),
    path("later/<str:token>/stop/", visitor.stop, name="stop"),
    path(f"{own}/", coordinator.settings, name="settings"),
    path(f"{own}/tandems/", coordinator.desk, name="desk"),
    path(f"{own}/tandems/<int:pk>/issue/", coordinator.issue, name="issue"),
    path(f"{own}/tandems/<int:pk>/complete/", coordinator.complete, name="complete"),
    path(f"{own}/talks/", coordinator.talks, name="talks"),
    path(f"{own}/talks/<int:pk>/", coordinator.attendance, name="attendance"),
    path(f"{own}/talks/<int:pk>/call-off/", coordinator.call_off, name="call_off"),
    path(f"{own}/talks/<int:pk>/agree/", coordinator.agree, name="agree"),
    path(f"{own}/certificates/", coordinator.register, name="register"),
    path(f"{own}/certificates/<int:pk>/withdraw/", coordinator.withdraw, name="withdraw"),
    path(f"{own}/certificates/<int:pk>/certificate.pdf", coordinator.paper, name="paper"),
    path(f"{own}/voices/", coordinator.voices, name="voices"),
    path(f"{own}/voices/<int:pk>/change/", coordinator.change, name="change"),
    path(f"{own}/answers/", coordinator.answers, name="answers"),
    path(f"{own}/answers/<int:pk>/forget/", coordinator.forget, name="forget"),
    path(f"{own}/changes/<int:pk>/forget/", coordinator.forget_change, name="forget_change"),
]
