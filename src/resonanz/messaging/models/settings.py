"""What a programme settles about messages and files."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from resonanz.core.models import Record
from resonanz.messaging.enums import Receipts
from resonanz.programmes.models import Programme

MOST_MB = 10  # of one file; it is sealed in memory, and settings.FILE_UPLOAD_MAX_MEMORY_SIZE lies a little above


class MessagingSettings(Record):
    """How long the two write after the end, what they see of each other's reading, and how large a file is.

    Where a programme has none, the usual ones count. For how long what they wrote is kept stands with the programme, beside
    the periods of other data.
    """

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="messaging")
    writing_days = models.PositiveSmallIntegerField(default=30)  # after the end, and never longer than texts are kept
    receipts = models.CharField(max_length=6, choices=Receipts.choices, default=Receipts.CHOICE)
    # Full hours between which no letter about messages goes; both empty: as the installation has it.
    quiet_from = models.PositiveSmallIntegerField(null=True, blank=True)
    quiet_until = models.PositiveSmallIntegerField(null=True, blank=True)
    file_mb = models.PositiveSmallIntegerField(default=5, validators=[MinValueValidator(1), MaxValueValidator(MOST_MB)])

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False, quiet_from__lte=23, quiet_until__lte=23),
                name="messaging_usual_quiet_hours",
            ),
            models.CheckConstraint(condition=Q(file_mb__gte=1, file_mb__lte=MOST_MB), name="messaging_size_of_files"),
        ]

    def __str__(self) -> str:
        return f"messaging of {self.programme}"
