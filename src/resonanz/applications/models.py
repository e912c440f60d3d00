"""Forms and conditions of a programme, and what people hand in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from resonanz.applications.enums import (
    ApplicationState,
    Audience,
    DecidedBy,
    LetterKind,
    Origin,
    QuestionKind,
    RuleKind,
    Verdict,
    Way,
)
from resonanz.core.models import Record
from resonanz.core.text import in_language
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Cohort, Organisation, Participation, Programme


class FormPage(models.Model):
    """One screen of the form of one group: a heading, a word of explanation, and its questions."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="form_pages")
    group = models.CharField(max_length=6, choices=Group.choices)
    key = models.SlugField(max_length=60)
    title = models.JSONField(default=dict)
    text = models.JSONField(default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "group", "key"], name="applications_page_key"),
        ]

    def __str__(self) -> str:
        return in_language(self.title)


class Question(models.Model):
    """One question of a form. Texts are `{language: template}` and may hold the wording's placeholders.

    `fills` names what of the person, profile or participation the answer fills once somebody takes part, so that nobody
    types anything twice ("profile.occupation", "person.first_name", "participation.topics" …); empty: nothing.
    """

    page = models.ForeignKey(FormPage, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=14, choices=QuestionKind.choices)
    label = models.JSONField(default=dict)
    help = models.JSONField(default=dict, blank=True)
    options = models.JSONField(default=list, blank=True)  # [{"key": "…", "label": {language: text}}]
    limits = models.JSONField(default=dict, blank=True)  # "least", "most", "most_length" … by kind
    is_required = models.BooleanField(default=False)
    completes_profile = models.BooleanField(default=False)  # without an answer the profile counts as incomplete
    fills = models.CharField(max_length=60, blank=True)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.STAFF)
    purpose = models.JSONField(default=dict, blank=True)  # why it is asked, in a sentence: stands in the notice
    is_special = models.BooleanField(default=False)  # a special category (Art. 9 GDPR): only with a separate consent
    is_archived = models.BooleanField(default=False)  # no longer asked, kept because there are answers to it
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["page", "key"], name="applications_question_key")]

    def __str__(self) -> str:
        return in_language(self.label)

    @property
    def consent_key(self) -> str:
        """The consent that this question asks for, or that its answer needs; "" where none."""
        named: str = self.limits.get("consent", "")
        return named or (self.key if self.kind == QuestionKind.CONSENT else "")


class EligibilityRule(models.Model):
    """One declared condition for one group. The settings depend on the kind; see `resonanz.applications.eligibility`."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="eligibility_rules")
    group = models.CharField(max_length=6, choices=Group.choices)
    key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=14, choices=RuleKind.choices)
    decided_by = models.CharField(max_length=10, choices=DecidedBy.choices, default=DecidedBy.RULE)
    question = models.SlugField(max_length=60, blank=True)  # the key of the question whose answer is looked at
    settings = models.JSONField(default=dict, blank=True)
    text = models.JSONField(default=dict)  # the condition in plain words
    unmet_text = models.JSONField(default=dict, blank=True)  # what to say, kindly and exactly, when it is not met
    help_text = models.JSONField(default=dict, blank=True)  # what could help whoever does not meet it yet
    is_archived = models.BooleanField(default=False)  # counts no more, kept because somebody was judged by it
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "group", "key"], name="applications_rule_key"),
        ]

    def __str__(self) -> str:
        return in_language(self.text)


class Application(Record):
    """What a person hands in to take part, and where it stands.

    `person` is there from the first step, found or made by the mail address; nothing of an account is shown or changed
    before the mailed link has been opened (`confirmed_at`). The secret in that link is derived from `nonce` and the
    installation's key, so that every letter can name the same link; `token_hash` is its SHA-256, to find it by.
    `version` grows with every decision: of two people deciding at once the second learns what happened.

    Whoever knows an address can start a draft for it, and learns nothing by that: so a person may have several drafts,
    and only the mailed link (or a login) lets one of them be handed in.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="applications")
    group = models.CharField(max_length=6, choices=Group.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="applications")
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=ApplicationState.choices, default=ApplicationState.DRAFT)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.FORM)
    nonce = models.CharField(max_length=64)
    token_hash = models.CharField(max_length=64, unique=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    terms_accepted_at = models.DateTimeField(null=True, blank=True)  # expectations, tasks and limits read and accepted
    terms = models.JSONField(default=list, blank=True)  # which texts these were, in the applicant's language
    page = models.SlugField(max_length=60, blank=True)  # where the applicant stopped
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="assigned_applications"
    )
    captured_by = models.ForeignKey(  # who filled it in on the person's behalf
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="captured_applications"
    )
    organisation = models.ForeignKey(  # the company that announced the person
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="applications"
    )
    participation = models.OneToOneField(
        Participation, on_delete=models.SET_NULL, null=True, blank=True, related_name="application"
    )
    announcement = models.ForeignKey(
        "Announcement", on_delete=models.SET_NULL, null=True, blank=True, related_name="applications"
    )
    changes_asked_at = models.DateTimeField(null=True, blank=True)  # the team asked for a change; open while set
    reminded_at = models.DateTimeField(null=True, blank=True)  # of a draft that was left lying
    waitlist_position = models.PositiveIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-id"]
        constraints = [
            # One application per person and cohort; drafts, declined and withdrawn ones do not bar another.
            models.UniqueConstraint(
                fields=["cohort", "person"],
                condition=~Q(state__in=[ApplicationState.DRAFT, ApplicationState.DECLINED, ApplicationState.WITHDRAWN]),
                name="applications_one_open_per_cohort",
            ),
            models.UniqueConstraint(
                fields=["cohort", "group", "waitlist_position"],
                condition=Q(waitlist_position__isnull=False),
                name="applications_one_place_on_the_list",
            ),
        ]
        indexes = [models.Index(fields=["cohort", "state"], name="applications_cohort_state")]

    def __str__(self) -> str:
        return f"{self.person} → {self.cohort}"


