"""Files of a tandem, links for one third person each, and what that person answers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from resonanz.core.sealed import Sealed
from resonanz.messaging.enums import Audience, FileKind
from resonanz.tandems.models import Tandem


class TandemFile(Sealed):
    """A file such as a CV; the database holds it as ciphertext, its name, too."""

    SEALED = ("name",)
    SEALED_BYTES = ("content",)

    tandem = models.ForeignKey(Tandem, on_delete=models.CASCADE, related_name="files")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.TextField()
    kind = models.CharField(max_length=4, choices=FileKind.choices)
    size = models.PositiveIntegerField()  # bytes
    content = models.BinaryField()
    audience = models.CharField(max_length=6, choices=Audience.choices, default=Audience.TANDEM)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"file {self.pk}"


class Share(Sealed):
    """A link by which one named third person can read a file for some days; the link itself is nowhere stored."""

    SEALED = ("name", "purpose")

    file = models.ForeignKey(TandemFile, on_delete=models.CASCADE, related_name="shares")
    name = models.TextField()  # of the third person
    purpose = models.TextField(blank=True)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)  # in which that person is spoken to
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    opens = models.PositiveIntegerField(default=0)  # how often the file was taken
    last_opened_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"share {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether the link leads to the file now."""
        return self.revoked_at is None and self.expires_at > timezone.now()


class Feedback(Sealed):
    """What the third person writes to the owner of the file."""

    SEALED = ("text",)

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="feedback")
    text = models.TextField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"feedback {self.pk}"
