"""What the workbench's views share: the run with its model, or a page that says why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from resonanz.core.fetch import fetch
from resonanz.matching.actions.reasons import reasons_as_json, titles_by_criterion
from resonanz.matching.enums import RunState
from resonanz.matching.models import MatchingRun, PairMark
from resonanz.matching.queries.insight import Model, Pair, chosen_in, marks_of, model_of, names_in, people_in
from resonanz.matching.queries.person import Price, price_of
from resonanz.matching.queries.runs import other_runs, visible_runs
from resonanz.matching.rules import may_match_run
from resonanz.matching.views.frame import frame
from resonanz.programmes.models import Participation
from resonanz.tandems.queries import pairs_asked_before

WITHOUT_PAIRS = (RunState.WAITING, RunState.FAILED)
View = Callable[..., HttpResponse]


def run_of(request: HttpRequest, pk: int) -> MatchingRun:
    """Return a run that whoever asks may match with, or answer 404 or 403."""
    return fetch(visible_runs(request.user), may_match_run, request.user, pk=pk)


def run_page(tab: str) -> Callable[[View], View]:
    """Make a view of (request, run, model, …) a page of the workbench; where a run has no model, the page says so."""

    def wrap(view: View) -> View:
        @login_required
        @require_safe
        @wraps(view)
        def page(request: HttpRequest, pk: int, **more: Any) -> HttpResponse:
            run = run_of(request, pk)
            model = None if run.state in WITHOUT_PAIRS else model_of(run)
            if model is None:
                return render(request, "matching/insight/none.html", framed(run, tab))
            return view(request, run, model, **more)

        return page

    return wrap


def framed(
    run: MatchingRun, tab: str, model: Model | None = None, chosen: Mapping[Pair, Any] | None = None
) -> dict[str, Any]:
    """Return what the frame of every view shows; `deviates` where the engine would propose other pairs today."""
    deviates = model is not None and chosen is not None and model.pairs != set(chosen)
    return {**frame(run.cohort, run, tab), "others": list(other_runs(run)), "deviates": deviates}


class Pairs:
    """Puts pairs of a run into words for one page: everybody's data are loaded once."""

    def __init__(self, run: MatchingRun, model: Model) -> None:
        self.run, self.model = run, model
        self.chosen, self.marks, self.names = chosen_in(run), marks_of(run), names_in(run)
        self.people: dict[int, Participation] = {}
        self.titles: list[dict[str, Any]] = []

    def load(self, pks: set[int]) -> None:
        """Load the people whom the page shows."""
        self.people = people_in(self.run, pks)
        self.titles = titles_by_criterion(self.run.cohort.programme, self.run.criteria, self.people.values())

    def shown(self, pair: Pair, price: Price | None = None, *, other: int | None = None) -> dict[str, Any] | None:
        """Return one pair for a page; None where one of the two is gone. `other`: whom the page is not about."""
        place = self.model.place(pair)
        if place is None or pair[0] not in self.people or pair[1] not in self.people:
            return None
        mark: PairMark | None = self.marks.get(pair)
        return {
            "key": f"{pair[0]}-{pair[1]}",
            "mentor": self.people[pair[0]],
            "mentee": self.people[pair[1]],
            "partner": self.people[pair[0] if other is None else other],
            "fit": self.model.fit(place),
            "is_chosen": pair in self.chosen,
            "is_possible": bool(self.model.solved.problem.allowed[place]),
            "is_pinned": place in self.model.solved.demands.pins,
            "is_excluded": bool(self.model.solved.demands.forbidden[place]),
            "mark": mark,
            "price": price,
            "ways": [self.way(explained, pair, back=back) for back, explained in enumerate(self.model.explain(place))],
        }

    def way(self, explained: Any, pair: Pair, *, back: int) -> dict[str, Any]:
        """Return the conditions and reasons of one direction, and whom its sentences are about."""
        giver, taker = pair[::-1] if back else pair
        first, second = (self.people[pk].person.get_short_name() for pk in (giver, taker))
        return {
            "giver": first,
            "taker": second,
            "called": {"the mentor": first, "the mentee": second},
            "failed": [check for check in explained.musts if not check.passed],
            "reasons": reasons_as_json(explained.reasons, self.titles),
        }

    def price(self, pair: Pair) -> Price | None:
        """Return what a pair that is not in the plan would cost everybody."""
        return price_of(self.model, pair) if self.model.place(pair) else None

    def was_asked(self, pair: Pair) -> bool:
        """Whether the two have been suggested to each other before."""
        return pair in pairs_asked_before(self.run.cohort)
