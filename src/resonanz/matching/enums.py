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


# What whoever asked reads about a reason; the reason is about the calendar or the field, never about the person.
KIND_TEXTS = {
    DeclineReason.NO_TIME: _(
        "{name} has too little time at present to accompany somebody well. That is about the calendar, not about you."
    ),
    DeclineReason.OTHER_FIELD: _(
        "{name} thinks that somebody with experience in your own field can do more for you. Your request was worth reading."
    ),
    DeclineReason.NO_PLACE: _(
        "{name} accompanies other people already and wants to have enough time for each of them. That is not about you."
    ),
    DeclineReason.OTHER_AIM: _(
        "{name} cannot help with just this aim. It is a good aim, and somebody else may know the way there."
    ),
}


class Ended(models.TextChoices):
    """Why a request ended without an answer of whoever was asked."""

    TIME = "time", _("nobody answered in time")
    PLACE = "place", _("no free place any more")
    SETTLED = "settled", _("has found somebody")
    PAUSE = "pause", _("a pause")
    LEFT = "left", _("takes part no longer")


class Hindrance(models.TextChoices):
    """Why somebody cannot ask somebody else at present, in a sentence that says what to do."""

    OPEN = "open", _("You have asked {name} already. You find the request under “Requests”.")
    TOGETHER = "together", _("{name} and you know each other already: look under “My tandem”.")
    NO_CAME = "no_came", _("{name} has said no once. Please ask somebody else; others may help you just as well.")
    HIDDEN = "hidden", _("You do not want to be shown {name}. Take that back first, then you can ask.")
    UNFIT = "unfit", _("This programme brings together only people who share something that {name} and you do not.")
    AWAY = "away", _("{name} takes a pause at present. Please ask somebody else, or come back later.")
    FULL = "full", _("{name} has no free place at present. Please ask somebody else, or come back later.")
    PAUSED = "paused", _("You are pausing. End the pause, and you can ask somebody.")
    NOT_SUGGESTED = (
        "not_suggested",
        _("You took back your consent to be introduced to others. Give it again, then you can ask."),
    )
    NO_PLACE = "no_place", _("You have no free place for another tandem. As soon as one is free, you can ask again.")
    PROFILE = "profile", _("Your profile is not complete yet. Fill in what is missing, then you can ask {name}.")
    LIMIT = "limit", _("You wait for as many answers as the programme allows at once. Take one request back, or wait.")


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
