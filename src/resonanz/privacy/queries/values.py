"""How a stored value is said to its owner, in words and as JSON; of other people no more than first name and initial."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import ForeignKey, Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from resonanz.applications.models import Question
from resonanz.applications.queries.answers import shown, shown_languages, shown_place, shown_times
from resonanz.core.crypto import Unreadable
from resonanz.core.sealed import Sealed
from resonanz.core.text import in_language, series
from resonanz.matching.models import Mark, Request, Wish
from resonanz.matching.queries import requests as written
from resonanz.outcomes.models import Outcome
from resonanz.outcomes.queries import named_kind
from resonanz.people.models import Consent, Person, Profile
from resonanz.phrases import Phrase
from resonanz.privacy.declarations import said
from resonanz.programmes.models import Participation
from resonanz.surveys.models import Sheet
from resonanz.surveys.queries.results import in_words as survey_words
from resonanz.surveys.queries.sheets import opened
from resonanz.tandems.models import Tandem
from resonanz.taxonomy import languages, occupations
from resonanz.together.models import Meeting
from resonanz.together.queries import meetings as topics

Shown = Callable[[Any, str, Person], str]
REQUEST = "matching.Request"
OF_TANDEM = ("together.Goal", "together.DiaryEntry", "together.Hurdle", "outcomes.Outcome", "outcomes.Referral")


def in_words(row: Model, column: str, person: Person) -> str:
    """Return one value of a row that is about `person`, in the reader's language; "" where there is none."""
    if own := OWN_WORDS.get((row._meta.label, column)):
        return own(row, column, person)
    if is_sealed(row, column):
        return unsealed(row, column)
    field = row._meta.get_field(column)
    if isinstance(field, ForeignKey):
        return named(getattr(row, column), person)
    if getattr(field, "choices", None):
        return str(getattr(row, f"get_{column}_display")())
    return plain(getattr(row, column))


def as_json(row: Model, column: str, person: Person) -> Any:
    """Return the same value as it is stored; instead of a reference, number and name."""
    if isinstance(row, Meeting) and column == "topics":  # a number helps nobody
        return topics.named(row.topics, _own_topics(row))
    is_request = row._meta.label == REQUEST and column in written.TEXTS
    if column in EXTRA_COLUMNS or is_request or is_sealed(row, column):  # what is stored there helps nobody
        return in_words(row, column, person)
    if isinstance(row, Sheet) and column == "answers":
        return opened(row)
    if isinstance(row._meta.get_field(column), ForeignKey):
        other = getattr(row, column)
        return None if other is None else {"id": other.pk, "name": named(other, person)}
    value = getattr(row, column)
    return value.isoformat() if isinstance(value, date | datetime) else value


def is_sealed(row: Model, column: str) -> bool:
    """Whether a column holds confidential text; its declaration leads to whoever wrote it, so that it may be opened."""
    return isinstance(row, Sealed) and column in row.SEALED


def unsealed(row: Any, column: str) -> str:
    """Return a confidential text in clear, or a sentence where nobody can open it any more."""
    try:
        return str(row.opened(column))
    except Unreadable:
        return _("(cannot be opened any more)")


def plain(value: Any) -> str:
    """Return a value of any simple kind in words."""
    match value:
        case None | "" | [] | {}:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return date_format(timezone.localtime(value), "DATETIME_FORMAT")
        case date():
            return date_format(value, "DATE_FORMAT")
        case list():
            return series(map(plain, value))
        case dict():
            if set(value) <= {"kind", "language", "text"}:  # an expectation that was accepted
                return str(value.get("text", ""))
            return ", ".join(f"{key}: {plain(entry)}" for key, entry in value.items())
    return str(value)


def named(row: Any, person: Person) -> str:
    """Return what another row is called; somebody else by first name and initial."""
    who = row.person if isinstance(row, Participation) else row
    if isinstance(who, Person):
        return who.full_name if who.pk == person.pk else who.card_name
    return "" if who is None else str(who)


def _spoken(row: Any, column: str, person: Person) -> str:
    return in_language(getattr(row, column))


def _occupation(row: Profile, column: str, person: Person) -> str:
    language = (get_language() or "de").split("-")[0]
    return occupations.title(row.occupation, language) if occupations.exists(row.occupation) else row.occupation


def _language(row: Any, column: str, person: Person) -> str:
    code = str(getattr(row, column))
    return languages.own_name(code) if code else ""


def _topics(row: Participation, column: str, person: Person) -> str:
    titles = {topic.key: in_language(topic.title) for topic in row.cohort.programme.topics.all()}
    return series(titles.get(key, key) for key in getattr(row, column))


def _group(row: Any, column: str, person: Person) -> str:
    owner = row.cohort.programme if hasattr(row, "cohort") else row.programme
    return str(owner.group_name(row.group))


def _question(row: Any, column: str, person: Person) -> str:
    question: Question | None = row.question  # from `own.with_questions`
    return row.application.cohort.programme.speak(question.label) if question else row.key


def _answer(row: Any, column: str, person: Person) -> str:
    question: Question | None = row.question
    return shown(question, row.value, row.application.cohort.programme) if question else plain(row.value)


