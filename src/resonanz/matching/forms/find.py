"""What may be asked of the search: the few fields that are typed, and the choices that carry numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from resonanz.applications.queries.answers import as_slots
from resonanz.core.occupations import OccupationField, group_title
from resonanz.core.text import fold, in_language
from resonanz.matching.community import Found, Index, Wanted
from resonanz.matching.community.search import MINE
from resonanz.matching.enums import MarkKind
from resonanz.programmes.models import Participation, Programme
from resonanz.taxonomy import countries, isco, languages, places
from resonanz.taxonomy.languages import Level

FEW = 8  # choices that are shown at once; the others are folded away
MOST = 60
KM = (10, 25, 50, 100)
LANGUAGES = tuple(level for level in Level)
TIMES = {
    MINE: gettext_lazy("at a time when I am free, too"),
    "week-morning": gettext_lazy("working days, morning"),
    "week-afternoon": gettext_lazy("working days, afternoon"),
    "week-evening": gettext_lazy("working days, evening"),
    "weekend": gettext_lazy("weekend"),
}
TITLES = {
    "occupation": gettext_lazy("Occupation"),
    "language": gettext_lazy("Languages"),
    "topic": gettext_lazy("Topics"),
    "time": gettext_lazy("Times"),
    "country": gettext_lazy("Country"),
    "field": gettext_lazy("Field of work"),
}
PARAMETERS = {"occupation": "group"}  # how a facet is called in the address, where not by its own name


def level_code(level: Level) -> str:
    """Return a level as it stands in the address."""
    return "native" if level is Level.NATIVE else level.name


class FindForm(forms.Form):
    """Words, an occupation in one's own words, the level of the languages, and how far away."""

    q = forms.CharField(label=gettext_lazy("Words"), max_length=100, required=False, strip=True)
    occupation = OccupationField(label=gettext_lazy("Occupation in own words"), required=False)
    level = forms.ChoiceField(label=gettext_lazy("Level at least"), required=False)
    km = forms.ChoiceField(label=gettext_lazy("Place"), required=False)

    def __init__(self, data: QueryDict, *, viewer: Participation) -> None:
        super().__init__(data, label_suffix="")
        self.viewer, self.query = viewer, data
        self.fields["q"].widget.attrs |= {"type": "search", "enterkeyhint": "search"}
        reader = get_language() or "de"
        level_names = [(level_code(level), languages.level_name(level, reader)) for level in LANGUAGES]
        self.fields["level"].choices = [("", _("any level")), *level_names]  # type: ignore[attr-defined]
        anywhere = _("online, from anywhere") if viewer.cohort.programme.is_online else _("anywhere")
        near = [(str(km), _("at most {km} km from me").format(km=km)) for km in KM] if self.has_point else []
        self.fields["km"].choices = [("", anywhere), *near]  # type: ignore[attr-defined]

    @property
    def has_point(self) -> bool:
        """Whether the place of the asking person is known as a point, so that distances can be said."""
        return "-" in self.viewer.person.profile.place and places.locate(self.viewer.person.profile.place) is not None

    def wanted(self) -> Wanted:
        """Return what is looked for; what cannot be read does not count, and its field says why."""
        self.is_valid()
        values: dict[str, Any] = self.cleaned_data
        occupation = values.get("occupation")
        words = " ".join(filter(None, [values.get("q"), occupation.label if occupation and not occupation.code else ""]))
        code = self.query.get("group", "")
        group = code if len(code) >= 2 and isco.exists(code) else ""
        chosen = {
            "occupation": tuple(filter(None, [(occupation.code if occupation else "") or group])),
            "language": self._several("language", languages.codes()),
            "topic": self._several("topic", {topic.key for topic in self.viewer.cohort.programme.topics.all()}),
            "time": tuple(dict.fromkeys(self._times())),
            "country": self._several("country", countries.codes()),
            "field": tuple(dict.fromkeys(fold(text) for text in self.query.getlist("field")[:MOST] if text)),
        }
        level = next((level for level in LANGUAGES if level_code(level) == values.get("level")), None)
        return Wanted(
            words=words,
            chosen=tuple((facet, tags) for facet, tags in chosen.items() if tags),
            level=int(level) if level is not None else 0,
            place=self.viewer.person.profile.place,
            km=int(values.get("km") or 0),
            mine=tuple(self.own_slots),
        )

    @property
    def own_slots(self) -> list[str]:
        """When the asking person is free."""
        return as_slots(self.viewer.person.profile.availability)

    def _several(self, name: str, known: Iterable[str]) -> tuple[str, ...]:
        allowed = set(known)
        return tuple(dict.fromkeys(value for value in self.query.getlist(name)[:MOST] if value in allowed))

    def _times(self) -> Iterator[str]:
        for value in self._several("time", TIMES):
            yield from self.own_slots if value == MINE else [value]


