"""The lists of a programme: points of the page, topics, steps, organisations, contact persons, who answers for data."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from resonanz.core.text import in_language
from resonanz.people.queries import person_of
from resonanz.programmes.actions import (
    change_programme,
    remove_logo,
    replace_contacts,
    replace_organisations,
    replace_passages,
    replace_topics,
    set_logo,
)
from resonanz.programmes.enums import ApprovalStep, PassageKind
from resonanz.programmes.forms import (
    PASSAGE_ROWS,
    ContactRow,
    ControllerRow,
    LegalForm,
    LogoForm,
    OrganisationRow,
    RetentionForm,
    Rows,
    StepRow,
    TopicRow,
    kept_texts,
    unused_key,
)
from resonanz.programmes.forms.frame import Showing, columns_of, own, page, settings_page
from resonanz.programmes.models import Programme
from resonanz.programmes.queries import contacts_of, organisations_of, passages_of, topics_of


@settings_page("GET", "POST")
def passages(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The points of one kind on the public page: tasks, limits, conditions, benefits, steps, questions, voices."""
    programme = own(request, slug)
    if kind not in PASSAGE_ROWS:
        raise Http404
    values = passages_of(programme, kind)
    showing = Showing(request, values)
    row = PASSAGE_ROWS[kind]
    rows = Rows(row, values, request.POST or None, form_kwargs={"programme": programme})
    if rows.is_valid():
        points = kept_texts(rows, list(row.TEXTS), programme)
        if showing.keep(
            lambda seen: replace_passages(programme=programme, kind=kind, points=points, by=person_of(request), seen=seen)
        ):
            return redirect("programmes:passages", slug, kind)
    kinds, title = [(entry.value, entry.label) for entry in PassageKind], PassageKind(kind).label
    return page(
        request, programme, "passages.html", rows=rows, seen=showing.mark, kind=kind, kinds=kinds, title=title
    )  # fmt: skip


@settings_page("GET", "POST")
def topics(request: HttpRequest, slug: str) -> HttpResponse:
    """The catalogue of contents."""
    programme = own(request, slug)
    values = topics_of(programme)
    showing = Showing(request, values)
    rows = Rows(TopicRow, values, request.POST or None, form_kwargs={"programme": programme})
    if rows.is_valid():
        typed = kept_texts(rows, list(TopicRow.TEXTS), programme)
        known, taken = {topic["key"] for topic in values}, {topic["key"] for topic in values}
        for topic in typed:
            if topic["key"] not in known:
                topic["key"] = unused_key(in_language(topic["title"], programme.languages[0]), taken)
                taken.add(topic["key"])
            known.discard(topic["key"])
        if showing.keep(lambda seen: replace_topics(programme=programme, topics=typed, by=person_of(request), seen=seen)):
            return redirect("programmes:topics", slug)
    return page(request, programme, "topics.html", rows=rows, seen=showing.mark)


@settings_page("GET", "POST")
def steps(request: HttpRequest, slug: str) -> HttpResponse:
    """What is asked before somebody is approved, for each group."""
    programme = own(request, slug)
    showing = Showing(request, {"steps": programme.steps})
    rows = Rows(StepRow, programme.steps, request.POST or None, form_kwargs={"programme": programme})
    if rows.is_valid():
        typed = kept_texts(rows, list(StepRow.TEXTS), programme)
        taken = {*ApprovalStep.values, *(step["key"] for step in typed)}
        for step in typed:
            if step["key"] == "own":
                step["key"] = unused_key(in_language(step["title"], programme.languages[0]), taken)
                taken.add(step["key"])
            if step["key"] != ApprovalStep.CRIMINAL_RECORD:
                step.pop("ground")
        if showing.keep(lambda seen: change_programme(programme=programme, by=person_of(request), seen=seen, steps=typed)):
            return redirect("programmes:steps", slug)
    return page(request, programme, "steps.html", rows=rows, seen=showing.mark)


