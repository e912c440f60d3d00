"""Who may open what: rows, and the table of all addresses."""

from tests.access import table
from tests.access.care import CARE
from tests.access.closing import CLOSING
from tests.access.diary import DIARY
from tests.access.rows import ROLES, Row, World
from tests.access.together import TOGETHER

TABLE = table.TABLE | TOGETHER | DIARY | CARE | CLOSING

__all__ = ["ROLES", "TABLE", "Row", "World"]
