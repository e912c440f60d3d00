"""The demo's mailbox: what the product would have sent."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from resonanz.mail.letter import paragraphs
from resonanz.mail.models import OutboxMail


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """Show the letters of the outbox, newest first; everybody in the demo may read them."""
    reader = request.GET.get("to", "").strip()
    rows = OutboxMail.objects.filter(to__iexact=reader) if reader else OutboxMail.objects.all()
    letters = Paginator(rows, 25).get_page(request.GET.get("page"))
    for letter in letters:
        letter.paragraphs = list(paragraphs(letter.text))  # type: ignore[attr-defined]
    return render(request, "demo/mailbox.html", {"letters": letters, "reader": reader})
