"""Named reads for the editor of a programme's conditions: what stands, what it reads, and what a change would do."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from resonanz.applications.eligibility import Asked, Problem, findings, form_problems, overall, setting_problems
from resonanz.applications.enums import (
    WAITING,
    ApplicationState,
    DecidedBy,
    Education,
    QuestionKind,
    RuleKind,
    Verdict,
)
from resonanz.applications.models import Application, EligibilityRule, Question
from resonanz.applications.queries.answers import option_texts, reader_language
from resonanz.applications.queries.review import with_findings
from resonanz.people.models import ConsentText
from resonanz.programmes.enums import Group, PassageKind
from resonanz.programmes.models import Passage, Programme
from resonanz.taxonomy import countries, languages
from resonanz.taxonomy.languages import Level

RUNNING = (*WAITING, ApplicationState.WAITLISTED)  # what is not decided yet: conditions are judged anew
MOST_NAMES = 12
LEVELS = re.compile(r"\b([ABC][12])\b")
YEARS = re.compile(r"\b(\d{2})\b(?=[^.;]{0,12}(?:Jahr|year|سنة|عام))")


def asked_of(programme: Programme) -> dict[str, Asked]:
    """Return what each side is asked, archived questions too, in the order of the form."""
    consents = frozenset(ConsentText.objects.filter(scope=programme.scope).values_list("key", flat=True))
    rows = Question.objects.filter(page__programme=programme).select_related("page")
    rows = rows.order_by("page__position", "page_id", "position", "id")
    by_group: dict[str, list[Question]] = {group: [] for group in Group.values}
    for row in rows:
        by_group[row.page.group].append(row)
    return {
        group: Asked(
            {question.key: question for question in questions},
            {
                question.key: {key for key, _label in option_texts(question, programme)}
                for question in questions
                if question.kind in (QuestionKind.CHOICE, QuestionKind.CHOICES)
            },
            consents,
        )
        for group, questions in by_group.items()
    }


def condition_values(rule: EligibilityRule) -> dict[str, Any]:
    """Return what a condition says, for the mark of a page and for comparing."""
    names = ("kind", "decided_by", "question", "settings", "text", "unmet_text", "help_text", "is_archived")
    return {name: getattr(rule, name) for name in names}


@dataclass(frozen=True)
class RuleShown:
    """One condition as the list shows it."""

    rule: EligibilityRule
    looks_at: str  # the question in words; empty where none
    summary: str  # the settings in words
    problems: list[Problem]
    missing: list[str]  # languages of the programme in which its text is not there


@dataclass(frozen=True)
class GroupShown:
    """The conditions of one side beside what the public page says of them."""

    group: str
    name: str
    rules: list[RuleShown]
    archived: list[EligibilityRule]
    passages: list[Passage]
    contradictions: list[Any]  # sentences: where page and condition name different levels or ages


def conditions_shown(programme: Programme) -> list[GroupShown]:
    """Return both sides of a programme with their conditions, the asking side first."""
    asked = asked_of(programme)
    rows = list(programme.eligibility_rules.all())
    points = list(programme.passages.filter(kind=PassageKind.CONDITION))
    shown = []
    for group in (Group.SECOND, Group.FIRST):
        rules = [row for row in rows if row.group == group and not row.is_archived]
        passages = [point for point in points if point.group in ("", group)]
        shown.append(
            GroupShown(
                group.value,
                programme.group_name(group),
                [rule_shown(programme, row, asked[group]) for row in rules],
                [row for row in rows if row.group == group and row.is_archived],
                passages,
                contradictions(programme, rules, passages),
            )
        )
    return shown


def rule_shown(programme: Programme, rule: EligibilityRule, asked: Asked) -> RuleShown:
    """Return one condition with what it means, and what is wrong with it now."""
    question = asked.questions.get(rule.question)
    return RuleShown(
        rule,
        programme.speak(question.label) if question else rule.question,
        summary_of(programme, rule, question),
        [*setting_problems(rule.kind, rule.settings), *form_problems(rule, asked)],
        [code for code in programme.languages if not rule.text.get(code)],
    )


def summary_of(programme: Programme, rule: EligibilityRule, question: Question | None) -> str:
    """Return the settings of a condition in words, as "German at least B1"; values that mean nothing as they stand."""
    settings, reader = rule.settings, reader_language()
    match rule.kind:
        case RuleKind.EDUCATION:
            level = settings.get("at_least")
            return str(Education(level).label) if level in Education.values else str(level)
        case RuleKind.LANGUAGE:
            code, level = settings.get("language"), settings.get("at_least")
            if code not in languages.codes() or level not in Level.__members__:
                return f"{code} {level}"
            return f"{languages.name(code, reader)}, {languages.level_name(Level[level], reader)}"
        case RuleKind.REGION:
            return "; ".join(places_in_words(settings, reader))
        case RuleKind.AGE:
            least, most = settings.get("least"), settings.get("most")
            if least is None:
                return str(_("at most {most} years")).format(most=most)
            if most is None:
                return str(_("at least {least} years")).format(least=least)
            return str(_("{least} to {most} years")).format(least=least, most=most)
        case _:
            if question is None:
                return ""
            labels = {key: programme.speak(text) for key, text in option_texts(question, programme)}
            return ", ".join(labels.get(key, key) for key in settings.get("one_of", ["yes"]))


def places_in_words(settings: Mapping[str, Any], reader: str) -> list[str]:
    """Return countries, states and postcodes of a region, one entry a country."""
    states, postcodes = settings.get("states", {}), settings.get("postcodes", {})
    found = []
    for code in dict.fromkeys([*settings.get("countries", []), *states, *postcodes]):
        name = countries.name(code, reader) if code in countries.codes() else str(code)
        parts = [*states.get(code, []), *postcodes.get(code, [])]
        found.append(f"{name}: {', '.join(parts)}" if parts else name)
    return found


def contradictions(programme: Programme, rules: Iterable[EligibilityRule], passages: Iterable[Passage]) -> list[Any]:
    """Return one sentence for each point of the public page that names another level or age than a condition.

    Only what can be told for sure: a point that names the language and other levels, or other years.
    """
    found = []
    for rule in rules:
        for passage in passages:
            words = " ".join(passage.text.values())
            if rule.kind == RuleKind.LANGUAGE:
                needed, named = {rule.settings.get("at_least")}, set(LEVELS.findall(words))
                code = rule.settings.get("language", "")
                names = [languages.name(code, reader) for reader in ("de", "en")] if code in languages.codes() else []
                if not any(name in words for name in names):
                    continue
            elif rule.kind == RuleKind.AGE:
                needed = {str(rule.settings[name]) for name in ("least", "most") if rule.settings.get(name) is not None}
                named = set(YEARS.findall(words))
            else:
                continue
            if named and not named & needed:
                found.append(
                    format_lazy(
                        _("The page says «{point}», the condition is «{condition}». Please bring them in line."),
                        point=programme.speak(passage.text),
                        condition=programme.speak(rule.text),
                    )
                )
    return found


def texts_of(programme: Programme) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the texts of the conditions in force and of what the forms ask, each with the URL name of its page."""
    for rule in programme.eligibility_rules.filter(is_archived=False):
        for text in (rule.text, rule.unmet_text, rule.help_text):
            yield "applications:rules", text
    for page in programme.form_pages.all():
        yield from (("applications:forms", page.title), ("applications:forms", page.text))
    for question in Question.objects.filter(page__programme=programme, is_archived=False):
        yield from (("applications:forms", text) for text in (question.label, question.help, question.purpose))
        yield from (("applications:forms", option["label"]) for option in question.options)


