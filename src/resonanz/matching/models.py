"""Matching runs with their proposals, wishes and requests of participants, and spreadsheets matched in the browser."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from resonanz.core.models import Job, Record
from resonanz.matching.enums import (
    OPEN_REQUESTS,
    DeclineReason,
    Ended,
    EventState,
    MarkKind,
    Objective,
    PairMarkKind,
    ProposalState,
    RequestState,
    RunState,
)
from resonanz.programmes.models import Cohort, Participation
from resonanz.tandems.models import Tandem


class MatchingEvent(Record):
    """A meeting of everybody in a cohort, after which each says whom she or he would like to work with."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="matching_events")
    title = models.CharField(max_length=150)
    held_on = models.DateField()
    wishes_until = models.DateField()  # up to and including this day
    most_wishes = models.PositiveSmallIntegerField(default=3)
    state = models.CharField(max_length=7, choices=EventState.choices, default=EventState.PLANNED)
    guests = models.ManyToManyField(Participation, related_name="matching_events")  # who was there, and may be wished for

    class Meta:
        ordering = ["-held_on", "-id"]

    def __str__(self) -> str:
        return self.title


class WishList(Record):
    """That a guest has said whom she or he would like, be it nobody; may be changed until the wishes are closed."""

    event = models.ForeignKey(MatchingEvent, on_delete=models.CASCADE, related_name="wish_lists")
    by = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="wish_lists")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["event", "by"], name="matching_one_wish_list_per_guest")]


class Wish(Record):
    """Whom somebody would like to work with after a matching event; 1 is the dearest. The other never sees it."""

    event = models.ForeignKey(MatchingEvent, on_delete=models.CASCADE, related_name="wishes")
    by = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="wishes")
    other = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["by_id", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["event", "by", "other"], name="matching_a_person_wished_once"),
            models.UniqueConstraint(fields=["event", "by", "rank"], name="matching_one_wish_per_rank"),
            models.CheckConstraint(condition=~Q(by=F("other")), name="matching_nobody_wishes_for_oneself"),
        ]


class MatchingRun(Record):
    """One computed set of proposals for a cohort, kept with inputs, settings and versions so that it can be repeated."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="matching_runs")
    number = models.PositiveIntegerField()  # counts the runs of a cohort
    state = models.CharField(max_length=9, choices=RunState.choices, default=RunState.DRAFT)
    name = models.CharField(max_length=100, blank=True)
    note = models.TextField(blank=True)  # for the team
    objective = models.CharField(max_length=12, choices=Objective.choices, default=Objective.MOST_PAIRS)
    criteria = models.JSONField()  # as given to the engine, with the weights and musts of this run
    mentors = models.JSONField()  # the engine's rows; ids are those of the participations
    mentees = models.JSONField()
    left_out = models.JSONField(default=list)  # participations that the team did not want compared in this run
    pins = models.JSONField(default=list)  # [[mentor, mentee], …] as they were when it was computed
    forbids = models.JSONField(default=list)
    event = models.ForeignKey(MatchingEvent, on_delete=models.SET_NULL, null=True, related_name="runs")  # whose wishes count
    version = models.CharField(max_length=20)  # of the engine
    total = models.FloatField(default=0)
    is_optimal = models.BooleanField(default=False)
    seconds = models.FloatField(null=True)  # how long the engine took
    unplaced = models.JSONField(default=list)  # [{"participation", "why": phrase}], both groups
    problems = models.JSONField(default=list)  # phrases: why it could not be computed
    is_next = models.BooleanField(default=False)  # looks for the next best of those who are free again, not for everybody
    again = models.JSONField(default=dict)  # of such a run: "text" (what keeping costs) and "others", by mentee: whom else
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="children")
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")  # where it takes longer than a page
    insight = models.JSONField(default=dict)  # what takes long to find out: whom to recruit, how firm the plan is
    insight_job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    computed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    assigned_to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["cohort", "number"], name="matching_runs_are_numbered")]

    def __str__(self) -> str:
        return f"run {self.number} for {self.cohort}"


class PairMark(Record):
    """What the team says about a pair: keep it together, never make it, or a note. Holds for every run of the cohort."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="pair_marks")
    mentor = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    mentee = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=PairMarkKind.choices)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["mentor", "mentee"], name="matching_one_mark_per_pair")]


