"""Conditions and letters of a programme from a preset, and back into one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from django.utils.text import format_lazy

from resonanz.applications.eligibility import REASON_VALUES, is_private, setting_problems
from resonanz.applications.enums import DecidedBy, LetterKind, RuleKind
from resonanz.applications.mails.values import VALUES
from resonanz.applications.models import EligibilityRule, LetterText, Question
from resonanz.programmes.actions import PresetError
from resonanz.programmes.actions.presets import spoken
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Programme

SETTINGS = {
    RuleKind.EDUCATION: {"at_least"},
    RuleKind.LANGUAGE: {"language", "at_least"},
    RuleKind.REGION: {"countries", "states", "postcodes"},
    RuleKind.AGE: {"least", "most"},
    RuleKind.ANSWER: {"one_of", "unsure"},
    RuleKind.ATTESTATION: {"one_of", "unsure"},
    RuleKind.TARGET_GROUP: {"one_of", "unsure", "consent"},
}
FOR_ALL_KINDS = {"valid_months", "documents", "proof", "otherwise", "private"}
TEXTS = {"text": "text", "unmet": "unmet_text", "help": "help_text"}  # key of the preset → column


@transaction.atomic
def load_rules(programme: Programme, data: Mapping[str, Any]) -> None:
    """Renew the conditions of `programme` by `[[rule]]`, and add the letters of `[[letter]]` that it has not yet.

    Attestations refer to a rule by its key and stay, and so do archived conditions whose key the preset does not name. A
    letter that is there may have been edited and stays as it is.

    Raises:
        PresetError: a value is not allowed; the text says where.
    """
    rules = list(rules_of(data))
    for rule in rules:
        check_rule(programme, rule)
        keep_secret(programme, rule)
    for rule in rules:
        rule.programme = programme
    named = [(rule.group, rule.key) for rule in rules]
    for row in programme.eligibility_rules.all():
        if not row.is_archived or (row.group, row.key) in named:
            row.delete()
    EligibilityRule.objects.bulk_create(rules)
    for entry in data.get("letter", []):
        load_letter(programme, entry)


def rules_of(data: Mapping[str, Any]) -> Iterator[EligibilityRule]:
    """Yield the conditions of a preset as rows that are not saved yet and belong to no programme yet."""
    for place, entry in enumerate(data.get("rule", [])):
        for key in ("group", "key", "kind", "text"):
            if key not in entry:
                raise PresetError(f"rule {entry.get('key', place + 1)}: the key «{key}» is missing.")
        yield EligibilityRule(
            group=entry["group"],
            key=entry["key"],
            kind=entry["kind"],
            decided_by=entry.get("decided_by", DecidedBy.RULE),
            question=entry.get("question", ""),
            settings=entry.get("settings", {}),
            position=place,
            **{column: entry.get(key, {}) for key, column in TEXTS.items()},
        )


def check_rule(programme: Programme, rule: EligibilityRule) -> None:
    """Refuse a condition that nobody could evaluate or read, with one sentence.

    A question that the form does not have is no reason: forms change, and the list of conditions says so.
    """

    def refuse(sentence: Any) -> None:
        raise PresetError(
            format_lazy("{slug}: rule {key}: {sentence}", slug=programme.slug, key=str(rule.key)[:60], sentence=sentence)
        )

    for value, choices, name in (
        (rule.kind, RuleKind.values, "kind"),
        (rule.group, Group.values, "group"),
        (rule.decided_by, DecidedBy.values, "decided_by"),
    ):
        if value not in choices:
            refuse(f"{name} is «{value}»; possible are {', '.join(choices)}.")
    if unknown := sorted(rule.settings.keys() - SETTINGS[RuleKind(rule.kind)] - FOR_ALL_KINDS):
        refuse(f"nobody knows the setting «{unknown[0]}».")
    if rule.kind == RuleKind.ATTESTATION and rule.decided_by == DecidedBy.RULE:
        refuse("an attestation is decided by «staff» or «interview».")
    if rule.kind != RuleKind.ATTESTATION and not rule.question:
        refuse("the key «question» is missing.")
    for problem in setting_problems(rule.kind, rule.settings):
        refuse(problem.sentence)
    for column in TEXTS.values():
        for language, text in getattr(rule, column).items():
            values = REASON_VALUES.get(rule.kind, ()) if column == "unmet_text" else ()
            for phrase in programme.wording.problems(text, language, values):
                refuse(spoken(phrase))


def keep_secret(programme: Programme, rule: EligibilityRule) -> None:
    """Refuse a condition on an especially personal answer (Art. 9 GDPR) that letters and the log would name."""
    special = Question.objects.filter(page__programme=programme, page__group=rule.group, key=rule.question, is_special=True)
    if not is_private(rule) and special.exists():
        sentence = "the answer is especially personal; please add private = true, so that no letter and no log names it."
        raise PresetError(f"{programme.slug}: rule {rule.key}: {sentence}")


def load_letter(programme: Programme, entry: Mapping[str, Any]) -> None:
    """Add one letter of a preset in each of its languages, where the programme has none yet."""
    if entry.get("kind") not in LetterKind.values:
        raise PresetError(f"{programme.slug}: letter: kind is one of {', '.join(LetterKind.values)}.")
    for language, text in entry["text"].items():
        for problem in programme.wording.problems(text, language, VALUES):
            raise PresetError(f"{programme.slug}: letter {entry['kind']}: {problem.text('en')}")
        LetterText.objects.get_or_create(
            programme=programme,
            kind=entry["kind"],
            group=entry.get("group", ""),
            language=language,
            defaults={"subject": entry["subject"][language], "text": text.strip() + "\n"},
        )


def dump_rules(programme: Programme) -> dict[str, Any]:
    """Return the conditions in force and the letters of `programme` as `load_rules` reads them."""
    rules = []
    for rule in programme.eligibility_rules.filter(is_archived=False):
        entry: dict[str, Any] = {"group": rule.group, "key": rule.key, "kind": rule.kind, "decided_by": rule.decided_by}
        entry |= {name: getattr(rule, name) for name in ("question", "settings") if getattr(rule, name)}
        entry |= {key: getattr(rule, column) for key, column in TEXTS.items() if getattr(rule, column)}
        rules.append(entry)
    letters: dict[tuple[str, str], dict[str, Any]] = {}
    for row in programme.letter_texts.all():
        group = {"group": row.group} if row.group else {}
        entry = letters.setdefault((row.kind, row.group), {"kind": row.kind, **group, "subject": {}, "text": {}})
        entry["subject"][row.language], entry["text"][row.language] = row.subject, row.text
    return {"rule": rules, "letter": list(letters.values())}
