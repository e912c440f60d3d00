"""Small drawings for templates: icons, initials, bars and dots, none of which needs an inline style."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

SPRITE = Path(__file__).parent.parent / "static" / "core" / "icons.svg"
# Icons that point along the line of reading; they turn round on right-to-left pages.
DIRECTIONAL = frozenset(
    {
        "arrow-left",
        "arrow-right",
        "chart-no-axes-column",
        "chevron-left",
        "chevron-right",
        "external-link",
        "file-text",
        "list",
        "log-in",
        "log-out",
        "message-circle",
        "quote",
        "route",
        "send",
    }
)


@cache
def icon_names() -> tuple[str, ...]:
    """Return the names of all icons in the sprite, sorted."""
    return tuple(sorted(re.findall(r'<symbol id="([a-z0-9-]+)"', SPRITE.read_text(encoding="utf-8"))))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw the icon `name`, hidden from screen readers unless `label` names it; unknown names are errors."""
    if name not in icon_names():
        raise ValueError(f"There is no icon {name!r} in core/icons.svg.")
    classes = "icon icon-directional" if name in DIRECTIONAL else "icon"
    naming = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="{}" {}><use href="{}#{}"></use></svg>', classes, naming, static("core/icons.svg"), name)


@register.simple_tag
def all_icons() -> tuple[str, ...]:
    """Return the names of all icons, for the style page."""
    return icon_names()


@register.filter
def lead(label: str) -> str:
    """Return a label as what leads to a sentence: with a colon, unless it ends with a mark of its own ("Who came?")."""
    text = str(label)
    return text if text.endswith(("?", "؟", ":", ".", "!")) else f"{text}:"


@register.filter
def breakable(address: str) -> SafeString:
    """Return a mail address that breaks before its @ and its dots, where it does not fit on a line."""
    return format_html_join(SafeString("<wbr>"), "{}", ((part,) for part in re.split(r"(?=[@.])", str(address))))


@register.filter
def initials(name: str) -> str:
    """Return the first letters of the first and the last word of `name`: "Amina Yusuf" gives "AY"."""
    words = [word for word in str(name).split() if word[0].isalpha()]
    if not words:
        return "·"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.simple_tag
def avatar(name: str, side: str = "", size: str = "") -> SafeString:
    """Draw the initials of `name` in a circle.

    `side="partner"` takes the warm second tone (mentors), else the accent; `size` is "", "small" or "large".
    The name itself must stand beside it: the circle is hidden from screen readers.
    """
    classes = ["avatar", *(f"avatar-{part}" for part in (side, size) if part)]
    return format_html('<span class="{}" aria-hidden="true">{}</span>', " ".join(classes), initials(name))


@register.simple_tag
def bar(percent: float, label: str = "", kind: str = "") -> SafeString:
    """Draw a quiet bar filled to `percent` (0 to 100); `kind` is "", "soft" or "thick".

    Without a `label` it is hidden from screen readers: the number must then stand beside it as text.
    """
    classes = f"bar bar-{kind}" if kind else "bar"
    naming = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    width = f"{min(max(float(percent), 0.0), 100.0):g}"
    return format_html('<svg class="{}" {}><rect width="{}%" height="100%"></rect></svg>', classes, naming, width)


@register.simple_tag
def meter(value: float, low: float | None = None, high: float | None = None) -> SafeString:
    """Draw a bar for `value`, with a band from `low` to `high` behind it: what was agreed. Hidden from screen readers.

    The same must stand beside it as text.
    """
    whole = max(float(value), float(high or low or 0) * 1.15, 1.0)
    share = [f"{100 * part / whole:g}" for part in (value, low or 0, (high or low or 0) - (low or 0))]
    band = format_html('<rect class="goal" x="{}%" width="{}%" height="100%"></rect>', *share[1:]) if low else ""
    return format_html(
        '<svg class="bar bar-meter" aria-hidden="true">{}<rect width="{}%" y="25%" height="50%" rx="3"></rect></svg>',
        band,
        share[0],
    )


@register.simple_tag
def columns(values: Iterable[float], high: float | None = None) -> SafeString:
    """Draw small upright bars, one for each of `values`, with a line at `high`. The same must stand beside them as text."""
    numbers = [float(value) for value in values]
    whole = max([*numbers, float(high or 0), 1.0])
    rects = format_html_join(
        "",
        '<rect x="{}" y="{}" width="8" height="{}"></rect>',
        ((index * 11, f"{24 - 24 * value / whole:g}", f"{24 * value / whole:g}") for index, value in enumerate(numbers)),
    )
    at = f"{24 - 24 * float(high or 0) / whole:g}"
    width = max(len(numbers) * 11 - 3, 1)
    line = format_html('<line x1="0" x2="{}" y1="{}" y2="{}"></line>', width, at, at) if high else ""
    return format_html(
        '<svg class="small-bars" viewBox="0 0 {} 24" width="{}" height="24" aria-hidden="true">{}{}</svg>',
        width,
        width,
        rects,
        line,
    )


@register.simple_tag
def dots(done: int, total: int) -> SafeString:
    """Draw `total` dots, the first `done` of them filled, and say "3 of 8" to screen readers."""
    spoken = _("%(done)s of %(total)s") % {"done": done, "total": total}
    circles = format_html_join(
        "",
        '<svg class="{}" viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="4.75"></circle></svg>',
        (("on" if number < done else "",) for number in range(total)),
    )
    return format_html('<span class="dots" role="img" aria-label="{}">{}</span>', spoken, circles)
