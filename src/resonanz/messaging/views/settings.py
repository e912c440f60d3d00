"""The settings page of messages and files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from resonanz.messaging.actions.settings import change_messaging, messaging_values
from resonanz.messaging.forms.messages import as_choices
from resonanz.messaging.forms.settings import MessagingSettingsForm
from resonanz.messaging.queries.settings import settings_of
from resonanz.people.queries import person_of
from resonanz.programmes.enums import DataClass
from resonanz.programmes.forms.frame import Showing, own, page, settings_page


@settings_page("GET", "POST")
def messaging_settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how long the two write after the end, what they see of each other's reading, and how large a file may be."""
    programme = own(request, slug)
    row = settings_of(programme)
    values = messaging_values(row)
    showing = Showing(request, values)
    form = MessagingSettingsForm(request.POST or None, initial=as_choices(values), programme=programme)
    if form.is_bound and form.is_valid():
        columns = form.cleaned_data
        if showing.keep(lambda seen: change_messaging(programme=programme, by=person_of(request), seen=seen, **columns)):
            return redirect("messaging:settings", slug)
    months = programme.months_kept(DataClass.MESSAGES)
    return page(request, programme, "messaging/settings.html", form=form, seen=showing.mark, months=months)
