"""Pages of together, topic by topic."""

from django.urls import path

from resonanz.together.views import appointments, diary, diary_settings, goals, hours, meetings, visits

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
    path("tandems/<int:pk>/goals/", goals.goals, name="goals"),
    path("tandems/<int:pk>/goals/new/", goals.new_goal, name="new_goal"),
    path("tandems/<int:pk>/goals/<int:number>/", goals.goal, name="goal"),
    path("tandems/<int:pk>/goals/<int:number>/edit/", goals.edit_goal, name="edit_goal"),
    path("tandems/<int:pk>/goals/<int:number>/move/", goals.move, name="move_goal"),
    path("tandems/<int:pk>/goals/<int:number>/remove/", goals.remove, name="remove_goal"),
    path("tandems/<int:pk>/goals/<int:number>/steps/", goals.new_step, name="new_step"),
    path("tandems/<int:pk>/steps/<int:number>/", goals.step, name="step"),
    path("tandems/<int:pk>/diary/", diary.diary, name="diary"),
    path("tandems/<int:pk>/diary/new/<slug:kind>/", diary.new_entry, name="new_entry"),
    path("tandems/<int:pk>/diary/<int:number>/", diary.entry, name="entry"),
    path("tandems/<int:pk>/diary/<int:number>/remove/", diary.remove, name="remove_entry"),
    path("tandems/<int:pk>/hurdles/", diary.hurdles, name="hurdles"),
    path("tandems/<int:pk>/hurdles/<int:number>/remove/", diary.forget_hurdle, name="forget_hurdle"),
    path("programmes/<slug:slug>/settings/diary/", diary_settings.prompts, name="prompts"),
]
