"""Pages of the plan: its topics in order, one topic, and making it anew when life changes."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from resonanz.core.text import in_language
from resonanz.people.queries import person_of
from resonanz.programmes.actions import fingerprint
from resonanz.tandems.models import Tandem
from resonanz.together.actions.plan import PlanIsFull, add_topics, change_topic, order_plan, replan
from resonanz.together.actions.room import NotAtWork
from resonanz.together.enums.course import LEFT, Situation, TopicState
from resonanz.together.forms.plan import AddForm, ReplanForm, TopicForm
from resonanz.together.models import PlanChange, PlanTopic
from resonanz.together.queries.plan import (
    addable,
    materials_of,
    plan_of,
    progress_of,
    shown,
    suggested,
    title_of,
)
from resonanz.together.queries.rooms import is_at_work
from resonanz.together.views.shared import not_now, ours, show


@login_required
@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the topics in their order, and how the plan changed."""
    return plan_page(request, ours(request, pk))


def plan_page(request: HttpRequest, pair: Tandem, form: AddForm | None = None) -> HttpResponse:
    """Show the plan, with a form that was sent and needs to be mended."""
    rows = list(plan_of(pair))
    now = shown(rows)
    changes = PlanChange.objects.filter(tandem=pair).select_related("by")
    names = {item.pk: title_of(item) for item in rows}
    history = [
        {
            "change": change,
            "named": change.named,
            "said": change.opened("said"),
            "dropped": [names[n] for n, _s in change.before if n in names and n not in {k for k, _s in change.after}],
            "added": [names[n] for n, _s in change.after if n in names and n not in {k for k, _s in change.before}],
        }
        for change in changes
    ]
    return show(
        request,
        pair,
        "plan.html",
        items=[(item, names[item.pk]) for item in now],
        dropped=[(item, names[item.pk]) for item in rows if item.state == TopicState.DROPPED],
        progress=progress_of(pair),
        ordering=request.GET.get("order") == "1" and is_at_work(pair),
        form=form or AddForm(addable=addable(pair, rows)),
        history=history,
    )


@login_required
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add topics at the end of the plan."""
    pair = ours(request, pk)
    form = AddForm(request.POST, addable=addable(pair, list(plan_of(pair))))
    if not form.is_valid():
        return plan_page(request, pair, form)
    values = form.cleaned_data
    try:
        add_topics(tandem=pair, keys=values.get("topics", []), own=values["own"], key=values["key"], by=person_of(request))
        messages.success(request, _("It stands in your plan."))
    except NotAtWork:
        return not_now(request, pair)
    except PlanIsFull:
        messages.info(request, _("Your plan is full. Leave a topic out before you add another one."))
    return redirect("together:plan", pk)


@login_required
@require_POST
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the topics into another order: one up or down by a button, or all as they were dragged."""
    pair = ours(request, pk)
    numbers = [item.pk for item in shown(plan_of(pair))]
    act, _colon, which = request.POST.get("move", "").partition(":")
    if act in ("up", "down") and which.isdecimal() and int(which) in numbers:
        place = numbers.index(int(which))
        other = place + (-1 if act == "up" else 1)
        if 0 <= other < len(numbers):
            numbers[place], numbers[other] = numbers[other], numbers[place]
    else:
        dragged = [int(entry) for entry in request.POST.get("order", "").split(",")[:100] if entry.isdecimal()]
        numbers = [number for number in dragged if number in numbers] or numbers
    try:
        order_plan(tandem=pair, order=numbers, by=person_of(request))
    except NotAtWork:
        return not_now(request, pair)
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    return redirect(f"{reverse('together:plan', args=[pk])}?order=1")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Show one topic: what it is about, what the programme offers to read, how far the two are, what they note."""
    pair = ours(request, pk)
    row = get_object_or_404(PlanTopic.objects.filter(tandem=pair), pk=item)
    row.tandem = pair
    note, now = row.opened("note"), fingerprint(row.note)
    form = TopicForm(request.POST or None, initial={"state": row.state, "note": note, "seen": now})
    other_note = ""
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if values["seen"] not in ("", now) and values["note"] != note:
            other_note = note
            typed = {name: form.data[name] for name in form.data}
            form.data = {**typed, "seen": now}  # who saves once more knows what is replaced
            changed = _("The note was changed in the meantime. Below is what it says now; yours is still here.")
            form.add_error("note", changed)
        else:
            try:
                change_topic(item=row, by=person_of(request), state=values["state"], note=values["note"])
                messages.success(request, _("Kept."))
            except NotAtWork:
                return not_now(request, pair)
            return redirect("together:plan", pk)
    about = pair.cohort.programme.topics.filter(key=row.topic).first() if row.topic else None
    return show(
        request,
        pair,
        "topic.html",
        item=row,
        title=title_of(row),
        about=in_language(about.text) if about else "",
        materials=list(materials_of(pair, row.topic)),
        other_note=other_note,
        form=form,
    )


@login_required
@require_safe
def situations(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what has changed."""
    pair = ours(request, pk)
    return show(request, pair, "situations.html", situations=Situation) if is_at_work(pair) else not_now(request, pair)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def anew(request: HttpRequest, pk: int, situation: str) -> HttpResponse:
    """Show the plan as it is and as it could be; take it over as suggested, or line by line otherwise."""
    pair, person = ours(request, pk), person_of(request)
    if situation not in Situation.values:
        raise Http404
    if not is_at_work(pair):
        return not_now(request, pair)
    lines = suggested(pair, situation)
    left = [line for line in lines if line.act != "insert" and line.state in LEFT]
    new = [line for line in lines if line.act == "insert"]
    known = {line.key for line in new}
    more = [(f"+{key}", title) for key, title in addable(pair, list(plan_of(pair))) if f"+{key}" not in known]
    form = ReplanForm(
        request.POST or None,
        left=[(line.key, line.title) for line in left],
        new=[*((line.key, line.title) for line in new), *more],
        name=pair.other(person).person.get_short_name(),
        initial={
            "keep": [line.key for line in left if line.act == "keep"],
            "insert": [line.key for line in new],
        },
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        drop = [int(line.key) for line in left if line.key not in values["keep"]]
        insert = [key.removeprefix("+") for key in values["insert"]]
        try:
            replan(
                tandem=pair, situation=situation, drop=drop, insert=insert, said=values["said"], key=values["key"], by=person
            )
            messages.success(request, _("Your plan is a new one. What you have done stays in it."))
        except NotAtWork:
            return not_now(request, pair)
        return redirect("together:plan", pk)
    return show(
        request,
        pair,
        "replan.html",
        form=form,
        situation=Situation(situation),
        before=[line for line in lines if line.act != "insert"],
        left=left,
        new=new,
        more=more,
        kept=form["keep"].value() or [],
        inserted=form["insert"].value() or [],
    )
