"""The choices in which programmes differ."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProgrammeState(models.TextChoices):
    """Who may see a programme."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")


class Direction(models.TextChoices):
    """Who learns from whom."""

    MENTORING = "mentoring", _("a mentor accompanies a mentee")
    RECIPROCAL = "reciprocal", _("both are mentor and mentee")


class MatchingMode(models.TextChoices):
    """Who finds the pairs; both sides decide in every mode."""

    COORDINATORS = "coordinators", _("the team proposes")
    PARTICIPANTS = "participants", _("participants choose")


class AnswerOrder(models.TextChoices):
    """Who is asked first about a suggestion; the other side is asked after a yes."""

    BOTH = "both", _("both at once")
    MENTEE_FIRST = "mentee_first", _("first those who look for somebody")
    MENTOR_FIRST = "mentor_first", _("first those who give their time")


class NextBest(models.TextChoices):
    """What happens after a no, or where nobody answered in time."""

    CONFIRM = "confirm", _("the team looks at the next best suggestion and confirms it")
    AUTOMATIC = "automatic", _("the next best suggestion goes out by itself")


class Rhythm(models.TextChoices):
    """How a programme runs over the years."""

    COHORTS = "cohorts", _("in cohorts")
    ROLLING = "rolling", _("starts at any time")
    ALWAYS_OPEN = "always_open", _("always open")


class GenderStyle(models.TextChoices):
    """How the programme writes about people of every gender in German."""

    STAR = "star", _("star")
    COLON = "colon", _("colon")
    PAIR = "pair", _("pair form")
    BINNEN_I = "binnen_i", _("capital I")
    SLASH = "slash", _("slash")
    NEUTRAL = "neutral", _("neutral words")


class Side(models.TextChoices):
    """On which side a person takes part."""

    MENTOR = "mentor", _("mentor")
    MENTEE = "mentee", _("mentee")
    PEER = "peer", _("both")


class Group(models.TextChoices):
    """The two groups between which a programme matches; which words they go by is the programme's wording."""

    FIRST = "first", _("first group")
    SECOND = "second", _("second group")


class OrganisationRole(models.TextChoices):
    """What an organisation is to a programme."""

    CARRIER = "carrier", _("Carried by")
    FUNDER = "funder", _("Funded by")
    COOPERATION = "cooperation", _("In cooperation with")
    HOST = "host", _("Hosted by")
    ADVISORY = "advisory", _("Advisory board")
    COMPANY = "company", _("Companies")


class CohortState(models.TextChoices):
    """Where a cohort stands."""

    ANNOUNCED = "announced", _("announced")
    OPEN = "open", _("open for applications")
    MATCHING = "matching", _("matching")
    RUNNING = "running", _("running")
    FINISHED = "finished", _("finished")


class StaffRole(models.TextChoices):
    """What somebody may do for a programme."""

    COORDINATOR = "coordinator", _("Coordination")
    REVIEWER = "reviewer", _("Review of applications")


class ApprovalStep(models.TextChoices):
    """What a programme may ask for before it approves somebody; a programme may add steps of its own."""

    TALK = "talk", _("A personal talk")
    REFERENCE = "reference", _("A reference")
    TRAINING = "training", _("A training for the role")
    UNDERTAKING = "undertaking", _("A confidentiality undertaking")
    CRIMINAL_RECORD = "criminal_record", _("A look at the certificate of criminal record")


class DataClass(models.TextChoices):
    """What is kept for so many months and then deleted."""

    REJECTED_APPLICATIONS = "rejected_applications", _("Applications that were rejected or withdrawn")
    MESSAGES = "messages", _("Messages and diary, after the end of a tandem")
    TANDEMS = "tandems", _("Facts of tandems: who, when, hours, outcomes, certificates")
    LOGS = "logs", _("The log of who did what")
    INTEREST = "interest", _("Addresses of people who wait for a date")
    SURVEYS = "surveys", _("Answers to the funder's questionnaire, without a name")


# Months, unless a programme says otherwise. No law names them for mentoring; they are what practice can defend.
RETENTION: dict[str, int] = {
    DataClass.REJECTED_APPLICATIONS: 6,
    DataClass.MESSAGES: 3,
    DataClass.TANDEMS: 36,
    DataClass.LOGS: 12,
    DataClass.INTEREST: 12,
    DataClass.SURVEYS: 120,  # funders look at evidence until years after the last payment
}


class PassageKind(models.TextChoices):
    """What a passage on the public page is about."""

    TASK = "task", _("What a mentor does")
    LIMIT = "limit", _("What a mentor does not do")
    CONDITION = "condition", _("Conditions")
    BENEFIT = "benefit", _("What it brings")
    STEP = "step", _("How it goes")
    QUESTION = "question", _("Questions")
    VOICE = "voice", _("Voices")


class ImportState(models.TextChoices):
    """Where a spreadsheet of people stands on its way in, and perhaps out again."""

    UPLOADED = "uploaded", _("columns to be confirmed")
    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("ready to be read in")
    RUNNING = "running", _("being read in")
    DONE = "done", _("read in")
    UNDOING = "undoing", _("being taken back")
    UNDONE = "undone", _("taken back")


class ImportMode(models.TextChoices):
    """What happens to the good rows when others have mistakes."""

    ALL = "all", _("all or nothing: only when every row can be read in")
    EACH = "each", _("row by row: good rows are read in, the others are left out and listed")


class RowState(models.TextChoices):
    """What became of one row."""

    OPEN = "open", _("not read in yet")
    MADE = "made", _("read in")
    LEFT = "left", _("left out")
    UNDONE = "undone", _("taken back")
    KEPT = "kept", _("could not be taken back")


class RowChoice(models.TextChoices):
    """What is to happen with one row; empty: nobody has decided yet."""

    NEW = "new", _("a new person")
    SAME = "same", _("the same person")
    OUT = "out", _("leave out")


class PersonField(models.TextChoices):
    """What a column of a list of people can mean; also the columns of an export."""

    GROUP = "group", _("Takes part as")
    FULL_NAME = "full_name", _("Name (first and last)")
    FIRST_NAME = "first_name", _("First name")
    LAST_NAME = "last_name", _("Last name")
    NAME_OWN_SCRIPT = "name_own_script", _("Name in the own script")
    EMAIL = "email", _("E-mail")
    FORM_OF_ADDRESS = "form_of_address", _("Form of address")
    LANGUAGE = "language", _("Language of letters")
    BIRTH_YEAR = "birth_year", _("Year of birth")
    POSTCODE = "postcode", _("Postcode")
    PLACE_NAME = "place_name", _("Place")
    COUNTRY = "country", _("Country")
    JOB_TITLE = "job_title", _("Occupation")
    OCCUPATION = "occupation", _("Occupation (ISCO code)")
    LANGUAGES = "languages", _("Languages with level")
    GERMAN_LEVEL = "german_level", _("Level of German")
    FIRST_LANGUAGE = "first_language", _("First language")
    EMPLOYER = "employer", _("Company")
    FIELD = "field", _("Field of work")
    AVAILABILITY = "availability", _("Free times")
    INTERESTS = "interests", _("Interests")
    ABOUT = "about", _("About oneself")
    TOPICS = "topics", _("Topics")
    TOPICS_BACK = "topics_back", _("Topics, the other way round")
    CAPACITY = "capacity", _("Places for tandems")
