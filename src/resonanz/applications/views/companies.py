"""A company's door: announce people of one's own, and see who has confirmed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from resonanz.applications.actions.capture import announce_people
from resonanz.applications.forms.start import CompanyForm, colleagues
from resonanz.applications.queries.apply import announced_names, announcement_by_token, joinable_cohort
from resonanz.applications.views.applicant import READ_AND_WRITE, programme_with_form
from resonanz.applications.views.session import posted, too_often
from resonanz.programmes.enums import Group


@READ_AND_WRITE
def announce(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a company announce several of its people as mentors; each is asked by mail and decides alone."""
    programme = programme_with_form(request, slug, Group.FIRST)
    cohort = joinable_cohort(programme)
    more = request.POST.get("go") == "more"
    form = CompanyForm(posted(request))
    people = colleagues(data=posted(request))
    if request.method == "POST" and not more and cohort and all([form.is_valid(), people.is_valid()]):
        data = form.cleaned_data
        if too_often(request, "announce_people", data["contact_email"]):
            form.add_error(None, _("People were announced from here several times. Please try again in an hour."))
        else:
            language = (get_language() or "de").split("-")[0]
            _announcement, token = announce_people(cohort=cohort, language=language, people=people.people, **data)
            return redirect("applications:announced", token)
    if more:
        form, people = CompanyForm(initial=request.POST.dict()), people.with_more()
    context = {"programme": programme, "cohort": cohort, "form": form, "people": people}
    return render(request, "applications/apply/announce.html", context)


@never_cache
@require_safe
def announced(request: HttpRequest, token: str) -> HttpResponse:
    """Show a company the names that it announced, and whether each has confirmed; nothing else."""
    announcement = announcement_by_token(token)
    if announcement is None:
        raise Http404
    context = {
        "announcement": announcement,
        "programme": announcement.cohort.programme,
        "people": announced_names(announcement),
    }
    return render(request, "applications/apply/announced.html", context)
