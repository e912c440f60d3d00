"""What the answers alone say about a condition: one function for each kind.

Each takes the rule, the answers by question key, the consents in force and the day, and returns a verdict, a code and a
sentence. Settings of the kinds stand in presets/README.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from datetime import date
from typing import Any, NamedTuple

from resonanz.applications.eligibility.finding import Code, labels
from resonanz.applications.enums import Education, RuleKind, Verdict
from resonanz.applications.models import EligibilityRule
from resonanz.phrases import P, Phrase
from resonanz.taxonomy import languages, places
from resonanz.taxonomy.languages import Level
from resonanz.wording import Wording

LANGUAGES = ("de", "en", "ar")


class Case(NamedTuple):
    """One condition and what is known: answers by question key, consents in force, the day, the programme's wording."""

    rule: EligibilityRule
    answers: Mapping[str, Any]
    consents: Set[str]
    on: date
    wording: Wording

    @property
    def condition(self) -> dict[str, str]:
        """The condition in words, by language."""
        return {code: self.wording.render(text, code) for code, text in self.rule.text.items()}

    @property
    def answer(self) -> Any:
        """The answer to the rule's question; None where there is none."""
        value = self.answers.get(self.rule.question)
        return None if value in ("", [], {}) else value


class Judgement(NamedTuple):
    """A verdict with its code and sentence."""

    verdict: Verdict
    code: Code
    phrase: Phrase


def met() -> Judgement:
    """The condition is met."""
    return Judgement(Verdict.MET, Code.MET, P("This condition is met."))


def unmet(phrase: Phrase) -> Judgement:
    """The condition is not met, by what the person says."""
    return Judgement(Verdict.UNMET, Code.UNMET, phrase)


def missing(case: Case) -> Judgement:
    """The question has no answer yet."""
    return Judgement(Verdict.OPEN, Code.MISSING, P("An answer is still missing: {condition}", condition=case.condition))


def unclear(case: Case) -> Judgement:
    """The answer says neither yes nor no."""
    phrase = P("The answer so far does not settle this: {condition}", condition=case.condition)
    return Judgement(Verdict.OPEN, Code.UNCLEAR, phrase)


def education(case: Case) -> Judgement:
    """`at_least`: a level of `Education`; the order of the levels counts."""
    if case.answer is None:
        return missing(case)
    order = list(Education)
    if case.answer not in order:
        return unclear(case)
    stated, needed = Education(case.answer), Education(case.rule.settings["at_least"])
    if order.index(stated) >= order.index(needed):
        return met()
    return unmet(
        P(
            "Needed is at least: {needed}. Stated is: {stated}.",
            needed=labels(needed.label),
            stated=labels(stated.label),
        )
    )


def language(case: Case) -> Judgement:
    """`language`: its code; `at_least`: a level of the CEFR. A first language counts above C2."""
    if case.answer is None:
        return missing(case)
    code, needed = case.rule.settings["language"], Level[case.rule.settings["at_least"]]
    try:
        stated = languages.parse_skills(str(case.answer)).get(code)
    except ValueError:
        return unclear(case)
    if stated is None:
        return unmet(
            P(
                "Needed is {language} at least at level {needed}; it is not among the languages stated.",
                language=names(code),
                needed=levels(needed),
                stated=NOTHING,
            )
        )
    if code in {part.strip() for part in str(case.answer).split(";")}:  # the language alone, without a level
        return unclear(case)
    if stated >= needed:
        return met()
    return unmet(
        P(
            "Needed is {language} at least at level {needed}; stated is {stated}.",
            language=names(code),
            needed=levels(needed),
            stated=levels(stated),
        )
    )


NOTHING = {"de": "noch kein Niveau", "en": "no level yet", "ar": "لا مستوى بعد"}


def names(code: str) -> dict[str, str]:
    """Return what a language is called in each language of the product."""
    return {reader: languages.name(code, reader) for reader in LANGUAGES}


def levels(level: Level) -> dict[str, str]:
    """Return what a level is called in each language of the product."""
    return {reader: languages.level_name(level, reader) for reader in LANGUAGES}


