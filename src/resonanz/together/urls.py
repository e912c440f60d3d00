"""Pages of together."""

from django.urls import path

from resonanz.together.views import agreement, course, plan, settings

app_name = "together"
own = "tandems/<int:pk>"
urlpatterns = [
    path(f"{own}/agreement/", agreement.agreement, name="agreement"),
    path(f"{own}/agreement/write/", agreement.write, name="write_agreement"),
    path(f"{own}/agreement/drop/", agreement.drop, name="drop_agreement"),
    path(f"{own}/agreement/<int:number>/yes/", agreement.accept, name="accept_agreement"),
    path(f"{own}/agreement/<int:number>/document/", agreement.document, name="agreement_document"),
    path(f"{own}/plan/", plan.plan, name="plan"),
    path(f"{own}/plan/add/", plan.add, name="add_topics"),
    path(f"{own}/plan/order/", plan.order, name="order_plan"),
    path(f"{own}/plan/anew/", plan.situations, name="situations"),
    path(f"{own}/plan/anew/<slug:situation>/", plan.anew, name="replan"),
    path(f"{own}/plan/<int:item>/", plan.topic, name="plan_topic"),
    path(f"{own}/changed/", course.changed, name="changed"),
    path(f"{own}/changed/pause/", course.pause, name="pause"),
    path(f"{own}/changed/go-on/", course.resume, name="resume"),
    path(f"{own}/changed/more-time/", course.extend, name="extend"),
    path("programmes/<slug:slug>/settings/plan/", settings.plan_settings, name="plan_settings"),
    path("programmes/<slug:slug>/settings/plan/materials/<slug:topic>/", settings.materials, name="materials"),
]
