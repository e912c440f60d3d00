"""Drawings of the workbench: rows of the heat map, ranges of weights, names of people in a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from resonanz.matching.queries import insight
from resonanz.matching.queries.matrix import Cell

register = template.Library()


@register.simple_tag
def called(names: Mapping[int, str], pk: int) -> str:
    """Return what somebody in a run is called."""
    return insight.called(names, pk)


@register.simple_tag
def cells(row: Iterable[Cell], rest: str) -> SafeString:
    """Draw one row of the heat map; `rest` is what all links of the page have in common.

    In Python, because a page has up to 2,500 of them.
    """
    return format_html_join(
        "",
        '<td class="{}"><a href="?pair={}{}#pair"{}>{}</a></td>',
        ((cell.classes, cell.pair, rest, naming(cell.label), cell.text) for cell in row),
    )


def naming(label: str) -> SafeString:
    """Return the attribute that says what colour and outline show, for a cell that has something to say."""
    return format_html(' aria-label="{}"', label) if label else SafeString()


@register.simple_tag
def reach(start: float, end: float, at: float) -> SafeString:
    """Draw the range in which a weight may move, with a line where it is; all in percent. The numbers stand beside it."""
    return format_html(
        '<svg class="reach" aria-hidden="true"><rect class="reach-range" x="{}%" width="{}%" height="100%"></rect>'
        '<line x1="{}%" x2="{}%" y1="0" y2="100%"></line></svg>',
        f"{start:g}",
        f"{max(end - start, 0.5):g}",
        f"{at:g}",
        f"{at:g}",
    )


@register.filter
def share_of(part: float, whole: float) -> float:
    """Return `part` in percent of `whole`, 0 where there is nothing."""
    return 100 * part / whole if whole else 0.0
