"""Columns and constraints, one file for each topic."""

from resonanz.together.models.diary import DiaryEntry, DiarySettings, Hurdle, HurdleNote
from resonanz.together.models.goals import Goal, Step
from resonanz.together.models.meetings import Appointment, Meeting, Visit

__all__ = [
    "Appointment",
    "DiaryEntry",
    "DiarySettings",
    "Goal",
    "Hurdle",
    "HurdleNote",
    "Meeting",
    "Step",
    "Visit",
]
