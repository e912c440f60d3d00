"""The five programmes as files."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from resonanz import engine
from resonanz.core.models import LogEntry
from resonanz.programmes.actions import PresetError, load_preset, preset_files, read_preset
from resonanz.programmes.enums import PassageKind
from resonanz.programmes.models import Cohort, ContactPerson, Organisation, Programme, Topic
from resonanz.programmes.signals import preset_loaded
from tests.factories import make_programme

pytestmark = pytest.mark.django_db
SLUGS = ["alumniportal", "mentegra", "mentor-mentor", "mentoring-fuer-migrantinnen", "mentoring-partnerschaft-muenchen"]
# What PROGRAMMES' sources say, as far as they say it: direction, who matches, rhythm, months, hours, form of words
FACTS = {
    "alumniportal": ("mentoring", "participants", "always_open", (6, 12), (None, None), "star"),
    "mentegra": ("mentoring", "coordinators", "cohorts", (None, None), (None, None), "star"),
    "mentor-mentor": ("reciprocal", "coordinators", "cohorts", (3, 3), (None, None), "star"),
    "mentoring-fuer-migrantinnen": ("mentoring", "coordinators", "cohorts", (6, 6), (5, 7), "colon"),
    "mentoring-partnerschaft-muenchen": ("mentoring", "coordinators", "rolling", (4, 4), (None, None), "pair"),
}


def test_the_five_presets_come_along() -> None:
    assert [path.stem for path in preset_files()] == SLUGS


@pytest.mark.parametrize("slug", SLUGS)
def test_facts_of_the_five(slug: str) -> None:
    p = make_programme(slug)
    assert (
        p.direction, p.matching_mode, p.rhythm, (p.months_from, p.months_to), (p.hours_from, p.hours_to), p.gender_style,
    ) == FACTS[slug]  # fmt: skip


@pytest.mark.parametrize("slug", SLUGS)
def test_criteria_of_the_five_are_understood_by_the_engine(slug: str) -> None:
    criteria = engine.Criteria.parse(make_programme(slug).criteria, slug)
    assert len(criteria.criteria) >= 2


def test_the_catalogue_of_kaernten_has_its_fourteen_contents_and_six_tasks() -> None:
    programme = make_programme("mentoring-fuer-migrantinnen")
    assert programme.topics.count() == 14
    assert programme.passages.filter(kind=PassageKind.TASK).count() == 6


def test_the_next_cohort_of_kaernten_has_no_date_yet() -> None:
    cohort = make_programme("mentoring-fuer-migrantinnen").cohorts.first()
    assert cohort is not None
    assert (cohort.number, cohort.state, cohort.starts_on) == (11, "announced", None)


def test_loading_twice_changes_nothing() -> None:
    programme = make_programme()
    counts = [model.objects.count() for model in (Programme, Topic, Organisation, Cohort)]
    assert make_programme() == programme
    assert [model.objects.count() for model in (Programme, Topic, Organisation, Cohort)] == counts


def test_loading_again_keeps_what_belongs_to_the_place() -> None:
    programme = make_programme()
    ContactPerson.objects.create(programme=programme, name="Maria")
    programme.passages.create(kind=PassageKind.VOICE, text={"de": "Gut."})
    make_programme()
    assert programme.contacts.count() == programme.passages.filter(kind=PassageKind.VOICE).count() == 1


def test_loading_is_logged() -> None:
    programme = make_programme()
    entry = LogEntry.objects.get(verb="load_preset")
    assert (entry.subject, entry.scope) == (f"programmes.programme:{programme.pk}", programme.scope)


GOOD = 'schema = 1\nslug = "x"\n[name]\nde = "X"\n[sentence]\nde = "S"\n'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("schema = ", "bad.toml is not valid TOML"),
        ('colour = "red"\n' + GOOD, "bad.toml: nobody knows the key «colour»"),
        (GOOD + "[settings]\nspeed = 3\n", "bad.toml: nobody knows the key «speed»"),
        ('schema = 1\nslug = "x"\n[name]\nde = "X"\n', "bad.toml: the key «sentence» is missing"),
        (GOOD.replace("schema = 1", "schema = 7"), "bad.toml: schema 7 is unknown"),
    ],
)
def test_a_bad_file_gets_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(text)
    with pytest.raises(PresetError, match=sentence):
        read_preset(path)


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [('direction = "sideways"', "x: direction:"), ('accent = "red"', "x: accent:"), ('rhythm = "daily"', "x: rhythm:")],
)
def test_a_value_that_is_not_allowed_gets_one_sentence(tmp_path: Path, setting: str, sentence: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(f"{GOOD}[settings]\n{setting}\n")
    with pytest.raises(PresetError, match=sentence):
        load_preset(data=read_preset(path), by=None)
    assert not Programme.objects.exists()


def test_the_command_lists_and_loads() -> None:
    out = StringIO()
    call_command("preset", "list", stdout=out)
    assert [line.split()[0] for line in out.getvalue().splitlines()] == SLUGS
    call_command("preset", "load", "all", stdout=out)
    assert sorted(Programme.objects.values_list("slug", flat=True)) == SLUGS


def test_the_command_says_which_presets_there_are() -> None:
    with pytest.raises(CommandError, match="There is no file nowhere"):
        call_command("preset", "load", "nowhere")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ('[[topic]]\ntitle = {de = "T"}\n', "x: the key «key» is missing"),
        ("[settings]\nduration_months = []\n", "x: something has another form"),
        ('[about]\nde = "{der nixda:akk}"\n', "x: about: .*nixda"),
        ('[[limit]]\nde = "{mentor"\n', "x: limit: .*never closed"),
    ],
)
def test_what_cannot_be_shown_is_not_loaded(tmp_path: Path, more: str, sentence: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(GOOD + more)
    with pytest.raises(PresetError, match=sentence):
        load_preset(data=read_preset(path), by=None)
    assert not Programme.objects.exists()


def test_upper_rooms_are_told_once_of_a_preset() -> None:
    told: list[object] = []

    def listen(data: object, **_: object) -> None:
        told.append(data)

    preset_loaded.connect(listen)
    try:
        programme = load_preset(data=read_preset(preset_files()[0]), by=None)
    finally:
        preset_loaded.disconnect(listen)
    assert len(told) == 1
    assert programme.eligibility_rules.exists()
