"""States of a letter, and what kinds there are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """From the outbox to the mail server."""

    QUEUED = "queued", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    BOUNCED = "bounced", _("came back")
    STOPPED = "stopped", _("not sent: the reader wants no such letters")
    FAILED = "failed", _("could not be sent")


class Category(models.TextChoices):
    """Why a letter is written; decides about quiet hours, and whether one can do without it."""

    ACCOUNT = "account", _("signing in and own account")  # at once, whatever the hour; the text is for its reader alone
    MATTER = "matter", _("something that concerns the person")
    REMINDER = "reminder", _("reminder")
    NEWS = "news", _("news of the programme")


class Shown(models.TextChoices):
    """What a programme's team sees of a letter that belongs to the programme."""

    NOTHING = "nothing", _("nothing: the letter is between the house and its reader")  # drafts, addresses not confirmed yet
    ENVELOPE = "envelope", _("that it was sent, to whom and when")  # the text may hold a secret link, or be confidential
    TEXT = "text", _("the text, too")  # letters that the team has written or seen before they went


OPTIONAL = (Category.REMINDER, Category.NEWS)  # what can be stopped by one click
