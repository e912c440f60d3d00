"""Ways outside and files: known by their content, sealed, seen by whom their owner names, shared by a link that ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from resonanz.core.crypto import Unreadable
from resonanz.core.models import LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.messaging.actions import channels as ways
from resonanz.messaging.actions import files as acts
from resonanz.messaging.forms.files import MEGABYTE, clean_name, kind_of
from resonanz.messaging.models import Channel, Feedback, Share, TandemFile
from resonanz.messaging.queries.files import by_token, token_of
from resonanz.messaging.views.shared import KNOCKING
from resonanz.people.models import Person
from resonanz.privacy.actions.erase import erase_person
from resonanz.tandems.models import Tandem
from tests.factories import House
from tests.factories.messaging import PDF, make_channel, make_file, make_share, office_file
from tests.test_access import plain

pytestmark = pytest.mark.django_db
ODT = b"application/vnd.oasis.opendocument.text"
DOCX = ("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (b"\xff\xd8\xff\xe0rest", "jpg"),
        (b"\x89PNG\r\n\x1a\nrest", "png"),
        (office_file(*DOCX), "docx"),
        (office_file("content.xml", mimetype=ODT), "odt"),
        (office_file(*DOCX, "word/vbaProject.bin"), None),  # programs inside
        (office_file("content.xml", "Basic/Standard/Module1.xml", mimetype=ODT), None),
        (office_file("content.xml", mimetype=b"application/epub+zip"), None),
        (office_file("[Content_Types].xml", "xl/workbook.xml"), None),
        (office_file(*DOCX)[:40], None),
        (b"<html><script>alert(1)</script>", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"MZ\x90\x00", None),
        (b"", None),
    ],
    ids=str.split("pdf jpg png docx odt docm odm epub xlsx cut html svg exe empty"),
)
def test_a_file_is_known_by_its_content(content: bytes, kind: str | None) -> None:
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("CV.pdf", "CV.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\a\\Lebenslauf Müller.docx", "Lebenslauf Müller.pdf"),
        ("سيرة ذاتية.pdf", "سيرة ذاتية.pdf"),
        ('a"\r\nSet-Cookie: x.pdf', "a_Set-Cookie_ x.pdf"),
        (".pdf", "pdf.pdf"),
        ("", "file.pdf"),
    ],
)
def test_names_are_harmless(given: str, name: str) -> None:
    assert clean_name(given, kind_of(PDF)) == name  # type: ignore[arg-type]


def upload(client: Client, house: House, content: bytes = PDF, name: str = "CV.pdf", **data: Any) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("messaging:files", args=[house.active.pk]), {"file": file, "audience": "tandem", **data})


def test_a_file_is_sealed_and_handed_out_so_that_nothing_runs(
    house: House, client_of: Callable[[Person | None], Client]
) -> None:
    content = PDF + b"Lebenslauf von Jonas"
    assert upload(client_of(house.jonas.person), house, content, "Lebenslauf.pdf").status_code == 302
    row = TandemFile.objects.get()
    assert (b"Jonas" in bytes(row.content), "Lebenslauf" in row.name) == (False, False)
    assert (row.opened("name"), row.opened_bytes("content"), row.size) == ("Lebenslauf.pdf", content, len(content))
    where = reverse("messaging:download", args=[house.active.pk, row.pk])
    for participation in (house.jonas, house.amina):
        answer = client_of(participation.person).get(where)
        assert answer.content == content
        assert answer.headers["Content-Disposition"] == 'attachment; filename="Lebenslauf.pdf"'
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert "no-store" in answer.headers["Cache-Control"]
    assert [client_of(person).get(where).status_code for person in (house.alice, house.noor.person)] == [404, 404]


def test_a_file_does_not_open_in_another_row(house: House) -> None:
    one, other = make_file(house), make_file(house)
    other.content = one.content
    with pytest.raises(Unreadable):
        other.opened_bytes("content")
    with pytest.raises(ValueError, match="no sealed column"):
        one.seal_bytes(size=b"x")


@pytest.mark.parametrize("content", [b"MZ\x90", b"%PDF-" + b"x" * 5 * MEGABYTE], ids=["program", "too large"])
def test_what_does_not_belong_here_is_refused_in_a_sentence(
    house: House, client_of: Callable[[Person | None], Client], content: bytes
) -> None:
    answer = upload(client_of(house.jonas.person), house, content)
    assert (answer.status_code, TandemFile.objects.count()) == (200, 0)
    assert "field-error" in answer.content.decode()


def test_only_the_owner_sees_what_is_for_nobody_else(house: House, client_of: Callable[[Person | None], Client]) -> None:
    row, amina = make_file(house, "Geheimakte.pdf", audience="me"), client_of(house.amina.person)
    own = [reverse(f"messaging:{name}", args=[house.active.pk, row.pk]) for name in ("file", "download")]
    assert [amina.get(url).status_code for url in own] == [404, 404]
    assert "Geheimakte" not in amina.get(reverse("messaging:files", args=[house.active.pk])).content.decode()
    change = reverse("messaging:change_audience", args=[house.active.pk, row.pk])
    assert client_of(house.jonas.person).post(change, {"audience": "tandem"}).status_code == 302
    assert [amina.get(url).status_code for url in own] == [200, 200]
    assert client_of(house.jonas.person).post(change, {"audience": "everybody"}).status_code == 302
    row.refresh_from_db()
    assert row.audience == "tandem"


def test_a_form_that_comes_twice_stores_once(house: House, client_of: Callable[[Person | None], Client]) -> None:
    client, key = client_of(house.jonas.person), "6f1f5f0e-0f0e-4b6e-9f57-111111111111"
    assert [upload(client, house, key=key).status_code for _ in range(2)] == [302, 302]
    assert TandemFile.objects.count() == 1


def shared(share: Share) -> str:
    return reverse("messaging:shared", args=[token_of(share)])


def test_a_third_person_reads_and_writes_back_without_a_login(
    house: House, client_of: Callable[[Person | None], Client]
) -> None:
    share = make_share(house, language="ar")
    stranger = client_of(None)
    page = stranger.get(shared(share))
    text = page.content.decode()
    assert ('lang="ar"' in text, "Ute Personal" in text, "Rückmeldung" in text, "Lebenslauf.pdf" in text) == (True,) * 4
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert (page.headers["Referrer-Policy"], page.headers["Cache-Control"]) == ("same-origin", "no-store, private")
    assert '<meta name="robots" content="noindex' in text
    taken = stranger.post(reverse("messaging:take_shared", args=[token_of(share)]))
    assert (taken.content, taken.headers["Content-Disposition"][:11]) == (PDF, "attachment;")
    assert stranger.post(shared(share), {"text": "Kürzer, und ein Foto weniger."}).status_code == 302
    share.refresh_from_db()
    assert (share.opens, share.last_opened_at is not None) == (1, True)
    row = Feedback.objects.get()
    assert (row.opened("text"), "Foto" in row.text) == ("Kürzer, und ein Foto weniger.", False)
    mine = client_of(house.jonas.person).get(reverse("messaging:file", args=[house.active.pk, share.file_id]))
    assert "ein Foto weniger" in mine.content.decode()
    theirs = client_of(house.amina.person).get(reverse("messaging:file", args=[house.active.pk, share.file_id]))
    assert ("ein Foto weniger" in theirs.content.decode(), "Ute" in theirs.content.decode()) == (False, False)
    letter = OutboxMail.objects.get(key__contains=":feedback-")
    assert (letter.to, "Foto" in letter.text) == (house.jonas.person.email, False)


def test_looking_at_the_page_alone_counts_nothing(house: House, client_of: Callable[[Person | None], Client]) -> None:
    share = make_share(house)
    client_of(None).get(shared(share))
    assert client_of(None).get(reverse("messaging:take_shared", args=[token_of(share)])).status_code == 405
    share.refresh_from_db()
    assert share.opens == 0


def test_the_link_is_nowhere_stored(house: House) -> None:
    share = make_share(house)
    token = token_of(share)
    assert len(token) == 24
    assert token not in repr(Share.objects.values()) + repr(LogEntry.objects.values()) + repr(OutboxMail.objects.values())
    assert by_token(token) == share
    assert by_token(share.token_hash) is None


def end(share: Share, house: House, how: str) -> None:
    if how == "over":
        Share.objects.filter(pk=share.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    elif how == "closed":
        acts.revoke_share(share=share, by=house.jonas.person)
    elif how == "deleted":
        acts.remove_file(file=share.file, by=house.jonas.person)
    elif how == "suspended":
        Tandem.objects.filter(pk=house.active.pk).update(suspended_at=timezone.now())
    else:
        erase_person(person=house.jonas.person, by=house.jonas.person)


@pytest.mark.parametrize("how", ["over", "closed", "deleted", "suspended", "erased"])
def test_a_link_that_is_over_looks_like_one_that_never_was(
    house: House, client_of: Callable[[Person | None], Client], how: str
) -> None:
    share = make_share(house)
    url, take = shared(share), reverse("messaging:take_shared", args=[token_of(share)])
    end(share, house, how)
    stranger = client_of(None)
    never = stranger.get(reverse("messaging:shared", args=["never"]))
    now = stranger.get(url)
    assert (now.status_code, stranger.post(take).status_code, stranger.post(url, {"text": "x"}).status_code) == (404,) * 3
    assert plain(now.content).replace(token_of(share), "never") == plain(never.content)
    assert now.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"


def test_only_the_owner_shares_outside(house: House, client_of: Callable[[Person | None], Client]) -> None:
    row = make_file(house)
    url = reverse("messaging:file", args=[house.active.pk, row.pk])
    data = {"name": "Ute", "language": "de", "days": "30"}
    answers = [client_of(p).post(url, data).status_code for p in (house.amina.person, house.alice, house.jonas.person)]
    assert answers == [403, 404, 302]
    share = Share.objects.get()
    assert timedelta(days=29) < share.expires_at - timezone.now() <= timedelta(days=30)
    for days in ("0", "31", "-1", ""):
        assert client_of(house.jonas.person).post(url, data | {"days": days}).status_code == 200
    assert Share.objects.count() == 1
    revoke = reverse("messaging:revoke_share", args=[house.active.pk, share.pk])
    assert [client_of(p).post(revoke).status_code for p in (house.amina.person, house.jonas.person)] == [404, 302]


def test_there_is_a_limit_for_everything(
    house: House, client_of: Callable[[Person | None], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("MOST_FILES", "MOST_SHARES", "MOST_FEEDBACK"):
        monkeypatch.setattr(acts, name, 1)
    jonas, stranger = client_of(house.jonas.person), client_of(None)
    share = make_share(house)
    assert upload(jonas, house).status_code == 200
    url = reverse("messaging:file", args=[house.active.pk, share.file_id])
    assert jonas.post(url, {"name": "Eva", "language": "de", "days": "1"}).status_code == 200
    assert [stranger.post(shared(share), {"text": text}).status_code for text in ("eins", "zwei")] == [302, 200]
    assert (TandemFile.objects.count(), Share.objects.count(), Feedback.objects.count()) == (1, 1, 1)


def test_knocking_has_a_limit(
    house: House, client_of: Callable[[Person | None], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KNOCKING, "most", 2)
    stranger = client_of(None)
    url = reverse("messaging:shared", args=["guess"])
    assert [stranger.get(url).status_code for _ in range(3)] == [404, 404, 429]


@pytest.mark.parametrize(
    ("kind", "value", "is_good", "link"),
    [
        ("phone", "+43 (660) 12-34.567", True, 'href="tel:+436601234567"'),
        ("phone", "ruf an", False, ""),
        ("video", "https://meet.example.org/raum?x=1", True, 'href="https://meet.example.org/raum?x=1"'),
        ("video", "http://meet.example.org/raum", False, ""),
        ("video", "javascript:alert(1)", False, ""),
        ("messenger", "javascript:alert(1)", True, ""),
        ("messenger", "https://t.example.org/amina", True, 'rel="noopener noreferrer nofollow"'),
        ("other", "im Café am Platz", True, ""),
    ],
)
def test_ways_outside_are_plain_links(
    house: House, client_of: Callable[[Person | None], Client], kind: str, value: str, is_good: bool, link: str
) -> None:
    url = reverse("messaging:channels", args=[house.active.pk])
    answer = client_of(house.jonas.person).post(url, {"kind": kind, "value": value})
    assert (answer.status_code, Channel.objects.count()) == ((302, 1) if is_good else (200, 0))
    if is_good:
        page = client_of(house.amina.person).get(url).content.decode()
        assert (link in page, 'href="javascript' in page, value in Channel.objects.get().contact) == (True, False, False)


def test_ways_outside_have_a_limit(
    house: House, client_of: Callable[[Person | None], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ways, "MOST_WAYS", 1)
    url, data = reverse("messaging:channels", args=[house.active.pk]), {"kind": "other", "value": "im Café"}
    answers = [client_of(p.person).post(url, data).status_code for p in (house.jonas, house.jonas, house.amina)]
    assert (answers, Channel.objects.count()) == ([302, 200, 302], 2)


def test_the_address_of_a_link_is_not_logged(
    house: House, client_of: Callable[[Person | None], Client], caplog: pytest.LogCaptureFixture
) -> None:
    share, stranger = make_share(house), client_of(None)
    take = reverse("messaging:take_shared", args=[token_of(share)])
    caplog.set_level("WARNING", "django.request")
    assert stranger.get(take).status_code == 405
    end(share, house, "closed")
    assert [stranger.get(shared(share)).status_code, stranger.post(take).status_code] == [404, 404]
    stranger.get("/nothing/")  # the control: other addresses are
    assert [record.getMessage() for record in caplog.records] == ["Not Found: /nothing/"]


def test_a_way_outside_is_gone_with_one_tap(house: House, client_of: Callable[[Person | None], Client]) -> None:
    row = make_channel(house)
    url = reverse("messaging:remove_channel", args=[house.active.pk, row.pk])
    Tandem.objects.filter(pk=house.active.pk).update(suspended_at=timezone.now())  # at any time
    assert [client_of(p.person).post(url).status_code for p in (house.amina, house.jonas)] == [404, 302]
    assert Channel.objects.count() == 0
