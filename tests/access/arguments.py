"""How the arguments of an address are made from the world."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core import signing
from django.utils import timezone

from resonanz.applications.models import FormPage, Question
from resonanz.care.queries.cases import token_of as case_token_of
from resonanz.care.queries.check_ins import token_of as check_in_token_of
from resonanz.mail.letter import SALT
from resonanz.mail.models import OutboxMail
from resonanz.matching.actions import run_matching
from resonanz.matching.actions.requests import ask_back
from resonanz.matching.models import MatchingEvent, MatchingRun
from resonanz.messaging.queries.files import token_of as share_token_of
from resonanz.people.actions import give_consent
from resonanz.people.models import ConsentText
from resonanz.programmes.actions import add_participant
from resonanz.programmes.actions.imports import keep_import
from resonanz.programmes.enums import ImportState
from resonanz.programmes.models import ImportBatch, Participation, Programme
from resonanz.surveys.queries.sheets import token_of as survey_token_of
from resonanz.tables import Table
from resonanz.tandems.enums import State
from resonanz.tandems.models import Tandem
from resonanz.together.models import PlanTopic
from resonanz.together.queries.agreement import versions_of
from tests.access.rows import World
from tests.factories.care import make_case, make_check_in, make_taken
from tests.factories.meetings import make_date, make_meeting, make_visit
from tests.factories.messaging import make_channel, make_file, make_opened, make_opening, make_share, write
from tests.factories.surveys import make_answered, make_asked, make_survey
from tests.factories.together import make_shown


def cohort_pk(world: World) -> list[Any]:
    return [world.house.cohort.pk]


def choice_pk(world: World) -> list[Any]:
    """Karin, whom Amina may choose and who knows nothing of it."""
    house = world.house
    asked = {"state": State.OFFERED, "mentee_asked_at": timezone.now(), "answer_by": timezone.localdate()}
    offered = Tandem.objects.create(cohort=house.cohort, mentor=house.karin, mentee=house.amina, **asked)
    Tandem.objects.filter(pk=offered.pk).update(offered_with=offered)
    return [offered.pk]


def active_pk(world: World) -> list[Any]:
    return [world.house.active.pk]


def meeting_pk(world: World) -> list[Any]:
    return [world.house.active.pk, make_meeting(world.house.active).pk]


def date_pk(world: World) -> list[Any]:
    return [world.house.active.pk, make_date(world.house.active).pk]


def past_date_pk(world: World) -> list[Any]:
    return [world.house.active.pk, make_date(world.house.active, in_hours=-3).pk]


def visit_pk(world: World) -> list[Any]:
    """Amina visits Jonas."""
    make_visit(world.house.active, world.house.jonas)
    return [world.house.active.pk, world.house.jonas.pk]


def event_pk(world: World) -> list[Any]:
    """The guests of a meeting, Jonas and Amina, are being asked for their wishes."""
    house = world.house
    event, _ = MatchingEvent.objects.get_or_create(
        cohort=house.cohort, title="Treffen", held_on="2026-01-01", wishes_until="2099-01-01", state="open"
    )
    event.guests.set([house.jonas, house.amina])
    return [event.pk]


def proposal_pk(world: World) -> list[Any]:
    return [world.run.proposals.first().pk]


def run_pk(world: World) -> list[Any]:
    return [world.run.pk]


def amina_pk(world: World) -> list[Any]:
    return [world.house.amina.pk]


def next_pk(world: World) -> list[Any]:
    """A next best suggestion."""
    MatchingRun.objects.filter(pk=world.run.pk).update(is_next=True)
    return proposal_pk(world)


def nudge_args(world: World) -> list[Any]:
    """Noor has waited for sixty days."""
    noor = world.house.noor
    Participation.objects.filter(pk=noor.pk).update(waiting_since=timezone.localdate() - timedelta(days=60))
    return [world.house.cohort.pk, "unmatched", noor.pk, noor.pk]


def two_runs(world: World) -> list[Any]:
    """The run, and an earlier one of the same cohort."""
    house = world.house
    return [world.run.pk, run_matching(cohort=house.cohort, objective="best_total", by=house.alice).pk]


def request_pk(world: World) -> list[Any]:
    return [world.request.pk]


def asked_back_pk(world: World) -> list[Any]:
    """The same after a question of the mentor."""
    ask_back(request=world.request, question="Which language?", by=world.house.jonas.person)
    return request_pk(world)


def sheets_pk(world: World) -> list[Any]:
    return [world.sheets.pk]


def rows(prefix: str) -> dict[str, str]:
    """What a form with a list of rows sends along when the list is empty."""
    return {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}


ADD = {"rows-act": "add", **rows("rows")}  # the button that adds a row: nothing is saved


def application_pk(world: World) -> list[Any]:
    return [world.application.pk]


def talk_pk(world: World) -> list[Any]:
    return [world.talk.pk]


def import_pk(world: World) -> list[Any]:
    """A list of people in the state that `address` needs is made by `in_state`; this one has just been brought."""
    return [in_state(world, ImportState.UPLOADED).pk]


def checked_pk(world: World) -> list[Any]:
    return [in_state(world, ImportState.CHECKED).pk]


def done_pk(world: World) -> list[Any]:
    return [in_state(world, ImportState.DONE).pk]


def in_state(world: World, state: str) -> ImportBatch:
    """Keep a list of one person for the first cohort, and move it on."""
    table = Table("people.csv", ["E-Mail"], [{"E-Mail": "lea@example.org"}], [2])
    batch = keep_import(cohort=world.house.cohort, table=table, group="second", source="x", by=world.house.alice)
    ImportBatch.objects.filter(pk=batch.pk).update(state=state, ran_at=timezone.now() if state == ImportState.DONE else None)
    return batch


def invitation_pk(world: World) -> list[Any]:
    """Amina is asked by the other programme."""
    batch = in_state(world, ImportState.DONE)
    waiting = add_participant(cohort=world.house.other_cohort, person=world.house.amina.person, group="second", by=None)
    Participation.objects.filter(pk=waiting.pk).update(is_active=False)
    batch.rows.update(participation=waiting)
    return [waiting.pk]


def slug(world: World) -> list[Any]:
    return [world.house.programme.slug]


def stop_token(world: World) -> list[Any]:
    return [signing.dumps(["amina@example.org", "news", ""], salt=SALT)]


def letter_pk(world: World) -> list[Any]:
    """The invitation to a talk, which the team has written."""
    letter = OutboxMail.objects.get(key__startswith=f"application:{world.talk.application_id}:")
    return [world.house.programme.slug, letter.pk]


def consent_pk(world: World) -> list[Any]:
    text, _ = ConsentText.objects.get_or_create(key="contact", language="de", defaults={"text": "Ja."})
    amina = world.house.amina.person
    return [give_consent(person=amina, text=text, language="de", by=amina).pk]


def next_cohort(world: World) -> list[Any]:
    return [world.house.programme.slug, world.next_cohort.pk]


def alice_staff(world: World) -> list[Any]:
    return [world.house.programme.slug, world.house.programme.staff.get(person=world.house.alice).pk]


def both(world: World) -> list[Any]:
    return [world.house.programme.slug, "second"]


def draft_pk(world: World) -> list[Any]:
    return [world.draft.pk]


def handed_in_pk(world: World) -> list[Any]:
    return [world.handed_in.pk]


def captured_pk(world: World) -> list[Any]:
    return [world.captured.pk]


def page_pk(world: World) -> list[Any]:
    return [FormPage.objects.filter(programme=world.house.programme).earliest("pk").pk]


def question_pk(world: World) -> list[Any]:
    return [Question.objects.filter(page__programme=world.house.programme).earliest("pk").pk]


def rule_pk(world: World) -> list[Any]:
    rule = world.house.programme.eligibility_rules.get(group="second", key="migration")
    return [world.house.programme.slug, rule.pk]


def archived_rule_pk(world: World) -> list[Any]:
    rows = world.house.programme.eligibility_rules.filter(group="second", key="education")
    rows.update(is_archived=True)
    return [world.house.programme.slug, rows.get().pk]


def survey_token(world: World) -> list[Any]:
    """Amina is asked the questions of the funder."""
    make_survey(world.house.programme)
    return [survey_token_of(make_asked(world.house.amina))]


def answered_survey_token(world: World) -> list[Any]:
    make_survey(world.house.programme)
    return [survey_token_of(make_answered(world.house.amina))]


def choosing(world: World) -> list[Any]:
    """Let the people of the first programme choose for themselves."""
    Programme.objects.filter(pk=world.house.programme.pk).update(
        matching_mode="participants", state="published", needs_complete_profile=False
    )
    return [world.house.programme.slug]


def somebody_to_choose(world: World) -> list[Any]:
    """Karin, who has a free place."""
    return [*choosing(world), world.house.karin.pk]


def shown_agreement(world: World) -> list[Any]:
    """Amina has shown Jonas an agreement."""
    tandem = world.house.active
    version = versions_of(tandem).first() or make_shown(tandem, world.house.amina.person)
    return [tandem.pk, version.number]


def plan_topic(world: World) -> list[Any]:
    tandem = world.house.active
    item, _ = PlanTopic.objects.get_or_create(tandem=tandem, topic="network", defaults={"words": {"de": "Netz"}})
    return [tandem.pk, item.pk]


def replan_args(world: World) -> list[Any]:
    return [world.house.active.pk, "job"]


def message_args(world: World) -> list[Any]:
    """A message of the mentor."""
    return [world.house.active.pk, write(world.house).pk]


def channel_args(world: World) -> list[Any]:
    """How the mentor can be reached."""
    return [world.house.active.pk, make_channel(world.house).pk]


def file_args(world: World) -> list[Any]:
    """A file of the mentor, for the two."""
    return [world.house.active.pk, make_file(world.house).pk]


def share_args(world: World) -> list[Any]:
    """A link to a file of the mentor."""
    return [world.house.active.pk, make_share(world.house).pk]


def share_token(world: World) -> list[Any]:
    return [share_token_of(make_share(world.house))]


def opening_args(world: World) -> list[Any]:
    """A colleague of the coordinator asks for it."""
    return [world.house.active.pk, make_opening(world.house).pk]


def opened_args(world: World) -> list[Any]:
    """The same, which the coordinator has approved."""
    return [world.house.active.pk, make_opened(world.house).pk]


def opened_file_args(world: World) -> list[Any]:
    """The same, and a file of the mentor that both can see."""
    return [*opened_args(world), make_file(world.house).pk]


def check_in_token(world: World) -> list[Any]:
    """Amina is asked how it is going."""
    return [check_in_token_of(make_check_in(world.house.active, world.house.amina))]


def case_pk(world: World) -> list[Any]:
    """Noor asks for help."""
    return [make_case(world.house.programme, world.house.noor.person).pk]


def taken_case_pk(world: World) -> list[Any]:
    """Noor asks for help, and the coordinator looks after it."""
    return [make_taken(world.house.programme, world.house.noor.person, world.house.alice).pk]


def case_token(world: World) -> list[Any]:
    return [case_token_of(make_case(world.house.programme, world.house.noor.person))]