@settings_page("GET", "POST")
def organisations(request: HttpRequest, slug: str) -> HttpResponse:
    """Who stands behind the programme, by role, and the logos."""
    programme = own(request, slug)
    values = organisations_of(programme)
    showing = Showing(request, values)
    rows = Rows(OrganisationRow, values, request.POST or None)
    if rows.is_valid():
        typed = [{name: value for name, value in row.items() if name != "was"} for row in rows.values()]
        distinct = list({(row["name"], row["role"]): row for row in typed}.values())
        if showing.keep(
            lambda seen: replace_organisations(programme=programme, organisations=distinct, by=person_of(request), seen=seen)
        ):
            return redirect("programmes:organisations", slug)
    return page(request, programme, "organisations.html", rows=rows, seen=showing.mark, **logos_shown(programme))


@settings_page("POST")
def logo(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an organisation's logo."""
    programme = own(request, slug)
    form = LogoForm(request.POST, request.FILES, programme=programme)
    if form.is_valid():
        values = form.cleaned_data
        set_logo(programme=programme, organisation=values["organisation"], picture=values["image"], by=person_of(request))
        messages.success(request, _("The logo is on the page now."))
        return redirect("programmes:organisations", slug)
    values_shown = organisations_of(programme)
    context = {**logos_shown(programme), "logo_form": form}
    seen = Showing(request, values_shown).now
    return page(request, programme, "organisations.html", rows=Rows(OrganisationRow, values_shown), seen=seen, **context)


@settings_page("POST")
def logo_removal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show an organisation by name alone again."""
    programme = own(request, slug)
    remove_logo(logo=get_object_or_404(programme.logos, pk=pk), by=person_of(request))
    messages.success(request, _("The logo is deleted."))
    return redirect("programmes:organisations", slug)


def logos_shown(programme: Programme) -> dict[str, Any]:
    """Return the logos that are there, and the form for another."""
    logos = programme.logos.select_related("organisation").defer("content")
    return {"logos": logos, "logo_form": LogoForm(programme=programme)}


@settings_page("GET", "POST")
def contacts(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom to ask."""
    programme = own(request, slug)
    values = contacts_of(programme)
    showing = Showing(request, values)
    rows = Rows(ContactRow, values, request.POST or None, form_kwargs={"programme": programme})
    if rows.is_valid():
        typed = kept_texts(rows, list(ContactRow.TEXTS), programme)
        if showing.keep(
            lambda seen: replace_contacts(programme=programme, contacts=typed, by=person_of(request), seen=seen)
        ):
            return redirect("programmes:contacts", slug)
    return page(request, programme, "contacts.html", rows=rows, seen=showing.mark)


@settings_page("GET", "POST")
def data(request: HttpRequest, slug: str) -> HttpResponse:
    """What is kept for how long, and who answers for it."""
    programme = own(request, slug)
    showing = Showing(request, columns_of(programme, ["retention", "legal"]))
    kept, answers = programme.legal.get("controllers", []), {"contact": programme.legal.get("contact", "")}
    periods = RetentionForm(request.POST or None, initial=RetentionForm.initial_of(programme))
    legal = LegalForm(request.POST or None, initial=answers)
    rows = Rows(ControllerRow, kept, request.POST or None, form_kwargs={"programme": programme})
    if rows.is_valid() and periods.is_valid() and legal.is_valid():
        controllers = kept_texts(rows, list(ControllerRow.TEXTS), programme)
        said = {"controllers": controllers, "contact": legal.cleaned_data["contact"]}
        columns = periods.columns(programme.retention) | {"legal": {name: value for name, value in said.items() if value}}
        if showing.keep(lambda seen: change_programme(programme=programme, by=person_of(request), seen=seen, **columns)):
            return redirect("programmes:data", slug)
    return page(
        request, programme, "data.html", periods=periods, legal=legal, rows=rows, seen=showing.mark
    )  # fmt: skip
