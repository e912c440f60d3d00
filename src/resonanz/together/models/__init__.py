"""Columns and constraints, one file for each topic."""

from resonanz.together.models.agreement import AgreementDraft, AgreementVersion
from resonanz.together.models.meetings import Appointment, Meeting, Visit
from resonanz.together.models.plan import CourseEvent, PlanChange, PlanSettings, PlanTopic, TopicMaterial

__all__ = [
    "AgreementDraft",
    "AgreementVersion",
    "Appointment",
    "CourseEvent",
    "Meeting",
    "PlanChange",
    "PlanSettings",
    "PlanTopic",
    "TopicMaterial",
    "Visit",
]
