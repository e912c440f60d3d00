"""Columns and constraints, one file for each topic."""

from resonanz.together.models.agreement import AgreementDraft, AgreementVersion
from resonanz.together.models.diary import DiaryEntry, DiarySettings, Hurdle, HurdleNote
from resonanz.together.models.goals import Goal, Step
from resonanz.together.models.meetings import Appointment, Meeting, Visit
from resonanz.together.models.plan import CourseEvent, PlanChange, PlanSettings, PlanTopic, TopicMaterial

__all__ = [
    "AgreementDraft",
    "AgreementVersion",
    "Appointment",
    "CourseEvent",
    "DiaryEntry",
    "DiarySettings",
    "Goal",
    "Hurdle",
    "HurdleNote",
    "Meeting",
    "PlanChange",
    "PlanSettings",
    "PlanTopic",
    "Step",
    "TopicMaterial",
    "Visit",
]
