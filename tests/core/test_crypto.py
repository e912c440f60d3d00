"""Confidential text: unreadable in the database, bound to its place, readable under older keys."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured

from resonanz.core.crypto import Unreadable, code_of, decrypt, encrypt, forget_keys

KEYS = [f"{number}:{base64.b64encode(bytes([number] * 32)).decode()}" for number in (1, 2)]


@pytest.fixture(autouse=True)
def keys(settings: LazySettings) -> Iterator[None]:
    settings.TEXT_KEYS = KEYS[0]
    forget_keys()
    yield
    forget_keys()


@pytest.mark.parametrize("text", ["", "Ich habe die Stelle!", "مرحبا", "x" * 10_000])
def test_what_was_written_is_read(text: str) -> None:
    stored = encrypt(text, "diary:1")
    assert decrypt(stored, "diary:1") == text
    assert not text or text not in stored


def test_the_same_text_never_looks_the_same() -> None:
    assert len({encrypt("ja", "diary:1") for _ in range(50)}) == 50


@pytest.mark.parametrize("number", range(100))
def test_a_text_that_was_moved_is_refused(number: int) -> None:
    stored = encrypt("geheim", f"diary:{number}")
    with pytest.raises(Unreadable):
        decrypt(stored, f"diary:{number + 1}")


def test_a_changed_byte_is_refused() -> None:
    stored = encrypt("geheim", "diary:1")
    body = bytearray(base64.b64decode(stored.split(":")[1]))
    for at in range(len(body)):
        changed = bytes(body[:at]) + bytes([body[at] ^ 1]) + bytes(body[at + 1 :])
        with pytest.raises(Unreadable):
            decrypt(f"k1:{base64.b64encode(changed).decode()}", "diary:1")


@pytest.mark.parametrize("stored", ["", "k1", "k1:", "k1:!!!", "k9:AAAA", "geheim", "k:AAAA", "k-1:AAAA"])
def test_what_is_no_stored_text_is_refused(stored: str) -> None:
    with pytest.raises(Unreadable):
        decrypt(stored, "diary:1")


def test_a_new_key_writes_and_the_old_one_still_reads(settings: LazySettings) -> None:
    old = encrypt("alt", "diary:1")
    settings.TEXT_KEYS = "\n".join(KEYS)
    forget_keys()
    assert (decrypt(old, "diary:1"), encrypt("neu", "diary:1")[:3]) == ("alt", "k2:")
    settings.TEXT_KEYS = KEYS[1]
    forget_keys()
    with pytest.raises(Unreadable):
        decrypt(old, "diary:1")


@pytest.mark.parametrize("text", ["1", "1:short", "x:" + KEYS[0][2:], "1:" + base64.b64encode(b"x" * 31).decode()])
def test_keys_that_are_none_stop_with_a_sentence(settings: LazySettings, text: str) -> None:
    settings.TEXT_KEYS = text
    forget_keys()
    with pytest.raises(ImproperlyConfigured, match="RESONANZ_TEXT_KEYS must hold keys"):
        encrypt("x", "y")


def test_without_a_setting_a_key_is_made_once_for_its_owner_alone(settings: LazySettings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.TEXT_KEYS, settings.DATA_DIR = "", tmp_path
    forget_keys()
    stored = encrypt("x", "y")
    forget_keys()
    assert decrypt(stored, "y") == "x"
    assert (tmp_path / "text_keys").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["text_keys"]


def test_a_code_is_always_the_same_and_another_for_each_purpose_and_key(settings: LazySettings) -> None:
    settings.CODE_KEY = base64.b64encode(bytes([7] * 32)).decode()
    forget_keys()
    code = code_of("seed", "survey")
    assert (len(code), code_of("seed", "survey")) == (24, code)
    assert len({code, code_of("seed", "other"), code_of("seec", "survey"), code_of("surveyseed", "")}) == 4
    settings.TEXT_KEYS = KEYS[1]  # a key for texts makes no codes
    forget_keys()
    assert code_of("seed", "survey") == code
    settings.CODE_KEY = base64.b64encode(bytes([8] * 32)).decode()
    forget_keys()
    assert code_of("seed", "survey") != code


def test_the_key_for_codes_is_made_once_and_kept_for_its_owner_alone(settings: LazySettings, tmp_path: Path) -> None:
    settings.CODE_KEY, settings.DATA_DIR = "", tmp_path
    forget_keys()
    code = code_of("seed", "survey")
    forget_keys()
    assert code_of("seed", "survey") == code
    assert (tmp_path / "code_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("key", ["short", base64.b64encode(bytes(31)).decode(), f"1:{base64.b64encode(bytes(32)).decode()}"])
def test_a_key_for_codes_that_is_none_stops(settings: LazySettings, key: str) -> None:
    settings.CODE_KEY = key
    forget_keys()
    with pytest.raises(ImproperlyConfigured, match="RESONANZ_CODE_KEY"):
        code_of("seed", "survey")
