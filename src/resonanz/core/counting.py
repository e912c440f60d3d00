"""Numbers of rows beside each row of another query."""

from __future__ import annotations

from typing import Any

from django.db.models import Aggregate, Count, QuerySet, Subquery
from django.db.models.functions import Coalesce


def counted(rows: QuerySet[Any], by: str, number: Aggregate | None = None) -> Coalesce:
    """Return how many of `rows` refer to the outer row through their relation `by`, or another `number` of them; 0 for none.

    A subquery each: joined instead, every number would be computed once for each row of every other.
    """
    return Coalesce(Subquery(rows.order_by().values(by).annotate(n=number or Count("pk")).values("n")), 0)
