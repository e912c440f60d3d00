"""Settings come from the environment, or the start stops with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from resonanz.settings import env, env_flag, stored_secret


def test_a_secret_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text("s3cret\n")
    monkeypatch.setenv("RESONANZ_NEW_KEY_FILE", str(tmp_path / "key"))
    assert env("NEW_KEY") == "s3cret"


def test_what_is_missing_is_named() -> None:
    with pytest.raises(ImproperlyConfigured, match="Set RESONANZ_NEW_KEY"):
        env("NEW_KEY")


def test_a_missing_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESONANZ_NEW_KEY_FILE", "/nowhere/key")
    with pytest.raises(ImproperlyConfigured, match="/nowhere/key, which cannot be read"):
        env("NEW_KEY")


def test_a_flag_is_yes_or_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESONANZ_NEW_FLAG", "perhaps")
    with pytest.raises(ImproperlyConfigured, match="must be 1 or 0, not 'perhaps'"):
        env_flag("NEW_FLAG")


def test_the_secret_of_the_demo_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "new" / "secret"
    assert stored_secret(path) == stored_secret(path)
    assert path.stat().st_mode & 0o777 == 0o600
