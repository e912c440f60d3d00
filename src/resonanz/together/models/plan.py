"""The plan of a tandem: topics in order, how it changed with life, pauses and extensions; and what programmes set for it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from resonanz.core.models import Record
from resonanz.core.sealed import Sealed
from resonanz.core.text import in_language
from resonanz.programmes.models import Programme
from resonanz.tandems.models import Tandem
from resonanz.together.enums.course import AgreementWish, CourseKind, Situation, TopicState

USUAL_EXTENSION = 2  # months


class PlanSettings(Record):
    """How a programme wants agreement and plan to be."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="plan_settings")
    agreement = models.CharField(max_length=7, choices=AgreementWish.choices, default=AgreementWish.WANTED)
    extension_months = models.PositiveSmallIntegerField(default=USUAL_EXTENSION)  # how much longer the two may decide alone
    replan = models.JSONField(default=dict)  # situation → {"drop": [topic keys], "insert": [topic keys]}; else as usual

    def __str__(self) -> str:
        return f"plan settings of {self.programme}"


class TopicMaterial(Record):
    """Something to read or to watch about a topic of a programme's catalogue."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="topic_materials")
    topic = models.SlugField(max_length=60)  # its key: topics are written anew when the catalogue changes
    title = models.JSONField(default=dict)
    text = models.JSONField(default=dict)
    url = models.URLField(max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return in_language(self.title)


class PlanChange(Sealed):
    """That a plan was made anew because life had changed."""

    SEALED = ("situation", "said")

    tandem = models.ForeignKey(Tandem, on_delete=models.CASCADE, related_name="plan_changes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    situation = models.TextField()  # a value of Situation; sealed, because an illness is nobody else's business
    said = models.TextField(blank=True)  # a word to the other
    changed_on = models.DateField(default=timezone.localdate)
    before = models.JSONField(default=list)  # [[topic of the plan, state]]: what the plan still held, in order
    after = models.JSONField(default=list)

    class Meta:
        ordering = ["-id"]

    @property
    def named(self) -> str:
        """What has changed, in the reader's language; only for the two."""
        return str(Situation(self.opened("situation")).label)


class PlanTopic(Sealed):
    """One topic of a plan: of the catalogue, of the usual ones, or the two's own."""

    SEALED = ("title", "note")

    tandem = models.ForeignKey(Tandem, on_delete=models.CASCADE, related_name="plan_topics")
    topic = models.SlugField(max_length=60, blank=True)  # its key; empty: the two's own
    words = models.JSONField(default=dict)  # its title as it was then, in all languages
    title = models.TextField(blank=True)  # of the two's own
    note = models.TextField(blank=True)
    state = models.CharField(max_length=7, choices=TopicState.choices, default=TopicState.OPEN)
    position = models.PositiveSmallIntegerField(default=0)
    done_on = models.DateField(null=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    added_with = models.ForeignKey(PlanChange, on_delete=models.SET_NULL, null=True, related_name="added")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["tandem", "topic"], condition=~models.Q(topic=""), name="together_a_topic_once"),
        ]


class CourseEvent(Record):
    """A pause, its end, or more time: what the shared line tells."""

    tandem = models.ForeignKey(Tandem, on_delete=models.CASCADE, related_name="course_events")
    kind = models.CharField(max_length=8, choices=CourseKind.choices)
    on = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True)  # of a pause: its planned end; of more time: the new end
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