class Proposal(Record):
    """One suggested pair of a run, with its reasons."""

    run = models.ForeignKey(MatchingRun, on_delete=models.CASCADE, related_name="proposals")
    mentor = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    mentee = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    percent = models.FloatField()
    reasons = models.JSONField()  # [{"criterion": phrase, "points", "of", "text": phrase}]
    # In a reciprocal programme: the same the other way round, the second group giving.
    reasons_back = models.JSONField(default=list)
    is_pinned = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN)
    tandem = models.ForeignKey(Tandem, on_delete=models.SET_NULL, null=True, related_name="proposals")

    class Meta:
        ordering = ["-score", "mentee_id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "mentor", "mentee"], name="matching_a_pair_once_per_run"),
        ]


class Request(Record):
    """Somebody's own approach to a mentor, with a guided message that only the two can read (encrypted at rest)."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="requests")
    mentor = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="requests_received")
    mentee = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="requests_sent")
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.OPEN)
    slot = models.PositiveSmallIntegerField()  # 1 to the programme's limit: what keeps the number of open requests down
    expectations = models.TextField()  # encrypted, as are all texts of the two
    goals = models.TextField()
    career = models.TextField(blank=True)
    question = models.TextField(blank=True)  # asked back
    reply = models.TextField(blank=True)
    decline_reason = models.CharField(max_length=11, choices=DeclineReason.choices, blank=True)
    kind_word = models.TextField(blank=True)
    reasons = models.JSONField(default=list)  # what the two share, as a proposal has it
    turn_since = models.DateField(
        default=timezone.localdate
    )  # since when whoever's turn it is may act; the clock counts anew
    expires_on = models.DateField()  # the last day for that
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=7, choices=Ended.choices, blank=True)  # where nobody answered
    tandem = models.ForeignKey(Tandem, on_delete=models.SET_NULL, null=True, related_name="requests")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentor", "mentee"], condition=Q(state__in=OPEN_REQUESTS), name="matching_one_open_request_per_pair"
            ),
            models.UniqueConstraint(
                fields=["mentee", "slot"], condition=Q(state__in=OPEN_REQUESTS), name="matching_open_requests_have_slots"
            ),
            models.CheckConstraint(condition=Q(slot__gte=1), name="matching_slots_begin_with_one"),
            models.CheckConstraint(condition=~Q(mentor=F("mentee")), name="matching_nobody_asks_oneself"),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether an answer is still awaited."""
        return self.state in OPEN_REQUESTS

    @property
    def turn(self) -> Participation:
        """Whose turn it is, while the request is open."""
        return self.mentee if self.state == RequestState.ASKED_BACK else self.mentor

    @property
    def days_waiting(self) -> int:
        """For how many days whoever's turn it is has had it; 0 while the clock stands still in a pause."""
        return max((timezone.localdate() - self.turn_since).days, 0)

    def side_of(self, person: Any) -> str:
        """Return "mentor" (asked) or "mentee" (asking), or "" for somebody who is neither."""
        return {self.mentor.person_id: "mentor", self.mentee.person_id: "mentee"}.get(person.pk, "")

    def other(self, person: Any) -> Participation:
        """Return the participation of the other of the two."""
        return self.mentee if self.side_of(person) == "mentor" else self.mentor


class Mark(Record):
    """Whom somebody wants to remember, or not to be shown again; the other never learns of it."""

    viewer = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="marks")
    other = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=MarkKind.choices)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["viewer", "other"], name="matching_one_mark_per_person")]


class SheetMatch(Record):
    """Two spreadsheets that somebody brought, and what their columns mean; deleted after a day."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    mentors = models.JSONField()  # {"name", "columns", "rows", "lines"}
    mentees = models.JSONField()
    settings = models.JSONField(default=dict)  # as in a criteria file

    class Meta:
        ordering = ["-id"]
