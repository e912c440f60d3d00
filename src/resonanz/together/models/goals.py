"""Goals of one of the two, or of both, and the steps towards them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from resonanz.core.sealed import Sealed
from resonanz.tandems.models import Tandem
from resonanz.together.enums.diary import Audience, GoalState, Whose


class Goal(Sealed):
    """What somebody wants to reach in this tandem, or both want to."""

    SEALED = ("title", "text")

    tandem = models.ForeignKey(Tandem, on_delete=models.CASCADE, related_name="goals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    whose = models.CharField(max_length=4, choices=Whose.choices, default=Whose.OWN)
    audience = models.CharField(max_length=6, choices=Audience.choices, default=Audience.TANDEM)
    state = models.CharField(max_length=7, choices=GoalState.choices, default=GoalState.OPEN)
    title = models.TextField()  # sealed
    text = models.TextField(blank=True)  # sealed
    due_on = models.DateField(null=True)
    settled_on = models.DateField(null=True)  # when it was reached, or let go

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(whose=Whose.BOTH) | Q(audience=Audience.TANDEM), name="together_common_goals_are_seen_by_both"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[GoalState.OPEN, GoalState.BEGUN], settled_on=None)
                | Q(state__in=[GoalState.REACHED, GoalState.LET_GO], settled_on__isnull=False),
                name="together_settled_goals_have_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"goal {self.pk}"


class Step(Sealed):
    """One small step towards a goal, to be ticked."""

    SEALED = ("title",)

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="steps")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    title = models.TextField()  # sealed
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"step {self.pk}"
