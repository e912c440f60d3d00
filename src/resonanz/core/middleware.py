"""What holds for every page of a person who is logged in."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import add_never_cache_headers


class PersonalPagesMiddleware:
    """Shows pages in the person's own language, and keeps personal pages out of every cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        if person.is_authenticated and person.language and not chosen:
            translation.activate(person.language)
            request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        if person.is_authenticated:
            add_never_cache_headers(response)
        return response