def region(case: Case) -> Judgement:
    """`countries`, `states` (by country, as in the postcode table), `postcodes` (by country: beginnings, or "8000-8999").

    All that is given must hold. A country alone, or a postcode that the table does not know, leaves it open where states
    or postcodes count.
    """
    if case.answer is None:
        return missing(case)
    country, _, postcode = str(case.answer).partition("-")
    found = places.locate(str(case.answer))
    wanted = case.rule.settings
    place = f"{found.postcode} {found.name}" if found else str(case.answer)
    outside = unmet(P("The programme is for people in its region; stated is {stated}.", stated=place))
    countries = {*wanted.get("countries", []), *wanted.get("states", {}), *wanted.get("postcodes", {})}
    if countries and country not in countries:
        return outside
    if not postcode and (country in wanted.get("states", {}) or country in wanted.get("postcodes", {})):
        return unclear(case)
    if country in wanted.get("states", {}):
        if found is None:
            return unclear(case)
        if found.state not in wanted["states"][country]:
            return outside
    if country in wanted.get("postcodes", {}) and not any(begins(postcode, part) for part in wanted["postcodes"][country]):
        return outside
    return met()


def begins(postcode: str, part: str) -> bool:
    """Whether a postcode begins with `part`, or lies in a range such as "8000-8999"."""
    low, dash, high = part.partition("-")
    if dash:
        return len(postcode) == len(low) and low <= postcode <= high
    return postcode.startswith(part)


def age(case: Case) -> Judgement:
    """`least` and `most`, in completed years on the day; who is born on 29 February is a year older on 1 March."""
    if case.answer is None:
        return missing(case)
    try:
        born = date.fromisoformat(str(case.answer))
    except ValueError:
        return unclear(case)
    years = case.on.year - born.year - ((case.on.month, case.on.day) < (born.month, born.day))
    if years < 0 or years > 120:
        return unclear(case)
    least, most = case.rule.settings.get("least"), case.rule.settings.get("most")
    if least is not None and years < least:
        return unmet(P("The programme is for people of {needed} years or older.", needed=least, stated=years))
    if most is not None and years > most:
        return unmet(P("The programme is for people of {needed} years or younger.", needed=most, stated=years))
    return met()


def answer(case: Case) -> Judgement:
    """`one_of`: the answers that meet the condition ("yes" unless told); `unsure`: those that leave it open."""
    if case.answer is None:
        return missing(case)
    given = set(case.answer) if isinstance(case.answer, list) else {case.answer}
    if given & set(case.rule.settings.get("one_of", ["yes"])):
        return met()
    if given & set(case.rule.settings.get("unsure", ["unsure"])):
        phrase = P("This is not certain yet; we find it out together: {condition}", condition=case.condition)
        return Judgement(Verdict.OPEN, Code.UNSURE, phrase)
    return unmet(P("By the answer given, this condition is not met: {condition}", condition=case.condition))


def attestation(case: Case) -> Judgement:
    """As `answer` where a question is named: a plain no is a no. Without one, the team finds it out."""
    if not case.rule.question:
        return Judgement(Verdict.OPEN, Code.UNCHECKED, Phrase(""))
    return answer(case)


def target_group(case: Case) -> Judgement:
    """`consent`: the key of the consent without which the answer counts for nothing ("target_group" unless told)."""
    if case.rule.settings.get("consent", "target_group") not in case.consents or case.answer is None:
        phrase = P("We ask about this in a talk; nothing need be written down.")
        return Judgement(Verdict.OPEN, Code.NO_CONSENT, phrase)
    return answer(case)


JUDGES: dict[str, Callable[[Case], Judgement]] = {
    RuleKind.EDUCATION: education,
    RuleKind.LANGUAGE: language,
    RuleKind.REGION: region,
    RuleKind.AGE: age,
    RuleKind.ANSWER: answer,
    RuleKind.ATTESTATION: attestation,
    RuleKind.TARGET_GROUP: target_group,
}
