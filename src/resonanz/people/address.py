"""A new e-mail address, confirmed by a code within the session; the code itself is kept nowhere."""

from __future__ import annotations

import time

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

KEY = "new_address"
MINUTES = 15
MOST_TRIES = 3


def begin(request: HttpRequest, email: str) -> str:
    """Remember the new address in the session and return the code to send there."""
    code = get_random_string(6, "0123456789")
    request.session[KEY] = {
        "email": email.strip().lower(),
        "code": _mark(code),
        "until": time.time() + 60 * MINUTES,
        "tries": 0,
    }
    return code


def waiting(request: HttpRequest) -> str:
    """Return the address that waits for its code, or an empty text."""
    kept = request.session.get(KEY) or {}
    return str(kept.get("email", "")) if kept.get("until", 0) > time.time() and kept["tries"] < MOST_TRIES else ""


def confirmed(request: HttpRequest, code: str) -> str:
    """Return the address where `code` is the right one, else an empty text; after three tries nothing waits any more."""
    address = waiting(request)
    if not address:
        return ""
    kept = request.session[KEY]
    kept["tries"] += 1
    request.session.modified = True
    if not constant_time_compare(kept["code"], _mark("".join(code.split()))):
        return ""
    del request.session[KEY]
    return address


def _mark(code: str) -> str:
    return salted_hmac("resonanz.people.address", code).hexdigest()
