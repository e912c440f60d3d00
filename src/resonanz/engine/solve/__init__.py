"""The solving stage: whole numbers in, the one first optimal assignment out."""

from resonanz.engine.solve.assign import Assignment, assign

__all__ = ["Assignment", "assign"]