class Announcement(Record):
    """What a company announces: people of its own who would like to be mentors. Its link shows their names and states."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="announcements")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="announcements")
    contact_name = models.CharField(max_length=150)
    contact_email = models.EmailField()
    language = models.CharField(max_length=10)
    token_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.organisation)


class Answer(Record):
    """The answer to one question, found by the question's key, so that it outlives a changed form."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    key = models.SlugField(max_length=60)
    # By kind: text; option key; list of keys; ISO date; number; "de:B1;ar:native"; {"code": "2221", "title": "…"} for an
    # occupation; "AT-9020", or "ID Bandung" where postcodes are not known, for a place; "mon-evening;sat-morning";
    # {"text": id, "at": ISO time} for a consent; {"received": ISO date} for a file.
    value = models.JSONField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["application", "key"], name="applications_one_answer")]


class Proof(Record):
    """A file that somebody on the staff looks at once; the row and its bytes go as soon as it is attested."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="proofs")
    key = models.SlugField(max_length=60)  # of the question
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=60)
    content = models.BinaryField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["application", "key"], name="applications_one_proof")]


class Attestation(Record):
    """What was found about one condition: "checked by … on …". The proof itself is not kept."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="attestations")
    key = models.SlugField(max_length=60)  # of the rule
    verdict = models.CharField(max_length=5, choices=Verdict.choices)
    decided_by = models.CharField(max_length=10, choices=DecidedBy.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    seen = models.CharField(max_length=120, blank=True)  # what kind of document was seen, never its content

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["application", "key"], name="applications_one_attestation")]


class Step(Record):
    """One change of an application's state: the history that staff and applicant can read."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="history")
    before = models.CharField(max_length=10, choices=ApplicationState.choices, blank=True)
    after = models.CharField(max_length=10, choices=ApplicationState.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reasons = models.JSONField(default=list, blank=True)  # codes: keys of rules, or "places", "withdrawn" …

    class Meta:
        ordering = ["id"]


class ReviewNote(Record):
    """A note of the team about an application; the applicant gets it with an export of the own data."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(max_length=4000)

    class Meta:
        ordering = ["id"]


class Interview(Record):
    """A talk with an applicant: when, where, with whom."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="interviews")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=30)
    way = models.CharField(max_length=9, choices=Way.choices, default=Way.IN_PERSON)
    place = models.CharField(max_length=200)  # an address, a telephone number, or a link to a video call
    is_cancelled = models.BooleanField(default=False)
    revision = models.PositiveSmallIntegerField(default=0)  # of the calendar entry: grows when the talk moves

    class Meta:
        ordering = ["starts_at", "id"]


class SavedFilter(Record):
    """A filter of the list of applications that somebody on the staff keeps under a name."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="saved_filters")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=80)
    query = models.JSONField(default=dict)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "person", "name"], name="applications_filter_name"),
        ]


class LetterText(Record):
    """A programme's own wording of a letter of the review, in one language; without one the product's text is used.

    A template: `{first_name}` and the other values of `mails.review.VALUES`, and the wording's nouns. `group` is empty
    where the text is for everybody.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="letter_texts")
    kind = models.CharField(max_length=14, choices=LetterKind.choices)
    group = models.CharField(max_length=6, choices=Group.choices, blank=True)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=150)
    text = models.TextField(max_length=4000)

    class Meta:
        ordering = ["kind", "group", "language"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind", "group", "language"], name="applications_one_letter_text"),
        ]


class RecordPolicy(Record):
    """That a programme asks people of one group for a certificate of their criminal record, and on which legal ground.

    There is no such row unless a coordinator switched it on; without a legal ground nobody may ask.
    """

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="record_policy")
    group = models.CharField(max_length=6, choices=Group.choices, default=Group.FIRST)
    legal_ground = models.TextField(max_length=1000)
    certificate = models.CharField(max_length=150)  # its official name, which stands in the letter to the authority
    months_old = models.PositiveSmallIntegerField(default=3)  # how old it may be when it is looked at
    years_valid = models.PositiveSmallIntegerField(default=5)
    days_kept = models.PositiveSmallIntegerField(default=90)  # after the activity has ended

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(legal_ground=""), name="applications_record_needs_legal_ground"),
        ]


class RecordCheck(Record):
    """That somebody looked at a certificate: its date, whether it is clear, who looked and when. Nothing else is kept."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="record_check")
    issued_on = models.DateField()
    is_clear = models.BooleanField()  # no relevant entry
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    on = models.DateField()
