"""Choices and states of forms, eligibility and review."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class QuestionKind(models.TextChoices):
    """What is asked for, and so how it is typed, checked and shown."""

    SHORT_TEXT = "short_text", _("short text")
    LONG_TEXT = "long_text", _("long text")
    CHOICE = "choice", _("one choice")
    CHOICES = "choices", _("several choices")
    DATE = "date", _("date")
    NUMBER = "number", _("number")
    LANGUAGES = "languages", _("languages with level")
    OCCUPATION = "occupation", _("occupation")
    PLACE = "place", _("place")
    AVAILABILITY = "availability", _("free times")
    CONSENT = "consent", _("consent")
    FILE = "file", _("file that is checked and deleted")


class Audience(models.TextChoices):
    """Who sees an answer; shown beside the question."""

    STAFF = "staff", _("the programme's team")
    SUGGESTED = "suggested", _("the team, and people to whom you are suggested")
    PARTNER = "partner", _("the team, and the person with whom you form a tandem")


class Fills(models.TextChoices):
    """What of the person, the profile or the participation an answer fills."""

    FIRST_NAME = "person.first_name", _("first name")
    LAST_NAME = "person.last_name", _("last name")
    NAME_OWN_SCRIPT = "person.name_own_script", _("name in the own script")
    FORM_OF_ADDRESS = "person.form_of_address", _("form of address")
    OCCUPATION = "profile.occupation", _("occupation")
    LANGUAGES = "profile.languages", _("languages with level")
    PLACE = "profile.place", _("place")
    AVAILABILITY = "profile.availability", _("free times")
    INTERESTS = "profile.interests", _("interests")
    EMPLOYER = "profile.employer", _("company or institution")
    FIELD = "profile.field", _("field of work")
    ABOUT = "profile.about", _("one sentence about oneself")
    TOPICS = "participation.topics", _("topics wished for or offered")
    TOPICS_BACK = "participation.topics_back", _("the same the other way round, where both give and take")
    CAPACITY = "participation.capacity", _("places for tandems")


# The kinds whose answers each can take; a form that says otherwise is refused.
KINDS_THAT_FILL: dict[str, set[str]] = {
    **{name: {QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT} for name in Fills.values},
    Fills.FORM_OF_ADDRESS: {QuestionKind.CHOICE},
    Fills.OCCUPATION: {QuestionKind.OCCUPATION},
    Fills.LANGUAGES: {QuestionKind.LANGUAGES},
    Fills.PLACE: {QuestionKind.PLACE},
    Fills.AVAILABILITY: {QuestionKind.AVAILABILITY},
    Fills.TOPICS: {QuestionKind.CHOICES},
    Fills.TOPICS_BACK: {QuestionKind.CHOICES},
    Fills.CAPACITY: {QuestionKind.NUMBER},
}


class ApplicationState(models.TextChoices):
    """Where an application stands."""

    DRAFT = "draft", _("being filled in")
    SUBMITTED = "submitted", _("handed in")
    IN_REVIEW = "in_review", _("being looked at")
    INTERVIEW = "interview", _("talk")
    ACCEPTED = "accepted", _("accepted")
    WAITLISTED = "waitlisted", _("on the waiting list")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Origin(models.TextChoices):
    """How an application came in."""

    FORM = "form", _("filled in online")
    PHONE = "phone", _("taken down on the phone")
    MAIL = "mail", _("came by mail")
    COMPANY = "company", _("announced by a company")
    IMPORT = "import", _("read from a spreadsheet")


class RuleKind(models.TextChoices):
    """What a condition looks at."""

    EDUCATION = "education", _("education at least")
    LANGUAGE = "language", _("level of a language at least")
    REGION = "region", _("lives or works in the region")
    AGE = "age", _("age")
    ANSWER = "answer", _("one of certain answers")
    ATTESTATION = "attestation", _("confirmed by the team")
    TARGET_GROUP = "target_group", _("belongs to the target group, asked with separate consent")


class DecidedBy(models.TextChoices):
    """Who finds out whether a condition is met."""

    RULE = "rule", _("by rule, from the answers")
    STAFF = "staff", _("by the team, on seeing a proof")
    INTERVIEW = "interview", _("in a talk")


class Verdict(models.TextChoices):
    """What was found about one condition of one application."""

    MET = "met", _("met")
    UNMET = "unmet", _("not met")
    OPEN = "open", _("still open")


class Education(models.TextChoices):
    """Levels of completed education, lowest first; the order counts (after ISCED 2011, as far as it is needed)."""

    NONE = "none", _("no school-leaving certificate")
    COMPULSORY = "compulsory", _("compulsory school")
    APPRENTICESHIP = "apprenticeship", _("completed apprenticeship or vocational training")
    SECONDARY = "secondary", _("school-leaving exam that opens the way to university")
    BACHELOR = "bachelor", _("bachelor's degree or similar")
    MASTER = "master", _("master's degree, diploma or similar")
    DOCTORATE = "doctorate", _("doctorate")


class Move(models.TextChoices):
    """What the team can do with an application."""

    TAKE_UP = "take_up", _("take up")
    ASK = "ask", _("ask back")
    TALK = "talk", _("invite to a talk")
    ACCEPT = "accept", _("accept")
    WAITLIST = "waitlist", _("put on the waiting list")
    DECLINE = "decline", _("decline")
    WITHDRAW = "withdraw", _("record a withdrawal")
    REOPEN = "reopen", _("open again")


# The whole state machine of the review: from which states a move is allowed, and where it leads.
_STATE = ApplicationState
MOVES: dict[str, tuple[tuple[str, ...], str]] = {
    Move.TAKE_UP: ((_STATE.SUBMITTED, _STATE.WAITLISTED), _STATE.IN_REVIEW),
    Move.ASK: ((_STATE.SUBMITTED, _STATE.IN_REVIEW, _STATE.INTERVIEW), _STATE.IN_REVIEW),
    Move.TALK: ((_STATE.SUBMITTED, _STATE.IN_REVIEW, _STATE.INTERVIEW, _STATE.WAITLISTED), _STATE.INTERVIEW),
    Move.ACCEPT: ((_STATE.SUBMITTED, _STATE.IN_REVIEW, _STATE.INTERVIEW, _STATE.WAITLISTED), _STATE.ACCEPTED),
    Move.WAITLIST: ((_STATE.SUBMITTED, _STATE.IN_REVIEW, _STATE.INTERVIEW), _STATE.WAITLISTED),
    Move.DECLINE: ((_STATE.SUBMITTED, _STATE.IN_REVIEW, _STATE.INTERVIEW, _STATE.WAITLISTED), _STATE.DECLINED),
    Move.WITHDRAW: ((_STATE.SUBMITTED, _STATE.IN_REVIEW, _STATE.INTERVIEW, _STATE.WAITLISTED), _STATE.WITHDRAWN),
    Move.REOPEN: ((_STATE.DECLINED,), _STATE.IN_REVIEW),
}


class NextStep(models.TextChoices):
    """What an application waits for: first what somebody of the team does, then what somebody else does."""

    READ = "read", _("read and take up")
    ATTEST = "attest", _("check proofs")
    RECORD = "record", _("record what the talk showed")
    DECIDE = "decide", _("decide")
    TALK = "talk", _("talk")
    CHANGES = "changes", _("waits for the person’s changes")
    CONFIRMATION = "confirmation", _("waits for the person’s own confirmation")


OTHERS_TURN = (NextStep.TALK, NextStep.CHANGES, NextStep.CONFIRMATION)
LETTER_MOVES = (Move.ACCEPT, Move.WAITLIST, Move.DECLINE, Move.ASK)  # a letter goes with them, and staff see it before
DECIDED = (_STATE.ACCEPTED, _STATE.DECLINED, _STATE.WITHDRAWN)  # nothing is waited for any more
WAITING = (_STATE.SUBMITTED, _STATE.IN_REVIEW, _STATE.INTERVIEW)  # somebody has to decide


class LetterKind(models.TextChoices):
    """Letters of the review. A programme may write its own text for each, in each language."""

    ACCEPTED = "accepted", _("You are in")
    WAITLISTED = "waitlisted", _("Waiting list")
    ASKED = "asked", _("A question to you")
    CONDITION = "condition", _("A condition is not met")
    NO_MENTOR = "no_mentor", _("Nobody suitable was found")
    NO_PLACE = "no_place", _("There is no place left")
    OTHER_OFFER = "other_offer", _("Another offer fits better")
    TALK = "talk", _("Invitation to a talk")
    TALK_MOVED = "talk_moved", _("The talk is moved")
    TALK_CANCELLED = "talk_cancelled", _("The talk is cancelled")


DECLINE_KINDS = (LetterKind.CONDITION, LetterKind.NO_MENTOR, LetterKind.NO_PLACE, LetterKind.OTHER_OFFER)
LETTER_OF = {Move.ACCEPT: LetterKind.ACCEPTED, Move.WAITLIST: LetterKind.WAITLISTED, Move.ASK: LetterKind.ASKED}


class Way(models.TextChoices):
    """How a talk is held."""

    IN_PERSON = "in_person", _("in person")
    PHONE = "phone", _("by telephone")
    VIDEO = "video", _("by video")
