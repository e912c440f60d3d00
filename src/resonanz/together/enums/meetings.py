"""How two people meet, and what becomes of what they noted about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MeetingKind(models.TextChoices):
    """How two people met."""

    IN_PERSON = "person", _("in person")
    PHONE = "phone", _("by phone")
    VIDEO = "video", _("by video")
    MESSAGE = "message", _("by message or e-mail")
    VISIT = "visit", _("visit")
    COUNTER_VISIT = "counter", _("return visit")
    AUTHORITY = "authority", _("went along to an authority")
    EVENT = "event", _("event or lecture together")


class MeetingState(models.TextChoices):
    """What became of an entry about a meeting; only what was taken back does not count."""

    LOGGED = "logged", _("entered")
    CORRECTED = "corrected", _("corrected")
    TAKEN_BACK = "back", _("entry taken back")


class AppointmentState(models.TextChoices):
    """From the date that two have agreed on to what became of it."""

    PLANNED = "planned", _("agreed")
    CANCELLED = "cancelled", _("cancelled")
    HELD = "held", _("took place")
    MISSED = "missed", _("did not take place")


class VisitState(models.TextChoices):
    """From the plan to see where the other works or lives to the visit."""

    PLANNED = "planned", _("planned")
    DONE = "done", _("took place")


COUNTED = [MeetingState.LOGGED, MeetingState.CORRECTED]  # what counts as a meeting
ICONS = {
    MeetingKind.IN_PERSON: "users",
    MeetingKind.PHONE: "phone",
    MeetingKind.VIDEO: "video",
    MeetingKind.MESSAGE: "message-circle",
    MeetingKind.VISIT: "building-2",
    MeetingKind.COUNTER_VISIT: "arrow-left-right",
    MeetingKind.AUTHORITY: "landmark",
    MeetingKind.EVENT: "graduation-cap",
}
STEP = 15  # minutes
LONGEST = 12 * 60
