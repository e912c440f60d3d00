"""When people are asked, what kinds of questions there are, and where an invitation stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Moment(models.TextChoices):
    """When people are asked."""

    ENTRY = "entry", _("At the beginning")
    EXIT = "exit", _("At the end")
    LATER = "later", _("Some months later")


class Kind(models.TextChoices):
    """What an answer is."""

    CHOICE = "choice", _("one of several options")
    SEVERAL = "several", _("several of the options")
    YES_NO = "yes_no", _("yes or no")
    NUMBER = "number", _("a whole number")


WITH_OPTIONS = (Kind.CHOICE, Kind.SEVERAL)


class State(models.TextChoices):
    """Where an invitation stands; when it came to that is not kept."""

    ASKED = "asked", _("asked")
    ANSWERED = "answered", _("answered")
    REFUSED = "refused", _("does not want to answer")
    EXPIRED = "expired", _("not answered in time")
