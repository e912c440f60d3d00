"""Certificates: as the person wishes, entered once, never rewritten, checked by strangers without a name."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from resonanz.closing.actions.certificates import (
    NotIssued,
    issue_certificate,
    issue_certificates,
    wish_certificate,
    withdraw_certificate,
)
from resonanz.closing.models import LETTERS, Certificate, CertificateDesign
from resonanz.closing.queries import certificates
from resonanz.closing.queries.certificates import by_code, issued_paper, paper, qr_svg, wish_of, words
from resonanz.mail.models import OutboxMail
from resonanz.privacy.actions.erase import erase_person
from tests.factories import House
from tests.factories.closing import ending_in, make_closing

WISH: dict[str, Any] = {
    "is_wanted": True,
    "printed_name": "Amina Yılmaz-Haddad",
    "printed_own_script": "أمينة حدّاد",
    "second_language": "ar",
    "with_hours": False,
    "printed_topics": [],
    "correction": "",
}


def wish(house: House, **more: Any) -> None:
    wish_certificate(tandem=house.active, by=house.amina.person, **{**WISH, **more})


def issued(house: House, **more: Any) -> Certificate:
    make_closing(house.programme)
    ending_in(house.active, -1)
    wish(house, **more)
    return issue_certificate(tandem=house.active, participation=house.amina, by=house.alice)


def read(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def png(colour: str) -> str:
    drawn = BytesIO()
    Image.new("RGB", (30, 20), colour).save(drawn, "PNG")
    return base64.b64encode(drawn.getvalue()).decode()


def test_it_says_what_the_person_wishes_and_no_more(house: House) -> None:
    first = house.programme.topics.earliest("position")
    certificate = issued(house, printed_topics=[first.key, "gone"])
    pdf = issued_paper(certificate)
    text = read(pdf)
    found = [
        part in text for part in ("Zertifikat", "Amina Yılmaz-Haddad", "أمينة", "شهادة", first.title["de"], certificate.code)
    ]
    assert found == [True] * 6
    assert "Stunden" not in text
    assert len(PdfReader(BytesIO(pdf)).pages) == 1
    root: Any = PdfReader(BytesIO(pdf)).trailer["/Root"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()


@pytest.mark.parametrize("language", ["", "en", "ar", "fa"])
def test_every_language_makes_one_sheet_that_is_always_the_same(language: str, house: House) -> None:
    certificate = issued(house, second_language=language, printed_name="Zohreh Ахмадӣ")
    logos = [{"name": f"Organisation {n}", "png": png(colour)} for n, colour in enumerate(("red", "blue"))]
    one, two = (paper(certificate.printed, logos, issued_on=date(2026, 7, 3), code="ABCD-EFGH-JKMN") for _ in range(2))
    assert one == two
    assert len(PdfReader(BytesIO(one)).pages) == 1
    assert b"pdfuaid" in one
    blocks = [block["language"] for block in certificate.printed["blocks"]]
    assert blocks == ["de", *filter(None, [language])]


def test_every_language_has_the_same_words_and_gaps() -> None:
    gaps = {code: {key: set(re.findall(r"{\w+}", text)) for key, text in said.items()} for code, said in words().items()}
    for code in ("en", "ar", "fa"):
        assert gaps[code] == {key: gaps["de"][key] for key in gaps[code]}
    needed = {"title", "intro", "sentence", "mentor", "mentee", "peer", "hours", "topics", "thanks"}
    assert [set(gaps[code]) for code in ("en", "ar", "fa")] == [needed] * 3


def test_an_entry_is_never_rewritten_and_there_is_one(house: House) -> None:
    certificate = issued(house)
    before = issued_paper(certificate)
    assert [letter for letter in certificate.code if letter not in LETTERS + "-"] == []
    wish(house, printed_name="Anders")
    certificate.refresh_from_db()
    assert issued_paper(certificate) == before
    with pytest.raises(TypeError):
        certificate.save()
    with pytest.raises(NotIssued, match="there"):
        issue_certificate(tandem=house.active, participation=house.amina, by=house.alice)
    assert OutboxMail.objects.filter(key__contains=f":closing:certificate:{certificate.pk}:").count() == 1


@pytest.mark.parametrize(
    ("settings", "wished", "why"),
    [
        ({"has_certificate": False}, {}, "off"),
        ({}, {"is_wanted": False}, "unwanted"),
        ({}, {"correction": "Mein Name fehlt"}, "correction"),
        ({"least_meetings": 3}, {}, "lacking"),
        ({"least_hours": 1}, {}, "lacking"),
    ],
)
def test_what_is_in_the_way_is_said(house: House, settings: dict[str, Any], wished: dict[str, Any], why: str) -> None:
    make_closing(house.programme, **settings)
    wish(house, **wished)
    count, left = issue_certificates(wanted=[(house.active, house.amina)], by=house.alice)
    assert (count, left) == (0, [(house.amina.person.full_name, why)])
    assert Certificate.objects.count() == 0


def test_a_correction_that_was_seen_to_does_not_stand_in_the_way(house: House) -> None:
    make_closing(house.programme)
    wish(house, correction="Bitte mit Bindestrich")
    issue_certificate(tandem=house.active, participation=house.amina, by=house.alice, in_spite=True)
    assert wish_of(house.active, house.amina).correction == ""


def test_a_stranger_sees_that_it_is_valid_and_whose_only_by_typing_the_name(
    house: House, client_of: Callable[..., Client]
) -> None:
    certificate = issued(house)
    client = client_of(None)
    url = reverse("closing:verify", args=[certificate.code])
    page = client.get(url).content.decode()
    assert "Dieses Zertifikat ist gültig" in page
    assert [part for part in ("Amina", "Haddad", "أمينة", "Jonas") if part in page] == []
    said = {name: client.post(url, {"name": name}).context["said"] for name in (
        "Amina Yılmaz-Haddad", " amina  yılmaz-haddad ", "أمينة حدّاد", "Amina", "Amina Haddad",
    )}  # fmt: skip
    assert list(said.values()) == [True, True, True, False, False]
    typed = certificate.code.lower().replace("-", " ")
    assert client.get(reverse("closing:verify", args=[typed])).status_code == 200
    assert client.get(reverse("closing:verify", args=["AAAA-AAAA-AAAA"])).status_code == 404


def test_names_cannot_be_tried_without_end(
    house: House, client_of: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resonanz.core.limits.time.monotonic", lambda: 90_000.0)
    certificate = issued(house)
    client, url = client_of(None), reverse("closing:verify", args=[certificate.code])
    client.defaults["REMOTE_ADDR"] = "203.0.113.7"
    answers = [client.post(url, {"name": f"Name {n}"}).context["is_too_often"] for n in range(12)]
    assert answers == [False] * 10 + [True] * 2


def test_withdrawn_it_says_so_and_another_can_be_issued(house: House, client_of: Callable[..., Client]) -> None:
    certificate = issued(house)
    assert withdraw_certificate(certificate=certificate, because="Der Name war falsch.", by=house.alice) is True
    assert withdraw_certificate(certificate=certificate, because="Noch einmal.", by=house.alice) is False
    page = client_of(None).get(reverse("closing:verify", args=[certificate.code])).content.decode()
    assert "Dieses Zertifikat wurde zurückgezogen" in page
    assert "Der Name war falsch." not in page
    letter = OutboxMail.objects.get(key__contains=":certificate-withdrawn:")
    assert (letter.to, "Der Name war falsch." in letter.text) == (house.amina.person.email, True)
    again = issue_certificate(tandem=house.active, participation=house.amina, by=house.alice)
    assert again.code != certificate.code


def test_a_deleted_person_leaves_a_code_without_a_name(house: House, client_of: Callable[..., Client]) -> None:
    certificate = issued(house)
    erase_person(person=house.amina.person, by=house.amina.person)
    certificate.refresh_from_db()
    assert (certificate.certified_name, certificate.content, certificate.is_valid) == ("", {}, True)
    page = client_of(None).get(reverse("closing:verify", args=[certificate.code])).content.decode()
    assert "Dieses Zertifikat ist gültig" in page
    assert by_code(certificate.code) == certificate
    file = client_of(house.alice).get(reverse("closing:paper", args=[house.programme.slug, certificate.pk]))
    assert file.status_code == 404


def test_logos_are_kept_once_for_all_certificates_of_a_time(house: House) -> None:
    make_closing(house.programme)
    for participation in (house.amina, house.jonas):
        issue_certificate(tandem=house.active, participation=participation, by=house.alice)
    assert (Certificate.objects.count(), CertificateDesign.objects.count()) == (2, 1)


def test_the_code_to_scan_leads_to_the_page_that_checks(house: House) -> None:
    drawn = qr_svg("https://example.org/certificates/ABCD-EFGH-JKMN/")
    size = int(re.findall(r'viewBox="0 0 (\d+) \1"', drawn)[0])
    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", drawn)}
    assert {min(x for x, _y in dark), min(y for _x, y in dark)} == {4}  # the quiet zone
    corner = {(x + 4, y + 4) for x in range(7) for y in range(7)} & dark
    ring = {(x + 4, y + 4) for x in range(7) for y in range(7) if {x, y} & {0, 6} or {x, y} <= {2, 3, 4}}
    assert corner == ring  # the finder pattern, as ISO/IEC 18004 draws it
    assert size == max(x for x, _y in dark) + 5


def test_the_preview_says_that_it_is_one(house: House, client_of: Callable[..., Client]) -> None:
    make_closing(house.programme)
    client, url = client_of(house.amina.person), reverse("closing:certificate_file", args=[house.active.pk])
    assert certificates.words()["de"]["draft"] in read(client.get(url).content)
    certificate = issue_certificate(tandem=house.active, participation=house.amina, by=house.alice)
    text = read(client.get(url).content)
    assert (certificates.words()["de"]["draft"] in text, certificate.code in text) == (False, True)


def test_the_team_is_offered_what_is_not_issued_yet(house: House, client_of: Callable[..., Client]) -> None:
    certificate = issued(house)
    client, slug = client_of(house.alice), house.programme.slug
    asked = {"who": str(house.jonas.pk)}
    assert re.findall(r'name="who" value="([^"]*)"', client.get(reverse("closing:desk", args=[slug])).content.decode()) == [
        asked["who"]
    ]
    client.post(reverse("closing:issue", args=[slug, house.active.pk]), asked)
    assert list(Certificate.objects.order_by("pk").values_list("participation", flat=True)) == [
        certificate.participation_id,
        house.jonas.pk,
    ]
    assert 'name="who"' not in client.get(reverse("closing:desk", args=[slug])).content.decode()
