"""The end in good order: what a programme sets for it, talks and seats, feedback, what two settle, certificates, questions.

Three kinds of rows know different things on purpose. `Feedback` has a name and is for the team. `FeedbackSheet` has none,
and no way leads to one: no key, no time, no order. `Certificate` is a register: never rewritten, only withdrawn.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from resonanz.closing.enums import SECOND_LANGUAGES, Contact, Doing, FollowUpState, Helped, SeatState, TalkKind
from resonanz.core.models import Record
from resonanz.core.sealed import Sealed
from resonanz.core.text import in_language
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Participation, Programme
from resonanz.tandems.models import Tandem

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that are taken for another: no 0 and O, 1, I and L, no U
WEEKS = 4


class ClosingSettings(Record):
    """How a programme ends its tandems."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="closing")
    weeks_before = models.PositiveSmallIntegerField(default=WEEKS)  # both are reminded so long before the end
    talk = models.CharField(max_length=5, choices=TalkKind.choices, default=TalkKind.NONE)
    led_by = models.CharField(max_length=120, blank=True)  # who leads the talks, unless a date says otherwise
    has_certificate = models.BooleanField(default=False)
    second_language = models.CharField(max_length=2, choices=SECOND_LANGUAGES, blank=True)  # unless somebody chooses
    signatories = models.JSONField(default=list)  # [{"name", "role"}]
    least_meetings = models.PositiveSmallIntegerField(default=0)  # for a certificate
    least_hours = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(1000)])
    follows_up = models.BooleanField(default=False)
    follows_since = models.DateField(null=True)  # whose tandem ended before is not asked
    has_summary = models.BooleanField(default=False)  # a cohort that is over gets a summary on its public page

    def __str__(self) -> str:
        return f"closing of {self.programme}"


class Closing(Record):
    """That the two of a tandem were told that its end comes near; the row is there once."""

    tandem = models.OneToOneField(Tandem, on_delete=models.CASCADE, related_name="closing")
    reminded_on = models.DateField(default=timezone.localdate)

    def __str__(self) -> str:
        return f"closing of tandem {self.tandem_id}"


class TalkDate(Record):
    """A date for closing talks: of a group, or of one tandem alone.

    `taken` changes only by a conditional update, and the database refuses more than there are seats.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="closing_talks")
    tandem = models.ForeignKey(Tandem, on_delete=models.CASCADE, null=True, related_name="closing_talks")  # empty: a group
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(max_length=200)
    led_by = models.CharField(max_length=120, blank=True)
    seats = models.PositiveSmallIntegerField(default=8)
    taken = models.PositiveSmallIntegerField(default=0)
    is_cancelled = models.BooleanField(default=False)
    named_by = models.ForeignKey(Participation, on_delete=models.SET_NULL, null=True, related_name="+")  # not by the team
    is_agreed = models.BooleanField(default=True)  # False: named by one of the two, the team has not said yes

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(taken__lte=F("seats")), name="closing_no_more_than_seats"),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}, {self.place}"

    @property
    def ends_at(self) -> datetime:
        """When it is over, as planned."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def free(self) -> int:
        """How many seats are left."""
        return self.seats - self.taken

    @property
    def has_begun(self) -> bool:
        """Whether nobody can choose it any more, and who came can be noted."""
        return self.starts_at <= timezone.now()


class Seat(Record):
    """One person's place in a closing talk, for one tandem."""

    talk = models.ForeignKey(TalkDate, on_delete=models.CASCADE, related_name="taken_seats")
    tandem = models.ForeignKey(Tandem, on_delete=models.CASCADE, related_name="closing_seats")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="closing_seats")
    state = models.CharField(max_length=6, choices=SeatState.choices, default=SeatState.BOOKED)
    came = models.BooleanField(null=True)  # None: not noted yet

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tandem", "participation"],
                condition=Q(state=SeatState.BOOKED),
                name="closing_one_seat_each",
            ),
        ]

    def __str__(self) -> str:
        return f"seat {self.pk} in talk {self.talk_id}"


class Feedback(Sealed):
    """What somebody says to the team at the end, by name; the other of the two never sees it."""

    SEALED = ("liked", "wish")

    tandem = models.ForeignKey(Tandem, on_delete=models.CASCADE, related_name="feedback")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="feedback")
    liked = models.TextField(blank=True)  # sealed, opened for the team
    wish = models.TextField(blank=True)  # sealed, opened for the team: what should change

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["tandem", "participation"], name="closing_feedback_once"),
        ]

    def __str__(self) -> str:
        return f"feedback {self.pk} on tandem {self.tandem_id}"


def random_number() -> int:
    """Return a number for a sheet that says nothing about what came before it; SQLite sorts its rows by it, too."""
    return secrets.randbelow(2**62) + 1


class FeedbackSheet(models.Model):
    """The anonymous part: five taps and perhaps words; nothing here leads to a person."""

    id = models.BigAutoField(primary_key=True, default=random_number)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="feedback_sheets")
    group = models.CharField(max_length=6, choices=Group.choices)
    month = models.DateField()  # its first day
    answers = models.TextField()  # encrypted, all of one length: {statement: agreement, "words": text}

    def __str__(self) -> str:
        return "sheet of the feedback"


