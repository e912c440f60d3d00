"""What the pages of agreement, plan and course have in common."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from resonanz.core.fetch import fetch
from resonanz.tandems.enums import State
from resonanz.tandems.models import Tandem
from resonanz.tandems.queries import visible_to
from resonanz.together.queries.rooms import is_at_work
from resonanz.together.rules.rooms import may_open


def ours(request: HttpRequest, pk: int) -> Tandem:
    """Return the tandem at this address for its two people; nobody else may open what the two write."""
    return fetch(visible_to(request.user), may_open, request.user, pk=pk)


def not_now(request: HttpRequest, pair: Tandem) -> HttpResponse:
    """Say why nothing was changed, and lead back to the tandem."""
    if pair.state == State.ACTIVE:
        messages.info(
            request, _("The team is clarifying something, so nothing can be changed for a while. It will tell you.")
        )
    else:
        messages.info(request, _("This tandem is not at work any more; nothing was changed."))
    return redirect("tandems:tandem", pair.pk)


def show(request: HttpRequest, pair: Tandem, template: str, **context: Any) -> HttpResponse:
    """Show a page about a tandem."""
    side = pair.side_of(request.user)
    return render(
        request,
        f"together/{template}",
        {
            "tandem": pair,
            "programme": pair.cohort.programme,
            "side": side,
            "other": pair.other(request.user) if side else None,
            "at_work": is_at_work(pair),
            **context,
        },
    )
