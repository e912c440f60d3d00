"""What holds for every page of a person who is logged in."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _


class RequestSizeMiddleware:
    """Refuses what is larger than any form of ours, before a byte of it is written to disk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length[:20]) > settings.REQUEST_MAX_BYTES:
            return HttpResponse(_("This is too large to send. Please send less at once."), status=413)
        return self.get_response(request)


class PersonalPagesMiddleware:
    """Shows pages in the person's own language, and keeps personal pages out of every cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if person.is_authenticated and person.language:  # before the cookie: a phone may have several users
            translation.activate(person.language)
            request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        if person.is_authenticated:
            add_never_cache_headers(response)
        return response
