"""The settings pages: what is kept, what is refused with a sentence, and that nobody overwrites a colleague unawares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from resonanz.core.models import LogEntry
from resonanz.people.models import Person
from resonanz.programmes.actions import (
    ChangedMeanwhile,
    NotPossible,
    ProgrammeArchived,
    archive_programme,
    change_programme,
    fingerprint,
    publish_programme,
    replace_topics,
    restore_programme,
)
from resonanz.programmes.enums import ProgrammeState
from resonanz.programmes.forms.settings import contrast_with_white
from resonanz.programmes.models import Programme
from resonanz.programmes.queries import gaps, passages_of, topics_of
from tests.factories import House, make_programme
from tests.programmes.forms import filled
from tests.programmes.test_export import everything
from tests.programmes.test_presets import SLUGS

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person | None], Client]
PAGES = ["basics", "texts", "wording", "nouns", "topics", "steps", "organisations", "contacts", "data"]


def at(house: House, name: str, *more: Any) -> str:
    return reverse(f"programmes:{name}", args=[house.programme.slug, *more])


def text_of(client: Client, answer: Any) -> str:
    return str(
        client.get(answer.headers["Location"]).content.decode() if answer.status_code == 302 else answer.content.decode()
    )


@pytest.mark.parametrize("slug", SLUGS)
def test_saving_every_page_unchanged_changes_nothing(slug: str, house: House, client_of: ClientOf) -> None:
    programme = Programme.objects.filter(slug=slug).first() or make_programme(slug)
    programme.staff.create(person=house.alice, role="coordinator") if programme != house.programme else None
    before = everything(programme)
    client = client_of(house.alice)
    urls = [reverse(f"programmes:{page}", args=[slug]) for page in PAGES]
    urls += [
        reverse("programmes:passages", args=[slug, kind]) for kind in ("task", "limit", "condition", "benefit", "question")
    ]
    for url in [*urls, reverse("programmes:passages", args=[slug, "step"]), reverse("matching:criteria", args=[slug])]:
        answer = client.post(url, filled(client, url))
        assert answer.status_code == 302, url
    assert everything(Programme.objects.get(pk=programme.pk)) == before
    assert not LogEntry.objects.filter(verb="change_programme").exists()


def test_basics_are_kept_and_the_log_names_what_changed(house: House, client_of: ClientOf) -> None:
    client, url = client_of(house.alice), at(house, "basics")
    data = filled(client, url)
    data |= {"months_from": ["4"], "months_to": ["9"], "languages": ["en", "ar"], "accent": ["#123456"]}
    assert client.post(url, data).status_code == 302
    programme = Programme.objects.get(pk=house.programme.pk)
    assert (programme.months_from, programme.months_to, programme.accent) == (4, 9, "#123456")
    assert programme.languages == ["de", "en", "ar"]
    entry = LogEntry.objects.get(verb="change_programme")
    assert (entry.actor, entry.scope) == (house.alice, programme.scope)
    assert sorted(entry.detail["fields"]) == ["accent", "languages", "months_from", "months_to"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"months_from": ["7"], "months_to": ["3"]}, "Das ist weniger als die Zahl davor."),
        ({"hours_from": [""], "hours_to": ["3"]}, "Bitte füllen Sie beide Zahlen aus oder keine."),
        ({"accent": ["#ffee00"]}, "Diese Farbe ist zu hell für weiße Schrift."),
        ({"accent": ["red"]}, "Bitte geben Sie die Farbe als # und sechs Ziffern an"),
        ({"direction": ["reciprocal"]}, "Es nehmen schon Menschen teil"),
    ],
)
def test_what_does_not_fit_gets_a_sentence(
    typed: dict[str, list[str]], sentence: str, house: House, client_of: ClientOf
) -> None:
    client, url = client_of(house.alice), at(house, "basics")
    before = everything(house.programme)
    page = client.post(url, filled(client, url) | typed).content.decode()
    assert sentence in page
    assert everything(Programme.objects.get(pk=house.programme.pk)) == before


def test_contrast_as_the_guidelines_define_it() -> None:
    assert [round(contrast_with_white(colour), 2) for colour in ("#ffffff", "#000000", "#777777")] == [1.0, 21.0, 4.48]


def test_a_wrong_placeholder_is_named_and_nothing_typed_is_lost(house: House, client_of: ClientOf) -> None:
    client, url = client_of(house.alice), at(house, "texts")
    data = filled(client, url) | {"sentence_de": ["Für {alle mentees}."], "about_en": ["New\r\n\r\ntext"]}
    page = client.post(url, data).content.decode()
    assert "In {alle mentees} " in page
    assert "Für {alle mentees}." in page
    assert "New\r\n\r\ntext" in page  # given back as it came
    assert client.post(url, data | {"sentence_de": ["Für {mentees}."]}).status_code == 302
    programme = Programme.objects.get(pk=house.programme.pk)
    assert (programme.sentence["de"], programme.about["en"]) == ("Für {mentees}.", "New\n\ntext")


def test_a_preview_shows_how_it_reads_and_saves_nothing(house: House, client_of: ClientOf) -> None:
    client = client_of(house.alice)
    data = filled(client, at(house, "texts")) | {"sentence_de": ["Fragen Sie {Ihr mentor:akk}."], "preview": ["1"]}
    assert "Fragen Sie Ihre:n Mentor:in." in client.post(at(house, "texts"), data).content.decode()
    data = filled(client, at(house, "wording")) | {"gender_style": ["pair"], "preview": ["1"]}
    assert "Migrantinnen und Migranten" in client.post(at(house, "wording"), data).content.decode()
    assert Programme.objects.get(pk=house.programme.pk).gender_style == "colon"


def test_texts_of_a_language_at_rest_are_kept(house: House, client_of: ClientOf) -> None:
    programme, client = house.programme, client_of(house.alice)
    programme.languages = ["de"]
    programme.save()
    english = programme.about["en"], topics_of(programme)[0]["title"]["en"]
    for page in ("texts", "topics"):
        data = filled(client, at(house, page))
        data |= {"sentence_de": ["Neu."]} if page == "texts" else {"rows-0-title_de": ["Neu"]}
        assert client.post(at(house, page), data).status_code == 302
    programme.refresh_from_db()
    assert (programme.about["en"], topics_of(programme)[0]["title"]["en"]) == english
    assert (programme.sentence["de"], topics_of(programme)[0]["title"]["de"]) == ("Neu.", "Neu")


def test_topics_keep_their_keys_and_new_ones_get_one(house: House, client_of: ClientOf) -> None:
    client, url = client_of(house.alice), at(house, "topics")
    keys = [topic["key"] for topic in topics_of(house.programme)]
    data = filled(client, url) | {"rows-act": ["add"]}
    assert topics_of(house.programme)[0]["key"] == keys[0]
    page = client.post(url, data)
    assert page.status_code == 200
    data = filled(client, url)
    count = len(keys)
    data |= {"rows-TOTAL_FORMS": [str(count + 1)], f"rows-{count}-title_de": ["Über das Wetter"]}
    data |= {"rows-0-title_de": [""], "rows-0-title_en": [""], "rows-0-text_de": [""], "rows-0-text_en": [""]}
    assert client.post(url, data).status_code == 302
    assert [topic["key"] for topic in topics_of(house.programme)] == [*keys[1:], "uber-das-wetter"]


def test_two_who_edit_one_page_do_not_overwrite_each_other_unawares(house: House, client_of: ClientOf) -> None:
    alice, bob, url = client_of(house.alice), client_of(house.bob), at(house, "passages", "task")
    hers, his = filled(alice, url), filled(bob, url)
    assert alice.post(url, hers | {"rows-0-text_de": ["Von Alice"]}).status_code == 302
    answer = bob.post(url, his | {"rows-0-text_de": ["Von Bob"]})
    assert "Jemand anderes hat diese Seite geändert" in answer.content.decode()
    assert "Von Bob" in answer.content.decode()
    assert passages_of(house.programme, "task")[0]["text"]["de"] == "Von Alice"
    again = his | {"rows-0-text_de": ["Von Bob"], "seen": [fingerprint(passages_of(house.programme, "task"))]}
    assert bob.post(url, again).status_code == 302
    assert passages_of(house.programme, "task")[0]["text"]["de"] == "Von Bob"


def test_adding_a_row_does_not_hide_that_somebody_else_saved(house: House, client_of: ClientOf) -> None:
    client, url = client_of(house.alice), at(house, "topics")
    data = filled(client, url)
    replace_topics(programme=house.programme, topics=topics_of(house.programme)[1:], by=house.bob)
    page = client.post(url, data | {"rows-act": ["add"]}).content.decode()
    assert f'name="seen" value="{data["seen"][0]}"' in page


def test_an_action_refuses_what_was_seen_differently() -> None:
    programme = make_programme()
    with pytest.raises(ChangedMeanwhile):
        change_programme(programme=programme, by=None, seen="something else", months_to=8)


def test_own_words_are_kept_and_an_incomplete_one_is_named(house: House, client_of: ClientOf) -> None:
    client, url = client_of(house.alice), at(house, "nouns")
    data = filled(client, url) | {"rows-TOTAL_FORMS": ["1"], "rows-0-key": ["mentor"], "rows-0-feminine": ["Patin"]}
    assert "Das Nomen „mentor“ ist unvollständig" in client.post(url, data).content.decode()
    data |= {"rows-0-masculine": ["Pate"], "rows-0-masculine_plural": ["Paten"], "rows-0-oblique": ["Paten"]}
    data |= {"rows-0-stem": ["Pat"]}
    assert client.post(url, data).status_code == 302
    programme = Programme.objects.get(pk=house.programme.pk)
    assert programme.wording.render("{mentors}, {der mentor:dat}", "de") == "Pat:innen, der:dem Pat:in"
    assert programme.nouns["mentor"]["de"] == {
        "feminine": "Patin", "masculine": "Pate", "masculine_plural": "Paten", "oblique": "Paten", "stem": "Pat",
    }  # fmt: skip


def test_rare_forms_of_own_words_survive_the_page(house: House, client_of: ClientOf) -> None:
    noun = {
        "de": {"feminine": "Patin", "masculine": "Pate", "masculine_plural": "Paten", "oblique": "Paten", "stem": "Pat",
               "neutral": {"word": "Begleitung", "gender": "feminine", "plural": "Begleitungen"}},
        "en": {"singular": "sponsor", "plural": "sponsors", "article": "a"},
        "ar": {"singular": "مرشد", "plural": "مرشدون"},
    }  # fmt: skip
    change_programme(programme=house.programme, by=None, nouns={"mentor": noun})
    client, url = client_of(house.alice), at(house, "nouns")
    assert client.post(url, filled(client, url)).status_code == 302
    assert Programme.objects.get(pk=house.programme.pk).nouns == {"mentor": noun}


def test_a_certificate_needs_its_legal_ground(house: House, client_of: ClientOf) -> None:
    client, url = client_of(house.alice), at(house, "steps")
    assert Programme.objects.get(pk=house.programme.pk).steps == []
    data = filled(client, url) | {"rows-0-key": ["criminal_record"], "rows-0-is_required": ["on"]}
    assert "Ohne Rechtsgrundlage darf dieses Zeugnis nicht verlangt werden." in client.post(url, data).content.decode()
    assert client.post(url, data | {"rows-0-ground": ["§ 72a SGB VIII"]}).status_code == 302
    assert Programme.objects.get(pk=house.programme.pk).steps == [
        {"key": "criminal_record", "group": "", "title": {}, "is_required": True, "ground": "§ 72a SGB VIII"}
    ]


def test_a_step_of_ones_own_needs_a_name_and_keeps_its_key(house: House, client_of: ClientOf) -> None:
    client, url = client_of(house.alice), at(house, "steps")
    data = filled(client, url) | {"rows-0-key": ["own"]}
    assert "Bitte geben Sie Ihrem eigenen Schritt einen Namen." in client.post(url, data).content.decode()
    assert client.post(url, data | {"rows-0-title_de": ["Rundgang"]}).status_code == 302
    assert client.post(url, filled(client, url) | {"rows-0-title_de": ["Stadtrundgang"]}).status_code == 302
    step = Programme.objects.get(pk=house.programme.pk).steps[0]
    assert (step["key"], step["title"]) == ("rundgang", {"de": "Stadtrundgang"})


def test_periods_and_controllers_are_kept(house: House, client_of: ClientOf) -> None:
    client, url = client_of(house.alice), at(house, "data")
    data = filled(client, url) | {
        "messages": ["0"], "contact": ["daten@example.org"], "rows-0-name": ["Verein"], "rows-0-duties_de": ["Auskunft"],
    }  # fmt: skip
    assert client.post(url, data).status_code == 302
    programme = Programme.objects.get(pk=house.programme.pk)
    assert (programme.months_kept("messages"), programme.months_kept("tandems")) == (0, 36)
    assert programme.legal == {
        "controllers": [{"name": "Verein", "address": "", "duties": {"de": "Auskunft"}}],
        "contact": "daten@example.org",
    }


def test_missing_translations_are_counted_by_page_and_language() -> None:
    programme = make_programme()
    assert gaps(programme) == []
    programme.languages = ["de", "en", "ar"]
    programme.sentence = {"de": "Nur deutsch."}
    for topic in programme.topics.all():
        del topic.title["ar"], topic.text["ar"]
        topic.save()
    for task in programme.passages.filter(kind="task"):
        del task.text["ar"]
        task.save()
    found = {(gap.page, gap.kind, gap.language): gap.count for gap in gaps(programme)}
    assert found["texts", "", "en"] == 1
    assert found["topics", "", "ar"] == 28
    assert found["passages", "task", "ar"] == 6


def test_a_draft_is_seen_by_its_team_alone_until_it_is_published(house: House, client_of: ClientOf) -> None:
    url = at(house, "programme")
    client_of(house.alice).post(at(house, "state"), {"act": "unpublish"})
    statuses = {person: client_of(person).get(url).status_code for person in (None, house.alice, house.charlie)}
    assert statuses == {None: 404, house.alice: 200, house.charlie: 404}
    assert "Diese Seite sieht nur das Team" in client_of(house.alice).get(url).content.decode()
    assert "no-store" in client_of(house.alice).get(at(house, "accent")).headers["Cache-Control"]
    client_of(house.alice).post(at(house, "state"), {"act": "publish"})
    assert client_of(None).get(url).status_code == 200
    assert LogEntry.objects.filter(verb__in=["publish_programme", "unpublish_programme"]).count() == 2


def test_nothing_can_be_published_that_says_nothing() -> None:
    programme = make_programme()
    Programme.objects.filter(pk=programme.pk).update(sentence={"en": "One"}, state=ProgrammeState.DRAFT)
    with pytest.raises(NotPossible):
        publish_programme(programme=programme, by=None)


def test_an_archived_programme_can_be_read_and_restored_only(house: House, client_of: ClientOf) -> None:
    client = client_of(house.alice)
    client.post(at(house, "state"), {"act": "archive"})
    assert not Programme.objects.get(pk=house.programme.pk).is_archived  # its cohort is at work
    house.programme.cohorts.exclude(state="announced").update(state="finished")
    client.post(at(house, "state"), {"act": "archive"})
    assert Programme.objects.get(pk=house.programme.pk).is_archived
    assert client_of(None).get(at(house, "programme")).status_code == 404
    assert client.get(reverse("matching:today")).status_code == 403  # at rest: nothing to do
    for page in PAGES:
        url = at(house, page)
        assert client.get(url).status_code == 200
        answer = client.post(url, filled(client, url))
        assert answer.status_code == 302, page
        assert answer.headers["Location"] == at(house, "overview"), page
    with pytest.raises(ProgrammeArchived):
        change_programme(programme=house.programme, by=None, months_to=9)
    restore_programme(programme=house.programme, by=house.alice)
    assert Programme.objects.get(pk=house.programme.pk).state == ProgrammeState.DRAFT


def test_archiving_waits_for_the_last_cohort(house: House) -> None:
    with pytest.raises(NotPossible):
        archive_programme(programme=house.programme, by=house.alice)


def test_organisations_keep_other_programmes_as_they_are(house: House, client_of: ClientOf) -> None:
    other = house.other_programme
    organisation = house.programme.partnerships.all()[0].organisation
    other.partnerships.create(organisation=organisation, role="funder", url="https://other.example")
    client, url = client_of(house.alice), at(house, "organisations")
    assert client.post(url, filled(client, url, "rows-0-name") | {"rows-0-url": ["https://evil.example"]}).status_code == 302
    links = [entry.link for entry in other.partnerships.filter(organisation=organisation)]
    assert links == ["https://other.example"]


def test_whether_a_profile_must_be_complete_is_settled_on_the_page(house: House, client_of: ClientOf) -> None:
    client, url = client_of(house.alice), at(house, "basics")
    assert client.post(url, filled(client, url) | {"needs_complete_profile": ["on"]}).status_code == 302
    assert Programme.objects.get(pk=house.programme.pk).needs_complete_profile
    assert LogEntry.objects.get(verb="change_programme").detail == {"fields": ["needs_complete_profile"]}
