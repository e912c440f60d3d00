"""The workbench: the whole cohort as a heat map, with the pair that somebody points at beside it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from resonanz.matching.models import MatchingRun
from resonanz.matching.queries.insight import Model, Pair
from resonanz.matching.queries.matrix import ORDERS, Asked, Matrix, matrix_of
from resonanz.matching.views.insight import Pairs, framed, run_page

KEY = re.compile(r"([0-9]{1,18})-([0-9]{1,18})")


@run_page("matrix")
def matrix(request: HttpRequest, run: MatchingRun, model: Model) -> HttpResponse:
    """Show a window of all pairs; with `part=pair`, only the pair that is pointed at."""
    pairs, asked = Pairs(run, model), asked_for(request.GET)
    context = {**framed(run, "matrix", model, pairs.chosen), "names": pairs.names, "pair": pair_shown(pairs, asked.pair)}
    context["next"] = f"{request.path}?{urlencode(query_of(asked))}#pair"
    if request.GET.get("part") == "pair":
        return render(request, "matching/insight/pair.html", context)
    table = matrix_of(run, model, pairs.chosen, pairs.marks, pairs.names, asked)
    return render(request, "matching/insight/matrix.html", {**context, "matrix": table, **links(table, asked)})


def asked_for(query: QueryDict) -> Asked:
    """Return what is wanted; nonsense in an address is passed over."""
    row, column = (
        int(text) if (text := query.get(name, "")).isdecimal() and len(text) < 6 else 0 for name in ("row", "col")
    )
    found = KEY.fullmatch(query.get("pair", ""))
    pair = (int(found[1]), int(found[2])) if found else None
    order = query.get("order", "plan")
    return Asked(order if order in ORDERS else "plan", row, column, pair)


def query_of(asked: Asked) -> dict[str, Any]:
    """Return the address of what is wanted."""
    pair = {"pair": f"{asked.pair[0]}-{asked.pair[1]}"} if asked.pair else {}
    return {"order": asked.order, "row": asked.row, "col": asked.column, **pair}


def links(table: Matrix, asked: Asked) -> dict[str, Any]:
    """Return what the links of the page need: the orders, and what every cell's address ends with."""
    return {
        "orders": [(key, label, key == asked.order) for key, label in ORDERS.items()],
        "order": asked.order,
        "rest": f"&order={asked.order}&row={table.row}&col={table.column}",
    }


def pair_shown(pairs: Pairs, pair: Pair | None) -> dict[str, Any] | None:
    """Return the pair that is pointed at, with what it would cost everybody."""
    if pair is None:
        return None
    pairs.load({*pair})
    found = pairs.shown(pair, pairs.price(pair))
    if found and found["is_excluded"]:
        found["was_asked"] = pairs.was_asked(pair)
    return found
