"""States of a proposal, and the aims of a matching run."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProposalState(models.TextChoices):
    """What the coordinator made of a computed pair."""

    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    DISMISSED = "dismissed", _("set aside")
    SUPERSEDED = "superseded", _("superseded by a newer run")


class Objective(models.TextChoices):
    """What a run is to make as great as possible."""

    MOST_PAIRS = "most_pairs", _("as many tandems as possible")
    BEST_TOTAL = "best_total", _("the best fit in total")
