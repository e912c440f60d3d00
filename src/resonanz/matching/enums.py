"""States of a proposal, and the aims of a matching run."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProposalState(models.TextChoices):
    """What the coordinator made of a computed pair."""

    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    DISMISSED = "dismissed", _("set aside")
    SUPERSEDED = "superseded", _("no longer possible")


class RunState(models.TextChoices):
    """Where a matching run stands."""

    WAITING = "waiting", _("waiting to be computed")
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    DISCARDED = "discarded", _("discarded")
    FAILED = "failed", _("could not be computed")


class PairMarkKind(models.TextChoices):
    """What the team says about a pair before anything is computed."""

    PIN = "pin", _("keep together")
    FORBID = "forbid", _("never together")
    NOTE = "note", _("note")


class RequestState(models.TextChoices):
    """From writing to somebody until the answer."""

    OPEN = "open", _("waiting for an answer")
    ASKED_BACK = "asked_back", _("a question came back")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    EXPIRED = "expired", _("no answer in time")
    WITHDRAWN = "withdrawn", _("taken back")


class DeclineReason(models.TextChoices):
    """Why somebody cannot accept a request; told to whoever asked, in kind words."""

    NO_TIME = "no_time", _("no time at present")
    OTHER_FIELD = "other_field", _("my experience is in another field")
    NO_PLACE = "no_place", _("I accompany enough people already")
    OTHER_AIM = "other_aim", _("I cannot help with this aim")


class MarkKind(models.TextChoices):
    """What somebody noted about a person in the search; the other never learns of it."""

    BOOKMARK = "bookmark", _("remembered")
    HIDE = "hide", _("not for me")


class EventState(models.TextChoices):
    """Where a matching event stands."""

    PLANNED = "planned", _("planned")
    OPEN = "open", _("wishes are being collected")
    CLOSED = "closed", _("wishes are in")


class Objective(models.TextChoices):
    """What a run is to make as great as possible."""

    MOST_PAIRS = "most_pairs", _("as many tandems as possible")
    BEST_TOTAL = "best_total", _("the best fit in total")
    FAIREST = "fairest", _("nobody is left with a bad fit")


OPEN_REQUESTS = [
    RequestState.OPEN,
    RequestState.ASKED_BACK,
]  # the states that fill a slot
