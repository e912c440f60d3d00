"""Forms that a phone may send later: how the server answers them, and which pages may be opened without a network.

A form with the attribute `data-offline` is sent by a script (core/js/offline.js), which keeps what was typed on the phone
until the answer is here. The script asks for JSON. Without it, the same form is sent by the browser, and led on.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

COPY = "Resonanz-Offline"  # the header that lets the service worker keep a page; in a request: wanted to be kept


def stored(request: HttpRequest, to: str) -> HttpResponse:
    """Answer a form that was stored: the browser is led on, the script is told where to."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"to": to})
    return HttpResponseRedirect(to)


def for_copy(request: HttpRequest) -> bool:
    """Whether the script asks for a page only to keep it; what is confidential is left out of that one."""
    return request.headers.get(COPY) == "copy"


def keepable(response: HttpResponse) -> HttpResponse:
    """Let the phone keep a copy of a page for times without a network; nothing confidential may stand on it."""
    response[COPY] = "copy"
    return response
