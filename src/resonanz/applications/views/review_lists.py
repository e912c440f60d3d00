"""Many applications: the list with its filters, the board, the waiting list, and deciding several at once."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from resonanz.applications.actions.review import Item, move_several, reasons_of
from resonanz.applications.actions.work import delete_filter, save_filter
from resonanz.applications.enums import DECLINE_KINDS, LETTER_OF, MOVES, WAITING, LetterKind, Move
from resonanz.applications.forms.review import FilterForm, FilterNameForm, TemplateForm
from resonanz.applications.mails.review import Letter, draft, template_of
from resonanz.applications.models import Application
from resonanz.applications.queries.answers import reader_language
from resonanz.applications.queries.review import (
    PER_PAGE,
    board,
    can_promote,
    listed,
    own_filters,
    reviewable_cohorts,
    rows,
    state_counts,
    visible_applications,
    waitlist,
    with_findings,
)
from resonanz.applications.rules.review import owns_filter, reviews
from resonanz.core.fetch import fetch
from resonanz.people.queries import person_of
from resonanz.programmes.models import Cohort
from resonanz.taxonomy import languages

SEVERAL = (Move.ACCEPT, Move.WAITLIST, Move.DECLINE)


@login_required
@require_safe
def applications(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the applications of a cohort, narrowed by what the address asks for."""
    cohort = fetch(reviewable_cohorts(request.user), reviews, request.user, pk=pk)
    form = FilterForm(request.GET, cohort=cohort)
    query = form.query
    page = Paginator(listed(cohort, query, person_of(request)), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "cohort": cohort,
        "programme": cohort.programme,
        "form": form,
        "state": query.get("state") or "open",
        "narrowed": sum(name not in ("state", "sort") for name in query),
        "only_q": set(query) <= {"state", "sort", "q"},
        "counts": state_counts(cohort),
        "page": page,
        "rows": rows(page),
        "filters": own_filters(request.user).filter(programme=cohort.programme),
        "name_form": FilterNameForm(auto_id="keep-%s"),
        "query": {name: value for name, value in request.GET.items() if name in form.fields},
        "several": [(move, Move(move).label) for move in SEVERAL],
    }
    return render(request, "applications/review/list.html", context)


