"""Keys are renewed: everything sealed is rewritten, nothing is lost, and old keys are named only when nobody needs them."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from resonanz.core import rotation
from resonanz.core.crypto import Unreadable, add_key, decrypt, encrypt, forget_keys, key_of, keys_there, newest_key
from resonanz.core.rotation import places, rotate
from resonanz.core.sealed import sealed_models
from resonanz.matching.models import Request
from resonanz.matching.queries.requests import opened, sealed
from resonanz.messaging.models import Message, TandemFile
from resonanz.people.enums import SECOND_FACTOR
from resonanz.surveys.models import Sheet
from resonanz.surveys.queries.sheets import opened as answers_of
from tests.factories import House
from tests.factories.messaging import PDF, make_file, write
from tests.factories.requests import make_request, open_to_all
from tests.factories.surveys import make_answered, make_survey

pytestmark = pytest.mark.django_db
KEYS = [f"{number}:{base64.b64encode(bytes([number] * 32)).decode()}" for number in (1, 2, 3)]


def use(settings: LazySettings, *numbers: int) -> None:
    settings.TEXT_KEYS = " ".join(KEYS[number - 1] for number in numbers)
    forget_keys()


@pytest.fixture(autouse=True)
def first_key(settings: LazySettings) -> Iterator[None]:
    use(settings, 1)
    yield
    forget_keys()


def everything(house: House) -> dict[str, Any]:
    """Seal something of every kind, and return how it is read."""
    message, file = write(house, "Geheim"), make_file(house)
    open_to_all(house.programme)
    request = make_request(house.noor, house.karin)
    Request.objects.filter(pk=request.pk).update(question=sealed(request, "question", "Wann?"))
    make_survey(house.programme)
    make_answered(house.noor)
    sheet = Sheet.objects.get()
    totp = Authenticator.objects.create(
        user=house.alice, type="totp", data={"secret": encrypt("ABC", SECOND_FACTOR), "other": 1}
    )
    codes = Authenticator.objects.create(
        user=house.alice,
        type="recovery_codes",
        data={"migrated_codes": [encrypt("1", SECOND_FACTOR), encrypt("2", SECOND_FACTOR)]},
    )
    return {
        "message": lambda: Message.objects.get(pk=message.pk).opened("text"),
        "file": lambda: TandemFile.objects.get(pk=file.pk).opened_bytes("content"),
        "request": lambda: opened(Request.objects.get(pk=request.pk), "question"),
        "answers": lambda: answers_of(Sheet.objects.get(pk=sheet.pk)),
        "totp": lambda: (
            decrypt(Authenticator.objects.get(pk=totp.pk).data["secret"], SECOND_FACTOR),
            Authenticator.objects.get(pk=totp.pk).data["other"],
        ),
        "codes": lambda: [
            decrypt(code, SECOND_FACTOR) for code in Authenticator.objects.get(pk=codes.pk).data["migrated_codes"]
        ],
    }


def test_everything_is_rewritten_and_read_without_the_old_key(
    house: House, settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    readers = everything(house)
    before = {name: read() for name, read in readers.items()}
    assert (before["message"], before["file"], before["codes"]) == ("Geheim", PDF, ["1", "2"])
    use(settings, 1, 2)
    changed = Message.objects.get().changed_at
    call_command("rotate_text_keys")
    assert Message.objects.get().changed_at == changed  # nothing that people see has changed
    out = capsys.readouterr().out
    assert ("No longer used: key 1." in out, "Still in use" in out, "cannot be read" in out) == (True, False, False)
    use(settings, 2)
    assert {name: read() for name, read in readers.items()} == before
    assert rotate().rewritten == 0


def test_it_may_be_interrupted_and_repeated(house: House, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)
    rows = [write(house, f"Nr. {place}") for place in range(7)]
    use(settings, 1, 2)
    again, count = rotation._again, 0

    def stop(value: Any, about: str) -> Any:
        nonlocal count
        count += 1
        if count == 6:
            raise KeyboardInterrupt
        return again(value, about)

    monkeypatch.setattr(rotation, "_again", stop)
    with pytest.raises(KeyboardInterrupt):
        rotate()
    numbers = [key_of(row.text) for row in Message.objects.order_by("pk")]
    assert set(numbers) == {1, 2}
    assert [row.opened("text") for row in Message.objects.order_by("pk")] == [f"Nr. {place}" for place in range(len(rows))]
    monkeypatch.setattr(rotation, "_again", again)
    assert rotate().rewritten == numbers.count(1)
    assert {key_of(row.text) for row in Message.objects.all()} == {2}


def test_what_somebody_changes_meanwhile_is_not_lost(
    house: House, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = write(house, "alt")
    use(settings, 1, 2)
    again = rotation._again

    def meanwhile(value: Any, about: str) -> Any:
        row.seal(text="neu")
        row.save()
        return again(value, about)

    monkeypatch.setattr(rotation, "_again", meanwhile)
    assert rotate().rewritten == 0
    assert Message.objects.get().opened("text") == "neu"


def test_what_no_key_opens_is_told_and_left(
    house: House, settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    stored = write(house).text
    use(settings, 2, 3)
    call_command("rotate_text_keys")
    assert "1 values cannot be read" in capsys.readouterr().out
    assert Message.objects.get().text == stored


def test_a_new_key_is_seen_by_every_process_at_once(settings: LazySettings, tmp_path: Any) -> None:
    settings.TEXT_KEYS, settings.DATA_DIR = "", tmp_path
    forget_keys()
    old = encrypt("alt", "x")
    assert (newest_key(), add_key(), newest_key(), keys_there()) == (1, 2, 2, [1, 2])
    assert (tmp_path / "text_keys").stat().st_mode & 0o777 == 0o600
    new = encrypt("neu", "x")
    assert (key_of(old), key_of(new), decrypt(old, "x"), decrypt(new, "x")) == (1, 2, "alt", "neu")
    (tmp_path / "text_keys").write_text((tmp_path / "text_keys").read_text().splitlines()[1] + "\n")
    with pytest.raises(Unreadable):
        decrypt(old, "x")


def test_keys_in_the_environment_are_the_operators() -> None:
    with pytest.raises(ImproperlyConfigured):
        add_key()
    with pytest.raises(CommandError, match="RESONANZ_TEXT_KEYS"):
        call_command("rotate_text_keys", "--new")


@pytest.mark.parametrize(
    ("stored", "number"),
    [("k12:abc", 12), (b"k3:\x00", 3), (memoryview(b"k4:x"), 4), ("", None), (b"", None), ("Hallo", None), ("kx:", None)],
)
def test_the_number_of_a_key_is_read_off(stored: Any, number: int | None) -> None:
    assert key_of(stored) == number


def test_every_sealed_column_is_known() -> None:
    found = {(place.model, place.column) for place in places()}
    for model in sealed_models():
        assert {(model._meta.label, column) for column in (*model.SEALED, *model.SEALED_BYTES)} <= found
    assert {model for model, _column in found} >= {"matching.Request", "surveys.Sheet", "mfa.Authenticator"}
