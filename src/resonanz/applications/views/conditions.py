"""Who can take part: the conditions of a programme, changed one by one, each with what the change does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resonanz.applications.actions import conditions as actions
from resonanz.applications.eligibility import suitable
from resonanz.applications.enums import RuleKind
from resonanz.applications.forms.conditions import RuleForm
from resonanz.applications.forms.trial import TrialForm
from resonanz.applications.models import EligibilityRule
from resonanz.applications.queries.conditions import (
    Effect,
    asked_of,
    condition_values,
    conditions_shown,
    effect_of,
    on_public_page,
    rule_shown,
    with_rule,
)
from resonanz.applications.views.session import posted
from resonanz.people.queries import person_of
from resonanz.programmes.enums import Group
from resonanz.programmes.forms.frame import Showing, own, page, settings_page
from resonanz.programmes.forms.rows import typed
from resonanz.programmes.models import Programme

KINDS = {  # what a kind is good for, in the order in which they are offered
    RuleKind.EDUCATION: gettext_lazy("An answer names the highest level of education; a level or more is needed."),
    RuleKind.LANGUAGE: gettext_lazy("A language at a level of the CEFR or better, such as German B1."),
    RuleKind.REGION: gettext_lazy("Home or work in certain countries, states or postcodes."),
    RuleKind.AGE: gettext_lazy("A least or highest age, from the date of birth."),
    RuleKind.ANSWER: gettext_lazy("Certain answers to any question with choices."),
    RuleKind.ATTESTATION: gettext_lazy("The team looks at a proof or finds it out in a talk, with or without a question."),
    RuleKind.TARGET_GROUP: gettext_lazy(
        "Flight, origin and the like: asked only with a separate consent, never in letters or in the log."
    ),
}
NOT_YET = ("preview", "try", "go", "choose")  # buttons that save nothing


@settings_page("GET")
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the conditions of both sides, beside what the public page says."""
    programme = own(request, slug)
    return page(request, programme, "applications/conditions/rules.html", groups=conditions_shown(programme))


@settings_page("GET", "POST")
def add_rule(request: HttpRequest, slug: str, group: str) -> HttpResponse:
    """Let somebody choose the kind of a new condition, then fill it in."""
    programme = own(request, slug)
    if group not in Group.values:
        raise Http404
    kind = request.GET.get("kind", "")
    asked = asked_of(programme)[group]
    if kind not in RuleKind.values:
        kinds = [
            (entry, entry.label, text, entry == RuleKind.ATTESTATION or bool(suitable(entry, asked)))
            for entry, text in KINDS.items()
        ]
        name = programme.group_name(group)
        return page(request, programme, "applications/conditions/kinds.html", kinds=kinds, group=group, group_name=name)
    rule = EligibilityRule(programme=programme, group=group, kind=kind)

    def save(columns: dict[str, Any], seen: str) -> None:
        actions.add_rule(programme=programme, group=group, kind=kind, by=person_of(request), **columns)

    return edited(request, rule, save)


