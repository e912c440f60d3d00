"""Text that the database must not be able to tell: AES-256-GCM under keys that are kept apart from it.

A stored text looks like `k1:…`: the number of its key, then nonce and ciphertext in base64. What it belongs to
("mfa:secret", "diary.entry:12:text") is bound to it as additional data, so that a ciphertext moved elsewhere is refused.
The newest key writes, every key reads. `core.rotation` adds a key and rewrites what older ones wrote; then these can go.
A file is stored in the same way, as bytes: `k1:`, nonce and ciphertext.

A code (`code_of`) stands for a text without saying it. Its key is one of its own, so that whoever may read texts cannot
yet tell whose code is whose; it never changes, because codes of years ago must be found again.
"""

from __future__ import annotations

import base64
import hmac
import os
import secrets
from functools import cache, lru_cache
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
    name, _, body = encrypt_bytes(text.encode(), about).partition(b":")
    return f"{name.decode()}:{base64.b64encode(body).decode()}"


def decrypt(stored: str, about: str) -> str:
    """Return the text of `stored`. Unreadable where the key is gone, a byte was changed, or it belongs elsewhere."""
    name, _, body = stored.partition(":")
    try:
        return decrypt_bytes(f"{name}:".encode() + base64.b64decode(body, validate=True), about).decode()
    except Unreadable:
        raise
    except ValueError as error:
        raise Unreadable("This text was changed, or belongs elsewhere.") from error


def encrypt_bytes(content: bytes, about: str) -> bytes:
    """Return `content` encrypted with the newest key and bound to `about`."""
    number, key = _keys()[-1]
    nonce = os.urandom(NONCE)
    return f"k{number}:".encode() + nonce + AESGCM(key).encrypt(nonce, content, about.encode())


def decrypt_bytes(stored: bytes, about: str) -> bytes:
    """Return the content of `stored`. Unreadable as in `decrypt`."""
    name, _, sealed = stored.partition(b":")
    key = dict(_keys()).get(int(name[1:])) if name[:1] == b"k" and name[1:].isdigit() else None
    if key is None:
        raise Unreadable("The key of this text is not there.")
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], about.encode())
    except (InvalidTag, ValueError) as error:
        raise Unreadable("This text was changed, or belongs elsewhere.") from error


def newest_key() -> int:
    """Return the number of the key that writes."""
    return _keys()[-1][0]


def keys_there() -> list[int]:
    """Return the numbers of all keys, the newest last."""
    return [number for number, _key in _keys()]


def key_of(stored: str | bytes) -> int | None:
    """Return the number of the key that wrote `stored`; None for what is empty."""
    head = bytes(stored[:12]) if isinstance(stored, bytes | bytearray | memoryview) else stored[:12].encode()
    name = head.partition(b":")[0]
    return int(name[1:]) if name[:1] == b"k" and name[1:].isdigit() else None


def add_key() -> int:
    """Add a key to the file of keys, which writes from now on, in every process; return its number.

    Raises:
        ImproperlyConfigured: the keys stand in the environment, where only the operator can add one.
    """
    if settings.TEXT_KEYS:
        raise ImproperlyConfigured("The keys stand in RESONANZ_TEXT_KEYS; add a line there, and start all processes anew.")
    path = _path()
    lines = [f"{number}:{base64.b64encode(key).decode()}" for number, key in _keys()]
    number = newest_key() + 1
    _write(path, "\n".join([*lines, f"{number}:{new_key()}"]) + "\n", replace=True)
    return number


def new_key() -> str:
    """Return a new key as the files and the environment have it."""
    return base64.b64encode(secrets.token_bytes(KEY)).decode()


def code_of(text: str, about: str) -> str:
    """Return the code that stands for `text`, another one for each `about`; only who has the key finds the way."""
    digest = hmac.new(_code_key(), f"{about}\0{text}".encode(), sha256).digest()
    return base64.b32encode(digest[:CODE]).decode().lower()


def forget_keys() -> None:
    """Read the keys anew at the next use."""
    _read_keys.cache_clear()
    _code_key.cache_clear()


def _path() -> Path:
    return Path(settings.DATA_DIR) / "text_keys"


def _keys() -> tuple[tuple[int, bytes], ...]:
    """Return all keys, the newest last. A key that another process added to the file is seen at once: a text that it
    writes must be readable everywhere.
    """
    if settings.TEXT_KEYS:
        return _read_keys("", 0)
    path = _path()
    try:
        return _read_keys(str(path), path.stat().st_mtime_ns)
    except FileNotFoundError:
        _stored(path, "1:")
        return _read_keys(str(path), path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read_keys(path: str, _changed: int) -> tuple[tuple[int, bytes], ...]:
    lines = (Path(path).read_text(encoding="ascii") if path else settings.TEXT_KEYS).split()
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
        _write(path, f"{prefix}{new_key()}\n", replace=False)
    return path.read_text(encoding="ascii")


def _write(path: Path, text: str, *, replace: bool) -> None:
    """Write a file of keys as a whole or not at all; of two processes that make a first one together, one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if replace:
        draft.replace(path)
        return
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
