"""The one way from a URL to an object: nobody gets a row without passing its check."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404

M = TypeVar("M", bound=Model)


class Predicate(Protocol):
    """What `rules.predicate` makes: a small yes-or-no question about a person and a row."""

    def test(self, person: Any, row: Any) -> bool: ...


def fetch(visible: QuerySet[M], may: Predicate, by: Any, /, **lookup: Any) -> M:
    """Return the row of `visible` that `lookup` names, if `by` may.

    A row that is not among the visible ones is answered by 404, as if it did not exist; one that is visible while the act
    is forbidden, by 403.
    """
    row = get_object_or_404(visible, **lookup)
    if not may.test(by, row):
        raise PermissionDenied
    return row
