"""How often a page with a list may ask the database; `tests/test_queries.py` counts."""

from tests.query_counts.diary import DIARY_LISTS, DIARY_MOST
from tests.query_counts.lists import LISTS as COMMON
from tests.query_counts.lists import MOST as COMMON_MOST

LISTS = COMMON | DIARY_LISTS
MOST = COMMON_MOST | DIARY_MOST

__all__ = ["LISTS", "MOST"]
