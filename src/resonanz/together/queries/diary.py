"""Named reads of the diary and of hurdles; the questions that help to begin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from resonanz.core.text import in_language
from resonanz.programmes.models import Programme
from resonanz.tandems.models import Tandem
from resonanz.tandems.signals import Event, Part
from resonanz.together.enums.diary import Audience, EntryKind
from resonanz.together.enums.diary import Hurdle as HurdleCategory
from resonanz.together.models import DiaryEntry, DiarySettings, Hurdle, HurdleNote
from resonanz.together.queries.rooms import rooms_of

LEAST = 5  # smaller numbers of people are not shown, so that nobody is recognised

USUAL_PROMPTS = (
    gettext_noop("What did we talk about today? What stayed with me?"),
    gettext_noop("What was easy for me this week? What was hard?"),
    gettext_noop("What did I learn about myself?"),
    gettext_noop("What surprised me?"),
    gettext_noop("Which word or rule was new to me?"),
    gettext_noop("Whom did I get to know?"),
    gettext_noop("What do I see differently now than a month ago?"),
    gettext_noop("What am I proud of?"),
    gettext_noop("What do I want to ask next time?"),
    gettext_noop("Where did I need courage?"),
    gettext_noop("What helped me, and who?"),
    gettext_noop("What would I like to try next?"),
)


def readable(person: Any) -> Q:
    """What `person` may read of things with an audience: the own ones, and what the other shows."""
    return Q(tandem__in=rooms_of(person).values("pk")) & (Q(by=person) | Q(audience=Audience.TANDEM))


def entries_readable_by(person: Any) -> QuerySet[DiaryEntry]:
    """Return the entries that `person` may read, the newest first."""
    return DiaryEntry.objects.filter(readable(person)).select_related(
        "by", "tandem__cohort__programme", "tandem__mentor__person", "tandem__mentee__person"
    )


def hurdles_readable_by(person: Any) -> QuerySet[Hurdle]:
    """Return the hurdles that `person` may read, the newest first."""
    return Hurdle.objects.filter(readable(person)).select_related(
        "by", "tandem__cohort__programme", "tandem__mentor__person", "tandem__mentee__person"
    )


def own_prompts(programme: Programme) -> list[dict[str, str]]:
    """Return the questions that a programme asks instead of the usual ones, by language."""
    row = DiarySettings.objects.filter(programme=programme).first()
    return list(row.prompts) if row else []


def prompt_of(tandem: Tandem, day: date, turn: int = 0) -> str:
    """Return a question that helps to begin, another one every day, in the reader's language; `turn` goes on from there."""
    own = [text for text in map(in_language, own_prompts(tandem.cohort.programme)) if text]
    texts = own or [_(text) for text in USUAL_PROMPTS]
    return texts[(day.toordinal() + tandem.pk + turn) % len(texts)]


@dataclass(frozen=True)
class Counted:
    """How many people noted a hurdle of one category; None where it is too few to say."""

    category: str
    label: str
    people: int | None
    share: float


def hurdle_numbers(programme: Programme) -> list[Counted]:
    """Return by how many people each category was noted, the most frequent first; small numbers are hidden."""
    rows = Hurdle.objects.filter(tandem__cohort__programme=programme).order_by()
    found = dict(rows.values("category").annotate(n=Count("by", distinct=True)).values_list("category", "n"))
    most = max((n for n in found.values() if n >= LEAST), default=1)
    counted = [
        Counted(
            category.value,
            str(category.label),
            found[category.value] if found[category.value] >= LEAST else None,
            100 * found[category.value] / most if found[category.value] >= LEAST else 0,
        )
        for category in HurdleCategory
        if category.value in found
    ]
    return sorted(counted, key=lambda row: -(row.people or 0))


def hurdle_notes(programme: Programme) -> QuerySet[HurdleNote]:
    """Return what people gave to the team without their names: nothing before enough of them noted something."""
    people = Hurdle.objects.filter(tandem__cohort__programme=programme).values("by").distinct().count()
    return HurdleNote.objects.filter(programme=programme) if people >= LEAST else HurdleNote.objects.none()


def parts(tandem: Tandem, person: Any, side: str) -> Iterable[Part | Event]:
    """Return what diary and hurdles add to the page of a tandem; to the team, that there are so many entries."""
    if tandem.started_on is None:
        return []
    if not side:
        count = tandem.diary.count()
        if not count:
            return []
        last = tandem.diary.order_by("-created_at").values_list("created_at", flat=True)[0]
        text = ngettext("{n} diary entry", "{n} diary entries", count).format(n=count)
        return [Event(timezone.localdate(last), text, detail=_("Only the two can read it."))]
    entries = tandem.diary.filter(Q(by=person) | Q(audience=Audience.TANDEM))
    waiting = tandem.diary.filter(by=person, kind=EntryKind.REALITY, learned_on=None).count()
    return [
        Part(
            "tile",
            _("Diary"),
            reverse("together:diary", args=[tandem.pk]),
            "book-open",
            text=number_of_entries(entries.count(), waiting),
            order=60,
        ),
        Part("tile", _("Hurdles"), reverse("together:hurdles", args=[tandem.pk]), "flag", order=80),
    ]


def number_of_entries(count: int, waiting: int) -> str:
    """Return how many entries there are, and how many reality checks wait for what came of them."""
    if not count:
        return ""
    text = ngettext("{n} entry", "{n} entries", count).format(n=count)
    if waiting:
        text += " · " + ngettext("{n} hope to look back at", "{n} hopes to look back at", waiting).format(n=waiting)
    return text
