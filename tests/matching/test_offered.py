"""Who may appear to whom, and the pages on which participants choose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from resonanz.applications.models import Question
from resonanz.core.models import LogEntry
from resonanz.matching.actions import mark_person, unmark_person
from resonanz.matching.enums import MarkKind
from resonanz.matching.models import Mark, PairMark, Request
from resonanz.matching.queries.offered import (
    in_sight,
    kept_back,
    looks,
    offered,
    out_of_sight,
    viewer_in,
    where_looking,
)
from resonanz.people.actions import give_consent, pause_person, withdraw_consent
from resonanz.people.models import ConsentText, Person, Profile
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Cohort, Participation, Programme
from resonanz.tandems.actions import propose_tandem
from resonanz.tandems.models import Tandem
from tests.factories import make_cohort, make_participation, make_programme

pytestmark = pytest.mark.django_db
FULL = {"about": {"de": "Ich mag Brücken.", "en": "I like bridges."}, "field": "Bau", "interests": {"de": "Chor"}}
Browser = Callable[[Person | None], Client]


@pytest.fixture
def cohort() -> Cohort:
    return make_cohort(make_programme("alumniportal"), state="open")


def mentor(cohort: Cohort, name: str = "Kwame", **more: Any) -> Participation:
    profile = {**FULL, **more.pop("profile", {})}
    return made(cohort, Group.FIRST, name, profile, more)


def made(cohort: Cohort, group: str, name: str, profile: dict[str, Any], more: dict[str, Any]) -> Participation:
    row = make_participation(cohort, group, name, profile=profile, **more)
    Participation.objects.filter(pk=row.pk).update(topics=["career", "entry"])
    return Participation.objects.select_related("person__profile", "cohort__programme").get(pk=row.pk)


@pytest.fixture
def viewer(cohort: Cohort) -> Participation:
    return made(cohort, Group.SECOND, "Noor", FULL, {})


def seen(viewer: Participation) -> set[int]:
    everybody = Participation.objects.values_list("pk", flat=True)
    return set(in_sight(viewer, list(everybody), out_of_sight(viewer)))


def test_the_offering_group_with_a_free_place_and_nobody_else(cohort: Cohort, viewer: Participation) -> None:
    one = mentor(cohort)
    made(cohort, Group.SECOND, "Olena", FULL, {})
    mentor(make_cohort(cohort.programme, state="open"))
    assert seen(viewer) == {one.pk}


def pause(one: Participation, viewer: Participation) -> None:
    pause_person(person=one.person, until=None, by=one.person)


def take_consent_back(one: Participation, viewer: Participation) -> None:
    text = ConsentText.objects.filter(scope=one.cohort.programme.scope, key="suggest", language="de").get()
    withdraw_consent(consent=give_consent(person=one.person, text=text, language="de", by=one.person), by=one.person)


def fill(one: Participation, viewer: Participation) -> None:
    Participation.objects.filter(pk=one.pk).update(taken=1)


def leave(one: Participation, viewer: Participation) -> None:
    Participation.objects.filter(pk=one.pk).update(is_active=False)


def lock_out(one: Participation, viewer: Participation) -> None:
    Person.objects.filter(pk=one.person_id).update(is_active=False)


def forget_sentence(one: Participation, viewer: Participation) -> None:
    Profile.objects.filter(person=one.person).update(about={})


def finish(one: Participation, viewer: Participation) -> None:
    Cohort.objects.filter(pk=one.cohort_id).update(state="finished")


def hide(one: Participation, viewer: Participation) -> None:
    mark_person(viewer=viewer, other=one, kind=MarkKind.HIDE, by=viewer.person)


def be_hidden(one: Participation, viewer: Participation) -> None:
    mark_person(viewer=one, other=viewer, kind=MarkKind.HIDE, by=one.person)


def keep_apart(one: Participation, viewer: Participation) -> None:
    PairMark.objects.create(cohort=one.cohort, mentor=one, mentee=viewer, kind="forbid")


def request(state: str) -> Callable[[Participation, Participation], None]:
    def ask(one: Participation, viewer: Participation) -> None:
        until = timezone.localdate() + timedelta(days=5)
        Request.objects.create(cohort=one.cohort, mentor=one, mentee=viewer, state=state, slot=1, expires_on=until)

    return ask


def suggestion(state: str, **answers: str) -> Callable[[Participation, Participation], None]:
    def suggest(one: Participation, viewer: Participation) -> None:
        Participation.objects.filter(pk=one.pk).update(capacity=5)
        one.refresh_from_db()
        tandem = propose_tandem(cohort=one.cohort, mentor=one, mentee=viewer, by=None)
        Tandem.objects.filter(pk=tandem.pk).update(state=state, **answers)

    return suggest


GONE: dict[str, Callable[[Participation, Participation], None]] = {
    "pauses": pause,
    "took the consent back": take_consent_back,
    "has no free place": fill,
    "takes part no longer": leave,
    "has no account any more": lock_out,
    "has an incomplete profile": forget_sentence,
    "is in a finished cohort": finish,
    "is hidden": hide,
    "does not want to meet the viewer": be_hidden,
    "is kept apart by the team": keep_apart,
    "has an open request": request("open"),
    "has asked back": request("asked_back"),
    "has declined a request": request("declined"),
    "has been suggested": suggestion("proposed"),
    "is one of several": suggestion("offered"),
    "said no": suggestion("declined", mentor_answer="no"),
    "heard a no": suggestion("declined", mentee_answer="no"),
    "was a partner": suggestion("ended", mentor_answer="yes", mentee_answer="yes"),
}


@pytest.mark.parametrize("why", GONE)
def test_who_is_not_shown(why: str, cohort: Cohort, viewer: Participation, client_of: Browser) -> None:
    one, other = mentor(cohort), mentor(cohort, "Zuzana")
    page = reverse("matching:find", args=[cohort.programme.slug])
    browser = client_of(viewer.person)
    assert seen(viewer) == {one.pk, other.pk}
    assert "Kwame B." in browser.get(page).content.decode()
    GONE[why](one, viewer)
    Participation.objects.filter(pk=viewer.pk).update(taken=0)
    assert one.pk not in seen(viewer)
    assert "Kwame" not in browser.get(page).content.decode()


@pytest.mark.parametrize("act", [request("expired"), request("withdrawn"), suggestion("declined", mentor_answer="rather")])
def test_what_bars_nothing(act: Any, cohort: Cohort, viewer: Participation) -> None:
    one = mentor(cohort)
    act(one, viewer)
    assert seen(viewer) == {one.pk}


def test_who_looks_is_data(cohort: Cohort, viewer: Participation) -> None:
    programme, one = cohort.programme, mentor(cohort)
    assert (looks(programme, "second"), looks(programme, "first")) == (True, False)
    assert viewer_in(viewer.person, programme) == viewer
    assert viewer_in(one.person, programme) is None
    assert (where_looking(viewer.person), where_looking(one.person)) == ("alumniportal", "")
    programme.direction = "reciprocal"
    programme.save()
    assert (looks(programme, "second"), looks(programme, "first")) == (True, True)
    assert where_looking(one.person) == "alumniportal"
    programme.matching_mode = "coordinators"
    programme.save()
    assert (looks(programme, "second"), looks(programme, "first")) == (False, False)
    assert where_looking(viewer.person) == ""
    assert set(offered(cohort, "first")) == {one}


def test_answers_for_the_team_or_the_partner_are_not_for_all(cohort: Cohort) -> None:
    assert kept_back(cohort.programme, "first") == {
        "person.last_name",
        "person.name_own_script",
        "participation.capacity",
    }
    Question.objects.filter(page__programme=cohort.programme, fills="profile.place").update(audience="partner")
    assert "profile.place" in kept_back(cohort.programme, "first")


def test_marks_are_kept_once_and_told_to_nobody(cohort: Cohort, viewer: Participation) -> None:
    one = mentor(cohort)
    before = LogEntry.objects.count()
    for kind in (MarkKind.BOOKMARK, MarkKind.BOOKMARK, MarkKind.HIDE):
        mark = mark_person(viewer=viewer, other=one, kind=kind, by=viewer.person)
    assert list(Mark.objects.values_list("viewer", "other", "kind")) == [(viewer.pk, one.pk, "hide")]
    entries = LogEntry.objects.all()[: LogEntry.objects.count() - before]
    assert [(entry.verb, entry.subject, entry.detail) for entry in entries] == [
        ("mark_person", f"matching.mark:{mark.pk}", {})
    ] * 2
    assert unmark_person(viewer=viewer, other=one, by=viewer.person)
    assert not unmark_person(viewer=viewer, other=one, by=viewer.person)
    assert not Mark.objects.exists()


def test_an_incomplete_profile_says_what_is_missing(cohort: Cohort, viewer: Participation, client_of: Browser) -> None:
    mentor(cohort)
    Profile.objects.filter(person=viewer.person).update(about={}, place="", place_name="")
    url = reverse("matching:find", args=["alumniportal"])
    response = client_of(viewer.person).get(url)
    assert [question.key for question in response.context["complete"].missing] == ["place", "about"]
    assert "Kwame" not in response.content.decode()
    for key in ("place-time", "wishes"):
        assert reverse("applications:profile_page", args=["alumniportal", key]) in response.content.decode()


def test_without_a_free_place_there_is_nothing_to_choose(cohort: Cohort, viewer: Participation, client_of: Browser) -> None:
    mentor(cohort)
    Participation.objects.filter(pk=viewer.pk).update(taken=1)
    response = client_of(viewer.person).get(reverse("matching:find", args=["alumniportal"]))
    assert (response.context["no_place"], "cards" in response.context) == (True, False)


def test_suggestions_search_person_and_lists(cohort: Cohort, viewer: Participation, client_of: Browser) -> None:
    one = mentor(cohort, profile={"occupation": "2142", "place": "GH", "place_name": ""})
    other = mentor(cohort, "Zuzana", profile={"occupation": "2221", "field": "Pflege", "languages": "de:native;sk:native"})
    browser = client_of(viewer.person)
    find = reverse("matching:find", args=["alumniportal"])

    def names(response: Any) -> list[str]:
        return [card.participation.person.first_name for card in response.context["cards"]]

    best = browser.get(find)
    assert names(best) == ["Zuzana", "Kwame"]  # she is a nurse, as Noor is
    text = unescape(best.content.decode())
    assert "Kwame B." in text
    assert "Beispiel" not in text.split("<main")[1]
    assert names(browser.get(find, {"q": "pfl"})) == ["Zuzana"]
    assert names(browser.get(find, {"language": "sk", "level": "C1"})) == ["Zuzana"]
    assert names(browser.get(find, {"group": "214"})) == ["Kwame"]
    assert names(browser.get(find, {"occupation": "Krankenschwester", "occupation_code": "2221",
                                    "occupation_for": "Krankenschwester"})) == ["Zuzana"]  # fmt: skip
    assert names(browser.get(find, {"country": ["GH", "FR"]})) == ["Kwame"]
    assert names(browser.get(find, {"km": "10"})) == ["Zuzana"]
    assert names(browser.get(find, {"time": "mine", "topic": ["career", "entry"]})) == ["Zuzana", "Kwame"]
    odd = browser.get(find, {"group": "99999", "country": "??", "level": "Z9", "topic": "nothing", "page": "x", "all": "1"})
    assert names(odd) == ["Zuzana", "Kwame"]
    nobody = browser.get(find, {"q": "pfl", "country": "GH"})
    assert names(nobody) == []
    assert [chip.address for chip in nobody.context["chips"]] == ["?country=GH", "?q=pfl"]
    assert nobody.context["chips"][1].label == "Ghana"

    person = browser.get(reverse("matching:found", args=["alumniportal", other.pk]))
    assert person.context["card"].reasons
    assert "Beispiel" not in person.content.decode().split("<main")[1]
    mark = reverse("matching:mark_person", args=["alumniportal", other.pk])
    assert browser.post(mark, {"kind": "bookmark", "next": "https://elsewhere.example/"}).headers["Location"] == find
    remembered, hidden = (reverse(f"matching:{name}", args=["alumniportal"]) for name in ("remembered", "hidden"))
    assert names(browser.get(remembered)) == ["Zuzana"]
    assert browser.post(mark, {"kind": "hide", "next": f"{find}?q=a"}).headers["Location"] == f"{find}?q=a"
    assert (names(browser.get(remembered)), names(browser.get(hidden))) == ([], ["Zuzana"])
    assert names(browser.get(find)) == ["Kwame"]
    browser.post(mark, {"kind": "none"})
    assert (names(browser.get(hidden)), names(browser.get(find))) == ([], ["Zuzana", "Kwame"])
    browser.post(mark, {"kind": "loud"})
    assert not Mark.objects.exists()

    mark_person(viewer=viewer, other=one, kind=MarkKind.BOOKMARK, by=viewer.person)
    pause(one, viewer)
    away = browser.get(remembered)
    assert (names(away), away.context["away"], "Kwame" in away.content.decode()) == ([], 1, False)
    assert browser.get(reverse("matching:found", args=["alumniportal", one.pk])).status_code == 404


def test_rows_are_read_again_before_they_are_shown(cohort: Cohort, viewer: Participation, client_of: Browser) -> None:
    one = mentor(cohort)
    browser, find = client_of(viewer.person), reverse("matching:find", args=["alumniportal"])
    assert len(browser.get(find).context["cards"]) == 1
    fill(one, viewer)  # without an entry in the log: the index does not know yet
    response = browser.get(find)
    assert (response.context["cards"], response.context["everybody"]) == ([], 1)


def test_pages_of_ten(cohort: Cohort, viewer: Participation, client_of: Browser) -> None:
    people = [mentor(cohort, f"Mentor{n}") for n in range(13)]
    browser, find = client_of(viewer.person), reverse("matching:find", args=["alumniportal"])
    pages = [browser.get(find, {"all": "1", "page": page}).context["cards"] for page in (1, 2, 9)]
    order = [card.participation.pk for card in (*pages[0], *pages[1])]
    assert order == sorted((row.pk for row in people), key=str)  # all alike: in the order of their ids
    assert [len(page) for page in pages] == [10, 3, 3]
    assert len(browser.get(find).context["cards"]) == 6


def test_a_programme_in_which_the_team_proposes_has_no_such_page(
    cohort: Cohort, viewer: Participation, client_of: Browser
) -> None:
    Programme.objects.update(matching_mode="coordinators")
    assert client_of(viewer.person).get(reverse("matching:find", args=["alumniportal"])).status_code == 404
