"""How often a page with a list may ask the database; `tests/test_queries.py` counts."""

from tests.query_counts.lists import LISTS, MOST

__all__ = ["LISTS", "MOST"]
