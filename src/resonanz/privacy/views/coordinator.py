"""What the team of a programme must be able to show about the data it keeps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from resonanz.privacy.queries.record import forecast, months, record_of
from resonanz.programmes.enums import DataClass
from resonanz.programmes.forms.frame import own, page, settings_page
from resonanz.programmes.queries import answering


@settings_page("GET")
def record(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the record of processing (Art. 30 GDPR), and what is deleted when."""
    programme = own(request, slug)
    return page(
        request,
        programme,
        "privacy/record.html",
        today=timezone.localdate(),
        purposes=record_of(programme),
        forecast=forecast(programme),
        tandem_months=months(programme.months_kept(DataClass.TANDEMS)),
        controllers=answering(programme),
        is_declared=bool(programme.legal.get("controllers")),
        contact=programme.legal.get("contact", ""),
        contacts=programme.contacts.all(),
    )
