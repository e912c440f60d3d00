"""The living style page, and suggestions of occupations for every form."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_safe

from resonanz.core.limits import Limit
from resonanz.core.occupations import suggestions

WORKER = Path(__file__).parent / "static" / "core" / "js" / "service-worker.js"
# A class of twenty that fills in the same form behind one address; a script gets no further.
SUGGESTIONS = Limit(most=600, seconds=60)


def style(request: HttpRequest) -> HttpResponse:
    """Show every component of the design system; in the demo only."""
    if not settings.DEMO:
        raise Http404
    direction = request.GET.get("dir", "")
    return render(request, "core/style.html", {"direction": direction if direction in {"ltr", "rtl"} else ""})


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Hand out the service worker at the root, because it may only look after what lies below its own address."""
    response = HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
    patch_cache_control(response, no_cache=True)
    return response


@require_GET
def occupations(request: HttpRequest) -> JsonResponse:
    """Suggest occupations for what was typed so far (`q`), open to everybody: applicants have no account yet."""
    if not SUGGESTIONS.allows(request):
        busy = {"results": [], "message": _("Too many questions at once. Please wait a minute.")}
        return JsonResponse(busy, status=429)
    found = suggestions(request.GET.get("q", ""))
    if found:
        message = ngettext("%(count)d suggestion.", "%(count)d suggestions.", len(found)) % {"count": len(found)}
        message += " " + _("Choose with the arrow keys.")
    else:
        message = _("No suggestion. You can keep your own words.")
    response = JsonResponse({"results": [choice._asdict() for choice in found], "message": message})
    patch_cache_control(response, private=True, max_age=300)
    return response