@settings_page("GET", "POST")
def rule(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change one condition, once its author has seen what that does."""
    row = get_object_or_404(own(request, slug).eligibility_rules.filter(is_archived=False), pk=pk)

    def save(columns: dict[str, Any], seen: str) -> None:
        actions.change_rule(rule=row, by=person_of(request), seen=seen, **columns)

    return edited(request, row, save)


def edited(request: HttpRequest, row: EligibilityRule, save: Callable[[dict[str, Any], str], None]) -> HttpResponse:
    """Show the form of a condition; keep what was typed once nothing is wrong and its effect has been seen."""
    programme = row.programme
    asked = asked_of(programme)[row.group]
    showing = Showing(request, condition_values(row))
    form = RuleForm(posted(request), programme=programme, rule=row, asked=asked)
    trial = TrialForm(row, asked, programme, data=posted(request))
    effect = result = None
    if "choose" in request.POST or form.shows_other_answers:
        form = with_other_question(form)
        if "choose" not in request.POST:
            messages.info(request, _("Please look at which answers to this question meet the condition, and save then."))
    elif form.is_bound and form.is_valid():
        draft = form.draft()
        trial = TrialForm(draft, asked, programme, data=posted(request))
        if "try" in request.POST and trial.is_valid():
            result = trial.result(draft)
        if not any(name in request.POST for name in NOT_YET):
            effect = effect_of(programme, row.group, with_rule(draft))
            if is_agreed(request, effect) and showing.keep(lambda seen: save(form.columns(), seen)):
                return redirect("applications:rules", programme.slug)
    if not row.pk and not form.is_bound:
        trial.fields.clear()  # there is nothing to try yet
    return page(
        request, programme, "applications/conditions/rule.html",
        form=form, rule=row, seen=showing.mark, effect=effect, trial=trial, result=result,
        group_name=programme.group_name(row.group),
        shown=rule_shown(programme, row, asked) if row.pk else None,
        point=on_public_page(row) if row.pk else None,
    )  # fmt: skip


def with_other_question(form: RuleForm) -> RuleForm:
    """Return the form as it was typed, with the answers of the question that was chosen; nothing is judged."""
    before = {name: value for name, value in typed(form).items() if name not in ("one_of", "unsure")}
    return RuleForm(programme=form.programme, rule=form.rule, asked=form.asked, initial=before)


def is_agreed(request: HttpRequest, effect: Effect) -> bool:
    """Whether a change does nothing to applications, or its author has seen just this effect."""
    return not effect.changes or request.POST.get("effect") == effect.mark


@settings_page("POST")
def move_rule(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Move a condition up or down."""
    programme = own(request, slug)
    row = get_object_or_404(programme.eligibility_rules.filter(is_archived=False), pk=pk)
    actions.move_rule(rule=row, up=request.POST.get("act") == "up", by=person_of(request))
    return redirect("applications:rules", slug)


@settings_page("GET", "POST")
def remove_rule(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say what removing a condition does; by POST, remove it."""
    programme = own(request, slug)
    row = get_object_or_404(programme.eligibility_rules.filter(is_archived=False), pk=pk)
    if request.method == "POST":
        if actions.remove_rule(rule=row, by=person_of(request)):
            messages.success(request, _("The condition is deleted."))
        else:
            messages.success(request, _("The condition counts no more. It stays below, because people were judged by it."))
        return redirect("applications:rules", slug)
    others = [entry for entry in programme.eligibility_rules.all() if entry.pk != row.pk]
    return confirmed(request, programme, row, others)


@settings_page("GET", "POST")
def restore_rule(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say what it does if an archived condition counts again; by POST, let it."""
    programme = own(request, slug)
    row = get_object_or_404(programme.eligibility_rules.filter(is_archived=True), pk=pk)
    if request.method == "POST":
        actions.restore_rule(rule=row, by=person_of(request))
        messages.success(request, _("The condition counts again."))
        return redirect("applications:rules", slug)
    row.is_archived = False
    after = with_rule(row)
    row = get_object_or_404(programme.eligibility_rules, pk=pk)
    return confirmed(request, programme, row, after)


def confirmed(
    request: HttpRequest, programme: Programme, row: EligibilityRule, after: list[EligibilityRule]
) -> HttpResponse:
    """Show what happens to applications, with one button to go on."""
    effect = effect_of(programme, row.group, after)
    name, point = programme.group_name(row.group), on_public_page(row)
    return page(
        request, programme, "applications/conditions/confirm.html", rule=row, effect=effect, group_name=name, point=point
    )


@settings_page("POST")
def show_rule(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put a condition's words on the public page."""
    programme = own(request, slug)
    row = get_object_or_404(programme.eligibility_rules.filter(is_archived=False), pk=pk)
    if actions.show_rule(rule=row, by=person_of(request)):
        messages.success(
            request, _("The condition stands on the public page now, and follows when you change its words here.")
        )
    return redirect("applications:rule", slug, pk)
