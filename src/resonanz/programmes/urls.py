"""Public pages of programmes, and lists of people on their way in."""

from django.urls import path

from resonanz.programmes.views import imports, public

app_name = "programmes"
urlpatterns = [
    path("programmes/", public.programme_list, name="list"),
    path("programmes/<slug:slug>/", public.programme, name="programme"),
    path("programmes/<slug:slug>/accent.css", public.accent, name="accent"),
    path("cohorts/<int:pk>/import/", imports.import_people, name="import_people"),
    path("invitations/<int:pk>/", imports.invitation, name="invitation"),
    path("imports/<int:pk>/", imports.import_status, name="import_status"),
    path("imports/<int:pk>/columns/", imports.import_columns, name="import_columns"),
    path("imports/<int:pk>/rows/", imports.import_rows, name="import_rows"),
    path("imports/<int:pk>/decide/", imports.import_decide, name="import_decide"),
    path("imports/<int:pk>/start/", imports.import_start, name="import_start"),
    path("imports/<int:pk>/work/", imports.import_work, name="import_work"),
    path("imports/<int:pk>/result/", imports.import_result, name="import_result"),
    path("imports/<int:pk>/left-out.<slug:suffix>", imports.import_left, name="import_left"),
    path("imports/<int:pk>/undo/", imports.import_undo, name="import_undo"),
    path("imports/<int:pk>/forget/", imports.import_forget, name="import_forget"),
]
