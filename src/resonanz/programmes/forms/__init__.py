"""What may be typed about a programme, and the sentence when it is wrong."""

from resonanz.programmes.forms.lists import (
    PASSAGE_ROWS,
    ContactRow,
    ControllerRow,
    LegalForm,
    OrganisationRow,
    StepRow,
    TopicRow,
    kept_texts,
    unused_key,
)
from resonanz.programmes.forms.making import CohortForm, CreateForm, ExportForm, LogoForm, SummaryForm
from resonanz.programmes.forms.nouns import NounRow, nouns_of
from resonanz.programmes.forms.people import InterestForm, InviteForm, NewColleagueForm
from resonanz.programmes.forms.rows import Row, Rows
from resonanz.programmes.forms.settings import BasicsForm, IntroductionsForm, PageTextsForm, RetentionForm, WordingForm
from resonanz.programmes.forms.texts import PlainText, Text, TextsForm

__all__ = [
    "PASSAGE_ROWS",
    "BasicsForm",
    "CohortForm",
    "ContactRow",
    "ControllerRow",
    "CreateForm",
    "ExportForm",
    "InterestForm",
    "IntroductionsForm",
    "InviteForm",
    "LegalForm",
    "LogoForm",
    "NewColleagueForm",
    "NounRow",
    "OrganisationRow",
    "PageTextsForm",
    "PlainText",
    "RetentionForm",
    "Row",
    "Rows",
    "StepRow",
    "SummaryForm",
    "Text",
    "TextsForm",
    "TopicRow",
    "WordingForm",
    "kept_texts",
    "nouns_of",
    "unused_key",
]
