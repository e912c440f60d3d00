"""From answers and attestations to findings."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Set
from datetime import date
from typing import Any

from django.utils import timezone

from resonanz.applications.eligibility.finding import Code, Finding, Reason
from resonanz.applications.eligibility.kinds import JUDGES, Case, Judgement
from resonanz.applications.enums import DecidedBy, Verdict
from resonanz.applications.models import Application, Attestation, EligibilityRule
from resonanz.phrases import P
from resonanz.wording import Wording


def evaluate(
    rule: EligibilityRule,
    answers: Mapping[str, Any],
    attestation: Attestation | None = None,
    *,
    consents: Set[str] = frozenset(),
    on: date | None = None,
    wording: Wording | None = None,
) -> Finding:
    """Return what is known about one condition.

    `answers` are by question key, `consents` the keys of consents in force, `on` is today unless told. What the team has
    attested goes before what the answers say, until it expires.
    """
    on, wording = on or timezone.localdate(), wording or Wording()
    case = Case(rule, answers, consents, on, wording)
    lapsed = attestation is not None and has_expired(rule, attestation, on)
    if attestation is not None and not lapsed:
        found = attested(case, attestation)
    else:
        found = settle(case, JUDGES[rule.kind](case), lapsed)
    own = rule.unmet_text if found.code == Code.UNMET else {}
    return Finding(rule, found.verdict, found.code, Reason(found.phrase, own, wording), attestation)


def attested(case: Case, attestation: Attestation) -> Judgement:
    """Return what the team has found."""
    if attestation.verdict == Verdict.MET:
        return Judgement(Verdict.MET, Code.ATTESTED, P("The team has checked this."))
    phrase = P("The team has found that this condition is not met: {condition}", condition=case.condition)
    return Judgement(Verdict.UNMET, Code.REFUTED, phrase)


def settle(case: Case, found: Judgement, lapsed: bool) -> Judgement:
    """Return what the answers count for: where people find out, a yes is a promise, and only a plain no is a no."""
    rule = case.rule
    if found.verdict == Verdict.UNMET:
        return to_talk(case) if rule.settings.get("otherwise") == "talk" else found
    if rule.decided_by == DecidedBy.RULE or found.code == Code.NO_CONSENT:
        return found
    if lapsed:
        phrase = P("The check has expired and is to be made again: {condition}", condition=case.condition)
        return Judgement(Verdict.OPEN, Code.EXPIRED, phrase)
    if rule.decided_by == DecidedBy.INTERVIEW:
        return to_talk(case)
    if found.verdict == Verdict.MET or found.code == Code.UNCHECKED:
        phrase = P("The team still checks this: {condition}", condition=case.condition)
        return Judgement(Verdict.OPEN, Code.UNCHECKED, phrase)
    return found


def to_talk(case: Case) -> Judgement:
    """Leave it to a talk."""
    phrase = P("We find this out in a talk: {condition}", condition=case.condition)
    return Judgement(Verdict.OPEN, Code.TALK, phrase)


def has_expired(rule: EligibilityRule, attestation: Attestation, on: date) -> bool:
    """Whether an attestation counts no more; on its last day it still does."""
    end = attestation.valid_until or valid_until(rule, attestation.on)
    return end is not None and end < on


def valid_until(rule: EligibilityRule, checked_on: date) -> date | None:
    """Return the last day of a check made on `checked_on`, by the rule's `valid_months`; None where it does not expire."""
    months = rule.settings.get("valid_months")
    if not months:
        return None
    years, month = divmod(checked_on.month - 1 + months, 12)
    year = checked_on.year + years
    return date(year, month + 1, min(checked_on.day, monthrange(year, month + 1)[1]))


def findings(
    application: Application,
    on: date | None = None,
    *,
    rules: Iterable[EligibilityRule] | None = None,
    consents: Set[str] | None = None,
) -> list[Finding]:
    """Return what is known about each condition for the group of `application`, in the programme's order.

    Reads answers, attestations, the person's consents (unless `consents` names those that count) and the programme's
    rules; lists load them along (`queries.review.with_findings`). `rules` are others than the programme's: what would
    be found by these.
    """
    programme = application.cohort.programme
    if rules is None:
        rules = programme.eligibility_rules.all()
    wording, on = programme.wording, on or timezone.localdate()
    answers = {entry.key: entry.value for entry in application.answers.all()}
    attestations = {entry.key: entry for entry in application.attestations.all()}
    if consents is None:
        consents = {
            consent.text.key
            for consent in application.person.consents.all()
            if consent.withdrawn_at is None and consent.text.scope in ("", programme.scope)
        }
    return [
        evaluate(rule, answers, attestations.get(rule.key), consents=consents, on=on, wording=wording)
        for rule in rules
        if rule.group == application.group and not rule.is_archived
    ]


def overall(found: Iterable[Finding]) -> Verdict:
    """Sum up: not met where one condition is not, open where one is open, else met."""
    verdicts = {finding.verdict for finding in found}
    if Verdict.UNMET in verdicts:
        return Verdict.UNMET
    return Verdict.OPEN if Verdict.OPEN in verdicts else Verdict.MET
