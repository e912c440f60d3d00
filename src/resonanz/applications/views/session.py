"""What a browser holds: the applications begun in it, or opened in it by their mailed link."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from resonanz.applications.models import Application
from resonanz.applications.queries.apply import of_applicant
from resonanz.applications.rules.apply import takes_it_down
from resonanz.core.fetch import Predicate, fetch
from resonanz.people.models import Person

HELD = "applications"


def held(request: HttpRequest) -> dict[str, str]:
    """Return the applications of this browser by id: "begun" here, or opened by "link"."""
    return dict(request.session.get(HELD, {}))


def hold(request: HttpRequest, application: Application, how: str) -> None:
    """Let this browser open an application from now on; the session gets a new key with that."""
    request.session.cycle_key()
    request.session[HELD] = {**held(request), str(application.pk): how}


def own(request: HttpRequest, may: Predicate, pk: int) -> Application:
    """Return an application of this browser or person, if `may` allows the act; 404 and 403 as `fetch`."""
    return fetch(of_applicant(request.user, held(request)), may, request.user, pk=pk)


def by_link_or_login(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead strangers to the page where one asks for a new link, whether the application exists or not.

    So is led the browser in which an application was begun, once the address was confirmed in another one.
    """

    @wraps(view)
    def guarded(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        how = held(request).get(str(pk))
        confirmed = Application.objects.filter(pk=pk, confirmed_at__isnull=False)
        if not request.user.is_authenticated and (how is None or (how == "begun" and confirmed.exists())):
            return redirect("applications:new_link")
        return view(request, pk, *args, **kwargs)

    return guarded


def actor(request: HttpRequest, application: Application) -> Person | None:
    """Return who acts: who is logged in, else the applicant whose link was opened, else nobody known."""
    if isinstance(request.user, Person):
        return request.user
    return application.person if application.confirmed_at or held(request).get(str(application.pk)) == "link" else None


def on_behalf(request: HttpRequest, application: Application) -> bool:
    """Whether somebody of the team fills the application in for the applicant."""
    return (
        request.user.is_authenticated
        and request.user != application.person
        and takes_it_down.test(request.user, application)
    )


def too_often(request: HttpRequest, action: str, email: str) -> bool:
    """Whether this was done too often from here or for this address; the limits stand in the settings."""
    return not ratelimit.consume(request, action=action, key=email.strip().lower())


def speak(response: HttpResponse, language: str) -> HttpResponse:
    """Let this browser's pages be in `language` from now on."""
    translation.activate(language)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=60 * 60 * 24 * 365,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        httponly=True,
    )
    return response


def posted(request: HttpRequest) -> Any:
    """Return what a form is bound to: what was posted, also when nothing was; None where the form is only shown."""
    return request.POST if request.method == "POST" else None
