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


class Listed(models.TextChoices):
    """What an export lists."""

    PEOPLE = "people", _("people, one row each")
    TANDEMS = "tandems", _("tandems, both people in one row")


class PersonColumn(models.TextChoices):
    """What an export of people can say beyond the person's own data."""

    FREE = "free", _("Free places")
    PARTNERS = "partners", _("In a tandem with")
    APPLICATION = "application", _("Application")
    SINCE = "since", _("Takes part since")


class TandemColumn(models.TextChoices):
    """What an export of tandems can say beyond the data of the two."""

    STATE = "state", _("State")
    PROPOSED_ON = "proposed_on", _("Suggested on")
    STARTED_ON = "started_on", _("Started on")
    ENDS_ON = "ends_on", _("Ends on")
    ENDED_ON = "ended_on", _("Ended on")