def _reasons(row: Tandem, column: str, person: Person) -> str:
    language = (get_language() or "de").split("-")[0]
    people = {"the mentor": row.mentor.person.get_short_name(), "the mentee": row.mentee.person.get_short_name()}
    texts = [Phrase.from_json(entry["text"]).replaced(people).text(language) for entry in row.reasons if entry["points"]]
    return " · ".join(texts)


def _partner(row: Any, column: str, person: Person) -> str:
    pair = row if isinstance(row, Tandem | Request) else row.tandem
    return str(pair.other(person).person.card_name)


def _chosen(row: Wish | Mark, column: str, person: Person) -> str:
    return row.other.person.card_name


def _own_answer(row: Tandem, column: str, person: Person) -> str:
    return str(getattr(row, f"get_{row.side_of(person)}_answer_display")())


def _met_about(row: Meeting, column: str, person: Person) -> str:
    return series(topics.named(row.topics, {**topics.titles_of(row.tandem.cohort.programme), **_own_topics(row)}))


def _own_topics(row: Meeting) -> dict[str, str]:
    """Return the topics of the two's own in clear; `own.rows_of` has loaded the plan along."""
    try:
        return topics.own_titles(row.tandem)
    except Unreadable:
        return {}


def _opened(row: Request, column: str, person: Person) -> str:
    return written.opened(row, column)


def _words_of(function: Callable[[str], str], row: Any, column: str, person: Person) -> str:
    value = getattr(row, column)
    return function(value) if value else ""


def _place(row: Profile, column: str, person: Person) -> str:
    return shown_place(row.place) if row.place else ""


def _consent(row: Consent, column: str, person: Person) -> str:
    return row.text.text


def _sheet(row: Sheet, column: str, person: Person) -> str:
    """Say questions and answers; `own.rows_of` has loaded the questions as they are now."""
    questions = {entry.key: entry for entry in row.programme.survey.questions.all() if entry.moment == row.moment}
    found = []
    for key, answer in opened(row).items():
        question = questions.get(key)
        found.append(f"{in_language(question.text) if question else key} {survey_words(question, answer)}")
    return " · ".join(found)


def _month(row: Sheet, column: str, person: Person) -> str:
    return date_format(row.month, "YEAR_MONTH_FORMAT")


def _outcome(row: Outcome, column: str, person: Person) -> str:
    """Say a kind as the programme calls it; its settings are loaded along."""
    settings = getattr(row.tandem.cohort.programme, "outcome_settings", None)
    return named_kind(settings.kinds if settings else [], row.kind)


def _verb(row: Any, column: str, person: Person) -> str:
    return said(row.verb)


def _certificate(row: Any, column: str, person: Person) -> str:
    return " · ".join(block["sentence"] for block in row.content.get("blocks", []))


OWN_WORDS: Mapping[tuple[str, str], Shown] = {
    ("people.Profile", "occupation"): _occupation,
    ("people.Profile", "job_title"): _spoken,
    ("people.Profile", "interests"): _spoken,
    ("people.Profile", "about"): _spoken,
    ("people.Profile", "languages"): partial(_words_of, shown_languages),
    ("people.Profile", "availability"): partial(_words_of, shown_times),
    ("people.Profile", "place"): _place,
    ("people.Consent", "text"): _consent,
    ("programmes.Participation", "topics"): _topics,
    ("programmes.Participation", "topics_back"): _topics,
    ("programmes.Participation", "group"): _group,
    ("programmes.ContactPerson", "role"): _spoken,
    ("applications.Application", "group"): _group,
    ("applications.Application", "language"): _language,
    ("programmes.Interest", "group"): _group,
    ("applications.Answer", "key"): _question,
    ("applications.Answer", "value"): _answer,
    ("tandems.Tandem", "reasons"): _reasons,
    ("together.Meeting", "topics"): _met_about,
    ("together.PlanTopic", "words"): _spoken,
    ("together.PlanChange", "situation"): lambda row, column, person: str(row.named),
    ("tandems.Tandem", "partner"): _partner,
    ("tandems.Tandem", "own_answer"): _own_answer,
    ("surveys.Sheet", "answers"): _sheet,
    ("surveys.Sheet", "month"): _month,
    (REQUEST, "partner"): _partner,
    ("matching.Wish", "partner"): _chosen,
    ("matching.Mark", "partner"): _chosen,
    ("outcomes.Outcome", "kind"): _outcome,
    **{(model, "partner"): _partner for model in OF_TANDEM},
    **{(REQUEST, column): _opened for column in written.TEXTS},
    ("core.LogEntry", "verb"): _verb,
    ("closing.Certificate", "content"): _certificate,
}
EXTRA_COLUMNS = ("partner", "own_answer")
EXTRA: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("tandems.Tandem", "state"): EXTRA_COLUMNS,
    (REQUEST, "created_at"): ("partner",),
    (REQUEST, "expectations"): ("partner",),
    (REQUEST, "question"): ("partner",),
    (REQUEST, "decline_reason"): ("partner",),
    ("matching.Wish", "rank"): ("partner",),
    ("matching.Mark", "kind"): ("partner",),
    ("together.Goal", "title"): ("partner",),
    **{(model, "on"): ("partner",) for model in OF_TANDEM if model != "together.Goal"},
}
