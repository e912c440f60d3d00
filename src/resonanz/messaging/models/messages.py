"""What the two write to each other, how far each has read, and other ways to reach each other."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from resonanz.core.models import Record
from resonanz.core.sealed import Sealed
from resonanz.messaging.enums import ChannelKind
from resonanz.tandems.models import Tandem


class Conversation(Record):
    """The conversation of one tandem: opened when it starts, or by the first message."""

    tandem = models.OneToOneField(Tandem, on_delete=models.CASCADE, related_name="conversation")

    def __str__(self) -> str:
        return f"conversation {self.pk}"


class Message(Sealed):
    """One message; the text goes when it is deleted, and the place where it stood stays."""

    SEALED = ("text",)

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(deleted_at=None) | Q(text=""), name="messaging_deleted_is_empty"),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"


class Reader(Record):
    """How far one of the two has read a conversation."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="readers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    read_until = models.PositiveBigIntegerField(default=0)  # the number of the newest message that was shown
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "person"], name="messaging_one_reader_each"),
        ]


class Preference(Record):
    """How somebody wants to be told of messages. Without a row: by a letter, in the hours of the installation."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="message_preference")
    shows_reading = models.BooleanField(default=False)  # the other sees what was read, where both allow it
    is_mailed = models.BooleanField(default=True)
    quiet_from = models.PositiveSmallIntegerField(null=True)  # a full hour; both empty: as the installation has it
    quiet_until = models.PositiveSmallIntegerField(null=True)
    time_zone = models.CharField(max_length=60, blank=True)  # "Asia/Jakarta"; empty: that of the installation

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False, quiet_from__lte=23, quiet_until__lte=23),
                name="messaging_quiet_from_and_until",
            ),
        ]


class Channel(Sealed):
    """How somebody can be reached outside, for the other of the two to see."""

    SEALED = ("contact",)

    tandem = models.ForeignKey(Tandem, on_delete=models.CASCADE, related_name="channels")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=9, choices=ChannelKind.choices)
    contact = models.TextField()  # a number, a link, a name

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"channel {self.pk}"
