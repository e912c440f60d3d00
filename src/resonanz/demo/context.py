"""What the login page of the demo shows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from resonanz.demo.queries import PASSWORD, demo_logins


def logins(request: HttpRequest) -> dict[str, Any]:
    """Return the demo's logins for the login page; nothing on any other page or installation."""
    if not settings.DEMO or not request.path.endswith("/account/login/"):
        return {}
    return {"demo_logins": demo_logins(), "demo_password": PASSWORD}
