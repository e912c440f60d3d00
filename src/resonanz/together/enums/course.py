"""States of agreement and plan, situations that change a plan, and what changes in the course of a tandem."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgreementWish(models.TextChoices):
    """How much a programme cares for an agreement. It never holds up the work: that begins with the two yeses."""

    WANTED = "wanted", _("Wanted: it stands as the next step until both have agreed")
    OFFERED = "offered", _("Offered: whoever wants one writes one")
    OFF = "off", _("Not used")


class VersionState(models.TextChoices):
    """What became of one version of an agreement."""

    OPEN = "open", _("waiting for a yes")
    VALID = "valid", _("agreed by both")
    REPLACED = "replaced", _("replaced by a later version")


class TopicState(models.TextChoices):
    """How far a topic of the plan is."""

    OPEN = "open", _("still to come")
    WORK = "work", _("at work on it")
    DONE = "done", _("done")
    DROPPED = "dropped", _("left out")


class Situation(models.TextChoices):
    """What has changed in somebody's life, so that the plan may change."""

    JOB = "job", _("Found a job")
    INTERNSHIP = "internship", _("Found an internship")
    COURSE = "course", _("Started a course")
    MOVING = "moving", _("Moving to another place")
    ILLNESS = "illness", _("Illness")
    BIRTH = "birth", _("A child is born")
    RESIDENCE = "residence", _("A question of residence")
    OTHER = "other", _("Something else")


class CourseKind(models.TextChoices):
    """What happened to the course of a tandem."""

    PAUSED = "paused", _("pause")
    RESUMED = "resumed", _("went on after a pause")
    EXTENDED = "extended", _("more time")


LEFT = [TopicState.OPEN, TopicState.WORK]  # what a plan still holds
