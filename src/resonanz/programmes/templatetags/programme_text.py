"""How templates let a programme speak: in the reader's language, with the programme's own words and forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from resonanz.core.text import in_language, in_which_language, series
from resonanz.programmes.enums import CohortState, GenderStyle, PassageKind
from resonanz.programmes.models import Cohort, Programme
from resonanz.programmes.queries import Gap
from resonanz.taxonomy import languages
from resonanz.wording import Wording, WordingError

register = template.Library()


def reader_language() -> str:
    """Return the language of this page, without a region."""
    return (get_language() or "de").split("-")[0]


def spoken(programme: Programme, text: Mapping[str, str] | str, person_form: str | None = None) -> tuple[str, str]:
    """Return `text` with its placeholders filled in the programme's wording, and the language that it is in.

    `text` is `{language: template}`, or one template of the interface in the language of the page.
    """
    language, source = in_which_language(text) if isinstance(text, Mapping) else (reader_language(), str(text))
    for candidate in (language, "de", "en"):  # a text of the interface may have fallen back to another language
        try:
            return programme.wording.render(source, candidate, person_form=person_form or None), candidate
        except WordingError:
            continue
    return source, language


@register.simple_tag
def say(programme: Programme, text: Mapping[str, str] | str, person_form: str | None = None) -> SafeString:
    """`{% say programme programme.sentence %}`: one text, escaped, marked where it is in another language than the page."""
    words, language = spoken(programme, text, person_form)
    return marked(words, language)


@register.simple_tag
def reads(programme: Programme, template: str | None, language: str, values: Sequence[str] = ()) -> str:
    """Return how a text with placeholders reads in the programme's forms; empty where it has none, or cannot be said.

    `values` are the names of what is filled in for each person; each is shown as "…".
    """
    if not template or "{" not in template:
        return ""
    try:
        return programme.wording.render(template, language, **dict.fromkeys(values, "…"))
    except WordingError:
        return ""


@register.simple_tag
def in_style(programme: Programme, template: str, style: str) -> str:
    """Return a German text as it would read in another form of words."""
    return Wording(style, programme.nouns).render(template, "de")


@register.filter
def style_label(style: str) -> str:
    """Return what a form of words is called."""
    return str(GenderStyle(style).label)


PLACES = {
    "texts": gettext_noop("Texts"),
    "wording": gettext_noop("Wording"),
    "topics": gettext_noop("Topics"),
    "contacts": gettext_noop("Contact persons"),
    "steps": gettext_noop("Steps before approval"),
    "data": gettext_noop("Data and periods"),
    "applications:rules": gettext_noop("Conditions"),
    "applications:forms": gettext_noop("Forms"),
}


@register.simple_tag
def gap_place(gap: Gap, pages: Sequence[Mapping[str, Any]]) -> str:
    """Return what the page is called on which a missing text can be written; an upper room's as in the menu `pages`."""
    if gap.kind:
        return str(PassageKind(gap.kind).label)
    if gap.page in PLACES:
        return _(PLACES[gap.page])
    return next(str(page["label"]) for page in pages if gap.page in page["names"])


@register.filter
def settings_url(page: str, slug: str) -> str:
    """Return the address of a page of a programme's settings."""
    return reverse(page if ":" in page else f"programmes:{page}", args=[slug])


@register.filter
def language_name(code: str) -> str:
    """Return the name of a language in the language of the page."""
    return languages.name(code, reader_language())


@register.simple_tag
def say_paragraphs(programme: Programme, text: Mapping[str, str]) -> SafeString:
    """`{% say_paragraphs programme programme.about %}`: a text with blank lines, as paragraphs."""
    words, language = spoken(programme, text)
    parts = [part.strip() for part in words.split("\n\n")]
    if language == reader_language():
        return format_html_join("\n", "<p>{}</p>", ((part,) for part in parts if part))
    direction = languages.direction(language)
    return format_html_join("\n", '<p lang="{}" dir="{}">{}</p>', ((language, direction, p) for p in parts if p))


@register.simple_tag
def summary_start(programme: Programme, text: Mapping[str, str]) -> SafeString:
    """Return the beginning of a longer text, for a list."""
    words, language = spoken(programme, text)
    return marked(Truncator(words).words(14), language)


@register.filter
def local(texts: Mapping[str, str]) -> SafeString:
    """`{{ person.profile.about|local }}`: a text that is never rewritten, marked where it is in another language."""
    language, words = in_which_language(texts)
    return marked(words, language or reader_language())


@register.filter
def local_plain(texts: Mapping[str, str]) -> str:
    """The same for places where no markup may stand, such as the title."""
    return in_language(texts)


def marked(words: str, language: str) -> SafeString:
    """Return escaped `words`, in a span with language and direction where these differ from the page's."""
    if language == reader_language():
        return conditional_escape(words)
    return format_html('<span lang="{}" dir="{}">{}</span>', language, languages.direction(language), words)


@register.simple_tag
def duration(programme: Programme) -> str:
    """Return how long a tandem lasts, in words; empty where the programme does not say."""
    low, high = programme.months_from, programme.months_to
    if low is None or high is None:
        return _("agreed by the two") if programme.duration_agreed else ""
    span = str(high) if low == high else _("{low} to {high}").format(low=low, high=high)
    months = ngettext("{n} month", "{n} months", high).format(n=span)
    return _("as the two agree, often {months}").format(months=months) if programme.duration_agreed else months


@register.simple_tag
def hours(programme: Programme) -> str:
    """Return how many hours a month it takes, in words; empty where the programme does not say."""
    low, high = programme.hours_from, programme.hours_to
    if low is None or high is None:
        return ""
    span = str(high) if low == high else _("{low} to {high}").format(low=low, high=high)
    return ngettext("{n} hour a month", "{n} hours a month", high).format(n=span)


@register.simple_tag
def start(cohort: Cohort | None, programme: Programme) -> str:
    """Return when one can start, in words: a day, «date still open», or at any time."""
    if programme.rhythm != "cohorts":
        return _("at any time")
    if cohort is None or (cohort.starts_on is None and cohort.state in (CohortState.ANNOUNCED, CohortState.OPEN)):
        return _("date still open")
    return date_format(cohort.starts_on, "DATE_FORMAT") if cohort.starts_on else ""


@register.simple_tag
def language_names(codes: list[str]) -> str:
    """Return the names of languages in the language of the page."""
    return series(languages.name(code, reader_language()) for code in codes)


@register.simple_tag
def skills(text: str) -> list[dict[str, str]]:
    """Return "de:C1;ar:native" as a list of dicts name, level for the language tags."""
    try:
        parsed = languages.parse_skills(text)
    except ValueError:  # imported carelessly: shown as it is, so that somebody mends it
        return [{"name": text, "level": ""}]
    return [
        {"name": languages.name(code, reader_language()), "level": languages.level_name(level, reader_language())}
        for code, level in parsed.items()
    ]
