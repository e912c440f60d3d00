"""The living style page, and the page of a request that went wrong."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render


def style(request: HttpRequest) -> HttpResponse:
    """Show every component of the design system; in the demo only."""
    if not settings.DEMO:
        raise Http404
    direction = request.GET.get("dir", "")
    return render(request, "core/style.html", {"direction": direction if direction in {"ltr", "rtl"} else ""})
