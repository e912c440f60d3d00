"""Who may open what: rows, and the table of all addresses."""

from tests.access.rows import ROLES, Row, World
from tests.access.table import TABLE

__all__ = ["ROLES", "TABLE", "Row", "World"]