@login_required
@require_safe
def on_board(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the applications of a cohort as columns, one for each state."""
    cohort = fetch(reviewable_cohorts(request.user), reviews, request.user, pk=pk)
    context = {
        "cohort": cohort,
        "programme": cohort.programme,
        "columns": board(cohort),
        "waiting_states": WAITING,
        "counts": state_counts(cohort),
    }
    return render(request, "applications/review/board.html", context)


@login_required
@require_safe
def waiting_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the waiting list in its order, and whether somebody could get a place."""
    cohort = fetch(reviewable_cohorts(request.user), reviews, request.user, pk=pk)
    context = {
        "cohort": cohort,
        "programme": cohort.programme,
        "applications": waitlist(cohort),
        "can_promote": can_promote(cohort),
        "counts": state_counts(cohort),
    }
    return render(request, "applications/review/waitlist.html", context)


@login_required
@require_POST
def keep_filter(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the filter of the list under a name."""
    cohort = fetch(reviewable_cohorts(request.user), reviews, request.user, pk=pk)
    form = FilterNameForm(request.POST)
    query = {name: str(request.POST[name]) for name in FilterForm(request.POST, cohort=cohort).query}
    if form.is_valid():
        save_filter(cohort=cohort, name=form.cleaned_data["name"], query=query, by=person_of(request))
        messages.success(request, _("The filter is kept."))
    else:
        messages.error(request, _("Please give the filter a name of at most 80 letters."))
    return redirect(f"{reverse('applications:applications', args=[pk])}?{urlencode(query)}")


@login_required
@require_POST
def forget_filter(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a filter of one's own."""
    row = fetch(own_filters(request.user), owns_filter, request.user, pk=pk)
    cohort = request.POST.get("cohort", "")
    delete_filter(row=row, by=person_of(request))
    messages.success(request, _("The filter is forgotten."))
    return redirect("applications:applications", int(cohort)) if cohort.isdecimal() else redirect("home")


@login_required
@require_POST
def several(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepare a decision about several applications, with a look at every letter; then carry it out.

    `step` is "preview" (also again, with changed words) or "confirm". What was chosen and seen travels in the page:
    "pk:version" for each application, so that a second sending changes nothing more.
    """
    cohort = fetch(reviewable_cohorts(request.user), reviews, request.user, pk=pk)
    move = request.POST.get("move", "")
    chosen = chosen_of(request, cohort)
    if move not in SEVERAL or not chosen:
        messages.error(request, _("Please tick at least one application, and choose what is to be done."))
        return redirect("applications:applications", pk)
    plan = Plan(request, cohort, move, chosen)
    context = {"cohort": cohort, "programme": cohort.programme, "plan": plan, "move": Move(move)}
    if request.POST.get("step") == "confirm" and plan.is_complete():
        context["outcomes"] = move_several(items=plan.items, move=move, by=plan.me)
        return render(request, "applications/review/outcomes.html", context)
    return render(request, "applications/review/several.html", context)


def chosen_of(request: HttpRequest, cohort: Cohort) -> list[tuple[Application, int]]:
    """Return the applications of a cohort that were ticked, each with the version that was seen, by name."""
    versions: dict[int, int] = {}
    for item in request.POST.getlist("item")[:200]:
        key, _, version = item.partition(":")
        if key.isdecimal() and version.isdecimal() and len(item) < 20:
            versions[int(key)] = int(version)
    found = with_findings(visible_applications(request.user)).filter(cohort=cohort, pk__in=versions)
    return [(application, versions[application.pk]) for application in found.order_by("person__search_name", "pk")]


class Plan:
    """A decision about several applications before it is carried out: common words by group and language, and letters."""

    def __init__(self, request: HttpRequest, cohort: Cohort, move: str, chosen: list[tuple[Application, int]]) -> None:
        self.me, self.cohort, self.move = person_of(request), cohort, move
        self.kind = self.kind_of(request)
        self.kinds = [(kind, LetterKind(kind).label) for kind in DECLINE_KINDS] if move == Move.DECLINE else []
        sources = MOVES[move][0]
        is_confirming = request.POST.get("step") == "confirm"
        # A second sending carries out nothing, but it shall say of each what became of it.
        self.chosen = [(a, version) for a, version in chosen if a.state in sources or is_confirming]
        self.impossible = [a for a, version in chosen if a.state not in sources and not is_confirming]
        is_old = request.POST.get("step") in ("preview", "confirm") and request.POST.get("drafted") == self.kind
        self.forms = self.forms_of(request, is_old)
        valid = [form.is_valid() for form in self.forms.values()]  # all of them, so that every mistake is shown
        self.problems = is_old and not all(valid)
        self.items = [] if self.problems else [self.item(application, version) for application, version in self.chosen]

    def kind_of(self, request: HttpRequest) -> str:
        """Which letter goes with the decision."""
        chosen = request.POST.get("kind", "")
        if self.move == Move.DECLINE:
            return chosen if chosen in DECLINE_KINDS else LetterKind.NO_PLACE
        return LETTER_OF[Move(self.move)]

    def forms_of(self, request: HttpRequest, is_old: bool) -> dict[tuple[str, str], TemplateForm]:
        """Return the common words for each group and language among the chosen."""
        made = {}
        for group, language in sorted({(a.group, a.language) for a, _version in self.chosen}):
            programme = self.cohort.programme
            template = template_of(programme, self.kind, group, language)
            made[group, language] = TemplateForm(
                request.POST if is_old else None,
                initial=template._asdict(),
                prefix=f"{group}-{language}",
                programme=programme,
                language=language,
                is_last=True,
            )
        return made

    @property
    def parts(self) -> list[tuple[str, str, TemplateForm]]:
        """The common words with the names of group and language."""
        return [
            (self.cohort.programme.group_name(group), languages.name(language, reader_language()), form)
            for (group, language), form in self.forms.items()
        ]

    def item(self, application: Application, version: int) -> Item:
        """Return one application with its letter as it would go."""
        form = self.forms[application.group, application.language]
        values = form.cleaned_data if form.is_bound else form.initial
        letter = draft(application, self.kind, self.me, template=Letter(values["subject"], values["text"]))
        reasons = reasons_of(application, self.kind) if self.move == Move.DECLINE else ()
        return Item(application, version, letter, reasons)

    def is_complete(self) -> bool:
        """Whether it can be carried out."""
        return bool(self.items) and all(form.is_bound for form in self.forms.values())
