"""States of a tandem, and what each side answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """From the suggestion to the end."""

    OFFERED = "offered", _("one of several to choose from")
    PROPOSED = "proposed", _("waiting for both answers")
    ACTIVE = "active", _("at work")
    DECLINED = "declined", _("did not come about")
    WITHDRAWN = "withdrawn", _("taken back")
    EXPIRED = "expired", _("no answer in time")
    ENDED = "ended", _("ended")


class Answer(models.TextChoices):
    """What one side said to the suggestion; empty means: nothing yet."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    RATHER_NOT = "rather", _("rather not")  # ends this suggestion; unlike after a no, the pair may be suggested again


class Origin(models.TextChoices):
    """How two people came to be suggested to each other."""

    RUN = "run", _("matching run")
    HAND = "hand", _("brought together by hand")
    REQUEST = "request", _("request of a participant")
    EVENT = "event", _("wishes after a meeting of all")
    NEXT = "next", _("next best suggestion")


class EndReason(models.TextChoices):
    """Why a tandem ended, where that is known; for the team only, and never whose fault."""

    CHANGE = "change", _("would like somebody else")
    TIME = "time", _("not enough time")
    MOVED = "moved", _("moved, or a new job")
    REACHED = "reached", _("the aims have been reached")
    OTHER = "other", _("something else")
    DONE = "done", _("the time was over, as planned")
    GOES_ON = "goes_on", _("the two go on without the programme")


GOOD_ENDS = (EndReason.DONE, EndReason.GOES_ON)  # nobody ended early, and nobody looks for somebody else
EARLY_ENDS = [(reason.value, reason.label) for reason in EndReason if reason not in GOOD_ENDS]


class EndAskedBy(models.TextChoices):
    """Who asked for a tandem to end early; for the team only."""

    MENTOR = "mentor", _("the mentor")
    MENTEE = "mentee", _("the mentee")
    TEAM = "team", _("the team")


OPEN_STATES = [State.PROPOSED, State.ACTIVE]  # the states that use a place on both sides
SIDES = ("mentor", "mentee")  # as the columns of a tandem call them
WAITING_STATES = [State.OFFERED, State.PROPOSED]  # somebody's answer is waited for
LIVE_STATES = [State.OFFERED, *OPEN_STATES]  # a candidate who may still be chosen uses no place yet


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
