"""What a programme is, as data: every difference between programmes is a row or a column here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language

from resonanz.core.models import Job, Record
from resonanz.core.text import in_language, in_which_language
from resonanz.programmes.enums import (
    RETENTION,
    AnswerOrder,
    CohortState,
    Direction,
    GenderStyle,
    Group,
    ImportMode,
    ImportState,
    MatchingMode,
    NextBest,
    OrganisationRole,
    PassageKind,
    ProgrammeState,
    Rhythm,
    RowChoice,
    RowState,
    Side,
    StaffRole,
)
from resonanz.wording import Wording

GROUP_NOUNS: dict[str, str] = {Group.FIRST: "{Mentors}", Group.SECOND: "{Mentees}"}


class Organisation(Record):
    """A carrier, funder, cooperation partner, advisory body or company."""

    name = models.CharField(max_length=200, unique=True)
    url = models.URLField(blank=True)
    is_verified = models.BooleanField(default=True)  # False: a stranger named it, and nobody of the team has looked yet

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Programme(Record):
    """A lasting offer with its own rules, wording, languages and criteria.

    Texts are `{language: text}`; they may hold the wording's placeholders and are shown through `say`.
    """

    slug = models.SlugField(max_length=60, unique=True)
    name = models.JSONField(default=dict)  # the brand: never rewritten
    short_name = models.JSONField(default=dict)
    sentence = models.JSONField(default=dict)
    about = models.JSONField(default=dict)
    place = models.JSONField(default=dict)
    country = models.CharField(max_length=2, blank=True)
    is_online = models.BooleanField(default=False)
    is_pilot = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=ProgrammeState.choices, default=ProgrammeState.DRAFT, db_index=True)
    languages = models.JSONField(default=list)
    direction = models.CharField(max_length=12, choices=Direction.choices, default=Direction.MENTORING)
    matching_mode = models.CharField(max_length=14, choices=MatchingMode.choices, default=MatchingMode.COORDINATORS)
    rhythm = models.CharField(max_length=12, choices=Rhythm.choices, default=Rhythm.COHORTS)
    months_from = models.PositiveSmallIntegerField(null=True, blank=True)
    months_to = models.PositiveSmallIntegerField(null=True, blank=True)
    duration_agreed = models.BooleanField(default=False)  # the pair settles it; the months are then a recommendation
    hours_from = models.PositiveSmallIntegerField(null=True, blank=True)
    hours_to = models.PositiveSmallIntegerField(null=True, blank=True)
    needs_complete_profile = models.BooleanField(default=False)  # without one, nobody is suggested
    answer_order = models.CharField(max_length=12, choices=AnswerOrder.choices, default=AnswerOrder.BOTH)
    candidates = models.PositiveSmallIntegerField(default=1)  # among how many the side that is asked first may choose
    answer_days = models.PositiveSmallIntegerField(default=7)  # for each side, from the day it was asked
    reminder_days = models.PositiveSmallIntegerField(default=3)  # after so many days without an answer
    next_best = models.CharField(max_length=9, choices=NextBest.choices, default=NextBest.CONFIRM)
    open_requests = models.PositiveSmallIntegerField(default=3)  # how many a participant may have at once
    request_days = models.PositiveSmallIntegerField(default=14)  # then a request without an answer expires
    unmatched_days = models.PositiveSmallIntegerField(default=45)  # who waits longer stands on the team's first page
    usual_places = models.PositiveSmallIntegerField(default=1)
    accent = models.CharField(max_length=7, default="#1f5f5b", validators=[RegexValidator(r"^#[0-9a-f]{6}\Z")])
    gender_style = models.CharField(max_length=8, choices=GenderStyle.choices, default=GenderStyle.STAR)
    nouns = models.JSONField(default=dict)  # the programme's own words, in the wording's noun format
    group_names = models.JSONField(default=dict)  # "first" / "second" → {language: name}
    is_informal = models.JSONField(default=dict)  # "mentor" / "mentee" → True where the programme says "du"
    criteria = models.JSONField(default=dict)  # the engine's criteria, as in a criteria file
    # What is asked before somebody is approved: key, group ("" for both), title {language: text}, is_required, and for the
    # certificate of criminal record the legal ground.
    steps = models.JSONField(default=list)
    retention = models.JSONField(default=dict)  # DataClass → months, where they differ from the usual ones
    legal = models.JSONField(default=dict)  # "controllers": name, address, duties {language: text}; "contact": one address

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(months_from__isnull=True) | Q(months_to__gte=F("months_from")),
                name="programmes_months_in_order",
            ),
            models.CheckConstraint(
                condition=Q(hours_from__isnull=True) | Q(hours_to__gte=F("hours_from")),
                name="programmes_hours_in_order",
            ),
            models.CheckConstraint(condition=Q(candidates__range=(1, 3)), name="programmes_one_to_three_candidates"),
            models.CheckConstraint(
                condition=Q(candidates=1) | ~Q(answer_order=AnswerOrder.BOTH), name="programmes_a_choice_needs_an_order"
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.name)

    @property
    def is_published(self) -> bool:
        """Whether everybody may see the programme."""
        return self.state == ProgrammeState.PUBLISHED

    @property
    def is_archived(self) -> bool:
        """Whether the programme can only be read, by its staff."""
        return self.state == ProgrammeState.ARCHIVED

    @property
    def wording(self) -> Wording:
        """How this programme speaks about people."""
        return Wording(self.gender_style, self.nouns)

    @property
    def is_reciprocal(self) -> bool:
        """Whether both sides are mentor and mentee."""
        return self.direction == Direction.RECIPROCAL

    @property
    def scope(self) -> str:
        """The name under which acts of this programme stand in the log."""
        return f"programme:{self.pk}"

    def group_name(self, group: str) -> str:
        """Return what the people of `group` are called, in the reader's language and the programme's forms."""
        return self.speak(self.group_names.get(group) or dict.fromkeys(self.languages, GROUP_NOUNS[group]))

    def months_kept(self, data: str) -> int:
        """Return for how many months data of a class (a value of DataClass) is kept."""
        return int(self.retention.get(data, RETENTION[data]))

    def speak(self, texts: Mapping[str, str]) -> str:
        """Return `{language: template}` in the reader's language, with the programme's own words and forms."""
        language, source = in_which_language(texts)
        return self.wording.render(source, language or "de")

    def side_of(self, group: str) -> Side:
        """Return on which side the people of `group` take part."""
        if self.is_reciprocal:
            return Side.PEER
        return Side.MENTOR if group == Group.FIRST else Side.MENTEE


class Partnership(models.Model):
    """What an organisation is to a programme."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="partnerships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    role = models.CharField(max_length=12, choices=OrganisationRole.choices)
    url = models.URLField(blank=True)  # where this programme links to; empty: where the organisation says
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "organisation", "role"], name="programmes_one_partnership_per_role"
            ),
        ]

    @property
    def link(self) -> str:
        """Where the organisation's name leads; empty where nowhere."""
        return self.url or self.organisation.url


