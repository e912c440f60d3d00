"""Conditions as the applicant reads them: her own ones, kindly and exactly, and what can be done.

The sentences say neither "Sie" nor "du", so they are right in every programme. What touches origin, flight or the like is
never named here; where it stands in the way, only that a talk is wanted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from resonanz.applications.eligibility.finding import Code, Finding, Reason
from resonanz.applications.enums import DecidedBy, RuleKind, Verdict
from resonanz.applications.models import EligibilityRule
from resonanz.phrases import P, Phrase

ORDER = (Verdict.UNMET, Verdict.OPEN, Verdict.MET)
SENTENCES = {
    Code.MET: P("Met, by the answers given."),
    Code.ATTESTED: P("The team has checked this."),
    Code.REFUTED: P("The team still talks about this before anything is decided."),
    Code.MISSING: P("There is no answer to this yet."),
    Code.UNCLEAR: P("The answer so far does not settle this yet."),
    Code.UNSURE: P("Not certain yet; we find it out together."),
    Code.UNCHECKED: P("The team still checks this."),
    Code.EXPIRED: P("The team checked this some time ago, and looks at it once more."),
    Code.TALK: P("We find this out together in a talk."),
}


@dataclass(frozen=True)
class Told:
    """One condition for its applicant: the verdict, a sentence, and what may help; `question` decides it."""

    rule: EligibilityRule
    verdict: Verdict
    code: Code
    sentence: Reason
    advice: Reason | None = None

    @property
    def question(self) -> str:
        """The key of the question whose answer can be corrected or given; "" where the answers do not decide."""
        return self.rule.question if self.code in ANSWERABLE else ""


ANSWERABLE = {Code.UNMET, Code.MISSING, Code.UNCLEAR, Code.UNSURE}


@dataclass(frozen=True)
class Standing:
    """How somebody's answers stand against the conditions: those not met first, then open ones, then those met."""

    told: list[Told] = field(default_factory=list)
    needs_talk: bool = False  # something stands in the way that is not named here

    @property
    def unmet(self) -> list[Told]:
        """The conditions that the answers do not meet."""
        return [entry for entry in self.told if entry.verdict == Verdict.UNMET]

    @property
    def is_in_doubt(self) -> bool:
        """Whether something stands in the way."""
        return self.needs_talk or bool(self.unmet)

    @property
    def is_open(self) -> bool:
        """Whether something is not known yet."""
        return any(entry.verdict == Verdict.OPEN for entry in self.told)

    @property
    def asks_for_help(self) -> bool:
        """Whether somebody to ask should be named: in doubt, or where the person is not sure."""
        return self.is_in_doubt or any(entry.code in {Code.UNSURE, Code.UNCLEAR} for entry in self.told)


def standing(found: Iterable[Finding]) -> Standing:
    """Return findings as their applicant reads them before a decision; the team's own judgement waits for the letter."""
    found = list(found)
    told = [told_of(finding) for finding in found if not finding.is_private]
    return Standing(
        sorted(told, key=lambda entry: ORDER.index(entry.verdict)),
        any(finding.is_private and finding.code == Code.UNMET for finding in found),
    )


def told_of(finding: Finding) -> Told:
    """Return one finding for its applicant."""
    rule, wording = finding.rule, finding.reason.wording
    if finding.code == Code.UNMET:
        return Told(rule, finding.verdict, finding.code, finding.reason, advice_of(finding))
    phrase = SENTENCES[finding.code]
    if finding.code == Code.UNCHECKED and (documents := rule.settings.get("documents")):
        phrase = P("The team still checks this, for example with: {documents}.", documents=documents)
    verdict = Verdict.OPEN if finding.code == Code.REFUTED else finding.verdict
    return Told(rule, verdict, finding.code, Reason(phrase, {}, wording))


def reason_told(finding: Finding) -> Told:
    """Return a condition that an application was declined for."""
    rule, wording = finding.rule, finding.reason.wording
    if finding.verdict == Verdict.UNMET and not is_judgement(finding):
        return Told(rule, finding.verdict, finding.code, finding.reason, advice_of(finding))
    condition = {code: wording.render(text, code) for code, text in rule.text.items()}
    phrase = P("This condition was not met: {condition}", condition=condition)
    return Told(rule, Verdict.UNMET, Code.UNMET, Reason(phrase, {}, wording), advice_of(finding))


def is_judgement(finding: Finding) -> bool:
    """Whether it is what the team thought of somebody in a talk: that is told by people, if at all."""
    return finding.decided_by == DecidedBy.INTERVIEW and finding.code == Code.REFUTED


def advice_of(finding: Finding) -> Reason:
    """Return what may help: the programme's own words where it has them in the reader's language, else the product's."""
    return Reason(ADVICE.get(RuleKind(finding.rule.kind), Phrase("")), finding.rule.help_text, finding.reason.wording)


ADVICE = {
    RuleKind.LANGUAGE: P("As soon as this level is reached, a new application is welcome, for example for the next cohort."),
    RuleKind.EDUCATION: P("Qualifications from abroad count, too. Where it is not clear how, please ask us."),
    RuleKind.REGION: P("If work or a move leads into the region, please tell us. We may also know an offer nearby."),
}
