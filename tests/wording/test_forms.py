"""The exact German and English forms, style by style, as a reader would write them."""

from __future__ import annotations

import pytest

from resonanz.wording import Wording

# One line per form: template | expected. The forms with their sources are explained in docs/wording.md.
GERMAN = {
    "star": """
        {mentor} | Mentor*in
        {mentor:gen} | Mentor*in
        {mentors} | Mentor*innen
        {mentor:pl.dat} | Mentor*innen
        {der mentor} | der*die Mentor*in
        {der mentor:gen} | des*der Mentor*in
        {der mentor:dat} | dem*der Mentor*in
        {der mentor:akk} | den*die Mentor*in
        {der mentor:pl} | die Mentor*innen
        {der mentors:dat} | den Mentor*innen
        {ein mentor} | ein*e Mentor*in
        {ein mentor:gen} | eines*einer Mentor*in
        {ein mentor:dat} | einem*einer Mentor*in
        {ein mentor:akk} | eine*n Mentor*in
        {ein mentor:pl} | Mentor*innen
        {kein mentor} | kein*e Mentor*in
        {kein mentor:akk} | keine*n Mentor*in
        {kein mentor:pl} | keine Mentor*innen
        {Ihr mentor} | Ihr*e Mentor*in
        {Ihr mentor:dat} | Ihrem*Ihrer Mentor*in
        {ihr mentor:akk} | ihre*n Mentor*in
        {dein mentor:akk} | deine*n Mentor*in
        {euer mentor} | euer*eure Mentor*in
        {jeder mentor} | jede*r Mentor*in
        {jeder mentor:dat} | jedem*jeder Mentor*in
        {jeder mentor:pl} | alle Mentor*innen
        {dieser mentor:akk} | diese*n Mentor*in
        {der mentee} | der*die Mentee
        {der mentee:gen} | des*der Mentee
        {mentees:dat} | Mentees
        {der migrant:akk} | den*die Migrant*in
        {migrants} | Migrant*innen
        {ein expert:dat} | einem*einer Expert*in
        {der executive} | die Führungskraft
        {executives:dat} | Führungskräften
        {der talent:gen} | des Talents
        {alumni} | Alumni
        {der alumnus:dat} | dem*der Alumnus*Alumna
        {ein erfahren- mentor:akk} | eine*n erfahrene*n Mentor*in
        {der erfahren- mentor:dat} | dem*der erfahrenen Mentor*in
        {er mentor} | er*sie
        {er mentor:dat} | ihm*ihr
        {mentor:rel.akk} | den*die
        {Der mentor} | Der*die Mentor*in
    """,
    "colon": """
        {mentor} | Mentor:in
        {mentors} | Mentor:innen
        {mentor:pl.dat} | Mentor:innen
        {der mentor} | der:die Mentor:in
        {der mentor:gen} | der:des Mentor:in
        {der mentor:dat} | der:dem Mentor:in
        {der mentor:akk} | die:den Mentor:in
        {der mentors:gen} | der Mentor:innen
        {ein migrant} | ein:e Migrant:in
        {ein migrant:gen} | einer:s Migrant:in
        {ein migrant:dat} | einer:m Migrant:in
        {ein migrant:akk} | eine:n Migrant:in
        {kein mentor:dat} | keiner:m Mentor:in
        {Ihr mentor} | Ihr:e Mentor:in
        {Ihr mentor:gen} | Ihrer:s Mentor:in
        {Ihr mentor:dat} | Ihrer:m Mentor:in
        {Ihr mentor:akk} | Ihre:n Mentor:in
        {unser mentor:akk} | unsere:n Mentor:in
        {jeder mentor} | jede:r Mentor:in
        {jeder mentor:dat} | jeder:m Mentor:in
        {der mentee} | der:die Mentee
        {der mentee:gen} | der:des Mentee
        {ein mentee:akk} | eine:n Mentee
        {mentees} | Mentees
        {contacts} | Ansprechpartner:innen
        {participants:dat} | Teilnehmer:innen
        {coordinator} | Koordinator:in
        {ein erfahren- mentor} | ein:e erfahrene:r Mentor:in
        {erfahren- mentors:dat} | erfahrenen Mentor:innen
        {der nächst- cohort} | der nächste Durchgang
        {Nächst- cohort} | Nächster Durchgang
        {er mentor} | sie:er
        {er mentor:dat} | ihr:ihm
        {er mentor:akk} | sie:ihn
        {mentor:rel} | der:die
        {mentor:rel.dat} | der:dem
        {mentors:rel.dat} | denen
        {der alumnus} | der:die Alumna:Alumnus
    """,
    "pair": """
        {mentor} | Mentorin oder Mentor
        {mentors} | Mentorinnen und Mentoren
        {mentors:dat} | Mentorinnen und Mentoren
        {participants:dat} | Teilnehmerinnen und Teilnehmern
        {der mentor} | die Mentorin oder der Mentor
        {der mentor:gen} | der Mentorin oder des Mentors
        {der mentor:dat} | der Mentorin oder dem Mentor
        {der mentor:akk} | die Mentorin oder den Mentor
        {der mentors} | die Mentorinnen und Mentoren
        {der mentors:dat} | den Mentorinnen und Mentoren
        {ein mentor} | eine Mentorin oder ein Mentor
        {ein mentor:dat} | einer Mentorin oder einem Mentor
        {ein mentor:akk} | eine Mentorin oder einen Mentor
        {kein mentor} | keine Mentorin und kein Mentor
        {kein mentor:pl} | keine Mentorinnen und Mentoren
        {Ihr mentor} | Ihre Mentorin oder Ihr Mentor
        {Ihr mentor:akk} | Ihre Mentorin oder Ihren Mentor
        {jeder mentor} | jede Mentorin und jeder Mentor
        {der mentee} | die oder der Mentee
        {der mentee:dat} | der oder dem Mentee
        {der mentee:gen} | der Mentee oder des Mentees
        {ein mentee:akk} | eine oder einen Mentee
        {mentees} | Mentees
        {der migrant:dat} | der Migrantin oder dem Migranten
        {ein migrant:gen} | einer Migrantin oder eines Migranten
        {migrants:dat} | Migrantinnen und Migranten
        {ein expert} | eine Expertin oder ein Experte
        {alumni} | Alumnae und Alumni
        {students:dat} | Schülerinnen und Schülern
        {der partner:gen} | der Tandempartnerin oder des Tandempartners
        {ein erfahren- mentor:akk} | eine erfahrene Mentorin oder einen erfahrenen Mentor
        {der erfahren- mentors:dat} | den erfahrenen Mentorinnen und Mentoren
        {er mentor} | sie oder er
        {er mentor:akk} | sie oder ihn
        {mentor:rel} | die oder der
        {der executive:dat} | der Führungskraft
        {executives:dat} | Führungskräften
        {Ein mentor} | Eine Mentorin oder ein Mentor
    """,
    "binnen_i": """
        {mentor} | MentorIn
        {mentors} | MentorInnen
        {migrants:dat} | MigrantInnen
        {der mentor} | der/die MentorIn
        {der mentor:gen} | des/der MentorIn
        {der mentor:dat} | dem/der MentorIn
        {der mentor:akk} | den/die MentorIn
        {ein mentor} | ein/e MentorIn
        {ein mentor:dat} | einem/einer MentorIn
        {ein mentor:akk} | eine/n MentorIn
        {kein mentor} | kein/e MentorIn
        {Ihr mentor:akk} | Ihre/n MentorIn
        {jeder mentor} | jede/r MentorIn
        {der mentee} | der/die Mentee
        {der mentors:dat} | den MentorInnen
        {participant} | TeilnehmerIn
        {er mentor} | er/sie
        {ein erfahren- mentor} | ein/e erfahrene/r MentorIn
        {executives} | Führungskräfte
    """,
    "slash": """
        {mentor} | Mentor/in
        {mentors} | Mentor/innen
        {der mentor} | der/die Mentor/in
        {der mentor:gen} | des/der Mentor/in
        {der mentor:dat} | dem/der Mentor/in
        {der mentor:akk} | den/die Mentor/in
        {ein mentor} | ein/e Mentor/in
        {ein mentor:dat} | einem/einer Mentor/in
        {ein mentor:akk} | eine/n Mentor/in
        {kein mentor:akk} | keine/n Mentor/in
        {Ihr mentor:dat} | Ihrem/Ihrer Mentor/in
        {jeder mentor} | jede/r Mentor/in
        {der mentee:akk} | den/die Mentee
        {contacts:dat} | Ansprechpartner/innen
        {ein erfahren- expert:akk} | eine/n erfahrene/n Expert/in
        {er mentor:dat} | ihm/ihr
        {der talents:dat} | den Talenten
    """,
    "neutral": """
        {mentor} | Begleitperson
        {mentors} | Begleitpersonen
        {der mentor} | die Begleitperson
        {der mentor:gen} | der Begleitperson
        {ein mentor:dat} | einer Begleitperson
        {kein mentor} | keine Begleitperson
        {Ihr mentor:akk} | Ihre Begleitperson
        {jeder mentor} | jede Begleitperson
        {mentees} | Mentees
        {der mentee:dat} | der Mentee-Person
        {participant} | teilnehmende Person
        {der participant:dat} | der teilnehmenden Person
        {participants} | Teilnehmende
        {der participants} | die Teilnehmenden
        {participants:dat} | Teilnehmenden
        {kein participant:pl} | keine Teilnehmenden
        {participants:gen} | Teilnehmender
        {Ihr partner} | Ihr Tandem-Gegenüber
        {Ihr partner:dat} | Ihrem Tandem-Gegenüber
        {der partner:gen} | des Tandem-Gegenübers
        {der contact} | die Ansprechperson
        {der migrant} | die zugewanderte Person
        {ein coordinator:akk} | eine koordinierende Person
        {alumni:dat} | Alumni-Mitgliedern
        {er mentor:dat} | ihr
        {er partner} | es
        {mentor:rel.gen} | deren
        {erfahren- mentors} | erfahrene Begleitpersonen
    """,
}
ENGLISH = """
    {mentor} | mentor
    {mentors} | mentors
    {mentor:pl.dat} | mentors
    {the mentor} | the mentor
    {der mentor:gen} | the mentor’s
    {the mentors:gen} | the mentors’
    {a mentor} | a mentor
    {an executive} | an executive
    {ein executive} | an executive
    {an experienced- mentor} | an experienced mentor
    {ein mentor:pl} | mentors
    {no mentor} | no mentor
    {your mentor} | your mentor
    {Ihr mentor:dat} | your mentor
    {ihr mentor} | their mentor
    {every mentor} | every mentor
    {jeder mentor:pl} | all mentors
    {this mentors} | these mentors
    {Mentors} | Mentors
    {Your mentee} | Your mentee
    {er mentor} | they
    {er mentor:akk} | them
    {mentor:rel} | who
    {people} | people
    {alumni} | alumni
    {contacts} | contact persons
    {er mentee:gen} | their
"""


