"""Making programmes: from presets, files and copies; files may come from strangers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from resonanz.people.models import Person
from resonanz.programmes.actions import (
    PresetError,
    as_preset,
    as_toml,
    change_programme,
    load_preset,
    parse_preset,
    set_logo,
)
from resonanz.programmes.models import ContactPerson, Programme
from resonanz.programmes.rules import coordinates
from tests.factories import House, make_house, make_person, make_programme
from tests.programmes.test_export import everything
from tests.programmes.test_presets import GOOD, SLUGS

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]
URL = "/manage/programmes/new/"


@pytest.fixture
def house(db: None) -> House:
    """Only where a test asks for it: others here count what there is."""
    return make_house()


@pytest.fixture
def otto(db: None) -> Person:
    return make_person("Otto", is_operator=True)


@pytest.mark.parametrize("slug", SLUGS)
def test_from_a_preset(slug: str, otto: Person, client_of: ClientOf) -> None:
    client = client_of(otto)
    assert client.post(URL, {"source": f"preset:{slug}", "slug": "graz"}).status_code == 302
    programme = Programme.objects.get(slug="graz")
    assert (programme.state, programme.cohorts.count()) == ("draft", 0)
    assert coordinates.test(otto, programme)
    for page in ("programme", "overview", "cohorts"):
        assert client.get(reverse(f"programmes:{page}", args=["graz"])).status_code == 200


def test_as_a_copy_with_logos_but_without_people(otto: Person, client_of: ClientOf) -> None:
    original = make_programme()
    original.staff.create(person=otto, role="coordinator")
    change_programme(programme=original, by=otto, months_to=9, retention={"logs": 6})
    ContactPerson.objects.create(programme=original, name="Maria")
    original.passages.create(kind="voice", text={"de": "Gut."})
    organisation = original.partnerships.all()[0].organisation
    set_logo(programme=original, organisation=organisation, picture=(b"png", 1, 1), by=otto)
    assert client_of(otto).post(URL, {"source": f"copy:{original.slug}", "slug": "graz"}).status_code == 302
    original.refresh_from_db()
    copy, before = Programme.objects.get(slug="graz"), everything(original)
    before[""] |= {"slug": "graz", "state": "draft"}
    before["passages"] = [passage for passage in before["passages"] if passage["kind"] != "voice"]
    assert everything(copy) == before | {"contacts": [], "cohorts": []}
    assert [logo.organisation for logo in copy.logos.all()] == [organisation]


def test_from_a_file_that_another_town_exported(otto: Person, client_of: ClientOf) -> None:
    text = as_toml(as_preset(make_programme("mentegra")))
    upload = SimpleUploadedFile("mentegra.toml", text.encode())
    assert client_of(otto).post(URL, {"source": "file", "slug": "graz", "file": upload}).status_code == 302
    assert Programme.objects.get(slug="graz").name == dict.fromkeys(("de", "en", "ar"), "MENTEGRA")


def test_others_copies_and_taken_addresses_are_refused(house: House, otto: Person, client_of: ClientOf) -> None:
    client = client_of(otto)
    answers = [
        client.post(URL, {"source": f"copy:{house.programme.slug}", "slug": "graz"}),
        client.post(URL, {"source": "preset:mentegra", "slug": house.programme.slug}),
        client.post(URL, {"source": "file", "slug": "graz"}),
    ]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert "Diese Adresse hat schon ein anderes Programm." in answers[1].content.decode()
    assert "Bitte wählen Sie die Datei aus." in answers[2].content.decode()
    assert not Programme.objects.filter(slug="graz").exists()


HOSTILE = {
    "no toml": (b"\x00\x01\x02", "kein"),
    "an image": (b"\x89PNG\r\n\x1a\n" + b"\xff" * 100, "kein Text in UTF-8"),
    "too large": (b"# " + b"x" * 600_000, "größer als 512 kB"),
    "nested": (b"a = " + b"[" * 50_000, "zu tief verschachtelt"),
    "long number": (GOOD.encode() + b"number = " + b"9" * 5000, "kein gültiges TOML"),
    "dots": (b".".join([b"a"] * 60_000) + b" = 1", "zu viele Punkte"),
    "name is a number": (GOOD.replace('de = "X"', "de = 5").encode(), "Zu name gehört: ein Text."),
    "strange language": (GOOD.replace('de = "X"', 'xx = "X"').encode(), "Zu name gehört: ein Text je Sprache"),
    "many topics": (GOOD.encode() + b'[[topic]]\nkey = "a"\ntitle = {de = "T"}\n' * 201, "höchstens 200 Einträge"),
    "the same topic": (GOOD.encode() + b'[[topic]]\nkey = "a"\ntitle = {de = "T"}\n' * 2, "zweimal"),
    "strange key": (GOOD.encode() + b'[[topic]]\nkey = "a/../b"\ntitle = {de = "T"}\n', "ein Kurzname"),
    "script as colour": (GOOD.encode() + b'[settings]\naccent = "}*{"\n', "accent"),
    "script as address": (
        GOOD.encode() + b'[[organisation]]\nname = "A"\nrole = "funder"\nurl = "javascript:alert(1)"\n',
        "url",
    ),
    "null": (GOOD.replace('"X"', '"X\\u0000"').encode(), "ohne Steuerzeichen"),
    "null in a noun": (GOOD.encode() + b'[wording.nouns.mentor.en]\nsingular = "\\u0000"\nplural = "b"\n', "andere Form"),
    "not a number": (
        GOOD.encode() + b'[[criteria.criterion]]\nkind = "equal"\ncolumn = "a"\nweight = nan\n',
        "andere Form",
    ),
    "huge months": (GOOD.encode() + b"[settings]\nduration_months = [99999, 99999]\n", "zwei ganze Zahlen"),
    "no criterion": (GOOD.encode() + b'[[criteria.criterion]]\nkind = "magic"\ncolumn = "a"\nweight = 1\n', "magic"),
    "no ground": (GOOD.encode() + b'[[approval]]\nkey = "criminal_record"\n', "nur mit einer Rechtsgrundlage"),
    "bad noun": (GOOD.encode() + b'[wording.nouns.mentor.de]\nword = "Pate"\n', "Nomen"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_cannot_be_loaded_gets_a_sentence(name: str, otto: Person, client_of: ClientOf) -> None:
    content, sentence = HOSTILE[name]
    upload = SimpleUploadedFile("strange.toml", content)
    page = client_of(otto).post(URL, {"source": "file", "slug": "graz", "file": upload})
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert 'value="graz"' in page.content.decode()
    assert not Programme.objects.exists()


def test_errors_speak_english_on_the_command_line() -> None:
    with pytest.raises(PresetError, match=r"x: something has another form .*: name must be a text"):
        load_preset(data=parse_preset(GOOD.replace('"X"', "5").encode(), "x.toml"), by=None)