class Option(NamedTuple):
    """One choice of a facet: how it is sent, what it is called, how many people it would leave, whether it is chosen."""

    value: str
    label: str
    number: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """One group of choices; `rest` is folded away."""

    name: str  # in the address
    title: str
    options: list[Option]
    rest: list[Option]
    is_single: bool = False

    @property
    def chosen(self) -> bool:
        """Whether something of it is chosen."""
        return any(option.is_chosen for option in self.options)


def facets_shown(form: FindForm, wanted: Wanted, found: Found, index: Index) -> list[Facet]:
    """Return the facets with names and numbers in the reader's language, the most frequent choices first.

    What is chosen is there in any case, so that it can be taken back; facets in which there is nothing to choose are not.
    """
    programme = form.viewer.cohort.programme
    shown = []
    for facet, title in TITLES.items():
        counts = found.facets.get(facet, {})
        options = list(options_of(facet, form, wanted, counts, index, programme))
        if facet not in ("topic", "time", "occupation"):
            options.sort(key=lambda one: (not one.is_chosen, -one.number, fold(one.label)))
        first = [one for place, one in enumerate(options) if place < FEW or one.is_chosen]
        rest = [one for one in options[FEW:MOST] if not one.is_chosen]
        if options:
            shown.append(Facet(PARAMETERS.get(facet, facet), str(title), first, rest, facet == "occupation"))
    return shown


def options_of(
    facet: str, form: FindForm, wanted: Wanted, counts: dict[str, int], index: Index, programme: Programme
) -> Iterator[Option]:
    """Yield the choices of one facet."""
    chosen = wanted.of(facet)
    if facet == "occupation":
        yield from occupations_shown(chosen, counts)
    elif facet == "topic":
        for topic in programme.topics.all():
            if counts.get(topic.key) or topic.key in chosen:
                yield Option(topic.key, in_language(topic.title), counts.get(topic.key, 0), topic.key in chosen)
    elif facet == "time":
        asked = form.query.getlist("time")
        for value, label in TIMES.items():
            if counts.get(value) or value in asked:
                yield Option(value, str(label), counts.get(value, 0), value in asked)
    else:
        for tag in dict.fromkeys([*chosen, *counts]):
            yield Option(tag, tag_name(facet, tag, index), counts.get(tag, 0), tag in chosen)


def occupations_shown(chosen: tuple[str, ...], counts: dict[str, int]) -> Iterator[Option]:
    """Yield groups of occupations: the wide ones by number, or, where one is chosen, it and those around it."""
    if chosen:
        code = chosen[0]
        for wider in [*(parent for parent in isco.parents(code) if len(parent) > 1), code]:
            yield Option(wider, group_title(wider), counts.get(wider, 0), wider == code)
        return
    for code in sorted((code for code in counts if len(code) == 2), key=lambda code: (-counts[code], code)):
        if isco.exists(code):
            yield Option(code, group_title(code), counts[code], False)


def tag_name(facet: str, tag: str, index: Index) -> str:
    """Return what a language, country or field of work is called."""
    reader = (get_language() or "de").split("-")[0]
    match facet:
        case "language":
            return languages.name(tag, reader)
        case "country":
            return countries.name(tag, reader)
    return index.field_name(tag)


class Chip(NamedTuple):
    """One criterion that is in force, and the address without it."""

    label: str
    address: str


def chips(form: FindForm, facets: list[Facet]) -> list[Chip]:
    """Return what is looked for, each with the way to leave it out."""
    found: list[Chip] = []
    query = form.query
    if text := (form.cleaned_data.get("q") or ""):
        found.append(Chip(_("“{text}”").format(text=text), without(query, "q")))
    occupation = form.cleaned_data.get("occupation")
    if occupation:
        found.append(
            Chip(occupation.label, without(query, "occupation", "occupation_code", "occupation_for", "occupation_choice"))
        )
    for facet in facets:
        for option in (*facet.options, *facet.rest):
            if option.is_chosen and not (facet.name == "group" and occupation):
                found.append(Chip(option.label, without(query, facet.name, value=option.value)))
    if (level := form.cleaned_data.get("level")) and form.query.getlist("language"):
        name = dict(form.fields["level"].choices)[level]  # type: ignore[attr-defined]
        found.append(Chip(_("Level at least {level}").format(level=name), without(query, "level")))
    if km := form.cleaned_data.get("km"):
        found.append(Chip(dict(form.fields["km"].choices)[km], without(query, "km")))  # type: ignore[attr-defined]
    return found


def without(query: QueryDict, *names: str, value: str = "") -> str:
    """Return the query without `names` and the page; with `value`, without only that one."""
    left = query.copy()
    for name in (*names, "page"):
        kept = [one for one in left.getlist(name) if value and name != "page" and fold(one) != fold(value)]
        left.setlist(name, kept) if kept else left.pop(name, None)
    for name in [name for name in left if not any(left.getlist(name))]:
        left.pop(name)
    return f"?{left.urlencode() or 'all=1'}"


class MarkForm(forms.Form):
    """Remember, hide, or neither."""

    kind = forms.ChoiceField(choices=[*MarkKind.choices, ("none", "")])