class Logo(models.Model):
    """An organisation's mark as this programme shows it: a small PNG that we have drawn anew from what was uploaded."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="logos")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="logos")
    content = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "organisation"], name="programmes_one_logo_per_organisation"),
        ]


class Topic(models.Model):
    """One content of the programme's catalogue."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="topics")
    key = models.SlugField(max_length=60)
    title = models.JSONField(default=dict)
    text = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["programme", "key"], name="programmes_topic_key")]

    def __str__(self) -> str:
        return in_language(self.title)


class Passage(models.Model):
    """One point of the public page: a task, a limit, a condition, a benefit, a step, a question or a voice."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="passages")
    kind = models.CharField(max_length=10, choices=PassageKind.choices)
    group = models.CharField(max_length=6, choices=Group.choices, blank=True)  # whom it concerns; empty: all
    text = models.JSONField(default=dict)
    more = models.JSONField(default=dict)  # the answer to a question; who says it, for a voice
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["kind", "position", "id"]


class ContactPerson(models.Model):
    """Whom to ask: shown by name on the public page."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=150)
    role = models.JSONField(default=dict)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Cohort(Record):
    """One run of a programme; a rolling programme has one that stays open; the start may still be unknown."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="cohorts")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    name = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=CohortState.choices, default=CohortState.ANNOUNCED)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    applications_until = models.DateField(null=True, blank=True)
    first_places = models.PositiveSmallIntegerField(null=True, blank=True)  # how many people of each group are looked for:
    second_places = models.PositiveSmallIntegerField(null=True, blank=True)  # a hint, not a limit
    summary = models.JSONField(default=dict)  # what came of it, in the languages of the programme

    class Meta:
        ordering = ["-number", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="programmes_cohort_number"),
            models.UniqueConstraint(
                fields=["programme"], condition=Q(number__isnull=True), name="programmes_one_cohort_without_number"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="programmes_cohort_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        name = self.programme.speak(self.name) if self.name else str(self.number or "")
        return f"{in_language(self.programme.short_name)}, {name}" if name else str(self.programme)


class Interest(Record):
    """An address that waits for the date of a programme's next cohort; deleted once it has been told."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="interest")
    email = models.EmailField()
    group = models.CharField(max_length=6, choices=Group.choices)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    confirmed_at = models.DateTimeField(null=True)  # by the mailed link; before that nobody counts it

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["programme", "email"], name="programmes_one_interest_per_address")]


