"""Pages of the agreement: read, write, show, say yes, take it along as a document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from resonanz.core.documents import render_pdf
from resonanz.people.queries import person_of
from resonanz.tandems.models import Tandem
from resonanz.together.actions.agreement import NewerVersion, accept_agreement, drop_draft, save_draft, show_agreement
from resonanz.together.actions.course import BeyondBounds
from resonanz.together.actions.room import NotAtWork
from resonanz.together.enums.course import VersionState
from resonanz.together.forms.agreement import AgreementForm, label_of
from resonanz.together.models import AgreementVersion
from resonanz.together.queries.agreement import (
    document_of,
    draft_of,
    paper,
    paper_languages,
    said_in,
    versions_of,
)
from resonanz.together.queries.rooms import is_at_work
from resonanz.together.views.shared import not_now, ours, show

PAPER = Path(__file__).parent.parent / "templates" / "together" / "agreement.typ"


@login_required
@require_safe
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what counts, what waits for a yes, and every version there was."""
    pair, person = ours(request, pk), person_of(request)
    versions = list(versions_of(pair))
    for each in versions:
        each.tandem = pair
    by_state = {each.state: each for each in versions}
    waiting, valid = by_state.get(VersionState.OPEN), by_state.get(VersionState.VALID)
    chosen = next((each for each in versions if str(each.number) == request.GET.get("version")), None)
    version = chosen or waiting or valid
    before = next((each for each in versions if version and each.number < version.number), None)
    return show(
        request,
        pair,
        "agreement.html",
        version=version,
        said=[(label_of(pair, part.name), part) for part in said_in(version, before)] if version else [],
        before=before,
        waiting=waiting,
        is_waiting=version is not None and version.state == VersionState.OPEN,
        mine=version is not None and version.agreed_at(pair.side_of(person)) is not None,
        draft=draft_of(pair, person),
        versions=versions,
        languages=paper_languages(pair),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an agreement, or change the last one; keep it as a draft, or show it to the other."""
    pair, person = ours(request, pk), person_of(request)
    if not is_at_work(pair):
        return not_now(request, pair)
    form = AgreementForm(request.POST or None, tandem=pair, initial=begun(pair, person))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        given = {"texts": form.texts(), "ends_on": values["ends_on"], "seen": values["seen"], "key": values["key"]}
        try:
            draft = save_draft(tandem=pair, by=person, **given)
            if request.POST.get("act") != "show":
                messages.success(request, _("Kept. Only you see it until you show it to the other."))
                return redirect("together:agreement", pk)
            show_agreement(tandem=pair, key=draft.key if draft else values["key"], by=person)
            name = pair.other(person).person.get_short_name()
            messages.success(request, _("{name} can read it now, and has got a letter.").format(name=name))
            return redirect("together:agreement", pk)
        except NotAtWork:
            return not_now(request, pair)
        except NewerVersion:
            messages.warning(request, newer(pair, person))
            return redirect("together:agreement", pk)
        except BeyondBounds:  # a day went by since the form was judged
            form.add_error("ends_on", form.frame())
    return show(request, pair, "write_agreement.html", form=form, draft=draft_of(pair, person))


def begun(pair: Tandem, person: Any) -> dict[str, Any]:
    """Return what stands in the form at first: the own draft, else the last version, else nothing."""
    newest, draft = versions_of(pair).first(), draft_of(pair, person)
    seen = newest.number if newest else None
    if draft:
        return {**draft.texts(), "ends_on": draft.ends_on, "key": draft.key, "seen": seen}
    if newest:
        return {**newest.texts(), "ends_on": newest.ends_on or pair.ends_on, "seen": seen}
    return {"ends_on": pair.ends_on}


def newer(pair: Tandem, person: Any) -> str:
    """Return the sentence for whoever was slower than the other."""
    name = pair.other(person).person.get_short_name()
    return _("{name} has shown another version in the meantime. What you wrote is kept; please read this one first.").format(
        name=name
    )


@login_required
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the own draft away."""
    pair = ours(request, pk)
    drop_draft(tandem=pair, by=person_of(request))
    messages.success(request, _("The draft has been thrown away."))
    return redirect("together:agreement", pk)


@login_required
@require_POST
def accept(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Say yes to what the other has shown."""
    pair, person = ours(request, pk), person_of(request)
    get_object_or_404(versions_of(pair), number=number)
    try:
        accept_agreement(tandem=pair, number=number, by=person)
        messages.success(request, _("Your agreement counts from today. You can change it together at any time."))
    except NotAtWork:
        return not_now(request, pair)
    except NewerVersion:
        messages.info(request, _("There is a later version. Please read this one."))
    except BeyondBounds:
        messages.warning(request, _("Its time frame is not possible any more. Please change it, and show it once more."))
    return redirect("together:agreement", pk)


@login_required
@require_safe
def document(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Hand out one version as PDF, in the language that was chosen."""
    pair = ours(request, pk)
    version: AgreementVersion = get_object_or_404(versions_of(pair), number=number)
    version.tandem = pair
    language = request.GET.get("language", (get_language() or "de").split("-")[0])
    if language not in paper():
        raise Http404
    content = render_pdf(PAPER, document_of(version, language), language=language, title=paper()[language]["title"])
    headers = {"Content-Disposition": f'inline; filename="agreement-{number}-{language}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
