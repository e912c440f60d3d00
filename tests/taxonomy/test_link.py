"""From what people write to a unit group: eight languages, typing errors, gender forms, brackets and strokes."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resonanz.taxonomy import Linker, link, occupations
from resonanz.taxonomy.occupations import Hit, code_of, search, title

# What somebody writes, without saying in which language, and the first unit group that must come back.
CASES = {
    # German
    "Krankenpflegerin": "2221",
    "Krankenflegerin": "2221",
    "Diplomierte Gesundheits- und Krankenpflegerin": "2221",
    "krankenschwester (m/w/d)": "2221",
    "Ärztin": "2211",
    "Aerztin": "2211",
    "Zahnärztin": "2261",
    "Bauingenieur:in": "2142",
    "Bauingeneur": "2142",
    "Software-Entwickler/in": "2512",
    "Softwareentwikler": "2512",
    "Kfz-Mechaniker": "7231",
    "KFZ Mechatroniker*in": "7231",
    "Elektrikerin": "7411",
    "Eletriker": "7411",
    "Volksschullehrerin": "2341",
    "Kindergartenpädagogin": "2342",
    "Buchhalter(in)": "3313",
    "Köchin/Koch": "5120",
    "Reinigungskraft": "9112",
    "Putzfrau": "9111",
    "LKW-Fahrer": "8332",
    "Friseurin": "5141",
    "Frisör": "5141",
    "Dolmetscherin (Arabisch)": "2643",
    "Ich war zehn Jahre lang Maurer in Aleppo": "7112",
    "Rechtsanwalt": "2611",
    "Architektinnen": "2161",
    # English
    "nurse": "2221",
    "registered nurse (RN)": "2221",
    "civil engineer": "2142",
    "civil enginer": "2142",
    "software developer": "2512",
    "acountant": "2411",
    "primary school teacher": "2341",
    "dentist": "2261",
    "truck driver": "8332",
    "hairdresser": "5141",
    "I worked as a nurse in a hospital": "2221",
    "waitress": "5131",
    "electrician": "7411",
    "pharmacist": "2262",
    "lawyer": "2611",
    # French
    "infirmière": "2221",
    "infirmier/ère": "2221",
    "infirmier·ère": "2221",
    "INFIRMIERE": "2221",
    "technicien(ne) de laboratoire": "3212",
    "chargé-e de communication": "2432",
    "ingénieur(e) civil(e)": "2142",
    "institutrice": "2341",
    "professeure de mathématiques": "2330",
    "développeuse web": "2513",
    "develoopeur web": "2513",
    "comptable": "2411",
    "avocat(e)": "2611",
    "vendeur/euse": "5223",
    "cuisinière": "5120",
    "aide-soignant(e)": "3221",
    "femme de ménage": "9111",
    "électricienne": "7411",
    "maçon": "7112",
    "coiffeuse": "5141",
    "traducteur-interprète": "2643",
    "chauffeur poids lourd": "8332",
    # Turkish
    "hemşire": "2221",
    "hemsire": "2221",
    "HEMŞİRE": "2221",
    "inşaat mühendisi": "2142",
    "INSAAT MUHENDISI": "2142",
    "İnşaat mühendsi": "2142",
    "öğretmen": "2341",
    "Öğretmenim": "2341",
    "diş hekimi": "2261",
    "avukat": "2611",
    "muhasebeci": "2411",
    "aşçı": "5120",
    "asci": "5120",
    "kuaför": "5141",
    "berber": "5141",
    "yazılım geliştirici": "2512",
    "elektrikçi": "7411",
    "kaynakçı": "7212",
    "terzi": "7531",
    "tır şoförü": "8332",
    "anaokulu öğretmeni": "2342",
    "garson": "5131",
    # Ukrainian
    "медсестра": "2221",
    "Медсестра / медбрат": "2221",
    "лікарка": "2211",
    "лікар-стоматолог": "2261",
    "вчителька початкових класів": "2341",
    "вчителька": "2341",
    "бухгалтерка": "2411",
    "головний бухгалтер": "2411",
    "інженер-будівельник": "2142",
    "інженерка-будівельниця": "2142",
    "інженер будівельник": "2142",
    "програмістка": "2514",
    "перекладачка": "2643",
    "м'ясник": "7511",
    "м’ясник": "7511",
    "мясник": "7511",
    "зв'язків з громадськістю фахівець": "2432",
    "кухарка": "5120",
    "перукарка": "5141",
    "кравчиня": "7531",
    "психологиня": "2634",
    "вихователька в дитячому садку": "2342",
    "водій вантажівки": "8332",
    "сантехнік": "7126",
    "електрик(ка)": "7411",
    "продавчиня": "5223",
    # Russian
    "медицинская сестра": "2221",
    "врач": "2211",
    "учительница начальных классов": "2341",
    "учитель/ница": "2341",
    "режиссер": "2654",
    "режиссёр": "2654",
    "электросварщица": "7212",
    "актёр": "2655",
    "бухгалтер": "2411",
    "бугалтер": "2411",
    "юристка": "2611",
    "програмист": "2514",
    "повар": "5120",
    "парикмахер": "5141",
    "дальнобойщик": "8332",
    "сварщик": "7212",
    "швея": "8153",
    "воспитатель детского сада": "2342",
    "системный администратор": "2522",
    "работала продавцом в магазине, продавец": "5223",
    # Arabic
    "مهندس مدني": "2142",
    "مهندسة مدنية": "2142",
    "مهندسه مدنيه": "2142",
    "المهندس المدني": "2142",
    "مهندس/ة مدني/ة": "2142",
    "مُهَنْدِس مَدَنِيّ": "2142",
    "طبيب": "2211",
    "طبيبة": "2211",
    "الطبيبة": "2211",
    "طبيب اسنان": "2261",
    "طبيب أسنان": "2261",
    "ممرضة": "2221",
    "ممرّضة": "2221",
    "معلمة": "2341",
    "معلم/معلمة": "2341",
    "محاسب": "2411",
    "محامي": "2611",
    "محامية": "2611",
    "صيدلاني": "2262",
    "صيدلانى": "2262",
    "كهربائي": "7411",
    "كهربائى": "7411",
    "سائق شاحنة": "8332",
    "حـــلاق": "5141",
    "خياطة": "7531",
    "مترجمة": "2643",
    "مبرمج": "2514",
    "طباخ": "5120",
    "نجار": "7522",
    # Persian and Dari
    "پرستار": "2221",
    "پزشک": "2211",
    "داکتر": "2211",
    "دندان‌پزشک": "2261",
    "دندان پزشک": "2261",
    "دندانپزشک": "2261",
    "مهندس عمران": "2142",
    "معلم مکتب": "2341",
    "برنامه‌نویس": "2514",
    "برنامه نویس": "2514",
    "برنامهنویس": "2514",
    "حسابدار": "2411",
    "وکیل": "2611",
    "وكيل دادگستري": "2611",
    "خیاط": "7531",
    "خياط": "7531",
    "آشپز": "5120",
    "اشپز": "5120",
    "آرایشگر": "5141",
    "مستری موتر": "7231",
    "راننده کامیون": "8332",
    "جوشکار": "7212",
    "روزنامه نگار": "2642",
    "مددکار اجتماعی": "2635",
}


def test_the_table_is_large_enough() -> None:
    assert len(CASES) >= 180


@pytest.mark.parametrize("text", CASES)
def test_link_finds_the_occupation_without_being_told_the_language(text: str) -> None:
    assert link(text, k=1)[0].code == CASES[text]


@pytest.mark.parametrize("language", occupations.LANGUAGES)
def test_every_listed_form_links_to_a_group_that_lists_it(language: str) -> None:
    groups: dict[str, set[str]] = {}
    for job in occupations.job_titles():
        for form in filter(None, (job.masculine, job.feminine)):
            groups.setdefault(form, set()).add(job.code)
    forms = [
        form
        for job in occupations.job_titles()
        if job.language == language
        for form in filter(None, (job.masculine, job.feminine))
    ]
    lost = [form for form in forms if not groups[form] & {hit.code for hit in link(form, language, k=3) if hit.score == 1.0}]
    assert lost == []


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("doctor", None, Hit("2211", "doctor", 1.0)),
        ("Krankenflegerin", None, Hit("2221", "Krankenpflegerin/Krankenpfleger", 0.95)),
        ("юрист", "uk", Hit("2611", "юристка/юрист", 1.0)),
        ("2221", "uk", Hit("2221", "медична сестра/медичний брат", 1.0)),
        ("2221", "so", Hit("2221", "Nursing professionals", 1.0)),
        ("Architekt", "fr", Hit("2161", "Architektin/Architekt", 1.0)),  # preferred is not imposed
    ],
)
def test_link_answers_with_title_and_score(text: str, language: str | None, first: Hit) -> None:
    assert link(text, language)[0] == first


def test_the_language_decides_between_words_that_several_share() -> None:
    assert link("бухгалтер", "uk", k=1) == [Hit("2411", "бухгалтерка/бухгалтер", 1.0)]
    assert link("бухгалтер", "ru", k=1) == [Hit("2411", "бухгалтер", 1.0)]
    assert link("journaliste", k=1) == link("journaliste", "fr", k=1)


def test_a_stroke_between_two_occupations_gives_both() -> None:
    assert [hit.code for hit in link("Koch/Kellner", k=2)] == ["5120", "5131"]
    assert [hit.code for hit in link("Lehrerin und Dolmetscherin", k=2)] == ["2341", "2643"]
    assert [hit.code for hit in link("вчителька та перекладачка", k=2)] == ["2341", "2643"]
    assert [hit.code for hit in link("معلمة ومترجمة", k=2)] == ["2341", "2643"]
    assert [hit.code for hit in link("infirmière et sage-femme", k=2)] == ["2221", "2222"]
    assert [hit.code for hit in link("garson ve aşçı", k=2)] == ["5131", "5120"]


@pytest.mark.parametrize("text", ["", "   ", "—", "(m/w/d)", "☃", "漢字", "%%%", "\u200c", "'", "؟"])
def test_link_finds_nothing_in_nothing(text: str) -> None:
    assert link(text) == []


@settings(deadline=None, max_examples=60)  # the first call builds an index
@given(st.text(max_size=60), st.sampled_from([None, "de", "ar", "uk", "xx"]), st.integers(1, 6))
def test_link_is_sorted_bounded_and_repeatable(text: str, language: str | None, k: int) -> None:
    for found in (link(text, language, k), search(text, language, k)):
        assert len(found) == len({hit.code for hit in found}) <= k
        assert all(0 < hit.score <= 1 and hit.label for hit in found)
        assert found == sorted(found, key=lambda hit: -hit.score)
    assert link(text, language, k) == link(text, language, k)


def test_a_text_of_any_length_is_answered() -> None:
    assert link("Bäckerin " * 10_000, k=1)[0].code == "7512"


def test_search_finds_by_the_beginning_in_every_alphabet() -> None:
    beginnings = {
        "медсес": "2221",
        "перекл": "2643",
        "ممرض": "2221",
        "مهندس معم": "2161",
        "برنامه‌ن": "2514",
        "infirm": "2221",
    }
    assert {text: search(text, k=1)[0].code for text in beginnings} == beginnings
    assert [search("ärzt", "de", k=1)[0].code, search("oğret", "tr", k=1)[0].code] == ["2211", "2341"]


def test_code_of_reads_every_language() -> None:
    texts = ["Köchin", "cook", "cuisinière", "aşçı", "кухарка", "повар", "طباخة", "آشپز"]
    assert [code_of(text) for text in texts] == ["5120"] * 8
    assert code_of("Tätigkeit im Außendienst ohne Namen") is None


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("fr", ("infirmière/infirmier", "infirmière", "infirmier")),
        ("tr", ("hemşire", "hemşire", "hemşire")),
        ("uk", ("медична сестра/медичний брат", "медична сестра", "медичний брат")),
        ("ar-SY", ("ممرضة/ممرض", "ممرضة", "ممرض")),
        ("fa", ("پرستار", "پرستار", "پرستار")),
        ("ru", ("медсестра/медбрат", "медсестра", "медбрат")),
    ],
)
def test_title_in_the_other_languages_is_the_commonest_job_title(language: str, forms: tuple[str, ...]) -> None:
    assert (title("2221", language), title("2221", language, "feminine"), title("2221", language, "masculine")) == forms


def test_importing_the_package_is_cheap() -> None:
    script = (
        "import sys, resonanz.taxonomy; print(sorted({'numpy', 'babel', 'resonanz.taxonomy.linker'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
    assert Linker([("a", "Koch")]).rank("Koch", 1)[0].concept_id == "a"