class Invitation(Record):
    """A colleague who has been asked to work for a programme and has not answered yet."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=12, choices=StaffRole.choices)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["programme", "email"], name="programmes_one_invitation")]


class Staff(models.Model):
    """Who works for a programme, in which role."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="staff")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="staff_roles")
    role = models.CharField(max_length=12, choices=StaffRole.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "person", "role"], name="programmes_one_staff_role")]


class Participation(Record):
    """A person in a cohort, on one side, with so many places for tandems.

    `taken` counts the places in use. It changes only by a conditional update (`take_place`), and the database refuses
    a count above `capacity`, so that of two acts at the same moment one wins and one is told.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="participations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="participations")
    side = models.CharField(max_length=6, choices=Side.choices)
    group = models.CharField(max_length=6, choices=Group.choices)
    capacity = models.PositiveSmallIntegerField(default=1)
    taken = models.PositiveSmallIntegerField(default=0)
    topics = models.JSONField(default=list)  # topic keys: offered by the first group, wished by the second
    topics_back = models.JSONField(default=list)  # where both give and take: wished by the first, offered by the second
    is_active = models.BooleanField(default=True)
    waiting_since = models.DateField(default=timezone.localdate)  # set anew when a place becomes free
    left_on = models.DateField(
        null=True
    )  # when the person left the programme; empty also for who was asked and has not come
    waiting_told_on = models.DateField(null=True)  # when we last wrote to the person that nobody has forgotten her or him

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person"], name="programmes_once_per_cohort"),
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="programmes_never_more_than_capacity"),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.cohort}"

    @property
    def role_name(self) -> str:
        """What this person is in the programme, in the reader's language and in the form that the person chose."""
        programme = self.cohort.programme
        if programme.is_reciprocal:
            return programme.group_name(self.group)
        noun = "{Mentor}" if self.group == Group.FIRST else "{Mentee}"
        language = (get_language() or "de").split("-")[0]
        form = self.person.form_of_address or None
        return programme.wording.render(noun, language if language == "de" else "en", person_form=form)

    @property
    def free_places(self) -> int:
        """How many more tandems the person could enter."""
        return self.capacity - self.taken


class ImportBatch(Record):
    """A spreadsheet of people on its way into a cohort: what its columns mean, where it comes from, what became of it."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(max_length=200)
    source = models.CharField(max_length=200)  # where the data come from (Art. 14 GDPR), in the words of the team
    group = models.CharField(max_length=6, choices=Group.choices, blank=True)  # empty: a column says which
    columns = models.JSONField()  # the names of the columns, in the order of the sheet
    mapping = models.JSONField(default=dict)  # column → PersonField; a column that is not here is left out
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED)
    mode = models.CharField(max_length=4, choices=ImportMode.choices, default=ImportMode.ALL)
    tells = models.BooleanField(default=False)  # whether each person gets a letter
    note = models.JSONField(default=dict, blank=True)  # a phrase: why the last attempt came to nothing
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    ran_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    UNDO_WITHIN = timedelta(days=1)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def undo_until(self) -> datetime | None:
        """Until when the whole import can be taken back."""
        return self.ran_at + self.UNDO_WITHIN if self.ran_at else None


class ImportRow(models.Model):
    """One row of a spreadsheet: its cells, what they mean, what is wrong, whom it may repeat, and what became of it."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()  # as the spreadsheet numbers it
    cells = models.JSONField()  # texts in the order of the batch's columns
    values = models.JSONField(default=dict)  # what is written: {"person", "profile", "participation"} → columns
    problems = models.JSONField(default=list)  # [{"column", "text": phrase}]
    twins = models.JSONField(default=list)  # [{"kind": mail, name or similar, "person" or "line", "name", "year"}]
    is_wrong = models.BooleanField(default=False)
    is_twin = models.BooleanField(default=False)
    choice = models.CharField(max_length=4, choices=RowChoice.choices, blank=True)
    same_as = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=6, choices=RowState.choices, default=RowState.OPEN)
    why = models.JSONField(default=dict, blank=True)  # a phrase: why it was left out, or could not be taken back
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    is_new_person = models.BooleanField(default=False)
    participation = models.ForeignKey(Participation, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="programmes_a_line_once")]

    def __str__(self) -> str:
        return f"row {self.line} of {self.batch_id}"
