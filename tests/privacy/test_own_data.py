"""One's own data: seen on a page, taken along as a file; nothing of others but first name and initial."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

import resonanz
from resonanz.core.models import LogEntry
from resonanz.people.models import Person
from resonanz.privacy.actions.export import export_own_data
from resonanz.privacy.declarations import declarations, said
from resonanz.privacy.queries.own import access_to, sections_of
from tests.factories import PASSWORD, House, make_cohort
from tests.factories.apply import make_submitted
from tests.factories.privacy import WORDS, make_known
from tests.factories.requests import TEXTS, make_choosing, make_community

pytestmark = pytest.mark.django_db
SOURCE = Path(resonanz.__file__).parent


def bundle(person: Person, language: str = "de") -> tuple[str, dict[str, object]]:
    with translation.override(language), ZipFile(BytesIO(export_own_data(person=person, by=person))) as file:
        assert file.namelist() == ["data.html", "data.json"]
        return file.read("data.html").decode(), json.loads(file.read("data.json"))


def test_everything_that_is_not_withheld_is_in_both_files(house: House) -> None:
    person = make_known(house)
    page, data = bundle(person)
    models = {entry.model for entry in declarations() if not entry.withheld and entry.rows_of(person).exists()}
    assert set(data["data"]) == models  # type: ignore[call-overload]
    assert [word for word in WORDS if word not in page] == []
    assert "Kennt die Sternwarte." in page


def test_nothing_of_others_but_first_name_and_initial(house: House) -> None:
    page, data = bundle(make_known(house))
    jonas = house.jonas.person
    text = page + json.dumps(data, ensure_ascii=False)
    assert "Jonas B." in text
    assert [word for word in (jonas.full_name, jonas.email, house.alice.full_name, house.alice.email) if word in text] == []


def test_of_a_request_each_gets_what_she_wrote_herself() -> None:
    community = make_community()
    said = make_choosing(community)
    amina, jonas = community.amina.person, community.jonas.person
    for person, own, not_own, other in (
        (amina, [*TEXTS.values(), said["reply"]], [said["question"], said["kind_word"]], jonas),
        (jonas, [said["question"], said["kind_word"]], [*TEXTS.values(), said["reply"]], amina),
    ):
        page, data = bundle(person)
        text = json.dumps(data, ensure_ascii=False)
        for file in (page, text):
            assert [word for word in own if word not in file] == []
            assert [word for word in (*not_own, other.full_name, other.email) if word in file] == []
        rows = data["data"]["matching.Request"]  # type: ignore[index]
        assert {row["partner"] for row in rows} == {other.card_name}
        assert [row["state"] for row in rows if "state" in row] == ["declined"]
        assert [row["decline_reason"] for row in rows if "decline_reason" in row] == ["no_time"]


def test_wishes_and_marks_are_with_whoever_made_them_and_name_the_other() -> None:
    community = make_community()
    make_choosing(community)
    _page, data = bundle(community.amina.person)
    found = {model: data["data"][model] for model in ("matching.Wish", "matching.Mark", "matching.WishList")}  # type: ignore[index]
    assert found["matching.Wish"] == [{"partner": community.jonas.person.card_name, "rank": 1}]
    assert found["matching.Mark"] == [{"partner": community.karin.person.card_name, "kind": "hide"}]
    assert len(found["matching.WishList"]) == 1
    for other in (community.jonas, community.karin):  # who was wished for, or is hidden, does not learn of it
        _page, theirs = bundle(other.person)
        assert {"matching.Wish", "matching.Mark"} & set(theirs["data"]) == set()  # type: ignore[call-overload]


def test_secrets_stay_here_and_the_file_says_so(house: House) -> None:
    person = make_known(house)
    page, data = bundle(person)
    assert person.password not in page + json.dumps(data)
    assert [entry["what"] for entry in data["left_out"] if "Passwort" in entry["what"]] == ["Passwort (verschlüsselt)"]  # type: ignore[attr-defined]


def test_it_says_who_of_the_team_had_access(house: House) -> None:
    _page, data = bundle(make_known(house), "en")
    seen = {(entry["who"], entry["what"]) for entry in data["access"]}  # type: ignore[attr-defined]
    assert ("Alice B.", "Condition checked, proof looked at") in seen
    assert ("Alice B.", "List of the cohort's people taken along") in seen
    assert ("Alice B.", "Note about the application written") in seen
    assert {who for who, _what in seen} <= {"Alice B.", "Jonas B."}


def test_the_page_is_in_the_language_of_the_person_from_right_to_left(house: House) -> None:
    page, _data = bundle(make_known(house), "ar")
    assert '<html lang="ar" dir="rtl">' in page
    assert "الاسم والعنوان" in page


def test_the_password_is_asked_for_once_more(house: House, client_of: Callable[[Person | None], Client]) -> None:
    client = client_of(house.amina.person)
    url = reverse("privacy:download")
    assert client.get(url).headers["Location"].startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    answer = client.get(url)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    assert LogEntry.objects.get(verb="export_own_data").actor == house.amina.person


def test_the_page_names_every_kind_of_data(house: House, client_of: Callable[[Person | None], Client]) -> None:
    person = make_known(house)
    page = client_of(person).get(reverse("privacy:own_data")).content.decode()
    assert [
        entry.label["de"]
        for entry in declarations()
        if entry.filled_rows_of(person).exists() and entry.label["de"] not in page
    ] == []


def test_the_download_asks_no_more_where_there_is_more(house: House) -> None:
    counts = []
    for _round in range(2):
        for _n in range(2):
            make_submitted(make_cohort(house.programme), by=house.amina.person)
        with CaptureQueriesContext(connection) as queries:
            found = sections_of(house.amina.person)
            access_to(house.amina.person)
        assert sum(len(section.rows) for section in found if section.declaration.model == "applications.Answer") > 10
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_every_act_of_the_log_has_a_sentence() -> None:
    verbs = {
        call.args[0].value
        for path in SOURCE.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "log_action"
        if isinstance(call.args[0], ast.Constant)
    }
    assert len(verbs) > 100
    assert {verb for verb in verbs if said(str(verb)) == said("nothing like it")} == set()
