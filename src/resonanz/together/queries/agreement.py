"""Named reads of agreements: the own draft, the versions, and what stands in the document."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from resonanz.people.models import Person
from resonanz.tandems.models import Tandem
from resonanz.taxonomy import languages
from resonanz.together.enums.course import AgreementWish, VersionState
from resonanz.together.models import AgreementDraft, AgreementVersion, PlanSettings
from resonanz.together.models.agreement import TEXTS

PAPER = Path(__file__).parent.parent / "data" / "agreement.toml"


def versions_of(tandem: Tandem) -> QuerySet[AgreementVersion]:
    """Return all versions that were shown, the newest first."""
    return AgreementVersion.objects.filter(tandem=tandem).select_related("written_by")


def with_lacking(tandems: QuerySet[Tandem]) -> QuerySet[Any]:
    """Annotate tandems with `lacks_agreement`: the programme wants one, and not both have said yes to one so far."""
    agreed = AgreementVersion.objects.filter(tandem=OuterRef("pk"), state=VersionState.VALID)
    settings = PlanSettings.objects.filter(programme=OuterRef("cohort__programme"))  # who has set nothing wants one
    return tandems.annotate(lacks_agreement=~Exists(settings.exclude(agreement=AgreementWish.WANTED)) & ~Exists(agreed))


def draft_of(tandem: Tandem, person: Person) -> AgreementDraft | None:
    """Return what `person` writes and has not shown yet."""
    return AgreementDraft.objects.filter(tandem=tandem, person=person).first()


def same_form(tandem: Tandem, person: Person, key: UUID) -> AgreementVersion | None:
    """Return the version that `person` made with the form `key`, where it was sent before."""
    return versions_of(tandem).filter(written_by=person, key=key).first()


def fields_of(tandem: Tandem) -> list[str]:
    """Return the fields that an agreement has: goals for each of the two where both give and take, else for the mentee."""
    return [name for name in TEXTS if name != "goals_mentor" or tandem.cohort.programme.is_reciprocal]


@cache
def paper() -> dict[str, dict[str, str]]:
    """Return the fixed words of the document, by language: some more than the pages speak."""
    return tomllib.loads(PAPER.read_text(encoding="utf-8"))


def paper_languages(tandem: Tandem) -> list[tuple[str, str]]:
    """Return code and own name of the languages that the document can have: of the pages, and what one of the two speaks."""
    spoken = ";".join(row.person.profile.languages for row in (tandem.mentor, tandem.mentee))
    known = {entry.partition(":")[0].partition("-")[0] for entry in spoken.split(";")} | {"de", "en"}
    known |= {(row.person.language or "de") for row in (tandem.mentor, tandem.mentee)}
    return [(code, languages.own_name(code)) for code in paper() if code in known]


@dataclass(frozen=True)
class Said:
    """One field of a version as a page shows it."""

    name: str
    text: str
    changed: bool = False  # against the version before


def said_in(version: AgreementVersion, before: AgreementVersion | None = None) -> list[Said]:
    """Return the filled fields of a version in clear, each marked where it is new against `before`; only for the two."""
    texts, old = version.texts(), before.texts() if before else {}
    names = fields_of(version.tandem)
    return [Said(n, texts[n], bool(before) and texts[n] != old[n]) for n in names if texts[n] or old.get(n)]


def document_of(version: AgreementVersion, language: str) -> dict[str, Any]:
    """Return what the document says, in one of `paper()`'s languages; only for the two."""
    words, tandem = paper()[language], version.tandem
    programme, texts = tandem.cohort.programme, version.texts()
    people = {side: getattr(tandem, side).person for side in ("mentee", "mentor")}
    names = {side: person.get_short_name() for side, person in people.items()}
    headings = {name: words[name] for name in TEXTS if not name.startswith("goals")}
    headings |= {f"goals_{side}": words["goals_of"].format(name=names[side]) for side in names}
    if not programme.is_reciprocal:
        headings["goals_mentee"] = words["goals"]
    parts = [
        {"heading": headings[name], "fixed": words["confidential"] if name == "confidentiality" else "", "text": texts[name]}
        for name in fields_of(tandem)
        if texts[name] or name == "confidentiality"
    ]
    ends_on = version.ends_on or tandem.ends_on
    frame = [day for day in (tandem.started_on, ends_on) if day]
    if frame:
        days = " – ".join(day_in(day, language) for day in frame)
        place = sum(bool(texts[name]) for name in fields_of(tandem) if name not in ("absence", "confidentiality"))
        parts.insert(place, {"heading": words["time_frame"], "fixed": days, "text": ""})
    return {
        "accent": programme.accent,
        "programme": str(programme),
        "version": words["version"].format(number=version.number),
        "between": words["between"],
        "people": [{"name": person.full_name, "own": person.name_own_script} for person in people.values()],
        "parts": parts,
        "agreed": [
            {
                "name": person.full_name,
                "when": words["agreed_on"].format(day=day_in(timezone.localdate(moment), language))
                if (moment := version.agreed_at(side))
                else words["not_agreed"],
            }
            for side, person in people.items()
        ],
        "agreed_heading": words["agreed"],
        "foot": words["foot"].format(programme=programme),
    }


def day_in(day: Any, language: str) -> str:
    """Return a day in the language of the document."""
    with override(language):
        return date_format(day, "j. F Y" if language == "de" else "j F Y")
