"""Settings come from the environment, or the start stops with a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
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


def run(arguments: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Call the command line as an operator would, with nothing set but `environment`."""
    command = [sys.executable, "-m", "resonanz.cli", *arguments]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("RESONANZ_", "DJANGO_", "DATABASE"))}
    return subprocess.run(
        command,
        env={**clean, "RESONANZ_DATA_DIR": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_installation_as_shipped_passes_every_deployment_check(tmp_path: Path) -> None:
    done = run(["manage", "check", "--deploy", "--fail-level", "WARNING"], tmp_path)
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n")


def test_a_wrong_setting_stops_the_start_with_one_sentence(tmp_path: Path) -> None:
    done = run(["manage", "check"], tmp_path, RESONANZ_SECURE="perhaps")
    assert (done.returncode, done.stderr) == (2, "RESONANZ_SECURE must be 1 or 0, not 'perhaps'.\n")


def test_a_preset_before_the_database_is_ready_says_what_to_call(tmp_path: Path) -> None:
    done = run(["preset", "load", "mentegra"], tmp_path)
    assert done.returncode == 1
    assert "call `resonanz manage migrate` first" in done.stderr