def on_public_page(rule: EligibilityRule) -> Passage | None:
    """Return the point of the public page for this side that has the words of a condition; None where there is none."""
    points = Passage.objects.filter(programme=rule.programme_id, kind=PassageKind.CONDITION, group=rule.group)
    return next((point for point in points if point.text == rule.text), None)


@dataclass
class Effect:
    """What a change of conditions does to the applications of one side that are not decided yet."""

    drafts: int = 0
    running: int = 0
    changes: list[tuple[Application, Verdict, Verdict]] = field(default_factory=list)

    @property
    def numbers(self) -> list[tuple[Verdict, Verdict, int]]:
        """How many applications go from one verdict to another."""
        counted = Counter((before, after) for _application, before, after in self.changes)
        return [(before, after, number) for (before, after), number in counted.most_common()]

    @property
    def named(self) -> list[tuple[Application, Verdict, Verdict]]:
        """The first of them, to be named."""
        return self.changes[:MOST_NAMES]

    @property
    def unnamed(self) -> int:
        """How many more there are."""
        return max(len(self.changes) - MOST_NAMES, 0)

    @property
    def unchanged(self) -> int:
        """How many stay as they are."""
        return self.running - len(self.changes)

    @property
    def mark(self) -> str:
        """What was told, so that a yes counts for nothing else."""
        told = sorted(f"{application.pk}.{before}.{after}" for application, before, after in self.changes)
        return hashlib.sha256("-".join(told).encode()).hexdigest()


def effect_of(programme: Programme, group: str, rules: list[EligibilityRule]) -> Effect:
    """Return what happens to undecided applications of a side if `rules` were its conditions from now on.

    Decided applications stay as they are, and so does what the team has attested.
    """
    rows = Application.objects.filter(cohort__programme=programme, group=group)
    effect = Effect(drafts=rows.filter(state=ApplicationState.DRAFT).count())
    for application in with_findings(rows.filter(state__in=RUNNING).select_related("cohort__programme", "person")):
        effect.running += 1
        before, after = overall(findings(application)), overall(findings(application, rules=rules))
        if before != after:
            effect.changes.append((application, before, after))
    return effect


def with_rule(rule: EligibilityRule) -> list[EligibilityRule]:
    """Return the conditions of a programme with `rule`, which may be changed or new, in its place."""
    others = EligibilityRule.objects.filter(programme=rule.programme_id).exclude(pk=rule.pk)
    return [*others, rule]


def is_judged_by(rule: EligibilityRule) -> bool:
    """Whether somebody was or is judged by a condition, so that it is archived and not deleted."""
    rows = Application.objects.filter(cohort__programme=rule.programme_id, group=rule.group)
    return rows.exclude(state=ApplicationState.DRAFT).exists() or rows.filter(attestations__key=rule.key).exists()


def usual_decider(kind: str) -> DecidedBy:
    """Return who usually finds out about a kind of condition."""
    return DecidedBy.STAFF if kind == RuleKind.ATTESTATION else DecidedBy.RULE
