"""Kinds of closing talks, what two people settle for afterwards, and the questions months later."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TalkKind(models.TextChoices):
    """Whether a programme holds closing talks, and how."""

    NONE = "none", _("no closing talk")
    ALONE = "alone", _("with each tandem alone")
    GROUP = "group", _("in a group, with several dates to choose from")


class SeatState(models.TextChoices):
    """Where somebody's place in a closing talk stands."""

    BOOKED = "booked", _("comes")
    FREED = "freed", _("does not come")


class Contact(models.TextChoices):
    """How one of two people may be reached after the end; the more reserved of two wishes counts."""

    WRITE = "write", _("We may write to each other directly")
    TEAM = "team", _("Only through the team")
    NONE = "none", _("No contact afterwards")


RESERVE = (Contact.WRITE, Contact.TEAM, Contact.NONE)  # from open to reserved


class Agreement(models.TextChoices):
    """One tap of the anonymous part of the feedback."""

    YES = "yes", _("Yes")
    RATHER = "rather", _("Rather yes")
    HARDLY = "hardly", _("Rather no")
    NO = "no", _("No")


class Statement(models.TextChoices):
    """The five statements of the anonymous part."""

    GOOD = "good", _("The time in the tandem was good for me.")
    SUITED = "suited", _("The two of us suited each other.")
    RHYTHM = "rhythm", _("Length and rhythm were right.")
    TEAM = "team", _("The team was there when I needed it.")
    RECOMMEND = "recommend", _("I would recommend the programme to others.")


class FollowUpState(models.TextChoices):
    """Where a question months later stands."""

    ASKED = "asked", _("asked")
    ANSWERED = "answered", _("answered")
    REFUSED = "refused", _("does not want to answer")
    EXPIRED = "expired", _("not answered in time")


class Doing(models.TextChoices):
    """What somebody does months later."""

    FITTING = "fitting", _("A job that fits my training")
    JOB = "job", _("Another job")
    TRAINING = "training", _("Training or studies")
    SEARCHING = "searching", _("I am looking for work")
    OTHER = "other", _("Something else")


class Helped(models.TextChoices):
    """Whether the mentoring has helped."""

    MUCH = "much", _("Yes, a lot")
    SOME = "some", _("Yes, a little")
    NOT = "not", _("No")


MOMENTS = (6, 12)  # months after the end
SECOND_LANGUAGES = [("en", "English"), ("ar", "العربية"), ("fa", "فارسی")]  # as `data/certificate.toml` has them
