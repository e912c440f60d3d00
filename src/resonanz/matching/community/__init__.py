"""Everybody whom a group may choose from, in memory: scores, facets and words of a whole community at once.

The database stays the only truth: what stands here is compared with the log of acts before each answer, and who is shown
is read again. See docs/decisions/0024-index-in-memory.md.
"""

from resonanz.matching.community.index import Index
from resonanz.matching.community.keep import Keeper, keeper
from resonanz.matching.community.search import Found, Wanted, search

__all__ = ["Found", "Index", "Keeper", "Wanted", "keeper", "search"]
