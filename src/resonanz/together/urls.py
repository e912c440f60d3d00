"""Pages of together, topic by topic."""

from django.urls import path

from resonanz.together.views import appointments, hours, meetings, visits

app_name = "together"
urlpatterns = [
    path("tandems/<int:pk>/hours/", hours.hours, name="hours"),
    path("tandems/<int:pk>/meetings/new/", meetings.log, name="log"),
    path("tandems/<int:pk>/meetings/<int:number>/", meetings.meeting, name="meeting"),
    path("tandems/<int:pk>/meetings/<int:number>/take-back/", meetings.take_back, name="take_back"),
    path("tandems/<int:pk>/dates/new/", appointments.appointment, name="appointment"),
    path("tandems/<int:pk>/dates/<int:number>/", appointments.date, name="date"),
    path("tandems/<int:pk>/dates/<int:number>/cannot/", appointments.cancel_date, name="cancel_date"),
    path("tandems/<int:pk>/dates/<int:number>/met/", appointments.met, name="met"),
    path("tandems/<int:pk>/dates/<int:number>/missed/", appointments.missed, name="missed"),
    path("tandems/<int:pk>/dates/<int:number>/meeting.ics", appointments.date_file, name="date_file"),
    path("tandems/<int:pk>/visits/", visits.visits, name="visits"),
    path("tandems/<int:pk>/visits/<int:host>/", visits.plan, name="plan_visit"),
    path("tandems/<int:pk>/visits/<int:host>/done/", visits.done, name="finish_visit"),
    path("tandems/<int:pk>/visits/<int:host>/looking-back/", visits.reflect, name="reflect_on_visit"),
    path("cohorts/<int:pk>/hours/", hours.of_cohort, name="cohort_hours"),
]
