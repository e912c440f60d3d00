"""Reading what mail servers send back when a letter could not be delivered (RFC 3464)."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import NamedTuple


class Bounce(NamedTuple):
    """Which letter came back, and why; `is_final` is False where the server goes on trying."""

    message_id: str
    reason: str
    is_final: bool


def read_bounce(content: bytes) -> Bounce | None:
    """Return what a delivery status notification says, or None where the message is something else."""
    message = BytesParser(policy=policy.default).parsebytes(content)
    status, original = None, ""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            status = _last_block(part)
        elif kind in ("message/rfc822", "text/rfc822-headers"):
            original = original or _message_id(part)
    if status is None or not original:
        return None
    code = status.get("Status", "").strip()
    reason = status.get("Diagnostic-Code", "") or code
    final = status.get("Action", "").strip().lower() == "failed" and not code.startswith("4")
    return Bounce(original, " ".join(str(reason).split())[:300], final)


def _last_block(part: EmailMessage) -> EmailMessage | None:
    """Return the block about the recipient: the first one is about the message as a whole."""
    blocks = part.get_payload()
    return blocks[-1] if isinstance(blocks, list) and blocks else None  # type: ignore[return-value]


def _message_id(part: EmailMessage) -> str:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        return str(first.get("Message-ID", "")).strip() if isinstance(first, EmailMessage) else ""
    text = part.get_payload(decode=True)
    if not isinstance(text, bytes):
        return ""
    return str(BytesParser(policy=policy.default).parsebytes(text).get("Message-ID", "")).strip()
