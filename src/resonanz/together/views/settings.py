"""A programme's settings for agreement and plan, and what it offers to read about each topic."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from resonanz.core.text import in_language
from resonanz.people.queries import person_of
from resonanz.programmes.forms.frame import Showing, own, page, settings_page
from resonanz.programmes.forms.lists import kept_texts
from resonanz.programmes.forms.rows import Rows
from resonanz.together.actions.settings import change_plan_settings, plan_values, replace_materials
from resonanz.together.forms.settings import MaterialRow, PlanSettingsForm
from resonanz.together.queries.plan import materials_by_topic, settings_of, titles_of

MOST_OF_A_TOPIC = 20


@settings_page("GET", "POST")
def plan_settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how much the programme cares for an agreement, and what a change in life means for a plan."""
    programme = own(request, slug)
    row = settings_of(programme)
    showing = Showing(request, plan_values(row))
    form = PlanSettingsForm(request.POST or None, programme=programme, settings=row)
    if form.is_bound and form.is_valid():
        columns = form.columns()
        if showing.keep(lambda seen: change_plan_settings(programme=programme, by=person_of(request), seen=seen, **columns)):
            return redirect("together:plan_settings", slug)
    found = materials_by_topic(programme)
    topics = [(key, in_language(words), len(found.get(key, []))) for key, words in titles_of(programme).items()]
    return page(request, programme, "together/settings.html", form=form, seen=showing.mark, topics=topics)


@settings_page("GET", "POST")
def materials(request: HttpRequest, slug: str, topic: str) -> HttpResponse:
    """List what the programme offers to read about one topic."""
    programme = own(request, slug)
    titles = titles_of(programme)
    if topic not in titles:
        raise Http404
    before = materials_by_topic(programme).get(topic, [])
    showing = Showing(request, before)
    data = request.POST or None
    rows = Rows(MaterialRow, before, data, most=MOST_OF_A_TOPIC, form_kwargs={"programme": programme})
    if rows.is_valid():
        typed = kept_texts(rows, list(MaterialRow.TEXTS), programme)

        def save(seen: str) -> None:
            replace_materials(programme=programme, topic=topic, materials=typed, by=person_of(request), seen=seen)

        if showing.keep(save):
            return redirect("together:plan_settings", slug)
    title = in_language(titles[topic])
    return page(request, programme, "together/materials.html", rows=rows, seen=showing.mark, topic=topic, topic_title=title)