def rows(table: str) -> list[tuple[str, str]]:
    """Return the pairs of a table above."""
    lines = (line.split(" | ") for line in table.strip().splitlines())
    return [(template.strip(), expected.strip()) for template, expected in lines]


GERMAN_ROWS = [(style, *row) for style, table in GERMAN.items() for row in rows(table)]


def test_the_table_is_large_enough() -> None:
    assert len(GERMAN_ROWS) >= 150
    assert len(set(GERMAN_ROWS)) == len(GERMAN_ROWS)


@pytest.mark.parametrize(("style", "template", "expected"), GERMAN_ROWS)
def test_german_forms(style: str, template: str, expected: str) -> None:
    assert Wording(style).render(template, "de") == expected


@pytest.mark.parametrize(("template", "expected"), rows(ENGLISH))
def test_english_forms(template: str, expected: str) -> None:
    assert Wording("colon").render(template, "en") == expected


ONE_PERSON = """
    feminine | {Ihr mentor} | Ihre Mentorin
    masculine | {Ihr mentor:akk} | Ihren Mentor
    neutral | {Ihr mentor:dat} | Ihrer Begleitperson
    feminine | {der mentee:gen} | der Mentee
    masculine | {der mentee:gen} | des Mentees
    masculine | {der migrant:dat} | dem Migranten
    feminine | {er mentor} | sie
    masculine | {er mentor:akk} | ihn
    masculine | {ein erfahren- mentor:akk} | einen erfahrenen Mentor
    feminine | {alumnus} | Alumna
    neutral | {Ihr partner} | Ihr Tandem-Gegenüber
    feminine | {Ihr executive} | Ihre Führungskraft
    feminine | {mentors} | Mentor:innen
    feminine | {kein mentor} | kein:e Mentor:in
    masculine | {jeder mentor} | jede:r Mentor:in
"""


@pytest.mark.parametrize("line", ONE_PERSON.strip().splitlines())
def test_about_one_person_their_own_choice_counts(line: str) -> None:
    form, template, expected = (cell.strip() for cell in line.split(" | "))
    assert Wording("colon").render(template, "de", person_form=form) == expected


def test_two_people_in_one_text_each_keep_their_form() -> None:
    text = Wording("star").render(
        "{Ihr mentor} trifft {ein mentee:akk}, {kein mentor:akk} sonst.",
        "de",
        person_form={"mentor": "feminine", "mentee": "masculine"},
    )
    assert text == "Ihre Mentorin trifft einen Mentee, keine*n Mentor*in sonst."


def test_english_pronouns_follow_the_person() -> None:
    wording = Wording()
    assert wording.render("{he mentor} and {er mentor:akk}", "en", person_form="feminine") == "she and her"
    assert wording.render("{they mentor:gen}", "en", person_form="masculine") == "his"
    assert wording.render("{they mentor}", "en", person_form="neutral") == "they"
