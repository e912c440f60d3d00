"""States of a tandem, and what each side answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """From the suggestion to the end."""

    PROPOSED = "proposed", _("waiting for both answers")
    ACTIVE = "active", _("at work")
    DECLINED = "declined", _("did not come about")
    WITHDRAWN = "withdrawn", _("taken back")
    ENDED = "ended", _("ended")


class Answer(models.TextChoices):
    """What one side said to the suggestion; empty means: nothing yet."""

    YES = "yes", _("yes")
    NO = "no", _("no")


OPEN_STATES = [State.PROPOSED, State.ACTIVE]  # the states that use a place on both sides
