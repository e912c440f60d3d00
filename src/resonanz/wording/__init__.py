"""Gender-inclusive wording: texts with nouns as placeholders, rendered in the style a programme chose.

    >>> Wording("colon").render("Fragen Sie {Ihr mentor:akk}.", "de")
    'Fragen Sie Ihre:n Mentor:in.'

docs/wording.md describes the placeholders, the styles and how a preset declares nouns.
"""

from resonanz.wording.defaults import NOUNS
from resonanz.wording.german import FORMS, STYLES
from resonanz.wording.render import PersonForm, Wording, problems
from resonanz.wording.template import CASES, DETERMINERS, NUMBERS, WordingError

__all__ = [
    "CASES",
    "DETERMINERS",
    "FORMS",
    "NOUNS",
    "NUMBERS",
    "STYLES",
    "PersonForm",
    "Wording",
    "WordingError",
    "problems",
]
