"""Choices of goals, diary and hurdles."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext


class Audience(models.TextChoices):
    """Who may read what somebody wrote."""

    ME = "me", _("only me")
    TANDEM = "tandem", _("us two")


class Whose(models.TextChoices):
    """Whose goal it is."""

    OWN = "own", _("my own goal")
    BOTH = "both", _("our common goal")


class GoalState(models.TextChoices):
    """How far a goal is. To let go is a decision, not a failure."""

    OPEN = "open", pgettext("goal", "not begun yet")
    BEGUN = "begun", pgettext("goal", "begun")
    REACHED = "reached", pgettext("goal", "reached")
    LET_GO = "let_go", pgettext("goal", "let go")


UNDER_WAY = [GoalState.OPEN, GoalState.BEGUN]


class EntryKind(models.TextChoices):
    """What kind of entry it is."""

    DAY = "day", _("Diary entry")
    LEARNED = "learned", _("What I have learned")
    REALITY = "reality", _("Reality check")


class Area(models.TextChoices):
    """What somebody has learned about."""

    SELF = "self", _("about myself")
    OTHER_WORLD = "other", _("about the other's world")
    WORK = "work", _("about work")


class Hurdle(models.TextChoices):
    """What is in the way, and is nobody's own fault."""

    AUTHORITY = "authority", _("authorities")
    RECOGNITION = "recognition", _("recognition of qualifications")
    LANGUAGE = "language", _("language requirements")
    ADVERTS = "adverts", _("job advertisements and selection")
    DISCRIMINATION = "discrimination", _("discrimination")
    CHILDCARE = "childcare", _("childcare")
    OTHER = "other", _("something else")
