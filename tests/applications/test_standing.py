"""How the applicant's answers stand against the conditions, in her own words, and why an application was declined."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from resonanz.applications.actions.apply import save_answers
from resonanz.applications.actions.checks import attest_condition
from resonanz.applications.actions.review import move_application, reasons_of
from resonanz.applications.eligibility import Code, evaluate, standing
from resonanz.applications.eligibility.told import ADVICE, SENTENCES
from resonanz.applications.enums import ApplicationState, LetterKind, Verdict
from resonanz.applications.models import Application
from resonanz.applications.queries.apply import token_of, values_of
from resonanz.applications.queries.standing import Line, decline_of, lines, own_standing
from resonanz.people.actions import give_consent
from resonanz.people.models import ConsentText
from resonanz.programmes.models import Cohort
from tests.applications.test_eligibility import ALUMNI, KAERNTEN, MENTEGRA, MUENCHEN, NO, RECIPROCAL, TODAY, YES, rules
from tests.factories import make_cohort, make_person, make_programme
from tests.factories.applications import make_application, make_open_cohort
from tests.factories.apply import answers_for, make_draft

SAID = {
    "german": "Für dieses Programm brauchen Sie Deutsch mindestens auf Niveau B1; Sie haben A2 angegeben.",
    "labour-market": "Das prüft das Team noch, zum Beispiel anhand von: Aufenthaltstitel, Reisepass oder Personalausweis, "
    "Arbeitsbewilligung.",
    "initiative": "Das klären wir gemeinsam in einem Gespräch.",
}


def told(slug: str, group: str, key: str, answers: dict[str, Any], attested: Any = None, language: str = "de") -> Any:
    """Return verdict, sentence and advice of one condition for its applicant, or None where nothing is told."""
    found = standing([evaluate(rules(slug)[group, key], answers, attested, on=TODAY)])
    if not found.told:
        return found.needs_talk
    with translation.override(language):
        line = Line(found.told[0])
        return str(line.told.verdict), line.sentence, line.advice


@pytest.mark.parametrize(
    ("slug", "group", "key", "answers", "attested", "said"),
    [
        (KAERNTEN, "second", "german", {"languages": "de:B1"}, None, ("met", "Nach den Angaben erfüllt.", "")),
        (KAERNTEN, "second", "german", {}, None, ("open", "Dazu fehlt noch eine Antwort.", "")),
        (
            KAERNTEN, "second", "german", {"languages": "de"}, None,
            ("open", "Die bisherige Antwort klärt das noch nicht.", ""),
        ),
        (KAERNTEN, "second", "german", {"languages": "de:A2"}, YES, ("met", "Das Team hat das geprüft.", "")),
        (
            KAERNTEN, "second", "registered", {"registered": "unsure"}, None,
            ("open", "Noch nicht sicher; wir klären es gemeinsam.", ""),
        ),
        (
            KAERNTEN, "second", "registered", {"registered": "yes"}, None,
            ("open", "Das prüft das Team noch, zum Beispiel anhand von: Bestätigung des AMS.", ""),
        ),
        (
            KAERNTEN, "second", "registered", {"registered": "yes"}, NO,  # for the team to say, not for the page
            ("open", "Darüber spricht das Team noch, bevor etwas entschieden wird.", ""),
        ),
        (KAERNTEN, "first", "region", {"place": "AT-1010"}, None, ("open", SAID["initiative"], "")),
        (
            MUENCHEN, "second", "region", {"place": "DE-10115"}, None,
            (
                "unmet", "Dieses Programm findet in München statt; Sie haben 10115 Berlin angegeben.",
                "Fragen Sie uns: In anderen Städten gibt es ähnliche Angebote.",
            ),
        ),
        (
            RECIPROCAL, "second", "age", {"birth_date": "2020-01-01"}, None,  # a programme that says "du"
            ("unmet", "Mitmachen kannst du ab 18 Jahren. Melde dich gern wieder, wenn du so alt bist.", ""),
        ),
        (
            RECIPROCAL, "second", "student", {"student": "no"}, None,
            (
                "unmet", "Dieses Programm ist für Menschen, die an der Schule lernen.",
                "Die Schule nimmt regelmäßig neue Lernende auf. Frag uns nach den Terminen.",
            ),
        ),
        (
            ALUMNI, "second", "alumni", {}, None,
            (
                "open",
                "Das prüft das Team noch, zum Beispiel anhand von: Verzeichnis des Netzwerks, Urkunde oder Bescheinigung.",
                "",
            ),
        ),
        # what touches origin or flight is not named, whatever is known of it
        (KAERNTEN, "second", "migration", {"migration": "yes"}, None, False),
        (KAERNTEN, "second", "migration", {}, None, False),
        (KAERNTEN, "second", "migration", {"migration": "no"}, None, True),
        (MENTEGRA, "second", "target-group", {"target_group": "no"}, None, False),  # without consent it counts for nothing
    ],
)  # fmt: skip
def test_what_an_applicant_reads(slug: str, group: str, key: str, answers: dict[str, Any], attested: Any, said: Any) -> None:
    assert told(slug, group, key, answers, attested) == said


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_every_code_has_a_sentence_and_none_says_sie_or_du(language: str) -> None:
    assert set(SENTENCES) == set(Code) - {Code.UNMET, Code.NO_CONSENT}
    english = {phrase.text("en") for phrase in [*SENTENCES.values(), *ADVICE.values()]}
    spoken = {phrase.text(language) for phrase in [*SENTENCES.values(), *ADVICE.values()]}
    assert language == "en" or not english & spoken
    words = {word.strip(".,;:") for text in spoken for word in text.split()}
    assert words & {"Sie", "Ihnen", "Ihr", "Ihre", "du", "dich", "dir", "dein"} == set()


def test_without_own_words_in_a_language_the_product_speaks() -> None:
    rule = deepcopy(rules(KAERNTEN)["second", "german"])
    rule.unmet_text.pop("ar")
    rule.help_text.pop("ar")
    found = standing([evaluate(rule, {"languages": "de:A2"}, None, on=TODAY)])
    with translation.override("ar"):
        line = Line(found.told[0])
        sentence, advice = line.sentence, line.advice
    assert sentence == ("المطلوب هو \u2068الألمانية\u2069 بمستوى \u2068B1\u2069 على الأقل؛ والمذكور هو \u2068A2\u2069.")
    assert advice == "عند بلوغ هذا المستوى نرحّب بطلب جديد، مثلًا للدورة القادمة."


pages = pytest.mark.django_db


@pytest.fixture
def cohort() -> Cohort:
    return make_cohort(make_programme(), state="open")


@pages
def test_what_stands_in_the_way_comes_first(cohort: Cohort) -> None:
    draft = make_draft(cohort)
    save_answers(application=draft, values={**answers_for(draft), "education": "master", "languages": "de:A2"}, by=None)
    found = own_standing(draft)
    with translation.override("de"):
        said = {line.told.rule.key: (line.told.verdict, line.sentence) for line in lines(found.told, [])}
    assert next(iter(said)) == "german"
    assert said["german"] == (Verdict.UNMET, SAID["german"])
    assert said["labour-market"] == (Verdict.OPEN, SAID["labour-market"])
    assert "migration" not in said
    assert (found.is_in_doubt, found.is_open, found.asks_for_help, found.needs_talk) == (True, True, True, False)


@pages
def test_a_draft_tells_nothing_about_what_the_account_has_agreed_to() -> None:
    cohort = make_cohort(make_programme(MENTEGRA), state="open")
    known = make_person("Noor")
    text = ConsentText.objects.filter(scope=cohort.programme.scope, key="target_group", language="de").get()
    give_consent(person=known, text=text, language="de", by=known)
    begun = make_draft(cohort, email=known.email)
    begun.answers.create(key="target_group", value="no")  # as a stranger might try
    assert own_standing(begun).needs_talk is False
    begun.answers.create(key="target_group_consent", value={"text": text.pk, "at": "2026-01-02T10:00:00+01:00"})
    assert own_standing(Application.objects.get(pk=begun.pk)).needs_talk is True


def by_link(application: Application, language: str = "de") -> Client:
    client = Client(headers={"accept-language": language})
    client.get(reverse("applications:open_link", args=[token_of(application.nonce)]))
    return client


@pages
def test_the_next_page_says_it_once_and_handing_in_stays_possible(cohort: Cohort) -> None:
    draft = make_draft(cohort)
    save_answers(application=draft, values=answers_for(draft), by=None)
    client, here = by_link(draft), reverse("applications:page", args=[draft.pk, "languages"])
    following = reverse("applications:page", args=[draft.pk, "place-time"])
    german = {"languages_language": ["de"], "languages_level": ["A2"]}
    answer = client.post(here, german)
    assert answer.headers["Location"] == f"{following}?after=languages"
    page = client.get(answer.headers["Location"]).content.decode()
    assert SAID["german"] in page
    assert "Weitermachen und Abschicken geht trotzdem: Es entscheiden Menschen." in page
    assert client.post(here, german).headers["Location"] == following  # said once
    assert SAID["german"] not in client.get(following).content.decode()
    overview = client.get(reverse("applications:application", args=[draft.pk])).content.decode()
    assert SAID["german"] in overview
    assert cohort.programme.contacts.first() is None or str(cohort.programme.contacts.first()) in overview
    client.post(reverse("applications:submit", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.state == ApplicationState.SUBMITTED


@pages
def test_a_place_is_said_as_it_was_understood(cohort: Cohort) -> None:
    draft = make_draft(cohort)
    client, here = by_link(draft), reverse("applications:page", args=[draft.pk, "place-time"])
    page = client.post(here, {"place": "9020", "place_country": "AT"}, follow=True).content.decode()
    assert "Verstanden als: 9020 Klagenfurt, Österreich" in page
    again = client.post(here, {"place": "9020 Klagenfurt", "place_country": "AT"}, follow=True).content.decode()
    assert "Verstanden als" not in again


@pages
def test_whoever_comes_back_is_led_to_what_is_missing(cohort: Cohort) -> None:
    draft = make_draft(cohort)
    values = answers_for(draft)
    save_answers(application=draft, values={**values, "place": None, "topics": None}, by=None)
    page = by_link(draft).get(reverse("applications:application", args=[draft.pk])).content.decode()
    assert "2 Antworten fehlen noch." in page
    assert page.count(f'href="{reverse("applications:page", args=[draft.pk, "place-time"])}">Weiter ausfüllen') == 2
    assert reverse("applications:submit", args=[draft.pk]) not in page


@pages
def test_an_answer_goes_when_its_consent_is_taken_back(cohort: Cohort) -> None:
    draft = make_draft(cohort)
    save_answers(application=draft, values=answers_for(draft), by=None)
    assert values_of(draft)["migration"] == "yes"
    by_link(draft).post(reverse("applications:page", args=[draft.pk, "target-group"]), {"migration": "yes"})
    assert {"migration", "target_group_consent"} & set(values_of(draft)) == set()


def declined(application: Application, kind: str = LetterKind.CONDITION) -> Application:
    staff = make_person("Alice")
    move_application(application=application, move="decline", version=1, by=staff, reasons=reasons_of(application, kind))
    return application


@pages
def test_after_a_decline_the_page_says_why() -> None:
    row = declined(make_application(make_open_cohort(), answers={"languages": "de:A2;ar:native", "migration": "no"}))
    found = decline_of(row)
    assert found is not None
    with translation.override("de"):
        assert (found.kind, [line.sentence for line in found.lines]) == ("condition", [SAID["german"]])
    with translation.override("en"):
        assert [line.sentence for line in found.lines] == [
            "For this programme you need German at least at level B1; you stated A2."
        ]


@pages
def test_a_decline_for_what_is_private_names_nothing() -> None:
    row = declined(make_application(make_open_cohort(), answers={"migration": "no"}))
    found = decline_of(row)
    assert found is not None
    assert (found.kind, found.lines) == ("condition", [])


@pages
def test_a_decline_after_a_check_and_one_that_no_rule_explains() -> None:
    cohort = make_open_cohort()
    rule = cohort.programme.eligibility_rules.get(group="second", key="registered")
    row = make_application(cohort)
    attest_condition(application=row, rule=rule, verdict="unmet", by=make_person("Bob"))
    found = decline_of(declined(row))
    assert found is not None
    with translation.override("de"):
        assert [line.sentence for line in found.lines] == [
            "Das Team hat festgestellt, dass diese Voraussetzung nicht erfüllt ist: Als arbeitssuchend gemeldet"
        ]
        row.attestations.all().delete()  # and where the check is gone, the history still names the condition
        later = decline_of(row)
        assert later is not None
        assert [line.sentence for line in later.lines] == [
            "Diese Voraussetzung war nicht erfüllt: Als arbeitssuchend gemeldet"
        ]
    other = decline_of(declined(make_application(cohort), LetterKind.NO_PLACE))
    assert other is not None
    assert (other.kind, other.lines) == ("no_place", [])
