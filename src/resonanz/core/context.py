"""What every template may rely on."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """Return whether this is the demo, and the theme that the reader chose ("light", "dark" or "" for the device's)."""
    theme = request.COOKIES.get("theme", "")
    return {
        "DEMO": settings.DEMO,
        "theme": theme if theme in {"light", "dark"} else "",
    }
