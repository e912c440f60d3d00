"""Addresses of applicants, of companies, and of the team's side of forms."""

from django.urls import path

from resonanz.applications.views import applicant, capture, companies, conditions, form_editor, profile

own = "programmes/<slug:slug>/settings/conditions"
urlpatterns = [
    path("programmes/<slug:slug>/apply/<slug:group>/", applicant.start, name="start"),
    path("programmes/<slug:slug>/privacy/<slug:group>/", applicant.notice, name="notice"),
    path("applications/link/", applicant.new_link, name="new_link"),
    path("applications/link/<str:token>/", applicant.open_link, name="open_link"),
    path("applications/<int:pk>/", applicant.application, name="application"),
    path("applications/<int:pk>/terms/", applicant.terms, name="terms"),
    path("applications/<int:pk>/form/<slug:key>/", applicant.page, name="page"),
    path("applications/<int:pk>/submit/", applicant.submit, name="submit"),
    path("applications/<int:pk>/withdraw/", applicant.withdraw, name="withdraw"),
    path("applications/<int:pk>/refuse/", applicant.refuse, name="refuse"),
    path("applications/<int:pk>/consents/<slug:key>/", applicant.take_back, name="take_back"),
    path("programmes/<slug:slug>/companies/", companies.announce, name="announce"),
    path("companies/<str:token>/", companies.announced, name="announced"),
    path("programmes/<slug:slug>/capture/<slug:group>/", capture.capture, name="capture"),
    path("applications/<int:pk>/hand-over/", capture.hand_over, name="hand_over"),
    path("applications/<int:pk>/changes/", capture.changes, name="ask_changes"),
    path("programmes/<slug:slug>/profile/", profile.profile, name="profile"),
    path("programmes/<slug:slug>/profile/<slug:key>/", profile.profile_page, name="profile_page"),
    path("programmes/<slug:slug>/forms/", form_editor.forms, name="forms"),
    path("programmes/<slug:slug>/forms/<slug:group>/preview/", form_editor.preview, name="preview"),
    path("programmes/<slug:slug>/forms/<slug:group>/add/", form_editor.add_form_page, name="add_page"),
    path("programmes/<slug:slug>/consents/<slug:key>/", form_editor.consent, name="consent"),
    path("forms/pages/<int:pk>/", form_editor.form_page, name="form_page"),
    path("forms/pages/<int:pk>/add/", form_editor.add_form_question, name="add_question"),
    path("forms/pages/<int:pk>/act/", form_editor.act_on_page, name="act_on_page"),
    path("forms/questions/<int:pk>/", form_editor.question, name="question"),
    path("forms/questions/<int:pk>/act/", form_editor.act_on_question, name="act_on_question"),
    path(f"{own}/", conditions.rules, name="rules"),
    path(f"{own}/add/<slug:group>/", conditions.add_rule, name="add_rule"),
    path(f"{own}/<int:pk>/", conditions.rule, name="rule"),
    path(f"{own}/<int:pk>/move/", conditions.move_rule, name="move_rule"),
    path(f"{own}/<int:pk>/remove/", conditions.remove_rule, name="remove_rule"),
    path(f"{own}/<int:pk>/restore/", conditions.restore_rule, name="restore_rule"),
    path(f"{own}/<int:pk>/show/", conditions.show_rule, name="show_rule"),
]
