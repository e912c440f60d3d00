"""Pages that exist in the demo only."""

from django.urls import path

from resonanz.demo import views

app_name = "demo"
urlpatterns = [path("mail/", views.mailbox, name="mailbox")]
