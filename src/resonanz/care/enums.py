"""Check-ins and what is answered, signs that a tandem needs somebody, and the life of a case."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CheckInState(models.TextChoices):
    """From the question to the answer; who is due has no row yet."""

    ASKED = "asked", _("asked")
    REMINDED = "reminded", _("reminded")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed without an answer")


class Going(models.TextChoices):
    """How it is going."""

    GOOD = "good", _("good")
    SO_SO = "so_so", _("so-so")
    NOT_WELL = "not_well", _("not well")


class Met(models.TextChoices):
    """Whether the two have met since."""

    YES = "yes", _("yes")
    PLANNED = "planned", _("a date is set")
    NO = "no", _("no")


class Need(models.TextChoices):
    """Whether somebody needs something."""

    NO = "no", _("no, all is well")
    CONTACT = "contact", _("yes, please contact me")


class Sign(models.TextChoices):
    """What shows that a tandem may need somebody, the most pressing first."""

    NOT_WELL = "not_well", _("says “not well”")
    CONTACT = "contact", _("would like to be contacted")
    NO_FIRST = "no_first", _("no first meeting yet")
    QUIET = "quiet", _("no meeting entered for a while")
    FEW_HOURS = "few_hours", _("few hours last month")
    NO_AGREEMENT = "no_agreement", _("no agreement yet")
    SILENT = "silent", _("two check-ins without an answer")


class CaseKind(models.TextChoices):
    """What somebody tells the team."""

    HELP = "help", _("asks for help")
    REPORT = "report", _("report")
    CHANGE = "change", _("would like somebody else")


class About(models.TextChoices):
    """What a report is about."""

    PERSON = "person", _("a person")
    MESSAGE = "message", _("a message")
    EVENT = "event", _("something that happened")
    TEAM = "team", _("somebody of the team")
    OTHER = "other", _("something else")


class CaseState(models.TextChoices):
    """From what somebody tells to what became of it."""

    OPEN = "open", _("received")
    TAKEN = "taken", _("somebody is looking after it")
    CLARIFIED = "clarified", _("clarified")
    CLOSED = "closed", _("closed")


ASKING = [CheckInState.ASKED, CheckInState.REMINDED]  # may still be answered
WAITING = [CaseState.OPEN, CaseState.TAKEN]  # somebody of the team has something to do
SETTLED = [CaseState.CLARIFIED, CaseState.CLOSED]
LOW = [Sign.NOT_WELL, Sign.CONTACT]  # what somebody has said, not what the numbers say
