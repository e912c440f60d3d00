"""Stopping letters that one can do without."""

from __future__ import annotations

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from resonanz.mail.actions import stop_letters
from resonanz.mail.enums import Category
from resonanz.mail.letter import SALT


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signed token says what for
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once, then stop letters of one kind to one address; no login, because a letter is no login either."""
    try:
        email, category, scope = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise Http404 from error
    stopped = request.method == "POST"
    if stopped:
        stop_letters(email=email, category=category, scope=scope)
    page = {"email": email, "kind": Category(category).label, "stopped": stopped}
    return render(request, "mail/unsubscribe.html", page)
