"""Columns and constraints, one file for each topic."""

from resonanz.together.models.meetings import Appointment, Meeting, Visit

__all__ = ["Appointment", "Meeting", "Visit"]
