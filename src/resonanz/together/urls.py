"""Pages of together, topic by topic."""

from django.urls import path

from resonanz.together.views import diary, diary_settings, goals

app_name = "together"
urlpatterns = [
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
