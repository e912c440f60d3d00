"""The solving stage: whole numbers in, the one first optimal assignment out."""

from resonanz.engine.solve.assign import Assignment, assign
from resonanz.engine.solve.listed import assign_sparse

__all__ = ["Assignment", "assign", "assign_sparse"]
