"""From a list to people in a cohort: what is made, what is left out and why, and never twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from resonanz.core.jobs import work_once
from resonanz.core.models import Job, LogEntry
from resonanz.mail.models import OutboxMail
from resonanz.people.models import Person
from resonanz.phrases import Phrase
from resonanz.programmes.actions.imports import (
    AlreadyStarted,
    NotReady,
    answer_invitation,
    check_import,
    confirm_columns,
    decide_open_rows,
    decide_rows,
    delete_outdated_imports,
    forget_import,
    keep_import,
    leave_out_wrong_rows,
    not_ready,
    run_import,
    start_import,
)
from resonanz.programmes.enums import ImportMode, ImportState
from resonanz.programmes.models import ImportBatch, ImportRow, Participation
from resonanz.programmes.queries import participants, result_numbers
from resonanz.tables import InputError, Table
from tests.factories import House, make_cohort, make_participation
from tests.programmes.imports.conftest import LIST, Bring, check, rows_of, run

pytestmark = pytest.mark.django_db


def why(row: ImportRow) -> str:
    return Phrase.from_json(row.why).text("en") if row.why else ""


def silent(done: int, total: int) -> None:
    """Nobody watches."""


def test_a_good_list_makes_accounts_profiles_and_participations(house: House, bring: Bring) -> None:
    batch = run(check(bring()))
    assert (batch.state, [row.state for row in rows_of(batch)]) == (ImportState.DONE, ["made", "made"])
    leyla, karl = (Person.objects.get(email=f"{name}@example.org") for name in ("leyla", "karl"))
    assert (leyla.full_name, leyla.search_name, leyla.has_usable_password()) == ("Leyla Demir", "leyla demir", False)
    profile = leyla.profile
    assert (profile.birth_year, profile.place, profile.place_name) == (1990, "AT-9020", "Klagenfurt")
    assert (profile.job_title, profile.occupation, profile.languages) == ({"de": "Krankenpflegerin"}, "2221", "de:B1")
    taking_part = Participation.objects.get(person=karl)
    assert (taking_part.cohort, taking_part.group, taking_part.side, taking_part.capacity) == (
        house.cohort,
        "first",
        "mentor",
        1,
    )
    assert OutboxMail.objects.filter(to__in=["leyla@example.org", "karl@example.org"]).count() == 0


def test_the_log_names_verbs_and_numbers_and_nothing_else(house: House, bring: Bring) -> None:
    LogEntry.objects.all().delete()
    batch = run(check(bring()))
    entries = LogEntry.objects.order_by("id").values_list("verb", "detail")
    assert [(verb, detail) for verb, detail in entries if not verb.startswith(("create", "add"))] == [
        ("keep_import", {"rows": 2}),
        (
            "confirm_columns",
            {
                "fields": [
                    "birth_year",
                    "email",
                    "first_name",
                    "german_level",
                    "group",
                    "job_title",
                    "last_name",
                    "postcode",
                ]
            },
        ),
        ("start_import", {"mode": "all", "tells": False}),
        ("run_import", {"made": 2}),
    ]
    assert [verb for verb, _ in entries].count("create_person") == 2
    assert [detail for verb, detail in entries if verb == "add_participant"] == [
        {"group": "second", "import": batch.pk},
        {"group": "first", "import": batch.pk},
    ]


def test_one_mistake_stops_all_or_nothing_and_makes_nobody(house: House, bring: Bring) -> None:
    people = Person.objects.count()
    batch = check(bring(LIST.replace("B1", "B9")))
    with pytest.raises(NotReady):
        start_import(batch=batch, mode=ImportMode.ALL, tells=False, by=house.alice)
    assert (not_ready(batch), Person.objects.count()) == (1, people)
    assert leave_out_wrong_rows(batch=batch, by=house.alice) == 1
    batch = run(batch)
    assert [(row.state, why(row)) for row in rows_of(batch)] == [
        ("left", "Has mistakes that stand beside the cells."),
        ("made", ""),
    ]


def test_row_by_row_reads_in_the_good_rows(house: House, bring: Bring) -> None:
    text = LIST + "Ohne;Adresse;;Mentee;;;;\nAmina;Beispiel;neu@example.org;Mentee;;;;\n"
    batch = run(check(bring(text)), ImportMode.EACH)
    assert [(row.state, why(row)) for row in rows_of(batch)] == [
        ("made", ""),
        ("made", ""),
        ("left", "Has mistakes that stand beside the cells."),
        ("left", "Nobody decided whether this is the same person."),
    ]


def test_who_has_an_account_is_added_and_keeps_every_word(house: House, bring: Bring) -> None:
    dora = house.dora.person
    before = (dora.full_name, dora.profile.job_title, dora.profile.occupation)
    text = f"Vorname;E-Mail;Rolle;Beruf\nDoris;{dora.email.upper()};Mentee;Bauingenieurin\n"
    batch = check(bring(text))
    (row,) = rows_of(batch)
    assert (row.choice, row.same_as) == ("same", dora)
    batch = run(batch)
    dora.refresh_from_db()
    dora.profile.refresh_from_db()
    assert (dora.full_name, dora.profile.job_title, dora.profile.occupation) == before
    assert [row.is_active for row in Participation.objects.filter(person=dora, cohort=house.cohort)] == [False]
    assert rows_of(batch)[0].is_new_person is False


def test_who_is_in_another_programme_is_asked_and_shows_nothing_before(house: House, bring: Bring) -> None:
    dora = house.dora.person
    batch = run(check(bring(f"Vorname;E-Mail;Rolle\nD;{dora.email};Mentee\n")))
    letter = OutboxMail.objects.get(to=dora.email)
    participation = Participation.objects.get(person=dora, cohort=house.cohort)
    assert letter.link == reverse("programmes:import_question", args=[participation.pk])
    assert dora not in [row.person for row in participants(house.cohort)]
    assert result_numbers(batch)["asked"] == 1
    answer_invitation(participation=participation, yes=True, by=dora)
    assert dora in [row.person for row in participants(house.cohort)]
    with pytest.raises(AlreadyStarted):
        answer_invitation(participation=participation, yes=False, by=dora)


def test_a_no_deletes_the_participation(house: House, bring: Bring) -> None:
    dora = house.dora.person
    run(check(bring(f"Vorname;E-Mail;Rolle\nD;{dora.email};Mentee\n")))
    participation = Participation.objects.get(person=dora, cohort=house.cohort)
    answer_invitation(participation=participation, yes=False, by=dora)
    assert not Participation.objects.filter(pk=participation.pk).exists()


def test_who_is_known_from_an_earlier_cohort_joins_at_once(house: House, bring: Bring) -> None:
    earlier = make_participation(make_cohort(house.programme), "second", "Fatima").person
    run(check(bring(f"Vorname;E-Mail;Rolle\nFatima;{earlier.email};Mentee\n")))
    assert Participation.objects.get(person=earlier, cohort=house.cohort).is_active is True
    assert not OutboxMail.objects.filter(to=earlier.email).exists()


def test_who_takes_part_already_is_left_out_with_that_reason(house: House, bring: Bring) -> None:
    text = f"Vorname;E-Mail;Rolle\nAmina;{house.amina.person.email};Mentee\nLea;lea@example.org;Mentee\n"
    batch = run(check(bring(text)))
    assert [(row.state, why(row)) for row in rows_of(batch)] == [
        ("left", "This person takes part in this cohort already."),
        ("made", ""),
    ]


def test_two_rows_of_one_address_are_a_mistake_of_the_second(house: House, bring: Bring) -> None:
    batch = check(bring("Vorname;E-Mail;Rolle\nLea;lea@example.org;Mentee\nLeo;LEA@example.org;Mentee\n"))
    first, second = rows_of(batch)
    assert (first.is_wrong, second.is_wrong) == (False, True)
    (problem,) = second.problems
    assert problem["column"] == "E-Mail"
    assert Phrase.from_json(problem["text"]).text("en") == (
        "This address stands in row 2 already; everybody needs an address of their own. Correct it, or leave this row out."
    )


def test_a_namesake_must_be_decided_and_can_be_the_same_person(house: House, bring: Bring) -> None:
    dora = house.dora.person  # takes part in a programme that Alice does not coordinate
    amina = house.amina.person
    text = f"Name;E-Mail;Rolle\n{amina.full_name};zwei@example.org;Mentee\n{dora.full_name};drei@example.org;Mentee\n"
    batch = check(bring(text))
    known, stranger = rows_of(batch)
    assert ([twin["person"] for twin in known.twins], known.choice) == ([amina.pk], "")
    assert (stranger.twins, stranger.choice) == ([], "new")
    assert decide_rows(batch=batch, choices={known.pk: ("same", dora.pk)}, by=house.alice) == 0  # nobody suggested her
    assert decide_rows(batch=batch, choices={known.pk: ("new", None)}, by=house.alice) == 1
    assert rows_of(run(batch))[0].person.email == "zwei@example.org"  # type: ignore[union-attr]


def test_two_rows_cannot_be_the_same_person(house: House, bring: Bring) -> None:
    earlier = make_participation(house.cohort, "second", "Fatima").person
    text = f"Name;E-Mail;Rolle\n{earlier.full_name};a@example.org;Mentee\n{earlier.full_name};b@example.org;Mentee\n"
    batch = check(bring(text))
    choices: dict[int, tuple[str, int | None]] = {row.pk: ("same", earlier.pk) for row in rows_of(batch)}
    decide_rows(batch=batch, choices=choices, by=house.alice)
    assert [(row.choice, why(row)) for row in rows_of(batch)] == [
        ("same", ""),
        ("out", "Another row is the same person and was chosen before."),
    ]


def test_all_undecided_rows_at_once(house: House, bring: Bring) -> None:
    batch = check(bring("Name;E-Mail;Rolle\nAmina Beispiel;a@example.org;Mentee\nNoor Beispiel;b@example.org;Mentee\n"))
    assert decide_open_rows(batch=batch, choice="out", by=house.alice) == 2
    assert decide_open_rows(batch=batch, choice="new", by=house.alice) == 0


def test_an_account_that_appears_after_the_check_sends_all_or_nothing_back(house: House, bring: Bring) -> None:
    batch = check(bring())
    make_participation(house.other_cohort, "second", "Karl")
    Person.objects.filter(first_name="Karl").update(email="karl@example.org")
    people = Person.objects.count()
    batch = run(batch)
    assert (batch.state, Person.objects.count()) == (ImportState.CHECKED, people)
    assert Phrase.from_json(batch.note).text("en").startswith("Nothing was read in: since the check")
    confirm_columns(batch=batch, mapping=batch.mapping, by=house.alice)
    while work_once():
        pass
    assert [row.choice for row in rows_of(batch)] == ["new", "same"]


def test_an_account_that_appears_after_the_check_is_left_out_row_by_row(house: House, bring: Bring) -> None:
    batch = check(bring())
    make_participation(house.other_cohort, "second", "Karl")
    Person.objects.filter(first_name="Karl").update(email="karl@example.org")
    batch = run(batch, ImportMode.EACH)
    assert [(row.state, why(row)) for row in rows_of(batch)] == [
        ("made", ""),
        ("left", "Since the check, this person got an account or joined the cohort."),
    ]


def test_a_letter_to_everybody_only_where_it_was_ticked_and_once(house: House, bring: Bring) -> None:
    batch = run(
        check(
            bring(
                LIST.replace(";Rolle;", ";Rolle;Korrespondenzsprache;")
                .replace("Mentee;", "Mentee;en;")
                .replace("Mentor;", "Mentor;;")
            )
        ),
        tells=True,
    )
    letters = OutboxMail.objects.filter(key__startswith=f"import:{batch.pk}:").order_by("to")
    assert [(mail.to, mail.language, mail.link) for mail in letters] == [
        ("karl@example.org", "de", "/me/"),
        ("leyla@example.org", "en", "/me/"),
    ]
    assert "Anmeldebögen" in letters[0].text
    run_import(batch=batch, progress=silent)
    assert letters.count() == 2


def test_a_second_start_is_refused(house: House, bring: Bring) -> None:
    batch = check(bring())
    start_import(batch=batch, mode=ImportMode.ALL, tells=False, by=house.alice)
    for act in (
        lambda: start_import(batch=batch, mode=ImportMode.ALL, tells=False, by=house.bob),
        lambda: confirm_columns(batch=batch, mapping={}, by=house.bob),
        lambda: decide_rows(batch=batch, choices={}, by=house.bob),
        lambda: forget_import(batch=batch, by=house.bob),
    ):
        with pytest.raises(AlreadyStarted):
            act()


def test_running_and_checking_again_changes_nothing(house: House, bring: Bring) -> None:
    batch = run(check(bring()))
    people = Person.objects.count()
    stale = ImportBatch.objects.get(pk=batch.pk)
    stale.state = ImportState.RUNNING
    run_import(batch=stale, progress=silent)
    assert (Person.objects.count(), Participation.objects.filter(cohort=house.cohort).count()) == (people, 7)


def test_a_worker_that_died_half_way_is_continued(house: House, bring: Bring) -> None:
    batch = check(bring())
    start_import(batch=batch, mode=ImportMode.EACH, tells=False, by=house.alice)
    calls = []

    class Died(Exception):
        pass

    def die(done: int, total: int) -> None:
        calls.append(done)
        raise Died

    with pytest.raises(Died):
        run_import(batch=batch, progress=die)
    assert rows_of(batch)[0].state == "open"
    while work_once():
        pass
    assert ([row.state for row in rows_of(batch)], calls) == (["made", "made"], [0])


def test_checking_again_forgets_what_was_decided(house: House, bring: Bring) -> None:
    batch = check(bring())
    row = rows_of(batch)[0]
    decide_rows(batch=batch, choices={row.pk: ("out", None)}, by=house.alice)
    check_import(batch=batch, progress=silent)
    assert [row.choice for row in rows_of(batch)] == ["new", "new"]


def test_forgetting_deletes_everything(house: House, bring: Bring) -> None:
    batch = check(bring())
    forget_import(batch=batch, by=house.alice)
    assert (ImportBatch.objects.count(), ImportRow.objects.count()) == (0, 0)


def test_after_a_week_only_who_was_read_in_remains_known(house: House, bring: Bring) -> None:
    done, never = run(check(bring(LIST + "x;y;;Mentee;;;;\n")), ImportMode.EACH), bring()
    assert delete_outdated_imports() == 0
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert delete_outdated_imports() == 2
        assert delete_outdated_imports() == 0
    assert not ImportBatch.objects.filter(pk=never.pk).exists()
    assert [(row.cells, row.values, row.person_id is not None) for row in rows_of(done)] == [([], {}, True)] * 2


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (
            Table("x.csv", ["a"], [{"a": "1"}] * 10_001, list(range(10_001))),
            "The list has 10001 rows; split it into files of at most 10000.",
        ),
        (
            Table("x.csv", [f"c{n}" for n in range(201)], [{f"c{n}": "1" for n in range(201)}], [2]),
            "The list has 201 columns; keep at most 200.",
        ),
    ],
)
def test_too_long_a_list_is_refused(house: House, table: Table, sentence: str) -> None:
    with pytest.raises(InputError) as error:
        keep_import(cohort=house.cohort, table=table, group="", source="x", by=house.alice)
    assert [problem.message.text("en") for problem in error.value.problems] == [sentence]


def test_progress_goes_up_and_the_job_ends(house: House, bring: Bring) -> None:
    batch = check(bring())
    assert [(job.kind, job.state, job.percent) for job in Job.objects.all()] == [("check_import", "done", 100)]
    run(batch)
    assert Job.objects.get(kind="run_import").state == "done"


def test_tidy_empties_old_lists(house: House, bring: Bring, capsys: pytest.CaptureFixture[str]) -> None:
    run(check(bring()))
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        call_command("tidy")
    assert capsys.readouterr().out.splitlines() == [
        "0 spreadsheets deleted.",
        "0 addresses deleted.",
        "0 invitations deleted.",
        "0 record checks deleted.",
        "1 lists of people deleted or emptied.",
        "2 finished jobs deleted.",
    ]
