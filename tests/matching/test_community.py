"""The index of people to choose from: order, facets and words against a slow count, and keeping it in step."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st

from resonanz.applications.actions.profile import update_profile
from resonanz.applications.queries.profile import profile_questions
from resonanz.core.text import fold
from resonanz.engine import suggest
from resonanz.matching.community import Index, Keeper, Wanted, search
from resonanz.matching.community import keep as keeping
from resonanz.matching.community.index import Segment, Side, as_text_order, tags_of
from resonanz.matching.queries.offered import Entry
from resonanz.matching.queries.runs import engine_row
from resonanz.people.actions import end_pause, pause_person
from resonanz.programmes.actions import load_preset, preset_files, read_preset
from resonanz.programmes.enums import Group
from resonanz.programmes.models import Cohort, Participation, Programme
from resonanz.tandems.actions import propose_tandem
from tests.factories import make_cohort, make_participation, make_programme

CRITERIA: dict[str, Any] = {
    "must": [{"kind": "languages", "column": "languages", "level": "B1"}],
    "criterion": [
        {"kind": "overlap", "column": "topics", "weight": 3},
        {"kind": "occupation", "column": "occupation", "weight": 2},
        {"kind": "overlap", "column": "interests", "weight": 1},
    ],
}
PROGRAMME = Programme(slug="p", languages=["de"], criteria=CRITERIA)
SIDE = Side(PROGRAMME, Group.FIRST, frozenset())
TOPICS, FIELDS = ["career", "change", "entry"], ["", "IT", "Bau", "bau", "Umwelttechnik"]
PLACES = ["", "DE-10115", "AT-9020", "AT-9500", "GH"]
TIMES = ["mon-evening", "tue-morning", "sat-morning"]
WORDS = ["", "Ich mag Brücken.", "Brücken und Straßen", "ÅSE mag Technik"]
ROW = {
    "id": "1", "occupation": "2142", "languages": "de:C1;en:B2", "place": "AT-9020", "availability": "mon-evening",
    "topics": "career;entry", "interests": "Chor; Garten", "employer": "", "field": "", "places": "1",
}  # fmt: skip


def entry(pk: int, **values: Any) -> Entry:
    usual: dict[str, Any] = dict.fromkeys(Entry._fields, "")
    usual |= {"pk": pk, "person_id": 1000 + pk, "topics": [], "topics_back": [], "capacity": 1, "taken": 0}
    return Entry(**{**usual, "job_title": {}, "interests": {}, "about": {}, **values})


some: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    topics=st.lists(st.sampled_from(TOPICS), unique=True),
    occupation=st.sampled_from(["", "2142", "2143", "2211", "0110"]),
    languages=st.sampled_from(["de:native", "de:B1;en:C1", "en:A2", "fr:C2;de:A1", ""]),
    place=st.sampled_from(PLACES),
    availability=st.lists(st.sampled_from(TIMES), unique=True).map(";".join),
    field=st.sampled_from(FIELDS),
    interests=st.sampled_from(["", "Chor", "Garten; Chor"]).map(lambda text: {"de": text} if text else {}),
    about=st.sampled_from(WORDS).map(lambda text: {"de": text} if text else {}),
)
ids = st.sampled_from(list(range(1, 130)))
communities = st.dictionaries(ids, some, min_size=1, max_size=25)
FACETS = {
    "occupation": ["21", "214", "2142", "22"],
    "language": ["de", "en", "fr"],
    "country": ["DE", "AT", "GH"],
    "topic": TOPICS,
    "time": ["mon-evening", "week-morning", "weekend"],
    "field": ["it", "bau", "umwelttechnik"],
}
choices = st.fixed_dictionaries(
    {},
    optional={facet: st.lists(st.sampled_from(tags), min_size=1, max_size=2, unique=True) for facet, tags in FACETS.items()},
)


def meets(one: Entry, facet: str, tags: list[str], level: int) -> bool:
    own = tags_of(facet, one, frozenset())
    held = [tag in own and (facet != "language" or own[tag] >= level) for tag in tags]
    return all(held) if facet in ("language", "topic") else any(held)


@settings(max_examples=120, deadline=None)
@given(communities, choices, st.sampled_from([0, 3, 5]), st.sampled_from(["", "bruck", "mag brucken", "ase", "it", "ec"]),
       st.integers(1, 6), st.data())  # fmt: skip
def test_order_filters_and_numbers_are_those_of_a_slow_count(
    people: dict[int, dict[str, Any]], chosen: dict[str, list[str]], level: int, words: str, upto: int, data: st.DataObject
) -> None:
    everybody = {pk: entry(pk, **values) for pk, values in people.items()}
    # Some have changed since: the base holds something else about them, and must not be believed.
    changed = data.draw(st.sets(st.sampled_from(sorted(everybody))))
    stale = [entry(pk, languages="de:native", topics=TOPICS) if pk in changed else one for pk, one in everybody.items()]
    barred = {1000 + pk for pk in data.draw(st.sets(st.sampled_from(sorted(everybody)), max_size=2))}
    index = Index(Segment(stale, SIDE), SIDE, [everybody[pk] for pk in changed], frozenset(1000 + pk for pk in changed))
    wanted = Wanted(words=words, chosen=tuple((facet, tuple(tags)) for facet, tags in chosen.items()), level=level)
    found = search(index, ROW, wanted, barred, upto)

    rows = [engine_row(one, "de") for one in everybody.values()]  # type: ignore[arg-type]
    order = [int(pair.mentor) for pair in suggest(ROW, rows, CRITERIA, k=len(rows))]

    def written(one: Entry) -> list[str]:
        return (
            fold(" ".join([*one.about.values(), *one.interests.values(), one.field]))
            .replace(".", " ")
            .replace(";", " ")
            .split()
        )

    def passes(one: Entry, but: str = "") -> bool:
        inside = all(
            any(word in own if len(word) > 2 else own.startswith(word) for own in written(one)) for word in words.split()
        )
        return inside and all(meets(one, facet, tags, level) for facet, tags in chosen.items() if facet != but)

    possible = [everybody[pk] for pk in order if 1000 + pk not in barred]
    hits = [one.pk for one in possible if passes(one)]
    assert [int(index.pks[place]) for place in found.places] == hits[:upto]
    assert found.total == len(hits)
    for facet in FACETS:
        but = "" if facet in ("language", "topic") else facet
        counted: dict[str, int] = {}
        for one in possible:
            if passes(one, but):
                for tag, own in tags_of(facet, one, frozenset()).items():
                    if facet != "language" or own >= level:
                        counted[tag] = counted.get(tag, 0) + 1
        assert found.facets[facet] == counted


@given(st.lists(st.integers(1, 10**11), unique=True))
def test_numbers_stand_in_the_order_of_ids_as_text(numbers: list[int]) -> None:
    assert sorted(numbers, key=as_text_order) == sorted(numbers, key=str)


def test_distance_and_own_times() -> None:
    people = [entry(1, place="AT-9020"), entry(2, place="AT-9500", availability="mon-evening"), entry(3, place="GH")]
    people = [one._replace(languages="de:C1") for one in people]
    index = Index(Segment(people, SIDE), SIDE)
    found = search(index, ROW, Wanted(place="AT-9020", km=10, mine=("mon-evening",)), [], 5)
    assert [int(index.pks[place]) for place in found.places] == [1]
    wider = search(index, ROW, Wanted(place="AT-9020", km=50, mine=("mon-evening",)), [], 5)
    assert (wider.total, wider.facets["time"]["mine"]) == (2, 1)


def test_who_cannot_be_read_is_left_out_and_nobody_else() -> None:
    index = Index(Segment([entry(1, languages="de:C1"), entry(2, languages="gibberish?")], SIDE), SIDE)
    assert index.pks.tolist() == [1]


def test_what_is_kept_back_is_neither_counted_nor_found() -> None:
    side = Side(PROGRAMME, Group.FIRST, frozenset({"profile.about", "profile.place", "profile.field"}))
    index = Index(Segment([entry(1, languages="de:C1", place="AT-9020", field="Bau", about={"de": "Brücken"})], side), side)
    assert search(index, ROW, Wanted(words="brücken"), [], 5).total == 0
    assert search(index, ROW, Wanted(words="bau"), [], 5).total == 0
    found = search(index, ROW, Wanted(), [], 5)
    assert (found.total, found.facets["country"], found.facets["field"]) == (1, {}, {})


@pytest.fixture
def cohort(db: None) -> Cohort:
    return open_cohort()


def open_cohort() -> Cohort:
    cohort = make_cohort(make_programme("alumniportal"), state="open")
    Programme.objects.filter(pk=cohort.programme_id).update(needs_complete_profile=False)
    cohort.programme.needs_complete_profile = False
    return cohort


def mentor(cohort: Cohort, name: str = "Mentor", **fields: Any) -> Participation:
    return make_participation(cohort, Group.FIRST, name, **fields)


def here(keeper: Keeper, cohort: Cohort) -> set[int]:
    index = keeper.index_of(cohort, Group.FIRST)
    assert index is not None
    return {int(pk) for pk in index.pks[index.alive]}


def test_the_index_follows_every_act(cohort: Cohort) -> None:
    keeper, one, other = Keeper(), mentor(cohort), mentor(cohort)
    assert here(keeper, cohort) == {one.pk, other.pk}
    base = keeper.one(cohort, Group.FIRST).state
    assert base is not None
    pause_person(person=one.person, until=None, by=one.person)
    assert here(keeper, cohort) == {other.pk}
    end_pause(person=one.person, by=one.person)
    third = mentor(cohort)
    assert here(keeper, cohort) == {one.pk, other.pk, third.pk}
    mentee = make_participation(cohort, Group.SECOND, "Noor")
    propose_tandem(cohort=cohort, mentor=other, mentee=mentee, by=None)
    assert here(keeper, cohort) == {one.pk, third.pk}
    state = keeper.one(cohort, Group.FIRST).state
    assert state is not None
    assert state.index.base is base.index.base
    assert keeper.index_of(cohort, Group.FIRST) is state.index  # and nothing at all where nothing happened


def test_a_changed_profile_is_found_by_its_new_words(cohort: Cohort) -> None:
    keeper, one = Keeper(), mentor(cohort)
    assert here(keeper, cohort) == {one.pk}
    questions = [q for q in profile_questions(cohort.programme, "first") if q.fills == "profile.field"]
    update_profile(participation=one, questions=questions, values={"field": "Sternkunde"}, language="de", by=one.person)
    index = keeper.index_of(cohort, Group.FIRST)
    assert index is not None
    assert index.pks[index.writing("sternkunde") & index.alive].tolist() == [one.pk]


def test_a_changed_programme_has_everything_read_again(cohort: Cohort) -> None:
    keeper, one = Keeper(), mentor(cohort)
    assert here(keeper, cohort) == {one.pk}
    Participation.objects.filter(pk=one.pk).update(is_active=False)  # behind the back of the log …
    assert here(keeper, cohort) == {one.pk}
    load_preset(data=read_preset(next(f for f in preset_files() if f.stem == "alumniportal")), by=None)
    assert here(keeper, cohort) == set()  # … and seen with the next whole reading


def test_many_changes_make_a_new_large_part(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "LEAST_TOUCHED", 1)
    keeper, one = Keeper(), mentor(cohort)
    first = keeper.index_of(cohort, Group.FIRST)
    two = [mentor(cohort), mentor(cohort)]
    assert here(keeper, cohort) == {one.pk, *(row.pk for row in two)}
    index = keeper.index_of(cohort, Group.FIRST)
    assert index is not None
    assert first is not None
    assert index.base is not first.base
    assert not index.touched


@pytest.fixture
def closing() -> Iterator[None]:
    yield
    connections.close_all()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("closing")
def test_a_large_index_is_made_beside_while_the_old_one_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "SMALL", 0)
    cohort, keeper = open_cohort(), Keeper()
    one = mentor(cohort)
    kept = keeper.one(cohort, Group.FIRST)
    while keeper.index_of(cohort, Group.FIRST) is None:
        kept.wait()
    assert here(keeper, cohort) == {one.pk}
    old = kept.state
    load_preset(data=read_preset(next(f for f in preset_files() if f.stem == "alumniportal")), by=None)
    Programme.objects.filter(pk=cohort.programme_id).update(needs_complete_profile=False)
    assert old is not None
    assert keeper.index_of(cohort, Group.FIRST) in (old.index, getattr(kept.state, "index", None))
    kept.wait()
    assert kept.state is not None
    assert kept.state.index.base is not old.index.base
    assert here(keeper, cohort) == {one.pk}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("closing")
def test_changes_while_many_look_are_never_lost() -> None:
    cohort, keeper = open_cohort(), Keeper()
    people = [mentor(cohort) for _ in range(4)]
    here(keeper, cohort)
    gate, failed = Barrier(8), []

    def change(row: Participation) -> None:
        gate.wait()
        for _ in range(5):
            pause_person(person=row.person, until=None, by=row.person)
            end_pause(person=row.person, by=row.person)
        pause_person(person=row.person, until=None, by=row.person)
        connections.close_all()

    def look() -> None:
        gate.wait()
        try:
            for _ in range(10):
                here(keeper, cohort)
        except Exception as error:
            failed.append(error)
        connections.close_all()

    threads = [*(Thread(target=change, args=[row]) for row in people), *(Thread(target=look) for _ in range(4))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert here(keeper, cohort) == set()
    end_pause(person=people[0].person, by=people[0].person)
    assert here(keeper, cohort) == {people[0].pk}
