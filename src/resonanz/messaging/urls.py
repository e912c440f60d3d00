"""Pages of messages, files, links to third persons, and openings in an emergency."""

from django.urls import path

from resonanz.messaging.views import files, messages, openings, settings, shared

app_name = "messaging"
own = "tandems/<int:pk>"
urlpatterns = [
    path(f"{own}/messages/", messages.messages, name="messages"),
    path(f"{own}/messages/<int:message>/edit/", messages.edit, name="edit_message"),
    path(f"{own}/messages/<int:message>/delete/", messages.delete, name="delete_message"),
    path(f"{own}/channels/", messages.channels, name="channels"),
    path(f"{own}/channels/<int:channel>/remove/", messages.drop_channel, name="remove_channel"),
    path("me/messages/", messages.preference, name="preference"),
    path(f"{own}/files/", files.files, name="files"),
    path(f"{own}/files/<int:number>/", files.file, name="file"),
    path(f"{own}/files/<int:number>/download/", files.download, name="download"),
    path(f"{own}/files/<int:number>/audience/", files.audience, name="change_audience"),
    path(f"{own}/files/<int:number>/remove/", files.remove, name="remove_file"),
    path(f"{own}/links/<int:share>/close/", files.revoke, name="revoke_share"),
    path("programmes/<slug:slug>/settings/messages/", settings.messaging_settings, name="settings"),
    path("shared/<str:token>/", shared.shared, name="shared"),
    path("shared/<str:token>/file/", shared.take, name="take_shared"),
    path(f"{own}/openings/", openings.openings, name="openings"),
    path(f"{own}/openings/<int:number>/", openings.opening, name="opening"),
    path(f"{own}/openings/<int:number>/approve/", openings.approve, name="approve_opening"),
    path(f"{own}/openings/<int:number>/close/", openings.close, name="close_opening"),
    path(f"{own}/openings/<int:number>/tell/", openings.tell, name="tell_opened"),
    path(f"{own}/openings/<int:number>/content/", openings.content, name="content"),
    path(f"{own}/openings/<int:number>/files/<int:file>/", openings.take, name="take_opened"),
]
