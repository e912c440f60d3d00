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


OPTIONAL = (Category.REMINDER, Category.NEWS)  # what can be stopped by one click
