"""The settings of a programme, one page after the other."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from resonanz.people.queries import person_of
from resonanz.programmes.actions import (
    NotPossible,
    archive_programme,
    change_programme,
    export_programme,
    publish_programme,
    restore_programme,
    unpublish_programme,
)
from resonanz.programmes.forms import (
    BasicsForm,
    ExportForm,
    IntroductionsForm,
    NounRow,
    PageTextsForm,
    Rows,
    WordingForm,
    nouns_of,
)
from resonanz.programmes.forms.frame import Showing, columns_of, own, page, settings_page
from resonanz.programmes.forms.settings import BASICS, INTRODUCTIONS
from resonanz.programmes.queries import gaps
from resonanz.wording import NOUNS, STYLES

STATES = {
    "publish": (publish_programme, gettext_noop("The programme is published: everybody can see it now.")),
    "unpublish": (unpublish_programme, gettext_noop("The programme is a draft again: only your team sees it.")),
    "archive": (archive_programme, gettext_noop("The programme is archived.")),
    "restore": (restore_programme, gettext_noop("The programme is back, as a draft.")),
}
SAMPLES = [
    "{Mentor}", "{mentors}", "{der mentor}", "{der mentor:gen}", "{der mentor:dat}", "{Ihr mentor:akk}", "{ein mentor:dat}",
    "{der mentee}", "{Mentees}", "{er mentor}",
]  # fmt: skip


@settings_page("GET")
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Show where a programme stands: its state, what is missing, where to go on."""
    programme = own(request, slug)
    return page(request, programme, "overview.html", gaps=gaps(programme))


@settings_page("POST")
def state(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish a programme, withdraw it, archive or restore it."""
    programme = own(request, slug)
    if request.POST.get("act") not in STATES:
        raise Http404
    act, done = STATES[request.POST["act"]]
    try:
        act(programme=programme, by=person_of(request))
        messages.success(request, _(done))
    except NotPossible as error:
        messages.error(request, str(error))
    return redirect("programmes:overview", slug)


@settings_page("GET", "POST")
def basics(request: HttpRequest, slug: str) -> HttpResponse:
    """Languages, direction, matching, rhythm, duration, intensity, colour."""
    programme = own(request, slug)
    showing = Showing(request, columns_of(programme, [*BASICS, "languages"]))
    form = BasicsForm(request.POST or None, programme=programme, initial=BasicsForm.initial_of(programme))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if showing.keep(lambda seen: change_programme(programme=programme, by=person_of(request), seen=seen, **values)):
            return redirect("programmes:basics", slug)
    return page(request, programme, "basics.html", form=form, seen=showing.mark)


@settings_page("GET", "POST")
def introductions(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is asked first and until when, among how many one chooses, and what happens without an answer."""
    programme = own(request, slug)
    values = columns_of(programme, INTRODUCTIONS)
    showing = Showing(request, values)
    form = IntroductionsForm(request.POST or None, initial=values)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if showing.keep(lambda seen: change_programme(programme=programme, by=person_of(request), seen=seen, **typed)):
            return redirect("programmes:introductions", slug)
    return page(request, programme, "introductions.html", form=form, seen=showing.mark)


@settings_page("GET", "POST")
def texts(request: HttpRequest, slug: str) -> HttpResponse:
    """What the programme is called and what it says about itself, in all its languages."""
    programme = own(request, slug)
    values = columns_of(programme, list(PageTextsForm.TEXTS))
    showing = Showing(request, values)
    form = PageTextsForm(request.POST or None, programme=programme, initial=values)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        typed = form.cleaned_data
        if showing.keep(lambda seen: change_programme(programme=programme, by=person_of(request), seen=seen, **typed)):
            return redirect("programmes:texts", slug)
    return page(request, programme, "texts.html", form=form, seen=showing.mark)


@settings_page("GET", "POST")
def wording(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of words, how people are addressed, what the two groups are called; with a look at all six forms."""
    programme = own(request, slug)
    names = ["gender_style", "group_names", "is_informal"]
    showing = Showing(request, columns_of(programme, names))
    form = WordingForm(request.POST or None, programme=programme, initial=WordingForm.initial_of(programme))
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            programme.gender_style = form.cleaned_data["gender_style"]
        elif showing.keep(
            lambda seen: change_programme(programme=programme, by=person_of(request), seen=seen, **form.columns())
        ):
            return redirect("programmes:wording", slug)
    return page(
        request, programme, "wording.html", form=form, seen=showing.mark, samples=SAMPLES, styles=list(STYLES)
    )  # fmt: skip


@settings_page("GET", "POST")
def nouns(request: HttpRequest, slug: str) -> HttpResponse:
    """The programme's own words for people and things."""
    programme = own(request, slug)
    showing = Showing(request, {"nouns": programme.nouns})
    rows = Rows(NounRow, NounRow.initial_of(programme.nouns), request.POST if request.method == "POST" else None)
    if rows.is_valid():
        typed = nouns_of(rows, programme.nouns)
        if rows.is_valid() and showing.keep(
            lambda seen: change_programme(programme=programme, by=person_of(request), seen=seen, nouns=typed)
        ):
            return redirect("programmes:nouns", slug)
    return page(request, programme, "nouns.html", rows=rows, seen=showing.mark, usual=sorted(NOUNS))


@settings_page("GET", "POST")
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """Explain the export; by POST, hand out the preset file."""
    programme = own(request, slug)
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = export_programme(programme=programme, by=person_of(request), contacts=form.cleaned_data["contacts"])
        headers = {"Content-Disposition": f'attachment; filename="{programme.slug}.toml"'}
        return HttpResponse(text, content_type="application/toml; charset=utf-8", headers=headers)
    return page(request, programme, "export.html", form=form)
