"""The page of a third person: no login, one file, and room for feedback."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation

from resonanz.core.limits import Limit
from resonanz.core.sealed import SomebodyElses
from resonanz.messaging.actions import count_opening, give_feedback
from resonanz.messaging.forms.files import FeedbackForm
from resonanz.messaging.models import Share
from resonanz.messaging.queries.files import by_token
from resonanz.messaging.views.files import as_file
from resonanz.programmes.actions import NotPossible

View = Callable[[HttpRequest, Share, str], HttpResponse]
KNOCKING = Limit(most=120, seconds=60)  # links cannot be guessed; nobody need try


def by_link(*methods: str) -> Callable[[View], Callable[[HttpRequest, str], HttpResponse]]:
    """Open what a link names, in the language of its person unless the reader chose one. No search engine, no cache and no
    log keeps the page's address, and no other site learns it. A link that is over, closed or wrong looks the same.
    """

    def wrap(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
        return wraps(view)(lambda request, token: guarded(answered(view, request, token, methods)))

    return wrap


def answered(view: View, request: HttpRequest, token: str, methods: tuple[str, ...]) -> HttpResponse:
    """Return what `view` says to the link, or why there is nothing to say."""
    if request.method not in methods:
        return HttpResponseNotAllowed(methods)
    if not KNOCKING.allows(request):
        return render(request, "429.html", status=429)
    share = by_token(token)
    if share is None:
        return render(request, "messaging/shared_gone.html", status=404)
    if not (request.user.is_authenticated or settings.LANGUAGE_COOKIE_NAME in request.COOKIES):
        translation.activate(share.language)
        request.LANGUAGE_CODE = translation.get_language()
    return view(request, share, token)


def guarded(response: HttpResponse) -> HttpResponse:
    """Keep a page out of search engines and caches, and its address out of other sites and of our log."""
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django would write down the path of every 4xx
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "same-origin"  # with "no-referrer", browsers send no origin and no form is taken
    response.headers["Cache-Control"] = "no-store, private"
    return response


@by_link("GET", "HEAD", "POST")
def shared(request: HttpRequest, share: Share, token: str) -> HttpResponse:
    """Say whose file this is and what for; take feedback."""
    form = FeedbackForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            give_feedback(share=share, text=form.cleaned_data["text"], key=form.cleaned_data["key"])
            return redirect(reverse("messaging:shared", args=[token]) + "?thanks=1")
        except NotPossible as error:
            form.add_error(None, str(error))
        except SomebodyElses as error:
            raise PermissionDenied from error
    context = {
        "programme": share.file.tandem.cohort.programme,
        "share": share,
        "token": token,
        "file": share.file,
        "owner": share.file.owner.full_name,
        "name": share.opened("name"),
        "purpose": share.opened("purpose"),
        "file_name": share.file.opened("name"),
        "form": form,
        "is_thanked": "thanks" in request.GET and not form.is_bound,
    }
    return render(request, "messaging/shared.html", context)


@by_link("POST")  # previews of links in messengers do not send forms, so what is counted are people
def take(request: HttpRequest, share: Share, token: str) -> HttpResponse:
    """Hand the file out, and count that."""
    return as_file(share.file, count_opening(share=share))
