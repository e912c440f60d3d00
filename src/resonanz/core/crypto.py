"""Text that the database must not be able to tell: AES-256-GCM under keys that are kept apart from it.

A stored text looks like `k1:…`: the number of its key, then nonce and ciphertext in base64. What it belongs to
("mfa:secret", "diary.entry:12:text") is bound to it as additional data, so that a ciphertext moved elsewhere is refused.
The newest key writes, every key reads; a command that rewrites old texts can then drop old keys.

A code (`code_of`) stands for a text without saying it. Its key is one of its own, so that whoever may read texts cannot
yet tell whose code is whose; it never changes, because codes of years ago must be found again.
"""

from __future__ import annotations

import base64
import hmac
import os
import secrets
from functools import cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NONCE = 12  # bytes, as NIST SP 800-38D recommends for GCM
KEY = 32
CODE = 15  # bytes: 24 letters and digits in base32


class Unreadable(ValueError):
    """A stored text that none of our keys opens, or that belongs elsewhere."""


def encrypt(text: str, about: str) -> str:
    """Return `text` encrypted with the newest key and bound to `about`."""
    number, key = _keys()[-1]
    nonce = os.urandom(NONCE)
    sealed = nonce + AESGCM(key).encrypt(nonce, text.encode(), about.encode())
    return f"k{number}:{base64.b64encode(sealed).decode()}"


def decrypt(stored: str, about: str) -> str:
    """Return the text of `stored`. Unreadable where the key is gone, a byte was changed, or it belongs elsewhere."""
    name, _, body = stored.partition(":")
    key = dict(_keys()).get(int(name[1:])) if name[:1] == "k" and name[1:].isdecimal() else None
    if key is None:
        raise Unreadable("The key of this text is not there.")
    try:
        sealed = base64.b64decode(body, validate=True)
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], about.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise Unreadable("This text was changed, or belongs elsewhere.") from error


def code_of(text: str, about: str) -> str:
    """Return the code that stands for `text`, another one for each `about`; only who has the key finds the way."""
    digest = hmac.new(_code_key(), f"{about}\0{text}".encode(), sha256).digest()
    return base64.b32encode(digest[:CODE]).decode().lower()


def forget_keys() -> None:
    """Read the keys anew at the next use."""
    _keys.cache_clear()
    _code_key.cache_clear()


@cache
def _keys() -> tuple[tuple[int, bytes], ...]:
    lines = (settings.TEXT_KEYS or _stored(settings.DATA_DIR / "text_keys", "1:")).split()
    keys = []
    for line in lines:
        number, _, text = line.partition(":")
        key = _decoded(text)
        if not number.isdecimal() or len(key) != KEY:
            raise ImproperlyConfigured("RESONANZ_TEXT_KEYS must hold keys such as 1:<32 bytes in base64>, the newest last.")
        keys.append((int(number), key))
    if not keys:
        raise ImproperlyConfigured(
            "There is no key for confidential texts; delete the empty file text_keys to get a new one."
        )
    return tuple(sorted(keys))


@cache
def _code_key() -> bytes:
    key = _decoded((settings.CODE_KEY or _stored(settings.DATA_DIR / "code_key")).strip())
    if len(key) != KEY:
        raise ImproperlyConfigured("RESONANZ_CODE_KEY (or the file code_key) must hold one key: 32 bytes in base64.")
    return key


def _decoded(text: str) -> bytes:
    """Return a key from its base64; nothing where it is none."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


def _stored(path: Path, prefix: str = "") -> str:
    """Return the keys kept in `path`; make a first one there, readable by its owner alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(f"{prefix}{base64.b64encode(secrets.token_bytes(KEY)).decode()}\n")
        try:
            os.link(draft, path)  # of two processes that start together, one wins
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii")