class ProgrammeChange(Record):
    """What a programme does differently because somebody wished it, as everybody may read it."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="changes")
    feedback = models.OneToOneField(Feedback, on_delete=models.SET_NULL, null=True, related_name="change")
    sentence = models.JSONField(default=dict)  # {language: text}
    made_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["-made_on", "-id"]

    def __str__(self) -> str:
        return in_language(self.sentence)


class Parting(Sealed):
    """What one of two people settles for the time afterwards; the other sees it."""

    SEALED = ("word", "remains")

    tandem = models.ForeignKey(Tandem, on_delete=models.CASCADE, related_name="partings")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="partings")
    contact = models.CharField(max_length=5, choices=Contact.choices, blank=True)
    word = models.TextField(blank=True)  # sealed, for both: about the contact, in own words
    remains = models.TextField(blank=True)  # sealed, for both: what remains
    goes_on = models.BooleanField(default=False)  # "we go on without the programme"; counts once both say so
    network_on = models.DateField(null=True)  # since when the person wants to be invited to meetings of former participants

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tandem", "participation"], name="closing_one_parting_each"),
        ]

    def __str__(self) -> str:
        return f"parting {self.pk} in tandem {self.tandem_id}"


class CertificateWish(Record):
    """How somebody would like the certificate: the name, the second language, what shall stand in it, what is wrong."""

    tandem = models.ForeignKey(Tandem, on_delete=models.CASCADE, related_name="certificate_wishes")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="certificate_wishes")
    is_wanted = models.BooleanField(default=True)
    printed_name = models.CharField(max_length=150)
    printed_own_script = models.CharField(max_length=150, blank=True)
    second_language = models.CharField(max_length=2, choices=SECOND_LANGUAGES, blank=True)
    with_hours = models.BooleanField(default=False)
    printed_topics = models.JSONField(default=list)  # keys of topics that shall be named
    correction = models.CharField(max_length=500, blank=True)  # what the team shall mend first

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tandem", "participation"], name="closing_one_certificate_wish"),
        ]

    def __str__(self) -> str:
        return f"wish {self.pk} for a certificate"


class CertificateDesign(models.Model):
    """The logos that certificates of one programme carried at a time; kept, so that an old certificate stays as it was."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    logos = models.JSONField(default=list)  # [{"name", "png" in base64}]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "digest"], name="closing_one_design"),
        ]


def new_code() -> str:
    """Return a code that nobody guesses (58 bits) and everybody can type: three groups of four."""
    drawn = [secrets.choice(LETTERS) for _ in range(12)]
    return "-".join("".join(drawn[place : place + 4]) for place in (0, 4, 8))


class Certificate(Record):
    """One entry of the register: what was issued stays as it was issued. It can be withdrawn, with a reason.

    When its person is deleted, name and content are emptied; the code still says that it is valid.
    """

    code = models.CharField(max_length=14, unique=True, default=new_code)
    tandem = models.ForeignKey(Tandem, on_delete=models.PROTECT, related_name="certificates")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="certificates")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="certificates")
    design = models.ForeignKey(CertificateDesign, on_delete=models.PROTECT, related_name="+")
    certified_name = models.CharField(max_length=150, blank=True)
    content = models.JSONField(default=dict)  # everything that is printed, apart from logos and code
    issued_on = models.DateField(default=timezone.localdate)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    withdrawn_on = models.DateField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tandem", "participation"],
                condition=Q(withdrawn_on__isnull=True),
                name="closing_one_valid_certificate",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; refuse to write over an entry. Withdrawing and erasing are updates of their own columns."""
        if self.pk is not None:
            raise TypeError("A certificate is never rewritten; withdraw it, and issue another.")
        super().save(*args, **kwargs)

    @property
    def is_valid(self) -> bool:
        """Whether it was not withdrawn."""
        return self.withdrawn_on is None

    @property
    def printed(self) -> Mapping[str, Any]:
        """What is printed; nothing once its person is deleted."""
        content: Mapping[str, Any] = self.content
        return content


class FollowUp(Record):
    """A question months after the end, and what somebody answered: three taps, by a mailed link."""

    tandem = models.ForeignKey(Tandem, on_delete=models.CASCADE, related_name="follow_ups")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="follow_ups")
    months = models.PositiveSmallIntegerField()  # after the end: one of MOMENTS
    asked_on = models.DateField(default=timezone.localdate)
    reminded_on = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=FollowUpState.choices, default=FollowUpState.ASKED)
    answered_on = models.DateField(null=True)
    doing = models.CharField(max_length=9, choices=Doing.choices, blank=True)
    helped = models.CharField(max_length=4, choices=Helped.choices, blank=True)
    may_ask_again = models.BooleanField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["participation", "months"], name="closing_asked_once"),
            models.CheckConstraint(
                condition=Q(doing="") | Q(state=FollowUpState.ANSWERED), name="closing_no_answer_without_state"
            ),
        ]
        indexes = [models.Index(fields=["state", "asked_on"], name="closing_followup_due")]

    def __str__(self) -> str:
        return f"question {self.pk} after {self.months} months: {self.state}"
