"""Addresses of programmes: public pages, settings for their coordinators, and the operator's list."""

from django.urls import path

from resonanz.programmes.views import cohorts, lists, operator, public, settings, team

app_name = "programmes"
own = "programmes/<slug:slug>/settings"
urlpatterns = [
    path("programmes/", public.programme_list, name="list"),
    path("programmes/<slug:slug>/", public.programme, name="programme"),
    path("programmes/<slug:slug>/accent.css", public.accent, name="accent"),
    path("programmes/<slug:slug>/logos/<int:pk>.png", public.logo, name="logo"),
    path("programmes/<slug:slug>/interest/", public.interest, name="interest"),
    path("programmes/<slug:slug>/interest/sent/", public.interest_sent, name="interest_sent"),
    path("interest/<str:token>/", public.interest_answer, name="interest_answer"),
    path("invitations/<str:token>/", public.invitation, name="invitation"),
    path(f"{own}/", settings.overview, name="overview"),
    path(f"{own}/state/", settings.state, name="state"),
    path(f"{own}/basics/", settings.basics, name="basics"),
    path(f"{own}/texts/", settings.texts, name="texts"),
    path(f"{own}/page/<slug:kind>/", lists.passages, name="passages"),
    path(f"{own}/wording/", settings.wording, name="wording"),
    path(f"{own}/nouns/", settings.nouns, name="nouns"),
    path(f"{own}/topics/", lists.topics, name="topics"),
    path(f"{own}/steps/", lists.steps, name="steps"),
    path(f"{own}/organisations/", lists.organisations, name="organisations"),
    path(f"{own}/organisations/logo/", lists.logo, name="set_logo"),
    path(f"{own}/organisations/logo/<int:pk>/remove/", lists.logo_removal, name="remove_logo"),
    path(f"{own}/contacts/", lists.contacts, name="contacts"),
    path(f"{own}/cohorts/", cohorts.cohorts, name="cohorts"),
    path(f"{own}/cohorts/<int:pk>/", cohorts.cohort, name="cohort"),
    path(f"{own}/cohorts/<int:pk>/move/", cohorts.move, name="move_cohort"),
    path(f"{own}/cohorts/<int:pk>/summary/", cohorts.summary, name="summary"),
    path(f"{own}/cohorts/<int:pk>/tell/", cohorts.tell, name="tell"),
    path(f"{own}/interest/", cohorts.interest, name="waiting"),
    path(f"{own}/team/", team.team, name="team"),
    path(f"{own}/team/<int:pk>/dismiss/", team.dismissal, name="dismiss"),
    path(f"{own}/invitations/<int:pk>/withdraw/", team.withdrawal, name="withdraw_invitation"),
    path(f"{own}/data/", lists.data, name="data"),
    path(f"{own}/export/", settings.export, name="export"),
    path("manage/programmes/", operator.manage, name="manage"),
    path("manage/programmes/new/", operator.create, name="create"),
]
